"""A sharing policy: what a person or organisation accepts, written once, held against everything.

A policy may extend another: organisation -> team -> person. Its own lines can then only be stricter, unless the
policy above delegates a cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sayso.decision import Decision, Level, Line, decide
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

    A policy has few cells and six levels, so the second time a cell is asked about, its answer is looked up.
    """

    __slots__ = ("_known", "levels", "on", "service")

    def __init__(self, levels: tuple[Level, ...], service: str, on: date) -> None:
        self.levels, self.service, self.on = levels, service, on
        self._known: dict[tuple[str, str, Say], Decision] = {}

    def decide(self, data: str, purpose: str, say: Say) -> Decision:
        """The decision over one cell, as `sayso.decision.decide` gives it."""
        cell = (data, purpose, say)
        if known := self._known.get(cell):
            return known
        decision = decide(self.levels, data, purpose, say, service=self.service, on=self.on)
        self._known[cell] = decision
        return decision

    def accepted(self, data: str, purpose: str) -> Say | None:
        """The least say that is accepted here; None where no line speaks of the cell."""
        decisions = {say: self.decide(data, purpose, say) for say in Say if say is not Say.UNSTATED}
        if decisions[Say.NO_SAY].line is None:
            return None
        fine = [say for say, d in decisions.items() if d.verdict == "fine"]
        return min(fine, key=lambda say: say.rank or 0)
