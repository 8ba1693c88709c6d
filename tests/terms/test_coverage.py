"""Which rows "your information" stands for, by what a policy says that it collects."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document


def covered(collected: str) -> bool:
    """Whether "your personal information" covers content in a policy that says this of what it collects."""
    text = (
        f"# Privacy policy\n\n## Information we collect\n\nWe collect your name. {collected}\n\n"
        "## How we use it\n\nWe use your personal information to improve our services.\n"
    )
    return str(read_document(Document("-", text)).grid["content", "improve"].say) == "no-say"


@pytest.mark.parametrize(
    "collected",
    [
        "We collect the posts and messages that you write.",
        "We store the photos and videos that you upload.",
        "We receive the files you share.",
    ],
)
def test_what_people_write_and_upload_is_covered_where_it_is_collected(collected: str) -> None:
    assert covered(collected)


@pytest.mark.parametrize(
    "collected",
    [
        "Cookies are small files that your browser stores when you submit a form.",
        "You may opt out of the promotional messages that we send by following what they say.",
        "We collect a photo of your passport that you upload so that we can verify your identity.",
        "We collect images that you provide, which others compare for the purposes of identity verification.",
        "We record audio by cameras in our stores, which share it with nobody.",
        "You can turn off receiving notifications for posts and comments that others share.",
        "We keep the images you provide as long as they are needed.",
        "We collect which videos you watch and share this with nobody.",
        "We store what you provide in active files or systems for as long as we need it.",
    ],
)
def test_other_messages_files_and_pictures_are_no_content(collected: str) -> None:
    assert not covered(collected)


def test_the_article_of_a_legal_ground_in_a_heading_names_no_region() -> None:
    text = (
        "# Privacy policy\n\nWe collect your name.\n\n## Our legitimate interest (Art. 6(1)(f) GDPR)\n\n"
        "We share your personal information with advertisers.\n"
    )
    assert str(read_document(Document("-", text)).grid["profile", "share"].say) == "no-say"


@pytest.mark.parametrize(
    ("opening", "say"),
    [
        ("This section applies to consumers who are residents of California.", "unstated"),
        ("If you live in the European Union, the following holds.", "unstated"),
        ("This section applies to all users. If you live in California, please see our notice.", "no-say"),
    ],
)
def test_the_first_sentence_of_a_section_may_keep_it_to_a_region(opening: str, say: str) -> None:
    text = (
        "# Privacy policy\n\nWe collect your name.\n\n## Purposes\n\n"
        f"{opening}\n\nWe use your personal information to improve our services.\n\n## Contact\n\nWrite to us.\n"
    )
    filler = "We keep your personal information safe, and store it for as long as your account is open.\n\n" * 6
    assert str(read_document(Document("-", text + filler)).grid["profile", "improve"].say) == say


@pytest.mark.parametrize(
    ("definition", "level"),
    [
        ("“Personal Data” includes your name and the messages you send.", "no-say"),
        ("“Personal Data” includes your name. It does not include the messages you send.", "unstated"),
    ],
)
def test_personal_data_covers_what_its_definition_names(definition: str, level: str) -> None:
    text = f"# Terms\n\n{definition}\n\nWe use Personal Data to improve our services.\n"
    assert str(read_document(Document("-", text)).grid["content", "improve"].say) == level
