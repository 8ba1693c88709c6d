"""A run of the gate: batches through the engine, shards and decisions onto the disk, the manifest last.

Killed at any moment, the run has either happened or not (`sayso.gate.folder`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl

from sayso.errors import GateError
from sayso.gate.folder import Book, filed
from sayso.gate.local import Gate
from sayso.gate.manifest import Manifest, Part, Shard
from sayso.gate.packed import micros
from sayso.gate.shard import digest, write_shard
from sayso.gate.table import Table


def run(
    table: Table, gate: Gate, out: Path, told: Callable[[int], None] = lambda _rows: None, book: Book | None = None
) -> Manifest:
    """Writes the rows that may pass into a new folder, with the decisions about all and the manifest.

    `told` hears how many rows were decided, batch by batch. `book`: the log that the decisions go into, if any. A
    folder that has this very run in it is left as it is. Raises `GateError`, and what `book` raises.
    """
    return filed(out, lambda beside: _written(table, gate, beside, told), book)


def _written(table: Table, gate: Gate, out: Path, told: Callable[[int], None]) -> Manifest:
    inputs: list[Part] = []
    shards: list[Shard] = []
    reasons = Counter[str]()
    ids = _Ids(table)
    first = table.schema(table.files[0])
    cut = table.transcript(table.files[0], first)
    for file in table.files:
        unchanged(first, table.schema(file), file)
        rows = 0
        for batch, seen in table.batches(file):
            found = gate.reasons(seen)
            ids.add(seen["id"])
            shards.append(write_shard(batch, seen, found, len(shards), out, cut))
            reasons.update(dict(found.value_counts().iter_rows()))
            rows += batch.height
            told(batch.height)
        inputs.append(Part(file.name, digest(file), rows))
    ids.check()
    return Manifest(
        gate.purpose,
        gate.as_of.isoformat(),
        tuple(inputs),
        tuple(shards),
        {str(reason): count for reason, count in sorted(reasons.items())},
        dict(gate.grounds.digests),
        gate.consents.filter((pl.col("purpose") == gate.purpose) & (pl.col("at") > micros(gate.as_of))).height,
        version("sayso"),
    )


class _Ids:
    """Finds ids that stand twice, by their hashes; what looks alike is then looked at."""

    def __init__(self, table: Table) -> None:
        self.table, self.hashes = table, np.empty(0, np.uint64)

    def add(self, ids: pl.Series) -> None:
        named(ids)
        some, before = ids.hash().to_numpy(), self.hashes.size
        # Grown and sorted in place: of a hundred million rows, these are most of what a run holds.
        self.hashes.resize(before + some.size, refcheck=False)
        self.hashes[before:] = some

    def check(self) -> None:
        self.hashes.sort()
        if not (equal := self.hashes[1:] == self.hashes[:-1]).any():
            return
        twice = pl.Series(np.unique(self.hashes[1:][equal]))
        seen: set[object] = set()
        for file in self.table.files:
            for _, rows in self.table.batches(file):
                for id in rows["id"].filter(rows["id"].hash().is_in(twice.implode())):
                    if id in seen:
                        raise twice_named(id)
                    seen.add(id)


def named(ids: pl.Series) -> None:
    """Raises `GateError` for a row without an id."""
    if ids.null_count() or (ids.dtype == pl.String and (ids == "").any()):
        raise GateError("id", "is missing in a row", "give every row an id of its own")


def twice_named(id: object) -> GateError:
    """What is told of an id that two rows have."""
    return GateError(f"id {id}", "stands twice", "give every row an id of its own")


def unchanged(first: dict[str, pl.DataType], schema: dict[str, pl.DataType], file: Path) -> None:
    """Raises `GateError` for a file whose columns are not those of the first. What is unreadable is told of later."""
    for name in {**first, **schema}:
        if first.get(name) != schema.get(name) and schema:
            was, now = first.get(name) or "absent", schema.get(name) or "absent"
            raise GateError(file.name, f"its column `{name}` is {now}, and was {was}", "give files of one schema")
