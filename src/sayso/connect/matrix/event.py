"""What Matrix events say. Pure; whatever is missing or of another type is as if it had not been said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Event = dict[str, Any]
#: Since this version of rooms their creators may do everything, and are not in the list of powers.
_CREATORS_RULE = 12


@dataclass(frozen=True, slots=True)
class Message:
    """Something said in a room. `replaces`: the message that it is a new wording of, or ""."""

    id: str
    sender: str
    at: int
    text: str
    replaces: str


def message(event: Event) -> Message | None:
    """A text message; None for anything else. Words of others that a reply repeats are cut off (11.3)."""
    content = event.get("content")
    if event.get("type") != "m.room.message" or not isinstance(content, dict):
        return None
    relation = _dict(content.get("m.relates_to"))
    replaces = str(relation.get("event_id", "")) if relation.get("rel_type") == "m.replace" else ""
    said = _dict(content.get("m.new_content")) if replaces else content
    text = said.get("body")
    if said.get("msgtype") not in ("m.text", "m.emote") or not isinstance(text, str):
        return None
    lines = text.split("\n")
    while lines and lines[0].startswith(">"):
        lines.pop(0)
    at = event.get("origin_server_ts")
    own = "\n".join(lines).strip()
    return Message(
        str(event.get("event_id")), str(event.get("sender")), at if isinstance(at, int) else 0, own, replaces
    )


def members(state: Iterable[Event]) -> dict[str, str]:
    """Who is in a room, by id, and what they are called."""
    return {
        str(e.get("state_key")): str(_dict(e.get("content")).get("displayname") or e.get("state_key"))
        for e in state
        if e.get("type") == "m.room.member" and _dict(e.get("content")).get("membership") == "join"
    }


def moderates(state: Iterable[Event], person: str) -> bool:
    """Whether somebody may change a room: then they may ask for a feature, too (10.5.6)."""
    known = {str(e.get("type")): e for e in state if e.get("state_key") == ""}
    made = known.get("m.room.create", {})
    content = _dict(made.get("content"))
    version = str(content.get("room_version", "1"))
    creators = [made.get("sender"), *(content.get("additional_creators") or [])]
    if version.isdigit() and int(version) >= _CREATORS_RULE and person in creators:
        return True
    powers = _dict(known.get("m.room.power_levels", {}).get("content"))
    mine = _dict(powers.get("users")).get(person, powers.get("users_default", 0))
    needed = powers.get("state_default", 50)
    return isinstance(mine, int) and isinstance(needed, int) and mine >= max(needed, 1)


def encrypted(state: Iterable[Event]) -> bool:
    """Whether nobody but the people of a room can read it."""
    return any(e.get("type") == "m.room.encryption" for e in state)


def title(state: Iterable[Event]) -> str:
    """What a room is called, or ""."""
    return next((str(_dict(e.get("content")).get("name", "")) for e in state if e.get("type") == "m.room.name"), "")


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
