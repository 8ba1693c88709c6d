"""What changed, in plain sentences: shared by all formats of a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.grid import Cell
from sayso.safe import one_line
from sayso.say import Say
from sayso.show.words import DEIDENTIFIED, listed, short, to_do
from sayso.terms.change import CellChange, Change, ClaimChange, ControlChange, Direction
from sayso.terms.document import Document

TITLE = "What changed in how much say you have"
BENEATH = "What else changed, without altering how much say you have"

_USED_TO = {
    Say.NEVER: "They used to say that they did not do it",
    Say.OPT_IN: "You used to be asked first",
    Say.OPT_OUT: "You used to be able to turn it off",
    Say.LEAVE: "Someone else used to decide, or saying no cost you the meeting, the feature or the service",
    Say.NO_SAY: "You used to have no way to refuse",
    Say.UNSTATED: "Nothing used to be said about it",
}
_NOW = {
    Say.NEVER: "now they say that they do not do it",
    Say.OPT_IN: "now they do it only if you agree",
    Say.OPT_OUT: "now they do it unless you turn it off",
    Say.LEAVE: "now someone else decides, or saying no costs you the meeting, the feature or the service",
    Say.NO_SAY: "now they do it, and you have no way to refuse",
    Say.UNSTATED: "now nothing is said about it, which is neither a permission nor a promise",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """The same change of several data, told once."""

    data: tuple[str, ...]
    purpose: str
    before: Cell
    after: Cell
    direction: Direction

    @property
    def names(self) -> str:
        """`content.audio, content.video and participants`."""
        return listed([short(d) if d.startswith("other:") else one_line(d) for d in self.data])

    @property
    def steps(self) -> tuple[str, str]:
        """The level before and after, with their marks."""
        return marked(self.before), marked(self.after)

    @property
    def means(self) -> str:
        """What it means for the person, in one plain clause."""
        return means(self.before, self.after)


def entries(change: Change) -> list[Entry]:
    """The changes in say, the worst first, those that differ only in their data as one."""
    groups: dict[tuple[object, ...], list[CellChange]] = {}
    for c in change.cells:
        key = (c.purpose, marked(c.before), marked(c.after), c.before.evidence, c.after.evidence)
        groups.setdefault(key, []).append(c)
    return [
        Entry(tuple(c.data for c in same), same[0].purpose, same[0].before, same[0].after, same[0].direction)
        for same in groups.values()
    ]


def marked(cell: Cell) -> str:
    """A level with its marks: `no-say (only as de-identified data)`."""
    marks = [DEIDENTIFIED] if cell.deidentified else []
    marks += ["contradicted"] if cell.contradiction else []
    return f"{cell.say} ({', '.join(marks)})" if marks else str(cell.say)


def means(before: Cell, after: Cell) -> str:
    """What a change means for the person: what used to hold, and what holds now."""
    same = before.say is after.say
    turns = ["You have as much say as before" if same else f"{_USED_TO[before.say]}; {_NOW[after.say]}"]
    if same and before.deidentified != after.deidentified:
        turns.append(f"now it is {'' if after.deidentified else 'no longer '}said of de-identified data only")
    if after.contradiction and not before.contradiction:
        turns.append("the terms now contradict themselves about it")
    if before.contradiction and not after.contradiction:
        turns.append("the terms no longer contradict themselves about it")
    return f"{'; '.join(turns)}."


def name_of(document: Document) -> str:
    """Where a version came from, since its title is mostly that of the other version too; and how long it is."""
    return f"{one_line(document.source) or one_line(document.title)} ({document.words:,} words)"


def note(change: Change) -> str:
    """Why nothing can be said, as a sentence; or empty."""
    said = one_line(change.note)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def controls(change: Change, everything: bool) -> tuple[ControlChange, ...]:
    """The controls to tell of: those that came or went together with say; or all that came or went."""
    return change.controls if everything else change.telling_controls


def control(change: ControlChange) -> str:
    """A control that came or went, and what a person can do with it."""
    return f"{change.what} for {change.purpose}: {to_do(change.control)}"


def claims(changes: Iterable[ClaimChange]) -> list[tuple[str, ClaimChange]]:
    """Claims that came, went or were reworded, each with a line on it; one line where a sentence makes several."""
    told: dict[tuple[object, ...], tuple[str, ClaimChange]] = {}
    for c in changes:
        line = f"{c.what}: {c.claim.purpose}, {c.claim.say}"
        told.setdefault((line, c.before and c.before.quote, c.after and c.after.quote), (line, c))
    return list(told.values())
