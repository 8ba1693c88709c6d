"""A check, and what changed between two of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import sayso
from sayso.decision import Verdict, decide
from sayso.say import Say
from sayso.sharing.check import Check
from sayso.sharing.load import from_text
from sayso.sharing.turn import turns
from sayso.vocabulary import READ_PURPOSES, ROWS

TAKEN = "We may use your content to train our AI models."
ASKED = "We use your content to train our AI models only with your consent."
SOLD = "We sell your personal information to third parties."
DAY = date(2027, 1, 1)
POLICY = """
version = 1
[accept]
content = { train-ai = "opt-in", share = "never" }
usage = { share = "opt-out" }
profile = { share = "never" }
"content.audio" = { train-ai = "never" }
"""


def checked(*texts: str, policy: str = POLICY) -> Check:
    return sayso.check(list(texts), from_text(policy), on=DAY)


def test_every_row_by_every_purpose_is_decided_as_the_reference_decides() -> None:
    found = checked(TAKEN, SOLD)
    cells = [(f.data, f.purpose) for f in found.findings]
    assert [c for c in cells if c[0] in ROWS] == [(row, p) for row in ROWS for p in READ_PURPOSES]
    for f in found.findings:
        levels = found.policy.levels
        assert f.decision == decide(levels, f.data, f.purpose, f.said.say, service=found.service.name, on=DAY)


def test_accepted_is_the_least_say_that_is_fine() -> None:
    found = checked(TAKEN)
    for f in found.findings:
        stated = [say for say in Say if say is not Say.UNSTATED]
        fine = [
            say for say in stated if decide(found.policy.levels, f.data, f.purpose, say, on=DAY).verdict is Verdict.FINE
        ]
        spoken = decide(found.policy.levels, f.data, f.purpose, Say.NO_SAY, on=DAY).line
        assert f.accepted == (min(fine, key=lambda say: say.rank or 0) if spoken else None)


def test_the_worst_conflict_comes_first() -> None:
    found = [(f.data, f.purpose) for f in checked(TAKEN, SOLD).conflicts]
    assert found == [
        ("content.audio", "train-ai"),
        ("profile", "share"),
        ("content", "train-ai"),
        ("usage", "share"),
    ]


def test_a_check_of_nothing_or_as_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="no document"):
        sayso.check([], from_text(POLICY))
    with pytest.raises(ValueError, match="not a role"):
        sayso.check(TAKEN, from_text(POLICY), role="boss")


def test_one_document_is_the_same_as_a_list_of_one() -> None:
    policy = from_text(POLICY)
    assert sayso.check(TAKEN, policy, on=DAY).findings == sayso.check([sayso.read(TAKEN)], policy, on=DAY).findings


def test_without_an_earlier_check_nothing_changed() -> None:
    assert turns(checked(TAKEN)) == ()


def test_the_same_documents_change_nothing() -> None:
    found = checked(TAKEN)
    assert turns(replace(found, before=found)) == ()


def test_a_verdict_that_changed_is_a_turn_and_kinds_that_turn_with_their_row_are_not_told_again() -> None:
    policy = POLICY.replace('"content.audio" = { train-ai = "never" }', "")
    after = replace(checked(TAKEN, policy=policy), before=checked(ASKED, policy=policy))
    (turn,) = turns(after)
    assert (turn.data, turn.purpose) == ("content", "train-ai")
    assert (turn.before.verdict, turn.after.verdict) == (Verdict.FINE, Verdict.CONFLICT)


def test_a_conflict_with_another_level_of_say_is_a_turn_too() -> None:
    after = replace(checked(TAKEN), before=checked(ASKED))
    audio = next(t for t in turns(after) if t.data == "content.audio")
    assert (audio.before.verdict, audio.after.verdict) == (Verdict.CONFLICT, Verdict.CONFLICT)
    assert (audio.before.said.say, audio.after.said.say) == (Say.OPT_IN, Say.NO_SAY)
