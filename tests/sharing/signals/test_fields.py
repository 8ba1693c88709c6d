"""Dictionaries of structured fields, beside another implementation of the same standard."""

from __future__ import annotations

import http_sf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sayso.sharing.signals.fields import tokens

LETTERS = st.text('train-ai=yn,; ()"\\?01:@%.*ABé\t_/', max_size=14)
PIECES = st.lists(
    st.sampled_from(
        ["train-ai", "search", "=", "y", "n", ",", ", ", ";", "?0", '"n"', "(a b)", "1.5", ":aGk=:", "@1", '%"f%c3%bc"']
    ),
    max_size=9,
).map("".join)


def other(text: str) -> dict[str, str | None]:
    """What the other implementation makes of it."""
    try:
        found = http_sf.parse(text.encode("utf-8"), tltype="dictionary")
    except (ValueError, http_sf.StructuredFieldError):
        return {}
    return {str(k): str(v[0]) if isinstance(v[0], http_sf.Token) else None for k, v in found.items()}


@settings(deadline=None, max_examples=800)
@given(LETTERS | PIECES)
@example("a=()")
@example("a=(b);c, d")
@example("a=1.")
@example("a=1234567890123.5")
@example("a,")
@example("a\t")
@example("a,\t")
@example("\ta")
@example("\t")
@example(" a=b ")
@example("a=b ,\t c")
@example('a="\\x"')
@example("a=:!:")
def test_a_dictionary_is_read_as_by_another_implementation(text: str) -> None:
    assert tokens(text) == other(text)


@pytest.mark.parametrize("text", ["a" * 100_000, "a=(" + "b " * 60_000, 'a="' + "\\" * 90_001, "a;" * 50_000 + "!"])
def test_long_nonsense_is_no_dictionary(text: str) -> None:
    assert not [value for value in tokens(text).values() if value]
