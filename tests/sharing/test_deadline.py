from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.sharing.deadline import deadline, is_over
from sayso.sharing.wording import MONTHS


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("You may opt out by 1 May 2026.", "2026-05-01"),
        ("You can object until May 1st, 2026 by e-mail.", "2026-05-01"),
        ("Decline on or before the 3rd of June 2026 to keep your photos out.", "2026-06-03"),
        ("By 1 May 2026, you can opt out.", "2026-05-01"),
        ("To refuse, tell us no later than 2026-05-01.", "2026-05-01"),
        ("You must opt out within thirty (30) days after joining.", "within thirty (30) days after joining"),
        ("To refuse, notify us within 30 days of this notice, in writing.", "within 30 days of this notice"),
        ("You may object to the processing of your photos until 1 May 2026.", "2026-05-01"),
    ],
)  # fmt: skip
def test_until_when_a_person_can_act_is_found_in_the_text(text: str, last: str) -> None:
    assert deadline(text) == last


def test_before_a_day_means_the_day_before_it() -> None:
    assert deadline("You may opt out before 1 May 2026.") == "2026-04-30"


@pytest.mark.parametrize(
    "text",
    [
        "We will respond to your request within 30 days.",
        "Your request will be processed within 45 days.",
        "If you opt out, we will stop within 30 days.",
        "Opt-out requests are honoured within 15 business days.",
        "These terms take effect by 1 May 2026.",
        "We must act upon your opt-out request within 15 days.",
        "You must pay within 30 days of the invoice.",
        "You may opt out by 31 February 2026.",
        "You may opt out before 1 January 0001.",
        "You may opt out at any time.",
        "",
    ],
)
def test_a_time_that_is_not_the_persons_own_or_is_no_day_is_not_until_when_they_can_act(text: str) -> None:
    assert deadline(text) == ""


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_in_each_way_of_writing_it(day: date) -> None:
    month = MONTHS[day.month - 1]
    for written in (str(day), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"):
        assert deadline(f"You may opt out by {written}.") == str(day)


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    assert isinstance(deadline(text), str)


def test_a_day_is_over_from_the_next_day_on_and_a_span_never() -> None:
    assert not is_over("2026-05-01", date(2026, 5, 1))
    assert is_over("2026-05-01", date(2026, 5, 2))
    assert not is_over("within 30 days", date(2026, 5, 2))
    assert not is_over("", date(2026, 5, 2))
