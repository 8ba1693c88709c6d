"""A progress bar on standard error, for those who wait longer than two seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import click

#: Seconds before a bar is shown, and between two looks at how far the work is.
PATIENCE, _STEP = 2.0, 0.2


@contextmanager
def progress(total: int, *, wanted: bool, patience: float = PATIENCE) -> Iterator[Callable[[int], None]]:
    """Gives a function to call with how much more is done. Where a bar is not wanted, it does nothing."""
    if not wanted:
        yield lambda more: None
        return
    done = [0]
    finished = Event()

    def advance(more: int) -> None:
        done[0] += more

    # A thread, because one document alone can take that long, and its reading does not look up.
    drawing = Thread(target=_draw, args=(total, done, finished, patience), daemon=True)
    drawing.start()
    try:
        yield advance
    finally:
        finished.set()
        drawing.join()


def _draw(total: int, done: list[int], finished: Event, patience: float) -> None:
    if finished.wait(patience):
        return
    with click.progressbar(length=total, label="Reading", file=sys.stderr) as bar:
        while not finished.wait(_STEP):
            bar.update(done[0] - bar.pos)
        bar.update(done[0] - bar.pos)
