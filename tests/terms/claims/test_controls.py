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


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("Turn off Help us learn in the app to opt out of AI training.", "setting", "Help us learn"),
        (
            "You can opt out of AI training under **Settings > Privacy > Training**.",
            "setting",
            "Settings > Privacy > Training",
        ),
        (
            "To opt out of AI training, open **Settings > My data** and turn off **Teach the app**.",
            "setting",
            "Settings > My data > Teach the app",
        ),
        ("You can opt out of ads in the Your Choices page.", "setting", "Your Choices"),
        ("You can turn off AI training in your account settings.", "setting", "account settings"),
        ("You can opt out of ads at www.example.org/ads.", "link", "www.example.org/ads"),
        ("Use this [form](https://example.org/f) to opt out of AI training.", "form", "https://example.org/f"),
        ("You can refuse advertising cookies under **Cookie choices**.", "cookies", "Cookie choices"),
        ("Click “Do Not Sell My Data” to opt out of sales.", "link", "Do Not Sell My Data"),
    ],
)
def test_a_control_says_the_name_or_the_path_of_what_is_to_be_changed(text: str, kind: str, target: str) -> None:
    (control,) = controls(text)
    assert (control.kind, control.target) == (kind, target)


def test_every_way_of_a_sentence_is_told() -> None:
    text = (
        "Our newsletters have an unsubscribe link, and you may also write to stop@example.org to be taken off the list."
    )
    assert [(c.kind, c.target) for c in controls(text)] == [("unsubscribe", ""), ("email", "stop@example.org")]
    text = "You can opt out of ads at [one page](https://a.example) or [another page](https://b.example)."
    assert [c.target for c in controls(text)] == ["https://a.example", "https://b.example"]


def test_a_link_that_explains_is_no_way_to_refuse() -> None:
    (control,) = controls(
        "You can opt out of ads in your settings, as our [privacy policy](https://example.org/p) says."
    )
    assert control.target == "settings"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("You can turn off AI training in your settings.", "person"),
        ("Administrators can turn off AI training for their workspace.", "administrator"),
        ("Hosts may turn off AI training in a meeting.", "host"),
        ("The account owner can opt out of AI training in the settings.", "account owner"),
        ("You or your administrator can turn off AI training, and you can do it in your settings.", "person"),
        ("If you are an administrator, you can turn off AI training.", "administrator"),
    ],
)
def test_a_control_says_who_can_use_it(text: str, who: str) -> None:
    (control,) = controls(text)
    assert control.who == who


def test_what_only_an_administrator_can_turn_off_leaves_others_no_say() -> None:
    use = "We use your content to train our AI models."
    levels = {
        who: read_document(
            Document("-", f"# Terms\n\n{use} {who} can turn off AI training in the settings.\n")
        ).answer.say
        for who in ("You", "Administrators")
    }
    assert [str(say) for say in levels.values()] == ["opt-out", "no-say"]


@pytest.mark.parametrize(
    "after",
    [
        "You can turn this off at any time under **Settings > Choices**.",
        "If you would rather not take part, open **Settings > Choices** and turn off the switch.",
        "You may opt out at any time in **Settings > Choices**.",
        "You can object to this in **Settings > Choices**.",
    ],
)
def test_a_control_over_this_governs_what_the_sentence_before_says(after: str) -> None:
    (control,) = controls(f"We use your content to train our AI models. {after}")
    assert (control.purposes, control.target) == (("train-ai",), "Settings > Choices")


def test_a_control_over_any_of_these_uses_governs_all_that_the_sentences_before_say() -> None:
    uses = "We use your data to improve our services. We also use your data for advertising."
    (control,) = controls(f"{uses} You can opt out of any of these uses by writing to stop@example.org.")
    assert control.purposes == ("improve", "advertise")


def test_a_control_over_this_governs_nothing_where_nothing_was_said() -> None:
    assert controls("We like gardens. You can turn this off at any time in your settings.") == ()
    assert controls("We use your data for ads.\n\n## Gardens\n\nYou can turn this off in your settings.") == ()


def test_a_yes_that_is_given_by_a_switch_is_told_and_refuses_nothing() -> None:
    ask = "We train AI models with your files only if the host has given consent."
    (control,) = controls(f"{ask} A host gives that consent by switching on “Teach” in the settings of the room.")
    assert (control.target, control.who, control.purposes) == ("Teach", "host", ("train-ai",))


@pytest.mark.parametrize(
    "text",
    [
        "If you disable advertising cookies, some parts of the site may not work.",
        "Opting out of targeted advertising does not mean that you will see no ads.",
        "We do not respond to Do Not Track signals that ask for less advertising.",
        "If you change browsers, you will need to opt out of advertising again.",
    ],
)
def test_what_follows_from_a_choice_offers_none(text: str) -> None:
    assert controls(text) == ()


def test_the_unsubscribe_link_can_be_an_order() -> None:
    (control,) = controls("We send you newsletters. Use the unsubscribe link in any of them to stop.")
    assert (control.kind, control.purposes) == ("unsubscribe", ("advertise",))


def test_going_without_is_no_control() -> None:
    assert not controls("Recordings are used for ads. If you do not want this, do not use the feature.")
