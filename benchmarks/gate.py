"""The gate beside a plain semi-join in Polars and in DuckDB, which decide less, in one run.

    python benchmarks/gate.py [ROWS [PEOPLE]]
    python benchmarks/gate.py stream [ROWS]     # a run over many rows, and the memory that it takes

A semi-join says who agreed. The gate says of every row why it passes or not, by terms, strategy, signals, clocks and
the last word of everybody in it. Half of the people in the rows never answered; a tenth of those who did said no; and
every consent and every row has a moment of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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
YEAR = int(timedelta(days=365) / timedelta(microseconds=1))
KNOWN = Grounds(grids={"v1": Grid([Cell("content", "train-ai", Say.OPT_IN)])})
TIMES = 5


def made(folder: Path, rows: int, people: int, dense: bool = False) -> tuple[Path, Path]:
    """Rows of twice as many people as ever answered, as time goes on; each is of somebody who had answered by then."""
    rng = np.random.default_rng(7)
    every = np.arange(people * 2)
    names = pl.Series("person", every if dense else [f"person-{n:08}" for n in every])
    since = micros(AS_OF) - 2 * YEAR + rng.integers(0, YEAR, people * 2)
    who = rng.integers(0, people * 2, rows)
    at = since[who] + 1 + rng.integers(0, YEAR // 2, rows)
    table = pl.DataFrame({"subjects": names.gather(who), "at": at}).sort("at").with_row_index("id")
    table = table.with_columns(data=pl.lit("content"), terms=pl.lit("v1"))
    says = pl.Series("says", ["given", "refused"]).gather((rng.random(people) < 0.1).astype(np.uint32))
    consents = pl.DataFrame({"person": names.head(people), "says": says, "at": since[:people]}).with_columns(
        data=pl.lit("content"), purpose=pl.lit("train-ai"), space=pl.lit("*"), feature=pl.lit("*"),
        covers=pl.lit(None, pl.Int64), until=pl.lit(None, pl.Int64), free=pl.lit(True),
    ).select(*SCHEMA)  # fmt: skip
    files = folder / f"rows-{rows}-{people}-{dense}.parquet", folder / f"consents-{people}-{dense}.parquet"
    table.write_parquet(files[0])
    consents.write_parquet(files[1])
    return files


def sayso(rows: Path, consents: Path) -> int:
    """How many rows pass, with the reason for every row."""
    gate = Gate(KNOWN, "train-ai", AS_OF, pl.read_parquet(consents))
    count = 0
    for seen in Table((rows,)).offered(rows):
        count += int(passes(gate.reasons(seen)).sum())
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


def in_memory(rows: Path, consents: Path) -> dict[str, Callable[[], int]]:
    """The same where rows and consents are in memory already, as each likes them best."""
    offered, said = pl.concat(list(Table((rows,)).offered(rows))).rechunk(), pl.read_parquet(consents)
    gate = Gate(KNOWN, "train-ai", AS_OF, said)
    who, yes = offered.select("subjects"), said.filter(pl.col("says") == "given").select(subjects="person")
    link = duckdb.connect(config={"threads": 2})
    for name, frame in (("who", who), ("yes", yes)):
        link.register("frame", frame.to_arrow())
        link.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")

    def in_duck() -> int:
        found = link.execute("SELECT count(*) FROM who WHERE subjects IN (SELECT subjects FROM yes)").fetchone()
        return int(found[0]) if found else 0

    return {
        "sayso, a reason for every row": lambda: int(passes(gate.reasons(offered)).sum()),
        "a semi-join in Polars": lambda: who.join(yes, on="subjects", how="semi").height,
        "a semi-join in DuckDB": in_duck,
    }


def duck_written(rows: Path, consents: Path, out: Path) -> None:
    """The rows of those who said yes, written: what is beside a whole run."""
    link = duckdb.connect(config={"threads": 2})
    yes = f"SELECT person FROM '{consents}' WHERE says = 'given'"
    kept = f"SELECT * FROM '{rows}' WHERE subjects IN ({yes})"
    link.execute(f"COPY ({kept}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")


def from_files(rows: Path, consents: Path) -> dict[str, Callable[[], int]]:
    """All of it, from files on."""
    return {
        "sayso, a reason for every row": lambda: sayso(rows, consents),
        "a semi-join in Polars": lambda: polars(rows, consents),
        "a semi-join in DuckDB": lambda: duck(rows, consents),
    }


def compared(rows: int, work: dict[str, Callable[[], int]]) -> list[float]:
    """The quickest of several times each, all in turn, in seconds. The first three have to let the same rows pass."""
    best = dict.fromkeys(work, float("inf"))
    counts = dict[str, int]()
    for _ in range(TIMES):
        for name, one in work.items():
            begun = time.perf_counter()
            counts[name] = one()
            best[name] = min(best[name], time.perf_counter() - begun)
    assert len({counts[name] for name in list(work)[:3]}) == 1, counts
    for name, seconds in best.items():
        print(f"{name:<42} {rows / seconds / 1e6:6.1f} million rows a second")
    return list(best.values())


def main() -> None:
    """Prints the figures."""
    if sys.argv[1:2] == ["stream"]:
        stream(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000_000)
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = made(folder, rows, people // 10), made(folder, rows, people)
        print("people are names, from files")
        fewer_people = {f"sayso, {people // 10:,} people who answered": lambda: sayso(*few)}
        own, *floors, fewer = compared(rows, from_files(*many) | fewer_people)
        print(f"beside the faster semi-join: {min(floors) / own:.2f} times as fast (bar: 1)")
        print(f"ten times the consents: {1 - fewer / own:.0%} fewer rows a second (bar: less than a third)")
        dense = made(folder, rows, people, dense=True)
        for where, work in {"from files": from_files(*dense), "in memory": in_memory(*dense)}.items():
            print(f"people are integers, {where}")
            own, *floors = compared(rows, work)
            print(f"beside the faster semi-join: {min(floors) / own:.2f} times as fast (bar: 3)")
        print("whole runs")
        begun = time.perf_counter()
        run(Table((many[0],)), Gate(KNOWN, "train-ai", AS_OF, pl.read_parquet(many[1])), folder / "set")
        seconds = time.perf_counter() - begun
        print(f"shards, decisions, report and digests: {rows / seconds / 1e6:.1f} million rows a second")
        begun = time.perf_counter()
        duck_written(*many, folder / "kept.parquet")
        print(f"DuckDB, what is kept alone: {(time.perf_counter() - begun) / seconds:.2f} times as long")


def stream(rows: int) -> None:
    """The command over files of ten million rows with a million consents, and the memory that it takes."""
    with tempfile.TemporaryDirectory() as name:
        folder, size = Path(name), min(rows, 10_000_000)
        table, consents = made(folder, size, 1_000_000)
        files = [folder / f"part-{n}.parquet" for n in range(rows // size)]
        for number, file in enumerate(files):
            pl.scan_parquet(table).with_columns(pl.col("id") + number * size).sink_parquet(file)
        terms = folder / "terms.json"
        terms.write_text('{"grid": [{"data": "content", "purpose": "train-ai", "say": "opt-in"}]}', "utf-8")
        command = [sys.executable, "-m", "sayso", "gate", *map(str, files), "--as-of", AS_OF.isoformat()]
        command += ["--terms", f"v1={terms}", "--consents", str(consents), "--out", str(folder / "set")]
        begun = time.perf_counter()
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{rows:,} rows: {seconds:.0f} s, {rows / seconds / 1e6:.1f} million a second, {memory:,.0f} MB (bar: 2,000)")


if __name__ == "__main__":
    main()
