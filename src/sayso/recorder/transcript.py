"""Transcripts: WebVTT cues of one participant, "[withheld]" where they may not be captured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.errors import RecorderError
from sayso.recorder.timeline import Decides
from sayso.row import WITHHELD

_TIMES = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)\.(\d{3})")
_VOICE = re.compile(r"<v ([^>]+)>")


@dataclass(frozen=True, slots=True)
class Cue:
    """Something said: by whom, from when to when (in seconds), and in which words."""

    person: str
    start: float
    end: float
    text: str


def read_webvtt(text: str, person: str | None, source: str = "transcript") -> list[Cue]:
    """The cues of a WebVTT file (W3C WebVTT, 4.1). Raises `RecorderError` for what is none.

    `person`: whose they are; None where each cue's voice says so, and one without is nobody's.
    """
    lines = text.removeprefix("﻿").splitlines()
    if not lines or not lines[0].startswith("WEBVTT"):
        raise RecorderError(source, "is no WebVTT file", "its first line must be WEBVTT")
    cues = []
    for block in re.split(r"\n\s*\n", "\n".join(lines[1:])):
        rows = block.strip().splitlines()
        at = next((n for n, row in enumerate(rows) if "-->" in row), None)
        if at is None:
            continue
        times = _TIMES.match(rows[at])
        if not times:
            raise RecorderError(source, f"has a time that is none: {rows[at][:40]}", "write 00:01.000 --> 00:02.000")
        start, end = (_seconds(*times.groups()[n : n + 4]) for n in (0, 4))
        words = " ".join(rows[at + 1 :])
        voice = _VOICE.match(words) if person is None else None
        whose = voice[1] if voice else person or ""
        cues.append(Cue(whose, start, end, words[voice.end() :] if voice else words))
    return cues


def write_webvtt(cues: Iterable[Cue]) -> str:
    """Cues as a WebVTT file, the speaker in a voice tag; withheld ones name nobody."""
    return "\n".join(["WEBVTT", *(f"\n{_cue(cue)}" for cue in cues)]) + "\n"


def allowed_cues(cues: Iterable[Cue], decides: Decides, began: float = 0.0) -> Iterator[Cue]:
    """Cues in the order of time; one that may not be captured, even in part, is withheld, and names nobody.

    `began`: when the recording did, by the clock of the decisions.
    """
    for cue in sorted(cues, key=lambda cue: (cue.start, cue.end)):
        if decides.allowed(cue.person, began + cue.start, began + cue.end):
            yield cue
        else:
            yield Cue("", cue.start, cue.end, WITHHELD)


def _cue(cue: Cue) -> str:
    said = f"<v {cue.person}>{cue.text}" if cue.person else cue.text
    return f"{_clock(cue.start)} --> {_clock(cue.end)}\n{said}"


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    hours, rest = divmod(thousandths, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
