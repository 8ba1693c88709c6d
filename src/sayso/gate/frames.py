"""Rows in memory through the gate: what goes in as one type comes out as that, with only what may pass.

Of a pyarrow table only what the gate looks at is taken into Polars; all else stays what it is.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import polars as pl

from sayso.gate.local import Gate, passes
from sayso.gate.table import Table
from sayso.gate.transcript import Transcript


def filtered(gate: Gate, table: Table, rows: Any) -> Any:
    """What may pass of rows. Raises `GateError`, and `TypeError` for what holds no rows."""
    arrow = sys.modules.get("pyarrow")
    whole = replace(table, drop=())
    if isinstance(rows, pl.LazyFrame):
        left = rows.drop(table.drop)
        return left.map_batches(lambda batch: filtered(gate, whole, batch), **_AS_THEY_ARE)
    if isinstance(rows, pl.DataFrame):
        return _of_polars(gate, whole, rows.drop(table.drop))
    if arrow and isinstance(rows, arrow.RecordBatchReader):
        names = [name for name in rows.schema.names if name not in table.drop]
        schema = arrow.schema([rows.schema.field(name) for name in names], rows.schema.metadata)
        return arrow.RecordBatchReader.from_batches(schema, (filtered(gate, table, batch) for batch in rows))
    if arrow and isinstance(rows, arrow.Table | arrow.RecordBatch):
        return _of_arrow(gate, whole, rows.select([name for name in rows.schema.names if name not in table.drop]))
    raise TypeError(f"{type(rows).__name__} holds no rows: give a Polars frame, or a pyarrow table, batch or reader")


#: Nothing may be taken away from the rows before they are decided about.
_AS_THEY_ARE: dict[str, Any] = {
    "predicate_pushdown": False, "projection_pushdown": False, "slice_pushdown": False, "streamable": True,
}  # fmt: skip


def reasons_of(gate: Gate, table: Table, rows: Any) -> Any:
    """The reason for each row; of transcripts, a list with one for each segment."""
    arrow = sys.modules.get("pyarrow")
    whole = replace(table, drop=())
    if isinstance(rows, pl.LazyFrame):
        return reasons_of(gate, table, rows.collect())
    if isinstance(rows, pl.DataFrame):
        left = rows.drop(table.drop)
        return _reasons(gate, whole, left, left.columns)
    if arrow and isinstance(rows, arrow.Table | arrow.RecordBatch):
        names = [name for name in rows.schema.names if name not in table.drop]
        found = _reasons(gate, whole, _looked_at(whole, rows), names)
        text = pl.List(pl.String) if isinstance(found.dtype, pl.List) else pl.String
        return found.cast(text).to_arrow(compat_level=pl.CompatLevel.oldest())
    raise TypeError(f"{type(rows).__name__} holds no rows: give a Polars frame, or a pyarrow table or batch")


def _reasons(gate: Gate, table: Table, rows: pl.DataFrame, names: Collection[str]) -> pl.Series:
    seen, cut = table.frame(rows, names)
    found = gate.reasons(seen)
    if cut is None:
        return found
    lines = seen.select("row", found.alias("reason"))
    return lines.group_by("row", maintain_order=True).agg("reason")["reason"]


def _decided(
    gate: Gate, table: Table, rows: pl.DataFrame, names: Collection[str]
) -> tuple[pl.DataFrame, pl.Series, Transcript | None]:
    """Rows as the gate sees them, whether each passes, and how they are transcripts, if they are."""
    seen, cut = table.frame(rows, names)
    found = gate.reasons(seen)
    return seen, passes(found), cut


def _of_polars(gate: Gate, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    seen, passing, cut = _decided(gate, table, rows, rows.columns)
    left = cut.cut(rows, seen, passing)[0] if cut else rows.filter(passing)
    return left.with_columns(_alone(left[name]) for name, kind in left.schema.items() if _has_text(kind))


def _alone(column: pl.Series) -> pl.Series:
    """A column that shares no memory with what did not pass: those words would be written with it (Arrow, pickle)."""
    copied = pl.Series(column.name, column.to_arrow(compat_level=pl.CompatLevel.oldest()))
    return copied.cast(column.dtype)


def _has_text(kind: Any) -> bool:
    if isinstance(kind, pl.Struct):
        return any(_has_text(field.dtype) for field in kind.fields)
    return _has_text(kind.inner) if isinstance(kind, pl.List | pl.Array) else kind in (pl.String, pl.Binary)


def _of_arrow(gate: Gate, table: Table, rows: Any) -> Any:
    looked_at = _looked_at(table, rows)
    seen, passing, cut = _decided(gate, table, looked_at, rows.schema.names)
    if cut is None:
        return rows.filter(passing.to_arrow())
    left = rows.filter(cut.kept(seen, passing).to_arrow())
    changed = cut.cut(looked_at, seen, passing)[0]
    for name in filter(None, (cut.segments, cut.subjects)):
        place = rows.schema.get_field_index(name)
        field = rows.schema.field(name)
        column = changed[name].to_arrow(compat_level=pl.CompatLevel.oldest()).cast(field.type)
        left = left.set_column(place, field, column)
    return left


def _looked_at(table: Table, rows: Any) -> pl.DataFrame:
    found = pl.from_arrow(rows.select(table.looked_at(rows.schema.names)))
    assert isinstance(found, pl.DataFrame)
    return found
