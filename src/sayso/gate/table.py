"""Tables of rows from files: Parquet, Arrow, NDJSON and CSV, in batches, with the columns that the gate needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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
#: Rows of one batch, and so of one shard.
BATCH = 4_000_000
#: Files of which a part can be read without everything that stands before it.
SLICED = (".parquet", ".arrow", ".ipc")
_BROKEN = (pl.exceptions.PolarsError, OSError, ValueError)


@dataclass(frozen=True)
class Table:
    """Where rows come from. `columns`: of which column each part of a row is; `values`: of all rows alike."""

    files: tuple[Path, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def batches(self, file: Path) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """The rows of one file, as they are and as the gate sees them. Raises `GateError`, with the file's name."""
        with _reading(file):
            for batch in self._scan(file).collect_batches(chunk_size=BATCH, maintain_order=True):
                yield batch, self._seen(batch)

    def part(self, file: Path, first: int, rows: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Some of these rows, from the place of the first on. Raises `GateError`."""
        with _reading(file):
            batch = self._scan(file).slice(first, rows).collect()
            return batch, self._seen(batch)

    def seen(self, file: Path, first: int, rows: int) -> pl.DataFrame:
        """The same as the gate sees them: what it does not look at is not read. Raises `GateError`."""
        with _reading(file):
            scan = self._scan(file)
            there = scan.collect_schema().names()
            names = [name for part in (*NEEDED, *OPTIONAL) if (name := self.columns.get(part, part)) in there]
            return self._seen((scan.select(dict.fromkeys(names)) if names else scan).slice(first, rows).collect())

    def height(self, file: Path) -> int:
        """How many rows a file has. Raises `GateError`."""
        with _reading(file):
            return int(self._scan(file).select(pl.len()).collect().item())

    def schema(self, file: Path) -> dict[str, pl.DataType]:
        """The columns of one file."""
        try:
            return dict(_SCANS[file.suffix.lower()](file).collect_schema())
        except (*_BROKEN, KeyError):
            return {}

    def _scan(self, file: Path) -> pl.LazyFrame:
        scan = _SCANS[file.suffix.lower()](file)
        names = scan.collect_schema().names()
        for part in NEEDED:
            if part not in self.values and self.columns.get(part, part) not in names:
                cause = f"has no column `{self.columns.get(part, part)}`"
                way_out = f"name it (--column {part}=NAME), or give one value for all rows (--set {part}=VALUE)"
                raise GateError(file.name, cause, way_out)
        return scan

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


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    try:
        yield
    except KeyError:
        raise GateError(file.name, "is no table that this reads", f"give {', '.join(sorted(_SCANS))}") from None
    except _BROKEN as error:
        cause = str(error).partition("\n")[0][:200] or "cannot be read"
        raise GateError(file.name, f"is damaged or unreadable ({cause})", "get the file again") from None


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
