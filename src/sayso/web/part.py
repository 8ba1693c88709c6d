"""What a desk may have beside its own API and pages: connectors, webhooks, a provider of identities."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.consent.store import Store

_log = logging.getLogger("sayso.web")
#: The shortest time between two looks, in seconds.
_BREATH = 0.03
#: A method, a path, and what answers there.
Way = tuple[str, str, Callable[[Request], Awaitable[Response]]]


class Part(Protocol):
    """One such thing."""

    def ways(self) -> Iterable[Way]:
        """Where it answers; errors that `sayso.web.problems` knows may be raised there."""

    def told(self) -> str:
        """What whoever starts the desk is told of it, in one line; empty for nothing."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """What it does all the time, while the desk is served."""


@asynccontextmanager
async def resting() -> AsyncIterator[None]:
    """For a part that only answers."""
    yield


@asynccontextmanager
async def looking(store: Store, look: Callable[[], Awaitable[object]], every: float) -> AsyncIterator[None]:
    """Looks whenever any space has changed, in whichever process, and at least every so many seconds.

    A look that fails is told to the log; the next one comes all the same. Where changes come faster than looks, each
    look is for many of them, and looking takes a tenth of the time at most.
    """
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def heard(_space: str) -> None:
        if not (changed.is_set() or loop.is_closed()):  # a look that is to come is for this, too
            loop.call_soon_threadsafe(changed.set)

    async def forever() -> None:
        while True:
            changed.clear()
            began = loop.time()
            try:
                await look()
            except Exception as error:
                _log.error("%s while looking; the desk looks again", type(error).__name__)
            await asyncio.sleep(min(max(_BREATH, 9 * (loop.time() - began)), every))
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), every)

    store.listen(heard)
    task = asyncio.create_task(forever())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await run_in_threadpool(store.leases.give_back)
