import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import safe

anything = st.text(st.characters(categories=None), max_size=200)
ACTIVE = [
    "\x1b",
    "\x07",
    "\x9b",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u2028",
    "\ud800",
    "\U000e0041",
    "\ufeff",
]


@pytest.mark.parametrize("character", ACTIVE, ids=ascii)
def test_an_active_character_is_shown_and_does_not_act(character: str) -> None:
    shown = safe.visible(f"a{character}b")
    assert len(shown) == 3
    assert unicodedata.category(shown[1]) == "So"


@given(anything)
def test_shown_text_is_as_long_as_the_text_so_that_offsets_still_count(text: str) -> None:
    assert len(safe.visible(text)) == len(text)


@given(anything)
def test_shown_text_has_no_controls_and_no_overrides(text: str) -> None:
    bad = {c for c in safe.visible(text) if unicodedata.category(c) in {"Cc", "Cs"}} - {"\n", "\t", "\r"}
    assert not bad
    assert not {c for c in safe.visible(text) if unicodedata.bidirectional(c) in {"RLO", "LRO", "RLI", "LRI"}}


@given(anything)
def test_escaped_json_has_the_same_value(text: str) -> None:
    written = safe.escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert safe.visible(written) == written


def test_letters_of_every_script_stay_as_they_are() -> None:
    text = "naïve “quotes” — Ελληνικά 日本語 עברית العربية 👩‍💻\r\n\tline"
    assert safe.visible(text) == text


def test_an_excerpt_is_cut_between_words_and_says_so() -> None:
    assert safe.excerpt("one two three four five six", 16) == "one two […]"
    assert safe.excerpt("one  two\nthree", 16) == "one two three"


def test_an_excerpt_of_one_long_word_is_cut_inside_it() -> None:
    assert safe.excerpt("x" * 50, 20) == "x" * 16 + " […]"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n@x", " =1"], ids=repr)
def test_a_spreadsheet_cell_is_never_a_formula(text: str) -> None:
    assert safe.cell(text).startswith("'")


def test_an_ordinary_spreadsheet_cell_is_left_alone() -> None:
    assert safe.cell("we = you") == "we = you"
