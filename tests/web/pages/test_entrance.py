"""How people come in: by links, by tokens, and out again."""

from __future__ import annotations

import re
from datetime import timedelta

from starlette.testclient import TestClient
from visiting import HERE, NOW, World, admin, home, path_of, post

from sayso.consent.fact import Kind, Relation
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


def test_a_browser_knows_a_person_and_a_host_for_fourteen_days_after_each_visit(world: World) -> None:
    ada, host = world.browser(world.demo.people["Ada"]), world.browser(world.demo.host)
    for _ in range(5):
        world.now += timedelta(days=13)
        assert (ada.get(home(ada)).status_code, host.get(home(host)).status_code) == (200, 200)
    world.now += timedelta(days=14)
    assert (ada.get(home(ada)).status_code, host.get(home(host)).status_code) == (401, 401)


def test_a_session_is_not_made_anew_with_every_request(world: World) -> None:
    ada = world.browser(world.demo.people["Ada"])
    assert "set-cookie" not in ada.get(home(ada)).headers
    world.now += timedelta(days=2)
    assert "Max-Age=1209600" in ada.get(home(ada)).headers["set-cookie"]
    assert "set-cookie" not in ada.get(home(ada)).headers


def test_who_signed_in_with_a_token_signs_in_again_after_a_day(world: World) -> None:
    client = admin(world)
    world.now += timedelta(hours=23)
    assert "set-cookie" not in client.get("/admin").headers
    world.now += timedelta(hours=1)
    assert client.get("/admin").status_code == 401


def test_who_signs_in_with_another_token_is_known_by_that_one(world: World) -> None:
    client = admin(world)
    _, secret = world.store.tokens.new("host", [Scope.HOST], NOW, NOW + timedelta(days=9))
    post(client, "/sign-in", {"token": secret})
    assert client.get("/admin").status_code == 403
    assert "A new meeting" in client.get("/").text


def test_a_browser_that_is_known_as_too_many_forgets_who_came_longest_ago(world: World) -> None:
    client = world.browser()
    for number in range(41):
        space = world.desk.rooms.open("meeting", f"Meeting {number:02}")
        person = world.desk.rooms.join(space, "ada@harbour.example", "Ada", Kind.PERSON, Relation.PEER)
        world.now += timedelta(seconds=1)
        post(client, "/open/" + world.desk.links.link(space, person, world.now))
    front = client.get("/").text
    assert [number for number in range(41) if f"Meeting {number:02}" not in front] == [0]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page.partition("<main")[2]))


def test_who_is_not_known_any_more_is_told_what_does_help_and_to_whom_to_write(world: World) -> None:
    ada = world.browser(world.demo.people["Ada"])
    world.now += timedelta(days=14)
    page, old_link, front = ada.get(home(ada)), post(ada, world.demo.people["Ada"]), ada.get("/")
    assert (page.status_code, old_link.status_code, front.status_code) == (401, 403, 200)
    for said in map(words, (page.text, old_link.text, front.text)):
        assert "Open the link that you made to come back with." in said
        assert "whoever runs this desk can give you another; your host cannot." in said
        assert "Harbour Ltd (made up), privacy@harbour.example" in said
        assert "whoever invited you" not in said


def test_where_nothing_helps_to_come_back_nobody_is_told_of_it(world: World) -> None:
    ada = world.browser(world.demo.people["Ada"])
    assert "privacy@harbour.example" not in ada.get("/").text
    assert "privacy@harbour.example" not in post(ada, home(ada) + "/answer").text


def test_before_signing_out_a_person_is_warned_and_can_make_links_that_lead_back(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    assert '<a class="button" href="/sign-out">Sign out</a>' in ada.get("/").text
    assert "This browser then forgets you" in words(ada.get("/sign-out").text)
    (link,) = re.findall(r'readonly value="([^"]+)"', post(ada, "/sign-out/links").text)
    post(ada, "/sign-out")
    assert ada.get(home(ada)).status_code == 401
    later = asked.browser(link)
    assert later.get(home(later)).status_code == 200
    assert "You made a link to come back with" in words(later.get(home(later) + "/answers").text)


def test_who_answers_nothing_here_signs_out_at_once(world: World) -> None:
    assert '<form method="post" action="/sign-out">' in admin(world).get("/").text


def test_guessing_tokens_is_slowed_down(world: World) -> None:
    client = world.browser()
    assert {post(client, "/sign-in", {"token": f"sayso_x_{n}"}).status_code for n in range(40)} == {403, 429}
