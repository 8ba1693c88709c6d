"""Tells others what happened: each in order, again and again until it is heard, by one process of the desk at a time.

What is told may be told twice, never not at all, until the other side has been silent for days: then the desk gives up,
and says so in its audit.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import httpx
from starlette.concurrency import run_in_threadpool

from sayso.consent.store import Store
from sayso.consent.store.lease import LASTS
from sayso.consent.store.outbox import Delivery
from sayso.consent.webhook import DEAD_AFTER, headers, wait
from sayso.errors import ConnectError
from sayso.web.desk import Desk
from sayso.web.part import Way, looking
from sayso.web.reach import Reach

_log = logging.getLogger("sayso.web")
#: What the courier is called where leases and acts are kept.
NAME = "webhooks"
#: How many messages are on their way to one subscriber, and how many lines are looked at, at once.
_TO_ONE, _LINES = 4, 200
#: Nothing is sent when the lease has less left than a message may take.
_MARGIN = timedelta(seconds=11)
_EVERY = 1.0
_GONE = 410


class Courier:
    """One look sets out with all that is due; `settle` waits until it has come back."""

    def __init__(self, store: Store, reach: Reach, clock: Callable[[], datetime]) -> None:
        self._store, self._reach, self._clock = store, reach, clock
        self._out: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_TO_ONE))
        self._until, self._stopped = clock(), False

    async def look(self) -> None:
        """Sets out with the first of every line that is due, unless another process does."""
        now = self._clock()
        heads = await run_in_threadpool(self._store.outbox.heads, now, _LINES)
        if self._stopped or not (heads or self._out):  # a desk that has nothing to tell writes nothing
            return
        if not await run_in_threadpool(self._store.leases.take, NAME, now):
            return
        self._until = now + LASTS
        for head in heads:
            line = (head.subscription, head.space)
            if line not in self._out:
                task = asyncio.create_task(self._tell(head))
                self._out[line] = task
                task.add_done_callback(lambda _task, line=line: self._out.pop(line))  # type: ignore[misc]

    async def settle(self) -> None:
        """Waits for all that are on their way."""
        while tasks := list(self._out.values()):
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.sleep(0)

    async def stop(self) -> None:
        """Those on their way turn back; what they had to tell is told later."""
        self._stopped = True
        for task in list(self._out.values()):
            task.cancel()
        await self.settle()

    async def _tell(self, head: Delivery | None) -> None:
        """Tells a line from its head on, until it is empty or something is not heard."""
        try:
            while head and self._clock() + _MARGIN < self._until:
                async with self._turns[head.subscription]:
                    heard = await self._told(head)
                if not heard:
                    return
                head = await run_in_threadpool(self._store.outbox.head, head.subscription, head.space, self._clock())
        except Exception as error:
            _log.error("webhooks: %s; told again", type(error).__name__)

    async def _told(self, delivery: Delivery) -> bool:
        subscription = await run_in_threadpool(self._store.subscriptions.get, delivery.subscription)
        if subscription.ended:
            return False
        event = await run_in_threadpool(self._store.outbox.event, delivery)
        now, body = self._clock(), event.body()
        sent = {"Content-Type": "application/json", **headers(event.id, body, subscription.secrets(now), now)}
        try:
            status = await self._reach.post(subscription.address, body, sent)
        except ConnectError as error:
            status, cause = 0, error.cause
        else:
            cause = f"answers with {status}"
        if 200 <= status < 300:
            await run_in_threadpool(self._store.outbox.heard, delivery)
            return True
        await run_in_threadpool(self._missed, delivery, cause, status == _GONE)
        return False

    def _missed(self, delivery: Delivery, cause: str, gone: bool) -> None:
        now = self._clock()
        _log.warning("webhook %s: %s", delivery.subscription, cause)
        if not gone and now - delivery.at < DEAD_AFTER:
            return self._store.outbox.missed(delivery, now + wait(delivery.tries + 1))
        lost = self._store.outbox.waiting().get(delivery.subscription, 0)
        with self._store.together():
            self._store.subscriptions.end(delivery.subscription, now)
            said = f"{delivery.subscription} {cause}: ended, {lost} never told"
            self._store.acts.add(NAME, "webhook ended", said, now)
        return None


class CourierPart:
    """The courier of a desk, all the time. `transport`, for tests: how others are called."""

    def __init__(self, desk: Desk, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._desk, self._transport = desk, transport

    def ways(self) -> Iterable[Way]:
        """It only speaks."""
        return ()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Looks after every change."""
        async with httpx.AsyncClient(transport=self._transport, trust_env=False) as http:
            reach = Reach(http, self._desk.settings.webhooks_within)
            courier = Courier(self._desk.store, reach, self._desk.clock)
            async with looking(self._desk.store, courier.look, _EVERY):
                yield
                await courier.stop()
