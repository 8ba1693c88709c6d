"""What administrators do over the API, on both databases: look for people, forget them, and prove what was said."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from test_article import AUDIO, TRAIN, Meeting

from sayso.consent.signing import Signed, public_keys, verify
from sayso.consent.store import open_store
from sayso.errors import ConsentError

YES = {AUDIO: "given", TRAIN: "given"}


@pytest.fixture
def meeting(address: str) -> Iterator[Meeting]:
    store = open_store(address)
    yield Meeting(store)
    store.close()


def test_somebody_is_looked_for_and_forgotten_and_no_yes_of_theirs_is_left(meeting: Meeting) -> None:
    meeting.turn_on()
    for name in ("Ada", "Ben"):
        meeting.press(name, YES)
    found = meeting.admin("POST", "/lookups", {"part": "ADA"})
    assert found == {"items": [{"who": "ada@harbour.example", "names": ["Ada"], "spaces": 1}], "more": False}
    assert meeting.admin("POST", "/erasures", {"who": "ADA@harbour.example"}) == {"spaces": 1}
    (item,) = meeting.recorder("GET", f"/spaces/{meeting.space}/outcomes")["items"]
    assert item["captured"] == item["extra"][TRAIN] == [meeting.people["Ben"]]
    assert meeting.people["Ada"] in item["withheld"]
    assert meeting.admin("POST", "/lookups", {"part": "ADA"})["items"] == []
    card = meeting.browsers["Ada"].get(f"/spaces/{meeting.space}/people/{meeting.people['Ada']}").text
    assert card.count("Who you were here was erased") == 2


def test_a_lookup_is_in_the_audit_and_whom_it_was_for_is_nowhere(
    meeting: Meeting, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "sayso"):
        meeting.admin("POST", "/lookups", {"part": "ada@"})
        meeting.admin("POST", "/erasures", {"who": "ada@harbour.example"})
    acts = [(act["act"], act["thing"]) for act in meeting.admin("GET", "/acts")["items"]]
    assert acts[-2:] == [("lookup", "1 people found"), ("erase", "somebody in 1 spaces")]
    assert "/lookups" in caplog.text
    assert "ada" not in caplog.text


def test_the_records_of_a_space_are_given_to_administrators_alone_and_the_audit_says_so(meeting: Meeting) -> None:
    meeting.turn_on()
    meeting.press("Ada", {AUDIO: "refused", TRAIN: "refused"})
    path = f"/spaces/{meeting.space}/exports"
    signed = meeting.admin("POST", path, {})["records"]
    found = verify(signed, public_keys(meeting.store.keys.all()), Signed.RECORDS)
    assert len(found["dpv:hasRecordOfActivity"]) == 2 * len(meeting.people)
    assert "harbour.example/" in str(found)
    assert not [name for name in meeting.people if f'"{name}"' in json.dumps(found)]
    with pytest.raises(ConsentError, match="signed as something else"):
        verify(signed, public_keys(meeting.store.keys.all()))
    last = meeting.admin("GET", "/acts")["items"][-1]
    assert (last["act"], last["thing"]) == ("records", meeting.space)
    for other in (meeting.boss, meeting.recorder):
        with pytest.raises(AssertionError, match="403"):
            other("POST", path, {})
    with pytest.raises(AssertionError, match="404"):
        meeting.admin("POST", "/spaces/nowhere/exports", {})


def test_where_every_chain_ends_is_listed_in_pages(meeting: Meeting) -> None:
    others = {meeting.boss("POST", "/spaces", {"kind": "channel", "name": f"{n}"})["id"] for n in range(3)}
    first = meeting.admin("GET", "/chains?limit=3")
    rest = meeting.admin("GET", f"/chains?limit=3&cursor={first['next']}")
    listed = {item["space"]: (item["facts"], item["digest"]) for item in first["items"] + rest["items"]}
    assert rest["next"] is None
    assert listed.keys() == {meeting.space, *others}
    assert listed[meeting.space] == (6, meeting.store.chains.of(meeting.space).digest)
    assert {listed[space] for space in others} == {(0, "")}
    with pytest.raises(AssertionError, match="403"):
        meeting.boss("GET", "/chains")
