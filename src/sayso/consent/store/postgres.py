"""PostgreSQL: for several processes on one database."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

from sayso.consent.store.database import ALL, Addition, RowExistsError
from sayso.errors import MissingExtraError, UnreachableStoreError

try:
    import psycopg
except ImportError:
    raise MissingExtraError("postgresql", "postgres", "use sqlite:///FILE") from None

#: Any number will do, as long as every process takes the same.
_MIGRATING = 7_291_640
#: What processes tell each other is told on this channel.
_CHANNEL = "sayso"
#: How long a server that went away is left alone, in seconds.
_PAUSE = 0.5


class _Transaction:
    """The transaction of one thread. `begun`: whether the server knows of it; until then additions are gathered."""

    def __init__(self, link: psycopg.Connection[Any]) -> None:
        self.link, self.begun = link, False
        self.added: dict[Addition, list[Sequence[object]]] = {}
        self.words: set[str] = set()

    def begin(self) -> None:
        """From here on every statement has its effect at once."""
        if not self.begun:
            self.link.execute("BEGIN")
            self.begun = True
            self.send(())

    def send(self, words: Sequence[str]) -> None:
        """Adds what was gathered, and tells words, with one statement: it is kept all or not at all."""
        if self.added or words:
            # In one order, so that processes which add the same rows never wait for each other in a circle.
            rows = [json.dumps(sorted(rows), ensure_ascii=False) for rows in self.added.values()]
            self.link.execute(_adding(tuple(self.added)), [*rows, json.dumps(words)], prepare=True)
            self.added = {}

    def commit(self) -> None:
        """All of it is on the disk. Raises `RuntimeError` where it cannot be, for a failure that was passed over."""
        self.send(sorted(self.words))
        if self.begun and self.link.execute("COMMIT").statusmessage != "COMMIT":
            raise RuntimeError("a statement failed in this transaction, so the server kept nothing of it")

    def roll_back(self) -> None:
        """Nothing of it is kept."""
        if self.begun and not self.link.closed:
            with suppress(psycopg.OperationalError):
                self.link.execute("ROLLBACK")


class Postgres:
    """A database on a server. A link is taken for each transaction or statement, and given back."""

    def __init__(self, url: str) -> None:
        self._url, self._mine = url, threading.local()
        self._free: list[psycopg.Connection[Any]] = []
        self._closed = threading.Event()
        self._hearers: list[Callable[[str], None]] = []
        self._listener: threading.Thread | None = None
        with self._link():
            pass

    @contextmanager
    def transaction(self) -> Iterator[Postgres]:
        """All statements inside are kept together or not at all."""
        if mine := self._transaction():
            mine.begin()
            with _told(), mine.link.transaction():  # a part of it, which can fail without the rest
                yield self
            return
        with self._link() as link, _told():
            mine = self._mine.transaction = _Transaction(link)
            try:
                yield self
                mine.commit()
            except BaseException:
                mine.roll_back()
                raise
            finally:
                self._mine.transaction = None

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Runs one statement and gives its rows."""
        with self._begun() as link, _told():
            cursor = link.execute(_placed(statement), values)
            return cursor.fetchall() if cursor.description else []

    def many(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        """Runs one statement for each of many rows."""
        with self._begun() as link, _told(), link.cursor() as cursor:
            cursor.executemany(_placed(statement), values)

    def add(self, addition: Addition, rows: Sequence[Sequence[object]]) -> None:
        """Adds rows: where the transaction ends, or with the first statement in it that is more than an addition."""
        mine = self._transaction()
        if mine is None:
            raise RuntimeError("rows are added within a transaction")
        mine.added.setdefault(addition, []).extend(rows)
        if mine.begun:
            with _told():
                mine.send(())

    def inside(self) -> bool:
        """Whether this thread is in a transaction."""
        return self._transaction() is not None

    def lock_migrations(self) -> None:
        """Until the transaction ends, no other process migrates."""
        self.rows("SELECT pg_advisory_xact_lock(?)", (_MIGRATING,))

    def erase(self, table: str) -> None:
        """Rows that are dead are cleared away; archived journals and backups are for whoever keeps them to end."""
        self.rows(f"VACUUM {table}")

    def write_anew(self, table: str) -> None:
        """In a new file, while nobody else uses the table; the old one is given back to the system."""
        self.rows(f"VACUUM FULL {table}")

    def tell(self, word: str) -> None:
        """Heard by all processes once the transaction is on the disk.

        A transaction that tells something holds a lock, which the whole server has once, until it is on the disk: of
        several processes one commits at a time. Each commits for all its threads at once, so that this is seldom.
        """
        if mine := self._transaction():
            mine.words.add(word)

    def listen(self, hear: Callable[[str], None]) -> None:
        """Every word told from now on is heard, on a thread that does nothing else."""
        self._hearers.append(hear)
        if self._listener is None:
            ready = threading.Event()
            self._listener = threading.Thread(target=self._listen, args=(ready,), daemon=True, name="sayso-listens")
            self._listener.start()
            ready.wait(10)

    def close(self) -> None:
        """Ends all links to the server."""
        self._closed.set()
        if self._listener:
            self._listener.join(5)
        while self._free:
            self._free.pop().close()

    def _listen(self, ready: threading.Event) -> None:
        while not self._closed.is_set():
            with suppress(psycopg.OperationalError), psycopg.connect(self._url, autocommit=True) as link:
                link.execute(f"LISTEN {_CHANNEL}")
                if ready.is_set():  # what was told while nobody listened is not told again
                    self._heard(ALL)
                ready.set()
                while not self._closed.is_set():
                    for told in link.notifies(timeout=_PAUSE):
                        self._heard(told.payload)
            self._closed.wait(_PAUSE)

    def _heard(self, word: str) -> None:
        for hear in self._hearers:
            hear(word)

    def _transaction(self) -> _Transaction | None:
        found: _Transaction | None = getattr(self._mine, "transaction", None)
        return found

    @contextmanager
    def _begun(self) -> Iterator[psycopg.Connection[Any]]:
        """The link of the transaction that this thread is in, or one that is free."""
        if mine := self._transaction():
            with _told():
                mine.begin()
            yield mine.link
            return
        with self._link() as link:
            yield link

    @contextmanager
    def _link(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            link = self._free.pop()
        except IndexError:
            link = self._connect()
        try:
            yield link
        finally:
            if link.closed or self._closed.is_set():
                link.close()
            else:
                self._free.append(link)

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            return psycopg.connect(self._url, autocommit=True)
        except psycopg.OperationalError as error:
            # The address may hold a password: the error names the cause, not the address.
            cause = str(error).strip().partition("\n")[0]
            raise UnreachableStoreError("postgresql", f"cannot be reached: {cause}", "check its address") from None


@lru_cache(1000)
def _placed(statement: str) -> bytes:
    """A statement with its values where psycopg looks for them."""
    return statement.replace("?", "%s").encode()


@lru_cache(1000)
def _adding(additions: tuple[Addition, ...]) -> bytes:
    """One statement for all of these, and for telling words; what is given to each comes as JSON."""
    parts = []
    for number, addition in enumerate(additions):
        columns = [column.split() for column in addition.given.split(",")]
        given = ", ".join(f"(r ->> {n})::{kind} AS {name}" for n, (name, kind) in enumerate(columns))
        given = f"SELECT {given} FROM json_array_elements(%s::json) AS r"
        parts.append(f"a{number} AS (WITH given AS ({given}) {addition.statement})")
    told = f"SELECT count(pg_notify('{_CHANNEL}', word)) FROM json_array_elements_text(%s::json) AS word"
    return f"{'WITH ' if parts else ''}{', '.join(parts)} {told}".encode()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.UniqueViolation as error:
        raise RowExistsError(error.diag.table_name or "") from None
    except psycopg.OperationalError:
        raise UnreachableStoreError("postgresql", "does not answer", "try again in a moment") from None
