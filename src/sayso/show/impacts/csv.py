"""CSV for spreadsheets: a row a cell, with its counts; of the list, a row for each policy and cell instead."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from sayso.sharing.impact import Impact, Touched
from sayso.show.safe import cell as safe_cell

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
    for one in who:
        turned = (("conflict", one.conflict), ("ask", one.ask), ("freed", one.freed))
        for turn, moves in turned:
            for m in moves:
                yield _row([one.policy, turn, m.data, m.purpose, m.was, m.now])


def _row(values: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([safe_cell(value) for value in values])
    return out.getvalue()
