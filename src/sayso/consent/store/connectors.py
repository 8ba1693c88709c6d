"""Platforms that may tell the desk what happens there, and the secret by which each signs it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sayso.consent.fact import Relation
from sayso.consent.store.database import Database, moment
from sayso.consent.webhook import new_secret
from sayso.errors import NotThereError

_COLUMNS = "id, name, owner, relation, secret, created, ended"


@dataclass(frozen=True, slots=True)
class Connector:
    """A platform. `owner`: whose spaces its meetings become. `relation`: what its hosts are to those who come."""

    id: str
    name: str
    owner: str
    relation: Relation
    secret: str = field(repr=False)
    created: datetime
    ended: datetime | None


class Connectors:
    """All connectors of a desk."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def new(self, name: str, owner: str, relation: Relation, now: datetime) -> Connector:
        """A new one, with a new secret."""
        made = Connector("cn-" + secrets.token_hex(6), name, owner, relation, new_secret(), now, None)
        with self._db.transaction():
            self._db.rows(
                "INSERT INTO connector (id, name, owner, relation, secret, created) VALUES (?, ?, ?, ?, ?, ?)",
                (made.id, name, owner, str(relation), made.secret, moment(now)),
            )
        return made

    def get(self, id: str) -> Connector:
        """The connector of that id. Raises `NotThereError`."""
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM connector WHERE id = ?", (id,))
        if not rows:
            raise NotThereError("this connector", "does not exist", "look at the list of all")
        return _connector(rows[0])

    def all(self) -> list[Connector]:
        """Every one that there ever was, oldest first."""
        return [_connector(row) for row in self._db.rows(f"SELECT {_COLUMNS} FROM connector ORDER BY created, id")]

    def end(self, id: str, now: datetime) -> None:
        """Is not listened to any more. Raises `NotThereError`."""
        self.get(id)
        with self._db.transaction():
            self._db.rows("UPDATE connector SET ended = ? WHERE id = ? AND ended IS NULL", (moment(now), id))


def _connector(row: tuple[str, str, str, str, str, str, str | None]) -> Connector:
    id, name, owner, relation, secret, created, ended = row
    since, until = datetime.fromisoformat(created), datetime.fromisoformat(ended) if ended else None
    return Connector(id, name, owner, Relation(relation), secret, since, until)
