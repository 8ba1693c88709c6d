"""Audio: one WAV track a participant, silence where they may not be captured."""

from __future__ import annotations

import os
import struct
import wave
from pathlib import Path

from sayso.errors import RecorderError
from sayso.recorder.timeline import Decides

#: The length of a frame in seconds: what meetings send, and the finest that a refusal can cut.
FRAME = 0.02
#: Where the header of our own files says how long the file is, and how long the sound; it ends after that.
_WHOLE, _SOUND, _HEADER = 4, 40, 44


def silence(width: int, length: int) -> bytes:
    """So many bytes of it: in eight bits silence is in the middle, in all other widths it is zero."""
    return (b"\x80" if width == 1 else b"\0") * length


def append(file: Path, sound: bytes | bytearray, rate: int, width: int, channels: int) -> None:
    """Adds to a track, which is made if it is not there, and is a whole file again when this returns."""
    if not file.exists():
        with wave.open(str(file), "wb") as out:
            out.setparams((channels, width, rate, 0, "NONE", ""))
    with file.open("r+b") as out:
        end = out.seek(0, os.SEEK_END) + len(sound)
        out.write(sound)
        for place, length in ((_WHOLE, end - _WHOLE - 4), (_SOUND, end - _HEADER)):
            out.seek(place)
            out.write(struct.pack("<I", length))


def copy_allowed(
    source: Path, target: Path, person: str, decides: Decides, began: float = 0.0, margin: float = 0.0
) -> tuple[int, int]:
    """Copies what may be captured of a track and writes silence for the rest; frames kept and frames withheld.

    The target may be the source. Where nothing may be kept there is no target: a silent file would tell of its person
    that they refused. `began`: when the track did, by the clock of the decisions; `margin`: by how much it may be off.
    Raises `RecorderError` for what is no WAV file. Nothing is left behind if it fails.
    """
    kept = withheld = 0
    part = target.with_name(target.name + ".part")
    try:
        with wave.open(str(source), "rb") as track, wave.open(str(part), "wb") as out:
            out.setparams(track.getparams())
            rate, size = track.getframerate(), track.getsampwidth() * track.getnchannels()
            count = max(round(rate * FRAME), 1)
            while sound := track.readframes(count):
                start = began + (kept + withheld) * count / rate
                end = start + len(sound) / size / rate
                allowed = decides.allowed(person, start - margin, end + margin)
                out.writeframesraw(sound if allowed else silence(track.getsampwidth(), len(sound)))
                kept, withheld = kept + allowed, withheld + (not allowed)
        if kept:
            put(part, target)
        else:
            target.unlink(missing_ok=True)
    except (wave.Error, EOFError, OSError) as error:
        raise RecorderError(str(source), f"cannot be copied: {error}", "give a WAV file and a place to write") from None
    finally:
        part.unlink(missing_ok=True)
    return kept, withheld


def put(part: Path, file: Path) -> None:
    """A file that was written anew takes the place of the one before, which is whole until then."""
    with part.open("r+b") as written:
        os.fsync(written.fileno())
    part.replace(file)
