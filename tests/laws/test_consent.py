"""The laws of the consent desk, each named as the sentence that it tests."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Kind, Left, Says, TurnedOff, TurnedOn
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.outcome import Why, outcome
from sayso.consent.state import state_at
from sayso.consent.view import CROWD, WINDOW, crowd, host_view, too_small_to_hide

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
SUMMARY = (Use("content.audio", "provide"), Use("content.chat", "provide"))
TRAIN = Use("content.audio", "train-ai", needed=False)
EACH = Feature("summary", 1, (*SUMMARY, TRAIN), Mode.EACH)
EVERYONE = replace(EACH, mode=Mode.EVERYONE)
PEOPLE = ["ada", "ben", "cem", "dee", "eve", "fay", "gus"]


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def ask(person: str, at: datetime, feature: Feature = EACH) -> Asked:
    return Asked(at, person, feature.name, feature.version, "n1", "en", at + WINDOW)


def answer(person: str, says: Says, at: datetime, use: Use, feature: Feature = EACH, **more: object) -> Answered:
    return Answered(at, person, feature.name, feature.version, use.name, says, **more)  # type: ignore[arg-type]


def answers(person: str, says: Says, at: datetime, feature: Feature = EACH, **more: object) -> list[Fact]:
    return [answer(person, says, at, use, feature, **more) for use in feature.uses]


def meeting(feature: Feature, people: list[str], says: dict[str, Says], at: float = 20) -> list[Fact]:
    facts: list[Fact] = [Joined(after(-60), p) for p in people]
    facts += [TurnedOn(START, feature), *(ask(p, START, feature) for p in people)]
    for p, said in says.items():
        facts += answers(p, said, after(at), feature)
    return facts


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Any meeting: people come and go, are asked or not, answer, withdraw; features change."""
    facts: list[Fact] = []
    features = [draw(st.sampled_from([EACH, EVERYONE]))]
    features.append(replace(features[0], version=2))
    for _ in range(draw(st.integers(0, 25))):
        at = after(draw(st.integers(0, 400)))
        person = draw(st.sampled_from(PEOPLE))
        feature = draw(st.sampled_from(features))
        facts.append(
            draw(
                st.one_of(
                    st.just(Joined(at, person, draw(st.sampled_from(list(Kind))))),
                    st.just(Left(at, person)),
                    st.just(TurnedOn(at, feature)),
                    st.just(TurnedOff(at, feature.name)),
                    st.just(ask(person, at, feature)),
                    st.builds(
                        answer,
                        st.just(person),
                        st.sampled_from(list(Says)),
                        st.just(at),
                        st.sampled_from(feature.uses),
                        st.just(feature),
                        unseen=st.booleans(),
                    ),
                )
            )
        )
    return sorted(facts, key=lambda f: f.at)


@given(histories(), st.integers(0, 25))
def test_the_state_after_more_has_happened_is_the_state_of_all_that_happened(facts: list[Fact], number: int) -> None:
    before = state_at(facts[:number], after(600))
    kept = copy.deepcopy(before)
    assert before.after(facts[number:]) == state_at(facts, after(600))
    assert before == kept


@given(histories(), st.integers(0, 600), st.sampled_from([EACH, EVERYONE]))
def test_nobody_is_captured_who_has_not_agreed_to_every_needed_use(
    facts: list[Fact], seconds: int, feature: Feature
) -> None:
    state = state_at(facts, after(seconds))
    for person in outcome(state, feature).captured:
        for use in feature.needed:
            last = [
                f
                for f in facts
                if isinstance(f, Answered) and (f.person, f.use, f.version) == (person, use.name, feature.version)
                if f.at <= after(seconds)
            ]
            assert any(f.says is Says.GIVEN for f in last)
            assert state.standing(person, feature, use).says is Says.GIVEN


@given(histories(), st.integers(0, 600), st.sampled_from([EACH, EVERYONE]))
def test_everybody_here_is_either_captured_or_withheld(facts: list[Fact], seconds: int, feature: Feature) -> None:
    state = state_at(facts, after(seconds))
    said = outcome(state, feature)
    assert said.captured | said.withheld == set(state.here)
    assert not said.captured & said.withheld
    assert said.on == bool(said.captured)
    assert all(people <= said.captured for people in said.extra.values())


@given(histories(), st.integers(0, 300), st.sampled_from(PEOPLE), st.sampled_from([EACH, EVERYONE]))
def test_a_refusal_never_lets_more_be_captured(facts: list[Fact], seconds: int, person: str, feature: Feature) -> None:
    at = after(seconds)
    before = outcome(state_at(facts, at), feature)
    past = [f for f in facts if f.at <= at]
    refused = [*past, answer(person, Says.REFUSED, at, feature.needed[0], feature)]
    now = outcome(state_at(refused, at), feature)
    assert now.captured <= before.captured
    assert person not in now.captured


@given(histories(), st.integers(0, 300), st.integers(0, 300))
def test_what_was_the_state_then_does_not_depend_on_what_came_later(
    facts: list[Fact], seconds: int, later: int
) -> None:
    then = after(seconds)
    past = [f for f in facts if f.at <= then]
    assert state_at(facts, then) == state_at(past, then)
    assert later >= 0


@pytest.mark.parametrize("feature", [EACH, EVERYONE])
@given(says=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from([Says.GIVEN, Says.REFUSED])))
def test_refusing_never_costs_the_meeting(feature: Feature, says: dict[str, Says]) -> None:
    facts = meeting(feature, PEOPLE, says)
    assert set(state_at(facts, after(600)).here) == set(PEOPLE)


def test_silence_is_refusal_at_the_deadline_and_nothing_before() -> None:
    facts = meeting(EACH, ["ada", "ben"], {"ada": Says.GIVEN})
    before, at = (state_at(facts, START + WINDOW - timedelta(seconds=s)) for s in (1, 0))
    assert before.agrees("ben", EACH) is None
    assert at.agrees("ben", EACH) is False
    assert at.standing("ben", EACH, SUMMARY[0]).how is How.SILENCE


def test_a_late_joiner_is_not_captured() -> None:
    facts = [*meeting(EACH, ["ada"], {"ada": Says.GIVEN}), Joined(after(100), "zoe")]
    state = state_at(facts, after(101))
    assert not state.has_answered("zoe", EACH)
    assert outcome(state, EACH).captured == {"ada"}
    assert outcome(state, EVERYONE).why is Why.NOT_TURNED_ON


@pytest.mark.parametrize("kind", [Kind.DIAL_IN, Kind.ROOM, Kind.BOT])
def test_what_cannot_be_asked_has_refused_unless_it_really_answered(kind: Kind) -> None:
    facts = [*meeting(EACH, ["ada"], {"ada": Says.GIVEN}), Joined(after(1), "phone", kind)]
    state = state_at(facts, after(30))
    assert state.agrees("phone", EACH) is False
    assert state.standing("phone", EACH, SUMMARY[0]).how is How.DEVICE
    spoken = answers("phone", Says.GIVEN, after(40), how=How.SPOKEN, by="ada")
    assert state_at([*facts, *spoken], after(50)).agrees("phone", EACH) is True


def test_who_comes_as_a_person_is_captured_of_nothing_that_was_spoken_for_them() -> None:
    facts = [*meeting(EACH, ["ada"], {}), Joined(after(1), "tel", Kind.DIAL_IN), ask("tel", after(2))]
    facts += answers("tel", Says.GIVEN, after(2), how=How.SPOKEN, by="host")
    assert outcome(state_at(facts, after(3)), EACH).captured == {"tel"}
    for kind, captured in ((Kind.DIAL_IN, {"tel"}), (Kind.ROOM, {"tel"}), (Kind.PERSON, set())):
        state = state_at([*facts, Left(after(4), "tel"), Joined(after(5), "tel", kind)], after(6))
        assert outcome(state, EACH).captured == captured
        assert state.has_answered("tel", EACH) == bool(captured)
        assert state.was_a_person("tel") == (not captured)


def test_what_somebody_answered_by_a_link_of_their_telephone_stands_when_they_come_as_a_person() -> None:
    facts = [*meeting(EACH, ["ada"], {}), Joined(after(1), "tel", Kind.DIAL_IN), ask("tel", after(2))]
    facts += answers("tel", Says.GIVEN, after(2), how=How.SPOKEN, by="host")
    facts += [answer("tel", Says.GIVEN, after(3), use) for use in EACH.needed]
    state = state_at([*facts, Left(after(4), "tel"), Joined(after(5), "tel")], after(6))
    assert outcome(state, EACH).captured == {"tel"}
    assert ("tel", EACH.name, EACH.version) in state.asks, "so their page has it"
    assert state.standing("tel", EACH, TRAIN).says is not Says.GIVEN
    assert not state.has_answered("tel", EACH), "and they are asked about the rest"


def test_what_somebody_answered_themselves_stands_however_they_come() -> None:
    facts = meeting(EACH, ["ada", "ben"], {"ada": Says.REFUSED, "ben": Says.GIVEN})
    for at, kind in ((30, Kind.DIAL_IN), (40, Kind.PERSON)):
        for person in ("ada", "ben"):
            facts += [Left(after(at), person), Joined(after(at + 1), person, kind)]
        assert outcome(state_at(facts, after(at + 2)), EACH).captured == {"ben"}


def test_a_changed_purpose_is_not_answered_by_what_was_answered_before() -> None:
    facts = meeting(EACH, ["ada"], {"ada": Says.GIVEN})
    changed = replace(EACH, version=2, uses=(*EACH.uses, Use("content.video", "provide")))
    state = state_at([*facts, TurnedOn(after(200), changed)], after(201))
    assert not state.has_answered("ada", changed)
    assert not outcome(state, changed).on


def test_of_two_answers_at_one_moment_the_refusal_counts() -> None:
    for order in ([Says.GIVEN, Says.WITHDRAWN], [Says.WITHDRAWN, Says.GIVEN]):
        facts = meeting(EACH, ["ada"], {})
        for says in order:
            facts += answers("ada", says, after(30))
        assert state_at(facts, after(31)).agrees("ada", EACH) is False


def test_the_mode_everyone_runs_only_while_everybody_agrees() -> None:
    every = dict.fromkeys(PEOPLE, Says.GIVEN)
    facts = meeting(EVERYONE, PEOPLE, every)
    assert outcome(state_at(facts, after(30)), EVERYONE).on
    withdrawn = answers("cem", Says.WITHDRAWN, after(40), EVERYONE)
    assert outcome(state_at([*facts, *withdrawn], after(40)), EVERYONE).why is Why.NOT_AGREED


@pytest.mark.parametrize("feature", [EACH, EVERYONE])
@given(
    refuser=st.sampled_from(PEOPLE), other=st.sampled_from(PEOPLE), at=st.integers(1, 89), moment=st.integers(0, 500)
)
def test_the_host_sees_the_same_whoever_refused_and_whenever(
    feature: Feature, refuser: str, other: str, at: int, moment: int
) -> None:
    """The host's view is the same function of time, whichever one of them refused, and at whichever second."""
    views = []
    for person, second in ((refuser, at), (other, 45)):
        facts = meeting(feature, PEOPLE, {p: Says.GIVEN for p in PEOPLE if p != person}, 10)
        facts += answers(person, Says.REFUSED, after(second), feature)
        views.append(host_view(facts, feature, after(moment)))
    assert views[0] == views[1]


@given(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.integers(95, 170), st.integers(95, 170))
def test_a_withdrawal_between_releases_is_seen_only_at_the_next(a: str, b: str, first: int, second: int) -> None:
    every = dict.fromkeys(PEOPLE, Says.GIVEN)
    for moment in (94, 175, 181, 300):
        views = [
            host_view(
                [*meeting(EVERYONE, PEOPLE, every), *answers(p, Says.WITHDRAWN, after(s), EVERYONE)],
                EVERYONE,
                after(moment),
            )
            for p, s in ((a, first), (b, second))
        ]
        assert views[0] == views[1]


def test_the_count_does_not_follow_those_who_come_later() -> None:
    facts = meeting(EACH, PEOPLE, dict.fromkeys(PEOPLE[:-1], Says.GIVEN))
    late = [Joined(after(100), "zoe"), ask("zoe", after(100))]
    views = {
        says: host_view([*facts, *late, *answers("zoe", says, after(110))], EACH, after(400))
        for says in (Says.GIVEN, Says.REFUSED)
    }
    assert views[Says.GIVEN] == views[Says.REFUSED]
    assert (views[Says.GIVEN].agreed, views[Says.GIVEN].asked) == (6, 7)


def test_in_a_small_room_there_is_no_count_and_one_reason() -> None:
    small = PEOPLE[: CROWD - 1]
    facts = meeting(EVERYONE, small, dict.fromkeys(small[1:], Says.GIVEN))
    view = host_view([*facts, *answers(small[0], Says.REFUSED, after(30), EVERYONE)], EVERYONE, after(200))
    assert (view.why, view.agreed, view.asked) == (Why.POLICY, None, None)
    assert too_small_to_hide(facts, EVERYONE, small[0])
    assert not too_small_to_hide(meeting(EACH, PEOPLE, {}), EACH, "ada")


def test_who_is_too_few_to_hide_can_have_the_feature_kept_off_for_all() -> None:
    facts = meeting(EACH, ["ada", "ben", "cem"], {"ada": Says.GIVEN, "ben": Says.GIVEN})
    facts += answers("cem", Says.REFUSED, after(30), unseen=True)
    said = outcome(state_at(facts, after(31)), EACH)
    assert (said.on, said.why, said.captured) == (False, Why.POLICY, frozenset())


@pytest.mark.parametrize("unseen", [False, True])
def test_a_feature_does_not_start_when_the_one_who_refused_goes(unseen: bool) -> None:
    facts = meeting(EVERYONE, PEOPLE, dict.fromkeys(PEOPLE[1:], Says.GIVEN))
    facts += [*answers("ada", Says.REFUSED, after(30), EVERYONE, unseen=unseen), Left(after(120), "ada")]
    assert not outcome(state_at(facts, after(200)), EVERYONE).on


@pytest.mark.parametrize("unseen", [False, True])
def test_a_refusal_holds_when_its_person_goes_and_the_feature_is_turned_off_and_on(unseen: bool) -> None:
    facts = meeting(EVERYONE, PEOPLE, dict.fromkeys(PEOPLE[1:], Says.GIVEN))
    facts += [*answers("ada", Says.REFUSED, after(30), EVERYONE, unseen=unseen), Left(after(120), "ada")]
    facts += [TurnedOff(after(130), "summary"), TurnedOn(after(140), EVERYONE)]
    assert not outcome(state_at(facts, after(300)), EVERYONE).on
    otherwise = answers("ada", Says.GIVEN, after(310), EVERYONE)
    assert outcome(state_at([*facts, *otherwise], after(320)), EVERYONE).on, "they can answer otherwise from afar"
    newer = replace(EVERYONE, version=2)
    facts += [TurnedOn(after(400), newer), *(ask(p, after(400), newer) for p in PEOPLE[1:])]
    facts += [f for p in PEOPLE[1:] for f in answers(p, Says.GIVEN, after(410), newer)]
    assert outcome(state_at(facts, after(420)), newer).on, "another version is another question"


@given(histories(), st.integers(0, 600), st.integers(2, 5), st.sampled_from([EACH, EVERYONE]))
def test_with_fewer_people_than_the_fewest_a_feature_is_off_by_policy_whatever_anybody_answers(
    facts: list[Fact], seconds: int, fewest: int, feature: Feature
) -> None:
    few, at = replace(feature, fewest=fewest), after(seconds)
    facts = [replace(f, feature=few) if isinstance(f, TurnedOn) and f.feature == feature else f for f in facts]
    state = state_at(facts, at)
    said = outcome(state, few)
    if state.features.get(few.name) == few and state.here and len(state.people) < fewest:
        assert (said.on, said.why) == (False, Why.POLICY)
    elif said.why is not Why.POLICY:
        same = [replace(f, feature=feature) if isinstance(f, TurnedOn) and f.feature == few else f for f in facts]
        assert said == outcome(state_at(same, at), feature), "and with enough it changes nothing"


def test_without_a_fewest_two_rooms_that_said_yes_are_enough() -> None:
    facts: list[Fact] = [Joined(START, "north", Kind.ROOM), TurnedOn(START, EACH)]
    facts += answers("north", Says.GIVEN, after(1), how=How.SPOKEN, by="host")
    assert outcome(state_at(facts, after(2)), EACH).captured == {"north"}


def test_who_agreed_and_was_erased_keeps_nothing_off_once_they_are_gone() -> None:
    facts = meeting(EVERYONE, PEOPLE, dict.fromkeys(PEOPLE, Says.GIVEN))
    facts += answers("ada", Says.WITHDRAWN, after(100), EVERYONE, how=How.ERASED, by="erasure")
    assert not outcome(state_at(facts, after(101)), EVERYONE).on
    assert outcome(state_at([*facts, Left(after(102), "ada")], after(103)), EVERYONE).on


def test_the_count_is_told_of_the_first_time_alone() -> None:
    facts = meeting(EACH, PEOPLE, dict.fromkeys(PEOPLE[:-1], Says.GIVEN))
    assert (host_view(facts, EACH, after(100)).agreed, host_view(facts, EACH, after(100)).asked) == (6, 7)
    facts += [TurnedOff(after(110), "summary"), TurnedOn(after(120), EACH)]
    view = host_view(facts, EACH, after(300))
    assert (view.on, view.agreed, view.asked) == (True, None, None)


def test_there_is_no_count_of_nobody() -> None:
    view = host_view(meeting(EACH, PEOPLE, dict.fromkeys(PEOPLE, Says.REFUSED)), EACH, after(100))
    assert (view.why, view.agreed, view.asked) == (Why.NOBODY_AGREES, None, None)


def test_what_is_turned_off_and_on_in_one_moment_is_on() -> None:
    facts = [*meeting(EACH, PEOPLE, {}), TurnedOff(START, "summary"), TurnedOn(START, EACH)]
    assert host_view(facts, EACH, after(1)).why is Why.WAITING


def test_among_how_many_somebody_answers_is_not_what_others_answer() -> None:
    """Where each is left out, all who are here and were asked; where all must agree, who was asked with them."""
    for says in (Says.GIVEN, Says.REFUSED, None):
        for feature, late in ((EACH, 7), (EVERYONE, 1)):
            facts = meeting(feature, PEOPLE[:-1], dict.fromkeys(PEOPLE[:-1], says) if says else {})
            facts += [Joined(after(100), "gus"), ask("gus", after(100), feature), Joined(after(101), "bot", Kind.BOT)]
            # Whom the host answers for hides nobody, even if that was in the same moment.
            facts += [Joined(after(102), "tel", Kind.DIAL_IN), ask("tel", START, feature)]
            assert crowd(facts, feature, "gus") == late
            assert crowd(facts, feature, "ada") == (7 if feature is EACH else 6)
            assert crowd([*facts, Left(after(110), "ben")], feature, "ada") == 6


def test_training_cannot_be_declared_as_needed() -> None:
    with pytest.raises(ValueError, match="never needed"):
        Feature("summary", 1, (Use("content.audio", "train-ai"),))
