"""What people were asked and said, in order: how they were asked, and what the one who asked was to them then. Pure.

Silence is said, too: where the time to answer is over and nothing was, it is a refusal at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Relation, Says, TurnedOn
from sayso.consent.feature import Feature, Use
from sayso.consent.state import NOTHING, WAITING, State

#: By whom silence is taken for an answer, where otherwise a person stands.
DESK = "desk"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of one use. `says`: None where they were asked, and still have time.

    `ask`: how they were asked last before. `relation`: what the one who asks was to them by then. `language`: in which
    they read it; empty where that is not known, as of silence.
    """

    at: datetime
    ask: Asked
    feature: Feature
    use: Use
    relation: Relation
    says: Says | None
    how: How | None
    by: str
    language: str


def said(facts: Sequence[Fact], people: Set[str], now: datetime) -> list[Said]:
    """Everything that these people said up to a moment, in order: of each use, the last counts."""
    past = sorted((f for f in facts if f.at <= now), key=lambda fact: fact.at)
    features = {(f.feature.name, f.feature.version): f.feature for f in past if isinstance(f, TurnedOn)}
    came: dict[str, list[Joined]] = {}
    asks: dict[tuple[str, str, int], Asked] = {}
    told = []
    for fact in past:
        if isinstance(fact, Joined):
            came.setdefault(fact.person, []).append(fact)
        elif isinstance(fact, Asked) and fact.person in people:
            asks[fact.person, fact.feature, fact.version] = fact
        elif isinstance(fact, Answered) and (ask := asks.get((fact.person, fact.feature, fact.version))):
            feature, by = features[fact.feature, fact.version], fact.by or fact.person
            use = next(use for use in feature.uses if use.name == fact.use)
            stood = _relation(came.get(fact.person, ()), fact.at)
            told.append(Said(fact.at, ask, feature, use, stood, fact.says, fact.how, by, fact.language))
    for ask, feature, use, silent in _unanswered(past, people, features, now):
        at, by = (ask.deadline, DESK) if silent else (ask.at, ask.person)
        says, how = (Says.REFUSED, How.SILENCE) if silent else (None, None)
        told.append(Said(at, ask, feature, use, _relation(came.get(ask.person, ()), at), says, how, by, ""))
    # Of two at the same moment the refusal counts (see `sayso.consent.state`).
    return sorted(told, key=lambda one: (one.at, one.says is not Says.GIVEN))


def _unanswered(
    past: Sequence[Fact], people: Set[str], features: dict[tuple[str, int], Feature], now: datetime
) -> Iterator[tuple[Asked, Feature, Use, bool]]:
    """What was asked and not answered: by silence, or not yet. As the desk itself sees it, at that moment."""
    asks = [f for f in past if isinstance(f, Asked) and f.person in people]
    states = dict(_states(past, [min(ask.deadline, now) for ask in asks]))
    for ask in asks:
        state, feature = states[min(ask.deadline, now)], features[ask.feature, ask.version]
        if state.asks.get((ask.person, ask.feature, ask.version)) != ask:
            continue  # they were asked anew before it was over
        for use in feature.uses:
            stands = state.standing(ask.person, feature, use)
            if stands.how is How.SILENCE or stands == WAITING:
                yield ask, feature, use, stands != WAITING


def _states(past: Sequence[Fact], moments: Iterable[datetime]) -> Iterator[tuple[datetime, State]]:
    """The states at some moments, each made from the one before it."""
    state, known = NOTHING, 0
    for at in sorted(set(moments)):
        until = known
        while until < len(past) and past[until].at <= at:
            until += 1
        state, known = replace(state.after(past[known:until]), at=at), until
        yield at, state


def _relation(came: Sequence[Joined], at: datetime) -> Relation:
    """What the one who asks was to somebody at a moment, who came so often: as they came last before it."""
    return next((joined.relation for joined in reversed(came) if joined.at <= at), Relation.UNKNOWN)
