"""SQLite: one file, one process, no configuration. Every commit is on the disk before it is acknowledged."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sayso.consent.store.database import Addition, RowExistsError

#: How long a writer waits for another, in seconds.
_PATIENCE = 30.0


class SQLite:
    """A database in a file. Threads may share it: writers take turns."""

    def __init__(self, path: str) -> None:
        self._turn, self._inside = threading.RLock(), 0
        self._hearers: list[Callable[[str], None]] = []
        self._told: list[str] = []
        self._link = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        self._link.execute("PRAGMA journal_mode = WAL")
        self._link.execute("PRAGMA synchronous = FULL")
        self._link.execute("PRAGMA foreign_keys = ON")
        self._link.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten

    @contextmanager
    def transaction(self) -> Iterator[SQLite]:
        """All statements inside are kept together or not at all."""
        with self._turn:
            if self._link.in_transaction:
                with self._part():
                    yield self
                return
            self._link.execute("BEGIN IMMEDIATE")
            self._told.clear()
            self._inside = threading.get_ident()
            try:
                yield self
                self._link.execute("COMMIT")
            except BaseException:
                self._link.execute("ROLLBACK")
                raise
            finally:
                self._inside = 0
            told = list(self._told)
        for word in told:
            for hear in self._hearers:
                hear(word)

    @contextmanager
    def _part(self) -> Iterator[None]:
        """Part of a transaction: it can fail without the rest."""
        self._link.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._link.execute("ROLLBACK TO part")
            raise
        finally:
            self._link.execute("RELEASE part")

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Runs one statement and gives its rows."""
        with self._turn, _told():
            return self._link.execute(statement, values).fetchall()

    def many(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        """Runs one statement for each of many rows."""
        with self._turn, _told():
            self._link.executemany(statement, values)

    def add(self, addition: Addition, rows: Sequence[Sequence[object]]) -> None:
        """Adds rows at once."""
        self.many(_one(addition), rows)

    def inside(self) -> bool:
        """Whether this thread is in a transaction."""
        return self._inside == threading.get_ident()

    def lock_migrations(self) -> None:
        """Nothing to do: the transaction is the only writer."""

    def erase(self, table: str) -> None:
        """The journal, which has pages as they were, is written into the file and cut off, unless others read it."""
        with self._turn:
            self._link.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def write_anew(self, table: str) -> None:
        """Pages that are given up are overwritten, and with them whatever lay between their rows."""
        with self.transaction():
            self._link.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")
            self._link.execute(f"DELETE FROM {table}")
            self._link.execute(f"INSERT INTO {table} SELECT * FROM kept")
            self._link.execute("DROP TABLE kept")
        self.erase(table)

    def tell(self, word: str) -> None:
        """Heard in this process: there is no other."""
        self._told.append(word)

    def listen(self, hear: Callable[[str], None]) -> None:
        """Every word told from now on is heard, on the thread that told it."""
        self._hearers.append(hear)

    def close(self) -> None:
        """Ends the link to the file."""
        with self._turn:
            self._link.close()


@cache
def _one(addition: Addition) -> str:
    """The statement that adds one row."""
    names = [column.split()[0] for column in addition.given.split(",")]
    return f"WITH given ({', '.join(names)}) AS (VALUES ({', '.join('?' * len(names))})) {addition.statement}"


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE):
            raise RowExistsError(str(error).partition(": ")[2].partition(".")[0]) from None
        raise
