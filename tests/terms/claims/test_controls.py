"""Controls: what offers a way to say no, of which kind, and for which use."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document
from sayso.terms.reading import Control


def controls(text: str) -> tuple[Control, ...]:
    return read_document(Document("-", f"# Terms\n\n{text}\n")).controls


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You can unsubscribe from our marketing emails by the link in each of them.", "unsubscribe"),
        ("You can change your advertising preferences in your account settings.", "setting"),
        ("You can manage advertising cookies in our cookie banner.", "cookies"),
        ("You can limit ad tracking on your mobile device.", "device"),
        ("We give you the choice to opt out of targeted ads by Global Privacy Control.", "signal"),
        ("You can opt out of targeted advertising by filling in this form.", "form"),
        ("You may opt out of marketing by e-mailing us at privacy@example.org.", "email"),
        ("To opt out of interest-based advertising, please visit [this page](https://example.org/ads).", "link"),
    ],
)
def test_each_kind_of_control_is_told(text: str, kind: str) -> None:
    (control,) = controls(text)
    assert (control.kind, "advertise" in control.purposes) == (kind, True)


@pytest.mark.parametrize(
    "text",
    [
        "You cannot opt out of service messages and promotional notices.",
        "However, you cannot opt out of marketing notices that the law requires.",
        "We reserve the right to reject any advertising.",
        "We may contact you regardless of whether you have opted out of marketing communications.",
        "You will be charged after the promotional period unless you choose not to renew.",
        "We show advertising in the app.",
        "The settings of the app are described in our help centre.",
    ],
)
def test_what_offers_no_choice_is_no_control(text: str) -> None:
    assert controls(text) == ()


def test_a_control_says_where_it_is() -> None:
    (by_link,) = controls("You can opt out of targeted ads [in your settings](https://example.org/settings).")
    (by_mail,) = controls("You can opt out of marketing by writing to privacy@example.org.")
    assert (by_link.target, by_mail.target) == ("https://example.org/settings", "privacy@example.org")


def test_a_control_under_a_regional_heading_is_regional() -> None:
    text = "## California residents\n\nYou can opt out of the sale of your data in your privacy settings."
    (control,) = controls(f"Introduction.\n\n{text}\n\n## More\n\n{'We like gardens. ' * 40}")
    assert control.scope == "region"
