"""Live: frames wait until the desk has said what holds for them; then they are written, or silence in their place."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from pathlib import Path

from sayso.recorder.audio import FRAME, append, silence
from sayso.recorder.timeline import Span, Timeline


class Permission:
    """Who may be captured for one feature, as far as the desk's word goes; moments are in seconds of one clock.

    Its word is good up to the moment at which it was last heard. If the stream is lost, whatever came after that
    moment is withheld, for a refusal may be on its way. Before the first word it is as if the stream were lost.
    """

    def __init__(self) -> None:
        self.timeline = Timeline()
        self._sure, self._lost = 0.0, True

    def decided(self, at: float, captured: Collection[str], seq: int = 0) -> None:
        """The desk told a decision, which rests on so many facts of the space."""
        self.timeline.decide(at, captured, seq)
        self.here(at)

    def removed(self, person: str, spans: Collection[Span]) -> bool:
        """The desk told that what was captured of somebody must go. Whether anything was."""
        return self.timeline.take_back(person, spans)

    def here(self, at: float) -> None:
        """The desk told that nothing has changed."""
        self._sure, self._lost = max(self._sure, at), False

    def lost(self) -> None:
        """The desk is not heard any more."""
        if not self._lost:
            self.timeline.decide(self._sure, ())
            self._lost = True

    def knows(self, end: float) -> bool:
        """Whether it is settled what holds up to a moment."""
        return self._lost or end <= self._sure

    def allowed(self, person: str, start: float, end: float) -> bool:
        """Whether a person may be captured for all of a stretch that is settled."""
        return end <= self._sure and self.timeline.allowed(person, start, end)

    def capturing(self, person: str) -> bool:
        """Whether a frame that starts now would be kept, by the last word."""
        last = self.timeline.last()
        return not self._lost and last is not None and person in last


class Track:
    """One participant's track, written as it comes. `kept`, `withheld`: how many frames.

    There is no file before there is something to keep. It goes with the clock, from `began` on, so that what must go
    later can be found: where no frame came there is silence, and frames that come faster than time are left out.
    """

    def __init__(
        self,
        file: Path,
        person: str,
        permission: Permission,
        rate: int,
        width: int = 2,
        channels: int = 1,
        began: float | None = None,
    ) -> None:
        self._file, self._person, self._permission = file, person, permission
        self._form, self._size = (rate, width, channels), width * channels
        self._began, self._samples = began, 0
        self._waiting: deque[tuple[float, float, bytes]] = deque()
        self.kept = self.withheld = 0

    def put(self, start: float, end: float, sound: bytes) -> None:
        """A frame of the meeting, and when it was. It is written once it is settled what holds for it."""
        self._waiting.append((start, end, sound))
        self.settle()

    def settle(self) -> None:
        """Writes what is settled."""
        settled = []
        while self._waiting and self._permission.knows(self._waiting[0][1]):
            start, end, sound = self._waiting.popleft()
            settled.append((start, sound, self._permission.allowed(self._person, start, end)))
        self._write(settled)

    def close(self) -> None:
        """The end. What is not settled by now is withheld."""
        self.settle()
        self._write([(start, sound, False) for start, _, sound in self._waiting])
        self._waiting.clear()

    def _write(self, frames: list[tuple[float, bytes, bool]]) -> None:
        before, kept, written = self._samples, self.kept, bytearray()
        for start, sound, allowed in frames:
            late = self._late(start)
            if late < -FRAME:
                continue
            if late > FRAME:
                written += self._silent(round(late * self._form[0]))
            written += sound if allowed else self._silent(len(sound) // self._size)
            self._samples = before + len(written) // self._size
            self.kept, self.withheld = self.kept + allowed, self.withheld + (not allowed)
        if written and self._file.exists():
            append(self._file, written, *self._form)
        elif self.kept > kept:
            append(self._file, self._silent(before) + written, *self._form)

    def _late(self, start: float) -> float:
        """By how many seconds a frame comes after the end of the track."""
        if self._began is None:
            self._began = start
        return start - self._began - self._samples / self._form[0]

    def _silent(self, samples: int) -> bytes:
        return silence(self._form[1], samples * self._size)
