"""What passed, row by row, for whoever trains: iterables that start again, and are shared among processes.

Under a `DataLoader` of PyTorch its workers share the rows; PyTorch is not imported for that, only asked if it is there.
"""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from sayso.errors import GateError
from sayso.gate.local import Gate, passes
from sayso.gate.manifest import Part, Shard, Without
from sayso.gate.outcome import outcome
from sayso.gate.table import SLICED, Table

Row = dict[str, Any]
#: Rows that become Python objects at once, and rows that are decided about at once.
_AT_ONCE, _DECIDED = 1 << 10, 1 << 18


class Share(ABC):
    """A share of rows: part `rank` of `ranks`, as many as there are processes. Shares differ by a row at most."""

    def __init__(self, rank: int, ranks: int) -> None:
        if not 0 <= rank < ranks:
            raise ValueError(f"rank {rank} of {ranks}: ranks are counted from 0")
        self.rank, self.ranks = rank, ranks
        if torch := sys.modules.get("torch"):  # so that a DataLoader takes it for what it is
            torch.utils.data.IterableDataset.register(type(self))

    def __iter__(self) -> Iterator[Row]:
        """Its rows, in their order; in the worker of a `DataLoader` those that fall to the worker."""
        worker, workers = _worker()
        part, parts = self.rank * workers + worker, self.ranks * workers
        total = self._total()
        return self._between(total * part // parts, total * (part + 1) // parts)

    def shares(self, count: int) -> list[Share]:
        """The same rows as so many shares."""
        return [self._share(self.rank * count + n, self.ranks * count) for n in range(count)]

    @abstractmethod
    def _share(self, rank: int, ranks: int) -> Share: ...

    @abstractmethod
    def _total(self) -> int: ...

    @abstractmethod
    def _between(self, first: int, last: int) -> Iterator[Row]: ...


class Passed(Share):
    """The rows that passed in a run, from its folder. Every file is held against the manifest before it is read."""

    def __init__(self, folder: str | Path, *, rank: int = 0, ranks: int = 1) -> None:
        super().__init__(rank, ranks)
        self.run = outcome(Path(folder).resolve())
        self._checked = set[str]()

    def __len__(self) -> int:
        total = self._total()
        return total * (self.rank + 1) // self.ranks - total * self.rank // self.ranks

    def __getstate__(self) -> Row:
        return {**self.__dict__, "_checked": set()}  # another process may see other files

    def _share(self, rank: int, ranks: int) -> Share:
        return Passed(self.run.folder, rank=rank, ranks=ranks)

    def _total(self) -> int:
        return self.run.manifest.rows

    def _between(self, first: int, last: int) -> Iterator[Row]:
        start = 0
        for shard in self.run.manifest.shards:
            end = start + shard.left
            if max(first, start) < min(last, end):
                file, gone = self._file(shard.rows), self._gone(shard)
                shifted = [place - n for n, place in enumerate(gone)]
                low, high = max(first - start, 0), min(last, end) - start - 1  # of what is left; in the file, later
                low, high = low + bisect_right(shifted, low), high + bisect_right(shifted, high)
                missing = set(gone)
                for place, row in enumerate(_read(file, low, high + 1), low):
                    if place not in missing:
                        yield row
            start = end

    def _gone(self, shard: Shard) -> list[int]:
        """The places of the rows of a shard that were taken out of it since."""
        if not shard.without:
            return []
        from pyarrow import parquet

        places = parquet.read_table(self._file(shard.without), columns=["kept"], use_threads=False)["kept"]
        return sorted(set(places.drop_null().to_pylist()))

    def _file(self, part: Part | Without) -> Path:
        if part.name not in self._checked:
            self.run.checked(part)
            self._checked.add(part.name)
        return self.run.folder / part.name


class Gated(Share):
    """The rows of files that may pass, decided about while they are read. Shares are of what is offered."""

    def __init__(self, gate: Gate, table: Table, *, rank: int = 0, ranks: int = 1) -> None:
        super().__init__(rank, ranks)
        self.gate, self.table, self._process = gate, table, os.getpid()

    def __setstate__(self, state: Row) -> None:
        self.__dict__.update(state, _process=os.getpid())

    def _share(self, rank: int, ranks: int) -> Share:
        return Gated(self.gate, self.table, rank=rank, ranks=ranks)

    def _total(self) -> int:
        if os.getpid() != self._process:  # the threads of Polars do not survive a fork
            way_out = "start processes by `spawn` or `forkserver`, or write a run and iterate over its folder (Passed)"
            raise GateError("the gate", "was forked into another process, where it would wait for ever", way_out)
        return sum(map(self.table.height, self.table.files))

    def _between(self, first: int, last: int) -> Iterator[Row]:
        start = 0
        for file in self.table.files:
            cut = self.table.transcript(file, self.table.schema(file))
            end = start + self.table.height(file)
            for batch, seen in self._batches(file, max(first, start) - start, min(last, end) - start):
                passing = passes(self.gate.reasons(seen))
                left = cut.cut(batch, seen, passing)[0] if cut else batch.filter(passing)
                yield from left.iter_rows(named=True)
            start = end

    def _batches(self, file: Path, first: int, last: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """The rows of a file from one place to another."""
        whole = _DECIDED if file.suffix.lower() in SLICED else max(last - first, 1)
        for place in range(first, last, whole):
            yield self.table.part(file, place, min(whole, last - place))


def _read(file: Path, first: int, last: int) -> Iterator[Row]:
    """Rows of a shard from one place to another, with nothing that a forked process could not use."""
    from pyarrow import parquet

    with parquet.ParquetFile(file, pre_buffer=False) as whole:
        start = 0
        for group in range(whole.num_row_groups):
            end = start + whole.metadata.row_group(group).num_rows
            if max(first, start) < min(last, end):
                for batch in whole.iter_batches(_AT_ONCE, row_groups=[group], use_threads=False):
                    low, high = max(first - start, 0), min(last - start, batch.num_rows)
                    yield from batch.slice(low, max(high - low, 0)).to_pylist()
                    start += batch.num_rows
            start = end


def _worker() -> tuple[int, int]:
    """Which worker of a `DataLoader` this process is, of how many; (0, 1) if it is none."""
    torch = sys.modules.get("torch")
    info = torch.utils.data.get_worker_info() if torch else None
    # A dataset of Hugging Face shares its work among workers by itself, and asks some of them only.
    if info is None or type(info.dataset).__module__.partition(".")[0] == "datasets":
        return 0, 1
    return info.id, info.num_workers
