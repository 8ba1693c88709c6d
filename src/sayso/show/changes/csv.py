"""CSV for spreadsheets: one row a change, with the first quote of each version. JSON has all quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from sayso.grid import Quote
from sayso.safe import cell as safe_cell
from sayso.show.changes import words
from sayso.terms.change import Change

COLUMNS = (
    "old",
    "new",
    "part",
    "data",
    "purpose",
    "change",
    "before",
    "after",
    "before_quote",
    "before_section",
    "after_quote",
    "after_section",
    "means",
)


def text(change: Change, *, everything: bool) -> str:
    """The heading, then a row for each change: `part` tells say, controls and claims apart, and a note."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(change, everything):
        writer.writerow([safe_cell(value) for value in (change.old.source, change.new.source, *row)])
    return out.getvalue()


def _rows(change: Change, everything: bool) -> Iterator[list[str]]:
    if change.note:
        yield ["note", *[""] * 9, words.note(change)]
    for c in change.cells:
        quotes = _quotes(next(iter(c.before.evidence), None), next(iter(c.after.evidence), None))
        levels = [words.marked(c.before), words.marked(c.after)]
        yield ["say", c.data, c.purpose, str(c.direction), *levels, *quotes, words.means(c.before, c.after)]
    for k in words.controls(change, everything):
        quotes = _quotes(*(side.quote if side else None for side in (k.before, k.after)))
        yield ["control", "", k.purpose, k.what, "", "", *quotes, words.control(k)]
    for x in change.claims if everything else ():
        quotes = _quotes(*(side.quote if side else None for side in (x.before, x.after)))
        levels = [str(side.say) if side else "" for side in (x.before, x.after)]
        yield ["claim", "", x.claim.purpose, x.what, *levels, *quotes, ""]


def _quotes(*quotes: Quote | None) -> list[str]:
    return [value for q in quotes for value in ((q.text, q.section) if q else ("", ""))]
