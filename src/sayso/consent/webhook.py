"""Webhooks: what others are told of a desk, signed after the Standard Webhooks specification 1.0. Pure.

Bodies hold no more than the facts do: people stand in them under the names that they have in one space alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sayso.consent.fact import Answered, Asked, Fact, Joined, Left, TurnedOff, TurnedOn
from sayso.errors import ConnectError

OPENED, ACTED = "space.opened", "desk.acted"
KIND_OF: dict[type[Fact], str] = {
    Joined: "person.joined",
    Left: "person.left",
    TurnedOn: "feature.turned_on",
    TurnedOff: "feature.turned_off",
    Asked: "person.asked",
    Answered: "person.answered",
}
#: Everything that can be told, by the name that it has in `type`.
KINDS = (OPENED, *KIND_OF.values(), ACTED)

#: How long others may be unreachable before the desk gives up telling them.
DEAD_AFTER = timedelta(days=3)
#: How long the secret from before a rotation signs, too.
BOTH_SIGN = timedelta(days=1)
#: How far a message's time may be from now, for whoever verifies.
MOST = timedelta(minutes=5)
_WAITS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600))
_PREFIX, _BYTES, _SHORTEST = "whsec_", 32, 24
#: Of the signatures in one message, how many are looked at.
_SIGNATURES = 10


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is told. `id`: the same each time that it is told, so that who hears it twice can know."""

    id: str
    kind: str
    at: str
    data: Mapping[str, Any]

    def body(self) -> bytes:
        """What is sent: the same bytes each time."""
        said = {"type": self.kind, "timestamp": self.at, "data": self.data}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def discloses(kinds: Iterable[str]) -> str:
    """What whoever is told these kinds learns of people; empty for nothing."""
    personal = [kind for kind in kinds if kind.startswith("person.")]
    if KIND_OF[Answered] in personal:
        return "who answered what"
    return "who is here" if personal else ""


def wait(tries: int) -> timedelta:
    """How long to wait after so many tries that failed."""
    return _WAITS[min(tries, len(_WAITS)) - 1] if tries else timedelta()


def new_secret() -> str:
    """A new secret, as both sides hold it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def headers(id: str, body: bytes, held: Iterable[str], now: datetime) -> dict[str, str]:
    """The headers that go with a body; one signature for each secret."""
    stamp = str(int(now.timestamp()))
    signatures = " ".join(f"v1,{_signature(secret, id, stamp, body)}" for secret in held)
    return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signatures}


def verify(secret: str, given: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The id of a message that was signed with the secret just now. Raises `ConnectError` for any other."""
    id, stamp, signatures = (given.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not id or len(id) > 200 or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise ConnectError("this message", "has no webhook-id or no webhook-timestamp", "send both, and sign them")
    expected = f"v1,{_signature(secret, id, stamp, body)}".encode()
    found = signatures.split(" ")[:_SIGNATURES]
    if not any(hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in found):
        raise ConnectError("this message", "has a wrong signature", "sign its id, its time and its bytes as they are")
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > MOST:
        raise ConnectError("this message", "is too old, or its time has not come", "check both machines' clocks")
    return id


def _signature(secret: str, id: str, stamp: str, body: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        if len(key) < _SHORTEST:
            raise ValueError
    except (binascii.Error, ValueError):
        raise ConnectError("this secret", "is no secret of a webhook", "make another") from None
    signed = f"{id}.{stamp}.".encode("utf-8", "replace") + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
