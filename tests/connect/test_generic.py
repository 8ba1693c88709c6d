"""Any platform at the desk, on both databases: signed events in, what must be done out, and the guide's own program.

`python tests/connect/test_generic.py` writes the JSON Schema anew.
"""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from sayso.connect.generic.event import schema
from sayso.consent.erasure import erase
from sayso.consent.fact import Kind, Relation, Says
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.store import open_store
from sayso.consent.store.tokens import Scope
from sayso.consent.webhook import headers, new_secret
from sayso.web.app import app
from sayso.web.connectors import ConnectorsPart
from sayso.web.desk import Desk

AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
YES, NO = {AUDIO.name: Says.GIVEN}, {AUDIO.name: Says.REFUSED}
#: What does not depend on the database is tried on one.
on_sqlite = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
SCHEMA = json.loads(files("sayso").joinpath("connect.schema.json").read_text("utf-8"))
GUIDE = Path(__file__).parents[2] / "docs" / "how-to-connect-a-platform.md"


class World:
    """A desk with one connector, and a clock that the test sets."""

    def __init__(self, address: str) -> None:
        self.now, self._ids = datetime(2026, 6, 1, 9, tzinfo=UTC), itertools.count(1)
        self.store = open_store(address)
        self.desk = Desk(self.store, clock=lambda: self.now)
        for name, mode in (("summary", Mode.EACH), ("recording", Mode.EVERYONE)):
            feature = Feature(name, 1, (AUDIO, TRAIN), mode)
            self.store.features.add(feature)
            self.store.notices.add(feature, _notice(name))
        self.made = self.store.connectors.new("Lantern", "desk", Relation.EMPLOYER, self.now)
        self.path = f"/connect/json/{self.made.id}"
        self.web = TestClient(app(self.desk, [ConnectorsPart(self.desk)]), raise_server_exceptions=False)

    def sends(self, body: Any, secret: str = "", id: str = "", path: str = "") -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        signed = headers(id or str(next(self._ids)), content, [secret or self.made.secret], self.now)
        return self.web.post(path or self.path, content=content, headers=signed)

    def tells(self, type: str, **data: str | int) -> dict[str, Any]:
        event = {"type": type, "data": {"space": "weekly", **data}}
        Draft202012Validator(SCHEMA).validate(event)
        answer = self.sends(event)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        Draft202012Validator({**SCHEMA["$defs"]["Answer"], "$defs": SCHEMA["$defs"]}).validate(found)
        return found

    def meeting(self, *people: str) -> dict[str, str]:
        self.tells("space.opened", name="Weekly")
        return {p: self.tells("person.joined", person=p, name=p.title())["person"] for p in people}

    def answers(self, who: str, says: dict[str, Says], feature: str = "summary") -> None:
        place = self.store.elsewhere.find(self.made.id, "weekly")
        assert place
        self.desk.rooms.answer(place.space, who, feature, 1, says)


def _notice(name: str) -> Notice:
    harbour = Party("https://harbour.example/", "Harbour", "privacy@harbour.example")
    here, texts = "https://d.example/", {AUDIO.name: "What you say is kept.", TRAIN.name: "What you say trains models."}
    return Notice(f"{name}-1", "2026-05-02", harbour, "IE", "IE", "P30D", here, here, texts=texts)


@pytest.fixture
def world(address: str) -> Iterator[World]:
    world = World(address)
    yield world
    world.store.close()


def test_a_feature_that_was_just_started_may_not_run_and_then_for_those_who_agree(world: World) -> None:
    people = world.meeting("ada", "ben")
    (do,) = world.tells("feature.started", feature="summary")["do"]
    nobody = {TRAIN.name: []}
    assert do == {"feature": "summary", "run": False, "everybody": False, "capture": [], "extra": nobody}
    world.answers(people["ada"], {**YES, TRAIN.name: Says.GIVEN})
    world.answers(people["ben"], NO)
    (do,) = world.tells("space.checked")["do"]
    assert (do["run"], do["everybody"], do["capture"], do["extra"]) == (True, False, ["ada"], {TRAIN.name: ["ada"]})
    world.answers(people["ada"], NO)
    assert world.tells("space.checked")["do"][0]["run"] is False


def test_a_platform_that_can_leave_nobody_out_is_told_when_all_agree_and_that_is_released(world: World) -> None:
    people = world.meeting("ada", "ben")
    world.tells("feature.started", feature="recording")
    for who in people.values():
        world.answers(who, YES, "recording")
    assert world.tells("space.checked")["do"][0]["everybody"] is False
    world.now += timedelta(seconds=91)
    assert world.tells("space.checked")["do"][0]["everybody"] is True


def test_devices_are_not_captured_and_late_comers_when_they_have_agreed(world: World) -> None:
    people = world.meeting("ada")
    world.tells("feature.started", feature="summary")
    world.answers(people["ada"], YES)
    assert world.tells("person.joined", person="room-1", name="Room", kind="room")["do"][0]["capture"] == ["ada"]
    late = world.tells("person.joined", person="late", name="Late")
    assert late["do"][0]["capture"] == ["ada"]
    world.answers(late["person"], YES)
    assert world.tells("space.checked")["do"][0]["capture"] == ["ada", "late"]


def test_who_was_forgotten_is_not_captured_whatever_they_had_said(world: World) -> None:
    people = world.meeting("ada", "ben", "cem")
    world.tells("feature.started", feature="summary")
    for who, says in (("ada", YES), ("ben", NO), ("cem", YES)):
        world.answers(people[who], says)
    for who in ("ben", "cem"):
        erase(world.desk.rooms, f"{world.made.id}:{who}", lambda _spaces: None)
    assert world.tells("space.checked")["do"][0]["capture"] == ["ada"]


def test_somebody_who_came_by_another_way_lends_their_yes_to_nobody_of_the_platform(world: World) -> None:
    people = world.meeting("ada", "ben")
    rooms, place = world.desk.rooms, world.store.elsewhere.find(world.made.id, "weekly")
    assert place
    namesake = rooms.join(place.space, "ada", "Ada", Kind.PERSON, Relation.PEER)  # let in by a token, as "ada"
    world.tells("feature.started", feature="summary")
    for person, says in ((people["ada"], NO), (people["ben"], YES), (namesake, {**YES, TRAIN.name: Says.GIVEN})):
        world.answers(person, says)
    (do,) = world.tells("space.checked")["do"]
    assert (do["capture"], do["extra"]) == (["ben"], {TRAIN.name: []})


def test_each_gets_a_link_of_their_own_and_the_host_theirs(world: World) -> None:
    host = world.tells("space.opened", name="Weekly")["link"]
    ada = world.tells("person.joined", person="ada", name="Ada")
    for link, person in ((host, None), (ada["link"], ada["person"])):
        opened = world.web.post("/api/v1/sessions", json={"link": link}).json()
        assert opened == {"space": ada["space"], "person": person}
    assert world.tells("person.left", person="ada")["link"] is None
    assert {a.asker for a in world.store.acts.after(0, 9)} == {f"connector:{world.made.id}"}


def test_a_feature_that_the_desk_does_not_have_may_not_run(world: World) -> None:
    world.meeting("ada")
    (do,) = world.tells("feature.started", feature="mood-reading")["do"]
    assert (do["run"], do["everybody"], do["capture"]) == (False, False, [])
    assert world.tells("feature.stopped", feature="mood-reading")["do"] == []


def test_after_the_end_nothing_counts(world: World) -> None:
    world.meeting("ada")
    world.tells("feature.started", feature="summary")
    assert world.tells("space.closed")["do"] == []
    late = world.tells("person.joined", person="ben", name="Ben")
    assert (late["person"], late["link"], late["do"]) == (None, None, [])


def test_a_message_that_comes_twice_does_nothing_twice(world: World) -> None:
    world.meeting("ada")
    left = {"type": "person.left", "data": {"space": "weekly", "person": "ada"}}
    world.sends(left, id="m-1")
    again = world.tells("person.joined", person="ada", name="Ada")
    assert world.sends(left, id="m-1").status_code == 200
    assert again["person"] in world.desk.rooms.state(again["space"]).here


def test_the_same_id_on_two_platforms_is_two_people(world: World) -> None:
    one = world.meeting("ada")["ada"]
    other = world.store.connectors.new("Another", "desk", Relation.PEER, world.now)
    path = f"/connect/json/{other.id}"
    opened = {"type": "space.opened", "data": {"space": "weekly", "name": "Theirs"}}
    came = {"type": "person.joined", "data": {"space": "weekly", "person": "ada", "name": "Ada"}}
    assert world.sends(opened, other.secret, path=path).status_code == 200
    theirs = world.sends(came, other.secret, path=path).json()
    assert theirs["person"] != one
    assert set(world.store.known_as(theirs["space"]).values()) == {f"{other.id}:ada"}


def withdrawn(world: World, *who: str) -> dict[str, str]:
    """A meeting of Ada, Ben and Cem, captured for a minute, of whom some then withdraw."""
    people = world.meeting("ada", "ben", "cem")
    world.tells("feature.started", feature="summary")
    for person in people.values():
        world.answers(person, YES)
    world.now += timedelta(minutes=1)
    for name in who:
        world.answers(people[name], NO)
    return people


def test_what_was_captured_of_who_withdraws_must_go_and_that_is_said_until_it_is_done(world: World) -> None:
    people = withdrawn(world)
    before = world.tells("space.checked")
    assert before["remove"] == []
    world.answers(people["ada"], NO)
    for _ in range(2):
        (order,) = world.tells("space.checked")["remove"]
    (span,) = order.pop("spans")
    assert span["first"] <= before["seq"] < span["last"] <= order["removal"]
    assert datetime.fromisoformat(span["until"]) - datetime.fromisoformat(span["since"]) >= timedelta(minutes=1)
    assert {key: order[key] for key in ("person", "alias", "feature", "uses", "everything")} == {
        "person": "ada", "alias": people["ada"], "feature": "summary", "uses": [AUDIO.name], "everything": True,
    }  # fmt: skip
    assert world.tells("removal.done", removal=order["removal"])["remove"] == []
    assert world.tells("removal.done", removal=order["removal"])["remove"] == [], "said twice, it is done once"
    world.answers(people["ada"], YES)
    assert world.tells("space.checked")["remove"] == []


def test_removals_are_done_in_their_order_and_none_is_before_it_is_ordered(world: World) -> None:
    people = withdrawn(world, "ada", "ben")
    first, second = world.tells("space.checked")["remove"]
    assert (first["person"], second["person"]) == ("ada", "ben")
    assert world.tells("removal.done", removal=first["removal"])["remove"] == [second]
    event = {"type": "removal.done", "data": {"space": "weekly", "removal": second["removal"] + 1}}
    assert (world.sends(event).status_code, "was never ordered" in world.sends(event).text) == (404, True)
    assert world.tells("removal.done", removal=second["removal"])["remove"] == []
    world.answers(people["cem"], NO)
    assert [order["person"] for order in world.tells("space.checked")["remove"]] == ["cem"]


def test_who_withdraws_after_the_end_orders_what_must_go_as_well(world: World) -> None:
    people = withdrawn(world)
    world.tells("space.closed")
    world.now += timedelta(days=300)
    world.answers(people["ben"], NO)
    answer = world.tells("space.checked")
    assert (answer["do"], [order["person"] for order in answer["remove"]]) == ([], ["ben"])


def test_who_is_forgotten_is_removed_by_the_name_that_the_desk_gave_them(world: World) -> None:
    people = withdrawn(world)
    erase(world.desk.rooms, f"{world.made.id}:ada", lambda _spaces: None)
    (order,) = world.tells("space.checked")["remove"]
    assert (order["person"], order["alias"], order["everything"]) == (None, people["ada"], True)


# ---- refused


OPENED: dict[str, Any] = {"type": "space.opened", "data": {"space": "w", "name": "W"}}


@on_sqlite
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 5000,
        [],
        {"type": "space.opened"},
        {**OPENED, "type": "space.exploded"},
        {**OPENED, "more": 1},
        {**OPENED, "data": {"space": "w"}},
        {**OPENED, "data": {"space": "", "name": "W"}},
        {**OPENED, "data": {"space": 7, "name": "W"}},
        {**OPENED, "data": {"space": "w", "name": "a\nb"}},
        {**OPENED, "data": {"space": "w", "name": "\ud800"}},
        {**OPENED, "data": {"space": "w", "name": "x" * 201}},
        {**OPENED, "data": {"space": "w", "name": "W", "kind": "party"}},
        {"type": "feature.started", "data": {"space": "w", "feature": "Not A Name"}},
        {"type": "person.joined", "data": {"space": "w", "person": "p", "name": "P", "kind": "ghost"}},
        {"type": "removal.done", "data": {"space": "w", "removal": 0}},
        {"type": "removal.done", "data": {"space": "w", "removal": "7"}},
        {"type": "removal.done", "data": {"space": "w", "removal": 2**53}},
    ],
)
def test_what_is_no_event_is_refused_and_changes_nothing(world: World, body: Any) -> None:
    answer = world.sends(body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert world.store.spaces("desk", ("", ""), 9) == []


@on_sqlite
def test_who_signs_otherwise_or_not_at_all_is_refused(world: World) -> None:
    for answer, status in (
        (world.sends(OPENED, new_secret()), 401),
        (world.web.post(world.path, json=OPENED), 401),
        (world.sends(OPENED, path="/connect/json/cn-nobody"), 404),
        (world.sends(b" " * 70_000), 413),
    ):
        assert answer.status_code == status, answer.text
    world.now += timedelta(minutes=6)
    stale = headers("1", b"{}", [world.made.secret], world.now - timedelta(minutes=6))
    assert world.web.post(world.path, content=b"{}", headers=stale).status_code == 401
    world.store.connectors.end(world.made.id, world.now)
    assert world.sends(OPENED).status_code == 404
    assert world.store.spaces("desk", ("", ""), 9) == []


@on_sqlite
def test_a_space_that_was_never_opened_is_told(world: World) -> None:
    answer = world.sends({"type": "space.checked", "data": {"space": "another"}})
    assert (answer.status_code, "send space.opened first" in answer.text) == (404, True)


# ---- administration


def test_administrators_make_list_and_end_connectors(world: World) -> None:
    _, admin = world.store.tokens.new("a", [Scope.ADMIN], world.now, world.now + timedelta(days=1))
    _, host = world.store.tokens.new("h", [Scope.HOST], world.now, world.now + timedelta(days=1))
    new, address = {"name": "Lamp", "relation": "teacher", "owner": "school"}, "/api/v1/connectors"
    for shown, status in ((host, 403), (admin, 201)):
        world.web.headers["Authorization"] = f"Bearer {shown}"
        answer = world.web.post(address, json=new)
        assert answer.status_code == status
    made = answer.json()
    assert made["address"].endswith(f"/connect/json/{made['id']}")
    listed = world.web.get(address)
    assert made["secret"] not in listed.text
    (shown,) = (c for c in listed.json()["items"] if c["id"] == made["id"])
    assert shown | new == shown
    assert world.web.post(f"{address}/{made['id']}/endings", json={}).status_code == 201
    assert {c["id"] for c in world.web.get(address).json()["items"] if c["ended"]} == {made["id"]}
    assert [a.act for a in world.store.acts.after(0, 9)] == ["connector", "connector ended"]


# ---- the guide


@on_sqlite
def test_the_program_of_the_guide_runs_a_meeting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.now = datetime.now(UTC)
    found: dict[str, Any] = {}
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    exec(program, found)
    desk = found["Desk"](world.path, world.made.secret, world.web)
    desk.tell("space.opened", space="weekly", name="Weekly")
    people = {p: desk.tell("person.joined", space="weekly", person=p, name=p)["person"] for p in ("ada", "ben")}
    may_capture, may_run = found["may_capture"], found["may_run"]
    answer = desk.tell("feature.started", space="weekly", feature="summary")
    assert not may_capture(answer, "summary", "ada")
    world.answers(people["ada"], {**YES, TRAIN.name: Says.GIVEN})
    world.answers(people["ben"], NO)
    answer = desk.tell("space.checked", space="weekly")
    assert [p for p in ("ada", "ben", "somebody else") if may_capture(answer, "summary", p)] == ["ada"]
    assert [p for p in ("ada", "ben", "somebody else") if may_capture(answer, "summary", p, TRAIN.name)] == ["ada"]
    assert not may_capture(answer, "summary", "ada", "content.video train-ai")
    assert not may_capture(answer, "recording", "ada")
    desk.tell("feature.started", space="weekly", feature="recording")
    for person in people.values():
        world.answers(person, YES, "recording")
    assert not may_run(desk.tell("space.checked", space="weekly"), "recording", ["ada", "ben"])
    world.now += timedelta(seconds=91)  # what all can see is told at the next release
    monkeypatch.setattr(time, "time", world.now.timestamp)
    answer = desk.tell("space.checked", space="weekly")
    assert may_run(answer, "recording", ["ada", "ben"])
    assert not may_run(answer, "recording", ["ada", "ben", "somebody else"])
    world.answers(people["ada"], {**NO, TRAIN.name: Says.REFUSED})
    orders: list[dict[str, Any]] = []
    found["obey"](desk, desk.tell("space.checked", space="weekly"), "weekly", orders.append)
    found_uses = [(order["person"], order["uses"], order["everything"]) for order in orders]
    assert found_uses == [("ada", [AUDIO.name], True), ("ada", [TRAIN.name], False)]
    assert desk.tell("space.checked", space="weekly")["remove"] == []
    with pytest.raises(ValueError, match=r"send space\.opened first"):
        desk.tell("space.checked", space="another")
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    silent = SimpleNamespace(post=lambda *_a, **_k: SimpleNamespace(status_code=503))
    with pytest.raises(TimeoutError, match="nothing may be captured"):
        found["Desk"](world.path, world.made.secret, silent).tell("space.checked", space="weekly")


def test_the_guide_names_every_event_and_nothing_else() -> None:
    named = set(re.findall(r"^\| `(\w+\.\w+)` \|", GUIDE.read_text("utf-8"), re.MULTILINE))
    assert named == set(SCHEMA["discriminator"]["mapping"])


def test_the_schema_is_what_the_code_takes() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert schema() == SCHEMA, "run python tests/connect/test_generic.py"


if __name__ == "__main__":
    target = Path(__file__).parents[2] / "src" / "sayso" / "connect.schema.json"
    target.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
