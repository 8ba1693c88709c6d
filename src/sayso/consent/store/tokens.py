"""API tokens of hosts, recorders and administrators: random, kept as digests, scoped, and never for ever."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sayso.consent.store.database import Database
from sayso.errors import ConsentError, NotThereError

#: What every token begins with, so that one that was left somewhere can be found.
_MARK = "sayso"
_COLUMNS = "id, name, owner, scopes, created, expires, revoked"


class Scope(StrEnum):
    """What a token is for."""

    HOST = "host"
    RECORD = "record"
    ADMIN = "admin"


#: Who learns who refused, or can see to it that they do: nobody who is a host, too.
_TOLD = {Scope.RECORD: "a recorder", Scope.ADMIN: "an administrator"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token, without its secret. `owner`: whose spaces it reaches; tokens of one owner reach the same spaces."""

    id: str
    name: str
    owner: str
    scopes: frozenset[Scope]
    created: datetime
    expires: datetime
    revoked: datetime | None = None

    @property
    def audited(self) -> str:
        """What an audit says of it: also that it opens what tells who refused."""
        tells = "; is told who may be captured, and so who refused" if Scope.RECORD in self.scopes else ""
        return f"{self.id} {' '.join(sorted(self.scopes))}{tells}"

    def valid(self, now: datetime) -> bool:
        """Whether it opens anything now."""
        return self.revoked is None and now < self.expires


class Tokens:
    """All tokens of a desk."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def new(
        self, name: str, scopes: Iterable[Scope], now: datetime, expires: datetime, owner: str = "desk"
    ) -> tuple[Token, str]:
        """A new token, and what is shown of it this one time. Raises `ConsentError` for scopes that cannot meet."""
        held = frozenset(scopes)
        if not held:
            raise ConsentError("a token", "is for nothing without a scope", "give host, record or admin")
        if Scope.HOST in held and (others := held & _TOLD.keys()):
            both = " and ".join(_TOLD[other] for other in sorted(others))
            cause = f"for a host and for {both} would tell the host who refused"
            raise ConsentError("a token", cause, "make two tokens, and give each to its own")
        if expires <= now:
            raise ConsentError("a token", "would have expired already", "give a later time")
        token = Token(secrets.token_hex(6), name, owner, held, now, expires)
        secret = secrets.token_urlsafe(32)
        with self._db.transaction():
            self._db.rows(
                "INSERT INTO token (id, name, owner, scopes, digest, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (token.id, name, owner, " ".join(sorted(held)), _digest(secret), now.isoformat(), expires.isoformat()),
            )
        return token, f"{_MARK}_{token.id}_{secret}"

    def find(self, shown: str, now: datetime) -> Token | None:
        """The token that was shown, if it opens anything now."""
        mark, _, rest = shown.partition("_")
        id, _, secret = rest.partition("_")
        if mark != _MARK or not id.isalnum() or not id.isascii():
            return None
        rows = self._db.rows(f"SELECT {_COLUMNS}, digest FROM token WHERE id = ?", (id,))
        if not rows or not hmac.compare_digest(rows[0][-1], _digest(secret)):
            return None
        token = _token(rows[0][:-1])
        return token if token.valid(now) else None

    def get(self, id: str) -> Token:
        """The token of that id. Raises `NotThereError`."""
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM token WHERE id = ?", (id,))
        if not rows:
            raise NotThereError("this token", "does not exist", "`sayso token list` has all")
        return _token(rows[0])

    def all(self) -> list[Token]:
        """Every token that there ever was, oldest first."""
        return [_token(row) for row in self._db.rows(f"SELECT {_COLUMNS} FROM token ORDER BY created, id")]

    def revoke(self, id: str, now: datetime) -> None:
        """Opens nothing from now on. Raises `NotThereError`."""
        self.get(id)
        with self._db.transaction():
            self._db.rows("UPDATE token SET revoked = ? WHERE id = ? AND revoked IS NULL", (now.isoformat(), id))

    def rotate(self, id: str, now: datetime) -> tuple[Token, str]:
        """A token of the same name and scopes for as long again; the old one is revoked. Raises `NotThereError`."""
        old = self.get(id)
        with self._db.transaction():
            self.revoke(id, now)
            return self.new(old.name, old.scopes, now, now + (old.expires - old.created), old.owner)


def _digest(secret: str) -> str:
    # The secret has 256 random bits: there is nothing to slow a guesser down for.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _token(row: tuple[str, str, str, str, str, str, str | None]) -> Token:
    id, name, owner, scopes, created, expires, revoked = row
    moments = datetime.fromisoformat(created), datetime.fromisoformat(expires)
    held = frozenset(Scope(scope) for scope in scopes.split())
    if Scope.ADMIN in held:  # before the two could not meet, there were tokens for hosts, too: they are that no longer
        held -= {Scope.HOST}
    return Token(id, name, owner, held, *moments, datetime.fromisoformat(revoked) if revoked else None)
