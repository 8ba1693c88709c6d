"""CSV for spreadsheets: one row a cell, with the first quote. JSON has all quotes.

A text that a spreadsheet would take for a formula gets an apostrophe before it; line breaks become spaces.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from sayso.grid import Cell
from sayso.safe import cell as safe_cell
from sayso.show import words
from sayso.show.cells import shown_cells
from sayso.terms.reading import Reading

COLUMNS = (
    "source",
    "title",
    "data",
    "purpose",
    "say",
    "deidentified",
    "contradiction",
    "exceptions",
    "quote",
    "section",
    "start",
    "end",
    "quotes",
    "reason",
)


def piece(reading: Reading) -> str:
    """The rows of one reading, without the heading."""
    return _rows([_row(reading, cell) for cell in shown_cells(reading.grid)])


def whole(pieces: Sequence[str], _several: bool) -> str:
    """The heading, then the rows of every reading."""
    return "".join([_rows([list(COLUMNS)]), *pieces]) if pieces else ""


def _row(reading: Reading, cell: Cell) -> list[str]:
    quote = cell.evidence[0] if cell.evidence else None
    texts = [
        reading.document.source,
        reading.document.title,
        cell.data,
        cell.purpose,
        str(cell.say),
        "yes" if cell.deidentified else "no",
        "yes" if cell.contradiction else "no",
        words.exceptions(cell.exceptions),
        quote.text if quote else "",
        quote.section if quote else "",
        str(quote.start) if quote else "",
        str(quote.end) if quote else "",
        str(len(cell.evidence)),
        cell.reason,
    ]
    return [safe_cell(text) for text in texts]


def _rows(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
