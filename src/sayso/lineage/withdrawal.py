"""A withdrawal: everything that holds a person's rows, what to do about each, until when; and the clean sets.

Rows are taken out of the sets that the gate wrote; out of a transcript only what the person said, while something is
left of it. A shard without the person stays the file that it was.
"""

from __future__ import annotations

import json
import shutil
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from sayso.errors import LineageError
from sayso.gate.manifest import NAME, Manifest
from sayso.gate.outcome import outcome
from sayso.gate.shard import write_part
from sayso.gate.transcript import Transcript
from sayso.lineage.graph import Graph
from sayso.lineage.index import rows_of, segments_of
from sayso.lineage.thing import REMEDY, Kind, Remedy, Thing


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to see to. `rows`: which of the person's rows are in it itself, by shard; empty if none are.

    `segments`: where they are transcripts, which segments of them are to be cut (the place of the row, and in it).
    """

    thing: Thing
    remedy: Remedy
    rows: dict[int, list[int]]
    segments: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(map(len, self.rows.values()))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What one person's withdrawal asks for. `until`: the last day (GDPR Art. 12(3): one month)."""

    person: str
    on: date
    tasks: tuple[Task, ...]

    @property
    def until(self) -> date:
        """A month from the day of the withdrawal; the last day of a month that is too short."""
        year, month = divmod(self.on.month, 12)
        year, month = self.on.year + year, month + 1
        return date(year, month, min(self.on.day, monthrange(year, month)[1]))


def withdrawal(graph: Graph, person: str, on: date) -> Withdrawal:
    """What there is to do, in the order in which to do it."""
    holding = {}
    for thing in graph.all():
        if thing.kind is Kind.DATASET and thing.run and (rows := rows_of(Path(thing.place), person)):
            holding[thing.name] = rows
    tasks = []
    for thing in graph.made_of(holding):
        segments = segments_of(Path(thing.place), person) if thing.name in holding else {}
        tasks.append(Task(thing, REMEDY[thing.kind], holding.get(thing.name, {}), segments))
    return Withdrawal(person, on, tuple(tasks))


def tombstones(found: Withdrawal) -> Iterator[str]:
    """For those who hold copies: what to take out, as JSON, one row of a set a line. It names no person."""
    for task in found.tasks:
        for shard, places in task.rows.items():
            file = outcome(Path(task.thing.place)).manifest.shards[shard].rows
            segments = task.segments.get(shard)
            for place in [{"row": r, "segment": s} for r, s in segments] if segments else [{"row": r} for r in places]:
                yield json.dumps({
                    "tombstone": 1, "dataset": task.thing.name, "run": task.thing.run, "shard": file.name,
                    "sha256": file.sha256, **place, "until": found.until.isoformat(),
                })  # fmt: skip


def clean(task: Task, out: Path) -> Manifest:
    """Writes the set without the person's rows into a new folder: its manifest, and only the shards that changed.

    Shards that did not change keep their names, and are linked (or copied) from the run. Raises `LineageError`.
    """
    folder = Path(task.thing.place)
    run = outcome(folder)
    if out.exists():
        raise LineageError(str(out), "is there already", "give another folder")
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        shards = list(run.manifest.shards)
        for number, shard in enumerate(shards):
            if places := task.rows.get(number):
                table = pl.read_parquet(run.checked(shard.rows))
                if shard.transcript:
                    kept = Transcript(**shard.transcript).without(table, task.segments[number])
                else:
                    kept = _without(table, places)
                shards[number] = replace(shard, rows=write_part(kept, beside / shard.rows.name))
            else:
                _linked(folder / shard.rows.name, beside / shard.rows.name)
        made = replace(run.manifest, shards=tuple(shards), report=None)
        (beside / NAME).write_text(made.text, "utf-8")
        beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return made


def _without(table: pl.DataFrame, places: list[int]) -> pl.DataFrame:
    return table.with_row_index("__row").filter(~pl.col("__row").is_in(places)).drop("__row")


def _linked(file: Path, out: Path) -> None:
    try:
        out.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, out)
