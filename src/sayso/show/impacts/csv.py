"""CSV for spreadsheets: a row a cell, with its counts; of the list, a row for each policy and cell instead."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from sayso.safe import cell as safe_cell
from sayso.sharing.impact import Impact, Touched

COLUMNS = ("data", "purpose", "was", "now", "conflict", "ask", "freed")
LIST_COLUMNS = ("policy", "change", "data", "purpose", "was", "now")


def pieces(impact: Impact, who: Iterable[Touched] | None) -> Iterator[str]:
    """The heading, then the rows. The counts are of policies; their sum is more than the policies there are."""
    if who is None:
        yield _row(COLUMNS)
        for m, count in impact.moves:
            yield _row([m.data, m.purpose, m.was, m.now, str(count.conflict), str(count.ask), str(count.freed)])
        return
    yield _row(LIST_COLUMNS)
    named = cache(safe_cell)
    for one in who:
        turned = (("conflict", one.conflict), ("ask", one.ask), ("freed", one.freed))
        policy = safe_cell(one.policy)
        yield _rows([policy, turn, named(m.data), m.purpose, m.was, m.now] for turn, moves in turned for m in moves)


def _row(values: Sequence[str]) -> str:
    return _rows([[safe_cell(value) for value in values]])


def _rows(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
