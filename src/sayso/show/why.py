"""Why a cell says what it says: every quote with its place, the exceptions, and the rule's reason."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.grid import Cell, Quote
from sayso.safe import one_line, visible
from sayso.say import Say
from sayso.show import words
from sayso.show.table import Paint, heading, wrapped
from sayso.terms.reading import Reading
from sayso.vocabulary import find_data, find_purpose


def why(reading: Reading, data: str, purpose: str, *, colour: bool = False) -> str:
    """Everything that is known of one cell. Raises `UnknownWordError`."""
    about, use = find_data(data), find_purpose(purpose)
    cell, paint = reading.grid.nearest(about.name, use.name), Paint(colour)
    level = paint.say(words.level(cell.say), cell.say)
    blocks = [
        heading(reading, paint),
        f"{about.name} ({about.about})\n{use.name} ({use.about})",
        f"{paint.bold('How much say:')} {level}\n{wrapped(_meaning(cell), '  ')}",
    ]
    if cell.reason:
        blocks.append(f"{paint.bold('By the rule:')}\n{wrapped(one_line(cell.reason), '  ')}")
    if cell.evidence:
        blocks.append(f"{paint.bold('The words of the document:')}\n{_quotes(cell.evidence)}")
    for exception in cell.exceptions:
        said = f"{words.short(exception.data)}: {paint.say(words.level(exception.say), exception.say)}"
        blocks.append(f"{paint.bold('Except')} {said}\n{_quotes(exception.evidence)}".rstrip())
    controls = [c for c in words.distinct(reading.controls) if use.name in c.purposes]
    if controls:
        lines = [wrapped(words.to_do(c), "- ", "  ") + "\n" + _quotes([c.quote]) for c in controls]
        blocks.append("\n".join([paint.bold("What you can do, by what the document offers:"), *lines]))
    return "\n\n".join(blocks) + "\n"


def _meaning(cell: Cell) -> str:
    # Where no cannot be said, or need not be, the meaning says so already.
    can_refuse = cell.say in (Say.OPT_IN, Say.OPT_OUT, Say.LEAVE)
    cost = f" Saying no costs you {cell.say.cost}." if can_refuse else ""
    marks = [f"Said of de-identified data: {words.DEIDENTIFIED}."] if cell.deidentified else []
    marks += [f"Beware: {words.CONTRADICTION}."] if cell.contradiction else []
    return " ".join([cell.say.meaning + cost, *marks])


def _quotes(quotes: Sequence[Quote]) -> str:
    # A quote is shown whole and as it stands, line breaks too, so that it can be found again in the document.
    return "\n".join(f"  “{visible(q.text)}”\n    {_place(q)}" for q in quotes)


def _place(quote: Quote) -> str:
    section = f"{one_line(quote.section)}, " if quote.section else ""
    return f"{section}characters {quote.start} to {quote.end}"
