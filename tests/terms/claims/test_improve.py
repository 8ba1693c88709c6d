"""Improving and analysing products: what is a use, of which data, and at which level. The sentences are invented."""

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
FILLER = "The weather in the valley is mild, and the bridges are open to everybody all year long. " * 30


def levels(text: str) -> set[tuple[str, str]]:
    """Level and data of each claim on improving that a text makes, as a section of a longer document."""
    document = Document("-", f"# Terms\n\n{FILLER}\n\n## Matters\n\n{text}\n")
    claims = (c for c in read_document(document).claims if c.purpose == "improve" and "choice" not in c.conditions)
    return {(str(c.say), name) for c in claims for name in c.data}


def says(text: str) -> set[str]:
    return {say for say, _ in levels(text)}


def rows(text: str) -> set[str]:
    return {name.partition(".")[0] for _, name in levels(text)}


def cells(text: str) -> dict[str, str]:
    """By row: the level of improving in a privacy policy that goes on with a text."""
    grid = read_document(Document("-", f"{POLICY}{text}\n")).grid
    return {row: str(grid[row, "improve"].say) for row in ("content", "usage", "profile")}


# -- what improving is


@pytest.mark.parametrize(
    "text",
    [
        "We use your personal data to improve our services.",
        "We use your personal data to develop new features and to fix what is slow.",
        "We use your personal data to build better products.",
        "We process your information for research and development.",
        "We use the information we collect for product development.",
        "We analyse your information to understand how people use the app.",
        "Your personal information helps us enhance the quality of our products.",
        "We use your information to provide, maintain, protect and improve our services.",
    ],
)
def test_a_product_that_is_developed_improved_or_studied_is_improving(text: str) -> None:
    assert levels(text) == {("no-say", "any")}


@pytest.mark.parametrize(
    "text",
    [
        "We use your personal data to improve the security of our platform.",  # safety alone
        "We use your personal data to improve our artificial intelligence models.",  # AI alone
        "We use your personal data to measure the performance of our ads.",  # advertising
        "We share your personal data with shops so that they can improve their products.",  # another's product
        "You may use our reports with your usage data to improve your website.",  # the person acts
        "We protect your personal data with technical and organisational measures and test our systems.",
        "To learn more about Google Analytics and your personal data, visit its website.",
        "As we develop our business, we may transfer your personal data to a buyer.",
        "We may release upgraded versions of the app for your mobile device.",
        "Each party keeps the other's Confidential Information and uses it to improve the services.",
    ],
)
def test_what_only_sounds_like_improving_is_not(text: str) -> None:
    assert levels(text) == set()


def test_ai_beside_a_product_counts_for_the_product() -> None:
    assert says("We use your personal data to improve our services and our machine learning models.") == {"no-say"}


def test_a_company_stands_for_its_product() -> None:
    text = "Orrery may use your personal data to improve Orrery. Orrery will keep it safe. Orrery does not sell it."
    assert says(text) == {"no-say"}


# -- which data


def test_a_sentence_about_cookies_is_about_usage_only() -> None:
    text = "We use cookies, which are small files with identifiers, to improve our website."
    assert rows(text) == {"usage"}


def test_data_named_in_another_purpose_is_not_what_serves() -> None:
    assert rows("We use log data to remember your email address and to improve our services.") == {"usage"}


def test_information_such_as_names_those_kinds_only() -> None:
    assert rows("We use information such as cookies and log data to improve our services.") == {"usage"}


def test_an_item_takes_the_data_of_its_lead_in() -> None:
    assert levels("We use your personal data to:\n\n- answer you;\n- improve our services.") == {("no-say", "any")}


def test_a_table_row_is_about_the_data_in_its_cells() -> None:
    table = "| Purpose | Data |\n| --- | --- |\n| To improve our services | Log data |\n"
    assert rows(table) == {"usage"}


def test_what_an_analytics_vendor_sees_is_usage() -> None:
    text = "We share your information with service providers that perform analytics for us."
    assert rows(text) == {"usage"}


@pytest.mark.parametrize(
    "text",
    [
        "You grant us a worldwide licence to host and copy your content to operate and improve the services.",
        "In order to run and improve the service, you grant us a licence to copy the materials that you post.",
        "You hereby grant us the right to use your photos to develop new products.",
        "To run and improve the service, you give us a free licence to use content submitted to it.",
        "You keep your content. You give us permission to use it to run and improve the service.",
        "You grant us a licence to your content. We may use this licence to operate and improve our services.",
        "We use Content and related materials to provide and improve our features.",
    ],
)
def test_a_licence_is_over_content(text: str) -> None:
    assert rows(text) == {"content"}


@pytest.mark.parametrize(
    "text",
    [
        "If you send us feedback, you grant us a licence to use it to improve our services.",
        "We use your answers to surveys for research purposes.",
        "Suggestions may be used to improve our products.",
    ],
)
def test_feedback_and_survey_answers_set_no_row(text: str) -> None:
    assert rows(text) == set()


def test_what_is_posted_elsewhere_is_no_content_of_this_service() -> None:
    assert "content" not in rows("We collect posts on social media about us to improve our products.")


# -- at which level


@pytest.mark.parametrize(
    "text",
    [
        "We do not use your personal data to improve our services.",
        "Your personal data is never used to develop new products.",
        "We will not analyse or use your personal data for research purposes.",
    ],
)
def test_a_denied_use_is_never(text: str) -> None:
    assert says(text) == {"never"}


@pytest.mark.parametrize(
    "text",
    [
        "While we are not required to, we may use your personal data to improve our services.",
        "We may share statistics that do not include your name, and use your personal data to improve our services.",
        "If you do not object, we use your personal data to improve our services.",
        "We do not want to use more personal data than is necessary to improve our services.",
        "We do not sell your personal data, but we use it to improve our services.",
        "We do not use your personal data except to provide and improve our services.",
        "We will not use your personal data for analytics other than to improve our services.",
    ],
)
def test_a_denial_of_something_else_is_no_denial(text: str) -> None:
    assert "never" not in says(text)


@pytest.mark.parametrize(
    "text",
    [
        "With your consent, we use your voice recordings to improve our products.",
        "If you opt in, we use your messages to improve our services.",
        "We will not use your messages to improve our services unless you agree to it.",
        "Your messages are not used to improve our services by default.",
    ],
)
def test_a_use_on_consent_is_opt_in(text: str) -> None:
    assert says(text) == {"opt-in"}


@pytest.mark.parametrize(
    "text",
    [
        "If you choose to post content, you give us permission to use your content to improve our services.",
        "With your consent where required by law, we use your personal data to improve our services.",
        "By uploading your files you consent that we use your files to improve our services.",
        "We may use your content to improve our services without your permission.",
    ],
)
def test_a_licence_or_a_consent_that_only_some_are_asked_for_is_no_say(text: str) -> None:
    assert says(text) == {"no-say"}


def test_consent_for_the_last_of_several_uses_is_for_that_one() -> None:
    text = "Your usage data lets us improve the app, and, where you have given consent, show you offers."
    assert says(text) == {"no-say"}


def test_a_table_with_consent_for_a_legal_basis_is_opt_in() -> None:
    table = "| Data | Purpose | Legal basis |\n| --- | --- | --- |\n| Messages | Improving the app | Consent |\n"
    assert says(table) == {"opt-in"}


def test_what_the_account_owner_authorises_is_leave() -> None:
    text = "If authorised by the account owner, we use your personal data to develop and improve our products."
    assert says(text) == {"leave"}


def test_a_use_that_can_be_turned_off_is_opt_out() -> None:
    assert says("We use your usage data to improve the app unless you opt out in the settings.") == {"opt-out"}


def test_an_opt_out_of_what_was_just_told_is_opt_out() -> None:
    text = "We collect usage data to improve the app. You can turn this off in the settings."
    assert cells(text)["usage"] == "opt-out"


@pytest.mark.parametrize(
    "text",
    [
        "You agree that we may monitor use of the interfaces to improve our products.",
        "We may collect and analyse data relating to the provision, use and performance of the service, and use such"
        " information to improve it.",
    ],
)
def test_what_is_watched_is_usage(text: str) -> None:
    assert rows(text) == {"usage"}


def test_it_is_what_was_just_named() -> None:
    assert rows("We receive log files from your phone. We use them to improve our services.") == {"usage"}


def test_what_people_tell_support_sets_no_row() -> None:
    assert levels("The information you give when you contact our support team serves for product improvement.") == set()


def test_what_creators_learn_from_the_service_is_no_use_by_it() -> None:
    assert levels("We provide creators with insights into how the content that they upload is used.") == set()


def test_what_never_leaves_the_device_is_never_used() -> None:
    text = "Your information, like your name and your messages, is stored on your device and never sent to us."
    assert ("never", "content") in levels(text)


def test_a_denial_that_depends_on_a_choice_leaves_the_device_open() -> None:
    text = "Your messages are kept on your device and not sent to us, unless you turn on backups."
    assert levels(text) == set()


def test_a_use_that_goes_on_after_an_opt_out_is_no_say() -> None:
    text = "If you opt out of ads, we will still use your usage data for research and development."
    assert says(text) == {"no-say"}


@pytest.mark.parametrize(
    "text",
    [
        "We grant you a licence to use the content and your posts solely for personal, non-commercial purposes.",
        "Only use your content for purposes that the law permits.",
        "We will not do any analysis of your content, with two exceptions.",
    ],
)
def test_a_limit_on_the_person_or_with_an_exception_denies_nothing(text: str) -> None:
    assert "never" not in says(text)


# -- the cell


def test_your_information_is_every_row_that_a_policy_collects() -> None:
    assert set(cells("We use your information to improve our services.").values()) == {"no-say"}


def test_a_control_over_one_stream_holds_for_its_section_only() -> None:
    text = (
        "We use your information to improve our services.\n\n## Telemetry\n\n"
        "We use telemetry to improve the app. You can opt out of telemetry in the settings.\n"
    )
    assert cells(text)["usage"] == "no-say"


def test_a_control_over_all_use_holds_for_the_document() -> None:
    text = (
        "We use your information to improve our services.\n\n## Your controls\n\n"
        "You can turn off in the settings whether we use your information to improve our services.\n"
    )
    assert cells(text)["profile"] == "opt-out"


def test_what_is_said_of_content_by_name_goes_before_general_words() -> None:
    text = (
        "We use your information to improve our services.\n\n"
        "Customer content is used according to the customer's instructions to improve our services.\n"
    )
    found = cells(text)
    assert (found["content"], found["usage"]) == ("leave", "no-say")


def test_a_bare_word_for_data_under_a_heading_of_logs_is_usage() -> None:
    text = "# Privacy policy\n\nWe collect your name.\n\n## {}\n\nWe use the data to improve our products.\n"
    logs = read_document(Document("-", text.format("Technical data"))).grid
    plain = read_document(Document("-", text.format("How we use it"))).grid
    assert (str(logs["usage", "improve"].say), str(logs["profile", "improve"].say)) == ("no-say", "unstated")
    assert str(plain["profile", "improve"].say) == "no-say"


@pytest.mark.parametrize(
    "text",
    [
        "“Network Data” means all personal information that we collect and the statistics that we use to improve it.",
        "If you want to understand how your personal data is used, write to us.",
        "We use your personal information to invite you to take part in user research.",
        "Other firms use your personal information to optimise the performance of adverts.",
    ],
)
def test_what_only_sounds_like_improving_is_none(text: str) -> None:
    grid = read_document(Document("-", f"# Privacy policy\n\nWe collect your name.\n\n{text}\n")).grid
    assert str(grid["profile", "improve"].say) == "unstated"


def test_a_legal_basis_of_consent_is_opt_in() -> None:
    text = "We use your personal information for market research. Legal basis: your consent."
    joined = text.replace(". Legal", "; legal")
    grid = read_document(Document("-", f"# Privacy policy\n\nWe collect your name.\n\n{joined}\n")).grid
    assert str(grid["profile", "improve"].say) == "opt-in"


def say(text: str, row: str = "usage") -> str:
    return str(read_document(Document("-", f"# Privacy policy\n\n{text}\n")).grid[row, "improve"].say)


def test_the_heading_gives_its_purpose_to_a_sentence_that_names_none() -> None:
    text = "We use your personal information for this purpose."
    assert say(f"## Research and development\n\n{text}") == "no-say"
    assert say(f"## Your account\n\n{text}") == "unstated"


def test_who_refuses_cookies_refuses_what_cookies_alone_serve() -> None:
    refuse = "You can refuse cookies in our cookie settings."
    assert say(f"We use cookies to improve our services. {refuse}") == "opt-out"
    assert say(f"We use cookies and log data to improve our services. {refuse}") == "no-say"


def test_a_denial_behind_its_exception_is_what_the_exception_leaves() -> None:
    assert say("Unless you agree, we do not use your content to improve our services.", "content") == "opt-in"
    assert say("Unless the law forbids it, we do not use your content to improve our services.", "content") != "never"


def test_a_denial_that_a_use_follows_denies_nothing() -> None:
    text = "We do not use identifiable content to improve our services, but we do use de-identified content for that."
    assert say(text, "content") == "no-say"


def test_an_item_of_what_is_prohibited_limits_no_use() -> None:
    text = "Prohibited content is content that:\n\n- is made of only access images for which somebody pays."
    assert say(text, "content") == "unstated"


def test_a_general_word_beside_a_special_one_keeps_its_rows() -> None:
    text = "We use your personal information and your activity to develop our services."
    assert (say(text, "profile"), say(text)) == ("no-say", "no-say")
