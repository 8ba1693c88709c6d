"""What of a room may be read, and what must go."""

from __future__ import annotations

from datetime import UTC, datetime

from sayso.consent.fact import Says, TurnedOn
from sayso.consent.outcome import outcome
from sayso.consent.rooms import Rooms
from sayso.consent.state import State, state_at


def readable(rooms: Rooms, space: str, feature: str, person: str, said: datetime) -> bool:
    """Whether what a person said at a moment may be passed on: they agreed then, and agree now."""
    facts = rooms.facts(space)
    now = rooms.now(facts)
    return all(_captured(state_at(facts, at), feature, person) for at in (min(said, now), now))


def withdrawn(rooms: Rooms, space: str, feature: str) -> set[str]:
    """Those who say no to what the feature needs: what was passed on of them must go."""
    facts = rooms.facts(space)
    needed = {
        use.name for f in facts if isinstance(f, TurnedOn) and f.feature.name == feature for use in f.feature.needed
    }
    answers = state_at(facts, rooms.now(facts)).answers.items()
    return {
        person
        for (person, name, _, use), answer in answers
        if name == feature and use in needed and answer.says is not Says.GIVEN
    }


def moment(milliseconds: int) -> datetime:
    """A moment as Matrix writes it."""
    return datetime.fromtimestamp(min(max(milliseconds, 0), 253_402_300_799_000) / 1000, UTC)


def _captured(state: State, feature: str, person: str) -> bool:
    wanted = state.features.get(feature)
    return wanted is not None and person in outcome(state, wanted).captured
