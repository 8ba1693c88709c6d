"""Data given to third parties for purposes of their own: who counts, what is denied, what may be refused."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document

COLLECTED = (
    "# Privacy policy\n\n## Information we collect\n\n"
    "We collect your email address, the posts and messages you write, your IP address and how you use the service.\n\n"
)


def cells(text: str) -> tuple[str, str, str]:
    """The levels of content, usage and profile by a policy that says this of its sharing."""
    grid = read_document(Document("-", f"{COLLECTED}## Our practice\n\n{text}\n")).grid
    content, usage, profile = (str(grid[row, "share"].say) for row in ("content", "usage", "profile"))
    return content, usage, profile


def profile(text: str) -> str:
    """The level of profile alone."""
    return cells(text)[2]


@pytest.mark.parametrize(
    "text",
    [
        "We may share your personal information with our business partners.",
        "We share your personal information with advertisers.",
        "We may disclose personal information to selected partners so that they can offer you their products.",
        "Your personal information may be sold to data brokers.",
        "We share your personal information with third parties for their own marketing purposes.",
        "We may provide publishers with your personal information.",
        "We may share your personal information with other companies in exchange for a fee.",
        "We share your personal information with:\n\n- our service providers;\n- advertising networks.",
        "Your personal information may be passed on to academic researchers.",
    ],
)
def test_third_parties_with_purposes_of_their_own_leave_no_say(text: str) -> None:
    assert profile(text) == "no-say"


@pytest.mark.parametrize(
    "text",
    [
        "We share your personal information with service providers who process it on our behalf.",
        "We may disclose your personal information to third parties who help us run the service.",
        "We share your personal information with our affiliates and other companies under common control.",
        "We may disclose your personal information to third parties where a court or other authority requires it.",
        "If we merge, your personal information may be transferred to third parties as part of the sale of assets.",
        "Our partners may share your personal information with us.",
        "We receive personal information about you from our advertising partners.",
        "You may share your personal information with third parties.",
        "Third parties you meet may share your personal information with others.",
        "Do we share your personal information with advertisers?",
        "You have the right to know the categories of third parties to whom we disclose your personal information.",
        "We share your personal information with payment partners to complete your order.",
        "We may share your personal information with third parties as follows:",
    ],
)
def test_those_who_do_not_count_leave_it_unstated(text: str) -> None:
    assert profile(text) == "unstated"


@pytest.mark.parametrize(
    "text",
    [
        "We do not sell your personal information.",
        "We don't sell your personal information to anyone.",
        "We never sell, rent or trade your personal data to third parties.",
        "We do not share your personal information with third parties.",
        "Your personal information will not be disclosed to any third party.",
        "We will not sell your personal information without giving you an opportunity to opt out.",
    ],
)
def test_a_flat_promise_is_never(text: str) -> None:
    assert profile(text) == "never"


@pytest.mark.parametrize(
    "text",
    [
        "If you opt out, we will not share your personal information with third parties.",
        "You may not sell the personal information of others.",
        "You can ask us not to sell your personal information to third parties.",
        "Our partners must not disclose your personal information to other third parties.",
        "We do not share your personal information with third parties except as described below.",
        "We do not control how third parties share your personal information.",
        "Phone numbers collected for SMS will not be shared with third parties.",
        "Do not share your personal information with others.",
        'Use the "Do not sell my personal information" link.',
        "## Notice to residents of California\n\nWe do not sell your personal information.",
    ],
)
def test_what_only_sounds_like_a_promise_is_none(text: str) -> None:
    assert profile(text) == "unstated"


def test_sale_denied_is_no_promise_while_data_goes_out_for_purposes_left_open() -> None:
    text = "We do not sell your personal information.\n\nWe share your information with third parties."
    assert profile(text) == "unstated"


def test_sale_denied_to_anyone_stands_against_purposes_left_open() -> None:
    text = "We do not sell your personal information to anyone.\n\nWe share your information with third parties."
    assert profile(text) == "never"


def test_disclosure_outweighs_a_denial_of_sale() -> None:
    text = "We do not sell your personal information.\n\nWe share your personal information with business partners."
    assert profile(text) == "no-say"


def test_a_promise_over_addresses_alone_does_not_make_the_row() -> None:
    assert profile("We do not share your email address with third parties.") == "unstated"


@pytest.mark.parametrize(
    "text",
    [
        "We do not share your personal information with third parties without your consent.",
        "We share your personal information with partners only with your consent.",
        "We share your personal information:\n\n- with our service providers;\n- with your consent.",
        "We will not sell your personal information unless you consent.",
    ],
)
def test_consent_as_the_only_ground_is_opt_in(text: str) -> None:
    assert profile(text) == "opt-in"


def test_consent_beside_a_partner_leaves_no_say() -> None:
    text = "We share your personal information:\n\n- with your consent;\n- with marketing partners."
    assert profile(text) == "no-say"


def test_an_app_that_the_person_connects_is_an_exception() -> None:
    text = "When you connect a partner's app, we share your personal information with that partner."
    assert profile(text) == "unstated"


def test_what_advertisers_take_themselves_is_usage() -> None:
    text = "Our advertising partners may use cookies to collect information about your visits to our site."
    assert cells(text) == ("unstated", "no-say", "unstated")


def test_advertisers_named_without_any_data_are_not_taken_to_get_what_people_write() -> None:
    assert cells("We share information with ad networks.") == ("unstated", "no-say", "no-say")


def test_an_opt_out_of_personalised_ads_governs_what_advertisers_get() -> None:
    text = (
        "We share your personal information with advertisers.\n\n"
        "## Your choices\n\nYou can opt out of interest-based advertising in your account settings."
    )
    assert profile(text) == "opt-out"


def test_an_opt_out_of_ads_does_not_govern_other_partners() -> None:
    text = (
        "We share your personal information with researchers.\n\n"
        "## Your choices\n\nYou can opt out of interest-based advertising in your account settings."
    )
    assert profile(text) == "no-say"


def test_an_opt_out_for_one_region_does_not_count_for_everyone() -> None:
    text = (
        "We share your personal information with business partners.\n\n"
        "## Residents of California\n\nYou can opt out of the sale or sharing of your information by e-mailing us."
    )
    assert profile(text) == "no-say"


def test_a_setting_over_what_outsiders_get_is_opt_out() -> None:
    assert cells("You can control whether your posts will be shared with outside companies.")[0] == "opt-out"


def test_deidentified_data_given_out_is_marked() -> None:
    text = "We may disclose aggregated or anonymised personal information to third parties for any purpose."
    cell = read_document(Document("-", f"{COLLECTED}## Our practice\n\n{text}\n")).grid["profile", "share"]
    assert (str(cell.say), cell.deidentified) == ("no-say", True)


def test_hashed_addresses_are_not_deidentified() -> None:
    text = "We share your hashed email address with advertising partners."
    cell = read_document(Document("-", f"{COLLECTED}## Our practice\n\n{text}\n")).grid["profile", "share"]
    assert (str(cell.say), cell.deidentified) == ("no-say", False)


def test_an_employer_that_learns_of_an_account_by_its_address_leaves_no_say() -> None:
    text = "If you sign up with a work email address, we may share your account information with your employer."
    assert profile(text) == "no-say"


def test_a_licence_to_disclose_and_publish_leaves_no_say_over_content() -> None:
    text = "You grant us a sublicensable licence to use, copy, disclose, publish and share your content."
    assert cells(text)[0] == "no-say"


def test_a_licence_limited_to_running_the_service_is_no_sharing() -> None:
    text = "You grant us a licence to publish and disclose your content solely to operate the service."
    assert cells(text)[0] == "never"


def test_public_posts_that_partners_may_display_leave_no_say_over_content() -> None:
    text = "We allow third party partners to use and display your posts and photos."
    assert cells(text) == ("no-say", "unstated", "unstated")


def test_a_table_of_recipients_is_read_by_row() -> None:
    text = (
        "We share personal information with the recipients below:\n\n| Recipient | Data |\n| --- | --- |\n"
        "| Payment processors | Your payment information |\n| Marketing partners | Your personal information |"
    )
    assert profile(text) == "no-say"


def test_the_kinds_that_a_denial_excepts_are_given() -> None:
    text = (
        "We do not share your personal information with advertisers, except:\n\n- device identifiers;\n- your consent."
    )
    assert cells(text)[1] == "no-say"


def test_what_is_done_without_sharing_is_no_sharing() -> None:
    assert profile("We match lists without sharing your email address with advertisers.") == "unstated"


def test_letting_creators_work_with_others_gives_no_data() -> None:
    assert profile("We allow authors to promote your information pages with advertisers.") == "unstated"


def test_a_promise_about_linked_sites_covers_nothing_else() -> None:
    assert (
        profile("We link to other sites and do not share your personal information with these third parties.")
        == "unstated"
    )


def test_consent_for_marketing_alone_is_no_opt_in_while_data_goes_out() -> None:
    text = (
        "We do not share personal information with third parties for their direct marketing without your consent.\n\n"
        "We share your information with third parties."
    )
    assert profile(text) == "unstated"


def test_a_list_that_hangs_from_a_denial_denies() -> None:
    assert profile("We will not:\n\n- sell your personal information;\n- read your mail.") == "never"


@pytest.mark.parametrize(
    "text",
    [
        "We may sell or rent your personal information.",
        "We reserve the right to share your personal information with selected partners.",
        "We give researchers access to personal information about our members.",
        "Our business partners have access to your account information.",
        "We share personal information with the companies that participate in our fairs.",
        "We may share your personal information with third parties to show you relevant ads.",
        "We may disclose any personal information that you submit for any purpose.",
    ],
)
def test_recipients_and_sales_in_other_words_leave_no_say(text: str) -> None:
    assert profile(text) == "no-say"


@pytest.mark.parametrize(
    "text",
    [
        "We make money by selling space on our pages to businesses, and use your personal information to run them.",
        "Neither we nor our partners have access to your personal information.",
        "We share your personal information with companies that verify addresses.",
        "We will send you, with your consent, news of services by us, our affiliates and other companies.",
        "We may disclose your personal information without your consent to prevent fraud.",
    ],
)
def test_other_dealings_with_companies_leave_it_unstated(text: str) -> None:
    assert profile(text) == "unstated"


@pytest.mark.parametrize(
    "text",
    [
        "Your personal data will only be shared with suppliers who perform services on our behalf.",
        "We share your personal information only with service providers, and with authorities if the law requires it.",
        "Under no circumstances will we sell your personal data.",
        "We will not disclose your personal data to third parties except to our processors or where required by law.",
        "We do not provide your personal data to third parties.",
    ],
)
def test_a_closed_circle_of_helpers_is_never(text: str) -> None:
    assert profile(text) == "never"


def test_a_limit_on_how_much_helpers_get_closes_no_circle() -> None:
    assert profile("We only share the personal information that is necessary with service providers.") == "unstated"


@pytest.mark.parametrize(
    "text",
    [
        "We may share your personal information with third parties when you consent to it.",
        "Unless you give us your permission, we don't share your personal data with other companies.",
        "We do not make your personal data available to third parties unless you have expressly consented to it.",
        "We ask for your consent before we share personal information with third parties.",
        "If you opt in, we will share your personal information with our partners.",
        "We provide personal information to third parties only if you have given us consent.",
    ],
)
def test_consent_in_other_words_is_opt_in(text: str) -> None:
    assert profile(text) == "opt-in"


def test_a_refusal_in_the_same_breath_is_opt_out() -> None:
    assert profile("We may share your personal information with partners unless you tell us not to.") == "opt-out"


def test_a_sale_that_a_link_stops_is_opt_out() -> None:
    text = "We may sell your personal information. You can opt out of the sale of your information by a link."
    assert profile(text) == "opt-out"


def test_vendors_that_serve_ads_by_cookies_take_usage() -> None:
    text = "Third-party vendors, including Search Co, use cookies to serve ads based on your visits."
    assert cells(text) == ("unstated", "no-say", "unstated")


def test_aggregates_given_out_without_restriction_are_marked() -> None:
    text = "We may disclose aggregated information about our users without restriction."
    cell = read_document(Document("-", f"{COLLECTED}## Our practice\n\n{text}\n")).grid["usage", "share"]
    assert (str(cell.say), cell.deidentified) == ("no-say", True)


@pytest.mark.parametrize(
    "text",
    [
        "By posting you grant us a licence to use your content and to authorise third parties to use it.",
        "You grant us the right to commercially exploit your content as we see fit.",
        "You grant us a perpetual, sublicensable licence to copy, display and distribute your content.",
        "You grant us a licence to use, copy, sell and sublicense the content that you post for any purpose.",
        "What you post is licensed to us under a Creative Commons licence, and so is all your content.",
    ],
)
def test_a_licence_to_hand_content_on_leaves_no_say(text: str) -> None:
    assert cells(text)[0] == "no-say"


@pytest.mark.parametrize(
    "text",
    [
        "You grant us a sublicensable licence to use and distribute your content as necessary to run the service.",
        "You grant us a licence to use your suggestions and to authorise third parties to use them.",
        "You grant other users a licence to view and share your content.",
        "You must not authorise others to use or distribute the content of our authors.",
        "We grant you a non-transferable licence to copy and distribute our content.",
    ],
)
def test_a_licence_for_the_service_alone_is_no_sharing(text: str) -> None:
    assert cells(text)[0] == "unstated"


@pytest.mark.parametrize(
    "text",
    [
        "While we do not sell your personal information for money, we may share it in ways that some laws call a sale.",
        "We do not disclose personal information to outside parties without a basis in data protection law.",
        "We only share your personal information where it suits our business, say with service providers.",
    ],
)
def test_a_promise_that_leaves_a_door_open_is_none(text: str) -> None:
    assert profile(text) == "unstated"


@pytest.mark.parametrize(
    "text",
    [
        "We may share your personal information with countries abroad if you consent to the transfer.",
        "If you share a post, you give us permission to store it and to share your information with our vendors.",
        "Your personal information is disclosed for the purpose it was given for, unless you consent otherwise.",
    ],
)
def test_consent_to_something_else_is_no_opt_in(text: str) -> None:
    assert profile(text) == "unstated"


def test_ideas_disclosed_for_any_purpose_are_of_no_row() -> None:
    assert cells("We may use and disclose your feedback and comments for any purpose.")[0] == "unstated"


@pytest.mark.parametrize(
    ("licence", "say"),
    [
        (
            "you grant us a limited licence to use and display your content solely to provide it",
            "never",
        ),
        (
            "you grant us a licence to store and show your content, but only as necessary to provide the service",
            "never",
        ),
        ("you grant us a licence to use and display your content on the service", "unstated"),
        ("you grant any other member a licence to use your content solely to offer it on the service", "unstated"),
    ],
)
def test_a_licence_for_one_purpose_alone_denies_the_others(licence: str, say: str) -> None:
    grid = read_document(Document("-", f"# Terms\n\nBy uploading, {licence}.\n")).grid
    assert {str(grid["content", purpose].say) for purpose in ("improve", "advertise", "share")} == {say}


def test_consent_to_an_assignment_is_no_choice_over_sharing() -> None:
    text = "In the event of an assignment, we will only transfer your personal information with your consent."
    assert profile(text) == "unstated"
