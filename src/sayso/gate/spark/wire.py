"""What executors send each other: few and large messages, each with a table in it, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import polars as pl

from sayso.errors import ConsentError, GateError
from sayso.gate.manifest import Shard


@dataclass(frozen=True, slots=True)
class Lines:
    """People in the rows of one shard whom one executor decides about: a line for each of them in each row.

    `frame` has `line`, the place of the row in its shard, and what the gate looks at. `alike`: columns that are one
    value. `several`: whether a row can have several lines.
    """

    shard: int
    alike: Mapping[str, Any]
    frame: bytes
    lines: int
    several: bool


@dataclass(frozen=True, slots=True)
class Ids:
    """Hashes of the ids of so many rows, 64 bits each."""

    hashes: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Codes:
    """What was decided about rows of one shard: `line`, and `code`, the place of the reason among all reasons.

    `lines`: about how many people in them.
    """

    shard: int
    frame: bytes
    lines: int


@dataclass(frozen=True, slots=True)
class Made:
    """One shard that was written, by its number, and how many rows for which reason."""

    number: int
    shard: Shard
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Twice:
    """Hashes that several ids have."""

    hashes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """An id, and where it stands: in which file, from which row on, as which of what was read there."""

    id: object
    places: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error that a person can act on, and where it arose: of several, the first is told."""

    place: tuple[int, int]
    kind: type[GateError] | type[ConsentError]
    said: tuple[str, str, str]

    def error(self) -> GateError | ConsentError:
        """The error again."""
        return self.kind(*self.said)


def trouble(place: tuple[int, int], error: GateError | ConsentError) -> Trouble:
    """An error on its way to who started the run."""
    return Trouble(place, type(error), (error.thing, error.cause, error.way_out))


def raise_first(found: list[Trouble]) -> None:
    """Raises the first of these errors, if there is one."""
    if found:
        raise min(found, key=lambda one: one.place).error()


def packed(frame: pl.DataFrame) -> bytes:
    """A table as bytes. LZ4 makes a third more of them than Zstandard, in a third of the time.

    Of a `line` what is kept is how far it is from the one before: these are small.
    """
    to = BytesIO()
    if "line" in frame.columns:
        lines = frame["line"].cast(pl.Int64)
        frame = frame.with_columns((lines - lines.shift(1, fill_value=0)).shrink_dtype())
    frame.write_ipc_stream(to, compression="lz4")
    return to.getvalue()


def unpacked(frame: bytes) -> pl.DataFrame:
    """A table from its bytes."""
    table = pl.read_ipc_stream(frame)
    if "line" in table.columns:
        table = table.with_columns(pl.col("line").cast(pl.Int64).cum_sum().cast(pl.UInt32))
    return table
