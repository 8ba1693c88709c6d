"""Which rows of a run a person is in: an index beside the run, so that one withdrawal need not read all decisions."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from sayso.gate.manifest import NAME
from sayso.gate.outcome import Outcome

#: The folder of the index, in the folder of the run.
FOLDER = "persons"
_GROUP = 50_000


def build(run: Outcome) -> None:
    """Writes the index of the rows that pass: `person`, `shard`, `kept`, in the order of the persons.

    Of transcripts it is an index of segments, each with its place `segment`.
    """
    folder = run.folder / FOLDER
    folder.mkdir(exist_ok=True)
    for number, shard in enumerate(run.manifest.shards):
        columns = ["subjects", "kept", *(["segment"] if shard.transcript else [])]
        decided = pl.read_parquet(run.checked(shard.decisions), columns=columns)
        each = decided.filter(pl.col("kept").is_not_null()).explode("subjects").rename({"subjects": "person"})
        part = folder / f".{number:05}.part"
        each.sort("person", *columns[1:]).write_parquet(part, row_group_size=_GROUP, statistics=True)
        part.replace(folder / f"{number:05}.parquet")


def rows_of(folder: Path, person: str) -> dict[int, list[int]]:
    """The places of a person's rows among those that pass, by shard; by the index if there is one."""
    files = sorted((folder / FOLDER).glob("*.parquet"))
    if not files or not (folder / NAME).is_file():
        return {}
    parts = pl.scan_parquet(files, include_file_paths="file").filter(pl.col("person") == person).collect()
    found = parts.group_by("file", maintain_order=True).agg(pl.col("kept").unique().sort())
    return {int(Path(file).stem): kept for file, kept in sorted(found.iter_rows())}


def segments_of(folder: Path, person: str) -> dict[int, list[tuple[int, int]]]:
    """The places of a person's segments, by shard: of the row among those that pass, and in that. Empty if none are."""
    files = sorted((folder / FOLDER).glob("*.parquet"))
    if not files or "segment" not in pl.read_parquet_schema(files[0]):
        return {}
    own = pl.scan_parquet(files, include_file_paths="file").filter(pl.col("person") == person)
    found: dict[int, list[tuple[int, int]]] = {}
    for file, *place in own.select("file", "kept", "segment").unique().sort(pl.all()).collect().iter_rows():
        found.setdefault(int(Path(file).stem), []).append((place[0], place[1]))
    return found
