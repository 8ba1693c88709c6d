"""What is allowed, and why: the one-page reference that every faster engine must equal.

A sharing policy is a chain of levels, the outermost first: organisation, team, person. Each is a set of lines, "of
this data, for this purpose, I accept this much say or more". `decide` holds one cell of what is said against it.

Unknown is never permission: what nobody has accepted is asked about, and so is silence, unless a policy says in
words what silence means to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sayso.say import Say, least

#: Stands for all data, or for all purposes.
ANY = "*"


class Verdict(StrEnum):
    """What a decision comes to, from the mildest to the strictest."""

    FINE = "fine"
    ASK = "ask"
    CONFLICT = "conflict"


class Rule(StrEnum):
    """Which rule decided. `forbidden` is told from `too-little-say`: there, no amount of say would do."""

    NOT_USED = "not-used"
    ENOUGH_SAY = "enough-say"
    SILENCE = "silence"
    NO_LINE = "no-line"
    TOO_LITTLE_SAY = "too-little-say"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a policy: for this data and purpose, the least say that is accepted (`never` forbids the use).

    `unstated`: what silence means here, if the line says so. `delegated`: the next level down may accept less.
    `service`, `until`: an exception holds for that service alone, up to and including that day, for that `reason`.
    `place`: where the line stands (`ada.toml:12`).
    """

    data: str
    purpose: str
    least: Say
    unstated: Verdict | None = None
    delegated: bool = False
    service: str = ""
    until: date | None = None
    reason: str = ""
    place: str = ""

    def covers(self, data: str, purpose: str, service: str, on: date) -> bool:
        """Whether the line speaks of this cell, for this service, on this day."""
        whole = self.data == ANY or data == self.data or data.startswith(self.data + ".")
        here = not self.service or self.service.casefold() == service.casefold()
        return whole and self.purpose in (ANY, purpose) and here and (self.until is None or on <= self.until)

    def specificity(self) -> tuple[bool, int, bool]:
        """The greater, the closer: an exception before a rule, then the data named, then the purpose."""
        depth = 0 if self.data == ANY else 1 + self.data.count(".")
        return (bool(self.service), depth, self.purpose != ANY)


@dataclass(frozen=True, slots=True)
class Level:
    """One policy of the chain: its lines, in any order, and what silence means where no line says so."""

    lines: tuple[Line, ...]
    unstated: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, the rule that gave it, and the line that decided, if one did."""

    verdict: Verdict
    rule: Rule
    line: Line | None = None


def most_specific(lines: Iterable[Line]) -> Line | None:
    """The line that speaks most closely of the cell; among equals the one that accepts and delegates least."""
    return max(lines, key=lambda line: (*line.specificity(), line.least.rank or 0, not line.delegated), default=None)


def on_silence(lines: Iterable[Line]) -> Line | None:
    """The line that says most closely what silence means; among equals the one that takes it most seriously."""
    saying = [(line.specificity(), _VERDICTS.index(line.unstated), line) for line in lines if line.unstated]
    return max(saying, key=lambda found: found[:2])[2] if saying else None


def decide(levels: Sequence[Level], data: str, purpose: str, say: Say, *, service: str = "", on: date) -> Decision:
    """The decision over one cell: `say` is what is said of this use of this data (by `service`, as of `on`).

    Every level that has something to say is heard, and the strictest wins: a lower level can only be stricter,
    unless the level above it delegated the cell.
    """
    if say is Say.NEVER:
        return Decision(Verdict.FINE, Rule.NOT_USED)
    heard: list[Decision] = []
    for level in levels:
        covering = [line for line in level.lines if line.covers(data, purpose, service, on)]
        if say is Say.UNSTATED:
            line = on_silence(covering)
            if means := line.unstated if line else level.unstated:
                heard.append(Decision(means, Rule.SILENCE, line))
        elif line := most_specific(covering):
            if heard and heard[-1].line and heard[-1].line.delegated:
                heard.pop()
            heard.append(_compare(line, say))
    nobody = Decision(Verdict.ASK, Rule.SILENCE if say is Say.UNSTATED else Rule.NO_LINE)
    return max(heard, key=strictness, default=nobody)


def strictness(decision: Decision) -> tuple[int, bool]:
    """The greater, the stricter: fine, ask, conflict because of too little say, conflict because forbidden."""
    return (_VERDICTS.index(decision.verdict), decision.rule is Rule.FORBIDDEN)


def _compare(line: Line, say: Say) -> Decision:
    """What a line makes of a level of say other than `never`."""
    if line.least is Say.NEVER:
        return Decision(Verdict.CONFLICT, Rule.FORBIDDEN, line)
    if least((say, line.least)) is line.least:
        return Decision(Verdict.FINE, Rule.ENOUGH_SAY, line)
    return Decision(Verdict.CONFLICT, Rule.TOO_LITTLE_SAY, line)


_VERDICTS = list(Verdict)
