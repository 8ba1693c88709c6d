"""Markdown, for an issue, a wiki or an e-mail: the answer, a table, and the quotes beneath it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grid import Cell, Grid, Quote
from sayso.safe import one_line
from sayso.say import Say
from sayso.show import cells, words
from sayso.terms.reading import Reading
from sayso.vocabulary import READ_PURPOSES, ROWS

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~$&!])")


def piece(reading: Reading) -> str:
    """One reading."""
    answer = reading.answer
    blocks = [
        f"# {plain(words.name_of(reading))}",
        f"Read from {plain(reading.document.source)}, {reading.document.words:,} words.",
        f"**{words.QUESTION}: {words.level(answer.say)}.** " + plain(words.meaning(answer)),
        *(_quote(q) for q in answer.evidence[:1]),
        "\n".join(_table(reading.grid)),
        *_legend(),
        "## What you can do, by what the document offers",
        "\n".join(f"- {plain(words.to_do(c))}" for c in words.distinct(reading.controls))
        or "No control was found in it.",
        "## Why",
        *_reasons(reading.grid),
    ]
    return "\n\n".join(blocks) + "\n"


def plain(text: str) -> str:
    """Text on one line, with nothing left in it that Markdown or HTML would act on."""
    return _MARKUP.sub(r"\\\1", one_line(text))


def _table(grid: Grid) -> Iterator[str]:
    yield "| | " + " | ".join(READ_PURPOSES) + " |"
    yield "|---" * (len(READ_PURPOSES) + 1) + "|"
    for row in ROWS:
        if row == "sensitive" and cells.is_silent(grid, row):
            continue
        yield _line(f"**{row}**", [grid[row, p] for p in READ_PURPOSES])
        for kind in cells.kinds_that_differ(grid, row):
            yield _line(kind, [cells.differing(grid, kind, p) for p in READ_PURPOSES])


def _line(name: str, row: list[Cell | None]) -> str:
    return " | ".join([f"| {name}", *(_cell(cell) if cell else "as its row" for cell in row)]) + " |"


def _cell(cell: Cell) -> str:
    notes = ["de-identified"] if cell.deidentified else []
    notes += ["contradiction"] if cell.contradiction else []
    notes += [f"except {plain(words.exceptions(cell.exceptions))}"] if cell.exceptions else []
    return f"{cell.say} ({', '.join(notes)})" if notes else str(cell.say)


def _legend() -> Iterator[str]:
    yield "What saying no costs you: " + "; ".join(f"*{say}*: {say.cost}" for say in Say) + "."


def _reasons(grid: Grid) -> Iterator[str]:
    for cell in cells.shown_cells(grid):
        if cell.say is Say.UNSTATED:
            continue
        yield f"### {cell.data}, {cell.purpose}: {words.level(cell.say)}"
        if cell.reason:
            yield plain(cell.reason)
        yield from (_quote(q) for q in cell.evidence)
        for exception in cell.exceptions:
            yield f"Except {plain(words.short(exception.data))}: {words.level(exception.say)}"
            yield from (_quote(q) for q in exception.evidence)


def _quote(quote: Quote) -> str:
    place = f"\n>\n> {plain(quote.section)}" if quote.section else ""
    return f"> {plain(quote.text)}{place}"
