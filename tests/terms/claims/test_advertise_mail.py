"""Marketing by message: what is sent, to whom, who asked for it, and what merely says how to stop it."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document

POLICY = """# Privacy policy

## What we collect

We collect information that you provide, such as your name, your email address and the posts that you create. We collect
usage data, log data and device information when you use the service.

## How we use your information

"""
TERMS = """# Terms of Service

These terms are an agreement between you and the company that runs the service. You must be of age to have an account.
Keep your password to yourself: you answer for whatever is done under your account. If a court finds that a part of
these terms is void, the rest of them stays in force.

## More

"""


def cells(text: str, before: str = POLICY) -> dict[str, str]:
    """By row: the level of advertising in a document that goes on with a text."""
    grid = read_document(Document("-", f"{before}{text}\n")).grid
    return {row: str(grid[row, "advertise"].say) for row in ("content", "usage", "profile")}


@pytest.mark.parametrize(
    "text",
    [
        "If you sign up for our newsletter, we process your email address. You can unsubscribe at any time.",
        "We store the address of newsletter subscribers. A provider helps us to send our newsletter.",
        "When you register, you will be asked whether you would like to receive our newsletters.",
        "Where you have consented, we send you marketing emails. You can unsubscribe at any time.",
    ],
)
def test_a_way_to_stop_what_was_asked_for_leaves_it_opt_in(text: str) -> None:
    assert cells(text)["profile"] == "opt-in"


@pytest.mark.parametrize(
    "text",
    [
        "If you subscribe to our newsletter, we send it to you. We also send marketing emails; you may unsubscribe.",
        "With your consent, our partners send you offers. You may opt out of our marketing emails at any time.",
        "We send you offers or, where you have agreed, those of partners. You can unsubscribe at any time.",
    ],
)
def test_what_was_asked_for_says_nothing_of_other_mail(text: str) -> None:
    assert cells(text)["profile"] == "opt-out"


@pytest.mark.parametrize(
    "text",
    [
        "To stop receiving marketing messages, click on the unsubscribe link in any of them.",
        "You may choose to stop receiving our promotional emails by following the instructions in them.",
        "By creating an account, you agree to receive newsletters, promotions and other information that we may send."
        " You may opt out of them by the unsubscribe link.",
    ],
)
@pytest.mark.parametrize("before", [POLICY, TERMS], ids=["policy", "terms"])
def test_a_way_to_stop_mail_says_that_it_is_sent(text: str, before: str) -> None:
    assert cells(text, before)["profile"] == "opt-out"


def test_information_that_is_sent_is_no_information_that_is_used() -> None:
    assert cells("We may send you information about our special offers.") == {
        "content": "unstated",
        "usage": "unstated",
        "profile": "no-say",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Members can post comments on articles and receive our newsletter.",
        "We measure ads and personalise the advertising content that you see.",
        "We count how many people watched a video ad, so that we can show you others.",
        "We provide chat services and show advertisements.",
    ],
)
def test_a_word_for_content_in_passing_is_no_content(text: str) -> None:
    assert cells(text, TERMS)["content"] == "unstated"


@pytest.mark.parametrize(
    "text",
    [
        "This privacy policy explains how we use your information when you read our newsletter.",
        "You have the right to object to:\n\n- the use of your personal data for direct marketing;\n- profiling.",
        "You can ask us for the names of the companies that got your personal data for their marketing.",
    ],
)
def test_what_a_policy_is_about_or_lets_people_ask_is_not_done(text: str) -> None:
    assert set(cells(text).values()) == {"unstated"}


def test_a_column_of_single_words_names_the_data() -> None:
    table = (
        "| Purpose | Data |\n|---|---|\n| To show you relevant advertisements | (a) Identity (b) Contact (c) Usage |"
    )
    assert cells(table) == {"content": "unstated", "usage": "no-say", "profile": "no-say"}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("We do not engage in personalised advertising.", "never"),
        ("**Advertising** – We do not allow marketing within our service.", "never"),
        ("If you opted into location history, we use your location information to show you offers.", "opt-in"),
        (
            "We use your activity to show you ads. You can limit ad tracking in the device settings.",
            "opt-out",
        ),
        ("We use your personal information for marketing. You may object at any time.", "opt-out"),
    ],
)
def test_say_over_usage_in_other_words(text: str, level: str) -> None:
    assert cells(text)["usage"] == level


def test_parties_that_may_name_each_other_name_the_customer() -> None:
    text = "Either party may identify the other as a customer and use the other's name in its advertising."
    assert cells(text, TERMS)["profile"] == "no-say"


def test_naming_organisations_names_no_person() -> None:
    text = "If you are an organisation, we may publicly refer to you as a customer in our marketing."
    assert cells(text, TERMS)["profile"] == "unstated"


@pytest.mark.parametrize(
    "text",
    [
        "We suggest posts and people that may be of interest to you.",
        "We use your activity to customise the feed with posts that we think you'll like.",
        "Will I be contacted for marketing?",
        "- [Marketing emails and advertising](#5)",
    ],
)
def test_suggestions_questions_and_tables_of_contents_are_no_marketing(text: str) -> None:
    assert set(cells(text).values()) == {"unstated"}


def test_marketing_only_if_you_have_agreed_is_opt_in_in_short_forms_too() -> None:
    assert cells("We'll only send you marketing emails if you've agreed to this.")["profile"] == "opt-in"


def test_an_opt_out_from_messages_is_one_from_what_they_say() -> None:
    text = (
        "We send you information about services in which you may be interested. You can opt out of messages from us by"
        " writing to us."
    )
    assert cells(text)["profile"] == "opt-out"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (
            "We use your activity to show you ads. To know your choices about not having this information used by"
            " these companies, visit https://www.networkadvertising.org.",
            "no-say",
        ),
        (
            "Third-party companies use cookies to show you ads. You can opt out by the ad networks' page. Opting out of"
            " participating ad networks does not mean that you will no longer see ads.",
            "opt-out",
        ),
        ("We do not permit our service providers to use your data for their own marketing purposes.", "unstated"),
        ("Premium members do not see ads in the app.", "unstated"),
        ("You can turn off our ads in your ad settings. We show you ads by your activity.", "opt-out"),
    ],
)
def test_whose_ads_a_sentence_reaches(text: str, level: str) -> None:
    assert cells(text)["usage"] == level


@pytest.mark.parametrize(
    "text",
    [
        "Publisher must not use the personal information of its visitors for interest-based advertising by us.",
        "Soliciting personally identifiable information for any promotional purpose.",
        "Tell us the email address of your account or newsletter.",
        "Advertisers may assume that you are of the audience which a targeted ad was meant for.",
        "All unsolicited commercial email is prohibited, and we use your data to end it.",
    ],
)
def test_duties_and_names_in_a_contract_are_no_use(text: str) -> None:
    assert set(cells(text, TERMS).values()) == {"unstated"}


def test_marketing_unless_it_is_prohibited_by_the_person_is_opt_out() -> None:
    assert cells("Personal data may be used for our marketing, unless prohibited by you.")["profile"] == "opt-out"
