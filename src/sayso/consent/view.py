"""What the host may see: the outcome, never who refused, at fixed moments, so that timing tells nothing.

The host sees who is in the space anyway, can let people in and make them go, and can turn features off and on. Whatever
the desk shows can be compared before and after each of these; so it shows little, everything that it shows follows from
the facts up to a release, and what too few are left to hide in is held back. What shows all the same is told in
`docs/decisions/0014-what-an-active-host-may-see.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sayso.consent.fact import Asked, Fact, Joined, Kind, Left, TurnedOff, TurnedOn
from sayso.consent.feature import Feature, Mode
from sayso.consent.outcome import Why, outcome
from sayso.consent.state import State, state_at

#: The fewest people among whom a refusal can hide.
CROWD = 5
#: How far releases are apart. Also how long a person has to answer.
WINDOW = timedelta(seconds=90)

_NOT_FOR_HOSTS = frozenset({Why.NOT_AGREED, Why.NOBODY_AGREES, Why.POLICY})


@dataclass(frozen=True, slots=True)
class HostView:
    """A feature as the host sees it, as of the last release that is shown.

    `agreed` of `asked`: of those who were here when this version was turned on here for the first time, how many agreed
    `WINDOW` later. Counted once, and of one cohort: two counts could be compared. Both None where fewer than `CROWD`
    were asked, and where nobody agreed. `held`: what came after this release is held back, because too few are here.
    """

    feature: str
    on: bool
    why: Why
    released: datetime
    next_release: datetime
    agreed: int | None = None
    asked: int | None = None
    held: bool = False


def host_view(facts: Sequence[Fact], feature: Feature, now: datetime) -> HostView:
    """What the host sees of a feature now. Raises `KeyError` if it was never turned on."""
    times = [n for n, f in enumerate(facts) if isinstance(f, TurnedOn) and f.feature == feature and f.at <= now]
    if not times:
        raise KeyError(feature.name)
    first, last = times[0], times[-1]
    began = facts[last].at
    due = began + WINDOW * ((now - began) // WINDOW)
    # The host ended it: that is no secret from the host.
    if any(isinstance(f, TurnedOff) and f.feature == feature.name and f.at <= now for f in facts[last:]):
        return HostView(feature.name, False, Why.NOT_TURNED_ON, due, due + WINDOW)
    cohort = set(state_at(facts[:last], began).people)
    released = _shown(facts, feature, cohort, began, due)
    if released == began:
        return HostView(feature.name, False, Why.WAITING, began, due + WINDOW, held=due > began)
    said = outcome(state_at(facts, released), feature)
    small = len(cohort) < CROWD
    why = Why.POLICY if small and said.why in _NOT_FOR_HOSTS else said.why
    agreed = 0 if small or last > first else _agreed(state_at(facts, began + WINDOW), feature, cohort)
    view = HostView(feature.name, said.on, why, released, due + WINDOW, held=due > released)
    return replace(view, agreed=agreed, asked=len(cohort)) if agreed else view


def _agreed(state: State, feature: Feature, cohort: Iterable[str]) -> int:
    return sum(state.agrees(person, feature) is True for person in cohort)


def _shown(facts: Sequence[Fact], feature: Feature, cohort: Set[str], began: datetime, due: datetime) -> datetime:
    """The last release up to the one that is due at which enough were here to hide among; `began` if there is none."""
    tick = timedelta.resolution
    shown, since, enough = began, began, False
    for at, then in [*_enough(facts, feature, cohort, due), (due + tick, False)]:
        release = began + WINDOW * ((at - tick - began) // WINDOW)  # the last one before this moment
        if enough and release >= since and release > began:
            shown = release
        since, enough = at, then
    return shown


def _enough(
    facts: Iterable[Fact], feature: Feature, cohort: Set[str], due: datetime
) -> Iterator[tuple[datetime, bool]]:
    """From each coming, going and asking on, whether enough people are here to hide among.

    Enough are `CROWD` of those who were here when the feature was turned on; where they were fewer, `CROWD` of all who
    were ever asked about this version. Before there were so many for the first time, any number is enough: everybody
    was told that their answer can be worked out.
    """
    large = len(cohort) >= CROWD
    whom, here, among, ever = set(cohort if large else ()), set[str](), set[str](), large
    for fact in facts:
        if fact.at > due:
            return
        match fact:
            case Joined():
                (here.add if fact.kind is Kind.PERSON else here.discard)(fact.person)
            case Left():
                here.discard(fact.person)
            case Asked() if not large and (fact.feature, fact.version) == (feature.name, feature.version):
                whom.add(fact.person)
            case _:
                continue
        hides = fact.person in here and fact.person in whom
        (among.add if hides else among.discard)(fact.person)
        ever = ever or len(among) >= CROWD
        yield fact.at, len(among) >= CROWD or not ever


def crowd(facts: Sequence[Fact], feature: Feature, person: str) -> int:
    """Among how many people an answer of this person is released, them included, whatever anybody answered.

    Where one refusal keeps the feature off for all, those who were asked in the same moment: who comes later is alone,
    for the host sees what changes then. Otherwise everybody here who was asked, for it runs as long as one agrees.
    """
    state = State(facts[-1].at).after(facts)
    asks = [f for f in facts if isinstance(f, Asked) and (f.feature, f.version) == (feature.name, feature.version)]
    if feature.mode is Mode.EACH:
        return len({person, *({f.person for f in asks} & set(state.people))})
    mine = max((f.at for f in asks if f.person == person), default=None)
    return len({person, *(f.person for f in asks if f.at == mine and state.was_a_person(f.person))})


def too_small_to_hide(facts: Sequence[Fact], feature: Feature, person: str) -> bool:
    """Whether a person must be told, before answering, that a refusal could be traced to them."""
    return crowd(facts, feature, person) < CROWD


def preview(agree: Sequence[bool]) -> str:
    """What the host is told before the button is pressed: `works`, or `asks`, which is that people will be asked.

    `agree`: of everybody who must, whether their own policy agrees to all that the feature needs. A policy that refuses
    is as none: were it told, the host could make people go until it is not told any more. Below `CROWD` nothing is.
    """
    return "works" if len(agree) >= CROWD and all(agree) else "asks"
