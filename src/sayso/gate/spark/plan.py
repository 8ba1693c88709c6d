"""The plan of a run: how many rows each file has, which of them become which shard, and who reads what.

Shards are those of the local engine: as many rows from one file. Files of which no part can be read alone (CSV,
NDJSON) are read from beginning to end by one executor.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import polars as pl

from sayso.errors import GateError
from sayso.gate.grounds import Grounds
from sayso.gate.run import unchanged
from sayso.gate.shard import digest
from sayso.gate.spark.wire import Trouble, trouble
from sayso.gate.table import SLICED, Table
from sayso.gate.transcript import Transcript

#: Rows that are read at once at most, and consents of one share.
STEP, SHARE = 1_000_000, 2_000_000
#: Rows of one share at most; each has the ids of as many in memory.
_OFFERED = 250_000_000
#: At most so many tasks in a stage: what each of them sends to each of the next is a block.
_TASKS = 20_000


@dataclass(frozen=True, slots=True)
class Source:
    """One file of rows: SHA-256, how many rows, and how the file was when that was found out."""

    number: int
    sha256: str
    rows: int
    stamp: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one executor reads at once: rows of one shard, or a whole file. `first`: of all rows of the file."""

    source: int
    shard: int
    first: int
    rows: int


@dataclass(frozen=True)
class Work:
    """What every executor knows of a run. `out`: where shards are written; `scratch`: where all else is, meanwhile.

    `cut`: how rows are transcripts, if they are. `asked`: whether there are any consents. `shares`: among how many the
    people are divided, by a hash that nobody can know before (`seed`).
    """

    table: Table
    grounds: Grounds
    purpose: str
    as_of: datetime
    out: Path
    scratch: Path
    seed: int
    cut: Transcript | None = None
    asked: bool = False
    sources: Sequence[Source] = ()
    shares: int = 1

    def share(self, name: str) -> pl.Expr:
        """The share that each person of a column belongs to."""
        return (pl.col(name).fill_null("").hash(self.seed) % self.shares).cast(pl.UInt32).alias("share")

    @cached_property
    def starts(self) -> list[int]:
        """The number of the first shard of each file."""
        return list(accumulate((-(-source.rows // self.table.batch) for source in self.sources), initial=0))[:-1]

    def source(self, shard: int) -> int:
        """The file that a shard is of."""
        return bisect_right(self.starts, shard) - 1

    def writer(self, shard: int) -> int:
        """Who writes a shard: of a file that is read from beginning to end, one writes all of them."""
        source = self.source(shard)
        return shard if self.sliced(source) else self.starts[source]

    def sliced(self, source: int) -> bool:
        """Whether parts of a file can be read alone."""
        return self.table.files[source].suffix.lower() in SLICED

    def check(self, source: int) -> Path:
        """The file, as it was when the run began. Raises `GateError` if it is not."""
        return same(self.table.files[source], self.sources[source].stamp)


def met(work: Work, numbers: Iterable[int], schema: Mapping[str, pl.DataType]) -> Iterator[Source | Trouble]:
    """Files of rows as they are found. `schema`: of the first."""
    for number in numbers:
        file = work.table.files[number]
        try:
            found = stamp(file)
            unchanged(dict(schema), work.table.schema(file), file)
            rows = work.table.height(file)
            yield Source(number, digest(file), rows, found)
        except GateError as error:
            yield trouble((number, 0), error)


def units(work: Work, step: int) -> list[Unit]:
    """What there is to read, in order, at most `step` rows at once. Of transcripts, whole shards: lines are counted."""
    found, batch = list[Unit](), work.table.batch
    step = batch if work.cut else step
    for source, first in zip(work.sources, work.starts, strict=True):
        if work.sliced(source.number):
            for start in range(0, source.rows, batch):
                end = min(start + batch, source.rows)
                shard = first + start // batch
                found += [Unit(source.number, shard, n, min(step, end - n)) for n in range(start, end, step)]
        elif source.rows:
            found.append(Unit(source.number, first, 0, source.rows))
    return found


def step(rows: int, cores: int) -> int:
    """Rows that are read at once: large messages, but enough of them that no core waits long for another."""
    return max(STEP // 4, min(STEP, rows // (4 * cores)))


def tasks(number: int) -> int:
    """In how many tasks so many things are done."""
    return max(1, min(number, _TASKS))


def shares(consents: int, rows: int, cores: int) -> int:
    """Among how many the people are divided: so that the consents of one are not too large for its memory."""
    return max(2 * cores, consents // SHARE + 1, rows // _OFFERED + 1)


def stamp(file: Path) -> tuple[int, int]:
    """How a file is: its size, and when it was last written to."""
    try:
        found = file.stat()
    except OSError:  # it is told of when it is read
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)


def same(file: Path, before: tuple[int, int]) -> Path:
    """The file. Raises `GateError` if it is not as it was."""
    if stamp(file) != before:
        raise GateError(file.name, "was changed while the gate read it", "start again when it is complete")
    return file
