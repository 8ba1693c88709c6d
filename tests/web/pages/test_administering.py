"""The administrator's page at work."""

from __future__ import annotations

import re

import pytest
from visiting import NOW, World, admin, forms, home, post

from sayso.consent.store.tokens import Scope


def test_the_administrator_looks_for_a_person_and_forgets_them(world: World) -> None:
    client = admin(world)
    page = post(client, "/admin/people", {"part": "ADA"}).text
    (found,) = [(action, fields) for action, fields, _ in forms(page) if action.startswith("/admin/erase")]
    assert found[1] == {"who": "ada@harbour.example"}
    assert "1 people found" in page
    page = post(client, *found).text
    assert "Forgotten, in" in page
    assert "Ada" not in world.store.names(world.demo.space).values()
    assert "ada@harbour.example" not in page
    assert "somebody in 1 spaces" in page
    assert "Nobody is found." in post(client, "/admin/people", {"part": "ADA"}).text


@pytest.mark.parametrize(("part", "told"), [("", "must be filled in"), ("a", "at least two letters")])
def test_a_part_that_says_too_little_is_told_at_its_field(world: World, part: str, told: str) -> None:
    page = post(admin(world), "/admin/people", {"part": part})
    assert (page.status_code, told in page.text) == (422, True)
    assert "lookup" not in page.text


def test_of_many_people_only_the_first_are_shown(world: World) -> None:
    for n in range(51):
        world.store.person(world.demo.space, f"guest-{n}@harbour.example", "Guest")
    page = post(admin(world), "/admin/people", {"part": "guest-"}).text
    assert "The first 50 are shown" in page
    assert page.count("/admin/erase") == 50


def test_the_administrator_makes_a_token_that_is_shown_once_and_revokes_it(world: World) -> None:
    client = admin(world)
    page = post(client, "/admin/tokens", {"name": "recorder", "scope": "record"}).text
    secret = re.search(r'readonly value="(sayso_[^"]+)"', page)
    assert secret
    token = world.store.tokens.find(secret[1], NOW)
    assert token
    assert token.scopes == {Scope.RECORD}
    assert secret[1] not in client.get("/admin").text
    assert "revoked" in post(client, "/admin/revoke", {"token": token.id}).text
    assert world.store.tokens.find(secret[1], NOW) is None


def test_the_administrator_gives_who_lost_theirs_another_link_and_they_see_that_it_was_done(world: World) -> None:
    client, ada = admin(world), world.browser(world.demo.people["Ada"])
    page = post(client, "/admin/people", {"part": "ada@"}).text
    action, fields, _ = next(form for form in forms(page) if "Give another link" in form[2])
    page = post(client, action, fields).text
    assert "Weekly of the harbour team" in page
    action, fields, _ = next(form for form in forms(page) if "Make another link" in form[2])
    link = re.search(r'readonly value="([^"]+)"', post(client, action, fields).text)
    assert link
    later = world.browser(link[1])
    assert home(later) == home(ada)
    for browser in (ada, later):
        told = re.sub("<[^>]+>", "", browser.get(home(browser) + "/answers").text)
        assert "An administrator of this desk made another link for you: 1 June 2026, 09:00 UTC." in told
    ben = world.browser(world.demo.people["Ben"])
    assert "made another link" not in ben.get(home(ben) + "/answers").text
    assert [(a.act, a.thing) for a in world.store.acts.newest(1)] == [("link", f"{fields['space']}/{fields['person']}")]


def test_who_is_not_known_here_is_found_nowhere(world: World) -> None:
    client = admin(world)
    assert "Nobody is found." in post(client, "/admin/places", {"who": "zoe@x.example"}).text
    assert "Nobody is found." in post(client, "/admin/erase", {"who": "zoe@x.example"}).text
    gone = post(client, "/admin/links", {"space": world.demo.space, "person": "nobody"})
    assert gone.status_code == 404


def test_what_tells_who_refused_is_shown_and_audited_as_that(world: World) -> None:
    client = admin(world)
    assert "learns who may be captured" not in client.get("/admin").text
    page = post(client, "/admin/tokens", {"name": "recorder", "scope": "record"}).text
    assert "learns who may be captured, and so who refused" in page
    assert "record; is told who may be captured, and so who refused" in page
    for kinds in (["feature.turned_on"], ["person.joined"], ["person.joined", "person.answered"]):
        world.store.subscriptions.new("https://hooks.example/in", kinds, NOW)
    page = client.get("/admin").text
    assert page.count("<strong>learns who is here") == 1
    assert page.count("<strong>learns who answered what, and so who refused") == 1
