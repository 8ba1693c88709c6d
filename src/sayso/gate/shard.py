"""One shard of a run: the rows that pass, and what was decided about every row that was offered for it.

Every engine writes its shards here, so that the same rows are the same bytes, whoever decided about them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl

from sayso.gate.local import passes
from sayso.gate.manifest import Part, Shard


def write_shard(batch: pl.DataFrame, seen: pl.DataFrame, reasons: pl.Series, number: int, out: Path) -> Shard:
    """Writes the shard of that number. `batch`: the rows as they are; `seen`: as the gate sees them (`Table`)."""
    kept = pl.DataFrame([reasons]).select(passes(pl.col("reason")).alias("passes"))["passes"]
    rows = batch.filter(kept)
    place = pl.when(pl.col("passes")).then(pl.col("passes").cum_sum().cast(pl.Int64) - 1).alias("kept")
    subjects = seen["subjects"]
    named = subjects if subjects.dtype.base_type() is pl.List else subjects.reshape((-1, 1)).arr.to_list()
    decided = pl.DataFrame([seen["id"], named.alias("subjects"), reasons, kept]).select(
        "id", "subjects", "reason", place
    )
    return Shard(
        write_part(rows, out / f"rows-{number:05}.parquet"), write_part(decided, out / f"decisions-{number:05}.parquet")
    )


def write_part(frame: pl.DataFrame, file: Path) -> Part:
    """Writes one file of a run: Parquet, always the same bytes for the same rows."""
    frame.write_parquet(file, compression="zstd", compression_level=1, statistics=True)
    return Part(file.name, digest(file), frame.height)


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
