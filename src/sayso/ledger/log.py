"""The log in a database, with the desk's: hashes in tiles, salts beside them, a batch and a checkpoint for each shard.

A shard is in it with all of its decisions or with none. A run some of whose shards are in it is known as such, and
nothing of it is proved until all of it is there. What is stored is hashed, signed or sealed: a bit that flips is found.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sayso.consent.store.database import Database, moment
from sayso.errors import LedgerError
from sayso.ledger.entry import HASH, SALT, leaves, leaves_again
from sayso.ledger.note import Checkpoint, opened, signed, verifier
from sayso.ledger.proof import Proof
from sayso.ledger.salts import Salts
from sayso.ledger.tiles import BACKUP, Tiles
from sayso.ledger.tree import consistency, inclusion, root

#: Decisions that are hashed at once: what is held in memory beside the hashes of a shard.
_AT_ONCE = 1 << 16
_COLUMNS = "run, shard, shards, first, size, at, seal"

Decisions = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Batch:
    """The decisions of one of the shards of a run, as they stand in the log: from `first` on, in their order."""

    run: str
    shard: int
    shards: int
    first: int
    size: int
    at: str

    def __str__(self) -> str:
        """What people are told of it."""
        return f"shard {self.shard} of run {self.run[:16]}"


class Log:
    """A log of a database. `origin`: its name, as in `harbour.example/training`."""

    def __init__(self, database: Database, origin: str, seed: str) -> None:
        secret = base64.urlsafe_b64decode(seed + "=="[: -len(seed) % 4])[:32]
        self.database = self._db = database
        self.origin = origin
        self._key, self._sealing = Ed25519PrivateKey.from_private_bytes(secret), sha256(b"seal" + secret).digest()
        self._tiles, self._salts = Tiles(database, origin), Salts(database, origin, self._seal)

    @property
    def verifier(self) -> str:
        """The public key of its checkpoints, as one line."""
        return verifier(self.origin, self._key.public_key())

    @property
    def size(self) -> int:
        """How many entries it has."""
        last = self._last()
        return last.first + last.size if last else 0

    def batches(self, run: str) -> list[Batch]:
        """What the log has of a run, shard by shard."""
        return self._batches("run = ? ORDER BY shard", run)

    def unfinished(self) -> list[tuple[str, int, int]]:
        """The runs that are only partly in the log: of each, its name, and how many of how many shards are."""
        rows = self._db.rows(
            "SELECT run, count(*), max(shards) FROM ledger_batch WHERE origin = ? GROUP BY run"
            " HAVING count(*) < max(shards) ORDER BY min(first)",
            (self.origin,),
        )
        return [(run, done, shards) for run, done, shards in rows]

    def append(self, run: str, decisions: Decisions, now: datetime, shard: int = 0, shards: int = 1) -> str:
        """Adds the decisions (row, reason) of a shard, all or none, and gives the checkpoint. It is added once.

        They are hashed before anything is locked: the desk goes on meanwhile. Raises `LedgerError`.
        """
        if shard in {batch.shard for batch in self.batches(run)}:
            return self.checkpoint()
        hashes, salts = bytearray(), bytearray()
        todo = iter(decisions)
        while some := list(islice(todo, _AT_ONCE)):
            more = leaves(run, some)
            hashes += more[0]
            salts += more[1]
        while (note := self._appended(run, shard, shards, bytes(hashes), bytes(salts), now)) is None:
            pass
        return note

    def _appended(self, run: str, shard: int, shards: int, hashes: bytes, salts: bytes, now: datetime) -> str | None:
        """The checkpoint; None if others added something in the meantime, so that it is to be tried again."""
        first = self.size
        tiles = list(self._tiles.grown(first, hashes))
        with self._db.transaction():
            self._db.lock_migrations()  # one writer at a time, of all processes
            if shard in {batch.shard for batch in self.batches(run)}:
                return self.checkpoint()
            if self.size != first:
                return None
            batch = Batch(run, shard, shards, first, len(hashes) // HASH, moment(now))
            if (last := self._last()) and batch.at < last.at:
                raise LedgerError("the clock", f"is behind the last entry ({last.at})", "set it right, and try again")
            self._tiles.keep(tiles)
            self._salts.keep(first, salts)
            self._db.rows(
                f"INSERT INTO ledger_batch (origin, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (self.origin, run, shard, shards, first, batch.size, batch.at, self._sealed(batch)),
            )
            note = self._signed(first + batch.size)
            self._db.rows(
                "INSERT INTO ledger_checkpoint (origin, size, at, note) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (self.origin, first + batch.size, batch.at, note),
            )
        return note

    def checkpoint(self, size: int | None = None) -> str:
        """The newest checkpoint, or one of that size. Raises `LedgerError`."""
        if size is not None:
            if not 0 <= size <= self.size:
                raise LedgerError(f"a checkpoint of {size}", f"the log has {self.size} entries", "ask for fewer")
            return self._signed(size)
        rows = self._db.rows(
            "SELECT note FROM ledger_checkpoint WHERE origin = ? ORDER BY size DESC LIMIT 1", (self.origin,)
        )
        return str(rows[0][0]) if rows else self._signed(0)

    def prove(self, run: str, place: int, id: str, reason: str) -> Proof:
        """The proof for one decision: the `place` of the row in its run, and what was decided. Raises `LedgerError`."""
        index = self._index(self._whole(run), place)
        salt = self._salts.range(index, 1)
        if not any(salt):
            raise LedgerError(f"row {id}", "was forgotten: nobody can tell any more which entry is its own", "")
        note = self.checkpoint()
        size = opened(note, self.verifier).size
        return Proof(run, id, reason, salt, index, tuple(inclusion(index, size, self._tiles.node)), note)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the log of `new` entries begins with the log of `old`. Raises `LedgerError`."""
        if not 0 <= old <= new <= self.size:
            raise LedgerError(f"{old} and {new}", f"the log has {self.size} entries", "give two sizes that it had")
        return consistency(old, new, self._tiles.node)

    def forget(self, run: str, places: Sequence[int]) -> int:
        """Forgets the salts of rows: which entries are theirs, nobody can tell any more. How many were forgotten."""
        with self._db.transaction():
            self._db.lock_migrations()
            batches = self.batches(run)
            known = self._salts.forget(self._index(batches, place) for place in places) if batches else 0
        self._db.erase("ledger_salt")
        return known

    def verify(self) -> int:
        """Checks everything that is stored; how many entries. Raises `LedgerError`, naming what is wrong."""
        ends: dict[int, str] = {}
        size, at = 0, ""
        for batch, seal in self._sealed_batches("TRUE ORDER BY first, size, at"):
            if seal != self._sealed(batch):
                raise LedgerError(str(batch), "is not where it was logged: its batch was changed", BACKUP)
            if batch.first != size:
                raise LedgerError(str(batch), f"begins at {batch.first}, not at {size}: one is missing", BACKUP)
            if batch.at < at:
                raise LedgerError(str(batch), "was logged before the one before it", BACKUP)
            size, at = size + batch.size, batch.at
            ends.setdefault(size, at)
        self._tiles.verify(size)
        self._salts.verify(size)
        self._verify_checkpoints(ends)
        return size

    def verify_run(self, run: str, shards: Sequence[Decisions]) -> int:
        """Holds a run against its entries; how many rows of it were forgotten. Raises `LedgerError`, naming the row."""
        forgotten = 0
        for batch, decisions in zip(self._whole(run), shards, strict=True):
            first, todo, left = batch.first, iter(decisions), batch.size
            while some := list(islice(todo, _AT_ONCE)):
                if (left := left - len(some)) < 0:
                    raise LedgerError(str(batch), "has more decisions than were logged", "run the gate again")
                salts, hashes = self._salts.range(first, len(some)), self._tiles.leaves(first, len(some))
                for n, leaf in enumerate(leaves_again(run, some, salts)):
                    if not any(salts[n * SALT : (n + 1) * SALT]):
                        forgotten += 1
                    elif leaf != hashes[n * HASH : (n + 1) * HASH]:
                        raise LedgerError(f"row {some[n][0]}", f"was logged otherwise: entry {first + n}", BACKUP)
                first += len(some)
            if left:
                raise LedgerError(str(batch), "has fewer decisions than were logged", "run the gate again")
        return forgotten

    def _verify_checkpoints(self, ends: dict[int, str]) -> None:
        rows = self._db.rows("SELECT size, at, note FROM ledger_checkpoint WHERE origin = ?", (self.origin,))
        for size, at, note in sorted(rows):
            if ends.pop(size, None) != at or note != self._signed(size):
                raise LedgerError(f"the checkpoint of {size}", "is not that of the entries: one was changed", BACKUP)
        for size in ends:
            raise LedgerError(f"the checkpoint of {size}", "is missing", BACKUP)

    def _whole(self, run: str) -> list[Batch]:
        """The batches of a run that is in the log with all of its shards. Raises `LedgerError`."""
        batches = self.batches(run)
        if not batches:
            raise LedgerError(f"run {run[:16]}", "is not in this log", "append its folder first")
        if len(batches) < batches[0].shards:
            cause = f"is only partly in this log: {len(batches)} of {batches[0].shards} shards"
            raise LedgerError(f"run {run[:16]}", cause, "append its folder again")
        return batches

    def _index(self, batches: list[Batch], place: int) -> int:
        rest = place
        for batch in batches if place >= 0 else ():
            if rest < batch.size:
                return batch.first + rest
            rest -= batch.size
        raise LedgerError(f"place {place}", "is in no shard of this run that was logged", "append its folder first")

    def _last(self) -> Batch | None:
        return next(iter(self._batches("TRUE ORDER BY first DESC, size DESC, at DESC LIMIT 1")), None)

    def _batches(self, which: str, *values: object) -> list[Batch]:
        return [batch for batch, _ in self._sealed_batches(which, *values)]

    def _sealed_batches(self, which: str, *values: object) -> Iterator[tuple[Batch, str]]:
        statement = f"SELECT {_COLUMNS} FROM ledger_batch WHERE origin = ? AND {which}"
        for *row, seal in self._db.rows(statement, (self.origin, *values)):
            yield Batch(*row), seal

    def _sealed(self, batch: Batch) -> str:
        return self._seal("batch", batch.run, batch.shard, batch.shards, batch.first, batch.size, batch.at)

    def _seal(self, *values: object) -> str:
        return hmac.new(self._sealing, json.dumps([self.origin, *values]).encode(), "sha256").hexdigest()

    def _signed(self, size: int) -> str:
        return signed(Checkpoint(self.origin, size, root(size, self._tiles.node)), self._key)
