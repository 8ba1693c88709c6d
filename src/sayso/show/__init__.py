"""Readings as text, one file a format. Pure: nothing here reads a file, asks the clock or knows a terminal.

What a document says is somebody else's text: every format neutralises what could act on the place where it is
shown (`sayso.safe`), and says so where that makes a quote differ from the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.terms.reading import Reading

#: The names of the formats, the default first.
FORMATS = ("table", "json", "jsonl", "markdown", "html", "csv")


@dataclass(frozen=True, slots=True)
class Format:
    """How readings become text: `piece` shows one, `whole` puts pieces together.

    `whole` is told whether several documents were asked for, because that, and not how many could be read,
    decides the shape of the output. `streams`: a piece can be printed as soon as it is there.
    """

    piece: Callable[[Reading], str]
    whole: Callable[[Sequence[str], bool], str]
    streams: bool = False


def format_named(name: str, *, colour: bool = False) -> Format:
    """The format of that name. Imports only what that format needs, so that the others cost nothing."""
    if name == "table":
        from sayso.show import table

        return Format(lambda reading: table.piece(reading, colour=colour), apart)
    if name in ("json", "jsonl"):
        from sayso.show import json

        if name == "json":
            return Format(json.piece, json.whole)
        return Format(json.line, lambda pieces, _: "".join(pieces), streams=True)
    if name == "markdown":
        from sayso.show import markdown

        return Format(markdown.piece, apart)
    if name == "html":
        from sayso.show import html

        return Format(html.piece, html.whole)
    if name == "csv":
        from sayso.show import csv

        return Format(csv.piece, csv.whole)
    raise ValueError(f"`{name}` is not a format; the formats are: {', '.join(FORMATS)}")


def show(readings: Reading | Sequence[Reading], form: str = "table") -> str:
    """One reading, or several, in a format."""
    chosen = format_named(form)
    if isinstance(readings, Sequence):
        return chosen.whole([chosen.piece(r) for r in readings], True)
    return chosen.whole([chosen.piece(readings)], False)


def apart(pieces: Sequence[str], _several: bool) -> str:
    """Pieces for people: one after the other, with a blank line between."""
    return "\n".join(pieces)
