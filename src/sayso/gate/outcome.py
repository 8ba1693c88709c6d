"""What a run left behind: its manifest, and what it decided about whom, read back and held against the digests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sayso.errors import GateError
from sayso.gate.manifest import NAME, Manifest, Part, Shard, Without, manifest
from sayso.gate.shard import digest
from sayso.gate.transcript import Transcript

#: Decisions that become Python objects at once.
_AT_ONCE = 1 << 16


@dataclass(frozen=True)
class Outcome:
    """The folder of a run."""

    folder: Path
    manifest: Manifest

    def rows(self, shard: Shard, gone: pl.DataFrame | None = None) -> pl.DataFrame:
        """The rows of a shard that may be used: without what was taken out of it since. Raises `GateError`.

        `gone`: what else is to be left out, that which was taken out before included.
        """
        table = pl.read_parquet(self.checked(shard.rows))
        gone = self.gone(shard) if gone is None else gone
        if gone is None:
            return table
        if shard.transcript:
            return Transcript(**shard.transcript).without(table, gone.select("kept", "segment").drop_nulls().rows())
        return table.filter(~pl.int_range(pl.len()).is_in(gone["kept"].drop_nulls().implode()))

    def gone(self, shard: Shard) -> pl.DataFrame | None:
        """What was taken out of a shard, as `manifest.Without` has it; None if nothing was."""
        return pl.read_parquet(self.checked(shard.without)) if shard.without else None

    def decisions(self, shard: Shard) -> Iterator[tuple[str, str]]:
        """The row and the reason of every decision of a shard, in order. Raises `GateError` if it was changed."""
        table = pl.read_parquet(self.checked(shard.decisions), columns=["id", "reason"])
        for some in table.iter_slices(_AT_ONCE):
            yield from zip(some["id"].to_list(), some["reason"].to_list(), strict=True)

    def of(self, person: str) -> list[tuple[int, str, str]]:
        """The decisions about rows that a person is in: the place in the run, the row, the reason."""
        found, first = list[tuple[int, str, str]](), 0
        for shard in self.manifest.shards:
            table = pl.read_parquet(self.checked(shard.decisions)).with_row_index("place", first)
            own = table.filter(pl.col("subjects").list.contains(person))
            found += own.select("place", "id", pl.col("reason").cast(pl.String)).iter_rows()
            first += shard.decisions.rows
        return found

    def place(self, id: str) -> tuple[int, str] | None:
        """The place of a row in the run, and what was decided about it."""
        first = 0
        for shard in self.manifest.shards:
            table = pl.read_parquet(self.checked(shard.decisions), columns=["id", "reason"]).with_row_index("place")
            own = table.filter(pl.col("id") == id)
            if own.height:
                return first + own["place"][0], str(own["reason"][0])
            first += shard.decisions.rows
        return None

    def check(self) -> None:
        """Holds every file against the manifest. Raises `GateError` for one that was changed."""
        for shard in self.manifest.shards:
            self.checked(shard.rows)
            self.checked(shard.decisions)
            self.gone(shard)
        if self.manifest.report:
            self.checked(self.manifest.report)

    def checked(self, part: Part | Without) -> Path:
        """A file of the run. Raises `GateError` if it is not what the manifest says."""
        file = self.folder / part.name
        try:
            same = digest(file) == part.sha256
        except OSError:
            raise GateError(str(file), "is not there", "get the whole folder of the run") from None
        if not same:
            raise GateError(str(file), "is not what the manifest says: it was changed", "run the gate again")
        return file


def outcome(folder: Path) -> Outcome:
    """The run in a folder. Raises `GateError` if there is none."""
    try:
        return Outcome(folder, manifest((folder / NAME).read_text("utf-8")))
    except OSError:
        raise GateError(str(folder), f"has no {NAME}", "give the folder that `sayso gate` wrote") from None
    except ValueError as error:
        raise GateError(f"{folder}/{NAME}", str(error), "give the folder that `sayso gate` wrote") from None
