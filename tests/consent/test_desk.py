"""What the desk does when something happens: who is asked, what follows from an answer, what it refuses to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from notices import NOTICE

from sayso.consent import desk
from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.outcome import outcome
from sayso.consent.standing import standing_answer
from sayso.consent.state import state_at
from sayso.consent.view import WINDOW
from sayso.errors import ConsentError
from sayso.sharing.load import from_text

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (AUDIO, TRAIN))
ASKED = {"summary": NOTICE}


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def nobody_has_a_policy(_person: str, _use: Use) -> Says | None:
    return None


def room(*people: str) -> list[Fact]:
    facts: list[Fact] = []
    for person in people:
        facts += desk.join(state_at(facts, after(-10)), person, Kind.PERSON, Relation.PEER, ASKED, nobody_has_a_policy)
    return facts


def with_summary(*people: str) -> list[Fact]:
    facts = room(*people)
    return [*facts, *desk.turn_on(state_at(facts, START), SUMMARY, ASKED, nobody_has_a_policy)]


def test_turning_a_feature_on_asks_everybody_here_about_it_once() -> None:
    facts = with_summary("ada", "ben")
    asks = [f for f in facts if isinstance(f, Asked)]
    assert [a.person for a in asks] == ["ada", "ben"]
    assert {(a.notice, a.language, a.deadline) for a in asks} == {("2026-05", "en", START + WINDOW)}
    with pytest.raises(ConsentError, match="is turned on already"):
        desk.turn_on(state_at(facts, after(1)), SUMMARY, ASKED, nobody_has_a_policy)


def test_a_late_joiner_is_asked_on_arrival_with_time_of_their_own() -> None:
    facts = with_summary("ada")
    came = desk.join(state_at(facts, after(60)), "zoe", Kind.PERSON, Relation.EMPLOYER, ASKED, nobody_has_a_policy)
    assert [type(f) for f in came] == [Joined, Asked]
    assert isinstance(came[1], Asked)
    assert came[1].deadline == after(60) + WINDOW
    later = state_at([*facts, *came], after(61))
    assert desk.join(later, "zoe", Kind.PERSON, Relation.PEER, ASKED, nobody_has_a_policy) == []


def test_a_device_is_not_asked() -> None:
    facts = with_summary("ada")
    came = desk.join(state_at(facts, after(60)), "phone", Kind.DIAL_IN, Relation.UNKNOWN, ASKED, nobody_has_a_policy)
    assert [type(f) for f in came] == [Joined]


def test_each_use_is_answered_by_itself() -> None:
    facts = with_summary("ada")
    says = {AUDIO.name: Says.GIVEN, TRAIN.name: Says.REFUSED}
    facts += desk.answer(state_at(facts, after(5)), "ada", "summary", 1, says)
    said = outcome(state_at(facts, after(6)), SUMMARY)
    assert said.captured == {"ada"}
    assert said.extra == {TRAIN.name: frozenset()}


def test_a_refusal_of_what_was_given_is_a_withdrawal_and_works_at_any_time() -> None:
    facts = with_summary("ada")
    facts += desk.answer(state_at(facts, after(5)), "ada", "summary", 1, {AUDIO.name: Says.GIVEN})
    facts += desk.turn_off(state_at(facts, after(100)), "summary")
    facts += desk.leave(state_at(facts, after(110)), "ada")
    later = START + timedelta(days=365)
    (withdrawn,) = desk.answer(state_at(facts, later), "ada", "summary", 1, {AUDIO.name: Says.REFUSED})
    assert isinstance(withdrawn, Answered)
    assert withdrawn.says is Says.WITHDRAWN


def test_consent_to_an_older_version_can_still_be_withdrawn_and_says_nothing_of_the_newer() -> None:
    facts = with_summary("ada")
    facts += desk.answer(state_at(facts, after(5)), "ada", "summary", 1, {AUDIO.name: Says.GIVEN})
    wider = replace(SUMMARY, version=2, uses=(*SUMMARY.uses, Use("content.video", "provide")))
    facts += desk.turn_on(state_at(facts, after(100)), wider, ASKED, nobody_has_a_policy)
    assert not outcome(state_at(facts, after(101)), wider).on
    every = {use.name: Says.GIVEN for use in wider.uses}
    facts += desk.answer(state_at(facts, after(110)), "ada", "summary", 2, every)
    facts += desk.answer(state_at(facts, after(120)), "ada", "summary", 1, {AUDIO.name: Says.REFUSED})
    assert outcome(state_at(facts, after(121)), wider).captured == {"ada"}
    assert not outcome(state_at(facts, after(121)), SUMMARY).on


def test_nobody_can_answer_for_a_person_but_a_spoken_answer_can_be_entered_for_a_telephone() -> None:
    facts = with_summary("ada", "host")
    facts += desk.join(state_at(facts, after(1)), "phone", Kind.DIAL_IN, Relation.UNKNOWN, ASKED, nobody_has_a_policy)
    yes = {AUDIO.name: Says.GIVEN}
    with pytest.raises(ConsentError, match="nobody can answer for them"):
        desk.answer(state_at(facts, after(5)), "ada", "summary", 1, yes, how=How.SPOKEN, by="host")
    spoken = desk.answer(state_at(facts, after(5)), "phone", "summary", 1, yes, how=How.SPOKEN, by="host")
    assert outcome(state_at([*facts, *spoken], after(6)), SUMMARY).captured == {"phone"}


@pytest.mark.parametrize(
    ("person", "feature", "version", "use", "cause"),
    [
        ("eve", "summary", 1, AUDIO.name, "was not asked about summary"),
        ("ada", "recording", 1, AUDIO.name, "was not asked about in version 1"),
        ("ada", "summary", 2, AUDIO.name, "was not asked about in version 2"),
        ("ada", "summary", 1, "content.video provide", "is not a use of summary"),
    ],
)
def test_what_was_not_asked_cannot_be_answered(person: str, feature: str, version: int, use: str, cause: str) -> None:
    facts = with_summary("ada")
    with pytest.raises(ConsentError, match=cause):
        desk.answer(state_at(facts, after(5)), person, feature, version, {use: Says.GIVEN})


POLICY = """version = 1
[accept]
"*" = "opt-out"
content = { provide = "leave", improve = "opt-in" }
"content.audio" = { train-ai = "never" }
"""


def test_a_policy_refuses_in_general_but_agrees_only_to_a_purpose_that_it_names() -> None:
    rules = from_text(POLICY).rules("", START.date())
    assert standing_answer(rules, TRAIN) is Says.REFUSED
    assert standing_answer(rules, AUDIO) is Says.GIVEN
    assert standing_answer(rules, Use("content.audio", "improve")) is None, "opt-in means: ask me"
    assert standing_answer(rules, Use("content.chat", "train-ai")) is None, "a general line agrees to nothing"


def test_a_standing_answer_answers_for_its_person_who_can_answer_otherwise() -> None:
    rules = from_text(POLICY).rules("", START.date())
    facts = room("ada")
    facts += desk.turn_on(state_at(facts, START), SUMMARY, ASKED, lambda _p, use: standing_answer(rules, use))
    state = state_at(facts, after(1))
    assert outcome(state, SUMMARY).captured == {"ada"}
    assert state.standing("ada", SUMMARY, TRAIN).how is How.STANDING
    facts += desk.answer(state_at(facts, after(5)), "ada", "summary", 1, {AUDIO.name: Says.REFUSED})
    assert outcome(state_at(facts, after(6)), SUMMARY).captured == frozenset()
