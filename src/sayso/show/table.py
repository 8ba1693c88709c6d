"""The default: the answer first, then the grid at a glance, in 80 columns.

Colour repeats what the words say and never says anything alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from click import style

from sayso.grid import Cell, Grid, Quote
from sayso.safe import excerpt, one_line
from sayso.say import Say
from sayso.show import cells, words
from sayso.terms.reading import Reading
from sayso.vocabulary import READ_PURPOSES, ROWS

WIDTH = 80
_NAME, _CELL = 15, 13

_COLOUR: dict[Say, dict[str, str | bool]] = {
    Say.NEVER: {"fg": "green"},
    Say.OPT_IN: {"fg": "green"},
    Say.OPT_OUT: {"fg": "yellow"},
    Say.LEAVE: {"fg": "magenta"},
    Say.NO_SAY: {"fg": "red", "bold": True},
    Say.UNSTATED: {"dim": True},
}


def piece(reading: Reading, *, colour: bool = False) -> str:
    """One reading as a table."""
    paint = Paint(colour)
    blocks = [_answer(reading, paint), _grid(reading.grid, paint), _legend(paint), _controls(reading, paint)]
    blocks.append(wrapped("The quotes behind a cell: add `--why DATA PURPOSE`, for example `--why content train-ai`."))
    return "\n\n".join([heading(reading, paint), *filter(None, blocks)]) + "\n"


class Paint:
    """Styles text where colour is wanted, and leaves it alone where it is not."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def bold(self, text: str) -> str:
        """Headings."""
        return style(text, bold=True) if self._colour else text

    def say(self, text: str, level: Say) -> str:
        """Text about a level, in the colour of that level."""
        return style(text, **_COLOUR[level]) if self._colour else text  # type: ignore[arg-type]


def heading(reading: Reading, paint: Paint) -> str:
    """The document's name, where it came from and how long it is, underlined."""
    name, source = words.name_of(reading), one_line(reading.document.source)
    length = f"{reading.document.words:,} words"
    title = excerpt(f"{name} ({length if name == source else f'{source}, {length}'})", WIDTH)
    return f"{paint.bold(title)}\n{'=' * len(title)}"


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """A paragraph inside the width, with an indent."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def quoted(quote: Quote, most: int | None = None) -> str:
    """A quote and the section that it stands in, indented; whole, or cut to `most` characters."""
    text = one_line(quote.text) if most is None else excerpt(quote.text, most)
    return wrapped(f"“{text}”", "  ", "   ") + (f"\n    {one_line(quote.section)}" if quote.section else "")


def _answer(reading: Reading, paint: Paint) -> str:
    cell = reading.answer
    level = words.level(cell.say)
    said = wrapped(f"{words.QUESTION}: {level}. {words.meaning(cell)}")
    lines = [said.replace(f": {level}.", f": {paint.say(level, cell.say)}.", 1)]
    lines += [quoted(quote, 320) for quote in cell.evidence[:1]]
    return "\n".join(lines)


def _grid(grid: Grid, paint: Paint) -> str:
    notes: dict[str, int] = {}
    head = "".join([" " * _NAME, *(purpose.ljust(_CELL) for purpose in READ_PURPOSES)]).rstrip()
    lines = [paint.bold(head), "-" * WIDTH]
    for row in ROWS:
        if row == "sensitive" and cells.is_silent(grid, row):
            continue
        lines.append(_line(row, [_cell(grid, grid[row, p], notes, paint) for p in READ_PURPOSES]))
        for kind in cells.kinds_that_differ(grid, row):
            own = [cells.differing(grid, kind, p) for p in READ_PURPOSES]
            shown = [_cell(grid, cell, notes, paint) if cell else " " * _CELL for cell in own]
            lines.append(_line(f"  {kind.partition('.')[2]}", shown))
    lines.append("-" * WIDTH)
    return "\n".join([*lines, *_notes(grid, notes)])


def _line(name: str, shown: list[str]) -> str:
    return "".join([name.ljust(_NAME), *shown]).rstrip()


def _cell(grid: Grid, cell: Cell, notes: dict[str, int], paint: Paint) -> str:
    marks = ("~" if cell.deidentified else "") + ("!" if cell.contradiction else "")
    excepted = cells.unshown_exceptions(grid, cell)
    if excepted:
        number = notes.setdefault(words.exceptions(excepted), len(notes) + 1)
        marks += f" [{number}]"
    return paint.say(str(cell.say), cell.say) + marks + " " * max(_CELL - len(cell.say) - len(marks), 1)


def _notes(grid: Grid, numbered: dict[str, int]) -> Iterator[str]:
    if any(cells.kinds_that_differ(grid, row) for row in ROWS):
        yield wrapped("A kind is beneath its row where it differs; where it is blank, it is as its row.")
    if any(cell.deidentified for cell in cells.shown_cells(grid)):
        yield wrapped(f"~ {words.DEIDENTIFIED}", "", "  ")
    if any(cell.contradiction for cell in cells.shown_cells(grid)):
        yield wrapped(f"! {words.CONTRADICTION}", "", "  ")
    for text, number in numbered.items():
        yield wrapped(f"[{number}] except {text}", "", "    ")


def _legend(paint: Paint) -> str:
    lines = [f"  {paint.say(level.ljust(9), level)} {_COST_LINE.get(level, level.cost)}" for level in Say]
    return "\n".join([paint.bold("What saying no costs you"), *lines])


_COST_LINE = {
    Say.NEVER: "nothing to refuse: this use is not made",
    Say.NO_SAY: "it cannot be said: the use is made, and no control is offered",
    Say.UNSTATED: "unknown: the document says nothing, and silence is not permission",
}


def _controls(reading: Reading, paint: Paint) -> str:
    lines = [paint.bold("What you can do, by what the document offers")]
    for control in words.distinct(reading.controls):
        lines.append(wrapped(words.to_do(control), "- ", "  "))
        if control.quote.section:
            lines.append(f"    {excerpt(control.quote.section, WIDTH - 4)}")
    if len(lines) == 1:
        lines.append("- No control was found in it.")
    return "\n".join(lines)
