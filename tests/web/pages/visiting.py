"""A desk with its demonstration meeting, and browsers without JavaScript that visit it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from starlette.testclient import TestClient

from sayso.consent.fact import Says
from sayso.consent.store import Store
from sayso.consent.store.tokens import Scope
from sayso.web.app import app
from sayso.web.demo import Demo, open_demo
from sayso.web.desk import Desk

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


def home(client: TestClient) -> str:
    return client.home  # type: ignore[attr-defined, no-any-return]


def path_of(url: str) -> str:
    return url.removeprefix(HERE)


def admin(world: World) -> TestClient:
    """A browser in which an administrator has signed in."""
    _, secret = world.store.tokens.new("first", [Scope.ADMIN], NOW, NOW + timedelta(days=9))
    client = world.browser()
    assert post(client, "/sign-in", {"token": secret}).url.path == "/admin"
    return client
