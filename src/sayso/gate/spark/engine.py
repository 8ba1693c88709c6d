"""A run of the gate on Spark: a plan, the consents divided among executors, then the rows to them and back.

Who started the run gets a line for each file, for each shard and for each share of the people, never a row or a
consent. What is written, and what is in the manifest, is what the local engine writes, byte for byte.
"""

from __future__ import annotations

import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import GateError
from sayso.gate.folder import Book, filed
from sayso.gate.grounds import Grounds
from sayso.gate.manifest import Manifest, Part
from sayso.gate.run import twice_named
from sayso.gate.spark import heard, plan, stages
from sayso.gate.spark.heard import Said
from sayso.gate.spark.plan import Unit, Work
from sayso.gate.spark.wire import Made, Trouble, Twice, raise_first
from sayso.gate.table import Table

if TYPE_CHECKING:
    from pyspark import Broadcast, SparkContext


def run(
    spark: SparkContext,
    table: Table,
    consents: Sequence[str],
    grounds: Grounds,
    purpose: str,
    as_of: datetime,
    out: Path,
    book: Book | None = None,
) -> Manifest:
    """Writes the same folder as the local engine's `run`. `consents`: files, or the addresses of desks.

    `book`: the log that the decisions go into, if any. Every executor has to see these files and the folder under the
    same names. Raises `GateError`, and what `book` and the store of a desk raise.
    """
    files = tuple(file.absolute() for file in table.files)
    named = [name if "://" in name else str(Path(name).absolute()) for name in consents]

    def written(beside: Path) -> Manifest:
        # Of its own name: an executor that is left of a run that was killed finds no place to write to.
        scratch = beside / f".{secrets.token_hex(8)}"
        scratch.mkdir()
        work = Work(replace(table, files=files), grounds, purpose, as_of, beside, scratch, secrets.randbits(63))
        try:
            return _made(spark, work, named)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    return filed(out.absolute(), written, book)


def _made(spark: SparkContext, work: Work, consents: Sequence[str]) -> Manifest:
    schema = work.table.schema(work.table.files[0])
    work = replace(work, cut=work.table.transcript(work.table.files[0], schema), asked=bool(consents))
    said: list[Said] = _all(spark, work, heard.found, list(enumerate(consents, 1)))
    sources = _all(spark, work, partial(plan.met, schema=schema), range(len(work.table.files)))
    rows, cores = sum(source.rows for source in sources), spark.defaultParallelism
    work = replace(work, sources=sources, shares=plan.shares(sum(one.rows for one in said), rows, cores))
    unheard = _divided(spark, work, said)
    units = plan.units(work, plan.step(rows, cores))
    shards = sorted(_decided(spark, work, units), key=lambda made: made.number)
    _there(work, shards)
    reasons = sum((Counter(made.reasons) for made in shards), Counter[str]())
    digests = {f"consents {one.number}": one.sha256 for one in said}
    return Manifest(
        work.purpose,
        work.as_of.isoformat(),
        tuple(Part(work.table.files[one.number].name, one.sha256, one.rows) for one in sources),
        tuple(made.shard for made in shards),
        dict(sorted(reasons.items())),
        {**work.grounds.digests, **digests},
        unheard,
        version("sayso"),
    )


def _there(work: Work, shards: Sequence[Made]) -> None:
    for name in (part.name for made in shards for part in (made.shard.rows, made.shard.decisions)):
        if not (work.out / name).exists():
            way_out = "let all of them see the new folder under the same name"
            raise GateError(name, "is not where an executor wrote it", way_out)


def _divided(spark: SparkContext, work: Work, said: Sequence[Said]) -> int:
    """Divides the consents among the shares. How many came too late to be heard."""
    parts = heard.parts(said, spark.defaultParallelism)
    if not parts:
        return 0
    shared = spark.broadcast(work)
    divided = spark.parallelize(parts, plan.tasks(len(parts))).mapPartitions(_Step(shared, heard.divided))
    kept = divided.partitionBy(work.shares, int).mapPartitionsWithIndex(_StepOf(shared, heard.kept))
    return sum(later.number for later in _untroubled(kept.collect()))


def _decided(spark: SparkContext, work: Work, units: Sequence[Unit]) -> list[Made]:
    """Rows to those who know the people in them, what these say to those who write the shards."""
    if not units:
        return []
    shared = spark.broadcast(work)
    offered = spark.parallelize(units, plan.tasks(len(units))).mapPartitions(_Step(shared, stages.offer))
    ruled = offered.partitionBy(work.shares, int).mapPartitionsWithIndex(_StepOf(shared, stages.rule))
    writers = plan.tasks(units[-1].shard + 1)
    found = _untroubled(ruled.partitionBy(writers, int).values().mapPartitions(_Step(shared, stages.file)).collect())
    if twice := frozenset(hash for one in found if isinstance(one, Twice) for hash in one.hashes):
        _looked_up(spark, work, units, twice)
    return [one for one in found if isinstance(one, Made)]


def _looked_up(spark: SparkContext, work: Work, units: Sequence[Unit], twice: frozenset[int]) -> None:
    """Raises `GateError` for the id that is first seen for the second time; hashes can be alike by chance."""
    places: dict[Any, list[tuple[int, int, int]]] = {}
    for one in _all(spark, work, partial(stages.look_up, twice=twice), units):
        places.setdefault(one.id, []).extend(one.places)
    seconds = [(sorted(found)[1], id) for id, found in places.items() if len(found) > 1]
    if seconds:
        raise twice_named(min(seconds)[1])


def _all(spark: SparkContext, work: Work, step: Callable[..., Iterator[Any]], things: Sequence[Any]) -> list[Any]:
    """What a step finds of these things, in their order."""
    if not things:
        return []
    rdd = spark.parallelize(things, plan.tasks(len(things)))
    return _untroubled(rdd.mapPartitions(_Step(spark.broadcast(work), step)).collect())


def _untroubled(found: list[Any]) -> list[Any]:
    raise_first([one for one in found if isinstance(one, Trouble)])
    return found


@dataclass(frozen=True)
class _Step:
    """A step as Spark calls it, on whatever one executor has of the things that it is about."""

    shared: Broadcast[Work]
    step: Callable[[Work, Iterable[Any]], Iterator[Any]]

    def __call__(self, some: Iterable[Any]) -> Iterator[Any]:
        return self.step(self.shared.value, some)


@dataclass(frozen=True)
class _StepOf:
    """The same of one share of the people."""

    shared: Broadcast[Work]
    step: Callable[[Work, int, Iterable[Any]], Iterator[Any]]

    def __call__(self, share: int, some: Iterable[tuple[int, Any]]) -> Iterator[Any]:
        return self.step(self.shared.value, share, (one for _, one in some))
