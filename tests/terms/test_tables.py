"""Rows of tables read under their header: what the two say together."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.outline import Kind, outline
from sayso.terms.reader import read_document
from sayso.terms.tables import heads, statements


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("| data | sold |", "| your name | no |", "your name is not sold"),
        ("| data | used for ads? |", "| messages | yes |", "your messages is used for ads"),
        ("| data | do we use it to train ai? |", "| your files | no |", "we never use your files to train ai"),
        ("| data | shared with |", "| your name | advertisers |", "your name is shared with advertisers"),
        ("| data | third parties to whom we sell it |", "| your name | brokers |", "your name is sold to brokers"),
        ("| data | who reads it |", "| your chats | our moderators |", "our moderators can read your chats"),
        (
            "| data | purpose | legal basis |",
            "| recordings | research | your consent |",
            "if you consent, we use recordings for: research",
        ),
        (
            "| data | purpose | how to refuse |",
            "| cookies | statistics | our cookie settings |",
            "we use cookies: statistics, unless you opt out: our cookie settings",
        ),
    ],
)
def test_a_row_under_its_header_is_a_statement(header: str, row: str, said: str) -> None:
    assert statements(header, row) == ([said], True)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("| data | purpose |", "| your name | your account |"),
        ("| plan | price |", "| free | no |"),
        ("| data | sold |", "| your name | no | yes |"),
        ("| data | purpose | how to refuse |", "| cookies | statistics | not possible |"),
    ],
)
def test_a_row_without_such_a_header_states_nothing_more(header: str, row: str) -> None:
    assert statements(header, row)[0] == []


def test_a_header_is_short_and_claims_nothing() -> None:
    assert heads("| data | used to train ai |")
    assert not heads("| messages | we read them whenever somebody reports that they break one of our rules |")
    grid = read_document(Document("-", "# Use\n\n| Data | Used to train AI |\n|---|---|\n| Your files | No |\n")).grid
    assert str(grid["usage", "train-ai"].say) == "unstated"


def test_where_the_header_is_left_blank_the_bold_row_below_is_it() -> None:
    blocks = outline("|  |  |\n|---|---|\n| **Data** | **Sold** |\n| Names | No |\n").blocks
    rows = [b for b in blocks if b.kind is Kind.ROW]
    assert rows[2].lead == blocks.index(rows[1])
