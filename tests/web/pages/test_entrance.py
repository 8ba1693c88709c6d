"""How people come in: by links, by tokens, and out again."""

from __future__ import annotations

from datetime import timedelta

from starlette.testclient import TestClient
from visiting import HERE, NOW, World, admin, home, path_of, post

from sayso.consent.store.tokens import Scope


def test_looking_at_a_link_does_not_open_it(world: World) -> None:
    link = world.demo.people["Ada"]
    assert TestClient(world.app, HERE).get(link).status_code == 200
    assert TestClient(world.app, HERE).get(link).status_code == 200
    assert world.browser(link).get("/").status_code == 200


def test_a_link_opens_once_and_for_the_same_browser_again(world: World) -> None:
    link = world.demo.people["Ada"]
    ada = world.browser(link)
    assert ada.get(link).url.path == path_of(home(ada))
    other = TestClient(world.app, HERE)
    refused = post(other, link)
    assert refused.status_code == 403
    assert "This link was opened before, and opens once." in refused.text
    assert not other.cookies


def test_a_link_that_is_cut_opens_nothing(world: World) -> None:
    assert TestClient(world.app, HERE).get(world.demo.people["Ada"][:-3]).status_code == 403


def test_the_cookie_is_kept_from_scripts_and_holds_no_name(world: World) -> None:
    client = TestClient(world.app, HERE, follow_redirects=False)
    cookie = post(client, world.demo.people["Ada"]).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Ada" not in cookie
    assert "harbour" not in cookie


def test_another_site_can_open_no_link_for_somebody(world: World) -> None:
    victim = TestClient(world.app, HERE)
    refused = post(victim, world.demo.people["Ada"], Origin="https://evil.example", Sec_Fetch_Site="cross-site")
    assert refused.status_code == 403
    assert not victim.cookies


def test_an_administrator_signs_in_with_a_token_and_nobody_without(world: World) -> None:
    client = world.browser()
    refused = post(client, "/sign-in", {"token": "sayso_x_y"})
    assert refused.status_code == 403
    assert "This token opens nothing, or no longer." in refused.text
    assert client.get("/admin").status_code == 401
    assert "demo-summary-1" in admin(world).get("/admin").text


def test_a_host_with_a_token_opens_a_meeting_and_reaches_only_their_own(world: World) -> None:
    _, secret = world.store.tokens.new("host", [Scope.HOST], NOW, NOW + timedelta(days=9), owner="sales")
    client = world.browser()
    assert post(client, "/sign-in", {"token": secret}).url.path == "/"
    assert post(client, "/spaces", {"space": ""}).status_code == 422
    refused = post(client, "/spaces", {"space": "Sales <today>"})
    assert (refused.status_code, "without a tag" in refused.text) == (422, True)
    opened = post(client, "/spaces", {"space": "Sales <> Ops"})
    assert opened.url.path.endswith("/host")
    assert "Sales &lt;&gt; Ops" in client.get("/").text
    assert client.get(f"/spaces/{world.demo.space}/host").status_code == 404
    assert client.get("/admin").status_code == 403


def test_signing_out_forgets_everybody_in_this_browser(world: World) -> None:
    ada = world.browser(world.demo.people["Ada"])
    assert "Weekly of the harbour team" in ada.get("/").text
    assert "Weekly of the harbour team" not in post(ada, "/sign-out").text
    assert ada.get(home(ada)).status_code == 401


def test_guessing_tokens_is_slowed_down(world: World) -> None:
    client = world.browser()
    assert {post(client, "/sign-in", {"token": f"sayso_x_{n}"}).status_code for n in range(40)} == {403, 429}
