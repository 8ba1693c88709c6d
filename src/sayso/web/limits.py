"""How often somebody may ask, in this process: a bucket that refills, for each who asks."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second from then on."""

    burst: float
    second: float


class Limits:
    """The buckets. Those not used for longest are forgotten first: they are full again anyway."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._turn = threading.Lock()

    def wait(self, who: str, rate: Rate, now: float) -> float:
        """Takes one from somebody's bucket. Seconds until there is one, 0 if there was. `now`: of a steady clock."""
        with self._turn:
            left, then = self._buckets.pop(who, (rate.burst, now))
            left = min(rate.burst, left + (now - then) * rate.second)
            wait = 0.0 if left >= 1 else (1 - left) / rate.second
            self._buckets[who] = (left - 1 if left >= 1 else left, now)
            if len(self._buckets) > _MOST:
                self._buckets.popitem(last=False)
            return wait
