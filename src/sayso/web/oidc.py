"""Hosts and administrators log in with their organisation: OpenID Connect, authorization code with PKCE.

What the provider vouches for becomes a token of the desk, which a cookie stands for: so a login can be listed, revoked
and found in the audit as every token can, and nothing else has to know of it. The flow is our own, on joserfc and httpx
(see `docs/decisions`): one redirect, one exchange, one verified token.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.consent.store.tokens import Scope, Token
from sayso.errors import LoginError
from sayso.web.caller import refuse_forged, whose
from sayso.web.desk import Desk
from sayso.web.links import COOKIE, HOST, LOGIN_LASTS, TOKEN
from sayso.web.oidc_provider import Answer, Provider
from sayso.web.oidc_settings import Login
from sayso.web.operation import slow_down
from sayso.web.pages.visit import failed, visit
from sayso.web.part import Way, resting
from sayso.web.problems import ProblemError
from sayso.web.sessions import cookie

LOGIN, BACK, LOGOUT = "/login", "/login/back", "/logout"
#: Where the administrator's pages are.
ADMINISTRATION = "/admin"
Answers = Callable[[Request], Awaitable[Response]]
#: The cookie of a login that was begun: one for each, so that two tabs do not disturb each other.
_BEGUN = "login-"
#: After a logout: the provider asks anew who somebody is.
_ASK_ANEW = "login-anew"
#: How long somebody has to come back from the provider.
_LASTS = timedelta(minutes=10)
_SEALED = {"alg": "dir", "enc": "A256GCM"}
#: Where heard states are kept.
_NAME = "login"


class LoginPart:
    """Logging in and out. `transport`, for tests: how the provider is called."""

    def __init__(self, desk: Desk, login: Login, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._desk, self._login = desk, login
        self._provider = Provider(login, desk.clock, transport)
        secret = desk.store.keys.secret("login").encode()
        self._key = OctKey.import_key(hashlib.sha256(secret).digest())

    def ways(self) -> Iterable[Way]:
        """To the provider, back from it, and out."""
        ways = (("GET", LOGIN, self.go), ("GET", BACK, self.come_back), ("POST", LOGOUT, self.leave))
        return [(method, path, self._with_pages(does)) for method, path, does in ways]

    def told(self) -> str:
        """Where hosts and administrators log in."""
        return f"Hosts and administrators log in at {self._desk.settings.address}{LOGIN}, by {self._login.issuer}."

    def running(self) -> AbstractAsyncContextManager[None]:
        """It only answers."""
        return resting()

    async def go(self, request: Request) -> Response:
        """Sends somebody to the provider. `next`: where they want to be afterwards, on this desk."""
        self._slow_down(request)
        said = await self._provider.said()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        begun = {"state": state, "nonce": nonce, "verifier": verifier, "next": _own(request.query_params.get("next"))}
        asked = {
            "response_type": "code",
            "client_id": self._login.client,
            "redirect_uri": self._back,
            "scope": self._login.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("="),
            "code_challenge_method": "S256",
            **({"prompt": "login"} if _ASK_ANEW in request.cookies else {}),
        }
        address = said["authorization_endpoint"]
        response = RedirectResponse(f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}", 303)
        self._set(response, _begun(state), self._seal(begun), _LASTS)
        return response

    async def come_back(self, request: Request) -> Response:
        """Lets somebody in whom the provider sends back, or says why not. Raises `LoginError`, `ProblemError`."""
        self._slow_down(request)
        said = request.query_params
        begun = self._open(request, said.get("state", ""))
        if not await run_in_threadpool(self._first_time, begun["state"]):
            raise LoginError("was finished before", "log in again")
        if "error" in said:
            raise ProblemError(403, "the login: was not given by the provider; log in again, or ask your organisation")
        if said.get("iss", self._login.issuer) != self._login.issuer:  # RFC 9207
            raise LoginError("comes back from another provider", "log in again")
        if not said.get("code"):
            raise LoginError("comes back with nothing", "log in again")
        answer = await self._provider.answer(said["code"], begun["verifier"], begun["nonce"], self._back)
        return await run_in_threadpool(self._let_in, request, answer, begun)

    async def leave(self, request: Request) -> Response:
        """Ends the login. This browser knows nobody any more."""
        return await run_in_threadpool(self._leave, request)

    def _let_in(self, request: Request, answer: Answer, begun: Mapping[str, str]) -> Response:
        allowed = self._login.allowed(answer.claims.get(self._login.claim))
        if not allowed:
            detail = "your account: is neither a host's nor an administrator's here; ask whoever runs the desk"
            raise ProblemError(403, detail)
        scope = _as(allowed, begun["next"])
        now, store = self._desk.clock(), self._desk.store
        who = hashlib.sha256(json.dumps([self._login.issuer, answer.subject]).encode()).hexdigest()
        with store.together():
            token, _ = store.tokens.new(_name(who), [scope], now, now + LOGIN_LASTS, self._owner(answer, who))
            store.acts.add(f"token:{token.id}", "login", str(scope), now)
        session, value = self._desk.links.session("", HOST, now, token.id)
        response = RedirectResponse(begun["next"] or (ADMINISTRATION if scope is Scope.ADMIN else "/"), 303)
        self._forget(request, response, TOKEN, _begun(begun["state"]), _ASK_ANEW)
        response.headers.append("Set-Cookie", cookie(self._desk, session, value))
        return response

    def _owner(self, answer: Answer, who: str) -> str:
        """Whose spaces somebody reaches: those of what the claim names, else their own. Never a name of a person."""
        if not self._login.owner:
            return f"login-{who[:24]}"
        said = answer.claims.get(self._login.owner)
        if not isinstance(said, str) or not 0 < len(said) <= 100 or not said.isprintable():
            raise ProblemError(403, f"your account: has no `{self._login.owner}`; ask your organisation for it")
        return said

    def _leave(self, request: Request) -> Response:
        refuse_forged(self._desk, request, whose(self._desk, request))
        now, store = self._desk.clock(), self._desk.store
        response = RedirectResponse("/", 303)
        for session in self._desk.links.sessions(request.cookies.items(), now):
            if session.token and _is_login(store.tokens.get(session.token)):
                with store.together():
                    store.tokens.revoke(session.token, now)
                    store.acts.add(f"token:{session.token}", "logout", "", now)
        self._forget(request, response, COOKIE)
        self._set(response, _ASK_ANEW, "1", LOGIN_LASTS)
        return response

    def _forget(self, request: Request, response: Response, start: str, *more: str) -> None:
        """Ends the cookies of sessions whose names start so: with two logins, nobody knows which one counts."""
        ended = [(name, "/") for name in request.cookies if name.startswith(start)]
        for name, path in [*ended, *((name, LOGIN) for name in more)]:
            response.delete_cookie(name, path, secure=self._desk.settings.secure, httponly=True, samesite="lax")

    def _set(self, response: Response, name: str, value: str, lasts: timedelta) -> None:
        response.set_cookie(
            name, value, int(lasts.total_seconds()), path=LOGIN, secure=self._desk.settings.secure, httponly=True,
            samesite="lax",
        )  # fmt: skip

    def _seal(self, begun: Mapping[str, str]) -> str:
        expires = int((self._desk.clock() + _LASTS).timestamp())
        return jwe.encrypt_compact(_SEALED, json.dumps({**begun, "exp": expires}), self._key)

    def _open(self, request: Request, state: str) -> dict[str, Any]:
        """The login that this browser began under that state. Raises `LoginError` if it began none."""
        stale = LoginError("was not begun in this browser, or too long ago", "log in again")
        sealed = request.cookies.get(_begun(state), "")
        try:
            found: dict[str, Any] = json.loads(jwe.decrypt_compact(sealed, self._key).plaintext or b"")
        except (JoseError, ValueError):
            raise stale from None
        if found["state"] != state or self._desk.clock().timestamp() >= found["exp"]:
            raise stale
        return found

    def _first_time(self, state: str) -> bool:
        return self._desk.store.elsewhere.hear(_NAME, hashlib.sha256(state.encode()).hexdigest(), self._desk.clock())

    def _with_pages(self, does: Answers) -> Answers:
        """The same, with its errors as pages for browsers."""

        async def answer(request: Request) -> Response:
            try:
                return await does(request)
            except Exception as error:
                if "text/html" not in request.headers.get("accept", ""):
                    raise
                return failed(visit(self._desk, request), error)

        return answer

    def _slow_down(self, request: Request) -> None:
        slow_down(self._desk, f"login:{request.client.host if request.client else ''}", self._desk.settings.strangers)

    @property
    def _back(self) -> str:
        return self._desk.settings.address + BACK


def _begun(state: str) -> str:
    return _BEGUN + hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()[:16]


def _as(allowed: Collection[Scope], goes: str) -> Scope:
    """As what somebody comes in: never as a host and an administrator at once, who could tell the host who refused.

    Who may be both chooses by where they go.
    """
    administers = f"{urlsplit(goes).path}/".startswith(f"{ADMINISTRATION}/")
    return Scope.ADMIN if Scope.ADMIN in allowed and (administers or Scope.HOST not in allowed) else Scope.HOST


def _own(path: str | None) -> str:
    """A path on this desk; empty for anything that leads away."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return ""
    return path if path.isascii() and "\\" not in path and len(path) <= 500 else ""


def _name(who: str) -> str:
    return f"login {who[:8]}"


def _is_login(token: Token) -> bool:
    return token.name.startswith("login ")
