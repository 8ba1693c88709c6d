"""Zoom's webhooks: only Zoom's are taken, and what they say has one shape."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.connect.zoom.event import (
    Challenged,
    FeatureStarted,
    FeatureStopped,
    MeetingStarted,
    ParticipantJoined,
    SettingsChanged,
    events,
)
from sayso.connect.zoom.signature import MOST_SECONDS, challenge, verify
from sayso.consent.fact import Kind
from sayso.errors import ConnectError

SECRET, STAMP = "a-secret-token", 1_780_000_000
NOW = datetime.fromtimestamp(STAMP + 2, UTC)
BODY = b'{"event":"meeting.started"}'


def signed(body: bytes = BODY, secret: str = SECRET, stamp: str = str(STAMP)) -> dict[str, str]:
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-zm-signature": f"v0={digest}", "x-zm-request-timestamp": stamp}


def test_zooms_own_request_is_taken() -> None:
    verify(SECRET, signed(), BODY, NOW)


@pytest.mark.parametrize(
    ("headers", "body", "cause"),
    [
        ({}, BODY, "without a time"),
        ({"x-zm-request-timestamp": str(STAMP)}, BODY, "wrong signature"),
        (signed(), BODY + b" ", "wrong signature"),
        (signed(secret="another"), BODY, "wrong signature"),
        (signed(stamp="soon"), BODY, "without a time"),
        (signed(stamp="٣"), BODY, "without a time"),
        (signed(stamp=str(STAMP - MOST_SECONDS)), BODY, "too old"),
        (signed(stamp=str(STAMP + MOST_SECONDS + 9)), BODY, "too old"),
        ({**signed(), "x-zm-signature": "v0=é"}, BODY, "wrong signature"),
    ],
)
def test_any_other_request_is_refused(headers: dict[str, str], body: bytes, cause: str) -> None:
    with pytest.raises(ConnectError, match=cause):
        verify(SECRET, headers, body, NOW)


def test_without_a_secret_nothing_is_taken() -> None:
    with pytest.raises(ConnectError, match="no secret token"):
        verify("", signed(secret=""), BODY, NOW)


def in_meeting(name: str, **more: Any) -> dict[str, Any]:
    return {"event": name, "payload": {"object": {"uuid": "u==", "id": "99", "host_id": "h", **more}}}


def joined(**person: Any) -> ParticipantJoined:
    (event,) = events(in_meeting("meeting.participant_joined", participant=person))
    assert isinstance(event, ParticipantJoined)
    return event


def test_who_joins_is_known_by_account_before_address_before_connection() -> None:
    every = {"participant_user_id": "acc", "email": "a@b.example", "participant_uuid": "conn", "user_name": "Ada"}
    assert joined(**every).who == "zoom:acc"
    assert joined(email="a@b.example", participant_uuid="conn").who == "zoom:a@b.example"
    assert joined(user_id="16778240").who == "zoom:16778240"


def test_who_has_only_a_telephone_number_dialled_in() -> None:
    assert joined(user_id="1", phone_number="100200300").kind is Kind.DIAL_IN
    assert joined(user_id="1", phone_number="100200300", email="a@b.example").kind is Kind.PERSON


@pytest.mark.parametrize("person", [{}, None, 7, {"id": True}, {"id": "x" * 9999}, {"user_id": ["1"]}])
def test_who_cannot_be_told_from_others_is_there_and_cannot_agree(person: Any) -> None:
    (found,) = events(in_meeting("meeting.participant_joined", participant=person))
    assert isinstance(found, ParticipantJoined)
    assert (found.meeting, found.kind) == ("u==", Kind.BOT)
    with pytest.raises(ConnectError):  # so nobody's going is taken for theirs
        events(in_meeting("meeting.participant_left", participant=person))


def test_each_feature_that_runs_is_an_event_of_its_own() -> None:
    payload = {"meeting_number": 99, "meeting_uuid": "u==", "host_id": "h"}
    both = {**payload, "ai_companion": {"questions": True, "summary": True, "notes": False}}
    found = events({"event": "meeting.ai_companion_started", "payload": {"object": both}})
    assert found == [FeatureStarted("u==", "99", "questions"), FeatureStarted("u==", "99", "summary")]
    assert events(in_meeting("recording.started")) == [FeatureStarted("u==", "99", "recording")]
    assert events(in_meeting("recording.paused")) == [FeatureStopped("u==", "recording")]


def test_what_does_not_concern_the_desk_is_let_pass() -> None:
    assert events({"event": "meeting.chat_message_sent", "payload": {"object": {}}}) == []


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {},
        {"event": "meeting.started"},
        {"event": ["meeting.started"], "payload": {}},
        {"event": "meeting.started", "payload": {"object": {}}},
        {"event": "meeting.started", "payload": {"object": {"uuid": {"a": 1}, "host_id": "h"}}},
        in_meeting("meeting.participant_left", participant={}),
        in_meeting("meeting.ai_companion_started", ai_companion=7),
        {"event": "user.settings_updated", "payload": {"object": {"id": "u"}}},
    ],
)
def test_a_message_that_is_not_as_zooms_are_is_refused(message: Any) -> None:
    with pytest.raises(ConnectError, match="not as Zoom's are"):
        events(message)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(st.sampled_from(["event", "payload", "object", "uuid", "participant", "id"]), x)
        ),
    )
)
def test_no_message_is_a_fault_of_ours(message: Any) -> None:
    with contextlib.suppress(ConnectError):
        assert isinstance(events(message), list)


# ---- the shapes that were recorded from the platform


SAMPLES = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[2].parent / "shared")) / "reference/zoom"
recorded = pytest.mark.skipif(not SAMPLES.exists(), reason="the recorded shapes lie beside the project")


def sample(name: str) -> Any:
    return json.loads((SAMPLES / "samples/webhooks" / f"{name}.json").read_text())


@recorded
def test_recorded_messages_are_understood() -> None:
    (started,) = events(sample("meeting.started"))
    assert isinstance(started, MeetingStarted)
    (came,) = events(sample("meeting.participant_joined"))
    assert isinstance(came, ParticipantJoined)
    assert came.kind is Kind.PERSON
    (running,) = events(sample("meeting.ai_companion_started"))
    assert running == FeatureStarted("aDYlohsHRtCd4ii1uC2+hA==", "97763643886", "questions")
    (changed,) = events(sample("account.settings_updated"))
    assert isinstance(changed, SettingsChanged)
    assert changed.old == {"recording": {"auto_recording": "local"}}
    for file in (SAMPLES / "samples/webhooks").glob("*.json"):
        assert isinstance(events(json.loads(file.read_text())), list)


@recorded
def test_the_recorded_signature_and_challenge_are_ours() -> None:
    vector = json.loads((SAMPLES / "signature_test_vector.json").read_text())
    headers = {name: vector[name] for name in ("x-zm-signature", "x-zm-request-timestamp")}
    then = datetime.fromtimestamp(int(vector["x-zm-request-timestamp"]), UTC)
    verify(vector["secret_token"], headers, vector["raw_body"].encode(), then)
    (asked,) = events(vector["url_validation"]["request"])
    assert isinstance(asked, Challenged)
    assert challenge(vector["secret_token"], asked.plain) == vector["url_validation"]["response"]
