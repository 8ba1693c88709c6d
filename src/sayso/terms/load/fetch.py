"""Fetching one page, and nothing around it.

The name is resolved once for each hop, every address that it resolves to is checked, and the connection goes
to an address that was checked: a name that resolves otherwise a moment later changes nothing. Redirects, size
and time are bounded. No cookies, no proxies, no credentials are sent; the certificate is verified.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from sayso.errors import UnreadableError
from sayso.terms.load.addresses import public
from sayso.terms.load.limits import MAX_BYTES, MAX_REDIRECTS, MAX_SECONDS
from sayso.terms.load.sources import too_large

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_HEADERS = {
    "Accept": "text/html, application/xhtml+xml, application/pdf, text/markdown, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip, identity",
    "Accept-Language": "en",
    "Connection": "close",
    "User-Agent": "Mozilla/5.0 (compatible; sayso)",
}
_SAVE = "open it in a browser and save the page"


@dataclass(frozen=True)
class Fetched:
    """What an address gave: the bytes, the media type and charset that the server says they are in, the last
    URL.
    """

    data: bytes
    type: str
    charset: str
    url: str


def fetch(url: str, allowed: Callable[[str], bool] | None = None, seconds: float = MAX_SECONDS) -> Fetched:
    """The page at an `http` or `https` address, after at most a few redirects.

    `allowed` says which IP addresses may be connected to. Raises `UnreadableError`, which names `url` as it
    was given and not where it led.
    """
    ends = time.monotonic() + seconds
    here = url
    for _ in range(MAX_REDIRECTS + 1):
        parts = _checked(here, url)
        addresses = _resolved(parts, url, allowed or public)
        answer = _ask(parts, addresses, url, ends)
        if isinstance(answer, Fetched):
            return answer
        try:
            here = urljoin(here, answer)
        except ValueError:
            raise UnreadableError(url, "redirects to what is no address", _SAVE) from None
        if parts.scheme == "https" and here.startswith("http:"):
            raise UnreadableError(url, "redirects from https to http, where anyone could change it", _SAVE)
    raise UnreadableError(url, f"redirects more than {MAX_REDIRECTS} times", _SAVE)


def _checked(here: str, url: str) -> SplitResult:
    """The parts of an address. Raises where it is none that is fetched."""
    try:
        parts = urlsplit(here)
        port = parts.port
        host = parts.hostname
    except ValueError:
        raise UnreadableError(url, "is no address that can be understood", "check the address") from None
    where = "" if here == url else f"redirects to {parts.scheme or 'an'} address, and "
    if parts.scheme not in _PORTS:
        raise UnreadableError(url, f"{where}only http and https addresses are fetched", _SAVE)
    if parts.username is not None or parts.password is not None:
        raise UnreadableError(url, f"{where}holds a user name or a password", "leave it out")
    if not host or port == 0:
        raise UnreadableError(url, "names no host", "check the address")
    return parts


def _resolved(parts: SplitResult, url: str, allowed: Callable[[str], bool]) -> list[tuple[int, tuple[str, int]]]:
    """The checked addresses of a host, as family and what to connect to."""
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(host.encode("idna").decode("ascii"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreadableError(url, f"has a host that cannot be found ({host})", "check the address") from None
    addresses = [(int(family), (str(to[0]), int(to[1]))) for family, _, _, _, to in found]
    # One private address among public ones is how a name is made to rebind: then none is used.
    if not addresses or not all(allowed(address) for _, (address, _) in addresses):
        raise UnreadableError(
            url,
            f"leads to a private address ({host}), which is never fetched",
            "save the page and give the file",
        )
    return addresses


def _ask(parts: SplitResult, addresses: list[tuple[int, tuple[str, int]]], url: str, ends: float) -> Fetched | str:
    """One request: what came, or where to go on to."""
    line: list[socket.socket] = []
    # A server that sends a byte now and then never runs into a socket's time-out: this ends it.
    watch = threading.Timer(max(ends - time.monotonic(), 0.01), _cut, (line,))
    watch.daemon = True
    watch.start()
    try:
        line.append(_connected(addresses, ends))
        if parts.scheme == "https":
            context = ssl.create_default_context()
            line[0] = context.wrap_socket(line[0], server_hostname=parts.hostname, do_handshake_on_connect=False)
            line[0].do_handshake()  # type: ignore[attr-defined]  # it is an SSLSocket by now
        with _sent(line[0], parts) as response:
            answer = _answer(response, url)
        # Where the line was cut, the end of what came is not the end of the page.
        if time.monotonic() >= ends:
            raise TimeoutError
        return answer
    except ssl.SSLCertVerificationError:
        raise UnreadableError(url, "has a certificate that is not valid", _SAVE) from None
    except (OSError, http.client.HTTPException, zlib.error, ValueError):
        if time.monotonic() >= ends - 0.05:
            raise UnreadableError(url, "takes too long to answer", f"try again later, or {_SAVE}") from None
        raise UnreadableError(url, "cannot be fetched (the connection failed)", "try again later") from None
    finally:
        watch.cancel()
        for connection in line:
            connection.close()


def _connected(addresses: list[tuple[int, tuple[str, int]]], ends: float) -> socket.socket:
    """A connection to the first of the addresses that answers."""
    failed: OSError = TimeoutError()
    for family, to in addresses[:4]:
        left = ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(min(left, 10.0))
            connection.connect(to)
            connection.settimeout(left)
            return connection
        except OSError as error:
            connection.close()
            failed = error
    raise failed


def _cut(line: list[socket.socket]) -> None:
    for connection in line:
        with contextlib.suppress(OSError):  # it is closed already
            connection.shutdown(socket.SHUT_RDWR)


def _sent(connection: socket.socket, parts: SplitResult) -> http.client.HTTPResponse:
    host = parts.hostname or ""
    named = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    port = f":{parts.port}" if parts.port and parts.port != _PORTS[parts.scheme] else ""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]") if parts.query else ""
    )
    # Given its socket, the client opens none of its own.
    client = http.client.HTTPConnection(host)
    client.sock = connection
    client.request("GET", path, headers={"Host": named + port, **_HEADERS})
    return client.getresponse()


def _answer(response: http.client.HTTPResponse, url: str) -> Fetched | str:
    if response.status in _REDIRECTS and (to := response.headers.get("Location")):
        return to
    if response.status != 200:
        raise UnreadableError(url, f"answers with an error (HTTP status {response.status})", "check the address")
    declared = response.headers.get("Content-Length") or ""
    if declared.isdigit() and int(declared) > MAX_BYTES:
        raise too_large(url, int(declared))
    data = response.read(MAX_BYTES + 1)
    data = _inflated(data, (response.headers.get("Content-Encoding") or "").strip().lower(), url)
    if len(data) > MAX_BYTES:
        raise too_large(url)
    if declared.isdigit() and response.length:
        raise UnreadableError(url, "broke off before its end", "try again later")
    kind = response.headers.get("Content-Type") or ""
    charset = _CHARSET.search(kind)
    return Fetched(data, kind, charset[1] if charset else "", url)


def _inflated(data: bytes, encoding: str, url: str) -> bytes:
    if encoding in ("", "identity"):
        return data
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise UnreadableError(url, "comes in a compression that was not asked for", _SAVE)
    parts = []
    left = MAX_BYTES + 1
    while data and left:  # a page may come in several gzip members, one after the other (RFC 1952, section 2.2)
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, by its header
        parts.append(inflate.decompress(data, left))
        left -= len(parts[-1])
        if left and not inflate.eof:
            raise UnreadableError(url, "broke off before its end", "try again later")
        data = inflate.unused_data
    return b"".join(parts)
