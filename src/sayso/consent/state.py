"""What holds in a space at a moment: a fold over its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime

from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Kind, Left, Says, TurnedOff, TurnedOn
from sayso.consent.feature import Feature, Use


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to one use. `says` is None while they still have time to answer."""

    says: Says | None
    how: How | None = None
    since: datetime | None = None


#: Before anybody was asked, and while there is time to answer: nothing is captured.
WAITING = Standing(None)


@dataclass(frozen=True)
class State:
    """A space at a moment: who is here, which features were asked for, who was asked what, who answered what.

    `came`: how everybody came who was ever here, and since they came as a person, how they first did. `turned_on`:
    since when each feature is asked for. `versions`: everything that ever was, by name and version. `asks` are by
    person, feature and version, the last of each, `answers` also by use: an answer to one version says nothing of
    another. What follows from it is a state of its own.
    """

    at: datetime
    here: dict[str, Joined] = field(default_factory=dict)
    came: dict[str, Joined] = field(default_factory=dict)
    features: dict[str, Feature] = field(default_factory=dict)
    turned_on: dict[str, datetime] = field(default_factory=dict)
    versions: dict[tuple[str, int], Feature] = field(default_factory=dict)
    asks: dict[tuple[str, str, int], Asked] = field(default_factory=dict)
    answers: dict[tuple[str, str, int, str], Answered] = field(default_factory=dict)

    @property
    def people(self) -> list[str]:
        """Who is here and can press a button."""
        return [person for person, joined in self.here.items() if joined.kind is Kind.PERSON]

    def was_a_person(self, person: str) -> bool:
        """Whether somebody was ever here as a person: then nobody can answer for them."""
        came = self.came.get(person)
        return came is not None and came.kind is Kind.PERSON

    def has_answered(self, person: str, feature: Feature) -> bool:
        """Whether somebody was asked about a version of a feature, and answered about every use."""
        which = (person, feature.name, feature.version)
        return which in self.asks and all((*which, use.name) in self.answers for use in feature.uses)

    def standing(self, person: str, feature: Feature, use: Use) -> Standing:
        """How a person stands to one use of a feature at this moment."""
        if answer := self.answers.get((person, feature.name, feature.version, use.name)):
            return Standing(answer.says, answer.how, answer.at)
        joined = self.here.get(person)
        if joined and joined.kind is not Kind.PERSON:
            return Standing(Says.REFUSED, How.DEVICE, joined.at)
        ask = self.asks.get((person, feature.name, feature.version))
        if ask and self.at >= ask.deadline:
            return Standing(Says.REFUSED, How.SILENCE, ask.deadline)
        return WAITING

    def agrees(self, person: str, feature: Feature) -> bool | None:
        """Whether a person lets a feature work on what they contribute; None while that is open."""
        says = [self.standing(person, feature, use).says for use in feature.needed]
        if any(s in (Says.REFUSED, Says.WITHDRAWN) for s in says):
            return False
        return None if None in says else True

    def refusals(self, feature: Feature) -> list[Answered]:
        """What stands answered against this version of a feature, also by those who are gone.

        It ends when its person answers otherwise. Were it to end when they go, or when the feature is turned off and
        on without them, the feature would start, and everybody would know whose it was. What ended because who they are
        was erased is no refusal: they had agreed.
        """
        needed = {use.name for use in feature.needed}
        return [
            answer
            for (_, name, version, use), answer in self.answers.items()
            if (name, version) == (feature.name, feature.version)
            if answer.says is not Says.GIVEN and answer.how is not How.ERASED and use in needed
        ]

    def after(self, facts: Iterable[Fact]) -> State:
        """The state at this moment once these have happened, too: none of them before what has, none in the future."""
        own = {f.name: dict(getattr(self, f.name)) for f in fields(self) if f.name != "at"}
        state = State(self.at, **own)
        for fact in facts:
            _apply(state, fact)
        return state


#: Before anything has happened.
NOTHING = State(datetime.min.replace(tzinfo=UTC))


def state_at(facts: Iterable[Fact], at: datetime) -> State:
    """The state of a space at a moment, from its facts in their order."""
    state = State(at)
    for fact in facts:
        if fact.at <= at:
            _apply(state, fact)
    return state


def states(facts: Iterable[Fact]) -> Iterator[State]:
    """The state after each fact, at its moment. Each is good until the next is asked for."""
    state = NOTHING.after(())
    for fact in facts:
        _apply(state, fact)
        yield replace(state, at=fact.at)


def _apply(state: State, fact: Fact) -> None:
    match fact:
        case Joined():
            state.here[fact.person] = fact
            if not state.was_a_person(fact.person):
                if fact.kind is Kind.PERSON and fact.person in state.came:
                    _end_spoken(state, fact.person)
                state.came[fact.person] = fact
        case Left():
            state.here.pop(fact.person, None)
        case TurnedOn():
            state.features[fact.feature.name] = fact.feature
            state.turned_on[fact.feature.name] = fact.at
            state.versions.setdefault((fact.feature.name, fact.feature.version), fact.feature)
        case TurnedOff():
            state.features.pop(fact.feature, None)
            state.turned_on.pop(fact.feature, None)
        case Asked():
            state.asks[fact.person, fact.feature, fact.version] = fact
        case Answered():
            key = (fact.person, fact.feature, fact.version, fact.use)
            before = state.answers.get(key)
            # Of two at the same moment the refusal counts: nobody can tell which was meant last.
            if not (before and before.at == fact.at and fact.says is Says.GIVEN):
                state.answers[key] = fact


def _end_spoken(state: State, person: str) -> None:
    """Who comes as a person answers for themselves: what was spoken for them is over, and what they were asked then."""
    for key in [key for key, a in state.answers.items() if key[0] == person and a.how in (How.SPOKEN, How.IN_PERSON)]:
        del state.answers[key]
    answered = {key[:3] for key in state.answers if key[0] == person}  # by themselves
    for which in [which for which in state.asks if which[0] == person and which not in answered]:
        del state.asks[which]
