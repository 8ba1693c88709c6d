"""Who is asking: by an API token, or by the sessions that links were exchanged for. And what they may do.

OpenID Connect for hosts and administrators belongs in `whose`: what it vouches for becomes a `Token`-like holder of
scopes, and nothing else has to change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from sayso.consent.store.tokens import Scope, Token
from sayso.errors import NotThereError
from sayso.web.desk import Desk
from sayso.web.links import HOST, Session
from sayso.web.problems import ProblemError, not_there, who_are_you

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Role(StrEnum):
    """As what somebody may do something."""

    HOST = "host"
    RECORD = "record"
    ADMIN = "admin"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking. Without a token and a session, nobody. `cookies`: whether a browser showed it by itself."""

    token: Token | None = None
    sessions: tuple[Session, ...] = ()
    cookies: bool = False

    @property
    def known(self) -> bool:
        """Whether it is anybody."""
        return bool(self.token or self.sessions)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is asking, as what, for one request. `name`: the same for the same asker, and no personal data."""

    name: str
    role: Role
    token: Token | None = None


def whose(desk: Desk, request: HTTPConnection) -> Caller:
    """Who is asking. A token that is shown and opens nothing is refused, whatever else is shown."""
    shown = request.headers.get("authorization")
    if shown is not None:
        scheme, _, token = shown.partition(" ")
        found = desk.store.tokens.find(token.strip(), desk.clock()) if scheme.lower() == "bearer" else None
        if found is None:
            raise who_are_you()
        return Caller(found)
    sessions = desk.links.sessions(request.cookies.items(), desk.clock())
    by_token = next((s.token for s in sessions if s.token), "")
    held = desk.store.tokens.get(by_token) if by_token else None
    valid = held if held and held.valid(desk.clock()) else None
    return Caller(valid, tuple(s for s in sessions if not s.token), bool(request.cookies))


def asker(desk: Desk, caller: Caller, roles: frozenset[Role], space: str = "", person: str = "") -> Asker:
    """As what a caller may do what takes one of these roles, in a space and to a person of it.

    Raises `ProblemError`: 401 for nobody, 404 where there is nothing that they may see, 403 for what is not theirs.
    """
    if not caller.known:
        raise who_are_you()
    if caller.token:
        if found := _by_token(desk, caller.token, roles, space):
            return found
        if not caller.sessions:
            raise ProblemError(403, f"this token: is not for that; it takes the scope {_either(roles)}")
    if not space:
        raise ProblemError(403, f"this session: is not for that; it takes a token with the scope {_either(roles)}")
    here = [s for s in caller.sessions if s.space == space]
    if not here:
        raise not_there()
    for session in here:
        if session.person == HOST and Role.HOST in roles:
            return Asker(f"host:{space}", Role.HOST)
        if session.person != HOST and session.person == person and Role.PERSON in roles:
            return Asker(f"person:{space}/{person}", Role.PERSON)
        if session.person != HOST and not person and Role.PERSON in roles:
            return Asker(f"person:{space}/{session.person}", Role.PERSON)
    if Role.PERSON in roles:
        raise not_there()
    raise ProblemError(403, f"your link: is not for that; it takes {_either(roles)}")


def refuse_forged(desk: Desk, request: HTTPConnection, caller: Caller) -> None:
    """Refuses what another site makes a browser send with its cookies (CSRF). Raises `ProblemError`."""
    if not caller.cookies or request.scope.get("method") in _SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = origin is not None and urlsplit(origin).netloc == request.headers.get("host")
    if site not in (None, "same-origin") or not (own or (origin is None and site == "same-origin")):
        raise ProblemError(403, "this request: comes from another site; use the desk's own pages")


def _by_token(desk: Desk, token: Token, roles: frozenset[Role], space: str) -> Asker | None:
    held = [scope for scope in Scope if scope in token.scopes and Role(scope) in roles]
    if not held:
        return None
    role = Role(held[0])
    if space:
        try:
            if desk.store.space(space).owner != token.owner and role is not Role.ADMIN:
                raise not_there()
        except NotThereError:
            raise not_there() from None
    return Asker(f"token:{token.id}", role, token)


def _either(roles: frozenset[Role]) -> str:
    return " or ".join(f"`{role}`" for role in sorted(roles) if role is not Role.PERSON) or "`person`"
