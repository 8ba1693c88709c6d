"""What all formats share: one level for several uses, and JSON that is read strictly."""

from __future__ import annotations

import pytest

from sayso.say import Say
from sayso.sharing.signals.signal import address, json_of, strictest


@pytest.mark.parametrize(
    ("leasts", "level"),
    [
        ([Say.NO_SAY, Say.OPT_IN], Say.OPT_IN),
        ([Say.NO_SAY, None], None),
        ([None, Say.NEVER], Say.NEVER),
        ([Say.NO_SAY], Say.NO_SAY),
        ([], None),
    ],
)
def test_a_refusal_counts_for_all_and_undecided_is_no_permission(leasts: list[Say | None], level: Say | None) -> None:
    assert strictest(leasts) is level


@pytest.mark.parametrize("text", ["", "NaN", "-Infinity", '{"a": 1, "a": 2}', "[" * 100_000, "1" * 600_000, "\ufeff{}"])
def test_what_is_no_plain_json_is_an_error_of_one_kind(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_of(text)


def test_addresses_are_of_the_web() -> None:
    for good in ("https://ada.example", "http://localhost:8000/a", "https://a.example/b?c=d&e#f"):
        assert address(good) == good
