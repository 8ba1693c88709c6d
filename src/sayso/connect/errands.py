"""Calls to others that are under way: one for each key at a time, and none holds up another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable

_log = logging.getLogger("sayso.connect")


class Errands:
    """Those of one loop. `most`: how many may be under way at once; the others wait for their turn."""

    def __init__(self, most: int = 10_000) -> None:
        self._out: dict[Hashable, asyncio.Task[None]] = {}
        self._turns = asyncio.Semaphore(most)
        self.stopped = False

    def __bool__(self) -> bool:
        """Whether any is out."""
        return bool(self._out)

    def start(self, key: Hashable, errand: Callable[[], Awaitable[None]]) -> None:
        """Sets out, unless one of that key is out already, or all have been stopped."""
        if key in self._out or self.stopped:
            return
        task = asyncio.create_task(self._run(errand))
        self._out[key] = task
        task.add_done_callback(lambda _task: self._out.pop(key))

    async def settle(self) -> None:
        """Waits until all are back."""
        while self._out:
            await asyncio.gather(*self._out.values(), return_exceptions=True)
            await asyncio.sleep(0)

    async def stop(self) -> None:
        """All turn back, and none sets out any more."""
        self.stopped = True
        for task in list(self._out.values()):
            task.cancel()
        await self.settle()

    async def _run(self, errand: Callable[[], Awaitable[None]]) -> None:
        async with self._turns:
            try:
                await errand()
            except Exception as error:
                _log.error("%s on an errand; it is run again", type(error).__name__)
