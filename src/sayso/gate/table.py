"""Tables of rows from files: Parquet, Arrow, NDJSON and CSV, in batches, with the columns that the gate needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from sayso.errors import GateError

#: What a row is made of. The first five have to be there, as a column or as one value for all rows.
NEEDED = ("id", "subjects", "data", "at", "terms")
OPTIONAL = ("space", "feature", "source")
_SCANS: Mapping[str, Callable[[Path], pl.LazyFrame]] = {
          ".parquet": pl.scan_parquet, ".arrow": pl.scan_ipc, ".ipc": pl.scan_ipc, ".jsonl": pl.scan_ndjson,
          ".ndjson": pl.scan_ndjson, ".csv": pl.scan_csv}  # fmt: skip
_BATCH = 4_000_000
_BROKEN = (pl.exceptions.PolarsError, OSError, ValueError)


@dataclass(frozen=True)
class Table:
    """Where rows come from. `columns`: of which column each part of a row is; `values`: of all rows alike."""

    files: tuple[Path, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def batches(self, file: Path) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """The rows of one file, as they are and as the gate sees them. Raises `GateError`, with the file's name."""
        try:
            scan = _SCANS[file.suffix.lower()](file)
            self._complete(file, scan.collect_schema().names())
            for batch in scan.collect_batches(chunk_size=_BATCH, maintain_order=True):
                yield batch, self._seen(batch)
        except KeyError:
            raise GateError(file.name, "is no table that this reads", f"give {', '.join(sorted(_SCANS))}") from None
        except _BROKEN as error:
            cause = str(error).partition("\n")[0][:200] or "cannot be read"
            raise GateError(file.name, f"is damaged or unreadable ({cause})", "get the file again") from None

    def schema(self, file: Path) -> dict[str, pl.DataType]:
        """The columns of one file."""
        try:
            return dict(_SCANS[file.suffix.lower()](file).collect_schema())
        except (*_BROKEN, KeyError):
            return {}

    def _complete(self, file: Path, names: list[str]) -> None:
        for part in NEEDED:
            if part not in self.values and self.columns.get(part, part) not in names:
                cause = f"has no column `{self.columns.get(part, part)}`"
                way_out = f"name it (--column {part}=NAME), or give one value for all rows (--set {part}=VALUE)"
                raise GateError(file.name, cause, way_out)

    def _seen(self, batch: pl.DataFrame) -> pl.DataFrame:
        parts = []
        for part in (*NEEDED, *OPTIONAL):
            name = self.columns.get(part, part)
            if part in self.values:
                parts.append(pl.lit(self.values[part]).alias(part))
            elif name in batch.columns:
                parts.append(_typed(part, name, batch.schema[name]))
            else:
                parts.append(pl.lit("").alias(part))
        return batch.select(parts).with_columns(pl.col(OPTIONAL).fill_null(""))


def _typed(part: str, name: str, kind: pl.DataType) -> pl.Expr:
    """A column as the gate compares it: moments in microseconds of UTC, names as they are, all else as text."""
    column = pl.col(name)
    if part == "at":
        if kind.is_integer():
            return column.cast(pl.Int64).alias(part)
        if kind == pl.String:
            column = column.str.to_datetime(time_unit="us", time_zone="UTC", strict=True)
        return column.dt.timestamp("us").alias(part)
    if part == "subjects":
        return column.alias(part) if kind.base_type() is pl.List else column.cast(pl.String).alias(part)
    return column.cast(pl.String).alias(part)
