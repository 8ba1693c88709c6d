"""Reading many documents: one after the other, or in several processes where that pays; always in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from sayso.cli.progress import progress
from sayso.errors import SaysoError, UnreadableError
from sayso.safe import one_line
from sayso.terms.load import load
from sayso.terms.load.sources import STDIN
from sayso.terms.memory import DiskMemory
from sayso.terms.reader import read_document
from sayso.terms.reading import Reading

#: A process takes about as long to start as reading this much does.
_WORTH_A_PROCESS = 2_000_000
#: More processes than this are never started, however many are asked for: each takes memory of its own.
_MOST_PROCESSES = 32


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
    jobs = min(jobs or _jobs_that_pay(sum(sizes.values())), len(sources), _MOST_PROCESSES)
    outcomes = _in_processes(sources, jobs, cached) if jobs > 1 else (read_one(s, cached) for s in sources)
    with progress(sum(sizes.values()), wanted=bar and sys.stderr.isatty()) as advance:
        for outcome in outcomes:
            advance(sizes[outcome.source])
            yield outcome


def read_one(source: str, cached: bool) -> Outcome:
    """The outcome of one source. Never raises an error of the document's making."""
    try:
        return Outcome(source, read_document(load(source), cache=memory() if cached else None))
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


@cache
def memory() -> DiskMemory:
    """The memory of passages that were read before: one for each process, for as long as it runs."""
    return DiskMemory()


def _unread(source: str, cause: str, way_out: str) -> Outcome:
    return Outcome(source, None, one_line(str(UnreadableError(source, cause, way_out))))


def _in_processes(sources: list[str], jobs: int, cached: bool) -> Iterator[Outcome]:
    from sayso.cli.pool import in_processes

    outcomes = in_processes(partial(read_one, cached=cached), sources, jobs, here=lambda source: source == STDIN)
    for source, outcome in zip(sources, outcomes, strict=True):
        yield outcome or _unread(source, "made its reading process end, perhaps for want of memory", "split it")


def _jobs_that_pay(size: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, size // _WORTH_A_PROCESS))


def _size(source: str) -> int:
    """The size of a file; of what has none that can be asked for, a guess for the progress bar."""
    try:
        return Path(source).stat().st_size
    except (OSError, ValueError):
        return 50_000
