"""Advertising and marketing: what is a use and what a mention, with which data, at which level."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document
from sayso.terms.reading import Reading

POLICY = """# Privacy policy

## What we collect

We collect information that you provide, such as your name, your email address and the posts that you create. We collect
usage data, log data and device information when you use the service.

## How we use your information

"""


def read(text: str) -> Reading:
    return read_document(Document("-", f"# Terms\n\n{text}\n"))


def levels(text: str) -> set[str]:
    """The levels of the claims on advertising that a text makes."""
    return {str(c.say) for c in read(text).claims if c.purpose == "advertise" and "choice" not in c.conditions}


def data(text: str) -> set[str]:
    return {name for c in read(text).claims if c.purpose == "advertise" for name in c.data}


def cells(text: str) -> dict[str, str]:
    """By row: the level of advertising in a privacy policy that goes on with a text."""
    grid = read_document(Document("-", f"{POLICY}{text}\n")).grid
    return {row: str(grid[row, "advertise"].say) for row in ("content", "usage", "profile")}


@pytest.mark.parametrize(
    "text",
    [
        "We use your personal information to market our services to you.",
        "We use your information to show you relevant advertisements.",
        "Your personal data may be used for marketing purposes.",
        "We share device identifiers with advertising networks to serve targeted ads.",
        "We may send you promotional emails.",
        "You may receive newsletters and special offers from us.",
        "You grant us a licence to use your content to promote the services.",
        "We use your information:\n\n- to keep the service safe;\n- to personalise the ads that you see.",
        "We may identify you as a customer in our marketing materials.",
    ],
)
def test_a_use_without_a_word_on_consent_leaves_no_say(text: str) -> None:
    assert levels(text) == {"no-say"}


@pytest.mark.parametrize(
    "text",
    [
        "We receive information from marketing agencies.",
        "We collect information when you click on an ad.",
        "We use your data to promote safety on the platform.",
        "We use your data to promote fair competition.",
        "Any dispute about our advertising will be settled by arbitration.",
        "You may not use the service to send advertising to others.",
        "You will not infringe anyone's rights of publicity.",
        "A promotional rate may end when your plan renews.",
        "For more information, please see our Advertising Policy.",
        "We use your information to take part in contests and promotions.",
        "Our company offers its services in several countries and uses your data there.",
    ],
)
def test_a_mention_is_no_use(text: str) -> None:
    assert levels(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "With your consent, we will use your email address to send you marketing communications.",
        "We will only use your personal information for advertising if you have opted in.",
        "We will not use your personal data for marketing without your consent.",
        "If you sign up for our newsletter, we will send you product updates and offers.",
    ],
)
def test_use_that_waits_for_agreement_is_opt_in(text: str) -> None:
    assert levels(text) == {"opt-in"}


@pytest.mark.parametrize(
    "text",
    [
        "Where required by law, we will ask for your consent before we send you marketing emails.",
        "We send you marketing messages on the basis of your consent or our legitimate interest.",
    ],
)
def test_consent_that_only_the_law_asks_for_leaves_the_others_no_say(text: str) -> None:
    assert levels(text) == {"no-say"}


@pytest.mark.parametrize(
    "text",
    [
        "We may use your information for marketing, unless you opt out.",
        "We use your information to send you offers, subject to your communication preferences.",
        "You may opt out of receiving promotional communications by following the instructions in them.",
        "We will ask for your consent to use your data for marketing, or give you an opportunity to say no.",
    ],
)
def test_use_until_the_person_objects_is_opt_out(text: str) -> None:
    assert levels(text) == {"opt-out"}


@pytest.mark.parametrize(
    "text",
    [
        "We do not use your content for advertising.",
        "We never use your messages to target ads.",
        "Your files will not be used for marketing purposes.",
    ],
)
def test_a_flat_denial_is_never(text: str) -> None:
    assert levels(text) == {"never"}


@pytest.mark.parametrize(
    "text",
    [
        "We do not show personalised ads based on health data.",
        "We do not use children's personal information for targeted advertising.",
        "We do not share your personal information with third parties for their marketing.",
        "We will not send you marketing by text message.",
        "If you do not allow these cookies, you will see less targeted advertising.",
    ],
)
def test_a_denial_of_a_sliver_denies_nothing(text: str) -> None:
    assert "never" not in levels(text)


def test_messages_use_how_to_reach_the_person() -> None:
    assert data("We may send you promotional text messages and marketing emails.") == {"profile.contact"}


def test_ads_tailored_to_interests_do_not_use_demographics() -> None:
    assert data("We use your browsing history to show ads relevant to your interests.") == {"usage"}


def test_ads_that_name_no_data_go_by_what_people_do() -> None:
    assert cells("We display targeted advertising.") == {
        "content": "unstated",
        "usage": "no-say",
        "profile": "unstated",
    }


def test_general_words_cover_what_the_policy_says_is_collected() -> None:
    assert set(cells("We use your personal information for marketing.").values()) == {"no-say"}


def test_an_unsubscribe_link_lifts_messages() -> None:
    text = "We use your email address to send promotional emails.\n\nYou can unsubscribe by the link in each email."
    assert cells(text)["profile"] == "opt-out"


def test_an_unsubscribe_link_does_not_lift_ads() -> None:
    text = "We use your browsing history to show you ads.\n\nYou can unsubscribe from our marketing emails at any time."
    assert cells(text)["usage"] == "no-say"


def test_any_control_lifts_marketing_in_general() -> None:
    text = (
        "We use your personal information for marketing.\n\nYou can unsubscribe from our marketing emails at any time."
    )
    assert set(cells(text).values()) == {"opt-out"}


def test_an_ad_setting_lifts_the_services_own_ads() -> None:
    text = "We use your browsing history to show you ads.\n\nYou can change your advertising settings in the app."
    assert cells(text)["usage"] == "opt-out"


def test_an_industry_page_lifts_the_ads_of_networks_only() -> None:
    page = "You can opt out of interest-based ads by visiting the Network Advertising Initiative."
    assert cells(f"Third-party networks use cookies to show you ads.\n\n{page}")["usage"] == "opt-out"
    assert cells(f"We use your browsing history to show you ads.\n\n{page}")["usage"] == "no-say"


def test_ads_that_remain_after_an_opt_out_leave_no_say_over_usage() -> None:
    text = (
        "We use your activity to show you ads.\n\nYou can turn off personalised ads in your ad settings. "
        "If you opt out, you will still see ads on our service."
    )
    assert cells(text)["usage"] == "no-say"


def test_no_control_of_mail_or_ads_lifts_a_licence() -> None:
    text = (
        "You grant us a licence to use your content to promote our services.\n\n"
        "You can unsubscribe from our marketing emails. You can change your ad settings."
    )
    assert cells(text)["content"] == "no-say"


def test_a_denial_for_content_by_name_goes_before_general_words() -> None:
    text = "We use your personal information for marketing. We do not use your content for any marketing."
    assert cells(text) == {"content": "never", "usage": "no-say", "profile": "no-say"}


def test_a_control_for_a_region_does_not_count_for_everyone() -> None:
    text = "We use your browsing history to show you ads.\n\nCalifornia residents can opt out of ads in their settings."
    assert cells(text)["usage"] == "no-say"


@pytest.mark.parametrize(
    ("text", "row", "level"),
    [
        ("Other companies use cookies to serve ads. You can opt out by visiting www.example.org.", "usage", "opt-out"),
        ("We process your data for direct marketing. You can object to this at any time.", "usage", "opt-out"),
        (
            "We may send you push notifications with offers. You can turn these off.",
            "profile",
            "opt-out",
        ),
        ("We use your information for marketing, according to your preferences.", "profile", "opt-out"),
        ("If you do not wish to receive marketing from us, please tick the box.", "profile", "opt-out"),
        (
            "We process your data for direct marketing.\n\n## Rights\n\nYou have the right to object to the processing"
            " of your data for direct marketing.",
            "usage",
            "opt-out",
        ),
        ("You will get marketing messages from us if you have not opted out of receiving them.", "profile", "opt-out"),
        ("If you subscribe to our newsletter, we use your email address to send it to you.", "profile", "opt-in"),
        ("Marketing cookies are placed only if you accept them in our banner.", "usage", "opt-in"),
        ("Your data are not used for marketing or passed to third parties.", "profile", "never"),
        ("No information is used for advertising.", "usage", "never"),
        ("There are no ads in our service, and we do not track you for advertising.", "usage", "never"),
        ("We use your data only to run the service and never for advertising.", "profile", "never"),
        ("By posting content you grant us a licence to use it, also for promoting our service.", "content", "no-say"),
        ("We may tell you about other products by email.", "profile", "no-say"),
        ("We collect your name when you sign up for our newsletter.", "profile", "unstated"),
        ("We may receive your name if you choose to take part in a marketing campaign.", "profile", "unstated"),
        ("We may use your testimonials in our marketing with your consent.", "profile", "unstated"),
    ],
)
def test_the_common_ways_of_saying_it_are_read(text: str, row: str, level: str) -> None:
    assert cells(text)[row] == level


def test_ads_that_everyone_sees_leave_no_say() -> None:
    text = "With your consent, we show you personalised ads. All users see generic ads, including those who opted out."
    assert cells(text)["usage"] == "no-say"


def test_naming_a_customer_until_they_object_is_opt_out() -> None:
    text = "We may identify you as a customer on our website unless you ask us not to by writing to us."
    assert cells(text)["profile"] == "opt-out"
