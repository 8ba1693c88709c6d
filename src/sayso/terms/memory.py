"""The on-disk memory of passages that were read: one SQLite file, shared by processes, bounded, safe to delete.

A value is found by what it was made from: the passage, its context and this version of the reader. Nothing here can
fail a reading: a file that is locked, full, broken or not writable only means that passages are read again.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

#: Beyond a file of this many bytes everything is forgotten.
LARGEST = 200_000_000

_SCHEMA = "CREATE TABLE IF NOT EXISTS passage (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


def default_path() -> Path:
    """Where the memory lies: in the user's cache folder, by the platform's convention."""
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "sayso" / "passages.sqlite"


class DiskMemory:
    """A memory (see `reader.Memory`) in a file. Open it once, use it for many documents."""

    def __init__(self, path: Path | None = None, largest: int = LARGEST) -> None:
        self.path = path or default_path()
        self.largest = largest
        self._db: sqlite3.Connection | None = None
        with suppress(OSError, sqlite3.Error, RuntimeError):
            self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._connected()
        except sqlite3.DatabaseError:  # not a database, or a broken one: nothing in it is worth more than a fresh start
            self.path.unlink(missing_ok=True)
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=2.0, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = OFF")  # what is lost in a crash is read again
        db.execute(_SCHEMA)
        return db

    def get(self, keys: list[bytes]) -> dict[bytes, bytes]:
        """The remembered values of these keys."""
        if self._db is None or not keys:
            return {}
        version = reader_version()
        wanted = {version + key: key for key in keys}
        found = {}
        with suppress(sqlite3.Error):
            for some in _batches(list(wanted), 500):
                marks = ",".join("?" * len(some))
                for key, value in self._db.execute(f"SELECT key, value FROM passage WHERE key IN ({marks})", some):
                    found[wanted[key]] = value
        return found

    def put(self, values: dict[bytes, bytes]) -> None:
        """Remember values; forget some where there are too many."""
        if self._db is None:
            return
        with suppress(sqlite3.Error):
            self._db.execute("BEGIN IMMEDIATE")
            rows = [(reader_version() + key, value) for key, value in values.items()]
            self._db.executemany("INSERT OR REPLACE INTO passage VALUES (?, ?)", rows)
            self._db.execute("COMMIT")
            if self.path.stat().st_size > self.largest:
                self._forget()

    def _forget(self) -> None:
        """Start afresh: what is still needed is read again, and the file never grows beyond its bound for long."""
        assert self._db is not None
        self._db.execute("DELETE FROM passage")
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give the file back. The memory then knows nothing and remembers nothing."""
        if self._db is not None:
            with closing(self._db):
                self._db = None


@cache
def reader_version() -> bytes:
    """A digest that changes whenever any file that reading depends on does."""
    digest = hashlib.blake2b(digest_size=16)
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *here.glob("*.toml"), *here.glob("claims/**/*.py"), *here.parent.glob("*.py")]):
        stat = path.stat()
        digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.digest()


def _batches(items: list[bytes], size: int) -> list[list[bytes]]:
    return [items[i : i + size] for i in range(0, len(items), size)]
