"""Consents on their way to the executors that need them: read in parts, divided by person, kept beside the run.

No executor, and not who started the run, ever has all of them; a table that is no Parquet or Arrow, and a desk's
store, is read by one, from beginning to end, and copied so that the next step can divide the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl

from sayso.errors import ConsentError, GateError
from sayso.gate import pack
from sayso.gate.consents import SCANS, from_facts, from_file, height, part, table
from sayso.gate.packed import SCHEMA, micros
from sayso.gate.shard import digest
from sayso.gate.spark.plan import SHARE, Work, same, stamp
from sayso.gate.spark.wire import Trouble, packed, trouble, unpacked

_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Said:
    """Consents that were found: the file to read them from, how it was, how many, and the SHA-256 of what was given."""

    number: int
    file: Path
    stamp: tuple[int, int]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Later:
    """How many consents were given after the moment that counts."""

    number: int


def found(work: Work, named: Iterable[tuple[int, str]]) -> Iterator[Said | Trouble]:
    """Files and stores of consents, as something that can be read in parts."""
    for number, name in named:
        file, copy = Path(name), work.scratch / f"copy-{number}.parquet"
        try:
            if "://" in name:
                rows, hashed = _copied(name, copy)
                yield Said(number, copy, stamp(copy), rows, hashed)
            elif pack.packed(file):
                yield from _of_pack(number, file, copy)
            elif file.suffix.lower() in SCANS:
                before = stamp(file)
                yield Said(number, file, before, height(file), digest(file))
            else:
                frame = from_file(file)
                frame.write_parquet(copy)
                yield Said(number, copy, stamp(copy), frame.height, digest(file))
        except (GateError, ConsentError) as error:
            yield trouble((number, 0), error)


def _of_pack(number: int, folder: Path, copy: Path) -> Iterator[Said]:
    """The parts of a pack; of one that is empty, nothing."""
    files, hashed = pack.parts(folder)
    if not files:
        table([]).write_parquet(copy)
    for file in files or [copy]:
        before = stamp(file)
        yield Said(number, pack.whole(file) if files else file, before, height(file), hashed)


def _copied(name: str, copy: Path) -> tuple[int, str]:
    """Copies what the store of a desk has. How many consents, and the digest of all of them as one CSV."""
    from pyarrow.parquet import ParquetWriter

    from sayso.consent.store import open_store

    hashed, rows, store = sha256(), 0, open_store(name)
    empty = table([]).to_arrow()
    try:
        consents = (c for space in store.every() for c in from_facts(space, store.facts(space)))
        with ParquetWriter(copy, empty.schema) as writer:
            while (frame := table(islice(consents, _AT_ONCE))).height or not rows:
                hashed.update(frame.write_csv(include_header=not rows).encode())
                writer.write_table(frame.to_arrow())
                rows += frame.height
                if not frame.height:
                    break
    finally:
        store.close()
    return rows, hashed.hexdigest()


def parts(said: Sequence[Said], cores: int) -> list[tuple[Said, int, int]]:
    """What each executor reads: from which row on, and how many. Of an empty table, its columns."""
    rows = min(SHARE, sum(one.rows for one in said) // cores + 1)
    return [(one, first, rows) for one in said for first in range(0, max(one.rows, 1), rows)]


def divided(work: Work, some: Iterable[tuple[Said, int, int]]) -> Iterator[tuple[int, bytes | Later | Trouble]]:
    """Consents for the purpose, by share; and how many come too late."""
    moment = micros(work.as_of)
    for one, first, rows in some:
        try:
            frame = part(one.file, first, rows).filter(pl.col("purpose") == work.purpose)
            same(one.file, one.stamp)
        except GateError as error:
            yield 0, trouble((one.number, first), error)
            continue
        yield 0, Later(frame.filter(pl.col("at") > moment).height)
        frame = frame.with_columns(pl.col("person").cast(pl.String))
        heard = frame.filter(pl.col("at") <= moment).with_columns(work.share("person"))
        for (share,), mine in heard.partition_by("share", as_dict=True, include_key=False).items():
            yield int(str(share)), packed(mine)


def kept(work: Work, share: int, some: Iterable[bytes | Later | Trouble]) -> Iterator[Later | Trouble]:
    """Keeps the consents of one share, also if there are none, where the executor that decides by them finds them."""
    frames = [pl.DataFrame(schema=SCHEMA)]
    for one in some:
        if isinstance(one, bytes):
            frames.append(unpacked(one))
        else:
            yield one
    with NamedTemporaryFile(dir=work.scratch, delete=False) as beside:  # a task can be done twice, at the same time
        pl.concat(frames).write_ipc(beside)
    Path(beside.name).replace(_file(work, share))


def consents(work: Work, share: int) -> pl.DataFrame:
    """The consents of one share. Raises `GateError` if they are not there: a refusal that is not heard could be one."""
    if not work.asked:
        return pl.DataFrame(schema=SCHEMA)
    try:
        return pl.read_ipc(_file(work, share))
    except (OSError, pl.exceptions.PolarsError):
        cause, way_out = "are not where they were kept", "let all executors see the new folder under the same name"
        raise GateError(f"the consents of share {share}", cause, way_out) from None


def _file(work: Work, share: int) -> Path:
    return work.scratch / f"consents-{share}.arrow"
