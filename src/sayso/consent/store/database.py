"""What the store needs of a database. Statements are written once, with `?` for values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

#: Heard instead of words that may have been missed, because the link to the server was lost.
ALL = "*"


def moment(at: datetime) -> str:
    """A moment as it is stored where moments are compared: always as long, so that all databases order it alike."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class RowExistsError(Exception):
    """A statement would make a row of a table twice."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


@dataclass(frozen=True, slots=True)
class Addition:
    """How rows are added to a table: `statement` takes them from `given`, whose columns are named with their types."""

    given: str
    statement: str


class Database(Protocol):
    """A database; see `sqlite` and `postgres`."""

    def transaction(self) -> AbstractContextManager[object]:
        """All statements inside are kept together or not at all; they are on the disk when it ends.

        One inside another is part of it.
        """

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Runs one statement and gives its rows. Raises `RowExistsError`."""

    def many(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        """Runs one statement for each of many rows. Raises `RowExistsError`."""

    def add(self, addition: Addition, rows: Sequence[Sequence[object]]) -> None:
        """Adds rows, within a transaction. Raises `RowExistsError`, here or where the transaction ends.

        A transaction that does nothing else takes one turn to the server, however much it adds.
        """

    def inside(self) -> bool:
        """Whether this thread is in a transaction."""

    def lock_migrations(self) -> None:
        """Until the transaction ends, no other process migrates."""

    def erase(self, table: str) -> None:
        """What was overwritten in or deleted from a table is gone from the files too, as far as that can be done."""

    def write_anew(self, table: str) -> None:
        """As `erase`, with the whole table written anew: where rows were moved, copies of some may lie between them."""

    def tell(self, word: str) -> None:
        """Inside a transaction: whoever listens hears the word once the transaction is on the disk, and only then."""

    def listen(self, hear: Callable[[str], None]) -> None:
        """From now on every word that any process tells is heard, on another thread; `ALL` if some were missed."""

    def close(self) -> None:
        """Ends all links to the database."""
