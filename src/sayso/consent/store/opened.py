"""Links: for whom they were made, and which were opened. Each opens once."""

from __future__ import annotations

from datetime import datetime

from sayso.consent.store.database import Database, RowExistsError


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

    def handed(self, space: str) -> set[str]:
        """Everybody in a space for whom a link was made, opened or not."""
        return {person for (person,) in self._db.rows("SELECT person FROM handed WHERE space = ?", (space,))}
