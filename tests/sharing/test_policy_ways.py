"""Starting points and questions, which policy is stricter, cases, and replay."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.decision import Verdict
from sayso.errors import PolicyError
from sayso.say import Say
from sayso.sharing.cases import Case, parse_cases, run
from sayso.sharing.load import from_text
from sayso.sharing.questions import QUESTIONS, STARTS, check_answer, default, start_text, written
from sayso.sharing.replay import Version, replay
from sayso.sharing.source import Source
from sayso.sharing.stance import stance
from sayso.sharing.stricter import Stricter, compare_policies
from sayso.terms.document import from_text as document
from sayso.terms.reader import read_document
from sayso.terms.reading import Reading

DAY = date(2026, 6, 1)
V = "version = 1\n"
EXCEPTION = '[[exceptions]]\nservice = "Lantern"\naccept = "no-say"\nreason = "a trial"\nuntil = 2026-06-01\n'


def read(text: str) -> Reading:
    return read_document(document(text))


TRAINS = read("We may use your content to train our AI models.")
ASKS = read("We use your content to train our AI models only with your consent.")
DOES_NOT = read("We do not use your content to train AI models.")


def stricter(first: str, second: str, on: date = DAY) -> Stricter:
    return compare_policies(from_text(V + first, "a"), from_text(V + second, "b"), on).stricter


def test_each_starting_point_is_stricter_than_the_next() -> None:
    policies = [from_text(start_text(start), start) for start in STARTS]
    for one, next_one in pairwise(policies):
        assert compare_policies(one, next_one, DAY).stricter is Stricter.FIRST
    assert [p.level.unstated for p in policies] == [Verdict.ASK, Verdict.ASK, Verdict.FINE]


def test_the_cautious_start_never_lets_ai_be_trained_with_what_people_make_or_are() -> None:
    rules = from_text(start_text("cautious")).rules("", DAY)
    assert [rules.accepted(row, "train-ai") for row in ("content", "profile", "sensitive", "usage")] == [
        Say.NEVER, Say.NEVER, Say.NEVER, Say.OPT_IN,
    ]  # fmt: skip


def test_every_start_has_a_line_for_every_question() -> None:
    assert len(QUESTIONS) == 12
    for start in STARTS:
        policy = from_text(start_text(start))
        named = {(x.data, x.purpose) for x in policy.lines}
        assert {cell for q in QUESTIONS for cell in q.cells} <= named


@settings(deadline=None)
@given(st.sampled_from(list(STARTS)), st.data())
def test_every_answer_is_what_the_policy_says(start: str, data: st.DataObject) -> None:
    answers = {"start": start, "name": "Ada"}
    for question in QUESTIONS[2:]:
        if data.draw(st.booleans()):
            answers[question.key] = data.draw(st.sampled_from(sorted(question.choices or {})))
    text = written(answers)
    policy = from_text(text)
    assert policy.name == "Ada"
    rules = policy.rules("", DAY)
    for question in QUESTIONS:
        answer = answers.get(question.key) or default(question, start)
        if answer:
            assert {str(rules.accepted(*cell)) for cell in question.cells} <= {answer}
    kept = [line.strip() for line in start_text(start).splitlines() if line.startswith("#")]
    assert [line.strip() for line in text.splitlines() if line.startswith("#")] == kept


def test_no_answers_are_the_most_cautious_start_as_it_is() -> None:
    assert written({}) == start_text("cautious")


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("train", "never", r"a\.toml:3: `train` is not a question; did you mean `train-.*`\? use one of start"),
        ("share", "optin", r"`optin` is no answer to `share`; did you mean `opt-in`\? use one of never"),
        ("share", 3, "the answer to `share` is no text on one line; write"),
        ("name", "A\x1bB", "the answer to `name` is no text on one line; write"),
    ],
)
def test_an_answer_that_cannot_be_given_is_told(key: str, value: object, told: str) -> None:
    with pytest.raises(PolicyError, match=told):
        check_answer(key, value, "a.toml", 3)


def test_a_policy_is_as_strict_as_itself_however_it_is_written() -> None:
    assert stricter('[accept]\ncontent = "never"\n', '[accept.content]\n"*" = "never"\n') is Stricter.NEITHER


def test_less_accepted_is_stricter_and_so_is_a_stricter_silence() -> None:
    assert stricter('[accept]\n"*" = "never"\n', '[accept]\n"*" = "opt-in"\n') is Stricter.FIRST
    assert stricter('unstated = "ok"\n', 'unstated = "conflict"\n') is Stricter.SECOND
    assert stricter('unstated = "ok"\n', 'unstated = "ok"\n[accept]\n"*" = "no-say"\n') is Stricter.FIRST
    mixed = 'unstated = "ok"\n[accept]\n"*" = "never"\n', 'unstated = "ask"\n[accept]\n"*" = "opt-in"\n'
    assert stricter(*mixed) is Stricter.EACH


def test_an_exception_counts_until_it_ends() -> None:
    rest = '[accept]\n"*" = "never"\n'
    assert stricter(rest, rest + EXCEPTION, date(2026, 6, 1)) is Stricter.FIRST
    assert stricter(rest, rest + EXCEPTION, date(2026, 6, 2)) is Stricter.NEITHER


def test_a_kind_is_told_apart_only_where_it_differs_otherwise_than_its_row() -> None:
    a = from_text(V + '[accept]\ncontent = "never"\n', "a")
    b = from_text(V + '[accept]\ncontent = "opt-in"\n"content.audio" = "opt-out"\n', "b")
    found = {(d.data, str(d.first.accepted), str(d.second.accepted)) for d in compare_policies(a, b, DAY).differences}
    assert found == {("content", "never", "opt-in"), ("content.audio", "never", "opt-out")}


def test_a_stance_names_the_line_that_sets_the_bar() -> None:
    above = from_text(V + '[accept]\ncontent = "opt-out"\n', "org")
    below = from_text(V + 'extends = "org"\n[accept.content]\ntrain-ai = "opt-in"\n', "ada", above)
    rules = below.rules("", DAY)
    assert stance(rules, "content", "train-ai").place == "ada:4"
    assert stance(rules, "content", "improve").place == "org:3"
    assert (stance(rules, "usage", "improve").accepted, stance(rules, "usage", "improve").place) == (None, "")


POLICY = from_text(V + '[accept.content]\ntrain-ai = "opt-in"\nshare = "never"\n', "ada")


def case(text: str) -> Case:
    (only,), _ = parse_cases(Source(f"{V}[[cases]]\n{text}", "c.toml"), POLICY)
    return only


@pytest.mark.parametrize(
    ("text", "came", "passed"),
    [
        ('say = "no-say"\ndata = "content"\npurpose = "train-ai"\nexpect = "conflict"', "conflict", True),
        ('say = "no-say"\ndata = "content"\npurpose = "train-ai"\nexpect = "forbidden"', "conflict", False),
        ('say = "leave"\ndata = "content"\npurpose = "share"\nexpect = "forbidden"', "forbidden", True),
        ('say = "leave"\ndata = "content"\npurpose = "share"\nexpect = "conflict"', "forbidden", True),
        ('terms = "t"\ndata = "content.audio"\npurpose = "train-ai"\nexpect = "fine"', "conflict", False),
        ('terms = "t"\nexpect = "conflict"', "conflict", True),
    ],
)
def test_a_case_passes_where_what_was_expected_came(text: str, came: str, passed: bool) -> None:
    result = run(case(text), POLICY, DAY, lambda _: [TRAINS])
    assert (result.came, result.passed) == (came, passed)
    assert result.decision
    assert result.decision.line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('expect = "fine"', "c.toml:2: case 1 has nothing to ask of; give it one of terms"),
        ('terms = "x"\nsay = "never"\nexpect = "fine"', "case 1 has both `terms` and `say`"),
        ('terms = "x"', "case 1 has no `expect`; add one of fine, ask, conflict, forbidden"),
        ('terms = "x"\nexpect = "bad"', "c.toml:4: `bad` is not what can be expected; use one of fine"),
        ('terms = "x"\ndata = "content"\nexpect = "fine"', "does not name a cell; give both"),
        ('say = "never"\nexpect = "fine"', "does not name a cell; give both"),
        ('say = "some"\ndata = "content"\npurpose = "share"\nexpect = "ask"', "`some` is not a level of say"),
        ('terms = "x"\ndata = "content"\npurpose = "secure"\nexpect = "ask"', "not a purpose that documents are read"),
        ('terms = " "\nexpect = "fine"', "`terms` is not the text of terms"),
        ("documents = []\nexpect = 'fine'", "`documents` is not a list of files"),
        ("terms = 'x'\nrole = 'boss'\nexpect = 'fine'", "`boss` is not a role; use one of person"),
        ("term = 'x'\nexpect = 'fine'", "`cases.1.term` is not a key; did you mean `terms`?"),
    ],
)
def test_a_case_that_cannot_be_asked_is_told(text: str, told: str) -> None:
    with pytest.raises(PolicyError) as error:
        case(text)
    assert told in str(error.value)


def version(day: int, reading: Reading | None, name: str = "Terms") -> Version:
    return Version("Nimbus", name, date(2024, 1, day), reading)


def told(*versions: Version) -> list[tuple[int, str, str]]:
    return [
        (e.version.on.day, f"{t.before.verdict if t.before else ''}>{t.after.verdict}", t.after.data)
        for e in replay(versions, POLICY)
        for t in e.turns
        if t.after.purpose == "train-ai"
    ]


def test_a_replay_tells_the_versions_with_which_a_verdict_changed() -> None:
    assert told(version(1, ASKS), version(2, ASKS), version(3, TRAINS), version(4, TRAINS), version(5, DOES_NOT)) == [
        (3, "fine>conflict", "content"),
        (5, "conflict>fine", "content"),
    ]


def test_of_the_first_version_only_conflicts_are_told() -> None:
    assert told(version(1, TRAINS)) == [(1, ">conflict", "content")]
    assert told(version(1, DOES_NOT)) == []


def test_documents_of_one_service_are_joined_and_what_was_taken_out_counts_no_more() -> None:
    assert told(version(1, TRAINS), version(2, DOES_NOT, "Privacy"), version(3, None), version(4, None, "Privacy")) == [
        (1, ">conflict", "content"),
        (3, "conflict>fine", "content"),
    ]
