"""The hashes of a log, in tiles of 256.

Tile `n` of level `l` has the roots of 256 neighbouring subtrees of `256 ** l` leaves (C2SP tlog-tiles), so any proof
reads a few tiles, whatever the size.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sayso.consent.store.database import Database
from sayso.errors import LedgerError
from sayso.ledger.entry import HASH

#: Hashes in a tile, as a power of two.
_HEIGHT = 8
_WIDTH = 1 << _HEIGHT
_WHOLE = _WIDTH * HASH
#: What to do where the database is not what was written into it.
BACKUP = "restore the database, and compare with a checkpoint that somebody else kept"

#: A level, the number of a tile in it, and its hashes.
Tile = tuple[int, int, bytes]


class Tiles:
    """The tiles of one log."""

    def __init__(self, database: Database, origin: str) -> None:
        self._db, self._origin = database, origin

    def grown(self, first: int, hashes: bytes) -> Iterator[Tile]:
        """The tiles that are new or other once `hashes` are added to the first `first` leaves. Nothing is kept yet."""
        level = 0
        while hashes:
            number, start = divmod(first, _WIDTH)
            every = self.tile(level, number)[: start * HASH] + hashes
            full = []
            for at in range(0, len(every), _WHOLE):
                tile = every[at : at + _WHOLE]
                if len(tile) == _WHOLE:
                    full.append(folded(tile))
                yield level, number + at // _WHOLE, tile
            level, first, hashes = level + 1, number, b"".join(full)

    def keep(self, tiles: list[Tile]) -> None:
        """Keeps tiles."""
        self._db.many(
            "INSERT INTO ledger_tile (origin, level, tile, hashes) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (origin, level, tile) DO UPDATE SET hashes = excluded.hashes",
            [(self._origin, *tile) for tile in tiles],
        )

    def tile(self, level: int, tile: int) -> bytes:
        """The hashes of a tile; none if it is not there."""
        rows = self._db.rows(
            "SELECT hashes FROM ledger_tile WHERE origin = ? AND level = ? AND tile = ?", (self._origin, level, tile)
        )
        return bytes(rows[0][0]) if rows else b""

    def leaves(self, first: int, count: int) -> bytes:
        """The hashes of the leaves from `first` on."""
        number, start = divmod(first, _WIDTH)
        tiles = self._range(0, number, (first + count - 1) // _WIDTH + 1)
        return b"".join(tiles.values())[start * HASH : (start + count) * HASH]

    def node(self, height: int, index: int) -> bytes:
        """The root of the subtree of `2 ** height` leaves that begins at leaf `index * 2 ** height`."""
        level, rest = divmod(height, _HEIGHT)
        number, start = divmod(index << rest, _WIDTH)
        hashes = self.tile(level, number)[start * HASH : (start + (1 << rest)) * HASH]
        if len(hashes) != HASH << rest:
            raise LedgerError(f"entries from {index << height}", "are not all there", BACKUP)
        return folded(hashes)

    def verify(self, size: int) -> None:
        """Holds every tile of the first `size` leaves against the one above it. Raises `LedgerError`."""
        level, count, tiles = 0, size, 0
        while count:
            there = (count + _WIDTH - 1) // _WIDTH
            for start in range(0, there, _WIDTH):
                self._verify(level, start, min(start + _WIDTH, there), count)
            level, count, tiles = level + 1, count >> _HEIGHT, tiles + there
        ((stored,),) = self._db.rows("SELECT count(*) FROM ledger_tile WHERE origin = ?", (self._origin,))
        if stored != tiles:
            raise LedgerError(self._origin, f"has {stored - tiles} tiles that no entry is in", BACKUP)

    def _verify(self, level: int, start: int, end: int, count: int) -> None:
        """The tiles of a level that have their roots in one tile of the level above."""
        tiles, above = self._range(level, start, end), self.tile(level + 1, start >> _HEIGHT)
        for number in range(start, end):
            tile, expected = tiles.get(number, b""), min(_WIDTH, count - number * _WIDTH)
            unit = _WIDTH**level
            what = f"entries {number * _WIDTH * unit} to {(number * _WIDTH + expected) * unit - 1}"
            if len(tile) != expected * HASH:
                raise LedgerError(what, "are not all there", BACKUP)
            at = number % _WIDTH * HASH
            if expected == _WIDTH and folded(tile) != above[at : at + HASH]:
                raise LedgerError(what, "were changed after they were logged", BACKUP)

    def _range(self, level: int, start: int, end: int) -> dict[int, bytes]:
        rows = self._db.rows(
            "SELECT tile, hashes FROM ledger_tile WHERE origin = ? AND level = ? AND tile >= ? AND tile < ?"
            " ORDER BY tile",
            (self._origin, level, start, end),
        )
        return {number: bytes(hashes) for number, hashes in rows}


def folded(hashes: bytes) -> bytes:
    """The root of a power of two of hashes."""
    while len(hashes) > HASH:
        pairs = range(0, len(hashes), 2 * HASH)
        hashes = b"".join([sha256(b"\x01" + hashes[at : at + 2 * HASH]).digest() for at in pairs])
    return hashes
