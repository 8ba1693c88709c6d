"""Webhooks out, on both databases: managed by administrators, told in order, again until heard, by one process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import httpx
import pytest
from starlette.testclient import TestClient

from sayso.consent.fact import Kind, Relation
from sayso.consent.store import open_store
from sayso.consent.store.lease import LASTS
from sayso.consent.store.tokens import Scope
from sayso.consent.webhook import DEAD_AFTER, KINDS, verify
from sayso.web.app import app
from sayso.web.courier import Courier, CourierPart
from sayso.web.desk import Desk, Settings
from sayso.web.reach import Reach

ADDRESS = "https://hooks.example/in"
#: What does not depend on the database is tried on one.
on_sqlite = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


class World:
    """A desk, somebody who is told, and a clock that the test sets. `answers`: by what is told, else 204."""

    def __init__(self, address: str) -> None:
        self.now = datetime(2026, 6, 1, 9, tzinfo=UTC)
        self.desk = Desk(open_store(address), clock=lambda: self.now)
        self.store, self.rooms = self.desk.store, self.desk.rooms
        self.heard: list[httpx.Request] = []
        self.status: Callable[[httpx.Request], int] = lambda _request: 204
        _, token = self.store.tokens.new("a", [Scope.ADMIN], self.now, self.now + timedelta(days=9))
        self.web = TestClient(app(self.desk), headers={"Authorization": f"Bearer {token}"}, base_url="http://desk")

    def answer(self, request: httpx.Request) -> httpx.Response:
        status = self.status(request)
        if status == 0:
            raise httpx.ConnectError("refused")
        self.heard.append(request)
        return httpx.Response(status)

    def looks(self, times: int = 1) -> None:
        async def lookup(_host: str, _port: int) -> list[str]:
            return ["93.184.216.34"]

        async def look() -> None:
            async with httpx.AsyncClient(transport=httpx.MockTransport(self.answer)) as http:
                courier = Courier(self.store, Reach(http, lookup=lookup), lambda: self.now)
                for _ in range(times):
                    await courier.look()
                    await courier.errands.settle()

        anyio.run(look)

    def does(self, method: str, path: str, **body: Any) -> httpx.Response:
        return self.web.request(method, f"/api/v1{path}", json=body if method == "POST" else None)

    def subscribes(self, *kinds: str) -> dict[str, str]:
        answer = self.does("POST", "/webhooks", address=ADDRESS, kinds=list(kinds) or ["person.joined"])
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def space(self, people: int) -> str:
        space = self.rooms.open("meeting", "Weekly")
        for number in range(people):
            self.rooms.join(space, f"p{number}@harbour.example", f"P{number}", Kind.PERSON, Relation.PEER)
        return space

    def ids(self) -> list[str]:
        return [request.headers["webhook-id"] for request in self.heard]

    def wait(self, wait: timedelta) -> None:
        self.now += wait


@pytest.fixture
def world(address: str) -> Iterator[World]:
    world = World(address)
    yield world
    world.store.close()


def test_what_happens_is_told_signed_and_in_order(world: World) -> None:
    made = world.subscribes("space.opened", "person.joined")
    space = world.space(3)
    world.looks()
    assert world.ids() == [f"{space}.{n}" for n in range(4)]
    for request in world.heard:
        assert verify(made["secret"], request.headers, request.content, world.now)
        assert request.headers["content-type"] == "application/json"
    assert world.does("GET", "/webhooks").json()["items"][0]["waiting"] == 0


def test_what_is_not_heard_is_told_again_later_and_what_is_behind_it_waits(world: World) -> None:
    world.subscribes()
    space = world.space(2)
    world.status = lambda _request: 500
    world.looks(3)
    assert world.ids() == [f"{space}.1"], "once, until it is due"
    world.status = lambda _request: 200
    world.wait(timedelta(seconds=5))
    world.looks()
    assert world.ids() == [f"{space}.1", f"{space}.1", f"{space}.2"]


def test_a_space_that_is_not_heard_holds_up_no_other(world: World) -> None:
    world.subscribes()
    first, second = world.space(1), world.space(2)
    world.status = lambda request: 500 if request.headers["webhook-id"].startswith(first) else 200
    world.looks()
    assert set(world.ids()) == {f"{first}.1", f"{second}.1", f"{second}.2"}


def test_who_does_not_answer_at_all_is_asked_once_and_not_for_each_space(world: World) -> None:
    world.subscribes()
    for _ in range(20):
        world.space(1)
    asked: list[str] = []

    def silent(request: httpx.Request) -> int:
        asked.append(request.headers["webhook-id"])
        return 0

    world.status = silent
    world.looks()
    assert len(asked) <= 4, "as many as are on their way at once"
    world.status = lambda _request: 200
    world.wait(timedelta(seconds=5))
    world.looks()
    assert len(world.heard) == 20


@on_sqlite
@pytest.mark.parametrize("status", [0, 302, 404, 503])
def test_only_a_success_is_heard(world: World, status: int) -> None:
    world.subscribes()
    world.space(1)
    world.status = lambda _request: status
    world.looks()
    assert world.does("GET", "/webhooks").json()["items"][0]["waiting"] == 1


def test_after_days_of_silence_the_desk_gives_up_and_its_audit_says_so(world: World) -> None:
    made = world.subscribes()
    world.space(2)
    world.status = lambda _request: 0
    began = world.now
    while world.now < began + DEAD_AFTER + timedelta(hours=2):
        world.looks()
        world.wait(timedelta(hours=1))
    (shown,) = world.does("GET", "/webhooks").json()["items"]
    assert (shown["ended"] is not None, shown["waiting"]) == (True, 0)
    last = world.store.acts.after(0, 100)[-1]
    assert (last.act, last.asker) == ("webhook ended", "webhooks")
    assert last.thing == f"{made['id']} does not answer: ConnectError: ended, 2 never told"


def test_who_is_gone_for_good_is_told_nothing_more(world: World) -> None:
    world.subscribes()
    world.space(2)
    world.status = lambda _request: 410
    world.looks()
    assert world.does("GET", "/webhooks").json()["items"][0]["ended"]
    assert len(world.heard) == 1


def test_one_process_tells_and_another_takes_over_when_it_is_gone(address: str) -> None:
    world = World(address)
    world.subscribes()
    space = world.space(1)
    other = open_store(address)
    assert other.leases.take("webhooks", world.now)
    world.looks()
    assert world.heard == []
    world.wait(LASTS + timedelta(seconds=1))
    world.looks()
    assert world.ids() == [f"{space}.1"]
    other.close()
    world.store.close()


def test_after_a_rotation_old_and_new_secret_verify(world: World) -> None:
    old = world.subscribes()
    new = world.does("POST", f"/webhooks/{old['id']}/rotations").json()
    world.space(1)
    world.looks()
    (request,) = world.heard
    for secret in (old["secret"], new["secret"]):
        assert verify(secret, request.headers, request.content, world.now)


def test_who_is_ended_by_hand_is_told_nothing_more(world: World) -> None:
    made = world.subscribes()
    world.space(1)
    assert world.does("POST", f"/webhooks/{made['id']}/endings").status_code == 201
    world.looks()
    assert world.heard == []
    acts = [(a.act, a.thing) for a in world.store.acts.after(0, 100)]
    assert acts == [("webhook", f"{made['id']} person.joined; is told who is here"), ("webhook ended", made["id"])]


def test_the_secret_is_shown_once(world: World) -> None:
    secret = world.subscribes()["secret"]
    assert secret not in world.does("GET", "/webhooks").text


@on_sqlite
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"address": "https://127.0.0.1/", "kinds": ["person.joined"]}, 409),
        ({"address": "http://hooks.example/", "kinds": ["person.joined"]}, 409),
        ({"address": "ftp://hooks.example/", "kinds": ["person.joined"]}, 422),
        ({"address": ADDRESS, "kinds": ["person.died"]}, 422),
        ({"address": ADDRESS, "kinds": []}, 422),
        ({"address": 7, "kinds": ["person.joined"]}, 422),
        ({"address": ADDRESS, "kinds": ["person.joined"], "secret": "mine"}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changed(world: World, body: dict[str, Any], status: int) -> None:
    answer = world.does("POST", "/webhooks", **body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert world.does("GET", "/webhooks").json() == {"items": []}


@on_sqlite
def test_only_administrators_manage_them(world: World) -> None:
    _, host = world.store.tokens.new("h", [Scope.HOST], world.now, world.now + timedelta(days=9))
    for token, status in ((host, 403), ("sayso_0_0", 401)):
        world.web.headers["Authorization"] = f"Bearer {token}"
        assert world.does("GET", "/webhooks").status_code == status
        assert world.does("POST", "/webhooks", address=ADDRESS, kinds=["person.joined"]).status_code == status
        assert world.does("POST", "/webhooks/wh-1/endings").status_code == status


def test_while_it_is_served_the_desk_tells_by_itself(address: str) -> None:
    world = World(address)
    world.desk.settings = Settings(webhooks_within=True)
    part = CourierPart(world.desk, httpx.MockTransport(world.answer))
    world.store.subscriptions.new("http://127.0.0.1:9/in", KINDS, world.now)
    with TestClient(app(world.desk, [part])):
        space = world.space(2)
        for _ in range(500):
            if len(world.heard) == 3:
                break
            anyio.run(anyio.sleep, 0.01)
    assert world.ids() == [f"{space}.{n}" for n in range(3)]
    world.store.close()
