"""Somebody who came by telephone said yes aloud: it is recorded, theirs to hold, and withdrawn as any other yes."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from test_article import AUDIO, HERE, TRAIN, Meeting, _post

from sayso.consent.fact import Says
from sayso.consent.store import open_store

OWN = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
WHAT = {"feature": "summary", "version": 1}
TEL = {"who": "tel:1", "name": "Tel", "kind": "dial-in"}


@pytest.fixture
def meeting(address: str) -> Iterator[Meeting]:
    store = open_store(address)
    yield by_telephone(Meeting(store))
    store.close()


def by_telephone(meeting: Meeting) -> Meeting:
    """Somebody came by telephone, has a link, and said yes aloud to the summary."""
    person = meeting.recorder("POST", f"/spaces/{meeting.space}/people", TEL)["person"]
    link = meeting.recorder("POST", f"/spaces/{meeting.space}/links", {"person": person})["link"]
    meeting.people["Tel"], meeting.browsers["Tel"] = person, meeting._browser(link)
    meeting.turn_on()
    meeting.boss("POST", f"{me(meeting)}/spoken-answers", {**WHAT, "says": {AUDIO: "given"}})
    assert captured(meeting) == [person]
    return meeting


def me(meeting: Meeting) -> str:
    return f"/spaces/{meeting.space}/people/{meeting.people['Tel']}"


def captured(meeting: Meeting) -> list[str]:
    (item,) = meeting.recorder("GET", f"/spaces/{meeting.space}/outcomes")["items"]
    return list(item["captured"])


def api(meeting: Meeting, path: str, body: object = None) -> Any:
    sent: dict[str, Any] = {"json": body} if body is not None else {}
    address = f"{HERE}/api/v1{me(meeting)}{path}"
    answer = meeting.browsers["Tel"].request("POST" if sent else "GET", address, headers=OWN, **sent)
    assert answer.is_success, answer.text
    return answer.json()


def test_they_hold_a_receipt_of_it_and_a_kantara_receipt(meeting: Meeting) -> None:
    signed = api(meeting, "/receipt")["receipt"].split(".")[1]
    held = json.loads(base64.urlsafe_b64decode(signed + "=="))["dpv:hasRecordOfActivity"]
    methods = {r["dpv:hasConsentStatus"]["dpv:hasIndicationMethod"] for r in held}
    assert methods == {"spoken, and entered by the host"}
    (service,) = api(meeting, "/kantara-receipt")["receipt"]["services"]
    assert [purpose["purpose"] for purpose in service["purposes"]] == [
        "What you say is made into a summary of this meeting."
    ]
    assert [item["how"] for item in api(meeting, "/consents")["items"]] == ["spoken through the host"]


def test_their_page_has_it_and_a_button_to_withdraw_it(meeting: Meeting) -> None:
    page = meeting.browsers["Tel"].get(f"{me(meeting)}/answers").text
    assert "You said it aloud, and the host entered it." in page
    assert "Withdraw every yes" in page
    assert _post(meeting.browsers["Tel"], f"{me(meeting)}/withdraw").is_success
    assert captured(meeting) == []


@pytest.mark.parametrize("what", [{}, {"feature": "summary"}], ids=["everything", "one feature"])
def test_they_withdraw_it_and_the_host_cannot_enter_it_again(meeting: Meeting, what: dict[str, str]) -> None:
    (item,) = api(meeting, "/withdrawals", what)["items"]
    assert item["says"] == Says.WITHDRAWN
    assert captured(meeting) == []
    said = {**WHAT, "says": {AUDIO: "given"}}
    again = meeting.host.post(f"{HERE}/api/v1{me(meeting)}/spoken-answers", json=said, headers=OWN)
    assert again.status_code == 409
    assert captured(meeting) == []


def test_they_can_answer_otherwise_and_the_host_sees_what_was_entered_and_not_that(meeting: Meeting) -> None:
    before = meeting.host_page()
    api(meeting, "/answers", {**WHAT, "says": {AUDIO: "refused", TRAIN: "refused"}})
    assert captured(meeting) == []
    assert meeting.host_page() == before


def test_it_ends_when_they_come_as_a_person_who_is_asked(meeting: Meeting) -> None:
    meeting.recorder("POST", f"{me(meeting)}/leavings", {})
    meeting.recorder("POST", f"/spaces/{meeting.space}/people", {**TEL, "kind": "person"})
    assert captured(meeting) == []
    (asked,) = api(meeting, "/asks")["items"]
    assert [use["says"] for use in asked["uses"]] == [None, None]
