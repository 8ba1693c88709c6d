"""Sentences: where they end, what introduces them, and which headings they stand under."""

from __future__ import annotations

import pytest

from sayso.terms.document import from_text
from sayso.terms.reader import passage_sentences
from sayso.terms.sentences import Sentence
from sayso.terms.splitting import split


def sentences(text: str) -> list[Sentence]:
    return list(passage_sentences(from_text(text), 0))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We use it. You may not.", ["We use it.", "You may not."]),
        (
            "We (Acme Inc. of Oslo) use data, e.g. logs. You may object.",
            ["We (Acme Inc. of Oslo) use data, e.g. logs.", "You may object."],
        ),
        ("See Art. 6 of the law. It applies.", ["See Art. 6 of the law.", "It applies."]),
        ("**We do not sell data.** We share it.", ["**We do not sell data.**", "We share it."]),
        ("We may: (a) read it; (b) sell it.", ["We may:", "(a) read it;", "(b) sell it."]),
        ("Is it sold? No! Never.", ["Is it sold?", "No!", "Never."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in split(text, 0, len(text))] == parts


def test_an_item_is_read_as_the_end_of_its_lead_in() -> None:
    (_, item) = sentences("We use your information to:\n\n- improve our services.\n")
    assert item.full == "WuD|ip"


def test_an_enumerated_part_hangs_from_what_stands_before_the_first() -> None:
    parts = sentences("You grant us a licence to your content: (i) to run it; and (ii) to improve our services.")
    assert "1" in parts[-1].context.codes
    assert parts[-1].codes.endswith("ip")


def test_headings_lend_their_kinds_to_everything_under_them() -> None:
    text = (
        "## 4. For California residents\n\n### Sharing\n\nWe share data.\n\n## 5. Other\n\nWe use data.\n\n"
        + "It is so. " * 20
    )
    first, second = sentences(text)
    assert first.context.headings == {"region", "share"}
    assert not second.has("region")


def test_a_heading_over_the_whole_document_narrows_nothing() -> None:
    (only,) = sentences("# Privacy policy for Europe\n\nWe use your data to improve our services.\n")
    assert not only.has("region")


def test_the_company_acts_by_its_name() -> None:
    text = "Lumo may use data. Lumo will keep data. Lumo does not sell data. Partners may use data."
    codes = [s.codes[0] for s in sentences(text)]
    assert codes == ["W", "W", "W", "T"]


def test_words_in_the_target_of_a_link_are_not_read() -> None:
    (only,) = sentences("We use data as told [here](https://example.org/opt-out/sell).")
    assert only.codes == "WuD"


def test_a_paragraph_under_a_table_of_contents_is_read_and_its_lines_are_not() -> None:
    told = "We use the information that we collect to answer you, to show you advertising, to run the service, to keep "
    told += "it secure for everybody who uses it, and to tell our partners how often it was used."
    entries = "How we share your data\n\n* Cookies and ads"
    text = f"# Policy\n\n## Contents\n\n{entries}\n\n{told}\n\n## Sharing\n\n" + f"{told}\n\n" * 3
    assert [s.text for s in sentences(text)] == [told] * 4
