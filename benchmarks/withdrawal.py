"""A withdrawal from a large run: registered, told, clean sets written, each by the command as a whole process.

    python benchmarks/withdrawal.py [FOLDER [SHARDS [ROWS]]]

The run is made up: 25 shards of 4,000,000 rows, of 2,000,000 people, each of whom is in every shard, so that every one
of them changes. It takes about 10 GB in FOLDER, and is deleted afterwards.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import polars as pl

from sayso.decision import Reason
from sayso.gate.manifest import NAME, Manifest, Part, Shard
from sayso.gate.shard import write_part

PEOPLE = 2_000_000
PERSON = "person-00000012"


def main() -> None:
    """Prints the figures."""
    where = sys.argv[1] if len(sys.argv) > 1 else None
    shards = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 4_000_000
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder = Path(name)
        print(f"{shards * rows:,} rows in {shards} shards, {size(made(folder / 'set', shards, rows)):,} MB")
        took("registered, the index built", folder, "lineage", "add", "big", "--run", "set")
        print(f"... the index has {size(folder / 'set' / 'persons'):,} MB")
        took("withdrawal told", folder, "withdraw", PERSON)
        took("withdrawal to clean manifest (bar: 10 s)", folder, "withdraw", PERSON, "--out", "clean")
        took("the same, every changed shard written anew", folder, "withdraw", PERSON, "--out", "anew", "--rewrite")


def made(folder: Path, shards: int, rows: int) -> Path:
    """A run as the gate leaves it behind: one shard, as often as is wanted."""
    folder.mkdir()
    number = pl.int_range(rows)
    name = pl.lit("person-") + ((number * 7919) % PEOPLE).cast(pl.String).str.zfill(8)
    passes = number % 3 != 0
    reasons = [str(Reason.CONSENTED), str(Reason.CONSENT_MISSING)]
    kind = pl.Enum([str(reason) for reason in Reason])
    every = pl.select(
        id=pl.lit("row-") + number.cast(pl.String).str.zfill(9),
        subjects=pl.concat_list(name),
        reason=pl.when(passes).then(pl.lit(reasons[0])).otherwise(pl.lit(reasons[1])).cast(kind),
        kept=pl.when(passes).then(passes.cum_sum().cast(pl.Int64) - 1),
    )
    text = pl.lit("what was said, at some length: ") + number.hash().cast(pl.String)
    kept = every.select("id", "subjects", text=text).filter(every["kept"].is_not_null())
    first = [write_part(kept, folder / "rows-00000.parquet"), write_part(every, folder / "decisions-00000.parquet")]
    each = []
    for shard in range(shards):
        parts = [replace(part, name=part.name.replace("00000", f"{shard:05}")) for part in first]
        for part, of in zip(parts, first, strict=True):
            if shard:
                shutil.copyfile(folder / of.name, folder / part.name)
        each.append(Shard(*parts))
    counts = {reasons[0]: kept.height * shards, reasons[1]: (rows - kept.height) * shards}
    inputs = tuple(Part(f"in-{shard}.parquet", f"{shard:064}", rows) for shard in range(shards))
    made = Manifest("train-ai", "2026-05-03T00:00:00+00:00", inputs, tuple(each), counts, {}, 0, "bench")
    (folder / NAME).write_text(made.text, "utf-8")
    return folder


def size(folder: Path) -> int:
    """Megabytes."""
    return sum(file.stat().st_size for file in folder.glob("*.*")) // 1_000_000


def took(what: str, folder: Path, *arguments: str) -> None:
    """Runs a command, and prints what it took."""
    environment = {**os.environ, "SAYSO_STORE": f"sqlite:///{folder}/desk.db"}
    command = [sys.executable, "-c", "from sayso.cli import main; main(prog_name='sayso')", *arguments]
    begun, before = time.perf_counter(), os.times()
    said = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout
    wall, after = time.perf_counter() - begun, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"{what}: {wall:.2f} s ({spent:.2f} s of processor time), {len(said.splitlines())} lines told", flush=True)


if __name__ == "__main__":
    main()
