"""A withdrawal: everything that holds a person's rows, what to do about each, until when.

Of a set that the gate wrote the rows are known, and so are those of its inputs; what was made of a set is told, whether
or not their rows came as far. Where it cannot be told (an index that is damaged, a folder that is gone), that is said.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

import polars as pl

from sayso.errors import GateError, LineageError
from sayso.gate.manifest import Part
from sayso.gate.outcome import Outcome
from sayso.lineage.graph import Graph, made_of
from sayso.lineage.index import lines_of, opened
from sayso.lineage.thing import REMEDY, Kind, Remedy, Thing


@dataclass(frozen=True, slots=True)
class Held:
    """A person's rows in one file: `row`, its place in that; of transcripts also the `segment`."""

    file: Part
    rows: pl.DataFrame

    @property
    def count(self) -> int:
        """How many rows."""
        return self.rows["row"].n_unique()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to see to. `held`: the files with the person's rows in them; empty if they are not known.

    `lines`: of a set that the gate wrote, the decisions to be taken out, as in the index. `cause`: why it is not known.
    """

    thing: Thing
    remedy: Remedy
    held: tuple[Held, ...] = ()
    lines: Mapping[int, pl.DataFrame] = field(default_factory=dict)
    cause: str = ""

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(held.count for held in self.held)

    @property
    def segments(self) -> int:
        """How many segments of them, where they are transcripts; else 0."""
        return sum(held.rows.height for held in self.held if "segment" in held.rows.columns)


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


def input_name(part: Part) -> str:
    """The name of an input of the gate as a thing: what it is called, and its content."""
    return f"{part.name}@{part.sha256[:12]}"


def withdrawal(graph: Graph, person: str, on: date) -> Withdrawal:
    """What there is to do, in the order in which to do it."""
    things, known = graph.all(), dict[str, Task]()
    for thing in things:
        if thing.kind is Kind.DATASET and thing.run:
            try:
                run = opened(thing)
                lines = lines_of(run, person)
            except (GateError, LineageError) as error:
                known[thing.name] = Task(thing, Remedy.LOOK, cause=str(error))
                continue
            if task := _set(thing, run, lines):
                known[thing.name] = task
            known |= {name: task for name, task in _inputs(things, run, lines).items() if name not in known}
    tasks = (known.get(thing.name) or Task(thing, REMEDY[thing.kind]) for thing in made_of(things, known))
    return Withdrawal(person, on, tuple(tasks))


def _set(thing: Thing, run: Outcome, lines: Mapping[int, pl.DataFrame]) -> Task | None:
    """What there is to do about a set that the gate wrote; None if no row of theirs is in it."""
    kept = {number: part.filter(pl.col("kept").is_not_null()) for number, part in lines.items()}
    held = [
        Held(run.manifest.shards[number].rows, part.drop("line").rename({"kept": "row"}).unique(maintain_order=True))
        for number, part in kept.items()
        if part.height
    ]
    if not held:
        return None
    if not any((run.folder / shard.rows.name).exists() for shard in run.manifest.shards):
        return Task(thing, Remedy.DROP, tuple(held), cause="its rows are deleted already; what was made of it is not")
    task = Task(thing, Remedy.REFILTER, tuple(held), lines)
    whole = not task.segments and task.count == run.manifest.rows
    return Task(thing, Remedy.DROP, task.held, lines) if whole else task


def _inputs(things: list[Thing], run: Outcome, lines: Mapping[int, pl.DataFrame]) -> dict[str, Task]:
    """What there is to do about what was offered to the gate, whether it passed or not.

    Each shard is of one input, in order; but of transcripts it is not known how many rows are in how many decisions.
    """
    there, shards = {thing.name: thing for thing in things}, run.manifest.shards
    firsts = list(accumulate((shard.decisions.rows for shard in shards), initial=0))
    places = [firsts[number] + line for number, part in lines.items() for line in part["line"].unique().sort()]
    found, first = dict[str, Task](), 0
    for part in run.manifest.inputs:
        own = [place - first for place in places if first <= place < first + part.rows]
        first += part.rows
        thing = there.get(input_name(part))
        if thing and lines and any(shard.transcript for shard in shards):
            found[thing.name] = Task(thing, Remedy.DROP)
        elif thing and own:
            found[thing.name] = Task(thing, Remedy.DROP, (Held(part, pl.DataFrame({"row": own})),))
    return found


def tombstones(found: Withdrawal) -> Iterator[str]:
    """For those who hold copies: what to take out, as JSON, one row (or segment) of a file a line. It names nobody."""
    for task in found.tasks:
        for held in task.held:
            for place in held.rows.iter_rows(named=True):
                yield json.dumps({
                    "tombstone": 1, "dataset": task.thing.name, "run": task.thing.run, "shard": held.file.name,
                    "sha256": held.file.sha256, **place, "until": found.until.isoformat(),
                })  # fmt: skip
