"""Spaces as other platforms know them: who is connected there, what runs there, and which messages were heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sayso.consent.store.database import Database, moment


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A space on another platform. `id`: the meeting's there; `number`: by which it is called up there, if by another.

    `ended`: over there it is over, and nothing that still comes in counts.
    """

    platform: str
    id: str
    space: str
    number: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Running:
    """A feature that runs on a platform, as that says. `tries`: how often it was told to end it."""

    there: Counterpart
    feature: str
    tries: int


class Elsewhere:
    """What a desk knows of other platforms."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, platform: str, id: str) -> Counterpart | None:
        """The space that a platform knows by that id; None if it was never told of."""
        return self._found("platform = ? AND id = ?", platform, id)

    def of(self, space: str) -> Counterpart | None:
        """Where a space is on another platform; None if it is only here."""
        return self._found("space = ?", space)

    def add(self, platform: str, id: str, space: str, number: str) -> None:
        """From now on a platform's id is this space. Raises `RowExistsError` if it is one already."""
        with self._db.transaction():
            statement = "INSERT INTO elsewhere (platform, id, space, number) VALUES (?, ?, ?, ?)"
            self._db.rows(statement, (platform, id, space, number))

    def end(self, there: Counterpart, now: datetime) -> None:
        """It is over there: nobody is connected, and nothing runs."""
        with self._db.transaction():
            self._db.rows("UPDATE elsewhere SET ended = ? WHERE space = ?", (moment(now), there.space))
            self._db.rows("DELETE FROM present WHERE space = ?", (there.space,))
            self._db.rows("DELETE FROM running WHERE space = ?", (there.space,))

    def removed(self, space: str) -> int:
        """Up to which removal a platform has said that it is done, by their numbers; 0 for none."""
        rows = self._db.rows("SELECT removed FROM elsewhere WHERE space = ?", (space,))
        return int(rows[0][0]) if rows else 0

    def remove(self, space: str, number: int) -> None:
        """A platform says that a removal is done, and all before it."""
        with self._db.transaction():
            statement = "UPDATE elsewhere SET removed = ? WHERE space = ? AND removed < ?"
            self._db.rows(statement, (number, space, number))

    def connected(self, space: str, person: str, connection: str) -> None:
        """Somebody has one more connection: people come by computer and by telephone at once."""
        statement = "INSERT INTO present (space, person, connection) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        with self._db.transaction():
            self._db.rows(statement, (space, person, connection))

    def disconnected(self, space: str, person: str, connection: str) -> bool:
        """Somebody has one connection less. Whether they have none left."""
        with self._db.transaction():
            values = (space, person, connection)
            self._db.rows("DELETE FROM present WHERE space = ? AND person = ? AND connection = ?", values)
            return not self._db.rows("SELECT 1 FROM present WHERE space = ? AND person = ? LIMIT 1", values[:2])

    def started(self, space: str, feature: str, now: datetime) -> None:
        """A feature runs over there. Again, it is looked at again at once."""
        statement = (
            "INSERT INTO running (space, feature, tries, due) VALUES (?, ?, 0, ?)"
            " ON CONFLICT (space, feature) DO UPDATE SET tries = 0, due = excluded.due"
        )
        with self._db.transaction():
            self._db.rows(statement, (space, feature, moment(now)))
            self._db.tell(space)

    def stopped(self, space: str, feature: str) -> None:
        """It runs no longer."""
        with self._db.transaction():
            self._db.rows("DELETE FROM running WHERE space = ? AND feature = ?", (space, feature))

    def running(self, platform: str, now: datetime) -> list[Running]:
        """What runs on a platform, but what is not due to be looked at again yet."""
        statement = (
            "SELECT e.id, e.space, e.number, r.feature, r.tries FROM running r JOIN elsewhere e ON e.space = r.space"
            " WHERE e.platform = ? AND r.due <= ? ORDER BY r.due, r.space, r.feature"
        )
        rows = self._db.rows(statement, (platform, moment(now)))
        return [
            Running(Counterpart(platform, id, space, number, False), name, tries)
            for id, space, number, name, tries in rows
        ]

    def running_in(self, space: str) -> list[str]:
        """What runs in one space."""
        return [name for (name,) in self._db.rows("SELECT feature FROM running WHERE space = ?", (space,))]

    def ordered(self, running: Running, due: datetime) -> None:
        """A platform was told to end it; look again when it is due, should it run on."""
        statement = "UPDATE running SET tries = tries + 1, due = ? WHERE space = ? AND feature = ?"
        with self._db.transaction():
            self._db.rows(statement, (moment(due), running.there.space, running.feature))

    def heard(self, platform: str, id: str) -> bool:
        """Whether a message was heard before."""
        return bool(self._db.rows("SELECT 1 FROM heard WHERE platform = ? AND id = ?", (platform, id)))

    def hear(self, platform: str, id: str, now: datetime) -> bool:
        """What the message said has been done. Whether it is the first time."""
        statement = "INSERT INTO heard (platform, id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id"
        with self._db.transaction():
            return bool(self._db.rows(statement, (platform, id, moment(now))))

    def forget(self, before: datetime) -> None:
        """Forgets which messages were heard that long ago."""
        with self._db.transaction():
            self._db.rows("DELETE FROM heard WHERE at < ?", (moment(before),))

    def _found(self, condition: str, *values: str) -> Counterpart | None:
        rows = self._db.rows(f"SELECT platform, id, space, number, ended FROM elsewhere WHERE {condition}", values)
        if not rows:
            return None
        name, id, space, number, ended = rows[0]
        return Counterpart(name, id, space, number, ended is not None)
