"""The gate on Apache Spark beside the local engine, in turn in one run, and how it scales on this machine.

    python benchmarks/gate_spark.py [ROWS ...]

Start-up is aside: Spark is started, and has done a small run, before anything is measured. Seconds of processors are
those of everything that works for a run (this process, Java, executors); where other work runs on the machine they say
more than the clock. What is shuffled is what Spark leaves on the disk.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gate import AS_OF, KNOWN, made
from sayso.gate.load import consents
from sayso.gate.local import Gate
from sayso.gate.manifest import Manifest
from sayso.gate.run import run
from sayso.gate.spark import engine
from sayso.gate.spark.session import session
from sayso.gate.table import Table

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Took:
    """What a run took: seconds of the clock, seconds of processors, and the most memory that one process has."""

    clock: float
    processors: float
    memory: float


def family() -> dict[int, tuple[float, float]]:
    """Of this process and all that it started: seconds of processors (with those that ended), and MB at most."""
    every = dict[int, tuple[int, float, float]]()
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            memory = (folder / "status").read_text().partition("VmHWM:")[2].split()
            every[int(folder.name)] = (int(fields[1]), sum(map(int, fields[11:15])) / _TICKS, int(memory[0]) / 1024)
        except (OSError, ValueError, IndexError):
            continue
    own = {os.getpid()}
    while more := {process for process, (parent, _, _) in every.items() if parent in own} - own:
        own |= more
    return {process: every[process][1:] for process in own if process in every}


def took(work: Callable[[], Manifest]) -> tuple[Took, Manifest]:
    """Does the work once."""
    before, begun = family(), time.perf_counter()
    made = work()
    clock, after = time.perf_counter() - begun, family()
    spent = sum(seconds for seconds, _ in after.values()) - sum(seconds for seconds, _ in before.values())
    return Took(clock, spent, max(memory for process, (_, memory) in after.items() if process != os.getpid())), made


def on_spark(spark: Any, files: tuple[Path, Path], out: Path) -> Manifest:
    """The Spark engine, from files to a folder."""
    return engine.run(spark, Table(files[:1]), [str(files[1])], KNOWN, "train-ai", AS_OF, out)


def local(files: tuple[Path, Path], out: Path) -> Manifest:
    """The local engine, from files to a folder."""
    heard, digests = consents([str(files[1])])
    return run(Table(files[:1]), Gate(replace(KNOWN, digests=digests), "train-ai", AS_OF, heard), out)


def shuffled(folder: Path) -> dict[Path, int]:
    """Bytes that Spark has shuffled, by the file that they are in; those of earlier runs go when it likes."""
    return {file: file.stat().st_size for file in folder.rglob("shuffle_*.data")}


def line(name: str, rows: int, one: Took, more: str = "") -> None:
    """Prints what a run took."""
    rate = rows / one.processors / 1e6
    print(f"{name:<34} {one.clock:6.1f} s, {one.processors:6.1f} s of processors, {rate:5.2f} million rows each{more}")


def measured(spark: Any, cores: int, rows: int, files: tuple[Path, Path], folder: Path) -> None:
    """Prints what Spark takes for so many rows, and with all cores what the local engine takes."""
    before = shuffled(folder)
    there, spread = took(lambda: on_spark(spark, files, folder / "there"))
    sent = sum(size for file, size in shuffled(folder).items() if file not in before) / rows
    line(f"Spark, {cores} executors, {rows:,} rows", rows, there,
         f", {sent:.1f} bytes a row shuffled, {there.memory:,.0f} MB at most")  # fmt: skip
    if cores > 1:
        here, own = took(lambda: local(files, folder / "here"))
        line("  the local engine", rows, here)
        assert own == spread
        print(f"  as long as the local engine: {there.clock / here.clock:.1f} times (bar: 3);"
              f" of processors: {there.processors / here.processors:.1f} times")  # fmt: skip
    for out in ("there", "here"):
        shutil.rmtree(folder / out, ignore_errors=True)


def main() -> None:
    """Prints the figures."""
    sizes = [int(size) for size in sys.argv[1:]] or [2_000_000, 5_000_000, 10_000_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SPARK_LOCAL_DIRS"] = name
        files = {size: made(folder, size, size // 10) for size in sizes}
        small = made(folder, 100_000, 10_000)
        for cores in (2, 1):
            with session(f"local[{cores}]") as spark:
                on_spark(spark, small, folder / "warm")
                shutil.rmtree(folder / "warm")
                for size in sizes:
                    measured(spark, cores, size, files[size], folder)


if __name__ == "__main__":
    main()
