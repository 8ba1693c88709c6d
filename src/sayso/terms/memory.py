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

#: How many bytes of digest stand before a value.
_SEAL = 8

_SCHEMA = "CREATE TABLE IF NOT EXISTS passage (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


def default_path() -> Path:
    """Where the memory lies: in the user's cache folder, by the platform's convention."""
    try:
        return _cache_folder() / "sayso" / "passages.sqlite"
    except RuntimeError:  # a user without a home: no file can be made below this, and nothing is kept
        return Path(os.devnull, "passages.sqlite")


def _cache_folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


class DiskMemory:
    """A memory (see `reader.Memory`) in a file. Open it once, use it for many documents."""

    def __init__(self, path: Path | None = None, largest: int = LARGEST) -> None:
        self.path = path or default_path()
        self.largest = largest
        self._db: sqlite3.Connection | None = None
        with suppress(OSError, sqlite3.Error):
            self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._connected()
        except sqlite3.OperationalError:  # in use, or not ours to open: others may need it
            raise
        except sqlite3.DatabaseError:  # not a database, or a broken one: nothing in it is worth more than a fresh start
            for part in ("", "-wal", "-shm"):  # a new file beside an old log would be broken again
                self.path.with_name(self.path.name + part).unlink(missing_ok=True)
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=2.0, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")  # what is lost in a crash is read again
            db.execute(_SCHEMA)
        except sqlite3.Error:
            db.close()
            raise
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
                    if (plain := _unsealed(key, value)) is not None:
                        found[wanted[key]] = plain
        return found

    def put(self, values: dict[bytes, bytes]) -> None:
        """Remember values; forget some where there are too many."""
        if self._db is None:
            return
        version = reader_version()
        rows = [(version + key, _sealed(version + key, value)) for key, value in values.items()]
        with suppress(OSError, sqlite3.Error):  # a file that was deleted meanwhile has no size
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.executemany("INSERT OR REPLACE INTO passage VALUES (?, ?)", rows)
            finally:
                # What could be stored is; a transaction left open would keep every other process waiting.
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


def _sealed(key: bytes, value: bytes) -> bytes:
    """A value after a digest of it and its key: what is broken, or was stored under another key, can be told."""
    return hashlib.blake2b(value, key=key[:64], digest_size=_SEAL).digest() + value


def _unsealed(key: bytes, sealed: object) -> bytes | None:
    if not isinstance(sealed, bytes):
        return None
    value = sealed[_SEAL:]
    return value if _sealed(key, value) == sealed else None


@cache
def reader_version() -> bytes:
    """A digest that changes whenever any file that reading depends on does."""
    digest = hashlib.blake2b(digest_size=16)
    here = Path(__file__).parent
    ours = [*here.glob("*.py"), *here.glob("*.toml"), *here.glob("claims/**/*.py"), *here.parent.glob("*.py")]
    for path in sorted(ours):
        stat = path.stat()
        digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.digest()


def _batches(items: list[bytes], size: int) -> list[list[bytes]]:
    return [items[i : i + size] for i in range(0, len(items), size)]
