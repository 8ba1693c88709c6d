"""Webhooks are signed as the Standard Webhooks specification says, and hold no more than the facts do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sayso.consent.webhook import KINDS, MOST, Event, discloses, headers, new_secret, verify, wait
from sayso.errors import ConnectError

#: From the specification's own libraries.
SECRET, ID, STAMP = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
BODY, SIGNATURE = b'{"test": 2432232314}', "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
NOW = datetime.fromtimestamp(STAMP, UTC)


def test_the_signature_is_the_specifications() -> None:
    sent = headers(ID, BODY, [SECRET], NOW)
    assert sent == {"webhook-id": ID, "webhook-timestamp": str(STAMP), "webhook-signature": SIGNATURE}
    assert verify(SECRET, sent, BODY, NOW) == ID


def test_after_a_rotation_both_secrets_verify() -> None:
    new = new_secret()
    sent = headers(ID, BODY, [new, SECRET], NOW)
    assert verify(new, sent, BODY, NOW) == verify(SECRET, sent, BODY, NOW) == ID


GOOD = headers(ID, BODY, [SECRET], NOW)


@pytest.mark.parametrize(
    ("given", "body", "now", "cause"),
    [
        ({}, BODY, NOW, "no webhook-id"),
        ({**GOOD, "webhook-id": ""}, BODY, NOW, "no webhook-id"),
        ({**GOOD, "webhook-id": "x" * 201}, BODY, NOW, "no webhook-id"),
        ({**GOOD, "webhook-id": "another"}, BODY, NOW, "wrong signature"),
        ({**GOOD, "webhook-timestamp": str(STAMP + 1)}, BODY, NOW, "wrong signature"),
        ({**GOOD, "webhook-timestamp": "-1"}, BODY, NOW, "no webhook-timestamp"),
        ({**GOOD, "webhook-timestamp": "٣"}, BODY, NOW, "no webhook-timestamp"),
        ({**GOOD, "webhook-timestamp": "9" * 13}, BODY, NOW, "no webhook-timestamp"),
        ({**GOOD, "webhook-signature": "v1,é"}, BODY, NOW, "wrong signature"),
        ({**GOOD, "webhook-signature": "v1a," + SIGNATURE[3:]}, BODY, NOW, "wrong signature"),
        ({**GOOD, "webhook-signature": "x " * 10 + SIGNATURE}, BODY, NOW, "wrong signature"),
        (GOOD, BODY + b" ", NOW, "wrong signature"),
        (GOOD, BODY, NOW + MOST + timedelta(seconds=1), "too old"),
        (GOOD, BODY, NOW - MOST - timedelta(seconds=1), "too old"),
    ],
)
def test_any_other_message_is_refused(given: dict[str, str], body: bytes, now: datetime, cause: str) -> None:
    with pytest.raises(ConnectError, match=cause):
        verify(SECRET, given, body, now)


@pytest.mark.parametrize("secret", ["", "whsec_", "hush", "whsec_!", "whsec_é"])
def test_what_is_no_secret_verifies_nothing(secret: str) -> None:
    with pytest.raises(ConnectError, match="no secret of a webhook"):
        verify(secret, GOOD, BODY, NOW)


def test_the_same_event_has_the_same_bytes() -> None:
    event = Event("s.1", "person.joined", "2026-06-01T09:00:00+00:00", {"space": "s", "person": "pä"})
    expected = '{"type":"person.joined","timestamp":"2026-06-01T09:00:00+00:00","data":{"space":"s","person":"pä"}}'
    assert event.body() == expected.encode()


def test_each_wait_is_as_long_or_longer_and_none_over_an_hour() -> None:
    waits = [wait(tries) for tries in range(20)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(), timedelta(hours=1))


GUIDE = (Path(__file__).parents[2] / "docs" / "how-to-be-told.md").read_text("utf-8")


def test_the_guide_names_every_kind_and_its_program_verifies() -> None:
    assert tuple(re.findall(r"^\| `([a-z.]+_?[a-z]+)` \|", GUIDE, re.MULTILINE)) == KINDS
    found: dict[str, Any] = {}
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    exec(program, found)
    sent = headers(ID, BODY, [new_secret(), SECRET], datetime.now(UTC))
    assert found["is_the_desks"](SECRET, sent, BODY)
    assert not found["is_the_desks"](SECRET, sent, BODY + b" ")
    assert not found["is_the_desks"](SECRET, GOOD, BODY), "too old"


@pytest.mark.parametrize(
    ("kinds", "learns"),
    [
        (["space.opened", "feature.turned_on", "desk.acted"], ""),
        (["person.left"], "who is here"),
        (["person.asked", "person.answered"], "who answered what"),
    ],
)
def test_what_is_learnt_of_people_is_said(kinds: list[str], learns: str) -> None:
    assert discloses(kinds) == learns
