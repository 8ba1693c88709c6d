"""A run of the gate that dies at a chosen moment, as `python killing.py TESTS STORE OUT MOMENT COUNT FILES...`.

`MOMENT`: a function as MODULE:NAME, and `before` or `after`; at the COUNT-th call of it the process is gone, with
nothing cleaned up.
"""

from __future__ import annotations

import importlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def main() -> None:
    """Runs the gate with a log until it dies."""
    tests, store, out, moment, count, *files = sys.argv[1:]
    sys.path.insert(0, tests)
    if moment != "never":
        _arm(moment, int(count))
    from gate.test_run import gate
    from sayso.consent.store import open_store
    from sayso.gate.run import run
    from sayso.gate.table import Table
    from sayso.ledger.book import Book
    from sayso.ledger.opening import open_log

    book = Book(open_log(open_store(store)), lambda: datetime.now(UTC))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    run(Table(tuple(map(Path, files))), gate(), Path(out), book=book)


def _arm(moment: str, count: int) -> None:
    where, when = moment.split(" ")
    module, name = where.split(":")
    *path, last = name.split(".")
    place: Any = importlib.import_module(module)
    for part in path:
        place = getattr(place, part)
    real, calls = getattr(place, last), [0]

    def armed(*args: Any, **named: Any) -> Any:
        calls[0] += 1
        if calls[0] == count and when == "before":
            os._exit(9)
        found = real(*args, **named)
        if calls[0] == count:
            os._exit(9)
        return found

    setattr(place, last, armed)


if __name__ == "__main__":
    main()
