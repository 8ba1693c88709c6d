"""What every page has: its language, its lightness, its headers, its errors, and who may see it."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient
from visiting import HERE, World, admin, forms, home, post

from sayso.web.pages.texts import languages


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


def test_nobody_sees_the_page_of_another(asked: World) -> None:
    ada, ben = asked.browser(asked.demo.people["Ada"]), asked.browser(asked.demo.people["Ben"])
    host = asked.browser(asked.demo.host)
    for client in (ben, host, TestClient(asked.app, HERE)):
        for path in ("", "/answers", "/receipt"):
            assert client.get(home(ada) + path).status_code in (401, 403, 404)
        assert post(client, home(ada) + "/withdraw").status_code in (401, 403, 404)
    assert ada.get(home(host)).status_code in (403, 404)
    assert host.get("/admin").status_code == 403


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
    administrator = admin(asked)
    seen = [(ada, home(ada)), (ada, home(ada) + "/answers"), (ada, "/sign-out"), (host, home(host))]
    for path in ("", "/features?feature=summary", "/notices?feature=summary"):
        seen.append((administrator, "/admin" + path))
    for client, path in seen:
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
    assert (page.status_code, "Hier ist nichts für Sie" in page.text) == (404, True)
    assert client.get("/nowhere").headers["content-type"] == "application/problem+json"
