"""The clerk: does what changes spaces, one act after another. What comes while one transaction is written is done in
the next, all of it together: under light load nobody waits for company, under heavy load a few transactions carry all.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from itertools import groupby
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from sayso.errors import UnreachableStoreError

#: How many acts at most are done together: the first of them waits for the last.
_MOST = 64
_V = TypeVar("_V")
_T = TypeVar("_T")


@dataclass(eq=False, slots=True)
class _Errand(Generic[_V, _T]):
    """One act, and who waits for what comes of it."""

    enter: Callable[[], _V]
    act: Callable[[_V], _T]
    told: asyncio.Future[_T]
    came: _V | None = None
    done: _T | None = None
    error: Exception | None = None


class Clerk:
    """One thread. `together`: a transaction around several acts, each of which sees those before it."""

    def __init__(self, together: Callable[[], AbstractContextManager[object]]) -> None:
        self._together = together
        self._waiting: SimpleQueue[_Errand[Any, Any]] = SimpleQueue()
        self._thread: threading.Thread | None = None

    async def does(self, enter: Callable[[], _V], act: Callable[[_V], _T]) -> _T:
        """What comes of `act`, given what comes of `enter`; it is on the disk. Raises what they raised.

        `enter` is done once, by itself, and changes nothing: who asks, and for what. `act` is done with others in one
        transaction, which must hear of whatever fails in it; where it fails, the act is done once more by itself.
        """
        errand: _Errand[_V, _T] = _Errand(enter, act, asyncio.get_running_loop().create_future())
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True, name="sayso-clerk")
            self._thread.start()
        self._waiting.put(errand)
        return await errand.told

    def _work(self) -> None:
        while True:
            errands = [self._waiting.get()]
            with suppress(Empty):
                while len(errands) < _MOST:
                    errands.append(self._waiting.get_nowait())
            self._all([errand for errand in errands if _entered(errand)])
            for loop, waiting in groupby(errands, lambda errand: errand.told.get_loop()):  # a server has only one
                with suppress(RuntimeError):  # it has stopped, and nobody waits
                    loop.call_soon_threadsafe(_tell, list(waiting))

    def _all(self, errands: list[_Errand[Any, Any]]) -> None:
        if len(errands) > 1:
            try:
                with self._together():
                    for errand in errands:
                        errand.done = errand.act(errand.came)
                return
            except UnreachableStoreError as error:
                # Whether a server that went away has kept it cannot be known: trying again is for who asked.
                for errand in errands:
                    errand.error = error
                return
            except Exception:
                pass  # one of them failed: nothing of it was kept, and each is tried alone
        for errand in errands:
            _alone(errand)


def _entered(errand: _Errand[Any, Any]) -> bool:
    try:
        errand.came = errand.enter()
    except Exception as error:
        errand.error = error
    return errand.error is None


def _alone(errand: _Errand[Any, Any]) -> None:
    try:
        errand.done = errand.act(errand.came)
    except Exception as error:
        errand.error = error


def _tell(errands: list[_Errand[Any, Any]]) -> None:
    for errand in errands:
        if errand.told.done():  # whoever asked has gone
            continue
        if errand.error is not None:
            errand.told.set_exception(errand.error)
        else:
            errand.told.set_result(errand.done)
