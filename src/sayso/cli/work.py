"""Reading many documents: one after the other, or in several processes where that pays; always in order."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from sayso.cli.progress import progress
from sayso.errors import SaysoError, UnreadableError
from sayso.show.safe import one_line
from sayso.terms.load import load
from sayso.terms.reader import read_document
from sayso.terms.reading import Reading

#: A process takes about as long to start as reading this much does.
_WORTH_A_PROCESS = 2_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: a reading, or one line that says why there is none."""

    source: str
    reading: Reading | None
    error: str = ""


def read_all(sources: list[str], *, jobs: int | None, cached: bool, bar: bool) -> Iterator[Outcome]:
    """The outcomes of all sources, in their order, each as soon as it and those before it are there.

    `jobs`: how many processes; by default as many as pay. `bar`: whether a progress bar may be shown.
    """
    sizes = {source: _size(source) for source in sources}
    jobs = min(jobs or _jobs_that_pay(sum(sizes.values())), len(sources))
    outcomes = _in_processes(sources, jobs, cached) if jobs > 1 else (read_one(s, cached) for s in sources)
    with progress(sum(sizes.values()), wanted=bar and sys.stderr.isatty()) as advance:
        for outcome in outcomes:
            advance(sizes[outcome.source])
            yield outcome


def read_one(source: str, cached: bool) -> Outcome:
    """The outcome of one source. Never raises an error of the document's making."""
    try:
        return Outcome(source, read_document(load(source), cache=None))
    except SaysoError as error:
        return Outcome(source, None, one_line(str(error)))
    except MemoryError:
        return _unread(source, "needs more memory than there is", "split it")
    except Exception as fault:
        # A fault of ours must not take the other documents with it, nor be taken for one of the document's.
        if os.environ.get("SAYSO_DEBUG"):
            raise
        cause = f"sayso failed on it ({type(fault).__name__}: {fault})"
        return _unread(source, cause, "please report this with what SAYSO_DEBUG=1 prints")


def _unread(source: str, cause: str, way_out: str) -> Outcome:
    return Outcome(source, None, one_line(str(UnreadableError(source, cause, way_out))))


def _in_processes(sources: list[str], jobs: int, cached: bool) -> Iterator[Outcome]:
    # Spawned, because a thread that draws the progress bar makes forking unsafe.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_obey_interrupt)
    # Only a few are asked for ahead, so that finished readings do not pile up.
    ahead = 4 * jobs if jobs > 1 else 1
    waiting: deque[Future[Outcome] | None] = deque()
    rest = iter(sources)
    done = 0
    try:
        while done < len(sources):
            for source in islice(rest, ahead - len(waiting)):
                # Standard input belongs to this process.
                waiting.append(None if source == "-" else pool.submit(read_one, source, cached))
            future = waiting.popleft()
            outcome = future.result() if future else read_one(sources[done], cached)
            done += 1
            yield outcome
        return
    except BrokenProcessPool:
        left = sources[done:]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    # A process was ended from outside. With one process, one document at a time, it is plain on which.
    if jobs == 1:
        yield _unread(left.pop(0), "made its reading process end, perhaps for want of memory", "split it")
    yield from _in_processes(left, 1, cached)


def _obey_interrupt() -> None:
    """In a process of the pool, Ctrl-C ends it silently: the first process tells the person."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _jobs_that_pay(size: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, size // _WORTH_A_PROCESS))


def _size(source: str) -> int:
    """The size of a file; of what has none that can be asked for, a guess for the progress bar."""
    try:
        return Path(source).stat().st_size
    except (OSError, ValueError):
        return 50_000
