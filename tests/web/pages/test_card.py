"""What a person is shown when they are asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from shown_meetings import NOTICE, PEOPLE, RECORDING, SUMMARY, card_of, card_page, host_page, meeting, mine_page, say

from sayso.consent.fact import Says

NO, YES = Says.REFUSED, Says.GIVEN


def words(page: str) -> str:
    """What stands on a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.partition("<main")[2]))


def test_each_use_has_its_own_sentence_and_its_own_answer() -> None:
    page = card_page(meeting())
    assert "Your speech is written down to make the summary of this meeting." in page
    assert "Your speech is used to train the speech models of Lantern Rooms." in page
    assert page.count('value="refused"') == page.count('value="given"') == len(SUMMARY.uses) == 3


def test_no_is_as_easy_as_yes_and_comes_first() -> None:
    buttons = re.findall(r"<button ([^>]*)>(?:No|Yes)</button>", card_page(meeting()))
    alike = [re.sub('value="[a-z]+"', "", button) for button in buttons]
    assert alike[0::2] == alike[1::2]
    assert all("refused" in button for button in buttons[0::2])


def test_nothing_is_preselected() -> None:
    page = card_page(meeting())
    assert 'aria-pressed="true"' not in page
    assert "checked" not in page


def test_the_terms_are_quoted_word_for_word_with_their_place_and_how_real_the_say_is() -> None:
    page = words(card_page(meeting()))
    assert "If you do not agree, you may leave the meeting." in page
    assert "4.2 Assistive features" in page
    assert "saying no means leaving. Here you can say no and stay." in page
    assert "A real say: the terms allow this only if you agree" in page


def test_who_asks_is_said_with_what_they_are_to_the_person() -> None:
    page = words(card_page(meeting()))
    assert "Grace asks." in page
    assert "The host is your employer, or acts for them. You need not agree" in page


@pytest.mark.parametrize("page", [card_page, mine_page])
def test_who_decides_who_gets_it_for_how_long_and_how_to_withdraw_stand_open_above_the_first_question(
    page: Callable[..., str],
) -> None:
    html = page(say(meeting(), "ada", YES, 10))
    above = words(html[: html.index('class="question"')])
    assert "<details" not in html[: html.index('class="question"')]
    for said in ("Harbour Ltd decides", "Lantern Rooms Inc gets it too", "kept for 30 days, in IE", "take back a yes"):
        assert said in above
    for said in ("privacy@harbour.example", "https://harbour.example/rights", "2026-05 of 2 May 2026"):
        assert said in words(html)


def test_why_a_no_costs_nothing_stands_beside_who_asks_and_on_what_it_relies_among_the_addresses() -> None:
    because = "Whoever says no is sent the minutes all the same."
    free = replace(NOTICE, costs_nothing=because)
    page = card_page(meeting(), notices={NOTICE.version: free})
    assert because in page.partition("<details")[0]
    assert because not in card_page(meeting())
    assert "Consent: it is used only after a yes (a)" in words(page)


def test_that_nobody_else_gets_it_is_said_where_nobody_does() -> None:
    alone = replace(NOTICE, recipients=())
    assert "Nobody else gets it." in words(card_page(meeting(), notices={NOTICE.version: alone}))
    assert "Nobody else gets it." not in words(card_page(meeting()))


def test_in_a_small_room_it_is_told_before_the_first_answer_and_can_be_kept_off() -> None:
    page = card_page(meeting(PEOPLE[:4]))
    assert page.index("too small to hide in") < page.index('value="refused"')
    assert "Only 4 people are asked now" in words(page)
    assert "Keep it off for all, by policy" in page


def test_where_one_no_keeps_it_off_nothing_is_offered_that_a_no_does_not_do() -> None:
    page = card_page(meeting(PEOPLE[:3], RECORDING))
    assert "too small to hide in" in page
    assert "Keep it off for all" not in page
    assert "stays off for all. The host sees that it is off, and not who said no." in words(page)


def test_who_may_be_missed_in_what_is_made_is_told_and_in_what_is_not_made_nobody_is() -> None:
    missed = "Who reads that may notice that somebody is missing."
    page = card_page(meeting())
    assert page.index(missed) < page.index('value="refused"')
    assert missed not in card_page(meeting(feature=RECORDING))


def test_that_a_feature_is_for_larger_rooms_alone_is_told_to_who_is_asked_and_to_the_host() -> None:
    rare = meeting(feature=replace(SUMMARY, fewest=9))
    assert "It is off for all while fewer than 9 people are here" in words(card_page(rare))
    assert "It is off, by policy, while fewer than 9 people are here." in words(host_page(rare))
    assert "people are here" not in words(card_page(meeting()))


def test_among_how_many_somebody_is_asked_is_told_where_they_can_hide_among_them() -> None:
    assert "You are one of 6 people who are asked." in words(card_page(meeting()))
    assert "You are one of" not in words(card_page(meeting(PEOPLE[:4])))


def test_in_a_room_of_five_nobody_is_told_that_it_is_small() -> None:
    assert "too small to hide in" not in card_page(meeting(PEOPLE[:5]))


def test_who_is_asked_alone_is_told_so() -> None:
    assert "You are the only one who is asked now." in card_page(meeting(PEOPLE[:1]))


def test_what_is_kept_off_says_so_and_how_to_end_that() -> None:
    page = card_page(say(meeting(PEOPLE[:3]), "ada", NO, 10, unseen=True))
    assert "is kept off for all, by policy, because you asked for it" in words(page)
    assert "too small to hide in" not in page


def test_an_answer_is_shown_where_it_was_given() -> None:
    page = card_page(say(meeting(), "ada", NO, 10))
    assert page.count("You said no. You stay; this is left out.") == 3
    assert len(re.findall(r'value="refused" aria-pressed="true"', page)) == 3


def test_nobody_is_shown_what_another_answered() -> None:
    before, after = card_page(meeting(), "ben"), card_page(say(meeting(), "ada", NO, 10), "ben")
    assert before == after


def test_what_was_refused_by_silence_says_so_and_presses_no_button() -> None:
    page = card_page(meeting(), at=91)
    assert "You did not answer in time." in page
    assert page.count("No answer counts as no. You stay; this is left out.") == 3
    assert "You said no" not in page
    assert "The time to answer is over." in page
    assert 'aria-pressed="true"' not in page


def test_a_feature_for_everyone_says_what_a_no_does() -> None:
    page = card_page(meeting(feature=RECORDING))
    assert "If anybody says no, it stays off for all; everybody stays." in page
    refused = words(card_page(say(meeting(feature=RECORDING), "ada", NO, 10, RECORDING)))
    told = "You said no. You stay; “Recording” stays off for all until you answer otherwise, even if you go."
    assert refused.count(told) == 2
    assert "left out" not in refused


def test_every_page_is_titled_with_who_it_is_for_and_which_meeting_it_is() -> None:
    title = "<title>What may be used of you? · Ada · Weekly · sayso</title>"
    assert title in card_page(meeting())
    assert "<title>My answers · Ada · Weekly · sayso</title>" in mine_page(meeting())
    assert "&lt;b&gt; · " in card_page(meeting(), space="<b>").partition("</title>")[0]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"])
def test_names_are_harmless(hostile: str) -> None:
    page = card_page(meeting(), space=hostile, name=hostile, host=hostile)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert ">49<" not in page


def test_a_name_that_turns_the_line_around_is_made_visible() -> None:
    assert "\u202e" not in card_page(meeting(), name="Ada \u202eneh")


def test_the_time_left_is_said() -> None:
    assert "You have 70 seconds to answer. No answer counts as no." in words(card_page(meeting(), at=20))


def test_my_answers_shows_everything_and_withdraws_all_only_where_there_is_a_yes() -> None:
    assert "Withdraw every yes" not in mine_page(say(meeting(), "ada", NO, 10))
    page = mine_page(say(meeting(), "ada", YES, 10))
    assert "Withdraw every yes" in page
    assert page.count("You said yes.") == 3


def test_a_withdrawal_is_no_refusal_and_says_what_follows() -> None:
    facts = say(say(meeting(), "ada", YES, 10), "ada", NO, 15)
    assert mine_page(facts).count("You withdrew your yes. Nothing more is used from then on.") == 3


def test_a_card_is_waiting_until_everything_is_answered() -> None:
    (before,) = card_of(meeting())
    (after,) = card_of(say(meeting(), "ada", YES, 10))
    assert before.waiting
    assert not after.waiting
