"""The say grid: for every row of data and every purpose, how much say the person has, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sayso.say import Say


@dataclass(frozen=True, slots=True)
class Quote:
    """A literal run of a document's text: `text == document.text[start:end]`.

    `section` is the number and heading under which it stands (`10.4 Customer License Grant`), or empty.
    """

    text: str
    start: int
    end: int
    section: str = ""


@dataclass(frozen=True, slots=True)
class CellException:
    """Data or people inside a cell that are treated differently: a kind (`content.audio`) or `other:<words>`."""

    data: str
    say: Say
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """How much say there is over one use of one row of data.

    A stated cell has at least one quote. `reason` says in words which rule made the cell,
    or why nothing could be said. `deidentified`: the level is that of the use of de-identified data only.
    `contradiction`: statements clash and the one with less say is taken.
    """

    data: str
    purpose: str
    say: Say = Say.UNSTATED
    evidence: tuple[Quote, ...] = ()
    exceptions: tuple[CellException, ...] = ()
    deidentified: bool = False
    contradiction: bool = False
    reason: str = ""


class Grid:
    """Cells by data and purpose. Iterates in the order in which it was made."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._cells = {(c.data, c.purpose): c for c in cells}

    def __getitem__(self, at: tuple[str, str]) -> Cell:
        """The cell of a row or kind; what is not in the grid is unstated."""
        return self._cells.get(at) or Cell(*at)

    def nearest(self, name: str, purpose: str) -> Cell:
        """What holds for a row or kind: its own cell, else what its row's cell excepts, else what holds above it.

        Kinds may nest (`content.audio.calls`): an organisation's own ones stand under those of the vocabulary.
        """
        own = self[name, purpose]
        above = name.rpartition(".")[0]
        if own.say is not Say.UNSTATED or not above:
            return own
        for exception in self[name.partition(".")[0], purpose].exceptions:
            if exception.data == name:
                said = f"an exception to what holds for {name.partition('.')[0]}"
                return Cell(name, purpose, exception.say, exception.evidence, reason=said)
        cell = self.nearest(above, purpose)
        return replace(cell, reason=cell.reason or f"as for all of {above}")

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells.values())

    def __len__(self) -> int:
        return len(self._cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grid) and self._cells == other._cells

    def __hash__(self) -> int:
        return hash(frozenset(self._cells.items()))

    def __repr__(self) -> str:
        stated = ", ".join(f"{c.data} {c.purpose}: {c.say}" for c in self if c.say is not Say.UNSTATED)
        return f"Grid({stated})"
