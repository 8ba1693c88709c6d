"""What administrators declare over the API, on both databases: features, the fewest people for them, and notices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from test_article import AUDIO, NAMES, NOTICE, TRAIN, Meeting

from sayso.consent.store import open_store

USES = [
    {"data": "content.audio", "purpose": purpose, "needed": purpose == "provide"} for purpose in ("provide", "train-ai")
]
NEXT = {"name": "summary", "version": 2, "mode": "each", "uses": USES, "fewest": 3}


@pytest.fixture
def meeting(address: str) -> Iterator[Meeting]:
    store = open_store(address)
    yield Meeting(store)
    store.close()


def on(meeting: Meeting) -> dict[str, object]:
    return dict(meeting.boss("POST", f"/spaces/{meeting.space}/features", {"feature": "summary"}))


def test_the_next_version_waits_for_its_notice_and_people_are_asked_with_that(meeting: Meeting) -> None:
    assert on(meeting) == {"feature": "summary", "version": 1, "people_asked": 6}
    assert meeting.admin("POST", "/features", NEXT) == NEXT
    meeting.boss("POST", f"/spaces/{meeting.space}/features/summary/endings", {})
    with pytest.raises(AssertionError, match=r"409.*an administrator publishes one for version 2"):
        on(meeting)
    assert "Turn on <bdi>Summary</bdi>" not in meeting.host_page()
    noted = meeting.admin("POST", "/notices", {**NOTICE, "version": "2026-07"})
    assert noted == {"feature": "summary", "feature_version": 2, "version": "2026-07"}
    assert on(meeting) == {"feature": "summary", "version": 2, "people_asked": 6}
    (asked,) = meeting.asks("Ada")
    assert (asked["version"], asked["notice"]) == (2, "2026-07")


def test_a_second_notice_is_refused(meeting: Meeting) -> None:
    with pytest.raises(AssertionError, match=r"409.*people are asked about version 1; declare the next version"):
        meeting.admin("POST", "/notices", {**NOTICE, "version": "2026-07"})


def test_a_notice_without_a_sentence_for_each_use_is_refused(meeting: Meeting) -> None:
    meeting.admin("POST", "/features", NEXT)
    for texts in ({}, {"texts": {AUDIO: "What you say."}}, {"translations": {"de": {TRAIN: "Was Sie sagen."}}}):
        new = {name: value for name, value in NOTICE.items() if name != "texts" or "translations" in texts}
        with pytest.raises(AssertionError, match=r"409.*has no sentence for"):
            meeting.admin("POST", "/notices", {**new, "version": "2026-07", **texts})
    assert ("summary", 2) not in meeting.store.notices


def test_with_fewer_people_than_an_administrator_wants_it_is_off_by_policy(meeting: Meeting) -> None:
    meeting.admin("POST", "/features", NEXT)
    meeting.admin("POST", "/notices", {**NOTICE, "version": "2026-07"})
    assert meeting.boss("GET", "/features")["items"] == [NEXT]
    on(meeting)
    for name in NAMES[:3]:
        meeting.answer(name, {AUDIO: "given"}, version=2)
    here = f"/spaces/{meeting.space}"
    for count, name in enumerate(NAMES[3:] + NAMES[:1], 1):
        (item,) = meeting.recorder("GET", f"{here}/outcomes")["items"]
        assert (item["on"], len(item["captured"])) == (True, 3), f"{7 - count} are here"
        meeting.boss("POST", f"{here}/people/{meeting.people[name]}/leavings", {})
    (item,) = meeting.recorder("GET", f"{here}/outcomes")["items"]
    assert (item["on"], item["why"], item["captured"]) == (False, "policy", [])


def test_somebody_is_told_among_how_many_they_answer(meeting: Meeting) -> None:
    on(meeting)
    meeting.at(30)
    meeting.come_in("Gus")
    told = {name: [(ask["people_asked"], ask["small_room"]) for ask in meeting.asks(name)] for name in ("Ada", "Gus")}
    assert told == {"Ada": [(7, False)], "Gus": [(7, False)]}
    for name in NAMES[:3]:
        meeting.boss("POST", f"/spaces/{meeting.space}/people/{meeting.people[name]}/leavings", {})
    assert [(ask["people_asked"], ask["small_room"]) for ask in meeting.asks("Gus")] == [(4, True)]


def test_where_all_must_agree_who_comes_late_answers_alone(address: str) -> None:
    store = open_store(address)
    meeting = Meeting(store, "everyone")
    on(meeting)
    meeting.at(30)
    meeting.come_in("Gus")
    told = {name: [(ask["people_asked"], ask["small_room"]) for ask in meeting.asks(name)] for name in ("Ada", "Gus")}
    assert told == {"Ada": [(6, False)], "Gus": [(1, True)]}
    store.close()
