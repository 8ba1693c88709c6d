"""Statements of choice and denial, and that they never set a cell of the grid."""

from __future__ import annotations

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document
from sayso.terms.reading import Claim


def choices(text: str) -> list[Claim]:
    reading = read_document(Document("-", f"# Notice\n\n{text}\n"))
    return [c for c in reading.claims if "choice" in c.conditions]


def levels(text: str) -> set[str]:
    return {str(c.say) for c in choices(text)}


@pytest.mark.parametrize(
    "text",
    [
        "You can opt out of these e-mails at any time.",
        "To stop our newsletter, click the unsubscribe link in any message.",
        "You may set your browser to refuse all cookies or to warn you before one is placed.",
        "Most browsers let you block or delete cookies.",
        "If you do not want to receive offers from us, please write to us.",
        "If you no longer wish to be contacted, send us an e-mail.",
        "You can change your e-mail preferences in your account settings.",
        "You may ask us to stop using your information for marketing by contacting us.",
        "You can turn off location services on your phone.",
        "To be removed from our mailing list, please reply to the message.",
        "Visit the advertising industry's page to opt out of targeted ads.",
    ],
)
def test_a_control_that_is_offered_is_opt_out(text: str) -> None:
    assert "opt-out" in levels(text)


@pytest.mark.parametrize(
    "text",
    [
        "You cannot opt out of messages about your account.",
        "We do not respond to do-not-track signals from your browser settings.",
        "If you have opted out before, our settings keep that in your browser.",
        "We use cookies, clear gifs and similar technologies on our site.",
        "We and our partners may set and access cookies on your device.",
        "If you do not want your information to be shared, you should not enter the contest.",
        "California residents can opt out of such sharing by writing to us.",
        "The cookie is gone when you turn off your computer.",
    ],
)
def test_no_control_is_no_opt_out(text: str) -> None:
    assert "opt-out" not in levels(text)


@pytest.mark.parametrize(
    "text",
    [
        "With your consent, we collect your precise location.",
        "We share your information with partners only if you have agreed to it: you opt in on the form.",
        "Answering the survey is voluntary, and we collect only what you provide.",
        "You may choose to provide additional information, such as your date of birth.",
        "Your phone number is optional.",
        "We will ask for your permission before we use your photos.",
    ],
)
def test_what_hangs_on_a_yes_is_opt_in(text: str) -> None:
    assert "opt-in" in levels(text)


@pytest.mark.parametrize(
    "text",
    [
        "You may not copy our content without our prior written consent.",
        "We may transfer your information with or without your consent.",
        "If you wish to opt out of e-mail, choose that option.",
        "Parents must give their consent before we collect information from children.",
        "We will notify you of any material change, and if you choose to stay, your data is kept.",
    ],
)
def test_a_yes_that_is_not_the_persons_is_no_opt_in(text: str) -> None:
    assert "opt-in" not in levels(text)


@pytest.mark.parametrize(
    "text",
    [
        "We do not collect your location.",
        "We will never sell or rent your e-mail address.",
        "Your personal information is not shared with anyone.",
        "No personal data is stored on our servers.",
        "It is not our practice to disclose your information to other companies.",
        "Under no circumstances will we sell your data.",
    ],
)
def test_the_companys_denial_is_never(text: str) -> None:
    assert "never" in levels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Our service providers may not use your information for other purposes.",
        "We do not knowingly collect information from children.",
        "Please do not share your password with anyone.",
        "Cookies do not collect your personal information by themselves.",
        "If you do not provide your e-mail address, we cannot answer.",
        "We do not keep your information longer than we need it.",
        "They will not share your information.",
    ],
)
def test_what_others_do_not_do_is_no_denial(text: str) -> None:
    assert "never" not in levels(text)


def test_a_denial_with_an_exception_says_so() -> None:
    (claim,) = [
        c for c in choices("We do not share your e-mail address, except with our printers.") if c.say == "never"
    ]
    assert "excepting" in claim.conditions


def test_a_flat_denial_excepts_nothing() -> None:
    (claim,) = [c for c in choices("We do not share your e-mail address with anyone.") if c.say == "never"]
    assert "excepting" not in claim.conditions


def test_choices_set_no_cell() -> None:
    text = "We do not store your location. You may set your browser to refuse cookies. Your name is optional."
    reading = read_document(Document("-", f"# Notice\n\n{text}\n"))
    assert {str(c.say) for c in reading.claims} == {"never", "opt-out", "opt-in"}
    assert {str(cell.say) for cell in reading.grid} == {"unstated"}
