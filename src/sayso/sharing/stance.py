"""Where a policy stands on each cell: what it accepts there, what silence means there, and which lines decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sayso.decision import Line, Verdict
from sayso.say import Say
from sayso.sharing.policy import Policy, Rules
from sayso.vocabulary import READ_PURPOSES, ROWS, data, purposes


@dataclass(frozen=True, slots=True)
class Stance:
    """What is accepted of one use of one row or kind of data.

    `accepted`: the least say that is fine; None where no line speaks of it, which is asked about. `line`: the line
    that sets it. `silence`: what it means that nothing is said, and `silence_line` the line that says so, if one
    does.
    """

    data: str
    purpose: str
    accepted: Say | None
    line: Line | None
    silence: Verdict
    silence_line: Line | None

    @property
    def place(self) -> str:
        """Where the line stands that decides, or empty."""
        return self.line.place if self.line else ""


def stance(rules: Rules, data: str, purpose: str) -> Stance:
    """Where rules stand on one cell."""
    accepted = rules.accepted(data, purpose)
    silent = rules.decide(data, purpose, Say.UNSTATED)
    return Stance(data, purpose, accepted, _deciding(rules, data, purpose, accepted), silent.verdict, silent.line)


def stances(policy: Policy, service: str, on: date) -> Iterator[Stance]:
    """Every row by every purpose; after each row, the cells of its kinds that differ from what holds above them."""
    rules = policy.rules(service, on)
    for name in names(policy):
        for purpose in all_purposes():
            own = stance(rules, name, purpose)
            above = name.rpartition(".")[0]
            if not above or not same(own, stance(rules, above, purpose)):
                yield own


def same(one: Stance, other: Stance) -> bool:
    """Whether two stances accept the same, whatever lines say so."""
    return (one.accepted, one.silence) == (other.accepted, other.silence)


def names(*policies: Policy) -> list[str]:
    """The rows, each followed by its kinds: those of the vocabulary, then those that the policies add."""
    own = {name: about for policy in policies for name, about in policy.all_categories.items()}
    every = [*data(), *sorted(own)]
    return [name for row in ROWS for name in every if name == row or name.startswith(row + ".")]


def all_purposes() -> list[str]:
    """Every purpose, those first that documents are read for."""
    return [*READ_PURPOSES, *(name for name in purposes() if name not in READ_PURPOSES)]


_MOST_FIRST: list[Say] = [say for say in Say if say is not Say.UNSTATED]


def _deciding(rules: Rules, name: str, purpose: str, accepted: Say | None) -> Line | None:
    """The line that sets the bar: the one that refuses a little less say than is accepted."""
    if accepted is None:
        return None
    below = _MOST_FIRST[_MOST_FIRST.index(accepted) + 1 :]
    return rules.decide(name, purpose, below[0] if below else accepted).line
