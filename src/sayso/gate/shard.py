"""One shard of a run: the rows that pass, and what was decided about every row that was offered for it.

Every engine writes its shards here, so that the same rows are the same bytes, whoever decided about them.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

import polars as pl

from sayso.gate.local import passes
from sayso.gate.manifest import Part, Shard
from sayso.gate.report import decided_by
from sayso.gate.transcript import Transcript


def write_shard(
    batch: pl.DataFrame,
    seen: pl.DataFrame,
    reasons: pl.Series,
    number: int,
    out: Path,
    cut: Transcript | None,
) -> Shard:
    """Writes the shard of that number. `batch`: the rows as they are; `seen`: as the gate sees them (`Table`).

    `cut`: how the rows are transcripts, if they are (`Table.transcript`).
    """
    kept = passes(reasons)
    subjects = seen["subjects"]
    named = subjects if subjects.dtype.base_type() is pl.List else subjects.reshape((-1, 1)).arr.to_list()
    people = named.cast(pl.List(pl.String)).alias("subjects")
    decided = [seen["id"].cast(pl.String), people, reasons, decided_by(seen, reasons)]
    if cut:
        rows, kept_as = cut.cut(batch, seen, kept)
        decided += [seen["segment"], kept_as]
    else:
        rows = batch.filter(kept)
        place = pl.when(kept).then(kept.cum_sum().cast(pl.Int64) - 1)
        decided += [pl.select(kept=place).to_series()]
    return Shard(
        write_part(rows, out / f"rows-{number:05}.parquet"),
        write_part(pl.DataFrame(decided), out / f"decisions-{number:05}.parquet"),
        asdict(cut) if cut else {},
    )


def write_part(frame: pl.DataFrame, file: Path) -> Part:
    """Writes one file of a run: Parquet, always the same bytes for the same rows."""
    frame.write_parquet(file, compression="zstd", compression_level=1, statistics=True)
    return Part(file.name, digest(file), frame.height)


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
