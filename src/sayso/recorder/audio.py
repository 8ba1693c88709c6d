"""Audio: one WAV track a participant, silence where they may not be captured."""

from __future__ import annotations

import wave
from pathlib import Path

from sayso.errors import RecorderError
from sayso.recorder.timeline import Timeline

#: The length of a frame in seconds: what meetings send, and the finest that a refusal can cut.
FRAME = 0.02


def copy_allowed(source: Path, target: Path, person: str, timeline: Timeline) -> tuple[int, int]:
    """Copies what may be captured of a track and writes silence for the rest; frames kept and frames withheld.

    Raises `RecorderError` for what is no WAV file. Nothing is left behind if it fails.
    """
    kept = withheld = 0
    part = target.with_name(target.name + ".part")
    try:
        with wave.open(str(source), "rb") as track, wave.open(str(part), "wb") as out:
            out.setparams(track.getparams())
            count = max(round(track.getframerate() * FRAME), 1)
            # In eight bits silence is in the middle, in all other widths it is zero.
            silence = b"\x80" if track.getsampwidth() == 1 else b"\0"
            while sound := track.readframes(count):
                start = (kept + withheld) * count
                end = start + len(sound) // (track.getsampwidth() * track.getnchannels())
                allowed = timeline.allowed(person, start / track.getframerate(), end / track.getframerate())
                out.writeframes(sound if allowed else silence * len(sound))
                kept, withheld = kept + allowed, withheld + (not allowed)
        part.replace(target)
    except (wave.Error, EOFError, OSError) as error:
        raise RecorderError(str(source), f"cannot be copied: {error}", "give a WAV file and a place to write") from None
    finally:
        part.unlink(missing_ok=True)
    return kept, withheld
