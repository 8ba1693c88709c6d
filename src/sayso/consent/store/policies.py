"""Sharing policies that people gave the desk, to answer for them: each for one person in one space."""

from __future__ import annotations

from datetime import datetime

from sayso.consent.store.database import Database


class Policies:
    """The policies of a desk, as their texts. They may hold names, and go when their person is erased."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def give(self, space: str, person: str, text: str, now: datetime) -> None:
        """From now on this text answers for a person in a space; the one before does not any more."""
        with self._db.transaction():
            self.take_back(space, person)
            statement = "INSERT INTO policy (space, person, body, at) VALUES (?, ?, ?, ?)"
            self._db.rows(statement, (space, person, text, now.isoformat()))

    def take_back(self, space: str, person: str) -> None:
        """From now on the person is asked. What was answered stays answered."""
        with self._db.transaction():
            self._db.rows("DELETE FROM policy WHERE space = ? AND person = ?", (space, person))

    def of(self, space: str) -> dict[str, str]:
        """The policies of the people in a space, by person."""
        return dict(self._db.rows("SELECT person, body FROM policy WHERE space = ?", (space,)))
