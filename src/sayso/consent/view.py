"""What the host may see: the outcome, never who refused, at fixed moments, so that timing tells nothing.

The host sees who is in the space anyway. Whatever the desk shows can be compared with that, before and after every
coming and going; so it shows little, and everything that it shows follows from the facts up to the last release.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sayso.consent.fact import Asked, Fact, Kind, TurnedOff, TurnedOn
from sayso.consent.feature import Feature
from sayso.consent.outcome import Why, outcome
from sayso.consent.state import State, state_at

#: The fewest people among whom a refusal can hide.
CROWD = 5
#: How far releases are apart. Also how long a person has to answer.
WINDOW = timedelta(seconds=90)

_NOT_FOR_HOSTS = frozenset({Why.NOT_AGREED, Why.NOBODY_AGREES, Why.POLICY})


@dataclass(frozen=True, slots=True)
class HostView:
    """A feature as the host sees it, as of the last release.

    `agreed` of `asked`: how many agreed among those who were asked when the feature was turned on; both None where
    fewer than `CROWD` were. Counted once, because a count that follows comings and goings gives people away.
    """

    feature: str
    on: bool
    why: Why
    released: datetime
    next_release: datetime
    agreed: int | None = None
    asked: int | None = None


def host_view(facts: Sequence[Fact], feature: Feature, now: datetime) -> HostView:
    """What the host sees of a feature now. Raises `KeyError` if it was never turned on."""
    on = [f for f in facts if isinstance(f, TurnedOn) and f.feature == feature and f.at <= now]
    if not on:
        raise KeyError(feature.name)
    began = on[-1].at
    released = began + WINDOW * ((now - began) // WINDOW)
    # The host ended it: that is no secret from the host.
    if any(isinstance(f, TurnedOff) and f.feature == feature.name and began <= f.at <= now for f in facts):
        return HostView(feature.name, False, Why.NOT_TURNED_ON, released, released + WINDOW)
    if released == began:
        return HostView(feature.name, False, Why.WAITING, released, released + WINDOW)
    state = state_at(facts, released)
    said = outcome(state, feature)
    cohort = _asked_first(facts, feature, began)
    small = len(cohort) < CROWD
    why = Why.POLICY if small and said.why in _NOT_FOR_HOSTS else said.why
    if small:
        return HostView(feature.name, said.on, why, released, released + WINDOW)
    counted = state_at(facts, began + WINDOW)
    agreed = sum(counted.agrees(p, feature) is True for p in cohort)
    return HostView(feature.name, said.on, why, released, released + WINDOW, agreed, len(cohort))


def crowd(facts: Iterable[Fact], feature: Feature, person: str) -> int:
    """Among how many people an answer of this person is released: those who were asked in the same moment."""
    asks = [f for f in facts if isinstance(f, Asked) and f.feature == feature.name and f.version == feature.version]
    mine = {f.deadline for f in asks if f.person == person}
    return len({f.person for f in asks if f.deadline in mine})


def too_small_to_hide(facts: Iterable[Fact], feature: Feature, person: str) -> bool:
    """Whether a person must be told, before answering, that a refusal could be traced to them."""
    return crowd(facts, feature, person) < CROWD


def _asked_first(facts: Sequence[Fact], feature: Feature, began: datetime) -> set[str]:
    asks = [f for f in facts if isinstance(f, Asked) and f.feature == feature.name and f.version == feature.version]
    return {f.person for f in asks if f.at == began}


def preview(state: State, feature: Feature, standing: Iterable[bool | None]) -> str:
    """What the host is told before the button is pressed, from standing answers alone.

    `standing`: of each person here, whether their policy already agrees, refuses, or leaves it to be asked. Below
    `CROWD` nothing is told but that people will be asked.
    """
    answers = list(standing)
    people = sum(j.kind is Kind.PERSON for j in state.here.values())
    if people < CROWD or len(answers) < CROWD:
        return "asks"
    if any(a is False for a in answers) and feature.mode == "everyone":
        return "off"
    return "works" if all(a is True for a in answers) else "asks"
