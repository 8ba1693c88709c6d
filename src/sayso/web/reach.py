"""Which machines the desk calls when somebody gives it an address: public ones, unless it is told otherwise.

A name is looked up here, and what was looked up is what is connected to: a name that leads elsewhere a moment later
leads nowhere (server-side request forgery, rebinding).
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import anyio
import httpx

from sayso.errors import ConnectError
from sayso.terms.load.addresses import public

#: Addresses for a host name and a port.
Lookup = Callable[[str, int], Awaitable[list[str]]]
_TIMEOUT = httpx.Timeout(10)


class Reach:
    """Posts to addresses that others gave. `within`: whether machines of the own network may be called, and http."""

    def __init__(self, http: httpx.AsyncClient, within: bool = False, lookup: Lookup | None = None) -> None:
        self._http, self._within, self._lookup = http, within, lookup or _lookup

    async def post(self, address: str, body: bytes, headers: dict[str, str]) -> int:
        """The status that was answered; nothing else is read, and nothing is followed. Raises `ConnectError`."""
        check_address(address, self._within)
        url = httpx.URL(address)
        try:
            found = await self._lookup(url.host, url.port or {"http": 80, "https": 443}[url.scheme])
            if not found or not (self._within or all(public(ip) for ip in found)):
                raise ConnectError("this address", "leads to no machine of the public internet", "give another")
            there = url.copy_with(host=found[0])
            request = self._http.build_request(
                "POST", there, content=body, timeout=_TIMEOUT, headers={**headers, "Host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": url.raw_host.decode("ascii")},
            )  # fmt: skip
            with anyio.fail_after(_TIMEOUT.read):
                answer = await self._http.send(request, stream=True, follow_redirects=False)
                await answer.aclose()
        except (httpx.HTTPError, OSError, TimeoutError) as error:
            raise ConnectError("this address", f"does not answer: {type(error).__name__}", "look at it") from None
        return answer.status_code


def check_address(address: str, within: bool = False) -> None:
    """Raises `ConnectError` for an address that is never called, as far as can be told without looking it up."""
    try:
        parts, url = urlsplit(address), httpx.URL(address)
        port = parts.port
    except (ValueError, httpx.InvalidURL):
        raise ConnectError(
            "this address", "is no web address", "write it whole, as in https://ada.example/desk"
        ) from None
    if url.scheme != "https" and not (within and url.scheme == "http"):
        raise ConnectError("this address", "is not secret on its way", "give one that begins with https://")
    if not url.host or parts.username is not None or parts.password is not None or parts.fragment or port == 0:
        raise ConnectError("this address", "has a name, a password or a fragment in it", "give it without")
    if not within and (_literal(url.host) or url.host.endswith(("localhost", "localhost.", ".internal", ".local"))):
        raise ConnectError("this address", "leads to no machine of the public internet", "give another")


def _literal(host: str) -> bool:
    """Whether it is an address by number that is not public; also one written in a way that only some read as such."""
    try:
        return not public(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, UnicodeError):
        return ":" in host and not public(host)


async def _lookup(host: str, port: int) -> list[str]:
    found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]
