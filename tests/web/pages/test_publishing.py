"""The administrator publishes a notice by the pages alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient
from visiting import World, admin, home, post

from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Ground, Party
from sayso.say import Say

AUDIO, TRAIN = "content.audio provide", "content.audio train-ai"
NOTES = Feature("notes", 1, (Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)))
FILLED = {
    "feature": "notes",
    f"texts/en/{AUDIO}": "What you say is\r\nwritten down.",
    f"texts/de/{AUDIO}": "Was Sie sagen, wird mitgeschrieben.",
    f"texts/en/{TRAIN}": "What you say trains models.",
    f"texts/de/{TRAIN}": "Was Sie sagen, trainiert Modelle.",
    "controller/name": "Harbour Ltd",
    "controller/email": "privacy@harbour.example",
    "controller/id": "https://harbour.example/",
    "controller/address": "1 Quay, Cork",
    "recipients/2/name": "Lantern Rooms",
    "recipients/2/email": "privacy@lantern.example",
    "recipients/2/id": "https://lantern.example/",
    f"grounds/{TRAIN}/say": "opt-in",
    f"grounds/{TRAIN}/quote": "We train only\r\nif you agree.",
    "retention/number": "30",
    "retention/unit": "D",
    "storage": "ie",
    "jurisdiction": "IE",
    "withdraw_at": "mailto:privacy@harbour.example",
    "rights_at": "https://harbour.example/rights",
    "costs_nothing": "Whoever says no is sent the minutes all the same.",
    "legal_basis": "A6-1-a",
    "version": "notes-1",
    "date": "2026-06-01",
}


@pytest.fixture
def client(world: World) -> TestClient:
    """An administrator of a desk with a feature that has no notice yet."""
    world.store.features.add(NOTES)
    return admin(world)


def filled(page: str) -> dict[str, str]:
    """What stands in the fields of a page."""
    found = dict(re.findall(r'<input [^>]*name="([^"]+)" type="[a-z]+" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    found |= dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]*)"[^>]* checked', page))
    return {name: unescape(value) for name, value in found.items() if value}


def test_a_notice_is_published_whole_and_from_then_on_hosts_can_turn_the_feature_on(
    world: World, client: TestClient
) -> None:
    host = world.browser(world.demo.host)
    assert "Turn on <bdi>notes</bdi>" not in host.get(home(host)).text
    done = post(client, "/admin/notices", FILLED)
    assert (done.status_code, done.url.path) == (200, "/admin")
    made = world.store.notices["notes", 1]
    assert (made.version, made.date, made.language, made.retention) == ("notes-1", "2026-06-01", "en", "P30D")
    harbour = Party("https://harbour.example/", "Harbour Ltd", "privacy@harbour.example", "1 Quay, Cork")
    assert made.controller == harbour
    assert made.recipients == (Party("https://lantern.example/", "Lantern Rooms", "privacy@lantern.example"),)
    assert made.texts == {AUDIO: "What you say is written down.", TRAIN: "What you say trains models."}
    assert made.translations["de"][AUDIO] == "Was Sie sagen, wird mitgeschrieben."
    assert made.grounds == {TRAIN: Ground(Say.OPT_IN, "We train only\nif you agree.")}
    assert (made.storage, made.jurisdiction, made.legal_basis) == ("IE", "IE", "A6-1-a")
    assert made.costs_nothing == "Whoever says no is sent the minutes all the same."
    assert world.store.acts.newest(1)[0].thing == "notes notes-1"
    assert "Turn on <bdi>notes</bdi>" in host.get(home(host)).text


def test_the_notice_for_the_next_version_begins_with_what_the_last_one_says_under_a_new_name(
    world: World, client: TestClient
) -> None:
    post(client, "/admin/notices", FILLED)
    world.store.features.add(replace(NOTES, version=2))
    again = filled(client.get("/admin/notices?feature=notes").text)
    assert again.pop("version") == "notes-2026-06-01"
    same = FILLED | {"storage": "IE", f"texts/en/{AUDIO}": "What you say is written down."}
    same[f"grounds/{TRAIN}/quote"] = "We train only\nif you agree."
    expected = {name.replace("recipients/2/", "recipients/0/"): value for name, value in same.items()}
    assert again == {name: value for name, value in expected.items() if name not in ("version", "feature")}
    post(client, "/admin/notices", {**again, "feature": "notes", "version": "notes-2026-06-01"})
    world.store.features.add(replace(NOTES, version=3))
    assert filled(client.get("/admin/notices?feature=notes").text)["version"] == "notes-2026-06-01-2"


def test_what_people_were_asked_with_is_not_replaced_but_the_next_version_is_declared(
    world: World, client: TestClient
) -> None:
    post(client, "/admin/notices", FILLED)
    sent = post(client, "/admin/notices", {**FILLED, "version": "notes-2"})
    for refused in (sent, client.get("/admin/notices?feature=notes")):
        assert refused.status_code == 409
        assert "declare the next version of the feature" in refused.text
    which = client.get("/admin/notices").text
    assert 'href="/admin/features?feature=notes"' in which
    assert 'href="/admin/notices?feature=notes"' not in which
    assert 'href="/admin/notices?feature=notes"' not in client.get("/admin").text
    assert list(world.store.notices.newest()) == ["notes", "recording", "summary"]


def test_who_decides_is_taken_from_another_notice_and_what_happens_is_not(client: TestClient) -> None:
    known = filled(client.get("/admin/notices?feature=notes").text)
    assert known["controller/name"] == "Harbour Ltd (made up)"
    assert known["rights_at"] == "https://harbour.example/rights"
    assert not [name for name in known if name.startswith(("texts/", "grounds/"))]


WRONG = {
    "a field that must be filled in": ({"controller/name": " "}, "controller/name", "must be filled in"),
    "a sentence": ({f"texts/en/{TRAIN}": ""}, f"texts/en/{TRAIN}", "must be filled in"),
    "a sentence of a translation": ({f"texts/de/{TRAIN}": ""}, f"texts/de/{TRAIN}", "must be filled in"),
    "no sentence at all": (
        dict.fromkeys((f"texts/{c}/{u}" for c in ("en", "de") for u in (AUDIO, TRAIN)), ""),
        f"texts/en/{AUDIO}", "must be filled in",
    ),
    "a country": ({"storage": "Ireland"}, "storage", "two letters"),
    "a time": ({"retention/number": "ever"}, "retention/number", "whole number"),
    "a unit": ({"retention/unit": ""}, "retention/unit", "must be filled in"),
    "an address": ({"rights_at": "harbour"}, "rights_at", "whole address"),
    "a party's address": ({"recipients/2/id": "lantern"}, "recipients/2/id", "whole address"),
    "half a recipient": ({"recipients/2/email": ""}, "recipients/2/email", "must be filled in"),
    "a day": ({"date": "2026-13-01"}, "date", "day of the calendar"),
    "a legal basis": ({"legal_basis": "A6-1-z"}, "legal_basis", "Choose one"),
    "a ground without a say": ({f"grounds/{TRAIN}/say": ""}, f"grounds/{TRAIN}/say", "must be filled in"),
    "a ground that is none": ({f"grounds/{TRAIN}/say": "perhaps"}, f"grounds/{TRAIN}/say", "Choose one"),
    "a translation that is too long": ({f"texts/de/{AUDIO}": "x" * 2001}, f"texts/de/{AUDIO}", "too long"),
    "a name that is taken": ({"version": "demo-summary-1"}, "version", "of this name already"),
}  # fmt: skip


@pytest.mark.parametrize(("sent", "field", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_at_its_field_and_what_was_written_stays(
    world: World, client: TestClient, sent: dict[str, str], field: str, told: str
) -> None:
    refused = post(client, "/admin/notices", {**FILLED, **sent})
    assert refused.status_code == 422
    at = re.search(rf'id="e-{re.escape(field.replace(" ", "_"))}">([^<]+)<', refused.text)
    assert at
    assert told in at[1]
    assert "Nothing was published." in refused.text
    assert ("notes", 1) not in world.store.notices
    shown = filled(refused.text)
    written = {name: " ".join(value.split()) for name, value in {**FILLED, **sent}.items() if name != field}
    assert {name: " ".join(shown.get(name, "").split()) for name in written} == {**written, "feature": ""}


def test_where_only_german_is_written_that_is_the_notices_own_language(world: World, client: TestClient) -> None:
    post(client, "/admin/notices", FILLED | dict.fromkeys((f"texts/en/{use}" for use in (AUDIO, TRAIN)), ""))
    made = world.store.notices["notes", 1]
    assert (made.language, made.languages, sorted(made.texts)) == ("de", ["de"], [AUDIO, TRAIN])


def test_there_is_room_for_more_recipients_than_there_are(client: TestClient) -> None:
    many = FILLED | {f"recipients/{n}/name": "x" for n in range(5)}
    page = post(client, "/admin/notices", many).text
    assert {int(n) for n in re.findall(r'name="recipients/(\d+)/name"', page)} == set(range(8))


def test_which_feature_is_asked_where_none_is_named(world: World, client: TestClient) -> None:
    page = client.get("/admin/notices").text
    assert 'href="/admin/notices?feature=notes"' in page
    assert page.count("No notice yet") == 1
    assert client.get("/admin/notices?feature=nothing").status_code == 404
    assert post(client, "/admin/notices", {**FILLED, "feature": "nothing"}).status_code == 404
