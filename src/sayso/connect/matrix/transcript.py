"""The example of a consumer: a transcript for each room, of what may be read; a summary would be made from it."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path

from sayso.row import WITHHELD


class Transcripts:
    """A folder of transcripts, one JSON object a line: `id`, `person`, `name`, `at` and `text`.

    What was withdrawn is `[withheld]` from then on, and names nobody: in the file itself, which is written anew.
    Safe for threads.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._turn = folder, threading.Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def file(self, room: str) -> Path:
        """The transcript of a room; its name tells nothing."""
        return self._folder / f"{hashlib.sha256(room.encode()).hexdigest()[:16]}.jsonl"

    def take(self, room: str, line: dict[str, object]) -> None:
        """Something said that may be read. What was said under the same id is worded anew."""
        with self._turn:
            lines = self._read(room)
            place = next((n for n, known in enumerate(lines) if known["id"] == line["id"]), len(lines))
            if place < len(lines) and lines[place]["text"] == WITHHELD:
                return  # withdrawn: a message that comes again does not bring it back
            lines[place : place + 1] = [line]
            self._write(room, lines)

    def withhold(self, room: str, *, person: str = "", id: str = "") -> None:
        """The tombstone: what a person said, or one thing, is gone."""
        with self._turn:
            lines = self._read(room)
            kept = [
                {"id": known["id"], "text": WITHHELD} if known["id"] == id or (person and known.get("person") == person)
                else known for known in lines
            ]  # fmt: skip
            if kept != lines:
                self._write(room, kept)

    def people(self, room: str) -> set[str]:
        """Whose words are in a transcript."""
        return {str(known["person"]) for known in self._read(room) if "person" in known}

    def _read(self, room: str) -> list[dict[str, object]]:
        try:
            return [json.loads(line) for line in self.file(room).read_text("utf-8").splitlines()]
        except FileNotFoundError:
            return []

    def _write(self, room: str, lines: list[dict[str, object]]) -> None:
        part = self.file(room).with_suffix(".part")
        part.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
        part.replace(self.file(room))
