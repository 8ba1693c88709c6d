"""Who waits for changes of which space. Told from any thread; waited for in the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from sayso.consent.store.database import ALL

_Waiting = tuple[asyncio.AbstractEventLoop, asyncio.Event]


class Hub:
    """The waiting, by space."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[_Waiting]] = defaultdict(set)
        self._turn = threading.Lock()
        self.closing = False

    @contextmanager
    def waiting(self, space: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the space has changed; whoever waits clears it before looking."""
        mine = (asyncio.get_running_loop(), asyncio.Event())
        with self._turn:
            self._waiting[space].add(mine)
        try:
            yield mine[1]
        finally:
            with self._turn:
                self._waiting[space].discard(mine)
                if not self._waiting[space]:
                    del self._waiting[space]

    def tell(self, space: str) -> None:
        """Wakes who waits for a space; for `ALL`, everybody."""
        with self._turn:
            spaces = list(self._waiting) if space == ALL else [space]
            waiting = [w for s in spaces for w in self._waiting.get(s, ())]
        for loop, event in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def close(self) -> None:
        """Ends all waiting: the desk is stopping."""
        self.closing = True
        self.tell(ALL)
