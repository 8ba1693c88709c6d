"""Who may be captured when: the decisions of the desk in the order in which they came."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

#: Between which facts of a space somebody was captured, as a removal has it: from the first on, and before the last.
Span = tuple[int, int]


class Decides(Protocol):
    """What says who may be captured when: a timeline, or the permission in a meeting that goes on."""

    def allowed(self, person: str, start: float, end: float) -> bool:
        """Whether a person may be captured for all of a stretch of time."""


@dataclass(frozen=True, slots=True)
class Decision:
    """From `at` on (in seconds since the recording began) these people may be captured, and nobody else.

    `seq`: how many facts of the space it rests on.
    """

    at: float
    captured: frozenset[str]
    seq: int = 0


class Timeline:
    """The decisions about one feature. Before the first one nobody may be captured."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._decisions = list(decisions)

    def decide(self, at: float, captured: Collection[str], seq: int = 0) -> None:
        """Takes a decision. One that comes late holds from when it came: nothing is captured in hindsight."""
        if self._decisions and at < self._decisions[-1].at:
            at = self._decisions[-1].at
        self._decisions.append(Decision(at, frozenset(captured), seq))

    def take_back(self, person: str, spans: Collection[Span]) -> bool:
        """What was captured of a person in these spans may not be kept after all. Whether anything was."""
        found = False
        for n, old in enumerate(self._decisions):
            if person in old.captured and any(first <= old.seq < last for first, last in spans):
                self._decisions[n] = Decision(old.at, old.captured - {person}, old.seq)
                found = True
        return found

    def allowed(self, person: str, start: float, end: float) -> bool:
        """Whether a person may be captured for all of a stretch of time, its end not included."""
        first = bisect_right(self._decisions, start, key=lambda decision: decision.at) - 1
        if first < 0:
            return False
        last = first
        while last + 1 < len(self._decisions) and self._decisions[last + 1].at < end:
            last += 1
        return all(person in decision.captured for decision in self._decisions[first : last + 1])

    def last(self) -> frozenset[str] | None:
        """Who may be captured by the last decision; None before the first."""
        return self._decisions[-1].captured if self._decisions else None

    def people(self) -> frozenset[str]:
        """Everybody who was captured at some time."""
        return frozenset().union(*(decision.captured for decision in self._decisions))

    def __iter__(self) -> Iterator[Decision]:
        return iter(self._decisions)
