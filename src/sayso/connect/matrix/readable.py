"""What of a room may be read, and for which features."""

from __future__ import annotations

from datetime import UTC, datetime

from sayso.consent.outcome import outcome
from sayso.consent.rooms import Rooms
from sayso.consent.state import State, state_at


def readable(rooms: Rooms, space: str, person: str, said: datetime) -> tuple[frozenset[str], int]:
    """The features for which what a person said at a moment may be read, and how many facts were known at that moment.

    They agreed then and agree now, and have not taken back in between what they agreed to then.
    """
    facts = rooms.facts(space)
    now = rooms.now(facts)
    then = min(said, now)
    known = sum(fact.at <= then for fact in facts)
    removed = {r.feature for r in rooms.removals(space) if r.person == person and r.everything and r.covers(known)}
    return _captured(state_at(facts, then), person) & _captured(state_at(facts, now), person) - removed, known


def moment(milliseconds: int) -> datetime:
    """A moment as Matrix writes it."""
    return datetime.fromtimestamp(min(max(milliseconds, 0), 253_402_300_799_000) / 1000, UTC)


def _captured(state: State, person: str) -> frozenset[str]:
    return frozenset(name for name, wanted in state.features.items() if person in outcome(state, wanted).captured)
