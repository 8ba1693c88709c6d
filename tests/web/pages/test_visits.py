"""The pages over HTTP, as a browser without JavaScript has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from sayso.consent.fact import How, Kind, Relation, Says
from sayso.consent.signing import public_keys, verify
from sayso.consent.store import Store, open_store
from sayso.consent.store.tokens import Scope
from sayso.web.app import app
from sayso.web.demo import Demo, open_demo
from sayso.web.desk import Desk
from sayso.web.pages.texts import languages

HERE = "http://127.0.0.1:8420"
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


class World:
    """A desk with its demonstration meeting, and a clock that is turned by hand."""

    def __init__(self, store: Store) -> None:
        self.now = NOW
        self.store = store
        self.desk = Desk(store, clock=lambda: self.now, steady=lambda: 0.0)
        self.demo: Demo = open_demo(self.desk)
        self.app = app(self.desk)
        self.opened: dict[str, TestClient] = {}

    def browser(self, link: str = "", language: str = "en") -> TestClient:
        """The browser that opens a link, once; without one, a new browser."""
        client = self.opened.get(link) or TestClient(self.app, HERE, follow_redirects=True)
        client.headers["Accept-Language"] = language
        if link and link not in self.opened:
            client.home = str(post(client, link).url)  # type: ignore[attr-defined]
            self.opened[link] = client
        return client

    def standing(self, name: str) -> set[Says]:
        """What somebody said of any use."""
        person = next(p for p, n in self.store.names(self.demo.space).items() if n == name)
        answers = self.desk.rooms.state(self.demo.space).answers
        return {answer.says for (who, *_), answer in answers.items() if who == person}


def post(client: TestClient, url: str, data: dict[str, str] | None = None, **headers: str):  # type: ignore[no-untyped-def]
    own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
    return client.post(url, data=data or {}, headers={**own, **{n.replace("_", "-"): v for n, v in headers.items()}})


def forms(page: str) -> list[tuple[str, dict[str, str], str]]:
    """Every form: where it goes, what it holds, and what stands in it."""
    found = []
    for action, inside in re.findall(r'<form method="post"(?: action="([^"]+)")?[^>]*>(.*?)</form>', page, re.S):
        found.append((action, dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', inside)), inside))
    return found


@pytest.fixture
def world() -> Iterator[World]:
    store = open_store("sqlite:///:memory:")
    yield World(store)
    store.close()


@pytest.fixture
def asked(world: World) -> World:
    """The host has turned the summary on."""
    host = world.browser(world.demo.host)
    assert post(host, host.home + "/turn-on", {"feature": "summary"}).status_code == 200  # type: ignore[attr-defined]
    return world


def home(client: TestClient) -> str:
    return client.home  # type: ignore[attr-defined, no-any-return]


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
    assert "That is not for you." in refused.text
    assert not other.cookies


def path_of(url: str) -> str:
    return url.removeprefix(HERE)


def test_a_link_that_is_cut_opens_nothing(world: World) -> None:
    assert TestClient(world.app, HERE).get(world.demo.people["Ada"][:-3]).status_code == 403


def test_the_cookie_is_kept_from_scripts_and_holds_no_name(world: World) -> None:
    client = TestClient(world.app, HERE, follow_redirects=False)
    cookie = post(client, world.demo.people["Ada"]).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Ada" not in cookie
    assert "harbour" not in cookie


def test_a_form_of_another_site_is_refused_and_nothing_is_changed(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    action, fields, _ = forms(ada.get(home(ada)).text)[1]
    for wrong in (
        {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"},
        {"Origin": "null", "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ):
        assert post(ada, action, {**fields, "says": "given"}, **wrong).status_code == 403
    assert ada.post(action, data={**fields, "says": "given"}).status_code == 403
    assert asked.standing("Ada") == set()


def test_another_site_can_open_no_link_for_somebody(world: World) -> None:
    victim = TestClient(world.app, HERE)
    refused = post(victim, world.demo.people["Ada"], Origin="https://evil.example", Sec_Fetch_Site="cross-site")
    assert refused.status_code == 403
    assert not victim.cookies


def test_an_answer_is_given_by_one_form_and_comes_back_to_where_it_was_asked(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    for action, fields, _ in forms(ada.get(home(ada)).text)[1:]:
        back = post(ada, action, {**fields, "says": "refused"})
        assert f'id="{back.url.fragment}"' in back.text
    assert asked.standing("Ada") == {Says.REFUSED}
    answers = asked.desk.rooms.state(asked.demo.space).answers
    assert {answer.how for answer in answers.values()} == {How.CLICKED}


@pytest.mark.parametrize(
    "wrong",
    [
        {"says": "maybe"},
        {"says": ""},
        {"use": "content.video train-ai"},
        {"version": "2"},
        {"version": "one"},
        {"version": "1" * 5000},
        {"feature": "recording"},
        {"feature": "<script>"},
    ],
)
def test_a_form_that_was_altered_changes_nothing_and_says_so(asked: World, wrong: dict[str, str]) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    action, fields, _ = forms(ada.get(home(ada)).text)[1]
    refused = post(ada, action, {**fields, "says": "given", **wrong})
    assert refused.status_code in (404, 409, 422)
    assert "Nothing was changed" in refused.text or "nothing here for you" in refused.text
    assert "<script>" not in refused.text
    assert asked.standing("Ada") == set()


def test_a_form_without_its_fields_is_refused(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    for path in ("/answer", "/keep-off"):
        assert post(ada, home(ada) + path).status_code == 422
    too_many = {f"n{n}": "x" for n in range(100)}
    assert post(ada, home(ada) + "/answer", too_many).status_code == 400
    assert post(ada, home(ada) + "/answer", {"says": "x" * 100_000}).status_code == 413


def test_keeping_off_refuses_all_and_the_host_is_told_of_a_policy(asked: World) -> None:
    ada, host = asked.browser(asked.demo.people["Ada"]), asked.browser(asked.demo.host)
    action, fields, _ = forms(ada.get(home(ada)).text)[0]
    assert "because you asked for it" in post(ada, action, fields).text
    asked.now += timedelta(seconds=91)
    seen = host.get(home(host)).text
    assert "By policy." in seen
    assert "Ada asked" not in seen


def test_withdrawing_all_is_one_press(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    for action, fields, _ in forms(ada.get(home(ada)).text)[1:]:
        post(ada, action, {**fields, "says": "given"})
    assert asked.standing("Ada") == {Says.GIVEN}
    page = ada.get(home(ada) + "/answers").text
    action = next(action for action, _, inside in forms(page) if "Withdraw every yes" in inside)
    assert "You withdrew your yes." in post(ada, action).text
    assert asked.standing("Ada") == {Says.WITHDRAWN}


def test_a_receipt_is_downloaded_and_verifies_with_the_keys_that_are(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    got = ada.get(home(ada) + "/receipt")
    assert got.headers["content-disposition"] == 'attachment; filename="sayso-receipt.jws"'
    assert ada.get(home(ada) + "/keys").json() == public_keys(asked.store.keys.all())
    assert verify(got.text, ada.get(home(ada) + "/keys").json())


def test_a_person_comes_back_next_year_by_a_link_of_their_own_and_withdraws(asked: World) -> None:
    ada = asked.browser(asked.demo.people["Ada"])
    for action, fields, _ in forms(ada.get(home(ada)).text)[1:]:
        post(ada, action, {**fields, "says": "given"})
    link = re.search(r'readonly[^>]* value="([^"]+)"', post(ada, home(ada) + "/way-back").text)
    assert link
    asked.now += timedelta(days=365)
    assert ada.get(home(ada)).status_code == 401
    later = asked.browser(link[1])
    post(later, home(later) + "/withdraw")
    assert asked.standing("Ada") == {Says.WITHDRAWN}
    assert post(TestClient(asked.app, HERE), link[1]).status_code == 403


def test_before_anything_was_asked_there_is_no_receipt(world: World) -> None:
    ada = world.browser(world.demo.people["Ada"])
    assert ada.get(home(ada) + "/receipt").status_code == 404


def test_nobody_sees_the_page_of_another(asked: World) -> None:
    ada, ben = asked.browser(asked.demo.people["Ada"]), asked.browser(asked.demo.people["Ben"])
    host = asked.browser(asked.demo.host)
    for client in (ben, host, TestClient(asked.app, HERE)):
        for path in ("", "/answers", "/receipt"):
            assert client.get(home(ada) + path).status_code in (401, 403, 404)
        assert post(client, home(ada) + "/withdraw").status_code in (401, 403, 404)
    assert ada.get(home(host)).status_code in (403, 404)
    assert host.get("/admin").status_code == 403


def test_the_host_lets_somebody_in_and_gets_their_link_once(world: World) -> None:
    host = world.browser(world.demo.host)
    fields = {"name": "Dee", "who": "dee@harbour.example", "relation": "peer"}
    page = post(host, home(host) + "/people", fields).text
    link = re.search(r'readonly value="([^"]+)"', page)
    assert link
    dee = world.browser(link[1])
    assert "You are answering as Dee." in re.sub("<[^>]+>", "", dee.get(home(dee)).text)
    assert link[1] not in host.get(home(host)).text


def test_what_is_wrong_in_a_form_is_tied_to_its_field_and_what_was_written_stays(world: World) -> None:
    host = world.browser(world.demo.host)
    refused = post(host, home(host) + "/people", {"name": "Dee", "who": "", "relation": "friend"})
    assert refused.status_code == 422
    field = re.search(r'<input id="f-who"[^>]*>', refused.text)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="h-who e-who"' in field[0]
    assert '<strong class="wrong" id="e-who">This must be filled in.</strong>' in refused.text
    assert 'value="Dee"' in refused.text
    assert "Choose one of these." in refused.text
    assert "Dee" not in world.store.names(world.demo.space).values()


def test_the_host_gets_no_second_link_and_does_not_learn_who_has_opened_theirs(world: World) -> None:
    host, people = world.browser(world.demo.host), world.store.names(world.demo.space)
    before = host.get(home(host)).text
    world.browser(world.demo.people["Ada"])
    assert host.get(home(host)).text == before
    refused = [post(host, home(host) + "/links", {"person": person}) for person in people]
    assert {(page.status_code, page.text) for page in refused} == {(409, refused[0].text)}


def test_what_a_device_said_aloud_is_entered_by_the_host_and_what_a_person_says_is_not(asked: World) -> None:
    host, rooms = asked.browser(asked.demo.host), asked.desk.rooms
    device = rooms.join(asked.demo.space, "tel:1", "Room 4", Kind.DIAL_IN, Relation.UNKNOWN)
    spoken = [fields for action, fields, _ in forms(host.get(home(host)).text) if "/spoken" in action]
    assert {fields["person"] for fields in spoken} == {device}
    page = post(host, home(host) + "/spoken", {**spoken[0], "says": "given"}).text
    assert page.count('value="given" aria-pressed="true"') == 1
    (answer,) = rooms.state(asked.demo.space).answers.values()
    assert (answer.person, answer.says, answer.how, answer.by) == (device, Says.GIVEN, How.SPOKEN, "host")
    ada = next(p for p, name in asked.store.names(asked.demo.space).items() if name == "Ada")
    assert post(host, home(host) + "/spoken", {**spoken[0], "person": ada, "says": "given"}).status_code == 409
    assert asked.standing("Ada") == set()


def test_turning_on_twice_is_told_and_harmless(asked: World) -> None:
    host = asked.browser(asked.demo.host)
    before = len(asked.desk.rooms.facts(asked.demo.space))
    again = post(host, home(host) + "/turn-on", {"feature": "summary"}, Referer=home(host))
    assert again.status_code == 409
    assert "is turned on already" in again.text
    assert f'href="{path_of(home(host))}"' in again.text
    assert len(asked.desk.rooms.facts(asked.demo.space)) == before
    assert post(host, home(host) + "/turn-off", {"feature": "summary"}).status_code == 200


def admin(world: World) -> TestClient:
    _, secret = world.store.tokens.new("first", [Scope.ADMIN], NOW, NOW + timedelta(days=9))
    client = world.browser()
    assert post(client, "/sign-in", {"token": secret}).url.path == "/admin"
    return client


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
    opened = post(client, "/spaces", {"space": "Sales <today>"})
    assert opened.url.path.endswith("/host")
    assert "Sales &lt;today&gt;" in client.get("/").text
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


@pytest.mark.parametrize("language", languages())
def test_every_page_speaks_the_language_that_the_browser_accepts_or_the_address_asks_for(
    asked: World, language: str
) -> None:
    other = next(code for code in languages() if code != language)
    ada, host = asked.browser(asked.demo.people["Ada"], language), asked.browser(asked.demo.host, language)
    for client, path in (
        (ada, home(ada)),
        (ada, home(ada) + "/answers"),
        (host, home(host)),
        (ada, "/"),
        (ada, "/x/y"),
    ):
        if path == "/x/y":
            continue
        assert f'<html lang="{language}">' in client.get(path).text
        chosen = client.get(path, params={"lang": other}).text
        assert f'<html lang="{other}">' in chosen
        assert all(f"lang={other}" in action for action, _, _ in forms(chosen))


def test_pages_are_light_and_hold_no_script_or_style_of_their_own(asked: World) -> None:
    ada, host = asked.browser(asked.demo.people["Ada"]), asked.browser(asked.demo.host)
    for client, path in ((ada, home(ada)), (ada, home(ada) + "/answers"), (host, home(host)), (admin(asked), "/admin")):
        page = client.get(path)
        assert len(page.content) < 50_000
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)", page.text)
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        sizes = [len(client.get(found).content) for found in re.findall(r'"(/static/[^"]+)"', page.text)]
        assert len(sizes) == 3
        assert sum(sizes) < 50_000


def test_a_form_names_its_page_to_the_desk_alone(asked: World) -> None:
    # With `no-referrer` browsers send `Origin: null` with a form, and no form would be the desk's own any more.
    ada = asked.browser(asked.demo.people["Ada"])
    assert ada.get(home(ada)).headers["referrer-policy"] == "same-origin"


def test_what_fails_inside_is_told_as_a_page_without_what_was_said(
    asked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = asked.browser(asked.demo.people["Ada"], "de")

    def broken(*_: object) -> None:
        raise RuntimeError("secret of Ada")

    monkeypatch.setattr(asked.desk.rooms, "facts", broken)
    failed = ada.get(home(ada))
    assert failed.status_code == 500
    assert "Hier ist etwas schiefgegangen" in failed.text
    assert "secret" not in failed.text


def test_an_address_where_nothing_is_is_told_as_a_page_to_people_and_as_a_problem_to_programs(world: World) -> None:
    client = world.browser(language="de")
    page = client.get("/nowhere", headers={"Accept": "text/html,*/*"})
    assert (page.status_code, "Hier ist nichts für Sie." in page.text) == (404, True)
    assert client.get("/nowhere").headers["content-type"] == "application/problem+json"
