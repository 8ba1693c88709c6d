"""What changed in say from one version of terms to another. Pure: two readings in, one change out.

The rules:

1. Versions whose words are the same say the same (see `sayso.terms.wording` for what counts as the same).
2. A level that differs is a change only if what was said differs: a sentence behind the old level is gone, or one
   behind the new level is new, or, where a level is an opt-out, a control for the use came or went with it. If the
   sentences behind both levels stand in both versions, nothing said has changed, and the difference is one of the
   reading: it is not reported. A sentence that was moved still stands; one with any other word in it does not.
3. What holds for a kind of data, or for some people, is its exception, else what holds for the whole row; it is
   reported apart only where it changed otherwise than the row did. For a group of people the sentence that names
   them may be an old one, where something else in the same cell has changed: consent that others give is new where
   consent is.
4. Claims and controls are matched by meaning; only what has no match of the same meaning is new or removed.
5. Of a version with almost no text, or with nothing of the other in it and no claim, nothing is said: `Change.note`.

Not done here: saying whether a change is lawful, announced or acceptable; sharing policies do that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from sayso.grid import Cell, Grid, Quote
from sayso.say import Say
from sayso.terms.document import Document
from sayso.terms.matching import ClaimChange, ControlChange, claim_changes, control_changes
from sayso.terms.reading import Reading
from sayso.terms.wording import Wording
from sayso.vocabulary import READ_PURPOSES, ROWS, data, row_of

__all__ = ["CellChange", "Change", "ClaimChange", "ControlChange", "Direction", "compare_readings"]


class Direction(StrEnum):
    """Which way the say over a use went."""

    LESS = "less say"
    STATED = "newly stated"
    UNSTATED = "no longer stated"
    QUALIFIED = "qualified otherwise"
    MORE = "more say"


@dataclass(frozen=True, slots=True)
class CellChange:
    """How the say over one use of data changed.

    `data`: a row, a kind (`content.audio`) or `other:<words>` for an exception, in the row `row`. `before` and
    `after`: what held for it in each version, with that version's quotes.
    """

    row: str
    data: str
    purpose: str
    before: Cell
    after: Cell

    @property
    def direction(self) -> Direction:
        """Which way it went; `QUALIFIED` where the level stayed and only its marks differ."""
        old, new = self.before.say.rank, self.after.say.rank
        if old == new:
            return Direction.QUALIFIED
        if old is None:
            return Direction.STATED
        if new is None:
            return Direction.UNSTATED
        return Direction.LESS if new < old else Direction.MORE

    @property
    def loss(self) -> int:
        """How bad the change is for the person, to sort by: the steps of say that it takes.

        A use first stated without say is almost as bad as one that lost it all; a promise no longer made is a loss;
        a use no longer stated is no gain, because silence is not permission.
        """
        old, new = self.before.say.rank, self.after.say.rank
        if old is None:
            return 3 - (new or 0)
        if new is None:
            return max(old - 2, 0)
        return old - new


@dataclass(frozen=True)
class Change:
    """What changed between two versions: `cells` in say, the worst first; `controls` and `claims` beneath that.

    `note`: why nothing can be said of the change, or empty.
    """

    old: Document
    new: Document
    cells: tuple[CellChange, ...] = ()
    controls: tuple[ControlChange, ...] = ()
    claims: tuple[ClaimChange, ...] = ()
    note: str = ""

    @property
    def silent(self) -> bool:
        """Whether there is nothing to tell: no say changed, and that could be found out."""
        return not self.cells and not self.note

    @property
    def telling_controls(self) -> tuple[ControlChange, ...]:
        """The controls that came or went together with the say over the use that they govern."""
        purposes = {c.purpose for c in self.cells}
        return tuple(c for c in self.controls if c.purpose in purposes)


class _Version:
    """One version, and what it says."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.grid = reading, reading.grid
        self.wording = Wording(reading.document.text)

    def lacks(self, other: _Version, quotes: Iterable[Quote]) -> bool:
        """Whether any passage that the other version is quoted with is not said in this one."""
        return any(not self.wording.says(other.wording.passage(q)) for q in quotes)

    def lacking_first(self, other: _Version, cell: Cell) -> Cell:
        """A cell of the other version with the quotes first that this one does not have: those tell the change."""
        return replace(cell, evidence=tuple(sorted(cell.evidence, key=lambda q: not self.lacks(other, [q]))))

    @cached_property
    def controls(self) -> dict[str, list[Quote]]:
        """Where controls stand, by the use that they govern."""
        found: dict[str, list[Quote]] = {}
        for control in self.reading.controls:
            for purpose in control.purposes:
                found.setdefault(purpose, []).append(control.quote)
        return found


def compare_readings(old: Reading, new: Reading) -> Change:
    """What changed in say from the reading of one version to that of another."""
    a, b = _Version(old), _Version(new)
    change = Change(old.document, new.document)
    if a.wording.plain == b.wording.plain:
        return change
    if note := _note(a, b):
        return replace(change, note=note)
    return replace(
        change,
        cells=tuple(sorted(_cell_changes(a, b), key=_worst_first)),
        controls=tuple(control_changes(old.controls, new.controls, a.wording, b.wording)),
        claims=tuple(claim_changes(old.claims, new.claims, a.wording, b.wording)),
    )


#: A version with less than this part of the other's words is a page that failed to load, or one cut short.
_ALMOST_NOTHING = 0.1
#: So many claims gone at once, with nothing of the text left, are another page and not another version.
_MANY_CLAIMS = 5


def _note(a: _Version, b: _Version) -> str:
    for name, this, other in (("new", b, a), ("old", a, b)):
        if this.reading.document.words < _ALMOST_NOTHING * other.reading.document.words:
            return f"the {name} version holds almost no text: nothing can be said about it"
        claims = other.reading.claims
        mute = not (this.reading.claims or this.reading.controls) and len(claims) >= _MANY_CLAIMS
        if mute and all(this.lacks(other, [c.quote]) for c in claims):
            return f"the {name} version says nothing that the other does, and does not read as terms"
    return ""


def _cell_changes(a: _Version, b: _Version) -> Iterator[CellChange]:
    for row in ROWS:
        for purpose in READ_PURPOSES:
            yield from _in_cell(a, b, row, purpose)


def _in_cell(a: _Version, b: _Version, row: str, purpose: str) -> list[CellChange]:
    differing, said = [], set()
    for name in (row, *_names(a.grid, b.grid, row, purpose)):
        before, after = _holding(a.grid, row, name, purpose), _holding(b.grid, row, name, purpose)
        differs = _marked(before) != _marked(after) if name == row else before.say is not after.say
        if differs:
            differing.append(CellChange(row, name, purpose, b.lacking_first(a, before), a.lacking_first(b, after)))
            if _is_said(a, b, before, after):
                said.add(name)
    # Who decides for a group matters once there is something to decide: its own sentence can be an old one.
    return [c for c in differing if c.data in said or (said and c.data.startswith("other:"))]


def _marked(cell: Cell) -> tuple[Say, bool, bool]:
    return cell.say, cell.deidentified, cell.contradiction


def _is_said(a: _Version, b: _Version, before: Cell, after: Cell) -> bool:
    """Whether the versions differ in what they say of this use, and not only in how they were read."""
    if b.lacks(a, before.evidence) or a.lacks(b, after.evidence):
        return True
    # The sentence of a use can stay while the way to refuse it, told elsewhere, comes or goes.
    lost = before.say is Say.OPT_OUT and b.lacks(a, a.controls.get(before.purpose, ()))
    return lost or (after.say is Say.OPT_OUT and a.lacks(b, b.controls.get(after.purpose, ())))


def _names(old: Grid, new: Grid, row: str, purpose: str) -> list[str]:
    """The kinds and groups that either version treats apart, kinds in the order of the vocabulary."""
    excepted = [e.data for grid in (old, new) for e in grid[row, purpose].exceptions]
    cells = [c for grid in (old, new) for c in grid if c.purpose == purpose and c.data != row]
    own = [c.data for c in cells if row_of(c.data) == row]
    order = {name: at for at, name in enumerate(data())}
    return sorted({*excepted, *own}, key=lambda name: (order.get(name, len(order)), name))


def _holding(grid: Grid, row: str, name: str, purpose: str) -> Cell:
    """What holds for a kind or group: its own cell, else its exception, else what holds for its row."""
    own = grid[name, purpose]
    if name == row or own.say is not Say.UNSTATED:
        return own
    whole = grid[row, purpose]
    for exception in whole.exceptions:
        if exception.data == name:
            return Cell(name, purpose, exception.say, exception.evidence)
    return replace(whole, data=name, exceptions=())


def _worst_first(change: CellChange) -> tuple[int, int, int, bool]:
    rows, uses = ROWS.index(change.row), READ_PURPOSES.index(change.purpose)
    return -change.loss, uses, rows, change.data != change.row
