"""Live: frames wait until the desk has said what holds for them; then they are written, or silence in their place."""

from __future__ import annotations

import wave
from collections import deque
from collections.abc import Collection
from pathlib import Path

from sayso.recorder.timeline import Timeline


class Permission:
    """Who may be captured for one feature, as far as the desk's word goes; moments are in seconds of one clock.

    Its word is good up to the moment at which it was last heard. If the stream is lost, whatever came after that
    moment is withheld, for a refusal may be on its way. Before the first word it is as if the stream were lost.
    """

    def __init__(self) -> None:
        self._timeline = Timeline()
        self._sure, self._lost = 0.0, True

    def decided(self, at: float, captured: Collection[str]) -> None:
        """The desk told a decision."""
        self._timeline.decide(at, captured)
        self.here(at)

    def here(self, at: float) -> None:
        """The desk told that nothing has changed."""
        self._sure, self._lost = max(self._sure, at), False

    def lost(self) -> None:
        """The desk is not heard any more."""
        if not self._lost:
            self._timeline.decide(self._sure, ())
            self._lost = True

    def knows(self, end: float) -> bool:
        """Whether it is settled what holds up to a moment."""
        return self._lost or end <= self._sure

    def allowed(self, person: str, start: float, end: float) -> bool:
        """Whether a person may be captured for all of a stretch that is settled."""
        return end <= self._sure and self._timeline.allowed(person, start, end)

    def capturing(self, person: str) -> bool:
        """Whether a frame that starts now would be kept, by the last word."""
        last = self._timeline.last()
        return not self._lost and last is not None and person in last


class Track:
    """One participant's track, written as it comes. `kept`, `withheld`: how many frames."""

    def __init__(
        self, file: Path, person: str, permission: Permission, rate: int, width: int = 2, channels: int = 1
    ) -> None:
        self._out = wave.open(str(file), "wb")  # noqa: SIM115 open for as long as the meeting lasts
        self._out.setparams((channels, width, rate, 0, "NONE", ""))
        self._silence = b"\x80" if width == 1 else b"\0"
        self._person, self._permission = person, permission
        self._waiting: deque[tuple[float, float, bytes]] = deque()
        self.kept = self.withheld = 0

    def put(self, start: float, end: float, sound: bytes) -> None:
        """A frame of the meeting, and when it was. It is written once it is settled what holds for it."""
        self._waiting.append((start, end, sound))
        self.settle()

    def settle(self) -> None:
        """Writes what is settled."""
        while self._waiting and self._permission.knows(self._waiting[0][1]):
            start, end, sound = self._waiting.popleft()
            self._write(sound, self._permission.allowed(self._person, start, end))

    def close(self) -> None:
        """The end. What is not settled by now is withheld."""
        self.settle()
        while self._waiting:
            self._write(self._waiting.popleft()[2], False)
        self._out.close()

    def _write(self, sound: bytes, allowed: bool) -> None:
        self._out.writeframesraw(sound if allowed else self._silence * len(sound))
        self.kept, self.withheld = self.kept + allowed, self.withheld + (not allowed)
