"""A sharing policy: what a person or organisation accepts, written once, held against everything.

A policy may extend another: organisation -> team -> person. Its own lines can then only be stricter, unless the
policy above delegates a cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sayso.decision import Decision, Level, Line, Verdict, decide
from sayso.say import Say


@dataclass(frozen=True)
class Policy:
    """One sharing policy, with the policies above it.

    `name`: whose it is, in words. `source`: the file it was read from. `categories`: the kinds of data that it adds
    under the closed ones, each with what it is about. `above`: the policy that it extends.
    """

    name: str
    source: str
    level: Level
    categories: Mapping[str, str] = field(default_factory=dict)
    above: Policy | None = None

    @property
    def chain(self) -> tuple[Policy, ...]:
        """The policies that are heard, the outermost first and this one last."""
        return (*(self.above.chain if self.above else ()), self)

    @property
    def levels(self) -> tuple[Level, ...]:
        """What `sayso.decision.decide` takes."""
        return tuple(policy.level for policy in self.chain)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the chain, the outermost policy's first."""
        return tuple(line for level in self.levels for line in level.lines)

    @property
    def all_categories(self) -> dict[str, str]:
        """The kinds of data that the chain adds to the vocabulary."""
        return {name: about for policy in self.chain for name, about in policy.categories.items()}

    def rules(self, service: str, on: date) -> Rules:
        """The policy as it stands for one service on one day."""
        return Rules(self.levels, service, on)


class Rules:
    """A policy for one service on one day: the reference decision, with every answer given only once.

    A decision rests on the lines that speak of a cell, and many cells share theirs: a kind mostly has those of its
    row. So lines are looked for once a cell, and decided about once for all cells that they speak of.
    """

    __slots__ = ("_cells", "_shared", "levels", "on", "service")

    def __init__(self, levels: tuple[Level, ...], service: str, on: date) -> None:
        self.levels, self.service, self.on = levels, service, on
        self._cells: dict[tuple[str, str], _Decided] = {}
        self._shared: dict[tuple[tuple[int, ...], ...], _Decided] = {}

    def decide(self, data: str, purpose: str, say: Say) -> Decision:
        """The decision over one cell, as `sayso.decision.decide` gives it."""
        levels, known = self._cells.get((data, purpose)) or self._cell(data, purpose)
        decision = known.get(say)
        if decision is None:
            decision = known[say] = decide(levels, data, purpose, say, service=self.service, on=self.on)
        return decision

    def accepted(self, data: str, purpose: str) -> Say | None:
        """The least say that is accepted here; None where no line speaks of the cell."""
        if self.decide(data, purpose, Say.OPT_OUT).line is None:
            return None
        # More say is never less acceptable; `never`, the last, is always fine.
        at = bisect_left(_LEAST_FIRST, True, hi=4, key=lambda s: self.decide(data, purpose, s).verdict is Verdict.FINE)
        return _LEAST_FIRST[at]

    def _cell(self, data: str, purpose: str) -> _Decided:
        at = (data, purpose, self.service, self.on)
        speaking = [[line for line in level.lines if line.covers(*at)] for level in self.levels]
        # Lines are named by where they are in memory, since comparing them would take longer than deciding.
        names = tuple(tuple(map(id, lines)) for lines in speaking)
        if names not in self._shared:
            levels = zip(self.levels, speaking, strict=True)
            self._shared[names] = tuple(Level(tuple(lines), level.unstated) for level, lines in levels), {}
        found = self._cells[data, purpose] = self._shared[names]
        return found


#: The lines that speak of a cell, and what was decided about it by the level of say.
_Decided = tuple[tuple[Level, ...], dict[Say, Decision]]

_LEAST_FIRST = (Say.NO_SAY, Say.LEAVE, Say.OPT_OUT, Say.OPT_IN, Say.NEVER)
