"""What the host is shown, and what never."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from shown_meetings import PEOPLE, RECORDING, SUMMARY, host_page, meeting, say

from sayso.consent.fact import Says

NO, YES = Says.REFUSED, Says.GIVEN


def answered(people: tuple[str, ...], refuser: str) -> str:
    facts = meeting(people)
    for person in people:
        facts = say(facts, person, NO if person == refuser else YES, 10)
    return host_page(facts, at=100)


@pytest.mark.parametrize("people", [PEOPLE, PEOPLE[:3]], ids=["six", "three"])
def test_the_page_is_the_same_whoever_refused(people: tuple[str, ...]) -> None:
    assert len({answered(people, refuser) for refuser in people}) == 1


def test_from_five_people_on_there_is_a_count() -> None:
    assert "5 of the 6 people who were here when it was first turned on had agreed" in answered(PEOPLE, "ada")


def test_below_five_there_is_none() -> None:
    page = answered(PEOPLE[:3], "ada")
    assert "No count is shown." in page
    assert not re.search(r"\d of \d", page)


def test_before_the_first_release_nothing_is_told_and_its_moment_is() -> None:
    waiting = host_page(meeting(), at=20)
    assert waiting == host_page(say(meeting(), "ada", NO, 10), at=20)
    assert "The next release is at" in waiting
    assert "09:01:30 UTC" in waiting
    assert "That is in" in waiting


def test_a_refusal_where_everyone_must_agree_is_told_as_policy_in_a_small_room() -> None:
    facts = say(meeting(PEOPLE[:3], RECORDING), "ada", NO, 10, RECORDING)
    page = host_page(facts, at=100)
    assert "By policy." in page
    assert "Not everybody agrees" not in page


@pytest.mark.parametrize(
    ("preview", "said"),
    [
        ("works", "Everybody here agrees by their own policy, unless they answered otherwise."),
        ("asks", "Everybody here is asked. Nothing is captured of anybody who has not agreed."),
    ],
)
def test_what_would_happen_is_told_before_the_button_is_pressed(preview: str, said: str) -> None:
    page = host_page([], preview=preview)
    assert said in page
    assert page.index(said) < page.index("Turn on ")


def test_a_host_of_a_desk_without_features_is_told_who_declares_them() -> None:
    assert "Whoever runs it declares features" in host_page([], features={})
    assert "Whoever runs it declares features" not in host_page([])


def test_that_there_is_a_newer_version_than_the_one_that_is_on_is_told() -> None:
    next_one = replace(SUMMARY, version=2)
    told = "There is a newer version of this feature."
    assert told in host_page(meeting(), features={"summary": next_one})
    assert told not in host_page(meeting())


def test_a_link_is_made_only_for_who_has_none() -> None:
    page = host_page(meeting(PEOPLE[:3]))
    assert page.count("Has a link.") == 1
    assert page.count(">Make a link<") == 2


def test_nothing_is_preselected_about_who_is_let_in() -> None:
    page = host_page(meeting())
    assert len(re.findall(r'type="radio"[^>]*required', page)) == 5 + 3
    assert "checked" not in page
