"""Defined terms: found in both spellings, and covering what their own words name."""

from __future__ import annotations

import pytest

from sayso.terms.definitions import definitions, term_hits


@pytest.mark.parametrize(
    ("text", "term", "data"),
    [
        ("“Room Content” means the files and messages that you bring into a room.", "Room Content", "content"),
        ('"**Tool Data**" refers to the pages you visit and your IP address.', "Tool Data", "usage"),
        ("We keep your name and e-mail address (collectively, “Member Data”).", "Member Data", "profile"),
        ("Your posts, photos and comments (the “Submissions”) stay yours.", "Submissions", "content"),
    ],
)
def test_a_term_covers_the_row_that_its_definition_names(text: str, term: str, data: str) -> None:
    (found,) = definitions(text)
    assert found.term == term
    assert data in found.data


@pytest.mark.parametrize(
    "text",
    [
        "“Studio Content” means all text and images that we own and make available through the site.",
        "“Confidential Information” means what one party tells the other in confidence.",
        "“Service” means the rooms and the applications.",
        "The words “your data” appear here without being given a meaning.",
    ],
)
def test_a_term_that_is_nobodys_data_is_none_of_the_grid(text: str) -> None:
    assert definitions(text) == []


def test_a_list_below_a_definition_belongs_to_it() -> None:
    text = "“Activity Records” means:\n\n- log files\n- crash reports\n"
    (found,) = definitions(text)
    assert found.data == ("usage",)


def test_the_first_definition_counts() -> None:
    text = "“Room Files” means the documents you upload.\n\n“Room Files” means your IP address."
    (found,) = definitions(text)
    assert "content" in found.data


def test_a_term_is_found_where_it_stands_capitalised_in_one_or_many() -> None:
    text = "“Room Input” means a document that you upload. We read Room Inputs, and no room input of others."
    defined = definitions(text)
    hits = [text[h.start : h.end] for h in term_hits(text, defined)]
    assert hits == ["Room Input", "Room Inputs"]
