"""A folder of tracks, played as a meeting: the part that a real recorder replaces by what its meeting sends."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import RecorderError
from sayso.recorder.audio import FRAME
from sayso.recorder.live import Permission, Track
from sayso.recorder.minutes import minutes
from sayso.recorder.transcript import Cue, allowed_cues, read_webvtt, write_webvtt

#: How long the recorder waits at the end for the desk's word on the last frames, in seconds.
_LAST_WORD = 2.5


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody's sound, and what they say in words, if there is a transcript of it."""

    person: str
    sound: Path
    words: Path | None


def sources(folder: Path, people: Mapping[str, str]) -> list[Source]:
    """The tracks of a folder, `Ada.wav` with `Ada.vtt`. `people`: what the people of the space are called, by id.

    The tracks of whom the desk does not know belong to nobody who could have agreed. Raises `RecorderError` for none.
    """
    by_name = {name.casefold(): person for person, name in people.items()}
    files = sorted(folder.glob("*.wav"))
    if not files:
        raise RecorderError(str(folder), "holds no tracks", "put one .wav into it for each participant")
    return [Source(f.stem if f.stem in people else by_name.get(f.stem.casefold(), ""), f, _beside(f)) for f in files]


async def record(
    tracks: list[Source],
    out: Path,
    permission: Permission,
    clock: Callable[[], float],
    title: str,
    names: Mapping[str, str],
) -> list[tuple[str, int, int]]:
    """Plays all tracks at once, in real time, and writes what may be captured; the frames kept and withheld of each.

    Writes `NAME.wav` for each, `transcript.vtt` and `minutes.md`. Raises `RecorderError` for what is no track.
    """
    spoken = [(s, read_webvtt(s.words.read_text("utf-8"), s.person, str(s.words))) for s in tracks if s.words]
    with ExitStack() as stack:
        playing = [(_opened(stack, s.sound), s) for s in tracks]
        writing = [
            Track(
                out / s.sound.name,
                s.person,
                permission,
                sound.getframerate(),
                sound.getsampwidth(),
                sound.getnchannels(),
            )
            for sound, s in playing
        ]
        try:
            began = due = clock()
            going = True
            while going:
                due += FRAME
                await asyncio.sleep(max(due - clock(), 0))
                going = False
                for (sound, _), track in zip(playing, writing, strict=True):
                    if frame := sound.readframes(max(round(sound.getframerate() * FRAME), 1)):
                        track.put(due - FRAME, due, frame)
                        going = True
            await asyncio.sleep(_LAST_WORD)
        finally:
            for track in writing:
                track.close()
    said = [Cue(c.person, began + c.start, began + c.end, c.text) for _, cues in spoken for c in cues]
    cues = [Cue(c.person, c.start - began, c.end - began, c.text) for c in allowed_cues(said, permission)]
    (out / "transcript.vtt").write_text(write_webvtt(cues), "utf-8")
    (out / "minutes.md").write_text(minutes(title, cues, names), "utf-8")
    return [(s.sound.name, t.kept, t.withheld) for s, t in zip(tracks, writing, strict=True)]


def _beside(sound: Path) -> Path | None:
    words = sound.with_suffix(".vtt")
    return words if words.exists() else None


def _opened(stack: ExitStack, file: Path) -> wave.Wave_read:
    try:
        return stack.enter_context(wave.open(str(file), "rb"))
    except (wave.Error, EOFError, OSError) as error:
        raise RecorderError(str(file), f"cannot be played: {error}", "give a WAV file") from None
