"""PostgreSQL: for several processes on one database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sayso.consent.store.database import ALL, RowExistsError
from sayso.errors import ConsentError, UnreachableStoreError

try:
    import psycopg
except ImportError:
    raise ConsentError("postgresql", "needs a package that is not installed", "pip install 'sayso[postgres]'") from None

#: Any number will do, as long as every process takes the same.
_MIGRATING = 7_291_640
#: What processes tell each other is told on this channel.
_CHANNEL = "sayso"
#: How long a server that went away is left alone, in seconds.
_PAUSE = 0.5


class Postgres:
    """A database on a server. A link is taken for each transaction or statement, and given back."""

    def __init__(self, url: str) -> None:
        self._url, self._mine = url, threading.local()
        self._free: list[psycopg.Connection[Any]] = []
        self._closed = threading.Event()
        self._listeners: list[threading.Thread] = []
        with self._link():
            pass

    @contextmanager
    def transaction(self) -> Iterator[Postgres]:
        """All statements inside are kept together or not at all."""
        if mine := getattr(self._mine, "link", None):
            with mine.transaction():  # a part of it, which can fail without the rest
                yield self
            return
        with self._link() as link, _told():
            self._mine.told = set()
            with link.transaction():
                self._mine.link = link
                try:
                    yield self
                finally:
                    self._mine.link = None
            self._notify(link, self._mine.told)

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Runs one statement and gives its rows."""
        with self._link() as link, _told():
            cursor = link.execute(statement.replace("?", "%s").encode(), values)
            return cursor.fetchall() if cursor.description else []

    def many(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        """Runs one statement for each of many rows."""
        if len(values) == 1:
            self.rows(statement, values[0])
            return
        with self._link() as link, _told(), link.cursor() as cursor:
            cursor.executemany(statement.replace("?", "%s").encode(), values)

    def lock_migrations(self) -> None:
        """Until the transaction ends, no other process migrates."""
        self.rows("SELECT pg_advisory_xact_lock(?)", (_MIGRATING,))

    def erase(self, table: str) -> None:
        """Rows that are dead are cleared away; archived journals and backups are for whoever keeps them to end."""
        self.rows(f"VACUUM {table}")

    def tell(self, word: str) -> None:
        """Heard by all processes when the transaction has ended.

        Told by itself: a transaction that notifies holds a lock, which the whole server has once, until it is on the
        disk, so all that change anything would take turns there. Where a process dies in between, the others find out
        when they look the next time, as they do without being told.
        """
        self._mine.told.add(word)

    def listen(self, hear: Callable[[str], None]) -> None:
        """Every word told from now on is heard, on a thread that does nothing else."""
        ready = threading.Event()
        thread = threading.Thread(target=self._listen, args=(hear, ready), daemon=True, name="sayso-listens")
        self._listeners.append(thread)
        thread.start()
        ready.wait(10)

    def close(self) -> None:
        """Ends all links to the server."""
        self._closed.set()
        for thread in self._listeners:
            thread.join(5)
        while self._free:
            self._free.pop().close()

    def _notify(self, link: psycopg.Connection[Any], words: Iterable[str]) -> None:
        with suppress(psycopg.OperationalError):  # what is kept is kept: whoever waits looks again soon
            for word in words:
                link.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, word))

    def _listen(self, hear: Callable[[str], None], ready: threading.Event) -> None:
        while not self._closed.is_set():
            with suppress(psycopg.OperationalError), psycopg.connect(self._url, autocommit=True) as link:
                link.execute(f"LISTEN {_CHANNEL}")
                if ready.is_set():  # what was told while nobody listened is not told again
                    hear(ALL)
                ready.set()
                while not self._closed.is_set():
                    for told in link.notifies(timeout=_PAUSE):
                        hear(told.payload)
            self._closed.wait(_PAUSE)

    @contextmanager
    def _link(self) -> Iterator[psycopg.Connection[Any]]:
        """The link of the transaction that this thread is in, or one that is free."""
        if mine := getattr(self._mine, "link", None):
            yield mine
            return
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


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.UniqueViolation:
        raise RowExistsError from None
    except psycopg.OperationalError:
        raise UnreachableStoreError("postgresql", "does not answer", "try again in a moment") from None
