"""The desk that is served: what requests are answered with, made once for each process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from sayso.consent.rooms import Rooms
from sayso.consent.standing import given_policies
from sayso.consent.store import Store
from sayso.web.clerk import Clerk
from sayso.web.hub import Hub
from sayso.web.limits import Limits, Rate
from sayso.web.links import Links

#: Threads that wait for the database; more would only wait for each other.
THREADS = 16
T = TypeVar("T")
#: How often each token, each person, and each address that shows nothing valid may ask.
_TOKENS, _PEOPLE, _STRANGERS = Rate(2000, 1000), Rate(60, 10), Rate(30, 1)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set. `address`: how people reach the desk; cookies are for https alone where that is https.

    `most_bytes`, `patience`: how much a request may hold, and in how many seconds it must be here. `webhooks_within`:
    whether webhooks may go to machines of the desk's own network, and without https.
    """

    address: str = "http://127.0.0.1:8420"
    webhooks_within: bool = False
    most_bytes: int = 64 * 1024
    patience: float = 15.0
    tokens: Rate = _TOKENS
    people: Rate = _PEOPLE
    strangers: Rate = _STRANGERS

    @property
    def secure(self) -> bool:
        """Whether cookies travel over https alone."""
        return self.address.startswith("https://")


@dataclass
class Desk:
    """A store with everything around it."""

    store: Store
    settings: Settings = field(default_factory=Settings)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    steady: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        own = given_policies(self.store, lambda: self.clock().date())
        self.rooms = Rooms(self.store, self.store.features, self.store.notices, clock=self.clock, own=own)
        self.links = Links(self.store.keys.secret("links"))
        self.limits, self.hub, self.clerk = Limits(), Hub(), Clerk(self.store.together)
        self._threads = ThreadPoolExecutor(THREADS, "sayso-answers")
        if not self.store.keys.all():
            self.store.keys.rotate(self.clock())
        self.store.listen(self.hub.tell)

    async def aside(self, does: Callable[..., T], *values: object) -> T:
        """Does what only looks, or waits for long, on another thread. What changes spaces is for the clerk."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, does, *values)
