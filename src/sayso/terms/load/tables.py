"""Tables of a page: rows of cells, each cell on one line.

A table that lays the page out (one column, headings, lists of clauses or tables inside it) is no table of
data: its cells are written as blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    #: The text of a cell or caption, one line a paragraph: whoever walks the page knows how.
    TextOf = Callable[[LexborNode], str]

_LAYOUT = "table, h1, h2, h3, h4, h5, h6, ol"
#: How many rows or columns one cell may span, how many empty cells all of them may make, and how long a text
#: may be to be said again in each row it spans.
_SPAN, _SPANNED, _REPEATED = 50, 20_000, 200


def rows_of(table: LexborNode, text_of: TextOf) -> tuple[list[list[str]], bool] | None:
    """The rows of a table of data and whether the first names the columns; None for a table that is
    layout.
    """
    if table.attributes.get("role") in ("presentation", "none"):
        return None
    # The selector also matches the table itself in some versions, never what is outside.
    if any(found.mem_id != table.mem_id for found in table.css(_LAYOUT)):
        return None
    rows = table.css("tr")
    cells = [[cell for cell in _children(row) if cell.tag in ("td", "th")] for row in rows]
    if max((len(row) for row in cells), default=0) < 2:
        return None
    headed = bool(cells[0]) and (_parent(rows[0]) == "thead" or all(cell.tag == "th" for cell in cells[0]))
    return _laid_out(cells, text_of), headed


def caption_of(table: LexborNode, text_of: TextOf) -> str:
    """What a table is called, on one line."""
    caption = table.css_first("caption")
    return _text(caption, text_of).replace("<br>", " ") if caption is not None else ""


def _laid_out(cells: list[list[LexborNode]], text_of: TextOf) -> list[list[str]]:
    """The cells' texts, each under its column: a cell that spans rows is said again in each."""
    out: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}  # column -> rows that its cell still spans, its text
    left = _SPANNED
    for row in cells:
        line: list[str] = []
        for cell in row:
            _spanned(line, below)
            text = _text(cell, text_of)
            tall, wide = (_span(cell, "rowspan"), _span(cell, "colspan")) if left > 0 else (1, 1)
            left -= tall * wide - 1
            for column in range(len(line), len(line) + wide):
                if tall > 1:
                    below[column] = (tall - 1, text if column == len(line) and len(text) <= _REPEATED else "")
            line += [text, *[""] * (wide - 1)]
        _spanned(line, below)
        out.append(line)
    return out


def _spanned(line: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Fill the columns that cells of earlier rows reach into."""
    while len(line) in below:
        rows, text = below.pop(len(line))
        if rows > 1:
            below[len(line)] = (rows - 1, text)
        line.append(text)


def _text(cell: LexborNode, text_of: TextOf) -> str:
    return "<br>".join(line.strip() for line in text_of(cell).splitlines() if line.strip())


def _children(node: LexborNode) -> list[LexborNode]:
    out = []
    child = node.first_child
    while child is not None:
        out.append(child)
        child = child.next
    return out


def _parent(node: LexborNode) -> str:
    return (node.parent.tag or "") if node.parent is not None else ""


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(max(int(value), 1), _SPAN) if value.isascii() and value.isdigit() and len(value) < 6 else 1
