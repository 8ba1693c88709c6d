"""The gate beside a plain semi-join in Polars and in DuckDB, which decide less, in one run.

    python benchmarks/gate.py [ROWS [PEOPLE]]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from sayso.gate.grounds import Grounds
from sayso.gate.local import Gate, passes
from sayso.gate.packed import SCHEMA, micros
from sayso.gate.run import run
from sayso.gate.table import Table
from sayso.grid import Cell, Grid
from sayso.say import Say

AS_OF = datetime(2026, 5, 3, tzinfo=UTC)
COLLECTED = micros(datetime(2026, 5, 1, tzinfo=UTC))
GIVEN = micros(datetime(2026, 4, 1, tzinfo=UTC))
KNOWN = Grounds(grids={"v1": Grid([Cell("content", "train-ai", Say.OPT_IN)])})


def made(folder: Path, rows: int, people: int) -> tuple[Path, Path]:
    """Rows of twice as many people as ever answered; a tenth of those who did said no."""
    rng = np.random.default_rng(7)
    names = pl.Series("person", [f"person-{n:08}" for n in range(people * 2)])
    who = names.gather(rng.integers(0, people * 2, rows))
    table = pl.DataFrame({"id": pl.int_range(rows, eager=True), "subjects": who}).with_columns(
        at=pl.lit(COLLECTED), data=pl.lit("content"), terms=pl.lit("v1")
    )
    says = pl.Series("says", ["given", "refused"]).gather((rng.random(people) < 0.1).astype(np.uint32))
    consents = pl.DataFrame({"person": names.head(people), "says": says}).with_columns(
        data=pl.lit("content"), purpose=pl.lit("train-ai"), at=pl.lit(GIVEN), space=pl.lit("*"), feature=pl.lit("*"),
        covers=pl.lit(None, pl.Int64), until=pl.lit(None, pl.Int64), free=pl.lit(True),
    ).select(*SCHEMA)  # fmt: skip
    files = folder / f"rows-{rows}-{people}.parquet", folder / f"consents-{people}.parquet"
    table.write_parquet(files[0])
    consents.write_parquet(files[1])
    return files


def sayso(rows: Path, consents: Path) -> int:
    """How many rows pass, with the reason for every row."""
    gate = Gate(KNOWN, "train-ai", AS_OF, pl.read_parquet(consents))
    count = 0
    for _, seen in Table((rows,)).batches(rows):
        reasons = gate.reasons(seen)
        count += int(pl.DataFrame([reasons]).select(passes(pl.col("reason")).sum()).item())
    return count


def polars(rows: Path, consents: Path) -> int:
    """A semi-join with those who said yes."""
    yes = pl.scan_parquet(consents).filter(pl.col("says") == "given")
    joined = pl.scan_parquet(rows).join(yes, left_on="subjects", right_on="person", how="semi")
    return int(joined.select(pl.len()).collect(engine="streaming").item())


def duck(rows: Path, consents: Path) -> int:
    """The same in SQL."""
    link = duckdb.connect(config={"threads": 2})
    yes = f"SELECT person FROM '{consents}' WHERE says = 'given'"
    found = link.execute(f"SELECT count(*) FROM '{rows}' WHERE subjects IN ({yes})").fetchone()
    return int(found[0]) if found else 0


def timed(name: str, work: Callable[[], int], rows: int) -> tuple[float, int]:
    """The quickest of three."""
    best, found = float("inf"), 0
    for _ in range(3):
        begun = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - begun)
    print(f"{name:<42} {rows / best / 1e6:6.1f} million rows a second")
    return best, found


def main() -> None:
    """Prints the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = made(folder, rows, people // 10), made(folder, rows, people)
        own, passing = timed("sayso, a reason for every row", lambda: sayso(*many), rows)
        floor = [timed("a semi-join in Polars", lambda: polars(*many), rows)]
        floor.append(timed("a semi-join in DuckDB", lambda: duck(*many), rows))
        assert {count for _, count in floor} == {passing}
        fewer, _ = timed(f"sayso, {people // 10:,} people", lambda: sayso(*few), rows)
        print(f"beside the faster semi-join: {min(seconds for seconds, _ in floor) / own:.2f} times as fast (bar: 1)")
        print(f"ten times the consents: {1 - fewer / own:.0%} fewer rows a second (bar: less than a third)")
        begun = time.perf_counter()
        gate = Gate(KNOWN, "train-ai", AS_OF, pl.read_parquet(many[1]))
        run(Table((many[0],)), gate, folder / "set")
        seconds = time.perf_counter() - begun
        print(f"a whole run, shards, decisions and digests written: {rows / seconds / 1e6:.1f} million rows a second")
        print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
