"""Links and sessions: signed, expiring, for one person or one host in one space. They carry no personal data.

A link opens once. What it is exchanged for is a cookie that no script can read, one for each person and space, so
that a browser can hold several.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_ALGORITHM = "HS256"
#: What is signed, so that a link is no session and a session no link.
_LINK, _SESSION = "sayso-link", "sayso-session"
#: How long a link can be opened; how long what it opens lasts, after each visit anew; how long a token's session does.
LINK_LASTS, SESSION_LASTS, LOGIN_LASTS = timedelta(days=14), timedelta(days=14), timedelta(days=1)
#: How long somebody can come back by a link that they made for themselves.
WAY_BACK_LASTS = timedelta(days=730)
#: A session is made anew no more often than that.
_FRESH = timedelta(days=1)
#: The host of a space, where otherwise a person stands.
HOST = ""
COOKIE = "sayso-"
TOKEN = f"{COOKIE}t-"
_MOST = 50


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody in one space: a person there, or its host (`person` is `HOST`). Or, with `token`, who has that token."""

    id: str
    space: str
    person: str
    expires: datetime
    token: str = ""

    @property
    def cookie(self) -> str:
        """The name of the cookie that holds it: one for each person and space."""
        return f"{TOKEN}{self.token}" if self.token else f"{COOKIE}{self.space}-{self.person or 'host'}"

    def ages(self, now: datetime) -> bool:
        """Whether to make it anew when it is used: who comes back in time is not forgotten. A token's ends for good."""
        return not self.token and self.expires - now < SESSION_LASTS - _FRESH


class Links:
    """Makes and reads links and sessions with one secret, which all processes of a desk share."""

    def __init__(self, secret: str) -> None:
        self._key = OctKey.import_key(secret)
        self._read = lru_cache(4096)(self._verified)

    def link(self, space: str, person: str, now: datetime, lasts: timedelta = LINK_LASTS) -> str:
        """A new link for a person, or for the `HOST`."""
        return self._made(_LINK, Session(secrets.token_urlsafe(12), space, person, now + lasts))

    def session(self, space: str, person: str, now: datetime, token: str = "") -> tuple[Session, str]:
        """A new session, and what its cookie holds."""
        lasts = LOGIN_LASTS if token else SESSION_LASTS
        session = Session(secrets.token_urlsafe(12), space, person, now + lasts, token)
        return session, self._made(_SESSION, session)

    def opened(self, link: str, now: datetime) -> Session | None:
        """Whom a link is for; None if it is none of ours, or has expired."""
        return self._valid(_LINK, link, now)

    def sessions(self, cookies: Iterable[tuple[str, str]], now: datetime) -> list[Session]:
        """Who the holder of these cookies is. Those that are not ours, or under another's name, count for nothing."""
        ours = [(name, value) for name, value in cookies if name.startswith(COOKIE)][:_MOST]
        found = [(name, self._valid(_SESSION, value, now)) for name, value in ours]
        return [session for name, session in found if session and session.cookie == name]

    def _made(self, kind: str, who: Session) -> str:
        claims = {"jti": who.id, "spc": who.space, "sub": who.person, "exp": int(who.expires.timestamp())}
        return jwt.encode({"alg": _ALGORITHM, "typ": kind}, {**claims, "tok": who.token}, self._key)

    def _valid(self, kind: str, text: str, now: datetime) -> Session | None:
        found = self._read(kind, text) if len(text) < 1000 else None
        return found if found and now < found.expires else None

    def _verified(self, kind: str, text: str) -> Session | None:
        try:
            found = jwt.decode(text, self._key, algorithms=[_ALGORITHM])
            if found.header.get("typ") != kind:
                return None
            claims: dict[str, Any] = found.claims
            expires = datetime.fromtimestamp(claims["exp"], UTC)
            return Session(claims["jti"], claims["spc"], claims["sub"], expires, claims["tok"])
        except (JoseError, ValueError, TypeError, KeyError, OverflowError):
            return None
