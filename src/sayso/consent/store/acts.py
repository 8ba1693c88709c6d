"""What administrators and hosts did that is not a fact of a space: an audit that is only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sayso.consent.store.database import Database, RowExistsError
from sayso.consent.store.outbox import DESK, Outbox
from sayso.consent.webhook import ACTED


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `asker`: the token, or the command line; `thing`: what was done to what. Never a name of a person."""

    seq: int
    at: str
    asker: str
    act: str
    thing: str


class Acts:
    """The acts of a desk, in order."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._db, self._outbox = database, outbox

    def add(self, asker: str, act: str, thing: str, now: datetime) -> None:
        """Kept in the transaction that does it."""
        statement = (
            "INSERT INTO act (seq, at, asker, act, thing) SELECT COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ? FROM act"
            " RETURNING seq"
        )
        for _ in range(5):
            try:
                with self._db.transaction():
                    ((seq,),) = self._db.rows(statement, (now.isoformat(), asker, act, thing))
                    self._outbox.put(DESK, [(seq, ACTED, now)])
                return
            except RowExistsError:  # another process was quicker
                continue
        raise RowExistsError("act")

    def after(self, seq: int, limit: int) -> list[Act]:
        """Acts in order, after a number."""
        rows = self._db.rows(
            "SELECT seq, at, asker, act, thing FROM act WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit)
        )
        return [Act(*row) for row in rows]

    def newest(self, limit: int) -> list[Act]:
        """The last acts, newest first."""
        rows = self._db.rows("SELECT seq, at, asker, act, thing FROM act ORDER BY seq DESC LIMIT ?", (limit,))
        return [Act(*row) for row in rows]
