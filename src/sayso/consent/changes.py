"""What a recorder is told, in order: each change of what may be captured. Pure: the same facts tell the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sayso.consent.fact import Asked, Fact, TurnedOn
from sayso.consent.outcome import Outcome, outcome
from sayso.consent.state import state_at

#: How many moments are told one by one to who comes back; of those before, only what came of them.
_TOLD_SINGLY = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """How far the story of a space has been told: up to a moment, and up to a number of facts."""

    at: datetime
    facts: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.facts}"


@dataclass(frozen=True, slots=True)
class Change:
    """What may be captured from a place in the story on, for each feature for which that is not what it was before."""

    place: Place
    outcomes: tuple[Outcome, ...]


def place(text: str) -> Place | None:
    """The place that a text names; None if it names none."""
    micros, dash, facts = text.partition("-")
    numbers = (micros, facts)
    if not dash or not all(n.isascii() and n.isdigit() and len(n) <= 18 for n in numbers):
        return None
    try:
        return Place(_EPOCH + timedelta(microseconds=int(micros)), int(facts))
    except OverflowError:
        return None


def reached(facts: Sequence[Fact], since: Place | None, now: datetime) -> Place | None:
    """A place from which this space can be told on; None for one that it was never at."""
    return None if since is None or since.facts > len(facts) or since.at > now else since


def changes(facts: Sequence[Fact], since: Place | None, now: datetime) -> tuple[list[Change], Place]:
    """What changed since a place that was reached, and the place that has been told up to then.

    From no place: how every feature that was ever turned on stands now.
    """
    if since is None:
        since, known = Place(_EPOCH, 0), dict[str, Outcome]()
        moments = [Place(now, len(facts))]
    else:
        known = _outcomes(facts, since)
        moments = [*_moments(facts, since, now), Place(now, len(facts))][-_TOLD_SINGLY:]
    told = []
    for moment in moments:
        found = _outcomes(facts, moment)
        if new := tuple(said for name, said in found.items() if known.get(name) != said):
            told.append(Change(moment, new))
        known = found
    return told, moments[-1]


def next_deadline(facts: Sequence[Fact], now: datetime) -> datetime | None:
    """When something changes by time alone, if it ever does."""
    return min((f.deadline for f in facts if isinstance(f, Asked) and f.deadline > now), default=None)


def _outcomes(facts: Sequence[Fact], moment: Place) -> dict[str, Outcome]:
    past = facts[: moment.facts]
    state = state_at(past, moment.at)
    newest = {f.feature.name: f.feature for f in past if isinstance(f, TurnedOn)}
    return {name: outcome(state, feature) for name, feature in newest.items()}


def _moments(facts: Sequence[Fact], since: Place, now: datetime) -> Iterator[Place]:
    """Every moment after a place at which something may have changed: one for the facts of each time, and deadlines."""
    deadlines = {f.deadline for f in facts if isinstance(f, Asked) and since.at < f.deadline <= now}
    new = [Place(max(f.at, since.at), n) for n, f in enumerate(facts[since.facts :], since.facts + 1)]
    last_of = {p.at: p for p in new}
    for at in sorted({*last_of, *deadlines}):
        yield last_of.get(at) or Place(at, max((p.facts for p in new if p.at <= at), default=since.facts))
