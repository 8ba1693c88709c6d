"""Zoom at the desk, on both databases: its messages become facts, and what not all agree to is ended there."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.responses import JSONResponse, Response
from starlette.testclient import TestClient
from zoom_simulator import ACCOUNT, MEETING, NUMBER, SECRET, Simulator, about, person, runs, signed

from sayso.connect.zoom.client import Client
from sayso.connect.zoom.event import _MEETING, _SETTINGS
from sayso.connect.zoom.reaction import NAME
from sayso.connect.zoom.settings import Zoom, from_environment
from sayso.consent.fact import Kind, Relation, Says
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.state import State
from sayso.consent.store import open_store
from sayso.errors import ConnectError
from sayso.web.app import app
from sayso.web.desk import Desk
from sayso.web.zoom import PATH, ZoomPart

AUDIO = Use("content.audio", "provide")
YES, NO = {AUDIO.name: Says.GIVEN}, {AUDIO.name: Says.REFUSED}
#: What does not depend on the database is tried on one.
on_sqlite = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
END_ALL = {"method": "ai_companion.stop", "params": {"ai_companion_mode": "all", "delete_meeting_assets": True}}


class World:
    """A desk, its Zoom, and a clock that the test sets."""

    def __init__(self, address: str) -> None:
        self.now, self._at = datetime(2026, 6, 1, 9, tzinfo=UTC), itertools.count(1)
        self.store, self.zoom = open_store(address), Simulator()
        self.desk = Desk(self.store, clock=lambda: self.now)
        for name in ("summary", "recording"):
            feature = Feature(name, 1, (AUDIO,), Mode.EVERYONE)
            self.store.features.add(feature)
            self.store.notices.add(feature, _notice(name))
        self.part = ZoomPart(self.desk, Zoom(SECRET, ACCOUNT))
        self.browser = TestClient(app(self.desk, [self.part]), raise_server_exceptions=False)

    def hears(self, message: dict[str, Any]) -> httpx.Response:
        body, headers = signed({**message, "event_ts": next(self._at)}, self.now)
        answer = self.browser.post(PATH, content=body, headers=headers)
        assert answer.status_code == 204, answer.text
        return answer

    def meeting(self, *people: str) -> dict[str, str]:
        self.hears(about("meeting.started"))
        for name in people:
            self.hears(about("meeting.participant_joined", **person(name)))
        known = {who: p for p, who in self.store.known_as(self.space).items()}
        return {name: known[f"zoom:id-{name}"] for name in people}

    def looks(self) -> int:
        async def look() -> int:
            transport = httpx.ASGITransport(self.zoom.app())
            async with httpx.AsyncClient(transport=transport) as http:
                enforcer = self.part.enforcer(http)
                found = await enforcer.look()
                await enforcer.errands.settle()
                return found

        return anyio.run(look)

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def space(self) -> str:
        place = self.store.elsewhere.find(NAME, MEETING)
        assert place
        return place.space

    @property
    def state(self) -> State:
        return self.desk.rooms.state(self.space)

    def answers(self, who: str, says: dict[str, Says], feature: str = "summary") -> None:
        self.desk.rooms.answer(self.space, who, feature, 1, says)

    def acts(self) -> list[tuple[str, str]]:
        return [(a.act, a.thing) for a in self.store.acts.after(0, 100) if a.asker == NAME]


def _notice(name: str) -> Notice:
    harbour = Party("https://harbour.example/", "Harbour", "privacy@harbour.example")
    here = "https://desk.example/"
    texts = {AUDIO.name: "What you say is kept."}
    return Notice(f"{name}-1", "2026-05-02", harbour, "IE", "IE", "P30D", here, here, texts=texts)


@pytest.fixture
def world(address: str) -> Iterator[World]:
    world = World(address)
    yield world
    world.store.close()


def test_what_runs_ends_when_somebody_comes_who_cannot_be_told_from_others(world: World) -> None:
    for who in world.meeting("ada").values():
        world.hears(runs("meeting.ai_companion_started", summary=True))
        world.answers(who, YES)
    world.wait(91)
    assert world.looks() == 0
    world.hears(about("meeting.participant_joined", participant={"user_name": "?"}))
    assert world.looks() == 1
    assert [body for _, body in world.zoom.ended] == [END_ALL]


def test_a_meeting_becomes_a_space_and_who_comes_is_in_it(world: World) -> None:
    people = world.meeting("ada", "ben")
    space = world.store.space(world.space)
    assert (space.kind, space.name, space.owner) == ("meeting", "My Meeting", "desk")
    assert set(world.state.here) == set(people.values())
    assert set(world.store.names(world.space).values()) == {"ada", "ben"}
    world.hears(about("meeting.participant_left", **person("ada")))
    assert set(world.state.here) == {people["ben"]}


def test_an_ai_feature_that_starts_unasked_is_ended_and_what_it_made_deleted(world: World) -> None:
    people = world.meeting("ada", "ben")
    world.hears(runs("meeting.ai_companion_started", summary=True))
    assert {person for person, _, _ in world.state.asks} == set(people.values()), "everybody is asked"
    assert world.looks() == 1
    assert world.zoom.ended == [(str(NUMBER), END_ALL)]
    assert world.acts() == [("end", f"{world.space} summary: Zoom was told to end it")]


def test_where_everybody_has_agreed_it_runs_and_a_withdrawal_ends_it_at_once(world: World) -> None:
    people = world.meeting("ada", "ben")
    world.hears(runs("meeting.ai_companion_started", summary=True))
    world.looks()
    world.hears(runs("meeting.ai_companion_stopped", summary=True))
    for who in people.values():
        world.answers(who, YES)
    world.wait(91)
    world.hears(runs("meeting.ai_companion_started", summary=True))
    assert world.looks() == 0
    world.answers(people["ben"], NO)
    assert world.looks() == 1
    assert len(world.zoom.ended) == 2


def test_starting_again_and_again_tells_the_host_nothing_between_releases(world: World) -> None:
    people = world.meeting("ada", "ben")
    world.hears(runs("meeting.ai_companion_started", summary=True))
    world.looks()
    for who in people.values():
        world.answers(who, YES)
        world.hears(runs("meeting.ai_companion_stopped", summary=True))
        world.hears(runs("meeting.ai_companion_started", summary=True))
        assert world.looks() == 1, "ended before the release, whatever was answered"


def test_who_comes_late_is_asked_and_until_they_agree_it_is_ended(world: World) -> None:
    people = world.meeting("ada")
    world.hears(runs("meeting.ai_companion_started", summary=True))
    world.answers(people["ada"], YES)
    world.wait(91)
    assert world.looks() == 0
    world.hears(about("meeting.participant_joined", **person("late")))
    assert world.looks() == 1


@on_sqlite
def test_who_calls_by_telephone_cannot_be_asked_and_counts_as_refusing(world: World) -> None:
    people = world.meeting("ada")
    world.hears(about("meeting.participant_joined", **person("7", phone_number="100200300")))
    assert Kind.DIAL_IN in {joined.kind for joined in world.state.here.values()}
    world.hears(runs("meeting.ai_companion_started", summary=True))
    world.answers(people["ada"], YES)
    world.wait(91)
    assert world.looks() == 1


@on_sqlite
def test_a_recording_is_ended_by_its_own_control(world: World) -> None:
    world.meeting("ada")
    world.hears(about("recording.started", id=NUMBER))
    world.looks()
    assert world.zoom.ended == [(str(NUMBER), {"method": "recording.stop"})]


def test_a_feature_that_the_desk_does_not_have_may_not_run(world: World) -> None:
    world.meeting("ada")
    world.hears(runs("meeting.ai_companion_started", questions=True))
    assert world.looks() == 1
    assert world.state.features == {}


def test_a_refusal_outlasts_its_person(world: World) -> None:
    people = world.meeting("ada", "ben")
    world.hears(runs("meeting.ai_companion_started", summary=True))
    world.answers(people["ada"], YES)
    world.answers(people["ben"], NO)
    world.wait(91)
    world.hears(about("meeting.participant_left", **person("ben")))
    assert world.looks() == 1


def test_who_has_two_connections_goes_with_the_last(world: World) -> None:
    people = world.meeting("ada")
    world.hears(about("meeting.participant_joined", **person("ada", "phone")))
    world.hears(about("meeting.participant_left", **person("ada")))
    assert set(world.state.here) == {people["ada"]}
    world.hears(about("meeting.participant_left", **person("ada", "phone")))
    assert not world.state.here


def test_messages_in_any_order_make_one_space(world: World) -> None:
    world.hears(about("meeting.participant_left", **person("ben")))
    world.hears(runs("meeting.ai_companion_started", summary=True))
    world.hears(about("meeting.participant_joined", **person("ada")))
    world.hears(about("meeting.started"))
    assert len(world.store.spaces("desk", ("", ""), 10)) == 1
    assert len(world.state.asks) == 1


def test_after_the_end_nobody_is_there_nothing_runs_and_nothing_counts(world: World) -> None:
    world.meeting("ada", "ben")
    world.hears(runs("meeting.ai_companion_started", summary=True))
    world.hears(about("meeting.ended"))
    world.hears(about("meeting.participant_joined", **person("cem")))
    world.hears(runs("meeting.ai_companion_started", summary=True))
    assert not world.state.here
    assert not world.state.features
    assert world.looks() == 0


def test_a_message_that_comes_twice_counts_once(world: World) -> None:
    world.meeting("ada")
    body, headers = signed(about("meeting.participant_left", **person("ada")), world.now)
    assert world.browser.post(PATH, content=body, headers=headers).status_code == 204
    world.hears(about("meeting.participant_joined", **person("ada")))
    assert world.browser.post(PATH, content=body, headers=headers).status_code == 204
    assert len(world.state.here) == 1


def test_changed_settings_are_in_the_audit_without_names(world: World) -> None:
    settings = {"in_meeting": {"meeting_summary_with_ai_companion": {"enable": True}, "note": "Ask Ada Byron"}}
    thing, old = {"id": "acc", "settings": settings}, {"id": "acc", "settings": {"in_meeting": {}}}
    payload = {"account_id": "A", "operator": "ada@harbour.example", "object": thing, "old_object": old}
    world.hears({"event": "account.settings_updated", "payload": payload})
    enable = "in_meeting.meeting_summary_with_ai_companion.enable: ? -> on"
    assert world.acts() == [("settings", f"account; {enable}, in_meeting.note: ? -> (text)")]


# ---- what Zoom answers when it is told to end something


def in_need(world: World) -> None:
    world.meeting("ada")
    world.hears(runs("meeting.ai_companion_started", summary=True))


def test_what_was_told_to_end_and_runs_on_is_told_again(world: World) -> None:
    in_need(world)
    world.looks()
    assert world.looks() == 0, "Zoom has a moment to do it"
    world.wait(31)
    assert world.looks() == 1
    world.hears(runs("meeting.ai_companion_stopped", summary=True))
    world.wait(31)
    assert world.looks() == 0
    assert len(world.acts()) == 1, "the audit has the act, not each attempt"


def test_what_is_started_again_is_ended_again_at_once_whatever_was_not_heard_in_between(world: World) -> None:
    in_need(world)
    world.looks()
    world.hears(runs("meeting.ai_companion_started", summary=True))
    assert world.looks() == 1


@on_sqlite
def test_zoom_decides_how_long_to_wait(world: World) -> None:
    in_need(world)
    world.zoom.troubles.append(JSONResponse({"code": 429, "message": "slow"}, 429, {"Retry-After": "7"}))
    world.looks()
    world.wait(6)
    assert world.looks() == 0
    world.wait(2)
    assert world.looks() == 1
    assert len(world.zoom.ended) == 1


@on_sqlite
@pytest.mark.parametrize("trouble", [Response(status_code=500), JSONResponse({"code": 4711, "message": "scopes"}, 400)])
def test_a_failure_is_in_the_audit_and_tried_again_later_and_later(world: World, trouble: Response) -> None:
    in_need(world)
    world.zoom.troubles += [trouble] * 3
    for wait in (2, 4, 8):
        assert world.looks() == 1
        world.wait(wait - 1)
        assert world.looks() == 0
        world.wait(1)
    assert world.looks() == 1
    assert len(world.zoom.ended) == 1
    assert f"refuses with {trouble.status_code}" in world.acts()[0][1]


def test_two_processes_do_not_both_tell_zoom(address: str) -> None:
    world = World(address)
    in_need(world)
    other = open_store(address)
    assert other.leases.take(NAME, world.now)
    assert world.looks() == 0
    other.leases.give_back()
    assert world.looks() == 1
    other.close()
    world.store.close()


def call(
    simulator: Simulator, account: Any = ACCOUNT, clock: Any = None, numbers: tuple[str, ...] = (str(NUMBER),)
) -> None:
    async def ends() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(simulator.app())) as http:
            client = Client(account, http, clock or (lambda: datetime(2026, 6, 1, tzinfo=UTC)))
            for number in numbers:
                await client.end(number, "summary")

    anyio.run(ends)


def test_a_token_is_used_until_it_expires() -> None:
    zoom = Simulator()
    call(zoom, numbers=(str(NUMBER),) * 3)
    assert zoom.tokens == 1
    hours = itertools.count()
    call(zoom, clock=lambda: datetime(2026, 6, 1, next(hours), tzinfo=UTC), numbers=(str(NUMBER),) * 2)
    assert zoom.tokens == 3


def test_a_token_that_was_revoked_is_replaced_once() -> None:
    zoom = Simulator()
    expired = JSONResponse({"code": 124, "message": "Access token is expired."}, 401)
    zoom.troubles = [expired]
    call(zoom)
    assert (zoom.tokens, len(zoom.ended)) == (2, 1)
    zoom.troubles = [expired] * 2
    with pytest.raises(ConnectError, match="refuses with 401, its code 124"):
        call(zoom)


@pytest.mark.parametrize("number", ["", "12a", "../users/me", "٣"])
def test_only_a_number_is_called_up(number: str) -> None:
    zoom = Simulator()
    with pytest.raises(ConnectError, match="without a number"):
        call(zoom, numbers=(number,))
    assert zoom.tokens == 0


def test_wrong_credentials_are_told_without_the_secret() -> None:
    wrong = replace(ACCOUNT, secret="very-secret")
    with pytest.raises(ConnectError, match="refuses with 400") as told:
        call(Simulator(), account=wrong)
    assert "very-secret" not in f"{told.value} {wrong!r}"


# ---- who may speak


@on_sqlite
def test_zoom_is_answered_when_it_asks_whether_the_address_is_ours(world: World) -> None:
    body, headers = signed({"event": "endpoint.url_validation", "payload": {"plainToken": "abc"}}, world.now)
    answer = world.browser.post(PATH, content=body, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["plainToken"] == "abc"
    assert len(answer.json()["encryptedToken"]) == 64


@on_sqlite
@pytest.mark.parametrize(
    ("body", "seconds", "secret", "status"),
    [
        (about("meeting.started"), 0, "another", 401),
        (about("meeting.started"), -301, SECRET, 401),
        (about("meeting.started"), 301, SECRET, 401),
        ({"event": "meeting.started", "payload": {}}, 0, SECRET, 422),
        ([[[]]], 0, SECRET, 422),
    ],
)
def test_what_zoom_has_not_said_just_now_changes_nothing(
    world: World, body: Any, seconds: int, secret: str, status: int
) -> None:
    content, headers = signed(body, world.now + timedelta(seconds=seconds), secret)
    answer = world.browser.post(PATH, content=content, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert world.store.spaces("desk", ("", ""), 10) == []


@on_sqlite
def test_an_unsigned_and_an_oversize_message_are_refused(world: World) -> None:
    assert world.browser.post(PATH, content=b"{}").status_code == 401
    assert world.browser.post(PATH, content=b" " * 70_000).status_code == 413


def test_names_cannot_keep_anybody_from_being_asked(world: World) -> None:
    world.meeting("ada")
    odd = {**person("eve")["participant"], "user_name": "\x00\ud800" + "x" * 9999}
    world.hears(about("meeting.participant_joined", participant=odd))
    assert len(world.state.here) == 2


SAMPLES = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[2].parent / "shared")) / "reference/zoom/samples"


@pytest.mark.skipif(not SAMPLES.exists(), reason="the recorded shapes lie beside the project")
def test_every_recorded_message_is_taken_and_the_meetings_in_them_become_spaces(world: World) -> None:
    for file in sorted((SAMPLES / "webhooks").glob("*.json")):
        body, headers = signed(json.loads(file.read_text()), world.now)
        answer = world.browser.post(PATH, content=body, headers=headers)
        assert answer.status_code == (200 if file.stem == "endpoint.url_validation" else 204), file.name
    assert len(world.store.spaces("desk", ("", ""), 100)) >= 2
    assert {act for act, _ in world.acts()} == {"settings"}


# ---- what is set


ALL = {
    "SAYSO_ZOOM_SECRET_TOKEN": "s",
    "SAYSO_ZOOM_ACCOUNT_ID": "a",
    "SAYSO_ZOOM_CLIENT_ID": "c",
    "SAYSO_ZOOM_CLIENT_SECRET": "h",
    "SAYSO_ZOOM_RELATION": "employer",
}


def test_the_environment_sets_it_up_whole_or_not_at_all() -> None:
    assert from_environment({}) is None
    found = from_environment(ALL)
    assert found
    assert found.account
    assert found.relation is Relation.EMPLOYER
    for missing in list(ALL)[:4]:
        with pytest.raises(ConnectError, match=f"{missing}|no secret token"):
            from_environment({name: value for name, value in ALL.items() if name != missing})
    with pytest.raises(ConnectError, match="boss"):
        from_environment({**ALL, "SAYSO_ZOOM_RELATION": "boss"})


def test_the_guide_has_every_setting_and_every_event() -> None:
    root = Path(__file__).parents[2]
    guide = (root / "docs" / "how-to-connect-a-platform.md").read_text("utf-8")
    code = (root / "src" / "sayso" / "connect" / "zoom" / "settings.py").read_text("utf-8")
    for name in re.findall(r'"(SAYSO_ZOOM_\w+)"', code):
        assert f"`{name}`" in guide
    for name in (*_MEETING, *_SETTINGS):
        assert f"`{name}`" in guide


def test_the_desk_ends_it_by_itself_while_it_is_served(world: World) -> None:
    world.part = ZoomPart(world.desk, Zoom(SECRET, ACCOUNT), httpx.ASGITransport(world.zoom.app()))
    with TestClient(app(world.desk, [world.part])) as world.browser:
        in_need(world)
        for _ in range(500):
            if world.zoom.ended:
                break
            anyio.run(anyio.sleep, 0.01)
    assert world.zoom.ended == [(str(NUMBER), END_ALL)]
