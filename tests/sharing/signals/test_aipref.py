"""AIPREF: the examples of the drafts, and the traps that they name."""

from __future__ import annotations

import pytest

from sayso.say import Say
from sayso.sharing.signals import aipref
from sayso.sharing.signals.signal import CONTENT

from ..policies import alike
from ..test_statement import ada

YES, NO = ({(data, "train-ai"): say for data in CONTENT} for say in (Say.NO_SAY, Say.NEVER))


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        ("train-ai=y, search=n", YES),
        ("train-ai=n", NO),
        ("train-ai=y, train-ai, search=n, search=\"n\"", {}),
        ("train-ai;allow=n, train-ai=y", YES),
        ("train-ai;has;parameters=\"?\";", {}),
        ("train-ai", {}),
        ('train-ai="n"', {}),
        ("train-ai=Y", {}),
        ("Train-AI=y", {}),
        ("train-ai=y, train-ai=n", NO),
        ("train-ai=n;q=1", NO),
        ("train-ai=y,", {}),
        ("train-ai=y search=n", {}),
        ("train-ai=(y)", {}),
        ("train-ai=yes", {}),
        ("train-ai=y, é", {}),
        ("search=y", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_preference_is_read_as_the_draft_says(value: str, cells: object) -> None:
    assert aipref.preferences(value) == cells


def test_the_header_of_a_response_is_found_among_others() -> None:
    response = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-usage: train-ai=n\r\n"
    assert aipref.read(response) == NO
    assert aipref.read("Content-Type: text/plain") == {}


def test_several_lines_are_one_field_of_which_the_last_counts() -> None:
    assert aipref.read("Content-Usage: train-ai=y\nContent-Usage: train-ai=n") == NO
    assert aipref.read('Content-Usage: train-ai=y\nContent-Usage: "') == {}


@pytest.mark.parametrize(("say", "text"), [
    (Say.NEVER, "Content-Usage: train-ai=n\n"),
    (Say.OPT_IN, "Content-Usage: train-ai=n\n"),
    (Say.OPT_OUT, ""),
    (Say.LEAVE, ""),
    (Say.NO_SAY, "Content-Usage: train-ai=y\n"),
    (None, ""),
])  # fmt: skip
def test_only_what_needs_no_condition_is_allowed(say: Say | None, text: str) -> None:
    assert aipref.write(alike(say)).text == text


def test_one_kind_that_is_refused_refuses_the_response_and_that_is_told() -> None:
    signal = aipref.write(ada())
    assert signal.text == "Content-Usage: train-ai=n\n"
    assert not signal.told
    assert "It says `never` of train-ai of content.post, where the policy says `no-say`." in signal.lost
