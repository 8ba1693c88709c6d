"""The log in a database, with the desk's: hashes in tiles of 256, salts beside them, a checkpoint for each batch.

Tile `n` of level `l` has the roots of 256 neighbouring subtrees of `256 ** l` leaves (C2SP tlog-tiles), so any proof
reads a few tiles, whatever the size.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sayso.consent.store.database import Database, moment
from sayso.errors import LedgerError
from sayso.ledger.entry import SALT, leaves
from sayso.ledger.note import Checkpoint, signed, verifier
from sayso.ledger.proof import Proof
from sayso.ledger.tree import consistency, inclusion, node_hash, nodes_of, root

#: Hashes in a tile, as a power of two.
_HEIGHT = 8
_WIDTH = 1 << _HEIGHT
_HASH = 32


@dataclass(frozen=True, slots=True)
class Batch:
    """The decisions of one run, as they stand in the log: from `first` on, in the order of the run."""

    run: str
    first: int
    size: int
    at: datetime


class Log:
    """A log of a database. `origin`: its name, as in `harbour.example/training`."""

    def __init__(self, database: Database, origin: str, seed: str) -> None:
        self._db, self.origin = database, origin
        self._key = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(seed + "=="[: -len(seed) % 4])[:32])

    @property
    def verifier(self) -> str:
        """The public key of its checkpoints, as one line."""
        return verifier(self.origin, self._key.public_key())

    @property
    def size(self) -> int:
        """How many entries it has."""
        rows = self._db.rows(
            "SELECT first, size FROM ledger_batch WHERE origin = ? ORDER BY first DESC LIMIT 1", (self.origin,)
        )
        return sum(rows[0]) if rows else 0

    def batch(self, run: str) -> Batch | None:
        """Where the decisions of a run stand; None if they are not in the log."""
        rows = self._db.rows(
            "SELECT run, first, size, at FROM ledger_batch WHERE origin = ? AND run = ?", (self.origin, run)
        )
        return Batch(rows[0][0], rows[0][1], rows[0][2], datetime.fromisoformat(rows[0][3])) if rows else None

    def append(self, run: str, decisions: Iterable[tuple[str, str]], now: datetime) -> str:
        """Adds the decisions (row, reason) of a run, all or none, and gives the checkpoint. A run is added once."""
        with self._db.transaction():
            self._db.lock_migrations()  # one writer at a time, of all processes
            if self.batch(run):
                return self.checkpoint()
            first, last = self.size, self._last()
            if last and now < last:
                raise LedgerError("the clock", "is behind the last entry", "set it right, then append again")
            hashes, salts = leaves(run, decisions)
            self._keep(0, first, hashes)
            self._db.rows(
                "INSERT INTO ledger_batch (origin, run, first, size, at, salts) VALUES (?, ?, ?, ?, ?, ?)",
                (self.origin, run, first, len(hashes), moment(now), salts),
            )
            note = signed(Checkpoint(self.origin, first + len(hashes), self._root(first + len(hashes))), self._key)
            self._db.rows(
                "INSERT INTO ledger_checkpoint (origin, size, at, note) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (self.origin, first + len(hashes), moment(now), note),
            )
        return note

    def checkpoint(self, size: int | None = None) -> str:
        """The newest checkpoint, or one of that size. Raises `LedgerError`."""
        if size is not None:
            if not 0 <= size <= self.size:
                raise LedgerError(f"a checkpoint of {size}", f"the log has {self.size} entries", "ask for fewer")
            return signed(Checkpoint(self.origin, size, self._root(size)), self._key)
        rows = self._db.rows(
            "SELECT note FROM ledger_checkpoint WHERE origin = ? ORDER BY size DESC LIMIT 1", (self.origin,)
        )
        return str(rows[0][0]) if rows else signed(Checkpoint(self.origin, 0, self._root(0)), self._key)

    def prove(self, run: str, place: int, id: str, reason: str) -> Proof:
        """The proof for one decision: the `place` of the row in its run, and what was decided. Raises `LedgerError`."""
        batch = self.batch(run)
        if batch is None or not 0 <= place < batch.size:
            raise LedgerError(f"run {run[:16]}", "is not in this log", "append its manifest first")
        salt = self._salt(run, place)
        if not any(salt):
            raise LedgerError(f"row {id}", "was forgotten: nobody can tell any more which entry is its own", "")
        index, size = batch.first + place, self.size
        path = inclusion(index, size, self._node)
        return Proof(run, id, reason, salt, index, tuple(path), self.checkpoint())

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the log of `new` entries begins with the log of `old`. Raises `LedgerError`."""
        if not 0 <= old <= new <= self.size:
            raise LedgerError(f"{old} and {new}", f"the log has {self.size} entries", "give two sizes that it had")
        return consistency(old, new, self._node)

    def forget(self, run: str, places: Sequence[int]) -> int:
        """Forgets the salts of rows: which entries are theirs, nobody can tell any more. How many were forgotten."""
        with self._db.transaction():
            rows = self._db.rows("SELECT salts FROM ledger_batch WHERE origin = ? AND run = ?", (self.origin, run))
            if not rows:
                return 0
            salts = bytearray(rows[0][0])
            known = [p for p in dict.fromkeys(places) if any(salts[p * SALT : (p + 1) * SALT])]
            for place in known:
                salts[place * SALT : (place + 1) * SALT] = bytes(SALT)
            self._db.rows(
                "UPDATE ledger_batch SET salts = ? WHERE origin = ? AND run = ?", (bytes(salts), self.origin, run)
            )
        return len(known)

    def verify(self) -> int:
        """Checks everything that is stored; how many entries. Raises `LedgerError`, naming what is wrong."""
        size, next_ = self.size, 0
        for run, first, count in self._db.rows(
            "SELECT run, first, size FROM ledger_batch WHERE origin = ? ORDER BY first", (self.origin,)
        ):
            if first != next_:
                raise LedgerError(f"run {run[:16]}", f"begins at {first}, not at {next_}: a run is missing", _BACKUP)
            next_ += count
        level, count = 0, size
        while count:
            self._verify_level(level, count)
            level, count = level + 1, count >> _HEIGHT
        for at, note in self._db.rows(
            "SELECT size, note FROM ledger_checkpoint WHERE origin = ? ORDER BY size", (self.origin,)
        ):
            if note != signed(Checkpoint(self.origin, at, self._root(at)), self._key):
                raise LedgerError(f"the checkpoint of {at}", "is not that of the entries: one of them changed", _BACKUP)
        return size

    def _verify_level(self, level: int, count: int) -> None:
        for tile in range((count + _WIDTH - 1) // _WIDTH):
            hashes = self._tile(level, tile)
            expected = min(_WIDTH, count - tile * _WIDTH)
            unit = _WIDTH**level
            what = f"entries {tile * _WIDTH * unit} to {(tile * _WIDTH + expected) * unit - 1}"
            if len(hashes) != expected:
                raise LedgerError(what, "are not all there", _BACKUP)
            if (
                expected == _WIDTH
                and nodes_of(hashes)(_HEIGHT, 0) != self._tile(level + 1, tile >> _HEIGHT)[tile % _WIDTH]
            ):
                raise LedgerError(what, "were changed after they were logged", _BACKUP)

    def _keep(self, level: int, first: int, hashes: list[bytes]) -> None:
        """Adds hashes to a level, and the roots of the tiles that they fill to the level above."""
        start = first - first % _WIDTH
        every = self._tile(level, first >> _HEIGHT)[: first % _WIDTH] + hashes
        tiles = [every[i : i + _WIDTH] for i in range(0, len(every), _WIDTH)]
        number = start >> _HEIGHT
        self._db.many(
            "INSERT INTO ledger_tile (origin, level, tile, hashes) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (origin, level, tile) DO UPDATE SET hashes = excluded.hashes",
            [(self.origin, level, number + n, b"".join(tile)) for n, tile in enumerate(tiles)],
        )
        full = [_root_of(tile) for tile in tiles if len(tile) == _WIDTH]
        if full:
            self._keep(level + 1, number, full)

    def _node(self, height: int, index: int) -> bytes:
        level, rest = divmod(height, _HEIGHT)
        first = index << rest
        hashes = self._tile(level, first >> _HEIGHT)[first % _WIDTH : first % _WIDTH + (1 << rest)]
        if len(hashes) != 1 << rest:
            raise LedgerError(f"entries from {index << height}", "are not all there", _BACKUP)
        return _root_of(hashes)

    def _root(self, size: int) -> bytes:
        return root(size, self._node)

    def _tile(self, level: int, tile: int) -> list[bytes]:
        rows = self._db.rows(
            "SELECT hashes FROM ledger_tile WHERE origin = ? AND level = ? AND tile = ?", (self.origin, level, tile)
        )
        whole = bytes(rows[0][0]) if rows else b""
        return [whole[i : i + _HASH] for i in range(0, len(whole), _HASH)]

    def _salt(self, run: str, place: int) -> bytes:
        rows = self._db.rows(
            "SELECT substr(salts, ?, ?) FROM ledger_batch WHERE origin = ? AND run = ?",
            (place * SALT + 1, SALT, self.origin, run),
        )
        return bytes(rows[0][0])

    def _last(self) -> datetime | None:
        rows = self._db.rows("SELECT max(at) FROM ledger_batch WHERE origin = ?", (self.origin,))
        return datetime.fromisoformat(rows[0][0]) if rows and rows[0][0] else None


_BACKUP = "restore the database, and compare with a checkpoint that somebody else kept"


def _root_of(hashes: list[bytes]) -> bytes:
    """The root of a power of two of hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
    return hashes[0]
