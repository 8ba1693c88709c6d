"""What the desk does about Zoom's events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sayso.connect.platform import Platform
from sayso.connect.zoom.event import (
    Event,
    FeatureStarted,
    FeatureStopped,
    MeetingEnded,
    MeetingStarted,
    ParticipantJoined,
    ParticipantLeft,
    SettingsChanged,
)
from sayso.safe import excerpt

#: What Zoom is called among platforms.
NAME = "zoom"
#: How long an entry of the audit may be.
_ENTRY = 500


def react(platform: Platform, events: Iterable[Event]) -> list[str]:
    """Does what follows in spaces; the lines for the audit that follow from changed settings.

    May be done again: whoever is here stays, and what is over stays over.
    """
    noted = []
    for event in events:
        match event:
            case MeetingStarted():
                platform.opened(event.meeting, event.number, event.topic)
            case MeetingEnded():
                platform.closed(event.meeting)
            case ParticipantJoined():
                there = platform.opened(event.meeting, event.number, "")
                platform.joined(there, event.who, event.name, event.kind, event.connection)
            case ParticipantLeft():
                platform.left(event.meeting, event.who, event.connection)
            case FeatureStarted():
                platform.started(platform.opened(event.meeting, event.number, ""), event.feature)
            case FeatureStopped():
                platform.stopped(event.meeting, event.feature)
            case SettingsChanged():
                noted.append(note(event))
    return noted


def note(event: SettingsChanged) -> str:
    """What was changed, from what to what, for the audit; never by whom, which Zoom's own log has."""
    old, new = (dict(_leaves(settings)) for settings in (event.old, event.new))
    changes = [f"{path}: {_shown(old.get(path))} -> {_shown(value)}" for path, value in new.items()]
    return excerpt(f"{event.level}; " + ", ".join(changes), _ENTRY)


def _leaves(settings: Mapping[str, Any], above: str = "", depth: int = 0) -> Iterable[tuple[str, Any]]:
    for name, value in settings.items():
        if isinstance(value, Mapping) and depth < 10:
            yield from _leaves(value, f"{above}{name}.", depth + 1)
        else:
            yield f"{above}{name}", value


def _shown(value: object) -> str:
    """Settings of choice are shown. Text of somebody's own may name people, and is not."""
    if value is None:
        return "?"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return str(value)
    return (
        value if isinstance(value, str) and value.islower() and value.isidentifier() and len(value) <= 40 else "(text)"
    )
