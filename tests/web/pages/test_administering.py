"""The administrator's page at work."""

from __future__ import annotations

import re

from visiting import NOW, World, admin, forms, home, post

from sayso.consent.store.tokens import Scope


def test_the_administrator_forgets_a_person(world: World) -> None:
    page = post(admin(world), "/admin/erase", {"who": "ada@harbour.example"}).text
    assert "Forgotten, in" in page
    assert "Ada" not in world.store.names(world.demo.space).values()
    assert "ada@harbour.example" not in page
    assert "somebody in 1 spaces" in page


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
    page = post(client, "/admin/people", {"person": "ada@harbour.example"}).text
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
    assert "Nobody of that address is known here." in post(client, "/admin/people", {"person": "zoe@x.example"}).text
    assert post(client, "/admin/people", {"person": " "}).status_code == 422
    gone = post(client, "/admin/links", {"space": world.demo.space, "person": "nobody"})
    assert gone.status_code == 404
