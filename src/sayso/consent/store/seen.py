"""What this process remembers of the spaces that it was at last: a space need not be read again for each act.

A fact is never changed, so what is remembered can be behind and cannot be wrong: who adds to it where others were
quicker would make a row twice, and reads on.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sayso.consent.fact import Fact
from sayso.consent.state import NOTHING, State

#: What the first fact of a space is chained to.
START = ""
#: How many facts are remembered, a space counting as one: some ten megabytes.
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A space as it was read: its facts, the digest of the last, and the state that they lead to.

    `shared`: whether others were seen to add to it.
    """

    facts: tuple[Fact, ...] = ()
    digest: str = START
    state: State = NOTHING
    shared: bool = False

    def at(self, now: datetime) -> State:
        """The state at a moment that is not before the last fact."""
        return replace(self.state, at=now)

    def after(self, facts: Sequence[Fact], digest: str) -> Seen:
        """The same space with what happened next."""
        return Seen((*self.facts, *facts), digest, self.state.after(facts), self.shared)


class Memory:
    """Spaces as they were seen last. Safe for threads.

    What a thread adds within a transaction is seen by that thread alone until it is on the disk. `inside`: whether
    this thread is in a transaction.
    """

    def __init__(self, inside: Callable[[], bool]) -> None:
        self._kept: OrderedDict[str, Seen] = OrderedDict()
        self._turn, self._size = threading.Lock(), 0
        self._inside, self._mine = inside, threading.local()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Around a transaction: what was put is remembered when this ends well, and forgotten when it fails."""
        outer = self._held()
        held: dict[str, Seen] = {} if outer is None else outer
        self._mine.held = held
        try:
            yield
        except BaseException:
            held.clear()
            raise
        finally:
            self._mine.held = outer
        if outer is None:
            for space, seen in held.items():
                self._keep(space, seen)

    def get(self, space: str) -> Seen:
        """What is remembered of a space; as if it were empty where nothing is."""
        if (held := self._held()) and space in held:
            return held[space]
        with self._turn:
            return self._kept.get(space) or Seen()

    def put(self, space: str, seen: Seen) -> None:
        """A space was seen so far. What may still be taken back, with nobody holding it, is not remembered."""
        held = self._held()
        if held is not None:
            held[space] = seen
        elif not self._inside():
            self._keep(space, seen)

    def _held(self) -> dict[str, Seen] | None:
        held: dict[str, Seen] | None = getattr(self._mine, "held", None)
        return held

    def _keep(self, space: str, seen: Seen) -> None:
        with self._turn:
            known = self._kept.pop(space, None)
            self._size -= _size(known) if known else 0
            latest = max(seen, known or seen, key=_size)  # another thread may have read on meanwhile
            self._kept[space] = latest
            self._size += _size(latest)
            while self._size > _REMEMBERED and len(self._kept) > 1:
                self._size -= _size(self._kept.popitem(last=False)[1])


def _size(seen: Seen) -> int:
    return 1 + len(seen.facts)
