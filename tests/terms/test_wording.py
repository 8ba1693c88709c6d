"""What counts as the same wording, and what does not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.grid import Quote
from sayso.terms.wording import Wording, likeness, plain


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("We SHARE it.", "we share\n  it"),
        ("**We** _share_ `it`!", "We share it."),
        ("We share [it](https://a.example/x \"t\").", "We share [it](http://b.example/y_(z))."),
        ("Effective May 3, 2021, we share it.", "Effective 12th June 2024 we share it."),
        ("10.4 We share it (see 3.1).", "11.2.1 We share it (see 9)."),
        ("(a) we share it; (iv) we sell it", "(b) we share it; (x) we sell it"),
        ("We don’t share it", "We don't share it"),
        ("Write to a.b@mail.example about it", "Write to c@mail.example about it"),
        ("We share<br>it", "We share it"),
    ],
)  # fmt: skip
def test_the_same_words_are_the_same_whatever_surrounds_them(one: str, two: str) -> None:
    assert plain(one) == plain(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("We may share it.", "We share it."),
        ("We share it.", "We do not share it."),
        ("It may march on.", "It march on."),
        ("Plan A and plan B", "Plan A and plan C"),
        ("It begins in May.", "It begins in June."),
    ],
)
def test_another_word_is_another_wording(one: str, two: str) -> None:
    assert plain(one) != plain(two)


@given(st.text(max_size=200))
def test_what_is_plain_stays_as_it_is_in_any_spacing(text: str) -> None:
    assert plain(plain(text).replace(" ", " \n ")) == plain(plain(text))


@given(st.lists(st.sampled_from(["we", "may", "share", "not", "it"]), max_size=12), st.text("ab ", max_size=12))
def test_likeness_is_the_same_both_ways_round_and_whole_for_the_same(words: list[str], other: str) -> None:
    one = " ".join(words)
    assert likeness(one, other) == likeness(other, one)
    assert not one or likeness(one, one) == 1


def stands(part: str, old: str, new: str) -> bool:
    at = old.index(part)
    return Wording(new).says(Wording(old).passage(Quote(part, at, at + len(part))))


LIST = "We use your data to:\n\n* improve the maps\n* sell the maps\n"


def test_a_list_that_became_a_sentence_or_a_table_is_still_said() -> None:
    assert stands("sell the maps", LIST, "We use your data to: (a) improve the maps; (b) sell the maps.")
    assert stands("sell the maps", LIST, "| We use your data to |\n|---|\n| improve the maps |\n| sell the maps |\n")


def test_an_item_without_its_introduction_or_before_it_is_not_said() -> None:
    assert not stands("sell the maps", LIST, "You must not:\n\n* sell the maps\n")
    assert not stands("sell the maps", LIST, "Sell the maps.\n\nWe use your data to: improve the maps.")


def test_an_introduction_far_from_the_item_is_none() -> None:
    far = "We use your data to:\n\n* improve the maps\n\n" + "Some clause binds us.\n\n" * 400 + "sell the maps\n"
    assert not stands("sell the maps", LIST, far)


def test_a_sentence_is_said_whole_even_where_only_a_part_of_it_is_quoted() -> None:
    old = "We keep the maps safe, and we sell them."
    assert stands("We keep the maps safe", old, f"Hello. {old} Bye.")
    assert not stands("We keep the maps safe", old, "We keep the maps safe.")


def test_a_word_that_goes_on_is_another_word() -> None:
    assert not stands("We sell map", "We sell map", "We sell maps")


def test_an_empty_document_says_nothing_but_nothing() -> None:
    assert not stands("We sell maps.", "We sell maps.", "")
    assert Wording("").says(Wording("").passage(Quote("", 0, 0)))


@pytest.mark.parametrize("piece", ["[a](", "x", "<a", "1.", "a@", "(i) ", "May 1 ", "](a b", "www."])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (600_000 // len(piece))
    start = time.process_time()
    plain(text)
    # A quadratic pattern would take minutes; a linear one takes well under a second on any machine.
    assert time.process_time() - start < 10
