"""The outline: headings, run-in headings, lists, tables, and what introduces what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.terms.outline import Kind, outline

TERMS = """\
# Terms of the Meeting Place

10. Content
-----------

**10.4 Licence to us.** You grant us a licence.

We use your information to:

- run the service;
- improve it:
    - by testing
    - by research

| What | Why |
| --- | --- |
| Your name | To greet you |

### Sharing

**How we sell**

We do not.
"""


def labels(text: str) -> list[str]:
    return [s.label for s in outline(text).sections]


def test_headings_of_every_spelling_open_sections() -> None:
    assert labels(TERMS) == [
        "Terms of the Meeting Place", "10 Content", "10.4 Licence to us", "Sharing", "How we sell",
    ]  # fmt: skip


def test_sections_nest_by_level() -> None:
    tree = outline(TERMS)
    assert tree.path(2) == ["Terms of the Meeting Place", "Content", "Licence to us"]
    assert tree.path(4) == ["Terms of the Meeting Place", "Content", "Sharing", "How we sell"]


def test_an_item_hangs_from_the_paragraph_or_item_that_introduces_it() -> None:
    tree = outline(TERMS)
    by_text = {TERMS[b.start : b.end]: i for i, b in enumerate(tree.blocks)}
    lead = {text: tree.blocks[i].lead for text, i in by_text.items()}
    assert lead["run the service;"] == by_text["We use your information to:"]
    assert lead["improve it:"] == by_text["We use your information to:"]
    assert lead["by research"] == by_text["improve it:"]


def test_a_table_row_hangs_from_the_header_row() -> None:
    tree = outline(TERMS)
    rows = [i for i, b in enumerate(tree.blocks) if b.kind is Kind.ROW]
    assert [TERMS[tree.blocks[i].start : tree.blocks[i].end] for i in rows] == [
        "| What | Why |",
        "| Your name | To greet you |",
    ]
    assert tree.blocks[rows[1]].lead == rows[0]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("7\\. Sharing\n---------\n\nWe share.", "7 Sharing"),
        ("1.  Introduction\n    ------------\n\n    We are here.", "1 Introduction"),
        ("14.  **CHANGES**\n\n**14.1 Notice**. We tell you.", "14 CHANGES"),
        ("4.2 What we keep\n\nWe keep it.", "4.2 What we keep"),
        ("   ### Deep *marks* in [a title](#x)\n\nText.", "Deep *marks* in a title"),
    ],
)
def test_numbers_in_front_of_a_heading_are_its_number(text: str, label: str) -> None:
    assert labels(text)[0] == label


def test_a_short_numbered_sentence_is_no_heading() -> None:
    assert labels("4.2 We keep what you write.\n\nAnd more.") == []


@given(st.text(alphabet="ab 1.#-*|\\n\n=\t>_()[]", max_size=400))
def test_any_text_has_an_outline_whose_blocks_lie_in_order_inside_it(text: str) -> None:
    tree = outline(text)
    at = 0
    for i, b in enumerate(tree.blocks):
        assert at <= b.start <= b.end <= len(text)
        assert b.lead < i
        assert -1 <= b.section < len(tree.sections)
        at = b.start
    assert all(s.parent < i for i, s in enumerate(tree.sections))


def test_a_bold_line_with_a_way_back_to_the_top_is_a_heading() -> None:
    assert labels("**SHARING**\u00a0([top](https://acme.example/privacy#))\n\nWe share it.\n") == ["SHARING"]


def test_an_escaped_dash_opens_an_item() -> None:
    blocks = outline("We use it to:\n\n\\- show ads\n\n\\- send news\n").blocks
    assert [(b.kind, b.lead) for b in blocks] == [(Kind.PARAGRAPH, -1), (Kind.ITEM, 0), (Kind.ITEM, 0)]


def test_a_list_within_a_list_that_has_no_text_of_its_own_hangs_from_what_introduces_it() -> None:
    blocks = outline("We tell:\n\n* * partners\n    * sponsors\n    * others\n").blocks
    assert [b.lead for b in blocks] == [-1, 0, 0, 0]


PRINTED = "This page was printed, and its lines are as long as the paper was wide, so that what they"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (f"{PRINTED}\n\ntell goes on behind a blank line.\n", 1),
        (f"{PRINTED}.\n\ntell begins anew.\n", 2),
        (f"{PRINTED}\n\nTell begins anew.\n", 2),
        ("We use it to\n\nrun the service\n\nshow ads\n", 3),
        (f"{PRINTED}\n\na) is the first of a list.\n", 2),
    ],
)
def test_a_paragraph_goes_on_behind_a_blank_line_where_a_line_of_print_breaks_off(text: str, blocks: int) -> None:
    assert len(outline(text).blocks) == blocks
