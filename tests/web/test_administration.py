"""What administrators do over the API, on both databases: looking for people, and forgetting them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from test_article import AUDIO, TRAIN, Meeting

from sayso.consent.store import open_store

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
