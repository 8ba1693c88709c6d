"""Zoom's webhooks as a few events. Its keys differ from event to event; here they have one name.

Meetings are told apart by their uuid: the number is shared by all meetings of a series. Participants may have no
account and no address; those who call by telephone have a number at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.consent.fact import Kind
from sayso.errors import ConnectError
from sayso.safe import one_line, visible


@dataclass(frozen=True, slots=True)
class Challenged:
    """Zoom asks whether the address has the secret."""

    plain: str


@dataclass(frozen=True, slots=True)
class MeetingStarted:
    """A meeting began."""

    meeting: str
    number: str
    topic: str


@dataclass(frozen=True, slots=True)
class MeetingEnded:
    """A meeting ended."""

    meeting: str


@dataclass(frozen=True, slots=True)
class ParticipantJoined:
    """Somebody came in. `who` is how Zoom knows them: an account, else an address, else this one connection.

    `connection`: which of theirs it is, for one may come by computer and by telephone.
    """

    meeting: str
    number: str
    who: str
    name: str
    kind: Kind
    connection: str


@dataclass(frozen=True, slots=True)
class ParticipantLeft:
    """Somebody went, or one of their connections did."""

    meeting: str
    who: str
    connection: str


@dataclass(frozen=True, slots=True)
class FeatureStarted:
    """An AI feature or a recording runs: `summary`, `questions` or `recording`."""

    meeting: str
    number: str
    feature: str


@dataclass(frozen=True, slots=True)
class FeatureStopped:
    """It stopped."""

    meeting: str
    feature: str


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """Somebody changed settings of an account or user, or locked them; only what changed is in it."""

    level: str
    id: str
    operator: str
    old: dict[str, Any]
    new: dict[str, Any]


Event = (
    Challenged
    | MeetingStarted
    | MeetingEnded
    | ParticipantJoined
    | ParticipantLeft
    | FeatureStarted
    | FeatureStopped
    | SettingsChanged
)

#: Somebody of whom a message says nothing that they could be known by.
_SOMEBODY = "zoom:?"
#: The longest id that is taken, and how much of a name is.
_LONGEST, _NAME = 300, 200


def events(message: Any) -> list[Event]:
    """The events of one webhook message; none for one that does not concern the desk. Raises `ConnectError`."""
    try:
        name, payload = message["event"], message["payload"]
        if name == "endpoint.url_validation":
            return [Challenged(_text(payload["plainToken"]))]
        if name in _SETTINGS:
            old = payload.get("old_object") or {}
            new = payload["object"]
            operator = _text(payload.get("operator") or payload.get("operator_id") or "")
            level = _SETTINGS[name]
            return [SettingsChanged(level, _text(new["id"]), operator, old.get("settings") or {}, new["settings"])]
        return _in_meeting(name, payload.get("object") or {})
    except (KeyError, TypeError, AttributeError):
        raise ConnectError("zoom", "a message that is not as Zoom's are", "only Zoom may call this address") from None


def _in_meeting(name: str, thing: dict[str, Any]) -> list[Event]:
    if name not in _MEETING:
        return []
    meeting, number = _text(thing.get("uuid") or thing["meeting_uuid"]), _number(thing)
    match _MEETING[name]:
        case "started":
            return [MeetingStarted(meeting, number, _name(thing.get("topic")))]
        case "ended":
            return [MeetingEnded(meeting)]
        case "joined":
            return [_joined(meeting, number, thing.get("participant"))]
        case "left":
            return [ParticipantLeft(meeting, _who(thing["participant"]), _connection(thing["participant"]))]
        case "recording on":
            return [FeatureStarted(meeting, number, "recording")]
        case "recording off":
            return [FeatureStopped(meeting, "recording")]
    running = [feature for feature, on in thing["ai_companion"].items() if on is True]
    if _MEETING[name] == "ai on":
        return [FeatureStarted(meeting, number, _text(feature)) for feature in running]
    return [FeatureStopped(meeting, _text(feature)) for feature in running]


_SETTINGS = {
    "account.settings_updated": "account",
    "account.lock_settings_updated": "account lock",
    "user.settings_updated": "user",
}
_MEETING = {
    "meeting.started": "started",
    "meeting.ended": "ended",
    "meeting.participant_joined": "joined",
    "meeting.participant_left": "left",
    "meeting.ai_companion_started": "ai on",
    "meeting.ai_companion_stopped": "ai off",
    "recording.started": "recording on",
    "recording.resumed": "recording on",
    "recording.paused": "recording off",
    "recording.stopped": "recording off",
}


def _joined(meeting: str, number: str, person: Any) -> ParticipantJoined:
    """Who cannot be told from others is there all the same, and cannot be asked, until the meeting ends."""
    try:
        name = _name(person.get("user_name"))
        return ParticipantJoined(meeting, number, _who(person), name, _kind(person), _connection(person))
    except (KeyError, TypeError, AttributeError):
        return ParticipantJoined(meeting, number, _SOMEBODY, "", Kind.BOT, _SOMEBODY)


def _who(person: dict[str, Any]) -> str:
    for key in ("participant_user_id", "id", "email", "participant_uuid", "user_id"):
        if person.get(key):
            return f"zoom:{_text(person[key])}"
    raise KeyError("participant")


def _connection(person: dict[str, Any]) -> str:
    return _text(person.get("participant_uuid") or person.get("user_id") or "")


def _kind(person: dict[str, Any]) -> Kind:
    """Who has no account and no address but a telephone number called in, and cannot be shown a button."""
    known = any(person.get(key) for key in ("participant_user_id", "id", "email"))
    return Kind.DIAL_IN if person.get("phone_number") and not known else Kind.PERSON


def _number(thing: dict[str, Any]) -> str:
    return _text(thing.get("id") or thing.get("meeting_id") or thing.get("meeting_number") or "")


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > _LONGEST:
        raise TypeError(value)
    return visible(str(value))


def _name(value: object) -> str:
    """What people or meetings are called: whatever it is, it must not keep anybody from being asked."""
    return one_line(value)[:_NAME] if isinstance(value, str) else ""
