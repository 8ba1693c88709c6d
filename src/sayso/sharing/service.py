"""The documents of one service, joined into one answer: the least say wins, and what clashes is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.grid import Cell
from sayso.say import Say, least
from sayso.sharing.role import TAKING_PART
from sayso.terms.reading import Control, Reading
from sayso.vocabulary import row_of

_PARTICIPANTS = "other:participants"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one document says of a cell."""

    source: str
    cell: Cell
    say: Say


@dataclass(frozen=True, slots=True)
class Said:
    """What all documents together say of one cell.

    `by`: the statements, those with the least say first; empty where no document states anything.
    `clash`: one document promises `never` or `opt-in` where another leaves less say.
    """

    say: Say
    by: tuple[Statement, ...]
    clash: bool = False


@dataclass(frozen=True)
class Service:
    """One service: its name and its documents, read. `role`: as whom they are read (one of `role.ROLES`)."""

    name: str
    readings: tuple[Reading, ...]
    role: str = "person"

    def said(self, data: str, purpose: str) -> Said:
        """What the documents say of a row, a kind, or a category under one."""
        cells = [(r.document.source, self._cell(r, data, purpose)) for r in self.readings]
        every = [Statement(source, cell, self._say(cell)) for source, cell in cells]
        stated = [s for s in every if s.say is not Say.UNSTATED]
        by = tuple(sorted(stated, key=lambda s: s.say.rank or 0))
        levels = {s.say for s in by}
        return Said(least(levels), by, len(levels) > 1 and bool(levels & {Say.NEVER, Say.OPT_IN}))

    def kinds(self) -> set[str]:
        """The kinds of data that some document treats otherwise than their row."""
        own = {c.data for r in self.readings for c in r.grid if "." in c.data and c.say is not Say.UNSTATED}
        excepted = {e.data for r in self.readings for c in r.grid for e in c.exceptions}
        return own | {name for name in excepted if not name.startswith("other:")}

    def controls(self, purpose: str) -> list[tuple[str, Control]]:
        """The controls that govern a purpose, each with the document that offers it."""
        return [(r.document.source, c) for r in self.readings for c in r.controls if purpose in c.purposes]

    def _cell(self, reading: Reading, data: str, purpose: str) -> Cell:
        """What a document says; who takes part is told what is said of participants for all kinds of a row.

        "Not without consent" of audio is little where somebody else consents for those who take part.
        """
        cell = reading.grid.nearest(data, purpose)
        if self.role not in TAKING_PART or cell.say is Say.NEVER:
            return cell
        apart = [e for e in reading.grid[row_of(data), purpose].exceptions if e.data == _PARTICIPANTS]
        theirs = tuple(e for e in apart if e not in cell.exceptions)
        return replace(cell, exceptions=(*cell.exceptions, *theirs)) if theirs else cell

    def _say(self, cell: Cell) -> Say:
        if self.role not in TAKING_PART:
            return cell.say
        theirs = [e.say for e in cell.exceptions if e.data == _PARTICIPANTS]
        return least([cell.say, *theirs])


def join(readings: Sequence[Reading], name: str = "", role: str = "person") -> Service:
    """The documents as those of one service. Without a name, it is called as its first document."""
    first = readings[0].document if readings else None
    return Service(name or (first.title or first.source if first else ""), tuple(readings), role)
