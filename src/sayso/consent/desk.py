"""What the desk does when something happens in a space: which facts follow from a state, at its moment. Pure.

Everybody affected is asked before capture, once each time that the feature is turned on; a standing policy answers for
its person, who sees it and can answer otherwise at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Kind, Left, Relation, Says, TurnedOff, TurnedOn
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice
from sayso.consent.state import State
from sayso.consent.view import WINDOW
from sayso.errors import ConsentError

#: What a person's standing policy answers to one use; None where they must be asked.
Standing = Callable[[str, Use], Says | None]
#: What people are shown when they are asked, by the name and the version of the feature.
Notices = Mapping[tuple[str, int], Notice]


def turn_on(state: State, feature: Feature, notices: Notices, standing: Standing) -> list[Fact]:
    """The host asks for a feature: everybody here is asked, anew if they were asked before; what they answered stands.

    Asked are those who answered, too: how many it is tells nothing of who did. Raises `ConsentError` if it is on in
    this version, and if there is nothing that people could be shown about it.
    """
    if state.features.get(feature.name) == feature:
        raise ConsentError(feature.name, "is turned on already", "turn it off first, to ask everybody anew")
    _notice(feature, notices)
    after = state.after([on := TurnedOn(state.at, feature)])
    return [on, *(fact for person in after.people for fact in _ask(after, person, feature, notices, standing))]


def turn_off(state: State, feature: str) -> list[Fact]:
    """The host ends a feature. What people answered stays answered. Raises `ConsentError` if it is not on."""
    if feature not in state.features:
        raise ConsentError(feature, "is not turned on", "there is nothing to end")
    return [TurnedOff(state.at, feature)]


def join(state: State, person: str, kind: Kind, relation: Relation, notices: Notices, standing: Standing) -> list[Fact]:
    """Somebody comes in, and is asked about every feature that is turned on and that they have not answered about.

    What was spoken for them ends when they come as a person. Nothing follows if they are here.
    """
    if person in state.here:
        return []
    came: list[Fact] = [*_spoken_ends(state, person, kind), Joined(state.at, person, kind, relation)]
    if kind is not Kind.PERSON:
        return came
    after = state.after(came)
    for feature in after.features.values():
        # Where it was on before its notice belonged to a version, nobody can be asked, and so nothing is captured.
        if (feature.name, feature.version) in notices and not after.has_answered(person, feature):
            came += _ask(after, person, feature, notices, standing)
    return came


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
    says: Mapping[str, Says],
    *,
    unseen: bool = False,
    language: str = "",
) -> list[Fact]:
    """A person answers about one or more uses of a feature, before or after the deadline, here or gone.

    A refusal of what was given before is a withdrawal. `language`: in which they were shown it; in the notice's own,
    where nothing is said. Raises `ConsentError` for what was not asked.
    """
    asked, ask = _asked(state, feature, version), state.asks.get((person, feature, version))
    if ask is None:
        raise ConsentError("this person", f"was not asked about {feature}", "answer with the link that you were given")
    return _answered(state, person, asked, says, How.CLICKED, person, language or ask.language, unseen)


def spoken(
    state: State, person: str, feature: str, version: int, says: Mapping[str, Says], by: str, notices: Notices
) -> list[Fact]:
    """What was said aloud by somebody who has no button to press, entered by the host: the first time, as asked now.

    Raises `ConsentError` for who can answer for themselves: who ever came as a person, or has answered; and for a bot,
    which nobody can speak for.
    """
    asked, here = _asked(state, feature, version), state.here.get(person)
    which = (person, feature, version)
    clicked = any(key[:3] == which and answer.how is How.CLICKED for key, answer in state.answers.items())
    if here is None or state.was_a_person(person) or clicked:
        raise ConsentError("this person", "can answer for themselves", "nobody can answer for them")
    if here.kind is Kind.BOT:
        raise ConsentError("a bot", "says nothing aloud", "it counts as no")
    before = state.asks.get(which)
    ask = before or _asks(state, person, asked, notices, state.at)
    answered = _answered(state, person, asked, says, How.SPOKEN, by, ask.language)
    return answered if before else [ask, *answered]


def withdraw(state: State, person: str, feature: str | None = None) -> list[Fact]:
    """A person withdraws what they give: in one feature, or in all, in every version, however it was given."""
    given = (a for a in _given(state, person) if feature in (None, a.feature))
    return [_ended(state, answer, How.CLICKED, person) for answer in given]


def forget(state: State, person: str) -> list[Fact]:
    """Who somebody is is forgotten: what they give ends, since nobody could ask them whether it still counts."""
    return [_ended(state, answer, How.ERASED, "erasure") for answer in _given(state, person)]


def _asked(state: State, feature: str, version: int) -> Feature:
    """What was asked about, in its version: withdrawing works after it ended, and after it changed."""
    if asked := state.versions.get((feature, version)):
        return asked
    raise ConsentError(feature, f"was not asked about in version {version}", "answer what was asked")


def _answered(
    state: State,
    person: str,
    asked: Feature,
    says: Mapping[str, Says],
    how: How,
    by: str,
    language: str,
    unseen: bool = False,
) -> list[Fact]:
    uses = [use.name for use in asked.uses]
    if unknown := next((name for name in says if name not in uses), None):
        raise ConsentError(unknown, f"is not a use of {asked.name}", "answer about the uses that were asked about")
    return [_answer(state, person, asked, use, says[use], how, by, language, unseen) for use in uses if use in says]


def _answer(
    state: State,
    person: str,
    asked: Feature,
    use: str,
    said: Says,
    how: How,
    by: str,
    language: str,
    unseen: bool = False,
) -> Answered:
    before = state.answers.get((person, asked.name, asked.version, use))
    if said is Says.REFUSED and before and before.says is Says.GIVEN:
        said = Says.WITHDRAWN
    return Answered(state.at, person, asked.name, asked.version, use, said, how, by, unseen, language)


def _given(state: State, person: str) -> Iterable[Answered]:
    return (a for a in state.answers.values() if a.person == person and a.says is Says.GIVEN)


def _ended(state: State, given: Answered, how: How, by: str) -> Answered:
    return replace(given, at=state.at, says=Says.WITHDRAWN, how=how, by=by, unseen=False)


def _spoken_ends(state: State, person: str, kind: Kind) -> Iterable[Fact]:
    if kind is Kind.PERSON and person in state.came and not state.was_a_person(person):
        aloud = (answer for answer in _given(state, person) if answer.how is How.SPOKEN)
        yield from (_ended(state, answer, How.IN_PERSON, person) for answer in aloud)


def _ask(state: State, person: str, feature: Feature, notices: Notices, standing: Standing) -> Iterable[Fact]:
    yield (ask := _asks(state, person, feature, notices, state.at + WINDOW))
    for use in feature.uses:
        before = state.answers.get((person, feature.name, feature.version, use.name))
        # A policy answers what its person has not: and anew where it was the policy that had answered.
        says = standing(person, use) if before is None or before.how is How.STANDING else None
        if says and (before is None or (before.says is Says.GIVEN) != (says is Says.GIVEN)):
            yield _answer(state, person, feature, use.name, says, How.STANDING, person, ask.language)


def _asks(state: State, person: str, feature: Feature, notices: Notices, deadline: datetime) -> Asked:
    notice = _notice(feature, notices)
    return Asked(state.at, person, feature.name, feature.version, notice.version, notice.language, deadline)


def _notice(feature: Feature, notices: Notices) -> Notice:
    if notice := notices.get((feature.name, feature.version)):
        return notice
    out = f"an administrator publishes one for version {feature.version}"
    raise ConsentError(feature.name, "has no notice that people could be shown", out)
