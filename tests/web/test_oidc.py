"""Logging in by OpenID Connect: whom the provider vouches for is let in, and no other, whatever the provider does."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import RSAKey
from misbehaving_provider import CLIENT, ISSUER, SECRET, Browser, Provider, ec_key
from starlette.testclient import TestClient

from sayso.consent.store import open_store
from sayso.consent.store.tokens import Scope
from sayso.errors import LoginError
from sayso.web.app import app
from sayso.web.desk import Desk, Settings
from sayso.web.limits import Rate
from sayso.web.oidc import LoginPart
from sayso.web.oidc_settings import Login, from_environment

LOGIN = Login(ISSUER, CLIENT, SECRET, hosts=frozenset({"hosts"}), admins=frozenset({"admins"}))


class World:
    """A desk, a provider, and a clock that the test sets."""

    def __init__(self, folder: Path, login: Login = LOGIN) -> None:
        self.now = datetime(2026, 6, 1, 9, tzinfo=UTC)
        self.store = open_store(f"sqlite:///{folder}/desk.db")
        settings = Settings("https://desk.example", strangers=Rate(1000, 1000))
        self.desk = Desk(self.store, settings, clock=lambda: self.now)
        self.provider = Provider(lambda: self.now)
        part = LoginPart(self.desk, login, httpx.MockTransport(self.provider.answer))
        self.client = TestClient(app(self.desk, [part]), base_url="https://desk.example")
        self.browser = Browser(self.client, self.provider)

    def opens(self, path: str = "spaces") -> int:
        return self.client.get(f"/api/v1/{path}").status_code

    def let_in(self) -> bool:
        return any(t.name.startswith("login ") for t in self.store.tokens.all())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.store.close()


def test_a_host_logs_in_and_reaches_what_hosts_reach(world: World) -> None:
    assert world.opens() == 401
    answer = world.browser.log_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert world.opens("spaces") == 200
    assert world.opens("acts") == 403
    (token,) = world.store.tokens.all()
    assert token.scopes == {Scope.HOST}
    assert [(a.asker, a.act, a.thing) for a in world.store.acts.after(0, 9)] == [(f"token:{token.id}", "login", "host")]


def test_an_administrator_comes_to_the_administration(world: World) -> None:
    world.provider.claims = {"groups": ["admins", "others"]}
    assert world.browser.log_in().headers["location"] == "/admin"
    assert world.opens("acts") == 200
    assert world.opens("spaces") == 403


@pytest.mark.parametrize(
    ("goes", "scope", "location"),
    [
        ("", Scope.HOST, "/"),
        ("/spaces/a/host", Scope.HOST, "/spaces/a/host"),
        ("/administrators", Scope.HOST, "/administrators"),
        ("/admin", Scope.ADMIN, "/admin"),
        ("/admin?lang=de", Scope.ADMIN, "/admin?lang=de"),
        ("/admin/features", Scope.ADMIN, "/admin/features"),
    ],
)
def test_who_may_be_a_host_and_an_administrator_is_one_of_them_by_where_they_go(
    world: World, goes: str, scope: Scope, location: str
) -> None:
    world.provider.claims = {"groups": ["hosts", "admins"]}
    answer = world.browser.log_in(str(httpx.URL("/login", params={"next": goes} if goes else {})))
    assert answer.headers["location"] == location
    (token,) = world.store.tokens.all()
    assert token.scopes == {scope}
    assert (world.opens("acts"), world.opens("spaces")) == ((200, 403) if scope is Scope.ADMIN else (403, 200))


def test_who_is_no_administrator_is_none_wherever_they_go(world: World) -> None:
    world.browser.log_in("/login?next=/admin")
    assert world.store.tokens.all()[0].scopes == {Scope.HOST}
    assert 'href="/login?next=/admin"' in world.client.get("/sign-in").text


def test_nothing_that_is_kept_names_anybody(world: World) -> None:
    world.provider.claims |= {"sub": "ada.byron@harbour.example", "name": "Ada Byron"}
    world.browser.log_in()
    (token,) = world.store.tokens.all()
    assert "ada" not in f"{token} {world.store.acts.after(0, 9)}".lower()


def test_the_provider_is_asked_with_a_challenge_a_nonce_and_a_state_of_this_login_alone(world: World) -> None:
    first, second = world.browser.go(), world.browser.go()
    assert first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == "https://desk.example/login/back"
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name]) == 43


def test_two_logins_in_one_browser_do_not_disturb_each_other(world: World) -> None:
    first = world.browser.go()
    second = world.browser.go()
    for asked in (second, first):
        world.provider.asked = asked
        assert world.browser.come_back(code="code", state=asked["state"]).status_code == 303


def test_what_a_login_began_with_is_sealed_and_for_the_login_alone(world: World) -> None:
    answer = world.client.get("/login", follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert world.provider.metadata
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/login"))
    assert answer.headers["cache-control"] == "no-store"
    for secret in ("nonce", "verifier"):
        assert secret not in cookie


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/spaces/a/host?lang=de", "/spaces/a/host?lang=de"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/a\r\nSet-Cookie: a=b", "/"),
        ("/" + "x" * 600, "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_the_login_one_stays_on_the_desk(world: World, asked: str, location: str) -> None:
    path = str(httpx.URL("/login", params={"next": asked}))
    assert world.browser.log_in(path).headers["location"] == location


def test_groups_may_come_from_the_providers_account_of_a_person(world: World) -> None:
    world.provider.claims = {}
    world.provider.metadata["userinfo_endpoint"] = f"{ISSUER}/userinfo"
    world.provider.userinfo = {"sub": "ada", "groups": "hosts"}
    assert world.browser.log_in().status_code == 303
    world.provider.userinfo["sub"] = "eve"
    assert "is told about somebody else" in world.browser.log_in().text


def test_each_reaches_their_own_spaces_unless_a_claim_says_whose(tmp_path: Path) -> None:
    world = World(tmp_path)
    for sub in ("ada", "ben"):
        world.provider.claims["sub"] = sub
        world.browser.log_in()
    own = {token.owner for token in world.store.tokens.all()}
    assert len(own) == 2
    world.store.close()
    (tmp_path / "team").mkdir()
    world = World(tmp_path / "team", Login(ISSUER, CLIENT, SECRET, hosts=frozenset({"*"}), owner="team"))
    for sub in ("ada", "ben"):
        world.provider.claims = {"sub": sub, "team": "harbour"}
        assert world.browser.log_in().status_code == 303
    assert {token.owner for token in world.store.tokens.all()} == {"harbour"}
    for team in (None, "", 7, "x" * 101, "a\nb"):
        world.provider.claims = {"team": team}
        assert world.browser.log_in().status_code == 403
    world.store.close()


def test_keys_that_were_rotated_are_read_anew(world: World) -> None:
    world.browser.log_in()
    world.provider.key, world.provider.header = ec_key("k2"), {"alg": "ES256", "kid": "k2"}
    world.provider.published.append(world.provider.key.as_dict(private=False))
    world.now += timedelta(seconds=11)
    assert world.browser.log_in().status_code == 303
    assert world.provider.calls.count("/keys") == 2


def test_logout_ends_the_login_for_good_and_the_next_one_asks_anew(world: World) -> None:
    world.browser.log_in()
    cookies = dict(world.client.cookies)
    answer = world.client.post("/logout", headers={"Origin": "https://desk.example"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert world.opens() == 401
    world.client.cookies.update(cookies)
    assert world.opens() == 401, "a cookie that was kept opens nothing"
    assert [a.act for a in world.store.acts.after(0, 9)] == ["login", "logout"]
    assert world.browser.go()["prompt"] == "login"


def test_a_logout_by_another_site_is_refused(world: World) -> None:
    world.browser.log_in()
    answer = world.client.post("/logout", headers={"Origin": "https://evil.example"}, follow_redirects=False)
    assert answer.status_code == 403
    assert world.opens() == 200


def test_after_the_login_the_pages_are_there(world: World) -> None:
    assert "/login" in world.client.get("/sign-in").text
    space = world.store.create_space("meeting", "Weekly of the harbour team", world.now, "login-of-another").id
    world.browser.log_in()
    (token,) = world.store.tokens.all()
    mine = world.store.create_space("meeting", "Monthly", world.now, token.owner).id
    front = world.client.get("/").text
    assert "Monthly" in front
    assert "Weekly" not in front
    assert "/logout" in front
    assert world.client.get(f"/spaces/{mine}/host").status_code == 200
    assert world.client.get(f"/spaces/{space}/host").status_code == 404
    assert world.client.get("/admin").status_code == 403
    world.provider.claims = {"groups": ["admins"]}
    world.browser.log_in()
    assert world.client.get("/admin").status_code == 200


def test_what_goes_wrong_is_a_page_for_a_browser(world: World) -> None:
    answer = world.client.get("/login/back", headers={"Accept": "text/html", "Accept-Language": "de"})
    assert answer.headers["content-type"].startswith("text/html")
    assert '<html lang="de"' in answer.text
    assert "was not begun in this browser" in answer.text


def test_a_login_lasts_a_day(world: World) -> None:
    world.browser.log_in()
    world.now += timedelta(hours=25)
    assert world.opens() == 401


def test_logging_in_again_leaves_one_session(world: World) -> None:
    world.browser.log_in()
    world.provider.claims = {"groups": ["admins"], "sub": "eve"}
    world.browser.log_in()
    assert world.opens("acts") == 200
    assert sum(name.startswith("sayso-t-") for name in world.client.cookies) == 1


# ---- hostile


PAST = int(datetime(2026, 6, 1, 8, 44, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("claims", "cause"),
    [
        ({"nonce": "another"}, "made for another login"),
        ({"nonce": None}, "made for another login"),
        ({"nonce": ["a"]}, "made for another login"),
        ({"iss": "https://evil.example"}, "another provider"),
        ({"iss": ISSUER + "/"}, "another provider"),
        ({"iss": None}, "another provider"),
        ({"aud": "another"}, "another application"),
        ({"aud": None}, "another application"),
        ({"aud": [CLIENT, "another"]}, "another application"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "another application"),
        ({"aud": CLIENT, "azp": "another"}, "another application"),
        ({"exp": PAST}, "has expired"),
        ({"exp": None}, "has no time"),
        ({"exp": "tomorrow"}, "has no time"),
        ({"exp": True}, "has no time"),
        ({"iat": PAST}, "has expired"),
        ({"iat": PAST + 3600}, "has expired"),
        ({"iat": None}, "has no time"),
        ({"sub": None}, "says of nobody"),
        ({"sub": ""}, "says of nobody"),
        ({"sub": 7}, "says of nobody"),
        ({"sub": "x" * 256}, "says of nobody"),
    ],
)
def test_a_token_that_says_anything_else_is_refused(world: World, claims: dict[str, Any], cause: str) -> None:
    world.provider.claims |= claims
    answer = world.browser.log_in()
    assert (answer.status_code, cause in answer.json()["detail"]) == (403, True), answer.text
    assert not world.let_in()


def hs256(secret: bytes) -> Callable[[bytes], bytes]:
    return lambda signed: hmac.new(secret, signed, hashlib.sha256).digest()


ALONE, HEADER = "not signed by a key of the provider's alone", {"alg": "RS256", "kid": "k1"}


@pytest.mark.parametrize(
    ("header", "forge", "cause"),
    [
        ({"alg": "none"}, lambda _signed: b"", ALONE),
        ({"alg": "None", "kid": "k1"}, lambda _signed: b"", ALONE),
        ({"alg": "HS256", "kid": "k1"}, hs256(SECRET.encode()), ALONE),
        ({"alg": "HS256", "kid": "k1"}, "public", ALONE),
        ({"alg": ["RS256"], "kid": "k1"}, None, ALONE),
        ({"alg": "RS256", "kid": "k9"}, None, "has not published"),
        ({"alg": "ES256", "kid": "k1"}, None, "does not verify"),
        (HEADER, lambda _signed: b"", "does not verify"),
        (HEADER, "other", "does not verify"),
        ({"alg": "RS256"}, "other", "does not verify"),
        ({**HEADER, "crit": ["x"], "x": 1}, "own", "does not verify"),
        ({**HEADER, "jwk": {"kty": "oct", "k": "AA"}}, hs256(b"\0"), "does not verify"),
    ],
)
def test_a_token_that_is_signed_otherwise_is_refused(
    world: World, header: dict[str, Any], forge: Any, cause: str
) -> None:
    keys = {"own": world.provider.key, "other": RSAKey.generate_key(2048, private=True)}
    if forge == "public":
        forge = hs256(keys["own"].as_pem(private=False))
    elif forge in keys:
        private = keys[forge].get_op_key("sign")
        forge = partial(_rs256, private)
    world.provider.header, world.provider.forge = header, forge or (lambda _signed: b"signature")
    answer = world.browser.log_in()
    assert (answer.status_code, cause in answer.json()["detail"]) == (403, True), answer.text
    assert not world.let_in()


def _rs256(key: Any, signed: bytes) -> bytes:
    return bytes(key.sign(signed, PKCS1v15(), SHA256()))


def test_a_token_that_is_forged_with_the_providers_own_key_is_its_own(world: World) -> None:
    world.provider.forge = partial(_rs256, world.provider.key.get_op_key("sign"))
    assert world.browser.log_in().status_code == 303, "so that the forgeries above fail for what they say"


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "é.b.c", "." * 5, None, 7, ["a"]])
def test_a_token_that_is_none_is_refused(world: World, token: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.provider, "token", lambda: token)
    assert world.browser.log_in().status_code == 403
    assert not world.let_in()


def test_an_unknown_key_does_not_make_the_desk_ask_for_keys_again_and_again(world: World) -> None:
    world.provider.header = {"alg": "RS256", "kid": "k9"}
    for _ in range(5):
        world.browser.log_in()
    assert world.provider.calls.count("/keys") == 1
    assert not world.let_in()


def test_a_login_that_was_finished_is_not_finished_again(world: World) -> None:
    state = world.browser.go()["state"]
    cookies = dict(world.client.cookies)
    assert world.browser.come_back(code="code", state=state).status_code == 303
    world.client.cookies.update(cookies)
    answer = world.browser.come_back(code="code", state=state)
    assert "was finished before" in answer.json()["detail"]
    assert len(world.store.tokens.all()) == 1


def test_a_login_that_another_browser_began_is_not_finished_in_this_one(world: World) -> None:
    state = world.browser.go()["state"]
    world.client.cookies.clear()
    assert "was not begun in this browser" in world.browser.come_back(code="code", state=state).text
    assert not world.let_in()


def test_a_seal_of_one_login_does_not_open_another(world: World) -> None:
    first = world.browser.go()["state"]
    (name, value) = next(iter(world.client.cookies.items()))
    world.client.cookies.clear()
    second = world.browser.go()["state"]
    (other, _) = next(iter(world.client.cookies.items()))
    world.client.cookies.clear()
    world.client.cookies.set(other, value)
    assert name != other
    assert first != second
    assert "was not begun" in world.browser.come_back(code="code", state=second).text


def test_who_takes_too_long_begins_anew(world: World) -> None:
    state = world.browser.go()["state"]
    world.now += timedelta(minutes=10)
    assert "too long ago" in world.browser.come_back(code="code", state=state).text


@pytest.mark.parametrize(
    ("said", "status", "cause"),
    [
        ({}, 403, "was not begun"),
        ({"state": "x", "code": "code"}, 403, "was not begun"),
        ({"state": "\udcff", "code": "code"}, 403, "was not begun"),
        ({"code": ""}, 403, "comes back with nothing"),
        ({"error": "access_denied"}, 403, "not given by the provider"),
        ({"code": "code", "iss": "https://evil.example"}, 403, "another provider"),
        ({"code": "stolen"}, 403, "refused by the provider with 400"),
    ],
)
def test_whoever_comes_back_otherwise_is_refused(world: World, said: dict[str, str], status: int, cause: str) -> None:
    state = world.browser.go()["state"]
    query = said if "state" in said or not said else {"state": state, **said}
    answer = world.browser.come_back(
        **{name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    )
    assert (answer.status_code, cause in answer.json()["detail"]) == (status, True), answer.text
    assert not world.let_in()


@pytest.mark.parametrize("groups", [[], ["guests"], "host", None, 7, {"hosts": True}, [["hosts"]], ["hosts "], ["*"]])
def test_who_is_in_no_group_of_ours_is_not_let_in(world: World, groups: Any) -> None:
    world.provider.claims = {"groups": groups}
    assert world.browser.log_in().status_code == 403
    assert not world.let_in()


@pytest.mark.parametrize(
    ("metadata", "cause"),
    [
        ({"issuer": "https://evil.example"}, "another name"),
        ({"token_endpoint": "http://id.example/token"}, "open line"),
        ({"jwks_uri": None}, "open line"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "open line"),
    ],
)
def test_a_provider_that_is_not_itself_is_not_gone_to(world: World, metadata: dict[str, Any], cause: str) -> None:
    world.provider.metadata |= metadata
    answer = world.client.get("/login", follow_redirects=False)
    assert (answer.status_code, cause in answer.json()["detail"]) == (403, True)


@pytest.mark.parametrize(
    "broken", [httpx.Response(500), httpx.Response(200, text="<html>"), httpx.Response(200, json=[])]
)
def test_a_provider_that_does_not_answer_is_told(world: World, broken: httpx.Response) -> None:
    world.provider.answer = lambda _request: broken  # type: ignore[method-assign]
    part = LoginPart(world.desk, LOGIN, httpx.MockTransport(world.provider.answer))
    answer = TestClient(app(world.desk, [part])).get("/login", follow_redirects=False)
    assert answer.status_code == 502
    assert "finds the provider" in answer.json()["detail"]


# ---- what is set


ALL = {"SAYSO_OIDC_ISSUER": ISSUER, "SAYSO_OIDC_CLIENT_ID": CLIENT, "SAYSO_OIDC_HOSTS": "all hosts, *"}


def test_the_environment_sets_it_up_whole_or_not_at_all() -> None:
    assert from_environment({}) is None
    found = from_environment({**ALL, "SAYSO_OIDC_SECRET": "hush"})
    assert found
    assert found.hosts == {"all hosts", "*"}
    assert "hush" not in repr(found)
    for wrong in (
        {"SAYSO_OIDC_ISSUER": ISSUER},
        {"SAYSO_OIDC_CLIENT_ID": CLIENT},
        {**ALL, "SAYSO_OIDC_HOSTS": ""},
        {**ALL, "SAYSO_OIDC_SCOPES": "profile"},
    ):
        with pytest.raises(LoginError):
            from_environment(wrong)


def test_the_guide_has_every_setting() -> None:
    root = Path(__file__).parents[2]
    guide = (root / "docs" / "how-to-log-in.md").read_text("utf-8")
    code = (root / "src" / "sayso" / "web" / "oidc_settings.py").read_text("utf-8")
    named = set(re.findall(r"SAYSO_OIDC_[A-Z_]+[A-Z]", code)) | {"SAYSO_OIDC_HOSTS", "SAYSO_OIDC_ADMINS"}
    assert set(re.findall(r"^\| `(SAYSO_OIDC_\w+)`", guide, re.MULTILINE)) == named


def test_a_provider_on_an_open_line_is_not_set_up(world: World) -> None:
    with pytest.raises(LoginError, match="open line"):
        LoginPart(world.desk, Login("http://id.example", CLIENT))
