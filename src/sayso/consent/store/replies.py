"""Replies to requests that carried an idempotency key: the same request again gets the same reply, and does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sayso.consent.store.database import Addition, Database

_REPLIES = Addition(
    "asker TEXT, label TEXT, digest TEXT, status BIGINT, body TEXT, at TEXT",
    "INSERT INTO reply (asker, label, digest, status, body, at)"
    " SELECT asker, label, digest, status, body, at FROM given",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered. `digest`: of the request that it answers."""

    digest: str
    status: int
    body: str


class Replies:
    """The replies of a desk, by who asked and the key that they gave."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, asker: str, key: str) -> Reply | None:
        """What was answered to a key; None if it was never used."""
        rows = self._db.rows("SELECT digest, status, body FROM reply WHERE asker = ? AND label = ?", (asker, key))
        return Reply(*rows[0]) if rows else None

    def keep(self, asker: str, key: str, reply: Reply, now: datetime) -> None:
        """Kept in the transaction that does what was asked, so that neither is there without the other.

        That transaction fails with `RowExistsError` where the key was used before.
        """
        self._db.add(_REPLIES, [(asker, key, reply.digest, reply.status, reply.body, now.isoformat())])

    def forget(self, before: datetime) -> None:
        """Forgets replies that are older."""
        with self._db.transaction():
            self._db.rows("DELETE FROM reply WHERE at < ?", (before.isoformat(),))
