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
from sayso.recorder.live import Track
from sayso.recorder.recording import Recording
from sayso.recorder.transcript import read_webvtt

#: How long the recorder waits at the end for the desk's word on the last frames, in seconds.
_LAST_WORD = 2.5
_BY_ID = "name each track by its person's id, as /api/v1/spaces/{space}/people has it"


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody's sound, and what they say in words, if there is a transcript of it."""

    person: str
    sound: Path
    words: Path | None


def sources(folder: Path, people: Mapping[str, str]) -> list[Source]:
    """The tracks of a folder, `ID.wav` or `Ada.wav`, each with a `.vtt` if there is one.

    `people`: what the people of the space are called, by id. The tracks of whom the desk does not know belong to nobody
    who could have agreed. Raises `RecorderError` for none, and where a track could be of several people, or two of one:
    nobody is recorded by the yes of another.
    """
    files = sorted(folder.glob("*.wav"))
    if not files:
        raise RecorderError(str(folder), "holds no tracks", "put one .wav into it for each participant")
    found = [Source(_whose(file, people), file, _beside(file)) for file in files]
    for n, source in enumerate(found):
        if source.person and source.person in {other.person for other in found[:n]}:
            raise RecorderError(source.sound.name, "is a second track of one person", _BY_ID)
    return found


async def record(tracks: list[Source], recording: Recording, clock: Callable[[], float]) -> None:
    """Plays all tracks at once, in real time, and writes what may be captured of each, and of their words.

    Raises `RecorderError` for what is no track.
    """
    spoken = [cue for s in tracks if s.words for cue in read_webvtt(s.words.read_text("utf-8"), s.person, str(s.words))]
    with ExitStack() as stack:
        playing = [(_opened(stack, s.sound), s) for s in tracks]
        writing = [
            Track(
                recording.folder / s.sound.name,
                s.person,
                recording,
                sound.getframerate(),
                sound.getsampwidth(),
                sound.getnchannels(),
                recording.began,
            )
            for sound, s in playing
        ]
        try:
            due, going = recording.began, True
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
    recording.write(spoken)


def _whose(sound: Path, people: Mapping[str, str]) -> str:
    if sound.stem in people:
        return sound.stem
    called = [person for person, name in people.items() if name.casefold() == sound.stem.casefold()]
    if len(called) > 1:
        raise RecorderError(sound.name, "could be of several people who are called so", _BY_ID)
    return called[0] if called else ""


def _beside(sound: Path) -> Path | None:
    words = sound.with_suffix(".vtt")
    return words if words.exists() else None


def _opened(stack: ExitStack, file: Path) -> wave.Wave_read:
    try:
        return stack.enter_context(wave.open(str(file), "rb"))
    except (wave.Error, EOFError, OSError) as error:
        raise RecorderError(str(file), f"cannot be played: {error}", "give a WAV file") from None
