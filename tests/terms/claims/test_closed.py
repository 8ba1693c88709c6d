"""Closed circles of recipients: what they deny, and what breaks them."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document


def shared(text: str) -> str:
    """The level of profile x share by a policy that says this."""
    return str(
        read_document(Document("-", f"# Privacy\n\nWe collect your name.\n\n{text}\n")).grid["profile", "share"].say
    )


@pytest.mark.parametrize(
    "text",
    [
        "We will only disclose your personal information if we are legally obliged to do so by an order of a court.",
        "Only where strictly necessary will we share your personal information. This is the case:\n\n"
        "- with service providers;\n- with our affiliates;\n- where the law requires it.",
        "We only share your personal data in the following circumstances:\n\n- with processors who act for us;\n"
        "- in a merger.",
        "We do not share your personal data with third parties, except in the following circumstances.\n\n"
        "Our service providers process payments on our behalf.",
    ],
)
def test_a_circle_without_others_is_never(text: str) -> None:
    assert shared(text) == "never"


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("We only share your personal data in the following circumstances:\n\n- with advertisers.", "no-say"),
        ("We only share your personal data in the following circumstances:\n\n- with your consent.", "opt-in"),
        ("We only share your personal data in the following cases:\n\n- with third parties.", "unstated"),
        (
            "We do not share your personal data with third parties except as described below.\n\n"
            "We may share your personal data with third parties to assess risks.",
            "unstated",
        ),
        ("We share your personal information only where necessary for the purposes above.", "unstated"),
        ("We only disclose sensitive personal data if we are required to by law.", "unstated"),
        ("We will only disclose information in response to such requests if the law requires it.", "unstated"),
    ],
)
def test_what_breaks_or_does_not_close_a_circle(text: str, say: str) -> None:
    assert shared(text) == say
