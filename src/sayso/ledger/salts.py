"""The salts of a log's entries, in chunks, apart from the hashes, so that they can be forgotten.

Each chunk is sealed, because nothing else that is stored would tell that a salt is not what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sayso.consent.store.database import Database
from sayso.errors import LedgerError
from sayso.ledger.entry import SALT
from sayso.ledger.tiles import BACKUP

#: Salts in a chunk.
_CHUNK = 4096

#: What somebody with the log's key can make of some values, and nobody else.
Seal = Callable[..., str]


class Salts:
    """The salts of one log, by the place of their entries."""

    def __init__(self, database: Database, origin: str, seal: Seal) -> None:
        self._db, self._origin, self._seal = database, origin, seal

    def keep(self, first: int, salts: bytes) -> None:
        """Keeps the salts of the entries from `first` on."""
        number, start = divmod(first, _CHUNK)
        every = self._chunk(number)[: start * SALT] + salts
        step = _CHUNK * SALT
        self._put({number + at // step: every[at : at + step] for at in range(0, len(every), step)})

    def range(self, first: int, count: int) -> bytes:
        """The salts of the entries from `first` on; zeros for those that were forgotten. Raises `LedgerError`."""
        number, start = divmod(first, _CHUNK)
        chunks = [self._chunk(n) for n in range(number, (first + count - 1) // _CHUNK + 1)]
        return b"".join(chunks)[start * SALT : (start + count) * SALT]

    def forget(self, places: Iterable[int]) -> int:
        """Forgets the salts of entries; how many were known."""
        chunks: dict[int, bytearray] = {}
        known = 0
        for place in dict.fromkeys(places):
            number, at = divmod(place, _CHUNK)
            if number not in chunks:
                chunks[number] = bytearray(self._chunk(number))
            salt = slice(at * SALT, (at + 1) * SALT)
            known += any(chunks[number][salt])
            chunks[number][salt] = bytes(SALT)
        self._put({number: bytes(chunk) for number, chunk in chunks.items()})
        return known

    def verify(self, size: int) -> None:
        """Checks that the salts of the first `size` entries are there as they were kept. Raises `LedgerError`."""
        for number in range((size + _CHUNK - 1) // _CHUNK):
            expected = min(_CHUNK, size - number * _CHUNK)
            if len(self._chunk(number)) != expected * SALT:
                raise LedgerError(_of(number), "are not all there", BACKUP)

    def _chunk(self, number: int) -> bytes:
        rows = self._db.rows(
            "SELECT salts, seal FROM ledger_salt WHERE origin = ? AND chunk = ?", (self._origin, number)
        )
        salts = bytes(rows[0][0]) if rows else b""
        if rows and rows[0][1] != self._seal("salts", number, salts.hex()):
            raise LedgerError(_of(number), "were changed after they were kept", BACKUP)
        return salts

    def _put(self, chunks: dict[int, bytes]) -> None:
        self._db.many(
            "INSERT INTO ledger_salt (origin, chunk, salts, seal) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (origin, chunk) DO UPDATE SET salts = excluded.salts, seal = excluded.seal",
            [(self._origin, n, salts, self._seal("salts", n, salts.hex())) for n, salts in chunks.items()],
        )


def _of(number: int) -> str:
    return f"the salts of entries {number * _CHUNK} to {(number + 1) * _CHUNK - 1}"
