"""The provider of identities, as the desk calls it: what it says of itself, its keys, and codes exchanged for tokens.

OpenID Connect Discovery 1.0; RFC 6749, 4.1.3, with PKCE (RFC 7636).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from sayso.errors import LoginError, UnreachableProviderError
from sayso.web.oidc_settings import Login
from sayso.web.oidc_token import UnknownKeyError, verified

_TIMEOUT = httpx.Timeout(10)
#: How long what the provider says of itself is believed, and how often its keys are read anew for an unknown one.
_BELIEVED, _KEYS_AGAIN = timedelta(hours=1), timedelta(seconds=10)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LATER = "try again; if it stays so, tell whoever runs the desk"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider gave for a code: what it says of somebody."""

    subject: str
    claims: dict[str, Any]


class Provider:
    """One provider. `transport`, for tests: how it is called."""

    def __init__(
        self, login: Login, clock: Callable[[], datetime], transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        check_secret_on_its_way(login.issuer)
        self._login, self._clock, self._transport = login, clock, transport
        self._said: dict[str, Any] = {}
        self._keys: list[dict[str, Any]] = []
        self._read = self._keys_read = datetime.min.replace(tzinfo=clock().tzinfo)

    async def said(self) -> dict[str, Any]:
        """What it says of itself. Raises `LoginError`, for what is not its own too."""
        now = self._clock()
        if now - self._read > _BELIEVED:
            said = await self._get(self._login.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if said.get("issuer") != self._login.issuer:
                raise LoginError("meets a provider of another name", "check SAYSO_OIDC_ISSUER, to the letter")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                check_secret_on_its_way(str(said.get(name, "")))
            self._said, self._read = said, now
            await self._read_keys()
        return self._said

    async def answer(self, code: str, verifier: str, nonce: str, back: str) -> Answer:
        """Who somebody is who came back with a code. Raises `LoginError`."""
        said = await self.said()
        given = await self._exchange(said, code, verifier, back)
        try:
            claims = self._verified(given.get("id_token"), nonce)
        except UnknownKeyError:
            if self._clock() - self._keys_read < _KEYS_AGAIN:
                raise
            await self._read_keys()  # they were rotated
            claims = self._verified(given.get("id_token"), nonce)
        wanted = {self._login.claim, self._login.owner} - {""}
        if wanted - claims.keys() and "userinfo_endpoint" in said:
            claims = {**await self._more(said, str(given.get("access_token", "")), claims["sub"]), **claims}
        return Answer(claims["sub"], claims)

    def _verified(self, token: object, nonce: str) -> dict[str, Any]:
        if not isinstance(token, str):
            raise LoginError("comes without a token that says who somebody is", _LATER)
        return verified(token, self._keys, self._login.issuer, self._login.client, nonce, self._clock())

    async def _exchange(self, said: dict[str, Any], code: str, verifier: str, back: str) -> dict[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        headers, login = {"Accept": "application/json"}, self._login
        auth = None
        if login.secret and "client_secret_basic" in ways:
            # Both are encoded before they are joined (RFC 6749, 2.3.1).
            auth = httpx.BasicAuth(quote(login.client, safe=""), quote(login.secret, safe=""))
        else:
            form |= {"client_id": login.client} | ({"client_secret": login.secret} if login.secret else {})
        return await self._call("POST", said["token_endpoint"], data=form, headers=headers, auth=auth)

    async def _more(self, said: dict[str, Any], token: str, subject: str) -> dict[str, Any]:
        check_secret_on_its_way(said["userinfo_endpoint"])
        more = await self._get(said["userinfo_endpoint"], {"Authorization": f"Bearer {token}"})
        if more.get("sub") != subject:  # OpenID Connect Core 1.0, 5.3.4
            raise LoginError("is told about somebody else", _LATER)
        return more

    async def _read_keys(self) -> None:
        keys = (await self._get(self._said["jwks_uri"])).get("keys")
        self._keys = [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []
        self._keys_read = self._clock()

    async def _get(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        return await self._call("GET", address, headers={"Accept": "application/json", **(headers or {})})

    async def _call(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=_TIMEOUT, trust_env=False) as http:
                answer = await http.request(method, address, **more)
            said = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            cause = f"finds the provider not answering: {type(error).__name__}"
            raise UnreachableProviderError(cause, _LATER) from None
        if answer.is_server_error or not isinstance(said, dict):
            raise UnreachableProviderError(f"finds the provider failing with {answer.status_code}", _LATER)
        if not answer.is_success:
            raise LoginError(f"is refused by the provider with {answer.status_code}", _LATER)
        return said


def check_secret_on_its_way(address: str) -> None:
    """Raises `LoginError` for an address on the way to which others could listen."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise LoginError("would go over an open line", "give a provider that speaks https")
