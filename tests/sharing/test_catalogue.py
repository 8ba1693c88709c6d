from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.say import Say
from sayso.sharing.catalogue import DEFAULTS, EFFECTS, WHO, Plan, Setting, catalogue, dated, known
from sayso.sharing.service import Service
from sayso.terms.document import Document
from sayso.terms.reader import read_document
from sayso.vocabulary import READ_PURPOSES, data

ENTRIES = [(k.name, e) for k in catalogue() for e in (*k.settings, *k.plans)]
SETTINGS = [(k.name, s) for k in catalogue() for s in k.settings]
PLANS = [(k.name, p) for k in catalogue() for p in k.plans]

#: What may be empty: a setting can be on all plans, and have nothing that it does not do.
OPTIONAL = ("plan", "limit")


def service(name: str, title: str = "", source: str = "terms.md") -> Service:
    return Service(name, (read_document(Document(source, "We store files.", title=title)),))


def test_the_services_that_are_asked_for_are_there() -> None:
    names = [k.name for k in catalogue()]
    assert names == ["Zoom", "Slack", "Microsoft Teams", "Google", "GitHub", "OpenAI", "Anthropic"]
    assert all(k.settings for k in catalogue())


@pytest.mark.parametrize(("name", "entry"), ENTRIES)
def test_every_entry_is_complete_sourced_and_dated(name: str, entry: Setting | Plan) -> None:
    missing = [f.name for f in fields(entry) if f.name not in OPTIONAL and not getattr(entry, f.name)]
    assert missing == []
    assert entry.url.startswith("https://")
    assert type(entry.checked) is date


@pytest.mark.parametrize(("name", "entry"), ENTRIES)
def test_every_entry_uses_the_words_of_the_vocabulary(name: str, entry: Setting | Plan) -> None:
    assert set(entry.data) <= set(data())
    assert set(entry.purposes) <= set(READ_PURPOSES)


@pytest.mark.parametrize(("name", "setting"), SETTINGS)
def test_every_setting_says_who_can_change_it_where_it_stands_and_what_it_does(name: str, setting: Setting) -> None:
    assert setting.who in WHO
    assert setting.default in DEFAULTS
    assert setting.effect in EFFECTS
    assert all(step.endswith((".", ")")) for step in setting.how)


@pytest.mark.parametrize(("name", "setting"), SETTINGS)
def test_a_setting_that_only_reduces_says_that_the_terms_still_allow_the_use(name: str, setting: Setting) -> None:
    if setting.effect == "reduces":
        assert "does not change what the terms allow" in setting.limit


@pytest.mark.parametrize(("name", "plan"), PLANS)
def test_a_plan_is_named_only_where_it_leaves_more_say_than_a_control_does(name: str, plan: Plan) -> None:
    assert plan.say in (Say.NEVER, Say.OPT_IN)


@pytest.mark.parametrize("name", ["Zoom", "zoom", "ZOOM Workplace", "chatgpt", "Claude", "google MEET", "MS Teams"])
def test_a_service_is_known_by_its_name_and_other_names_in_any_case(name: str) -> None:
    assert known(service(name)) is not None


@pytest.mark.parametrize(
    ("title", "source", "name"),
    [
        ("ZOOM TERMS OF SERVICE", "a.md", "Zoom"),
        ("GitHub Privacy Statement", "a.md", "GitHub"),
        ("", "archive/slack-privacy-2025-03.md", "Slack"),
        ("Anthropic Consumer Terms of Service", "a.md", "Anthropic"),
    ],
)
def test_a_service_is_known_by_the_title_or_the_file_of_its_document(title: str, source: str, name: str) -> None:
    entry = known(service(source, title, source))
    assert entry is not None
    assert entry.name == name


@pytest.mark.parametrize("name", ["Lantern Rooms", "Slackline Club", "Notes for Zoom", "Privacy Policy", "", "365"])
def test_a_service_that_only_sounds_alike_is_not_known(name: str) -> None:
    assert known(service(name)) is None


@given(st.text())
def test_any_name_can_be_looked_up(name: str) -> None:
    assert known(service(name)) in (None, *catalogue())


def test_no_name_stands_for_two_services() -> None:
    names = [n.casefold() for k in catalogue() for n in (k.name, *k.aliases)]
    assert len(names) == len(set(names))


def test_an_entry_is_said_to_be_old_after_a_year_and_to_be_from_later_before_its_day() -> None:
    checked = date(2026, 11, 23)
    assert dated(checked, checked) == ""
    assert dated(checked, checked + timedelta(365)) == ""
    assert "more than a year ago" in dated(checked, checked + timedelta(366))
    assert "may have been elsewhere" in dated(checked, checked - timedelta(1))


def test_a_setting_governs_its_data_the_kinds_under_it_and_the_row_above_it() -> None:
    setting = Setting(
        "x", ("content.prompt",), ("train-ai",), "person", "", (), "", "on", "stops", "", date.min, "", ""
    )
    assert setting.governs("content.prompt", "train-ai")
    assert setting.governs("content", "train-ai")
    assert not setting.governs("content.audio", "train-ai")
    assert not setting.governs("content.prompt", "share")


def test_a_plan_counts_only_where_it_covers_all_of_the_data() -> None:
    plan = Plan("x", ("content.prompt",), ("train-ai",), Say.NEVER, "", date.min, "", "")
    assert plan.governs("content.prompt", "train-ai")
    assert not plan.governs("content", "train-ai")
