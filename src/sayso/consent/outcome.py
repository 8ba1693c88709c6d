"""What comes of all answers: whether a feature runs, whose contributions it gets, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sayso.consent.fact import Says
from sayso.consent.feature import Feature, Mode
from sayso.consent.state import State


class Why(StrEnum):
    """Why a feature is on or off."""

    AGREED = "agreed"
    NOT_TURNED_ON = "not turned on"
    NOBODY_HERE = "nobody is here"
    WAITING = "not everybody has answered"
    NOT_AGREED = "not everybody agrees"
    NOBODY_AGREES = "nobody agrees"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A feature at a moment, as the recorder must obey it. Not for the host: it names people.

    `captured`: whose contributions the feature may get; empty where it is off. `withheld`: everybody else who is
    here. `extra`: for each extra use, those of the captured who gave it.
    """

    feature: str
    on: bool
    why: Why
    captured: frozenset[str]
    withheld: frozenset[str]
    extra: dict[str, frozenset[str]]


def outcome(state: State, feature: Feature) -> Outcome:
    """The outcome for one feature. Nothing is captured of anybody who has not agreed, in any mode."""
    here = frozenset(state.here)
    agreed = frozenset(p for p in here if state.agrees(p, feature))
    why = _why(state, feature, here, agreed)
    captured = agreed if why is Why.AGREED else frozenset()
    extra = {
        use.name: frozenset(p for p in captured if state.standing(p, feature, use).says is Says.GIVEN)
        for use in feature.extra
    }
    return Outcome(feature.name, why is Why.AGREED, why, captured, here - captured, extra)


def _why(state: State, feature: Feature, here: frozenset[str], agreed: frozenset[str]) -> Why:
    if state.features.get(feature.name) != feature:
        return Why.NOT_TURNED_ON
    if not here:
        return Why.NOBODY_HERE
    if len(state.people) < feature.fewest and feature.fewest > 1:
        return Why.POLICY
    refusals = state.refusals(feature)
    if any(answer.unseen for answer in refusals):
        return Why.POLICY
    says = [state.agrees(person, feature) for person in here]
    if feature.mode is Mode.EVERYONE and (refusals or agreed != here):
        return Why.NOT_AGREED if refusals or False in says else Why.WAITING
    if not agreed:
        return Why.WAITING if None in says else Why.NOBODY_AGREES
    return Why.AGREED
