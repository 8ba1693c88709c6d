"""What a policy answers for its person: a yes only to what it names, a no to whatever it forbids."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.consent.fact import Says
from sayso.consent.feature import ALWAYS_EXTRA, Feature, Use
from sayso.consent.standing import foreseen, standing_answer
from sayso.sharing.load import from_text
from sayso.sharing.questions import STARTS, start_text
from sayso.vocabulary import data, purposes

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("line", "use", "says"),
    [
        ('"*" = { provide = "no-say" }', "content.audio provide", None),
        ('content = { "*" = "no-say" }', "content.audio provide", None),
        ('content = { provide = "no-say" }', "content.audio provide", Says.GIVEN),
        ('content = { train-ai = "no-say" }', "content.audio train-ai", None),
        ('content = { train-ai = "no-say" }', "content train-ai", None),
        ('"content.audio" = { train-ai = "opt-out" }', "content.audio train-ai", Says.GIVEN),
        ('"content.audio" = { train-ai = "opt-out" }', "content.video train-ai", None),
        ('usage = { share = "no-say" }', "usage.location share", None),
        ('"sensitive.biometric" = { provide = "no-say" }', "sensitive.biometric provide", None),
        ('sensitive = { provide = "no-say" }', "sensitive provide", None),
        ('"*" = { train-ai = "never" }', "content.audio train-ai", Says.REFUSED),
        ('sensitive = { "*" = "never" }', "sensitive.biometric provide", Says.REFUSED),
    ],
)
def test_a_policy_agrees_only_to_what_a_line_of_it_names(line: str, use: str, says: Says | None) -> None:
    rules = from_text(f"version = 1\n[accept]\n{line}\n").rules("", TODAY)
    assert standing_answer(rules, Use(*use.split())) is says


@pytest.mark.parametrize("start", STARTS)
def test_a_starting_point_agrees_to_nothing_that_its_person_has_not_named(start: str) -> None:
    rules = from_text(start_text(start)).rules("", TODAY)
    given = {(d, p) for d in data() for p in purposes() if standing_answer(rules, Use(d, p)) is Says.GIVEN}
    assert not [(d, p) for d, p in given if p in ALWAYS_EXTRA or d.startswith("sensitive") or p == "provide"]
    assert bool(given) == (start != "cautious"), "cautious: nothing without being asked"
    assert standing_answer(rules, Use("sensitive.biometric", "share")) is Says.REFUSED


def test_what_a_policy_would_answer_is_told_for_every_use_of_every_feature() -> None:
    summary = Feature("summary", 2, (Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)))
    video = Feature("video", 1, (Use("content.video", "provide"),))
    text = 'version = 1\n[accept]\n"content.audio" = { provide = "opt-out", train-ai = "never" }\n'
    assert [(f.name, use.name, says) for f, use, says in foreseen(text, [summary, video], TODAY)] == [
        ("summary", "content.audio provide", Says.GIVEN),
        ("summary", "content.audio train-ai", Says.REFUSED),
        ("video", "content.video provide", None),
    ]
