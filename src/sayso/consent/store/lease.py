"""Work that one process does at a time: whoever holds the lease does it, until they stop renewing it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sayso.consent.store.database import Database, moment

#: How long a lease lasts that is not renewed, where nothing else is said.
LASTS = timedelta(seconds=15)


class Leases:
    """The leases of a desk, as one process sees them."""

    def __init__(self, database: Database) -> None:
        self._db, self._me = database, secrets.token_hex(8)

    def take(self, name: str, now: datetime, lasts: timedelta = LASTS) -> bool:
        """Takes or renews a lease. Whether this process holds it from now on.

        The clocks of processes may differ by less than what it lasts.
        """
        until = moment(now + lasts)
        with self._db.transaction():
            statement = "INSERT INTO lease (name, holder, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            self._db.rows(statement, (name, self._me, until))
            statement = (
                "UPDATE lease SET holder = ?, until = ? WHERE name = ? AND (holder = ? OR until < ?) RETURNING name"
            )
            return bool(self._db.rows(statement, (self._me, until, name, self._me, moment(now))))

    def give_back(self) -> None:
        """This process holds none any more: another need not wait."""
        with self._db.transaction():
            self._db.rows("DELETE FROM lease WHERE holder = ?", (self._me,))
