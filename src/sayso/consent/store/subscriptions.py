"""Who is told of what happens at a desk, and with which secret that is signed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sayso.consent.store.database import Database, moment
from sayso.consent.webhook import BOTH_SIGN, KINDS, new_secret
from sayso.errors import ConsentError, NotThereError

_COLUMNS = "id, address, kinds, secret, secret_before, rotated, created, ended"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody who is told. `kinds`: of what; `before`: the secret before the last rotation, at `rotated`."""

    id: str
    address: str
    kinds: tuple[str, ...]
    created: datetime
    ended: datetime | None
    secret: str = field(repr=False)
    before: str = field(repr=False)
    rotated: datetime

    def secrets(self, now: datetime) -> list[str]:
        """What messages are signed with now: just after a rotation by both."""
        return [self.secret, *([self.before] if self.before and now < self.rotated + BOTH_SIGN else [])]


class Subscriptions:
    """All subscriptions of a desk."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def new(self, address: str, kinds: Iterable[str], now: datetime) -> Subscription:
        """A new one. It is told what happens from now on. Raises `ConsentError` for kinds that there are not."""
        wanted = [kind for kind in KINDS if kind in set(kinds)]
        if not wanted or set(kinds) - set(KINDS):
            raise ConsentError("a webhook", "is told of nothing that there is", f"the kinds are: {', '.join(KINDS)}")
        found = Subscription("wh-" + secrets.token_hex(6), address, tuple(wanted), now, None, new_secret(), "", now)
        # Between spaces, so that a kind can be looked for as a whole word.
        values = (found.id, address, f" {' '.join(wanted)} ", found.secret, "", moment(now), moment(now))
        with self._db.transaction():
            self._db.rows(
                "INSERT INTO subscription (id, address, kinds, secret, secret_before, rotated, created)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        return found

    def get(self, id: str) -> Subscription:
        """The subscription of that id. Raises `NotThereError`."""
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM subscription WHERE id = ?", (id,))
        if not rows:
            raise NotThereError("this webhook", "does not exist", "look at the list of all")
        return _subscription(rows[0])

    def all(self) -> list[Subscription]:
        """Every one that there ever was, oldest first."""
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM subscription ORDER BY created, id")
        return [_subscription(row) for row in rows]

    def rotate(self, id: str, now: datetime) -> Subscription:
        """A new secret; the old one signs, too, for a day. Raises `NotThereError`."""
        old = self.get(id)
        with self._db.transaction():
            statement = "UPDATE subscription SET secret = ?, secret_before = ?, rotated = ? WHERE id = ?"
            self._db.rows(statement, (new_secret(), old.secret, moment(now), id))
        return self.get(id)

    def end(self, id: str, now: datetime) -> None:
        """Is told nothing more, not even what waits to be told. Raises `NotThereError`."""
        self.get(id)
        with self._db.transaction():
            self._db.rows("UPDATE subscription SET ended = ? WHERE id = ? AND ended IS NULL", (moment(now), id))
            self._db.rows("DELETE FROM delivery WHERE subscription = ?", (id,))


def _subscription(row: tuple[str, str, str, str, str, str, str, str | None]) -> Subscription:
    id, address, kinds, secret, before, rotated, created, ended = row
    over = datetime.fromisoformat(ended) if ended else None
    since = datetime.fromisoformat(created), over
    return Subscription(id, address, tuple(kinds.split()), *since, secret, before, datetime.fromisoformat(rotated))
