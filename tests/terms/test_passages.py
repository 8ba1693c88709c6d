"""Passages: reading them one by one is reading the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.terms.outline import outline
from sayso.terms.passages import cut

HEAD = "## {}. Our section\n\n"
PARAGRAPH = "We keep what you tell us in this section for as long as the law of the place asks for it. " * 8 + "\n\n"
LIST = "We use your information to:\n\n- run it, and\n- improve it:\n\n    1. by day\n    2. by night\n\n"
TABLE = "| What | Why |\n| --- | --- |\n| Name | To greet you |\n\n"
SETEXT = "Sharing\n-------\n\n"

documents = st.lists(
    st.sampled_from(
        [HEAD.format(3), PARAGRAPH, LIST, TABLE, SETEXT, "**Run in.** We say so.\n\n", "a) lettered\n\n", "\n"]
    ),
    max_size=40,
).map("".join)


@given(documents | st.text(max_size=300))
def test_passages_cover_the_text_in_order(text: str) -> None:
    spans = cut(text)
    assert "".join(text[a:b] for a, b in spans) == text


@given(documents)
def test_the_outline_of_the_whole_is_the_outlines_of_the_passages(text: str) -> None:
    whole = outline(text)
    blocks, titles = [], []
    for a, b in cut(text):
        part = outline(text[a:b])
        lead_from = len(blocks)
        blocks += [(x.kind, x.start + a, x.end + a, x.lead + lead_from if x.lead >= 0 else -1) for x in part.blocks]
        titles += [(s.label, s.start + a) for s in part.sections]
    assert blocks == [(x.kind, x.start, x.end, x.lead) for x in whole.blocks]
    assert titles == [(s.label, s.start) for s in whole.sections]


def test_a_change_in_one_section_leaves_the_passages_of_the_others() -> None:
    sections = [HEAD.format(i) + PARAGRAPH * 3 for i in range(12)]
    old = "".join(sections)
    new = "".join([*sections[:5], sections[5] + "We now share it too.\n\n", *sections[6:]])
    kept = {old[a:b] for a, b in cut(old)} & {new[a:b] for a, b in cut(new)}
    assert len(kept) >= len(cut(new)) - 1


@pytest.mark.parametrize("unit", ["We use your data. ", "- We use your data\n", "a", "word "])
def test_text_without_paragraphs_is_cut_where_it_does_least_harm(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    spans = cut(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(end - start <= 100_000 for start, end in spans)
    assert all(text[start - 1] in "\n a" for start, _ in spans[1:])
