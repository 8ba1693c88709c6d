"""People read, listen to or look at data: who, which verbs, and how much say is left."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document


def levels(text: str) -> set[str]:
    """The levels of the claims of a text on people's review."""
    reading = read_document(Document("-", f"# Terms\n\n{text}\n"))
    return {str(c.say) for c in reading.claims if c.purpose == "review"}


def data(text: str) -> set[str]:
    reading = read_document(Document("-", f"# Terms\n\n{text}\n"))
    return {name for c in reading.claims if c.purpose == "review" for name in c.data}


@pytest.mark.parametrize(
    "text",
    [
        "Our employees may read your messages to keep the service safe.",
        "Trained reviewers will listen to a sample of your recordings.",
        "We use automated tools and human review to find content that breaks our rules.",
        "A small part of your conversations is reviewed by our moderators.",
        "We may review your content at any time.",
        "We reserve the right to review User Content and to remove it.",
        "We have the right, but not the obligation, to review any content.",
        "We may, but are not required to, review your posts.",
        "While we are not obliged to do so, we may read your comments.",
        "Our moderators review reported content around the clock.",
        "We process your information and, in some cases, conduct manual (human) review to fight spam.",
        "To give you support, authorised employees may need to get access to your information.",
        "We and our contractors may inspect your files.",
        "Your messages may be reviewed to enforce these terms.",
        "You understand that we may review your messages.",
        "We may, but are under no duty to, review any content that you upload.",
        "A limited number of our authorised staff may view your prompts to look into abuse.",
        "We will review reported messages and act on them.",
        "Our community team may check comments before they appear.",
        "Comments that were reported to us are assessed by our trained moderators.",
        "We may, in our sole discretion, pre-screen or refuse any content that you submit.",
        "We reserve the right to moderate user content.",
        "We need not check content submitted by you, but we may review and remove it.",
        "Our employees will not read your messages except where required by law.",
    ],
)
def test_people_who_look_leave_no_say(text: str) -> None:
    assert levels(text) == {"no-say"}


@pytest.mark.parametrize(
    "text",
    [
        "We do not read your messages.",
        "Our staff never listen to your recordings.",
        "No one at the company can read your messages.",
        "We cannot access your messages.",
        "We do not have the ability to see your content.",
        "Our employees do not look at your files.",
        "No human will read your conversations.",
        "Our employees are prohibited from viewing the content of your files.",
        "Your messages are encrypted end to end, so we cannot read them.",
        "We do not have the technical means to access the content of your notes.",
    ],
)
def test_a_flat_denial_is_never(text: str) -> None:
    assert levels(text) == {"never"}


@pytest.mark.parametrize(
    "text",
    [
        "Access to your information is limited to employees who need it to do their work.",
        "Only staff with a need to know have access to personal data.",
        "Our employees are bound by confidentiality and may access your information.",
        "You may review your information in your account.",
        "We allow you to review your messages before they are sent.",
        "Hosts can review your recordings after the meeting.",
        "You can ask for human review of an automated decision about your content.",
        "You must evaluate outputs for accuracy, including by using human review of content.",
        "We review our practices for collecting information every year.",
        "We have no obligation to review your content.",
        "We are under no obligation to check, monitor, review or edit any content posted by users.",
        "We do not use or access your boards for anything other than showing your content to you.",
        "We use automated tools that can moderate content.",
        "You can learn how we rank and moderate content in our help pages.",
        "Read our guide to your content first.",
        "Contact our support team to access your content.",
        "We do not routinely review your content.",
        "We may monitor for content that breaks our rules.",
        "Please review this policy with your contacts and messages in mind.",
    ],
)
def test_safeguards_and_other_people_say_nothing(text: str) -> None:
    assert levels(text) == set()


def test_only_after_the_person_gives_access_is_opt_in() -> None:
    assert levels("Support agents can see your content only after you give them access.") == {"opt-in"}


def test_only_with_consent_is_opt_in() -> None:
    assert levels("Our employees will not read your messages without your permission.") == {"opt-in"}


def test_consent_beside_other_reasons_leaves_no_say() -> None:
    text = "Our employees will not read your messages without your permission or where the law requires it."
    assert levels(text) == {"no-say"}


def test_an_exception_for_the_companys_own_reasons_leaves_no_say() -> None:
    assert levels("We will not read your messages except as necessary to keep the service safe.") == {"no-say"}


def test_what_an_administrator_allows_is_leave() -> None:
    assert levels("Our employees will not view your content unless the account owner allows it.") == {"leave"}


def test_a_setting_that_stops_reviewers_is_opt_out() -> None:
    text = "Human reviewers may listen to your recordings; you can opt out of this in your settings."
    assert levels(text) == {"opt-out"}


def test_an_item_of_a_list_of_uses_is_a_use() -> None:
    text = "## How we use data\n\nWe use your information to:\n\n- monitor and review content that you post\n"
    assert levels(text) == {"no-say"}


def test_an_opt_out_of_human_review_is_opt_out() -> None:
    text = "Reviewers may read your content.\n\n## Choices\n\nYou can opt out of human review in your settings."
    reading = read_document(Document("-", f"# Terms\n\n{text}\n"))
    assert str(reading.grid["content", "review"].say) == "opt-out"


def test_the_object_of_looking_is_the_data() -> None:
    text = "We use your name and your location to greet you, and our employees may read your messages."
    assert "usage.location" not in data(text)
    assert "content" in data(text)


def test_email_content_is_no_contact_detail() -> None:
    assert "profile.contact" not in data("Our employees may read the contents of your email.")


@pytest.mark.parametrize(
    "text",
    [
        "Our staff may:\n\n- view your files to help you.",
        "We do not routinely look at your content, but our staff may do so when it is reported.",
        "Nobody reads your notes apart from the moderators who check them.",
    ],
)
def test_a_list_head_a_habit_and_an_exception_leave_no_say(text: str) -> None:
    assert levels(text) == {"no-say"}


@pytest.mark.parametrize(
    "text",
    [
        "We may review, improve or discontinue the service and any content on it.",
        "We run a service for everyone who likes to sing. " * 9
        + "\n\n## Ideas and feedback\n\nWe do not review such content.",
        "The operator of the linked site does not have access to your content.",
        "If you turn on the assistant of a third party, we do not have access to your conversations.",
    ],
)
def test_what_is_said_of_a_service_of_ideas_or_of_one_feature_is_no_review(text: str) -> None:
    assert levels(text) == set()


def test_the_company_that_removes_content_offers_nobody_a_refusal() -> None:
    assert levels("We may review, restrict, remove or disable access to your content.") == {"no-say"}
