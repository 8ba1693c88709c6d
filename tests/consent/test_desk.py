"""What the desk does when something happens: who is asked, what follows from an answer, what it refuses to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from notices import NOTICE

from sayso.consent import desk
from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Kind, Left, Relation, Says, TurnedOn
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
ASKED = {("summary", 1): NOTICE, ("summary", 2): replace(NOTICE, version="2026-06")}


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


def with_phone() -> list[Fact]:
    """A meeting with a summary, and somebody who came by telephone."""
    facts = with_summary("ada")
    return facts + desk.join(
        state_at(facts, after(1)), "tel", Kind.DIAL_IN, Relation.UNKNOWN, ASKED, nobody_has_a_policy
    )


def speak(facts: list[Fact], at: float, says: Says = Says.GIVEN, person: str = "tel") -> list[Fact]:
    """The host enters what somebody said."""
    return desk.spoken(state_at(facts, after(at)), person, "summary", 1, {AUDIO.name: says}, "host", ASKED)


def move(facts: list[Fact], at: float, person: str, kind: Kind) -> list[Fact]:
    """Somebody goes, if they are here, and comes as something."""
    left = desk.leave(state_at(facts, after(at)), person)
    state = state_at([*facts, *left], after(at))
    return [*left, *desk.join(state, person, kind, Relation.UNKNOWN, ASKED, nobody_has_a_policy)]


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


def test_what_a_telephone_said_can_be_entered_and_is_an_ask_and_answers() -> None:
    facts = with_phone()
    said = speak(facts, 5)
    assert [type(f) for f in said] == [Asked, Answered]
    assert isinstance(said[0], Asked)
    assert (said[0].notice, said[0].at, said[0].deadline) == ("2026-05", after(5), after(5))
    assert outcome(state_at([*facts, *said], after(6)), SUMMARY).captured == {"tel"}
    assert [type(f) for f in speak([*facts, *said], 7, Says.REFUSED)] == [Answered], "asked once"


@pytest.mark.parametrize("withdraws", [None, "summary"])
def test_a_spoken_yes_is_withdrawn_as_any_other(withdraws: str | None) -> None:
    facts = with_phone()
    facts += speak(facts, 5)
    (withdrawn,) = desk.withdraw(state_at(facts, after(8)), "tel", withdraws)
    assert isinstance(withdrawn, Answered)
    assert (withdrawn.says, withdrawn.how, withdrawn.by) == (Says.WITHDRAWN, How.CLICKED, "tel")
    assert outcome(state_at([*facts, withdrawn], after(9)), SUMMARY).captured == frozenset()


def test_nobody_can_answer_for_who_ever_was_a_person_here() -> None:
    facts = with_phone()
    facts += desk.answer(state_at(facts, after(3)), "ada", "summary", 1, {AUDIO.name: Says.REFUSED})
    for seconds, kind in ((4, Kind.PERSON), (6, Kind.DIAL_IN), (8, Kind.ROOM)):
        facts += move(facts, seconds, "ada", kind)
        with pytest.raises(ConsentError, match="nobody can answer for them"):
            speak(facts, seconds + 1, person="ada")
    facts += move(facts, 10, "ada", Kind.PERSON)
    assert not outcome(state_at(facts, after(11)), SUMMARY).on


def test_nobody_can_answer_for_a_bot_for_who_is_not_here_or_for_who_has_answered() -> None:
    facts = with_phone()
    with pytest.raises(ConsentError, match="a bot: says nothing aloud"):
        speak([*facts, *move(facts, 2, "robot", Kind.BOT)], 3, person="robot")
    with pytest.raises(ConsentError, match="nobody can answer for them"):
        speak([*facts, *desk.leave(state_at(facts, after(2)), "tel")], 3)
    facts += speak(facts, 5)
    facts += desk.withdraw(state_at(facts, after(6)), "tel")
    with pytest.raises(ConsentError, match="nobody can answer for them"):
        speak(facts, 7)


def test_what_was_spoken_for_somebody_ends_when_they_come_as_a_person_who_is_asked_anew() -> None:
    facts = with_phone()
    facts += speak(facts, 5)
    came = move(facts, 10, "tel", Kind.PERSON)
    _, ended, _, asked = came
    assert [type(f) for f in came] == [Left, Answered, Joined, Asked]
    assert isinstance(ended, Answered)
    assert isinstance(asked, Asked)
    assert (ended.says, ended.how) == (Says.WITHDRAWN, How.IN_PERSON)
    assert asked.deadline == after(10) + WINDOW
    state = state_at([*facts, *came], after(11))
    assert state.agrees("tel", SUMMARY) is None, "they have time to answer"
    assert outcome(state, SUMMARY).captured == frozenset()


def test_each_turning_on_asks_everybody_here_anew_and_what_they_answered_stands() -> None:
    facts = with_summary("ada", "ben", "cem")
    facts += desk.answer(state_at(facts, after(5)), "ada", "summary", 1, {AUDIO.name: Says.GIVEN})
    facts += desk.answer(state_at(facts, after(5)), "ben", "summary", 1, {AUDIO.name: Says.REFUSED})
    facts += desk.turn_off(state_at(facts, after(200)), "summary")
    again = desk.turn_on(state_at(facts, after(300)), SUMMARY, ASKED, nobody_has_a_policy)
    asks = [f for f in again if isinstance(f, Asked)]
    assert [(a.person, a.deadline) for a in asks] == [(p, after(300) + WINDOW) for p in ("ada", "ben", "cem")]
    state = state_at([*facts, *again], after(301))
    assert [state.agrees(p, SUMMARY) for p in ("ada", "ben", "cem")] == [True, False, None]


def test_people_are_asked_about_the_version_that_is_on_with_the_notice_of_that_version() -> None:
    facts = with_summary("ada")
    wider = replace(SUMMARY, version=2)
    facts += move(facts, 60, "ben", Kind.PERSON)  # another version has a notice, too, and is not on
    facts += desk.turn_on(state_at(facts, after(100)), wider, ASKED, nobody_has_a_policy)
    facts += move(facts, 110, "cem", Kind.PERSON)
    asks = [(f.person, f.version, f.notice) for f in facts if isinstance(f, Asked)]
    assert asks == [
        ("ada", 1, "2026-05"), ("ben", 1, "2026-05"),
        ("ada", 2, "2026-06"), ("ben", 2, "2026-06"), ("cem", 2, "2026-06"),
    ]  # fmt: skip


def test_what_people_could_be_shown_nothing_about_is_not_turned_on_and_nobody_is_asked_about_it() -> None:
    facts = room("ada")
    for before in ([], facts):
        with pytest.raises(ConsentError, match="summary: has no notice that people could be shown") as refused:
            desk.turn_on(state_at(before, START), SUMMARY, {("summary", 2): NOTICE}, nobody_has_a_policy)
        assert "publishes one for version 1" in str(refused.value)
    facts.append(TurnedOn(START, SUMMARY))  # from before notices belonged to versions
    joins = state_at(facts, after(1))
    came = desk.join(joins, "ben", Kind.PERSON, Relation.PEER, {}, nobody_has_a_policy)
    assert [type(f) for f in came] == [Joined]
    assert not outcome(state_at([*facts, *came], after(500)), SUMMARY).on


def test_who_comes_back_is_asked_anew_if_they_never_answered() -> None:
    facts = with_summary("ada", "ben")
    every = {use.name: Says.REFUSED for use in SUMMARY.uses}
    facts += desk.answer(state_at(facts, after(5)), "ada", "summary", 1, every)
    assert [type(f) for f in move(facts, 200, "ada", Kind.PERSON)] == [Left, Joined]
    assert [type(f) for f in move(facts, 200, "ben", Kind.PERSON)] == [Left, Joined, Asked]


def test_a_policy_answers_anew_what_it_had_answered_and_never_what_its_person_did() -> None:
    agrees, refuses = (lambda _p, _u, says=says: says for says in (Says.GIVEN, Says.REFUSED))
    facts = room("ada", "ben")
    facts += desk.turn_on(state_at(facts, START), SUMMARY, ASKED, agrees)
    facts += desk.answer(state_at(facts, after(5)), "ada", "summary", 1, {AUDIO.name: Says.GIVEN})
    facts += desk.turn_off(state_at(facts, after(20)), "summary")
    same = desk.turn_on(state_at(facts, after(30)), SUMMARY, ASKED, agrees)
    assert not [f for f in same if isinstance(f, Answered)], "what it says already is not said again"
    again = desk.turn_on(state_at(facts, after(30)), SUMMARY, ASKED, refuses)
    said = [(f.person, f.use, f.says) for f in again if isinstance(f, Answered)]
    assert said == [
        ("ada", TRAIN.name, Says.WITHDRAWN), ("ben", AUDIO.name, Says.WITHDRAWN), ("ben", TRAIN.name, Says.WITHDRAWN),
    ]  # fmt: skip


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


def test_an_answer_keeps_the_language_in_which_it_was_read_and_else_the_notices_own() -> None:
    facts = with_summary("ada", "ben")
    facts += desk.answer(state_at(facts, after(5)), "ada", "summary", 1, {AUDIO.name: Says.GIVEN}, language="de")
    facts += desk.answer(state_at(facts, after(5)), "ben", "summary", 1, {AUDIO.name: Says.GIVEN})
    facts += desk.withdraw(state_at(facts, after(9)), "ada")
    said = [(f.person, f.says, f.language) for f in facts if isinstance(f, Answered)]
    assert said == [("ada", Says.GIVEN, "de"), ("ben", Says.GIVEN, "en"), ("ada", Says.WITHDRAWN, "de")]
    facts += desk.join(state_at(facts, after(9)), "tel", Kind.DIAL_IN, Relation.PEER, ASKED, nobody_has_a_policy)
    aloud = desk.spoken(state_at(facts, after(9)), "tel", "summary", 1, {AUDIO.name: Says.GIVEN}, "host", ASKED)
    assert [f.language for f in aloud if isinstance(f, Answered)] == ["en"]
