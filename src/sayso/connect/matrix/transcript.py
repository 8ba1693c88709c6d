"""The example of a consumer: a transcript for each room, of what may be read; a summary would be made from it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sayso.consent.removals import Removal
from sayso.row import WITHHELD

Line = dict[str, Any]
_TOMBSTONE: Line = {"text": WITHHELD}


class Transcripts:
    """A folder of transcripts, one JSON object a line: `id`, `person`, `name`, `at`, `seq`, `features` and `text`.

    `features`: for which it may be read; `seq`: how many facts of the space were known when it was said. What was
    withdrawn is `[withheld]` from then on, and names nobody: in the file itself, which is written anew. Safe for
    threads.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._turn = folder, threading.Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def file(self, room: str) -> Path:
        """The transcript of a room; its name tells nothing."""
        return self._folder / f"{hashlib.sha256(room.encode()).hexdigest()[:16]}.jsonl"

    def take(self, room: str, line: Line) -> None:
        """Something said that may be read. What was said under the same id is worded anew."""
        with self._turn:
            lines = self._read(room)
            place = next((n for n, known in enumerate(lines) if known["id"] == line["id"]), len(lines))
            if place < len(lines) and lines[place]["text"] == WITHHELD:
                return  # withdrawn: a message that comes again does not bring it back
            lines[place : place + 1] = [line]
            self._write(room, lines)

    def withhold(self, room: str, id: str) -> None:
        """The tombstone: one thing that was said is gone."""
        self._rewrite(room, lambda line: _TOMBSTONE if line["id"] == id else line)

    def remove(self, room: str, removal: Removal) -> None:
        """What somebody said under a yes that they withdrew is not for that feature any more; for none, it is gone."""
        if removal.everything:
            self._rewrite(room, lambda line: _without(line, removal))

    def people(self, room: str) -> set[str]:
        """Whose words are in a transcript."""
        return {str(known["person"]) for known in self._read(room) if "person" in known}

    def _read(self, room: str) -> list[Line]:
        try:
            return [json.loads(line) for line in self.file(room).read_text("utf-8").splitlines()]
        except FileNotFoundError:
            return []

    def _rewrite(self, room: str, change: Callable[[Line], Line]) -> None:
        with self._turn:
            lines = self._read(room)
            kept = [{"id": line["id"], **change(line)} for line in lines]
            if kept != lines:
                self._write(room, kept)

    def _write(self, room: str, lines: list[Line]) -> None:
        part = self.file(room).with_suffix(".part")
        part.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
        part.replace(self.file(room))


def _without(line: Line, removal: Removal) -> Line:
    if line.get("person") != removal.person or ("seq" in line and not removal.covers(line["seq"])):
        return line
    left = [name for name in line.get("features", []) if name != removal.feature]
    return {**line, "features": left} if left else _TOMBSTONE
