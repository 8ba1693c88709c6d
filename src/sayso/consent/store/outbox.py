"""What waits to be told to others: put there in the transaction that makes it true, taken out when it was heard.

Only who is to be told what is kept; the words are those of the facts, which never change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sayso.consent.fact_json import as_dict, loads
from sayso.consent.store.database import Addition, Database, moment
from sayso.consent.webhook import ACTED, KIND_OF, OPENED, Event

#: Acts are told under this in place of a space: they have an order of their own.
DESK = ""
_TOLD = Addition(
    "space TEXT, seq BIGINT, at TEXT, kind TEXT",
    "INSERT INTO delivery (subscription, space, seq, at, tries, due)"
    " SELECT s.id, g.space, g.seq, g.at, 0, g.at FROM given g JOIN subscription s"
    " ON s.ended IS NULL AND s.kinds LIKE g.kind",
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that waits: the first in the line of one subscription and one space."""

    subscription: str
    space: str
    seq: int
    at: datetime
    tries: int


class Outbox:
    """The lines of a desk, one for each subscription and space."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, space: str, happened: Iterable[tuple[int, str, datetime]]) -> None:
        """Puts what happened (its number, kind and time) before everybody who is to be told. Within a transaction."""
        self._db.add(_TOLD, [(space, seq, moment(at), f"% {kind} %") for seq, kind, at in happened])

    def lines(self, subscription: str, now: datetime, most: int) -> list[str]:
        """The spaces of which there is something to tell somebody now, those that wait longest first."""
        rows = self._db.rows(
            "SELECT d.space FROM delivery d JOIN"
            " (SELECT space, MIN(seq) AS seq FROM delivery WHERE subscription = ? GROUP BY space) h"
            " ON h.space = d.space AND h.seq = d.seq"
            " WHERE d.subscription = ? AND d.due <= ? ORDER BY d.due, d.space LIMIT ?",
            (subscription, subscription, moment(now), most),
        )
        return [space for (space,) in rows]

    def head(self, subscription: str, space: str, now: datetime) -> Delivery | None:
        """The first of one line, if it is due."""
        rows = self._db.rows(
            "SELECT subscription, space, seq, at, tries, due FROM delivery"
            " WHERE subscription = ? AND space = ? ORDER BY seq LIMIT 1",
            (subscription, space),
        )
        return _delivery(rows[0][:5]) if rows and rows[0][5] <= moment(now) else None

    def heard(self, delivery: Delivery) -> None:
        """It need not be told again."""
        with self._db.transaction():
            self._db.rows(f"DELETE FROM delivery WHERE {_THIS}", _these(delivery))

    def rest(self, subscription: str, due: datetime) -> None:
        """Somebody does not answer at all: nothing is told to them before then."""
        with self._db.transaction():
            self._db.rows(
                "UPDATE delivery SET due = ? WHERE subscription = ? AND due < ? AND (space, seq) IN"
                " (SELECT space, MIN(seq) FROM delivery WHERE subscription = ? GROUP BY space)",
                (moment(due), subscription, moment(due), subscription),
            )

    def missed(self, delivery: Delivery, due: datetime) -> None:
        """It could not be told, and is told again when it is due; what is behind it waits."""
        with self._db.transaction():
            statement = f"UPDATE delivery SET tries = tries + 1, due = ? WHERE {_THIS}"
            self._db.rows(statement, (moment(due), *_these(delivery)))

    def waiting(self) -> dict[str, int]:
        """How much waits for each subscription for which anything does."""
        return dict(self._db.rows("SELECT subscription, COUNT(*) FROM delivery GROUP BY subscription"))

    def event(self, delivery: Delivery) -> Event:
        """What is told."""
        space, seq = delivery.space, delivery.seq
        id = f"{space or 'desk'}.{seq}"
        if space == DESK:
            at, asker, act, thing = self._row("SELECT at, asker, act, thing FROM act WHERE seq = ?", seq)
            return Event(id, ACTED, at, {"seq": seq, "asker": asker, "act": act, "thing": thing})
        if seq == 0:
            kind, created = self._row("SELECT kind, created FROM space WHERE id = ?", space)
            return Event(id, OPENED, created, {"space": space, "seq": 0, "kind": kind})
        (body,) = self._row("SELECT body FROM fact WHERE space = ? AND seq = ?", space, seq)
        said = as_dict(loads(body))
        rest = {name: value for name, value in said.items() if name not in ("fact", "at")}
        return Event(id, KIND_OF[type(loads(body))], said["at"], {"space": space, "seq": seq, **rest})

    def _row(self, statement: str, *values: object) -> tuple[str, ...]:
        row: tuple[str, ...] = self._db.rows(statement, values)[0]
        return row


_THIS = "subscription = ? AND space = ? AND seq = ?"


def _these(delivery: Delivery) -> tuple[str, str, int]:
    return delivery.subscription, delivery.space, delivery.seq


def _delivery(row: tuple[str, str, int, str, int]) -> Delivery:
    subscription, space, seq, at, tries = row
    return Delivery(subscription, space, seq, datetime.fromisoformat(at), tries)
