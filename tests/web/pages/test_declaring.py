"""The administrator declares a feature by the pages alone."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient
from visiting import World, admin, forms, post

from sayso.consent.feature import Mode, Use

ASKED = {"feature": "notes", "mode": "each", "fewest": "1"}
TICKED = [("data", "content.audio"), ("data", "content.chat"), ("purpose", "provide"), ("purpose", "train-ai")]
SAID = {
    "use/content.audio provide": "needed",
    "use/content.audio train-ai": "extra",
    "use/content.chat provide": "extra",
    "use/content.chat train-ai": "no",
}


def step(client: TestClient, ticked: list[tuple[str, str]] = TICKED, **asked: str) -> str:
    """The second page: each use by itself."""
    return str(client.get("/admin/features/uses?" + urlencode([*{**ASKED, **asked}.items(), *ticked])).text)


def ticked(page: str) -> list[str]:
    return re.findall(r'type="checkbox"[^>]* value="([^"]+)" checked', page)


def test_a_feature_is_declared_use_by_use_and_its_notice_comes_next(world: World) -> None:
    client = admin(world)
    action, fields, _ = forms(step(client))[0]
    published = post(client, action, {**fields, **SAID})
    assert str(published.url.query, "ascii") == "feature=notes"
    assert "What people are told when they are asked about" in published.text
    made = world.store.features["notes"]
    assert (made.version, made.mode) == (1, Mode.EACH)
    assert made.uses == (
        Use("content.audio", "provide"),
        Use("content.audio", "train-ai", needed=False),
        Use("content.chat", "provide", needed=False),
    )
    assert world.store.acts.newest(1)[0].thing == "notes 1"
    assert "No notice yet: hosts cannot turn it on." in client.get("/admin").text


def test_nothing_is_ticked_beforehand_and_training_is_never_offered_as_needed(world: World) -> None:
    client = admin(world)
    assert ticked(client.get("/admin/features").text) == []
    page = step(client)
    assert "checked" not in page
    assert re.findall(r'name="use/content.audio train-ai" value="([a-z]+)"', page) == ["extra", "no"]
    assert re.findall(r'name="use/content.audio provide" value="([a-z]+)"', page) == ["needed", "extra", "no"]


def test_the_next_version_begins_with_what_the_last_one_says(world: World) -> None:
    client = admin(world)
    page = client.get("/admin/features?feature=summary").text
    assert ticked(page) == ["content.audio", "content.chat", "provide", "train-ai"]
    assert 'value="summary"' in page
    page = step(client, feature="summary")
    assert re.search(r'name="use/content.audio provide" value="needed" required checked', page)
    action, fields, _ = forms(page)[0]
    post(client, action, {**fields, **SAID})
    assert world.store.features["summary"].version == 2


def test_how_many_people_must_be_here_is_asked_shown_and_kept_for_the_next_version(world: World) -> None:
    client = admin(world)
    assert "by policy, while fewer than" not in client.get("/admin").text
    action, fields, _ = forms(step(client, feature="summary", fewest="5"))[0]
    post(client, action, {**fields, **SAID})
    made = world.store.features["summary"]
    assert (made.version, made.fewest) == (2, 5)
    assert "It is off, by policy, while fewer than 5 people are here." in client.get("/admin").text
    assert re.search(r'name="fewest" type="number" value="5"', client.get("/admin/features?feature=summary").text)


@pytest.mark.parametrize(
    ("asked", "ticked", "told"),
    [
        ({"feature": ""}, TICKED, "This must be filled in."),
        ({"feature": "My Notes"}, TICKED, "Small letters, digits and dashes, please"),
        ({"mode": "some"}, TICKED, "Choose one of these."),
        ({"fewest": "0"}, TICKED, "A whole number, please."),
        ({"fewest": "10001"}, TICKED, "A whole number, please."),
        ({}, TICKED[:2], "Tick at least one thing"),
        ({}, [("data", "content.thoughts"), ("purpose", "provide")], "Tick at least one thing"),
        ({}, [("data", d) for d in ("content", "content.audio", "usage", "profile", "sensitive", "content.post")]
             + [("purpose", p) for p in ("provide", "secure", "comply", "improve", "research", "review", "share",
                                         "monitor", "advertise")], "more than 50 uses"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_what_was_said_stays(
    world: World, asked: dict[str, str], ticked: list[tuple[str, str]], told: str
) -> None:
    page = step(admin(world), ticked, **asked)
    assert told in page
    assert "What of people it works on" in page
    assert all(f'value="{word}" checked' in page for _, word in ticked if word != "content.thoughts")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"use/content.chat provide": ""}, "Choose one of these."),
        ({"use/content.audio train-ai": "needed"}, "Choose one of these."),
        ({"use/content.audio provide": "extra"}, "It must need at least one of these"),
    ],
)
def test_a_feature_that_cannot_be_is_told_at_the_use(world: World, said: dict[str, str], told: str) -> None:
    client = admin(world)
    action, fields, _ = forms(step(client))[0]
    refused = post(client, action, {**fields, **SAID, **said})
    assert (refused.status_code, told in refused.text) == (422, True)
    assert "notes" not in world.store.features


def test_another_language_keeps_what_was_asked_for(world: World) -> None:
    page = step(admin(world))
    (german,) = re.findall(r'<a href="(\?[^"]+lang=de)"', page)
    assert "data=content.audio" in german
    assert "purpose=train-ai" in german


def test_only_administrators_declare(world: World) -> None:
    host = world.browser(world.demo.host)
    for path in ("/admin/features", "/admin/features/uses", "/admin/notices"):
        assert host.get(path).status_code == 403
    assert post(host, "/admin/features", {**ASKED, **SAID}).status_code == 403
