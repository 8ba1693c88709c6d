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
from functools import partial

import httpx
from starlette.concurrency import run_in_threadpool

from sayso.connect.errands import Errands
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
#: How many messages are on their way to one subscriber at once, and how many of its lines are looked at.
_TO_ONE, _LINES = 4, 100
#: Nothing is sent when the lease has less left than a message may take.
_MARGIN = timedelta(seconds=11)
_EVERY = 1.0
_GONE = 410


class Courier:
    """One look sets out with all that is due; `errands` are those under way."""

    def __init__(self, store: Store, reach: Reach, clock: Callable[[], datetime]) -> None:
        self._store, self._reach, self._clock = store, reach, clock
        self.errands = Errands()
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_TO_ONE))
        self._until = clock()

    async def look(self) -> None:
        """Sets out with the first of every line that is due, unless another process does."""
        now = self._clock()
        lines = await run_in_threadpool(self._lines, now)
        if not (lines or self.errands):  # a desk that has nothing to tell writes nothing
            return
        if not await run_in_threadpool(self._store.leases.take, NAME, now):
            return
        self._until = now + LASTS
        for line in lines:
            self.errands.start(line, partial(self._tell, *line))

    def _lines(self, now: datetime) -> list[tuple[str, str]]:
        told = [s.id for s in self._store.subscriptions.all() if not s.ended]
        return [(id, space) for id in told for space in self._store.outbox.lines(id, now, _LINES)]

    async def _tell(self, subscription: str, space: str) -> None:
        """Tells a line from its head on, until it is empty or something is not heard."""
        while True:
            async with self._turns[subscription]:
                head = await run_in_threadpool(self._store.outbox.head, subscription, space, self._clock())
                if head is None or self._clock() + _MARGIN >= self._until or not await self._told(head):
                    return

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
        await run_in_threadpool(self._missed, delivery, cause, status)
        return False

    def _missed(self, delivery: Delivery, cause: str, status: int) -> None:
        now = self._clock()
        _log.warning("webhook %s: %s", delivery.subscription, cause)
        if status != _GONE and now - delivery.at < DEAD_AFTER:
            due = now + wait(delivery.tries + 1)
            self._store.outbox.missed(delivery, due)
            if status == 0:  # it is not this message that they do not take
                self._store.outbox.rest(delivery.subscription, due)
            return
        lost = self._store.outbox.waiting().get(delivery.subscription, 0)
        with self._store.together():
            self._store.subscriptions.end(delivery.subscription, now)
            said = f"{delivery.subscription} {cause}: ended, {lost} never told"
            self._store.acts.add(NAME, "webhook ended", said, now)


class CourierPart:
    """The courier of a desk, all the time. `transport`, for tests: how others are called."""

    def __init__(self, desk: Desk, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._desk, self._transport = desk, transport

    def ways(self) -> Iterable[Way]:
        """It only speaks."""
        return ()

    def told(self) -> str:
        """Only what is not as it should be everywhere."""
        return "Webhooks may go to your own network." if self._desk.settings.webhooks_within else ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Looks after every change."""
        async with httpx.AsyncClient(transport=self._transport, trust_env=False) as http:
            reach = Reach(http, self._desk.settings.webhooks_within)
            courier = Courier(self._desk.store, reach, self._desk.clock)
            async with looking(self._desk.store, courier.look, _EVERY):
                yield
                await courier.errands.stop()
