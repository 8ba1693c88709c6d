"""The administrator's page at work."""

from __future__ import annotations

import re

from visiting import NOW, World, admin, post

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
