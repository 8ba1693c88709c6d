"""What several threads want kept at one time is kept in one transaction: a disk is slow by the turn, not by the row."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sayso.consent.store.database import Database
from sayso.errors import UnreachableStoreError


@dataclass(eq=False, slots=True)
class _Act:
    """What one thread wants kept. `told`: held until it is over, or until it is this thread's turn to write."""

    add: Callable[[], None]
    told: threading.Lock = field(default_factory=threading.Lock)
    over: bool = False
    error: BaseException | None = None


class Writer:
    """Whoever comes first writes at once; those who come meanwhile wait, and the first of them writes for all.

    Each hears of their own act alone, when it is on the disk and not before. An act that fails takes no other with it:
    where the transaction fails, each is tried again by itself.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._turn, self._waiting, self._writing = threading.Lock(), list[_Act](), False

    def write(self, add: Callable[[], None]) -> None:
        """Keeps what `add` adds, all of it or nothing; in the transaction that this thread is in, if it is in one.

        `add` may run on another thread, and again where it failed in company. Raises what it raised alone.
        """
        if self._db.inside():
            return self._keep([add])
        mine = _Act(add)
        mine.told.acquire()
        with self._turn:
            self._waiting.append(mine)
            first, self._writing = not self._writing, True
        if not first:
            mine.told.acquire()
        if not mine.over:
            self._write()
        if mine.error:
            raise mine.error
        return None

    def _write(self) -> None:
        """Writes all that wait, and leaves the next turn to the first of those who came meanwhile."""
        with self._turn:
            acts, self._waiting = self._waiting, []
        try:
            self._together(acts)
        finally:
            with self._turn:
                self._writing = bool(self._waiting)
                following = self._waiting[:1]
            for act in acts:
                act.over = True
            for act in [*acts, *following]:
                act.told.release()

    def _together(self, acts: list[_Act]) -> None:
        try:
            self._keep([act.add for act in acts])
        except BaseException as error:
            # Whether a server that went away has kept it cannot be known: trying again is for who asked.
            if len(acts) > 1 and not isinstance(error, UnreachableStoreError):
                for act in acts:
                    self._together([act])
                return
            for act in acts:
                act.error = error

    def _keep(self, adds: list[Callable[[], None]]) -> None:
        with self._db.transaction():
            for add in adds:
                add()
