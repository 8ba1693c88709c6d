"""What the API promises to whoever uses it well, on both databases."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from besieged import API, NOW, Besieged

from sayso.consent.erasure import erase
from sayso.consent.fact import Kind, Left, Relation, TurnedOff
from sayso.consent.feature import Feature, Use
from sayso.consent.signing import verify
from sayso.consent.store import open_store
from sayso.consent.store.opened import Maker
from sayso.consent.store.tokens import Scope
from sayso.web.limits import Rate

AUDIO, CHAT, TRAIN = "content.audio provide", "content.chat provide", "content.audio train-ai"


@pytest.fixture
def desk(address: str) -> Iterator[Besieged]:
    store = open_store(address)
    yield Besieged(store)
    store.close()


def answer(desk: Besieged, name: str, says: dict[str, str], **headers: str) -> Any:
    body = {"feature": "summary", "version": 1, "says": says}
    return desk.ask("POST", desk.me(name) + "/answers", name, json=body, headers=headers)


def outcome(desk: Besieged, query: str = "") -> Any:
    found = desk.ask("GET", f"/spaces/{desk.space}/outcomes{query}", "record")
    assert found.is_success, found.text
    items = found.json()["items"]
    return next((item for item in items if item["feature"] == "summary"), None)


def test_a_request_that_is_sent_again_gets_the_same_reply_and_does_nothing_twice(desk: Besieged) -> None:
    guest = {"json": {"who": "gus@x.example", "name": "Gus"}, "headers": {"Idempotency-Key": "gus"}}
    first = desk.ask("POST", f"/spaces/{desk.space}/people", "record", **guest)
    before = desk.kept()
    again = desk.ask("POST", f"/spaces/{desk.space}/people", "record", **guest)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert desk.kept() == before


def test_the_same_key_of_two_people_is_two_keys(desk: Besieged) -> None:
    said = answer(desk, "ben", {AUDIO: "given", CHAT: "given"}, **{"Idempotency-Key": "once"})
    assert said.status_code == 201
    assert outcome(desk)["captured"] == [desk.ben]


def walk(desk: Besieged, path: str, who: str, limit: int) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    found: list[dict[str, Any]] = []
    after = ""
    for _ in range(100):
        page = desk.ask("GET", f"{path}?limit={limit}{after}", who).json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if page["next"] is None:
            return found
        after = f"&cursor={page['next']}"
    raise AssertionError("the list does not end")


def test_pages_of_every_list_hold_each_item_once_in_one_order(desk: Besieged) -> None:
    for n in range(12):
        desk.ask("POST", "/spaces", "host", json={"kind": "meeting", "name": f"Number {n}"})
        desk.ask("POST", f"/spaces/{desk.space}/people", "host", json={"who": f"{n}@x.example", "name": f"Guest {n}"})
        desk.ask("POST", f"/spaces/{desk.space}/links", "host", json={})
    answer(desk, "ada", {AUDIO: "given", CHAT: "refused", TRAIN: "refused"})
    lists = (
        ("/spaces", "host", "id", 13), (f"/spaces/{desk.space}/people", "host", "person", 15),
        ("/acts", "admin", "seq", 12), (desk.me("ada") + "/consents", "ada", "use", 3),
    )  # fmt: skip
    for path, who, key, number in lists:
        whole = walk(desk, path, who, 100)
        assert len({str(item[key]) for item in whole}) == len(whole) == number, path
        for limit in (1, 2, 7):
            assert walk(desk, path, who, limit) == whole, path


def test_an_item_that_is_added_between_two_pages_moves_no_other(desk: Besieged) -> None:
    first = desk.ask("GET", f"/spaces/{desk.space}/people?limit=2", "host").json()
    desk.now += timedelta(seconds=1)
    desk.ask("POST", f"/spaces/{desk.space}/people", "host", json={"who": "gus@x.example", "name": "Gus"})
    rest = desk.ask("GET", f"/spaces/{desk.space}/people?limit=50&cursor={first['next']}", "host").json()
    names = [item["name"] for item in first["items"] + rest["items"]]
    assert sorted(names[:3]) == ["Ada", "Ben", "Cem"]
    assert names[3:] == ["Gus"]


def test_what_was_the_state_at_a_time_can_be_asked_for_any_time(desk: Besieged) -> None:
    answer(desk, "ada", {CHAT: "given"})
    desk.now = NOW + timedelta(seconds=60)
    desk.ask("POST", desk.me("ada") + "/withdrawals", "ada", json={})
    desk.now = NOW + timedelta(days=5)
    moments = {second: NOW + timedelta(seconds=second) for second in (-1, 0, 59, 60, 89)}
    at = {second: moment.isoformat().replace("+00:00", "Z") for second, moment in moments.items()}
    assert outcome(desk, f"?at={at[-1]}") is None
    assert outcome(desk, f"?at={at[0]}")["captured"] == [desk.ada]
    assert outcome(desk, f"?at={at[59]}")["captured"] == [desk.ada]
    assert outcome(desk, f"?at={at[60]}")["captured"] == []
    assert outcome(desk, f"?at={at[89]}")["why"] == "not everybody has answered"
    assert outcome(desk)["why"] == "nobody agrees"
    cookie = desk.cookie(desk.space, desk.ada)
    for second, says in ((-1, []), (59, ["given", "given"]), (60, ["withdrawn", "withdrawn"])):
        mine = desk.ask("GET", f"{desk.me('ada')}/consents?at={at[second]}", cookies=[cookie]).json()["items"]
        assert [c["says"] for c in mine] == says
    assert desk.ask("GET", f"/spaces/{desk.space}/outcomes?at=2026-02-31T00:00:00Z", "record").status_code == 400
    assert desk.ask("GET", f"/spaces/{desk.space}/outcomes?at={at[0]}", "host").status_code == 403


def test_an_answer_says_in_which_language_it_was_read(desk: Besieged) -> None:
    body = {"feature": "summary", "version": 1, "says": {CHAT: "refused"}, "language": "de"}
    assert desk.ask("POST", desk.me("ada") + "/answers", "ada", json=body).status_code == 201
    assert desk.ask("POST", desk.me("ben") + "/answers", "ben", json={**body, "language": ""}).status_code == 201
    for wrong in ("german", "DE", 5):
        refused = desk.ask("POST", desk.me("ben") + "/answers", "ben", json={**body, "language": wrong})
        assert refused.status_code == 422
    answers = desk.desk.rooms.state(desk.space).answers
    assert {(a.person, a.language) for a in answers.values()} >= {(desk.ada, "de"), (desk.ben, "en")}


def test_who_is_erased_keeps_a_valid_receipt_and_nothing_links_them_to_it(desk: Besieged) -> None:
    answer(desk, "ada", {CHAT: "refused", TRAIN: "refused"})
    signed = desk.ask("GET", desk.me("ada") + "/receipt", "ada").json()["receipt"]
    before = outcome(desk)
    erased = desk.ask("POST", "/erasures", "admin", json={"who": "ada@harbour.example"})
    assert erased.json() == {"spaces": 1}
    keys = desk.client.get("/.well-known/jwks.json").json()
    assert "dpv:ConsentRefused" in str(verify(signed, keys))
    assert outcome(desk) == before
    assert desk.store.broken(desk.space) is None
    people = desk.ask("GET", f"/spaces/{desk.space}/people", "host").json()["items"]
    assert {p["name"] for p in people} == {None, "Ben", "Cem"}
    everything = json.dumps(desk.kept())
    assert "ada@" not in everything
    assert '"Ada"' not in everything
    came = desk.ask("POST", f"/spaces/{desk.space}/people", "host", json={"who": "ada@harbour.example", "name": "Ada"})
    assert came.json()["person"] != desk.ada


def test_a_receipt_of_an_older_key_still_verifies_and_a_new_one_is_by_the_new_key(desk: Besieged) -> None:
    old = desk.ask("GET", desk.me("ada") + "/receipt", "ada").json()["receipt"]
    desk.now += timedelta(minutes=1)
    desk.store.keys.rotate(desk.now)
    new = desk.ask("GET", desk.me("ada") + "/receipt", "ada").json()["receipt"]
    keys = desk.client.get("/.well-known/jwks.json").json()
    assert len(keys["keys"]) == 2
    assert all("d" not in key for key in keys["keys"])
    assert verify(old, keys)["dct:identifier"] != verify(new, keys)["dct:identifier"]
    assert old.split(".")[0] != new.split(".")[0]


def test_what_a_person_gives_comes_as_a_kantara_receipt_that_says_what_it_loses(desk: Besieged) -> None:
    answer(desk, "ada", {CHAT: "refused"})
    found = desk.ask("GET", desk.me("ada") + "/kantara-receipt", "ada").json()
    assert found["receipt"]["version"] == "KI-CR-v1.1.0"
    assert found["lost"][0].startswith("1 refused or withdrawn")
    assert desk.ask("GET", desk.me("ada") + "/kantara-receipt", "boss").status_code == 404
    nothing = desk.ask("GET", desk.me("ben") + "/kantara-receipt", "ben").json()
    assert nothing == {"receipt": None, "lost": []}


def test_a_token_that_was_rotated_opens_nothing_and_its_successor_what_it_did(desk: Besieged) -> None:
    id = desk.tokens["admin"].split("_")[1]
    _, secret = desk.store.tokens.rotate(id, desk.now)
    assert desk.ask("GET", "/acts", "admin").status_code == 401
    assert desk.ask("GET", "/acts", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert secret.split("_", 2)[2] not in json.dumps(desk.kept())


@pytest.mark.parametrize(("who", "kind"), [("host", "tokens"), ("boss", "people"), ("", "strangers")])
def test_who_asks_too_often_is_told_for_how_long_to_wait(desk: Besieged, who: str, kind: str) -> None:
    desk.desk.settings = replace(desk.desk.settings, **{kind: Rate(3, 0.1)})
    path = f"/spaces/{desk.space}/people"
    found = [desk.ask("GET", path, who) for _ in range(5)]
    assert [r.status_code for r in found[:3]] == [200 if who else 401] * 3
    assert [r.status_code for r in found[3:]] == [429, 429]
    assert found[3].headers["retry-after"] == "11"
    assert found[3].json()["detail"] == "too many requests; wait a moment"
    assert desk.ask("GET", path, "record").status_code == 200, "others may go on"


def told(desk: Besieged, last: str = "") -> list[tuple[str, str, dict[str, Any]]]:
    """What the stream tells until nothing more comes, with ids and names, as a recorder that comes back is told it."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    headers = [(b"authorization", f"Bearer {desk.tokens['record']}".encode())]
    headers += [(b"last-event-id", last.encode())] if last else []
    path = f"{API}/spaces/{desk.space}/decisions"

    async def listen() -> None:
        enough = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await enough.wait()
            return {"type": "http.disconnect"}

        quiet = asyncio.get_running_loop().call_later(5, enough.set)

        async def send(message: dict[str, Any]) -> None:
            nonlocal quiet
            quiet.cancel()
            quiet = asyncio.get_running_loop().call_later(0.4, enough.set)
            text = message.get("body", b"").decode()
            for id, name, data in re.findall(r"(?:id: (\S+)\n)?(?:event: (\S+)\ndata: (.*)\n)?\n", text):
                if id or name:
                    found.append((id, name, json.loads(data or "{}")))

        scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b"", "client": None}
        await asyncio.wait_for(desk.app({**scope, "asgi": {"spec_version": "2.3"}}, receive, send), 20)  # type: ignore[arg-type]

    asyncio.run(listen())
    return found


def test_a_recorder_that_comes_back_is_told_what_it_missed_and_nothing_else(desk: Besieged) -> None:
    ((place, _, first),) = told(desk)
    assert first["captured"] == []
    desk.now += timedelta(seconds=5)
    answer(desk, "ada", {CHAT: "given"})
    (yes,) = told(desk, place)
    assert (yes[2]["captured"], yes[2]["at"]) == ([desk.ada], desk.now.isoformat())
    desk.now += timedelta(seconds=5)
    desk.ask("POST", desk.me("ada") + "/withdrawals", "ada", json={})
    no, removal = told(desk, yes[0])
    assert (no[1], no[2]["captured"], removal[1]) == ("outcome", [], "removal")
    assert [event.get("captured") for *_, event in told(desk, place)] == [[desk.ada], [], None]
    assert [event.get("captured") for *_, event in told(desk)] == [[], None]
    assert told(desk, removal[0]) == []


def test_a_withdrawal_orders_what_must_go_and_whoever_misses_it_is_told_again(desk: Besieged) -> None:
    answer(desk, "ada", {CHAT: "given"})
    given = told(desk)[-1]
    desk.now += timedelta(seconds=60)
    withdrawn = desk.now
    desk.ask("POST", desk.me("ada") + "/withdrawals", "ada", json={})
    outcome, removal = told(desk, given[0])
    assert outcome[0] == "", "who has heard no more than that must be told the rest"
    span = removal[2].pop("spans")[0]
    assert removal[2] == {
        "at": withdrawn.isoformat().replace("+00:00", "Z"), "seq": outcome[2]["seq"], "person": desk.ada,
        "feature": "summary", "version": 1, "uses": ["content.audio provide", CHAT], "everything": True,
    }  # fmt: skip
    assert span["first"] <= given[2]["seq"] < span["last"] <= outcome[2]["seq"]
    assert datetime.fromisoformat(span["until"]) - datetime.fromisoformat(span["since"]) == timedelta(seconds=60)
    listed = desk.ask("GET", f"/spaces/{desk.space}/removals", "record").json()["items"]
    assert listed == [{**removal[2], "spans": [span]}]
    desk.now += timedelta(days=7)
    answer(desk, "ada", {CHAT: "given", "content.audio provide": "given"})
    assert [e for _, name, e in told(desk) if name == "removal"] == listed, "a later yes brings nothing back"
    assert {name for _, name, _ in told(desk, removal[0])} == {"outcome"}


def test_a_yes_that_captured_nothing_orders_nothing_when_it_is_withdrawn(desk: Besieged) -> None:
    ((place, *_),) = told(desk)
    answer(desk, "ben", {CHAT: "given"})
    answer(desk, "ben", {CHAT: "refused"})
    ((later, name, _),) = told(desk, place)
    assert name == ""
    assert later != place
    assert told(desk, later) == []


def test_who_is_told_of_two_features_at_once_and_goes_after_the_first_is_told_of_both_again(desk: Besieged) -> None:
    second = Feature("minutes", 1, (Use("content.audio", "provide"),))
    desk.store.features.add(second)
    desk.store.notices.add(second, replace(desk.desk.rooms.notices["summary", 1], version="minutes-1"))
    ((place, *_),) = told(desk)
    desk.desk.rooms.turn_on(desk.space, "minutes")
    desk.now += timedelta(days=1)  # they end at one moment
    for name in ("summary", "minutes"):
        desk.desk.rooms.turn_off(desk.space, name)
    ids = [(id, event["feature"]) for id, _, event in told(desk, place) if event["why"] == "not turned on"]
    assert [bool(id) for id, _ in ids] == [False, True]
    assert {name for _, name in ids} == {"summary", "minutes"}


def test_administrative_acts_are_in_the_audit_by_whom_and_never_name_a_person(desk: Besieged) -> None:
    desk.ask("POST", "/erasures", "admin", json={"who": "ben@harbour.example"})
    uses = [{"data": "content.audio", "purpose": "provide", "needed": True}]
    feature = {"name": "minutes", "version": 1, "mode": "each", "uses": uses}
    assert desk.ask("POST", "/features", "admin", json=feature).status_code == 201
    desk.ask("POST", "/webhooks", "admin", json={"address": "https://other.example/x", "kinds": ["desk.acted"]})
    desk.ask("POST", "/connectors", "admin", json={"name": "Rooms"})
    desk.ask("POST", f"/spaces/{desk.space}/links", "host", json={})
    acts = desk.ask("GET", "/acts", "admin").json()["items"]
    admin, host = (f"token:{desk.tokens[who].split('_')[1]}" for who in ("admin", "host"))
    assert [(a["asker"], a["act"]) for a in acts] == [
        (admin, "erase"), (admin, "feature"), (admin, "webhook"), (admin, "connector"), (host, "link"),
    ]  # fmt: skip
    assert "ben" not in json.dumps(acts).lower()
    assert [a["seq"] for a in acts] == [1, 2, 3, 4, 5]


def test_logs_hold_no_person_no_id_and_no_secret(desk: Besieged, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "sayso"):
        answer(desk, "ada", {CHAT: "given"})
        desk.ask("POST", f"/spaces/{desk.space}/people", "host", json={"who": "gus@x.example", "name": "Gus"})
        desk.ask("GET", desk.me("ben") + "/asks", "ada")
        desk.client.get(f"/open/{desk.link(desk.ada)}")
        desk.client.get(f"/nowhere/{desk.ada}")
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("sayso"))
    assert logged.count("\n") == 4
    for word in ("Ada", "ada@", "Gus", desk.ada, desk.ben, desk.space, "eyJ", "sayso_"):
        assert word not in logged
    assert "POST /api/v1/spaces/{space}/people/{person}/answers 201" in logged


@pytest.mark.parametrize(
    ("scopes", "cause"),
    [
        ({Scope.HOST, Scope.RECORD}, "for a host and for a recorder would tell the host who refused"),
        ({Scope.HOST, Scope.ADMIN}, "for a host and for an administrator would tell the host who refused"),
        (set(Scope), "for a host and for an administrator and a recorder would tell"),
    ],
    ids=lambda value: "-".join(sorted(value)) if isinstance(value, set) else "",
)
def test_a_token_that_would_tell_a_host_who_refused_is_not_made(desk: Besieged, scopes: set[Scope], cause: str) -> None:
    with pytest.raises(Exception, match=cause):
        desk.store.tokens.new("both", scopes, desk.now, desk.now + timedelta(days=1))


def test_an_old_token_for_a_host_and_an_administrator_is_an_administrators(desk: Besieged) -> None:
    token, secret = desk.store.tokens.new("both", [Scope.ADMIN], desk.now, desk.now + timedelta(days=1))
    desk.store.database.rows("UPDATE token SET scopes = 'admin host' WHERE id = ?", (token.id,))
    found = desk.store.tokens.find(secret, desk.now)
    assert found is not None
    assert found.scopes == {Scope.ADMIN}
    shown = {"Authorization": f"Bearer {secret}"}
    assert desk.client.get("/api/v1/acts", headers=shown).status_code == 200
    assert desk.client.get("/api/v1/spaces", headers=shown).status_code == 403
    assert desk.store.tokens.rotate(token.id, desk.now)[0].scopes == {Scope.ADMIN}


def test_another_link_is_given_by_an_administrator_or_a_connector_and_noted_and_by_no_host(desk: Besieged) -> None:
    path, ben = f"/spaces/{desk.space}/links", {"person": desk.ben}
    given = {who: desk.ask("POST", path, who, json=ben).status_code for who in ("host", "admin", "record")}
    assert given == {"host": 409, "admin": 201, "record": 201}
    assert [a.maker for a in desk.store.opened.others(desk.space, desk.ben)] == [Maker.ADMIN, Maker.CONNECTOR]
    assert desk.store.opened.others(desk.space, desk.ada) == []
    first = {"person": desk.desk.rooms.join(desk.space, "gus@x.example", "Gus", Kind.PERSON, Relation.PEER)}
    assert desk.ask("POST", path, "admin", json=first).status_code == 201
    assert desk.store.opened.others(desk.space, first["person"]) == []
    assert desk.ask("POST", path, "admin", json={}).status_code == 201


def test_where_somebody_is_is_found_by_how_they_are_known_outside(desk: Besieged) -> None:
    again = desk.desk.rooms.join(desk.other, "ben@harbour.example", "Ben", Kind.PERSON, Relation.PEER)
    found = {space.id: person for space, person in desk.store.places("ben@harbour.example")}
    assert found == {desk.space: desk.ben, desk.other: again}
    erase(desk.desk.rooms, "ben@harbour.example", lambda _spaces: None)
    assert desk.store.places("ben@harbour.example") == []


def test_a_meeting_ends_at_one_moment_for_all_and_once_for_one_key(desk: Besieged) -> None:
    before = len(desk.desk.rooms.facts(desk.space))
    for _ in range(2):
        ended = desk.ask("POST", f"/spaces/{desk.space}/endings", "host", json={}, headers={"Idempotency-Key": "over"})
        assert ended.status_code == 201
    new = desk.desk.rooms.facts(desk.space)[before:]
    assert [type(fact) for fact in new] == [TurnedOff, Left, Left, Left]
    assert {fact.at for fact in new} == {desk.now}
    assert desk.ask("GET", f"/spaces/{desk.space}/people", "host").json()["items"] == []
    assert desk.ask("POST", f"/spaces/{desk.space}/endings", "ada", json={}).status_code == 403


def test_an_ask_says_all_that_must_be_told_before_an_answer(desk: Besieged) -> None:
    (ask,) = desk.ask("GET", desk.me("ada") + "/asks", "ada").json()["items"]
    told = {name: ask[name] for name in ("language", "relation", "controller", "recipients", "retention", "storage")}
    assert told == {
        "language": "en", "relation": "employer", "controller": "Harbour Ltd (made up)",
        "recipients": ["Lantern Rooms (made up)"], "retention": "P30D", "storage": "IE",
    }  # fmt: skip
    assert ask["withdraw_at"].startswith("http")
    assert ask["rights_at"] == "https://harbour.example/rights"
    assert [set(use["translations"]) for use in ask["uses"]] == [{"de"}, {"de"}, {"de"}]
    (other,) = desk.ask("GET", desk.me("zoe") + "/asks", "zoe").json()["items"]
    assert other["relation"] == "peer"
