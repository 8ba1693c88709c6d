"""The three steps of a run on executors: rows are offered to those who know the people in them, who rule; files are
written of what they said.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from sayso.decision import Reason
from sayso.errors import GateError
from sayso.gate.local import REASON, Gate
from sayso.gate.run import named
from sayso.gate.shard import write_shard
from sayso.gate.spark.heard import consents
from sayso.gate.spark.plan import Unit, Work
from sayso.gate.spark.wire import Codes, Ids, Lines, Made, Places, Trouble, Twice, packed, trouble, unpacked

#: Lines that are decided at once: each time, the consents of the share are looked at.
_AT_ONCE = 2_000_000
#: Hashes that one share tells of at most; that many are enough to find an id that stands twice.
_TOLD = 10_000
_LOOKED_AT = {
    "subjects": pl.String, "data": pl.String, "at": pl.Int64, "terms": pl.String, "space": pl.String,
    "feature": pl.String, "source": pl.String,
}  # fmt: skip
_UNDECIDED = 255


def read(work: Work, unit: Unit) -> Iterator[tuple[int, int, pl.DataFrame]]:
    """Rows as the gate sees them, with the number of their shard and the place of the first in the file."""
    file = work.check(unit.source)
    if work.sliced(unit.source):
        yield unit.shard, unit.first, work.table.seen(file, unit.first, unit.rows)
    else:
        for number, (_, seen) in enumerate(work.table.batches(file)):
            yield unit.shard + number, number * work.table.batch, seen
    work.check(unit.source)


def offer(work: Work, some: Iterable[Unit]) -> Iterator[tuple[int, Lines | Ids | Trouble]]:
    """The people in rows, and the ids of rows, each to its share."""
    for unit in some:
        first = unit.first
        try:
            for shard, first, seen in read(work, unit):
                named(seen["id"])
                yield from _lines(work, shard, first % work.table.batch, seen)
                yield from _ids(work, seen)
        except GateError as error:
            yield 0, trouble((unit.source, first), error)


def _lines(work: Work, shard: int, first: int, seen: pl.DataFrame) -> Iterator[tuple[int, Lines]]:
    several = seen.schema["subjects"].base_type() is pl.List
    each = seen.select(*_LOOKED_AT).with_row_index("line", first)
    each = each.with_columns(pl.col("subjects").cast(pl.List(pl.String) if several else pl.String))
    if several:  # a list of nobody is one person who is not named
        names = pl.col("subjects").list
        each = each.with_columns(pl.when(names.len() > 0).then("subjects").otherwise(pl.lit([""]))).explode("subjects")
    alike = {name: each[name][0] for name in _LOOKED_AT if each.height and each[name].eq_missing(each[name][0]).all()}
    each = each.with_columns(work.share("subjects")).drop(alike)
    for (share,), mine in each.partition_by("share", as_dict=True, include_key=False).items():
        yield int(str(share)), Lines(shard, alike, packed(mine), mine.height, several)


def _ids(work: Work, seen: pl.DataFrame) -> Iterator[tuple[int, Ids]]:
    hashes = seen.select(pl.col("id").hash(work.seed).alias("hash"))
    hashes = hashes.with_columns(share=(pl.col("hash") % work.shares).cast(pl.UInt32))
    for (share,), mine in hashes.partition_by("share", as_dict=True, include_key=False).items():
        yield int(str(share)), Ids(mine["hash"].to_numpy().tobytes(), mine.height)


def rule(
    work: Work, share: int, some: Iterable[Lines | Ids | Trouble]
) -> Iterator[tuple[int, Codes | Twice | Trouble]]:
    """The local engine's ruling on every person of a share, to those who write the shards."""
    try:
        gate = Gate(work.grounds, work.purpose, work.as_of, consents(work, share))
    except GateError as error:
        yield 0, trouble((len(work.sources), share), error)
        return
    waiting, lines, ids = list[Lines](), 0, list[Ids]()
    for one in some:
        if isinstance(one, Lines):
            waiting.append(one)
            lines += one.lines
            if lines >= _AT_ONCE:
                yield from _to_writers(work, gate, waiting)
                waiting, lines = [], 0
        elif isinstance(one, Ids):
            ids.append(one)
        else:
            yield 0, one
    if waiting:
        yield from _to_writers(work, gate, waiting)
    yield from ((0, twice) for twice in _twice(ids))


def _twice(ids: Sequence[Ids]) -> Iterator[Twice]:
    """Those that stand twice. The hashes of ids are most of what an executor holds: there are no two copies of them."""
    hashes, size = np.empty(sum(one.rows for one in ids), np.uint64), 0
    for one in ids:
        hashes[size : size + one.rows] = np.frombuffer(one.hashes, np.uint64)
        size += one.rows
    hashes.sort()
    equal = hashes[1:] == hashes[:-1]
    if equal.any():
        yield Twice(tuple(np.unique(hashes[1:][equal])[:_TOLD].tolist()))


def _to_writers(work: Work, gate: Gate, waiting: list[Lines]) -> Iterator[tuple[int, Codes]]:
    frames = [
        unpacked(lines.frame)
        .with_columns(pl.lit(value, _LOOKED_AT[name]).alias(name) for name, value in lines.alike.items())
        .select("line", *_LOOKED_AT)
        for lines in waiting
    ]
    each = pl.concat(frames)
    decided = each.select("line", code=gate.reasons(each).to_physical().cast(pl.UInt8))
    first = 0
    for one in waiting:
        mine = decided.slice(first, one.lines)
        least = mine.group_by("line", maintain_order=True).agg(pl.col("code").min()) if one.several else mine
        yield work.writer(one.shard), Codes(one.shard, packed(least), one.lines)
        first += one.lines


def file(work: Work, some: Iterable[Codes | Twice | Trouble]) -> Iterator[Made | Twice | Trouble]:
    """Writes the shards that these rulings are about: of several about a row, the strictest counts."""
    codes: dict[int, list[Codes]] = {}
    for one in some:
        if isinstance(one, Codes):
            codes.setdefault(one.shard, []).append(one)
        else:
            yield one
    for source, shards in groupby(sorted(codes), work.source):
        try:
            for shard, (batch, seen) in _again(work, source, list(shards)):
                yield _written(work, shard, batch, seen, codes.pop(shard))
        except GateError as error:
            yield trouble((source, work.sources[source].rows + 1), error)


def _again(work: Work, source: int, shards: list[int]) -> Iterator[tuple[int, tuple[pl.DataFrame, pl.DataFrame]]]:
    """The rows of shards, read once more, now with everything in them."""
    file, start, batch = work.check(source), work.starts[source], work.table.batch
    if work.sliced(source):
        for shard in shards:
            yield shard, work.table.part(file, (shard - start) * batch, batch)
    else:
        yield from enumerate(work.table.batches(file), start)
    work.check(source)


def _written(work: Work, number: int, batch: pl.DataFrame, seen: pl.DataFrame, said: list[Codes]) -> Made:
    codes = pl.repeat(_UNDECIDED, seen.height, dtype=pl.UInt8, eager=True)
    for frame in (unpacked(one.frame) for one in said):
        least = pl.DataFrame([frame["code"], codes.gather(frame["line"]).alias("before")]).min_horizontal()
        codes = codes.scatter(frame["line"], least)
    if sum(one.lines for one in said) != _people(seen) or (codes == _UNDECIDED).any():
        raise GateError(f"shard {number}", "has people in it about whom nothing was decided", "start again")
    reasons = pl.Series("reason", list(map(str, Reason)), REASON).gather(codes)
    with TemporaryDirectory(dir=work.scratch) as own:  # a task can be done twice, at the same time
        shard = write_shard(batch, seen, reasons, number, Path(own), work.cut)
        for name in (shard.rows.name, shard.decisions.name):
            _synced(Path(own) / name).replace(work.out / name)
    return Made(number, shard, {str(reason): count for reason, count in reasons.value_counts().iter_rows()})


def _people(seen: pl.DataFrame) -> int:
    """How many people there are to decide about; where nobody is named, somebody who is not."""
    if seen.schema["subjects"].base_type() is not pl.List:
        return seen.height
    return int(seen.select(pl.max_horizontal(pl.col("subjects").list.len().fill_null(0), 1).sum()).item())


def _synced(file: Path) -> Path:
    with file.open("rb") as handle:
        os.fsync(handle.fileno())
    return file


def look_up(work: Work, some: Iterable[Unit], twice: frozenset[int]) -> Iterator[Places | Trouble]:
    """Where ids with these hashes stand: the first two places of each in one part of the rows."""
    wanted = pl.Series(sorted(twice), dtype=pl.UInt64).implode()
    for unit in some:
        try:
            for _, first, seen in read(work, unit):
                ids = seen.select("id").with_row_index("row")
                ids = ids.filter(pl.col("id").hash(work.seed).is_in(wanted))
                for id, rows in ids.group_by("id").agg(pl.col("row").sort().head(2)).iter_rows():
                    yield Places(id, tuple((unit.source, first, row) for row in rows))
        except GateError as error:
            yield trouble((unit.source, unit.first), error)
