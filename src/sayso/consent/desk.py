"""What the desk does when something happens in a space: which facts follow from a state, at its moment. Pure.

Everybody affected is asked, once, before capture; a standing policy answers for its person, who sees it and can
answer otherwise at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Kind, Left, Relation, Says, TurnedOff, TurnedOn
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice
from sayso.consent.state import State
from sayso.consent.view import WINDOW
from sayso.errors import ConsentError

#: What a person's standing policy answers to one use; None where they must be asked.
Standing = Callable[[str, Use], Says | None]
#: What people are shown for each feature, by its name.
Notices = Mapping[str, Notice]


def turn_on(state: State, feature: Feature, notices: Notices, standing: Standing) -> list[Fact]:
    """The host asks for a feature: everybody here is asked. Raises `ConsentError` if it is on in this version."""
    if state.features.get(feature.name) == feature:
        raise ConsentError(feature.name, "is turned on already", "turn it off first, to ask everybody anew")
    on = TurnedOn(state.at, feature)
    return [on, *_ask(state.after([on]), [feature], notices, standing)]


def turn_off(state: State, feature: str) -> list[Fact]:
    """The host ends a feature. What people answered stays answered. Raises `ConsentError` if it is not on."""
    if feature not in state.features:
        raise ConsentError(feature, "is not turned on", "there is nothing to end")
    return [TurnedOff(state.at, feature)]


def join(
    state: State, person: str, kind: Kind, relation: Relation, notices: Notices, standing: Standing
) -> list[Fact]:
    """Somebody comes in, and is asked about every feature that is turned on. Nothing follows if they are here."""
    if person in state.here:
        return []
    came = Joined(state.at, person, kind, relation)
    after = state.after([came])
    return [came, *_ask(after, after.features.values(), notices, standing)]


def leave(state: State, person: str) -> list[Fact]:
    """Somebody goes. Nothing follows if they are not here."""
    return [Left(state.at, person)] if person in state.here else []


def end(state: State) -> list[Fact]:
    """The meeting is over: every feature ends, and everybody goes. What people answered stays answered."""
    return [*(TurnedOff(state.at, name) for name in state.features), *(Left(state.at, p) for p in state.here)]


def answer(
    state: State,
    person: str,
    feature: str,
    version: int,
    says: dict[str, Says],
    *,
    how: How = How.CLICKED,
    by: str = "",
    unseen: bool = False,
) -> list[Fact]:
    """A person answers about one or more uses of a feature, before or after the deadline, here or gone.

    A refusal of what was given before is a withdrawal. `how`, `by`: spoken answers are entered by the host, and only
    for those who cannot press a button. Raises `ConsentError` for what was not asked.
    """
    # In the version that was asked about: withdrawing works after it ended, and after it changed.
    asked = state.versions.get((feature, version))
    joined = state.here.get(person)
    spoken = how is How.SPOKEN
    if asked is None:
        raise ConsentError(feature, f"was not asked about in version {version}", "answer what was asked")
    if spoken and (joined is None or joined.kind is Kind.PERSON):
        raise ConsentError("this person", "can answer for themselves", "nobody can answer for them")
    if not spoken and (person, feature, version) not in state.asks:
        raise ConsentError("this person", f"was not asked about {feature}", "answer with the link that you were given")
    found: list[Fact] = []
    for use in asked.uses:
        if use.name not in says:
            continue
        before = state.answers.get((person, feature, version, use.name))
        said = says[use.name]
        if said is Says.REFUSED and before and before.says is Says.GIVEN:
            said = Says.WITHDRAWN
        found.append(Answered(state.at, person, feature, version, use.name, said, how, by or person, unseen))
    if len(found) < len(says):
        unknown = next(name for name in says if name not in {use.name for use in asked.uses})
        raise ConsentError(unknown, f"is not a use of {feature}", "answer about the uses that were asked about")
    return found


def withdraw(state: State, person: str, feature: str | None = None) -> list[Fact]:
    """A person withdraws what they give: in one feature, or in all, in every version that they were asked about."""
    given = [
        (a.feature, a.version, a.use)
        for (p, name, *_), a in state.answers.items()
        if p == person and a.says is Says.GIVEN and feature in (None, name)
    ]
    return [fact for name, version, use in given for fact in answer(state, person, name, version, {use: Says.REFUSED})]


def forget(state: State, person: str) -> list[Fact]:
    """Who somebody is is forgotten: what they give ends, since nobody could ask them whether it still counts."""
    return [
        replace(a, at=state.at, says=Says.WITHDRAWN, how=How.ERASED, by="erasure", unseen=False)
        for a in state.answers.values()
        if a.person == person and a.says is Says.GIVEN
    ]


def _ask(state: State, features: Iterable[Feature], notices: Notices, standing: Standing) -> Iterable[Fact]:
    now = state.at
    for feature in features:
        notice = notices[feature.name]
        for person in state.to_ask(feature):
            yield Asked(now, person, feature.name, feature.version, notice.version, notice.language, now + WINDOW)
            for use in feature.uses:
                if says := standing(person, use):
                    yield Answered(now, person, feature.name, feature.version, use.name, says, How.STANDING, person)
