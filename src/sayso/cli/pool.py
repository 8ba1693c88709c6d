"""Work on many items in several processes, with the results in the order of the items."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int, *, here: Callable[[Item], bool]
) -> Iterator[Result | None]:
    """The result for each item, in order; None for an item on which its process was ended from outside.

    `here`: whether an item belongs to this process, which then works on it itself.
    """
    # Spawned, because a thread that draws the progress bar makes forking unsafe.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_end_with_parent)
    # Only a few are asked for ahead, so that finished results do not pile up.
    ahead = 4 * jobs if jobs > 1 else 1
    waiting: deque[Future[Result] | None] = deque()
    rest = iter(items)
    done = 0
    try:
        while done < len(items):
            for item in islice(rest, ahead - len(waiting)):
                waiting.append(None if here(item) else pool.submit(work, item))
            future = waiting.popleft()
            result = future.result() if future else work(items[done])
            done += 1
            yield result
        return
    except BrokenProcessPool:
        left = items[done:]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    # A process was ended from outside. With one process, one item at a time, it is plain on which.
    if jobs == 1:
        yield None
        left = left[1:]
    yield from in_processes(work, left, 1, here=here)


def _end_with_parent() -> None:
    """In a process of the pool, Ctrl-C ends it silently: the first process tells the person.

    Where that one was ended by anything else, nobody would ever call this one again.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_outlived, daemon=True).start()


def _outlived() -> None:
    parent = parent_process()
    assert parent is not None, "a process of the pool was started by another"
    parent.join()
    os._exit(1)
