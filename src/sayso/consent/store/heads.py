"""The last fact of each space, as far as this process knows: what the next one is chained to."""

from __future__ import annotations

import threading
from collections import OrderedDict

from sayso.consent.store.database import Database

#: What the first fact of a space is chained to.
START = ""
#: Of how many spaces it is remembered; of others it is read.
_REMEMBERED = 1000


class Heads:
    """How many facts spaces have, and the digest of the last one.

    A fact is never changed, so what is remembered can be behind and cannot be wrong: who adds to it where others were
    quicker would make a row twice.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._known: OrderedDict[str, tuple[int, str]] = OrderedDict()
        self._turn = threading.Lock()

    def digest(self, space: str, known: int) -> str | None:
        """The digest of the last of so many facts; None if the space has another number of them."""
        with self._turn:
            head = self._known.get(space)
        if head is None or head[0] != known:
            head = self.read(space)
        return head[1] if head[0] == known else None

    def read(self, space: str) -> tuple[int, str]:
        """How many facts there are, and the digest of the last one."""
        statement = "SELECT seq, digest FROM fact WHERE space = ? ORDER BY seq DESC LIMIT 1"
        rows = self._db.rows(statement, (space,))
        return rows[0] if rows else (0, START)

    def now(self, space: str, seq: int, digest: str) -> None:
        """A space has so many facts by now."""
        with self._turn:
            self._known[space] = (seq, digest)
            self._known.move_to_end(space)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)

    def forget(self, space: str) -> None:
        """Others have added to it."""
        with self._turn:
            self._known.pop(space, None)
