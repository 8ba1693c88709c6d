"""A recording: what a recorder writes into a folder, and what it needs to take a part of that back at any time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from sayso.errors import RecorderError
from sayso.recorder.audio import FRAME, copy_allowed, put
from sayso.recorder.live import Permission
from sayso.recorder.minutes import minutes
from sayso.recorder.timeline import Decision, Span, Timeline
from sayso.recorder.transcript import Cue, allowed_cues, read_webvtt, write_webvtt

_DECISIONS, _TRANSCRIPT, _MINUTES = "recording.json", "transcript.vtt", "minutes.md"


class Recording(Permission):
    """The permission by which a folder is written: tracks, `transcript.vtt` and `minutes.md`.

    `recording.json` holds the decisions, and whose each track is; it names nobody of whom nothing is kept. It is
    written before anything is captured by a decision, and when something is taken back last of all, so whatever stops
    the recorder, a removal that it is told again finds what is left to do.
    """

    def __init__(self, folder: Path, space: str, feature: str, began: float, names: Mapping[str, str]) -> None:
        super().__init__()
        self.folder, self.space, self.feature, self.began, self.names = folder, space, feature, began, names
        #: Whose the tracks are, by the names of their files.
        self.tracks: dict[str, str] = {}

    @classmethod
    def open(cls, folder: Path, names: Mapping[str, str]) -> Recording | None:
        """The recording that a folder holds; None if it holds none. Raises `RecorderError` for what is none of ours."""
        file = folder / _DECISIONS
        try:
            held = json.loads(file.read_text("utf-8"))
            found = cls(folder, held["space"], held["feature"], held["began"], names)
            found.tracks = held["tracks"]
            found.timeline = Timeline(Decision(at, frozenset(people), seq) for at, people, seq in held["decisions"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            raise RecorderError(str(file), "is none of a recorder's", "delete the folder, or give another") from None
        found.here(float("inf"))
        for part in folder.glob("*.part"):
            part.unlink()
        return found

    def decided(self, at: float, captured: Collection[str], seq: int = 0) -> None:
        """The desk told a decision."""
        super().decided(at, captured, seq)
        self._keep()

    def removed(self, person: str, spans: Collection[Span]) -> bool:
        """What was written of somebody in these spans is taken out: silence in the track, `[withheld]` in the words."""
        if not super().removed(person, spans):
            return False
        for name, whose in self.tracks.items():
            if whose == person and (file := self.folder / name).exists():
                copy_allowed(file, file, person, self.timeline, self.began, FRAME)
        if (transcript := self.folder / _TRANSCRIPT).exists():
            self.write(read_webvtt(transcript.read_text("utf-8"), None, str(transcript)))
        self._keep()
        return True

    def write(self, said: Iterable[Cue]) -> None:
        """The transcript and the minutes of what was said, with times since the recording began."""
        cues = list(allowed_cues(said, self, self.began))
        self._put(_TRANSCRIPT, write_webvtt(cues))
        self._put(_MINUTES, minutes(self.feature, cues, self.names))

    def _keep(self) -> None:
        people = self.timeline.people()
        held = {
            "space": self.space, "feature": self.feature, "began": self.began,
            "tracks": {name: whose for name, whose in self.tracks.items() if whose in people},
            "decisions": [[d.at, sorted(d.captured), d.seq] for d in self.timeline],
        }  # fmt: skip
        self._put(_DECISIONS, json.dumps(held))

    def _put(self, name: str, text: str) -> None:
        part = self.folder / f"{name}.part"
        part.write_text(text, "utf-8")
        put(part, self.folder / name)
