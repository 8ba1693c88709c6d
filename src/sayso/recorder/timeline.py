"""Who may be captured when: the decisions of the desk in the order in which they came."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """From `at` on (in seconds since the recording began) these people may be captured, and nobody else."""

    at: float
    captured: frozenset[str]


class Timeline:
    """The decisions about one feature. Before the first one nobody may be captured."""

    def __init__(self) -> None:
        self._at: list[float] = []
        self._captured: list[frozenset[str]] = []

    def decide(self, at: float, captured: Collection[str]) -> None:
        """Takes a decision. One that comes late holds from when it came: nothing is captured in hindsight."""
        if self._at and at < self._at[-1]:
            at = self._at[-1]
        self._at.append(at)
        self._captured.append(frozenset(captured))

    def allowed(self, person: str, start: float, end: float) -> bool:
        """Whether a person may be captured for all of a stretch of time, its end not included."""
        first = bisect_right(self._at, start) - 1
        if first < 0:
            return False
        last = first
        while last + 1 < len(self._at) and self._at[last + 1] < end:
            last += 1
        return all(person in captured for captured in self._captured[first : last + 1])

    def last(self) -> frozenset[str] | None:
        """Who may be captured by the last decision; None before the first."""
        return self._captured[-1] if self._captured else None

    def people(self) -> frozenset[str]:
        """Everybody who was captured at some time."""
        return frozenset().union(*self._captured)

    def __iter__(self) -> Iterator[Decision]:
        return map(Decision, self._at, self._captured)
