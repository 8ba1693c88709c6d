"""Changes as text, one file a format: the same formats, and the same care with other people's text, as readings.

Where nothing changed in say, the formats that people read are empty; the JSON formats say it with empty lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.show import FORMATS

if TYPE_CHECKING:
    from sayso.terms.change import Change


def show(change: Change, form: str = FORMATS[0], *, everything: bool = False, colour: bool = False) -> str:
    """A change in a format. `everything`: also what altered no say, which is claims and controls that came or went."""
    if form in ("json", "jsonl"):
        from sayso.show.changes import json

        return json.text(change, everything=everything, indent=form == "json")
    if form not in FORMATS:
        raise ValueError(f"`{form}` is not a format; the formats are: {', '.join(FORMATS)}")
    if change.silent and not (everything and (change.controls or change.claims)):
        return ""
    if form == "table":
        from sayso.show.changes import table

        return table.text(change, everything=everything, colour=colour)
    if form == "markdown":
        from sayso.show.changes import markdown

        return markdown.text(change, everything=everything)
    if form == "html":
        from sayso.show.changes import html

        return html.text(change, everything=everything)
    from sayso.show.changes import csv

    return csv.text(change, everything=everything)
