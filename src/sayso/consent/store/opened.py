"""Links: for whom they were made, and which were opened. Each opens once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sayso.consent.store.database import Database, RowExistsError


class Maker(StrEnum):
    """Who makes somebody another link to their page."""

    SELF = "self"
    ADMIN = "admin"
    CONNECTOR = "connector"


@dataclass(frozen=True, slots=True)
class Another:
    """A link to somebody's page after their first."""

    maker: Maker
    at: datetime


class Opened:
    """Which links were opened, and for whom one was made."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def first_time(self, link: str, space: str, person: str, now: datetime) -> bool:
        """Whether this is the first time that a link is opened. From now on it was."""
        statement = "INSERT INTO opened (link, space, person, at) VALUES (?, ?, ?, ?)"
        try:
            with self._db.transaction():
                self._db.rows(statement, (link, space, person, now.isoformat()))
        except RowExistsError:
            return False
        return True

    def hand(self, space: str, person: str, now: datetime) -> bool:
        """Notes that a link was made for somebody. Whether it is the first one."""
        statement = (
            "INSERT INTO handed (space, person, at) VALUES (?, ?, ?) ON CONFLICT (space, person) DO NOTHING"
            " RETURNING person"
        )
        with self._db.transaction():
            return bool(self._db.rows(statement, (space, person, now.isoformat())))

    def add(self, space: str, person: str, maker: Maker, now: datetime) -> None:
        """Notes that somebody got another link."""
        statement = "INSERT INTO another_link (space, person, maker, at) VALUES (?, ?, ?, ?)"
        with self._db.transaction():
            self._db.rows(statement, (space, person, maker, now.isoformat()))

    def others(self, space: str, person: str) -> list[Another]:
        """The links to somebody's page after their first, oldest first."""
        statement = "SELECT maker, at FROM another_link WHERE space = ? AND person = ? ORDER BY at"
        return [Another(Maker(m), datetime.fromisoformat(at)) for m, at in self._db.rows(statement, (space, person))]

    def handed(self, space: str) -> set[str]:
        """Everybody in a space for whom a link was made, opened or not."""
        return {person for (person,) in self._db.rows("SELECT person FROM handed WHERE space = ?", (space,))}
