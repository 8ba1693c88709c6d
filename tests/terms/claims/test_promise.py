"""Denials of sharing: what the company promises, and what only has a "not" in it."""

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
        "We do not, now or in the past, engage in selling your personal information to third parties.",
        "Under no circumstances will we sell or rent your personal data to third parties.",
        "Your personal information is not shared with any third parties.",
        "No personal information is ever disclosed to third parties.",
        "We take your privacy seriously and will never share your personal data with third parties.",
        "We are committed not to share your personal data with third parties.",
    ],
)
def test_a_promise_has_the_company_or_the_data_for_its_subject(text: str) -> None:
    assert shared(text) == "never"


@pytest.mark.parametrize(
    "text",
    [
        "You must keep your account details secure and must not share them with anyone else.",
        "Your account is personal; we advise you to choose a long password and not to disclose it to third parties.",
        "The law prohibits a business from selling your personal information to third parties.",
        "We shall not be liable for any disclosure of your personal information by third parties.",
        "We are not responsible for your personal data that third parties have shared.",
        "Your browser can tell websites not to sell your personal information to third parties.",
        "Your user name is personal, and may not be shared with any third party.",
        "This policy does not cover the practices of third parties who provide your personal information.",
        "We do not provide any guarantees of your personal data to third parties.",
        "No personal information is shared with third parties in that process.",
    ],
)
def test_a_not_that_asks_others_or_denies_something_else_is_no_promise(text: str) -> None:
    assert shared(text) == "unstated"
