"""Ends in Zoom what may not run there: as soon as it starts, somebody comes, or somebody withdraws.

It looks at what runs, not at what happened, so nothing is missed by a restart, and whatever fails is tried again until
Zoom says that the feature has stopped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from starlette.concurrency import run_in_threadpool

from sayso.connect.errands import Errands
from sayso.connect.platform import Platform
from sayso.connect.zoom.client import Client, WaitError
from sayso.connect.zoom.reaction import NAME
from sayso.consent.store import Store
from sayso.consent.store.elsewhere import Running
from sayso.errors import ConnectError, SaysoError

_log = logging.getLogger("sayso.connect")
#: How long Zoom has to say that what it was told to end has ended, before it is told again.
_AGAIN = timedelta(seconds=30)
#: How many calls to Zoom are under way at once.
_AT_ONCE = 8
#: What is ended twice does no harm: rather that than wait long for a process that is gone.
_LEASE = timedelta(seconds=3)
#: The shortest and the longest time to the next try after one that failed.
_SHORTEST, _LONGEST = timedelta(seconds=2), timedelta(seconds=60)


class Enforcer:
    """One look ends all that is due. `client` is None where the desk may not call Zoom: then it only says so."""

    def __init__(self, store: Store, platform: Platform, client: Client | None, clock: Callable[[], datetime]) -> None:
        self._store, self._platform, self._client, self._clock = store, platform, client, clock
        self.errands = Errands(_AT_ONCE)

    async def look(self) -> int:
        """Sets out to end what may not run. How many features that were."""
        forbidden = await run_in_threadpool(self._forbidden)
        for running in forbidden:
            self.errands.start((running.there.space, running.feature), partial(self._end, running))
        return len(forbidden)

    def _forbidden(self) -> list[Running]:
        now = self._clock()
        running = self._store.elsewhere.running(NAME, now)
        found = [r for r in running if not self._platform.instruction(r.there.space, r.feature).whole]
        return found if found and self._store.leases.take(NAME, now, _LEASE) else []

    async def _end(self, running: Running) -> None:
        wait, said = _AGAIN, "Zoom was told to end it"
        try:
            if self._client is None:
                raise ConnectError("zoom", "may not be called by this desk", "set the app's account and credentials")
            await self._client.end(running.there.number, running.feature)
        except WaitError as error:
            wait, said = error.wait, str(error)
        except SaysoError as error:
            wait, said = min(_SHORTEST * 2 ** min(running.tries, 10), _LONGEST), str(error)
        await run_in_threadpool(self._note, running, said, wait)

    def _note(self, running: Running, said: str, wait: timedelta) -> None:
        now = self._clock()
        with self._store.together():
            self._store.elsewhere.ordered(running, now + wait)
            if running.tries == 0:  # the rest is in the log: the audit is for acts, not for each attempt
                self._store.acts.add(NAME, "end", f"{running.there.space} {running.feature}: {said}", now)
        _log.log(logging.INFO if wait == _AGAIN else logging.WARNING, "zoom: %s: %s", running.feature, said)
