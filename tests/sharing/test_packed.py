"""Packed cells, written out; that they are the reference in all cases is a law (tests/laws/test_packed.py)."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.say import Say
from sayso.sharing.load import from_text
from sayso.sharing.packed import Move, answer, pack, packed_cell, turns

DAY = date(2026, 6, 1)

ADA = from_text(
    """version = 1
[categories]
"content.audio.calls" = "calls with patients"
[accept]
content = { train-ai = "never", improve = "opt-out" }
usage = { share = { accept = "opt-in", unstated = "conflict" } }
[[exceptions]]
service = "Lantern"
data = "content"
purpose = "improve"
accept = "no-say"
reason = "a trial"
until = 2026-06-30
"""
)


@pytest.mark.parametrize(
    ("data", "purpose", "bits"),
    [
        # From the left: what is said is unstated, no-say, leave, opt-out, opt-in, never.
        ("content", "improve", 0b01_10_10_00_00_00),
        ("content.audio", "improve", 0b01_10_10_00_00_00),
        ("content", "train-ai", 0b01_11_11_11_11_00),
        ("usage", "share", 0b10_10_10_10_00_00),
        ("profile", "share", 0b01_01_01_01_01_00),
    ],
)
def test_a_cell_is_two_bits_for_each_level(data: str, purpose: str, bits: int) -> None:
    assert packed_cell(ADA.rules("", DAY), data, purpose) == bits


def test_an_exception_is_packed_for_its_service_until_its_day() -> None:
    asked = [("Lantern", date(2026, 6, 30)), ("Lantern", date(2026, 7, 1)), ("Harbour", date(2026, 6, 30))]
    bits = [packed_cell(ADA.rules(*at), "content", "improve") for at in asked]
    assert [answer(each, Say.NO_SAY) for each in bits] == [0, 2, 2]


def test_a_policys_own_kinds_of_data_are_packed_after_those_of_the_vocabulary() -> None:
    names = list(pack(ADA, "", DAY))
    assert names[-1].startswith("content.audio.calls ")
    assert names[0].startswith("content ")


@pytest.mark.parametrize(
    ("was", "now", "turned"),
    [
        (Say.OPT_OUT, Say.NO_SAY, (True, False, False)),
        (Say.NO_SAY, Say.OPT_OUT, (False, False, True)),
        (Say.NO_SAY, Say.LEAVE, (False, False, False)),
        (Say.NO_SAY, Say.UNSTATED, (False, True, True)),
        (Say.OPT_IN, Say.UNSTATED, (False, True, False)),
        (Say.UNSTATED, Say.NO_SAY, (True, False, False)),
        (Say.UNSTATED, Say.NEVER, (False, False, False)),
    ],
)
def test_what_a_move_does_follows_from_the_answers_before_and_after(
    was: Say, now: Say, turned: tuple[bool, bool, bool]
) -> None:
    """In the order conflict, ask, freed: what becomes a question can be freed of a conflict by that."""
    assert turns(packed_cell(ADA.rules("", DAY), "content", "improve"), Move("content", "improve", was, now)) == turned
