"""PostgreSQL: for several processes on one database."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sayso.consent.store.database import RowExistsError
from sayso.errors import ConsentError

try:
    import psycopg
except ImportError:
    raise ConsentError("postgresql", "needs a package that is not installed", "pip install 'sayso[postgres]'") from None

#: Any number will do, as long as every process takes the same.
_MIGRATING = 7_291_640


class Postgres:
    """A database on a server. Each thread has a link of its own."""

    def __init__(self, url: str) -> None:
        self._url, self._own = url, threading.local()
        self._all: list[psycopg.Connection[Any]] = []
        self._adding = threading.Lock()
        try:
            self._link()
        except psycopg.OperationalError as error:
            # The address may hold a password: the error names the cause, not the address.
            cause = str(error).strip().partition("\n")[0]
            raise ConsentError("postgresql", f"cannot be reached: {cause}", "check its address") from None

    @contextmanager
    def transaction(self) -> Iterator[Postgres]:
        """All statements inside are kept together or not at all."""
        with self._link().transaction():
            yield self

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Runs one statement and gives its rows."""
        with _told():
            cursor = self._link().execute(statement.replace("?", "%s").encode(), values)
            return cursor.fetchall() if cursor.description else []

    def many(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        """Runs one statement for each of many rows."""
        with _told(), self._link().cursor() as cursor:
            cursor.executemany(statement.replace("?", "%s").encode(), values)

    def lock_migrations(self) -> None:
        """Until the transaction ends, no other process migrates."""
        self.rows("SELECT pg_advisory_xact_lock(?)", (_MIGRATING,))

    def close(self) -> None:
        """Ends all links to the server."""
        for link in self._all:
            link.close()

    def _link(self) -> psycopg.Connection[Any]:
        link = getattr(self._own, "link", None)
        if link is None or link.closed:
            link = self._own.link = psycopg.connect(self._url, autocommit=True)
            with self._adding:
                self._all.append(link)
        return link


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.UniqueViolation:
        raise RowExistsError from None
