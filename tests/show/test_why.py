from collections.abc import Callable

import pytest

from sayso.errors import UnknownWordError
from sayso.grid import Cell, Quote
from sayso.safe import visible
from sayso.say import Say
from sayso.show.why import why
from sayso.terms.reading import Reading


def test_why_gives_every_quote_with_its_section_and_offsets(reading: Reading) -> None:
    shown = why(reading, "content", "review")
    for quote in reading.grid["content", "review"].evidence:
        assert f"“{quote.text}”\n    2.4 Staff, characters {quote.start} to {quote.end}" in shown


def test_why_gives_the_reason_the_exceptions_and_their_quotes(reading: Reading) -> None:
    shown = why(reading, "content", "train-ai")
    assert "By the rule:\n  a licence that names the purpose counts as the use" in shown
    assert "Except audio: opt-in\n  “we train with audio only if you agree”" in shown
    assert "Except managers: leave\n  “Managers decide”" in shown


def test_why_marks_contradictions_and_deidentified_data(reading: Reading) -> None:
    assert "contradicts itself" in why(reading, "content", "review")
    assert "de-identified" in why(reading, "usage", "share")


def test_why_tells_the_control_for_that_use_and_no_other(reading: Reading) -> None:
    shown = why(reading, "usage", "share")
    assert "- Change the setting: Settings > Sharing" in shown
    assert "Unsubscribe" not in shown


def test_a_kind_can_be_named_without_its_row(reading: Reading) -> None:
    assert why(reading, "audio", "train-ai") == why(reading, "content.audio", "train-ai")
    assert "How much say: opt-in" in why(reading, "audio", "train-ai")


def test_a_kind_without_a_cell_of_its_own_has_what_its_row_has(reading: Reading) -> None:
    assert "How much say: no say" in why(reading, "video", "train-ai")


def test_an_unstated_cell_says_that_silence_is_not_permission(reading: Reading) -> None:
    shown = why(reading, "profile", "advertise")
    assert "How much say: unstated" in shown
    assert "Silence is not permission" in shown


@pytest.mark.parametrize(("data", "purpose"), [("contents", "train-ai"), ("content", "training")])
def test_a_word_that_is_not_in_the_vocabulary_is_refused(reading: Reading, data: str, purpose: str) -> None:
    with pytest.raises(UnknownWordError):
        why(reading, data, purpose)


def test_a_long_quote_is_shown_whole_with_nothing_active(made: Callable[..., Reading]) -> None:
    text = "we may use\nit \x1b[2J\u202e" + "again " * 200
    shown = why(made([Cell("content", "share", Say.NO_SAY, (Quote(text, 5, 5 + len(text)),))]), "content", "share")
    assert f"“{visible(text)}”" in shown
    assert "\x1b" not in shown
