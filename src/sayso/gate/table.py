"""Tables of rows from files: Parquet, Arrow, NDJSON and CSV, in batches, with the columns that the gate needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from sayso.errors import GateError
from sayso.gate.transcript import Transcript, only_free, transcript

#: What a row is made of. The first five have to be there, as a column or as one value for all rows.
NEEDED = ("id", "subjects", "data", "at", "terms")
OPTIONAL = ("space", "feature", "source")
_SCANS: Mapping[str, Callable[[Path], pl.LazyFrame]] = {
          ".parquet": pl.scan_parquet, ".arrow": pl.scan_ipc, ".ipc": pl.scan_ipc, ".jsonl": pl.scan_ndjson,
          ".ndjson": pl.scan_ndjson, ".csv": pl.scan_csv}  # fmt: skip
BATCH = 1_000_000
#: Files of which a part can be read without everything that stands before it.
SLICED = (".parquet", ".arrow", ".ipc")
_BROKEN = (pl.exceptions.PolarsError, OSError, ValueError)


@dataclass(frozen=True)
class Table:
    """Where rows come from. `columns`: of which column each part of a row is; `values`: of all rows alike.

    `drop`: columns that are left out. `keep`: columns of transcripts that are free of what anybody said.
    `batch`: how many rows are read at once, and so are in a shard.
    """

    files: tuple[Path, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    batch: int = BATCH

    def batches(self, file: Path) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """The rows of one file, as they are and as the gate sees them. Raises `GateError`, with the file's name.

        Of transcripts the gate sees each segment, with its `row` in the batch and its place `segment` in that.
        """
        with _reading(file):
            scan, cut = self._scan(file)
            for batch in _ahead(scan.collect_batches(chunk_size=self.batch, maintain_order=True)):
                yield batch, self._seen(batch, cut)

    def offered(self, file: Path) -> Iterator[pl.DataFrame]:
        """The rows of one file as the gate sees them; what it does not look at is not read. Raises `GateError`."""
        with _reading(file):
            scan, cut = self._looked_at(file)
            for batch in _ahead(scan.collect_batches(chunk_size=self.batch, maintain_order=True)):
                yield self._seen(batch, cut)

    def part(self, file: Path, first: int, rows: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Some of these rows, from the place of the first on. Raises `GateError`."""
        with _reading(file):
            scan, cut = self._scan(file)
            batch = scan.slice(first, rows).collect()
            return batch, self._seen(batch, cut)

    def seen(self, file: Path, first: int, rows: int) -> pl.DataFrame:
        """The same as the gate sees them: what it does not look at is not read. Raises `GateError`."""
        with _reading(file):
            scan, cut = self._scan(file)
            names = self.looked_at(scan.collect_schema().names())
            wanted = scan.select(names) if names else scan
            return self._seen(wanted.slice(first, rows).collect(), cut)

    def frame(self, rows: pl.DataFrame, names: Collection[str]) -> tuple[pl.DataFrame, Transcript | None]:
        """Rows in memory as the gate sees them, and how they are transcripts, if they are. They need no id.

        `names`: of all their columns; `rows` need have only those that are looked at. Raises `GateError`.
        """
        here = Path("the rows")
        with _reading(here):
            cut = self._complete(here, {name: rows.schema.get(name, pl.Null()) for name in names}, NEEDED[1:])
            return self._seen(rows, cut), cut

    def looked_at(self, names: Collection[str]) -> list[str]:
        """Of some columns those that the gate looks at."""
        own = [self.columns.get(part, part) for part in (*NEEDED, *OPTIONAL, "segments") if part not in self.values]
        return [name for name in dict.fromkeys(own) if name in names]

    def height(self, file: Path) -> int:
        """How many rows a file has. Raises `GateError`."""
        with _reading(file):
            return int(self._scan(file)[0].select(pl.len()).collect().item())

    def schema(self, file: Path) -> dict[str, pl.DataType]:
        """The columns of one file."""
        try:
            return dict(self._opened(file).collect_schema())
        except (*_BROKEN, KeyError):
            return {}

    def transcript(self, file: Path, schema: Mapping[str, pl.DataType]) -> Transcript | None:
        """How the rows of a file are transcripts; None if they are not. Raises `GateError`."""
        found = transcript(file.name, schema, self.columns, self.values)
        if found:
            made_of = {self.columns.get(p, p) for p in (*NEEDED, *OPTIONAL) if p not in self.values}
            only_free(file.name, schema, {found.segments, *made_of}, self.keep)
        return found

    def _opened(self, file: Path) -> pl.LazyFrame:
        scan = _SCANS[file.suffix.lower()](file)
        for column in self.drop:
            if column not in scan.collect_schema():
                raise GateError(file.name, f"has no column `{column}`", "leave out only what is there (--drop)")
        return scan.drop(self.drop) if self.drop else scan

    def _scan(self, file: Path) -> tuple[pl.LazyFrame, Transcript | None]:
        scan = self._opened(file)
        return scan, self._complete(file, scan.collect_schema(), NEEDED)

    def _complete(self, file: Path, schema: Mapping[str, pl.DataType], needed: tuple[str, ...]) -> Transcript | None:
        cut = self.transcript(file, schema)
        for part in needed:
            if cut and part == "subjects":  # its speakers are in it
                continue
            if part not in self.values and self.columns.get(part, part) not in schema:
                cause = f"has no column `{self.columns.get(part, part)}`"
                way_out = f"name it (--column {part}=NAME), or give one value for all rows (--set {part}=VALUE)"
                raise GateError(file.name, cause, way_out)
        return cut

    def _looked_at(self, file: Path) -> tuple[pl.LazyFrame, Transcript | None]:
        scan, cut = self._scan(file)
        there = scan.collect_schema().names()
        names = [name for part in (*NEEDED, *OPTIONAL) if (name := self.columns.get(part, part)) in there]
        names += [cut.segments] if cut else []
        return (scan.select(list(dict.fromkeys(names))) if names else scan), cut

    def _seen(self, batch: pl.DataFrame, cut: Transcript | None) -> pl.DataFrame:
        parts = []
        for part in (*NEEDED, *OPTIONAL):
            name = self.columns.get(part, part)
            if part in self.values:
                parts.append(pl.lit(self.values[part]).alias(part))
            elif name in batch.columns:
                parts.append(_typed(part, name, batch.schema[name]))
            elif part == "subjects":  # of transcripts
                parts.append(pl.lit([], pl.List(pl.String)).alias(part))
            else:
                parts.append(pl.lit("").alias(part))
        rows = batch.select(parts)
        return cut.seen(batch, rows) if cut else rows


def _ahead(batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The batches; while one is worked on, the next is read."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


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
    if (kind.is_integer() and part in ("id", "subjects")) or (kind.base_type() is pl.List and part == "subjects"):
        return column.alias(part)
    text = column.cast(pl.String)
    return (text.fill_null("") if part in OPTIONAL else text).alias(part)
