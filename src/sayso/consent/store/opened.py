"""Links that were opened: each opens once."""

from __future__ import annotations

from datetime import datetime

from sayso.consent.store.database import Database, RowExistsError


class Opened:
    """Which links were opened, and for whom."""

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

    def by(self, space: str, person: str) -> bool:
        """Whether somebody has opened a link of theirs yet."""
        return bool(self._db.rows("SELECT 1 FROM opened WHERE space = ? AND person = ? LIMIT 1", (space, person)))

    def people(self, space: str) -> set[str]:
        """Everybody who has opened a link of theirs in a space."""
        return {person for (person,) in self._db.rows("SELECT DISTINCT person FROM opened WHERE space = ?", (space,))}
