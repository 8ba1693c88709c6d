"""What a change does to many policies, one file a format: counts first, and after them, where asked for, who it is.

The list can be long, so a format gives pieces that can be printed one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.sharing.impact import Impact, Touched

#: The names of the formats, the default first.
FORMATS = ("table", "json", "jsonl", "csv")


def pieces(
    impact: Impact, who: Iterable[Touched] | None = None, form: str = FORMATS[0], *, colour: bool = False
) -> Iterator[str]:
    """An impact in a format, with the list of those whom it concerns where that is given."""
    if form == "table":
        from sayso.show.impacts import table

        return table.pieces(impact, who, colour=colour)
    if form in ("json", "jsonl"):
        from sayso.show.impacts import json

        return json.pieces(impact, who) if form == "json" else json.lines(impact, who)
    if form == "csv":
        from sayso.show.impacts import csv

        return csv.pieces(impact, who)
    raise ValueError(f"`{form}` is not a format; the formats are: {', '.join(FORMATS)}")
