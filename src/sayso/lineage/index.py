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
    """Writes the index of the rows that pass: `person`, `shard`, `kept`, in the order of the persons."""
    folder = run.folder / FOLDER
    folder.mkdir(exist_ok=True)
    for number, shard in enumerate(run.manifest.shards):
        decided = pl.read_parquet(run.checked(shard.decisions), columns=["subjects", "kept"])
        each = decided.filter(pl.col("kept").is_not_null()).explode("subjects").rename({"subjects": "person"})
        part = folder / f".{number:05}.part"
        each.sort("person", "kept").write_parquet(part, row_group_size=_GROUP, statistics=True)
        part.replace(folder / f"{number:05}.parquet")


def rows_of(folder: Path, person: str) -> dict[int, list[int]]:
    """The places of a person's rows among those that pass, by shard; by the index if there is one."""
    files = sorted((folder / FOLDER).glob("*.parquet"))
    if not files or not (folder / NAME).is_file():
        return {}
    parts = pl.scan_parquet(files, include_file_paths="file").filter(pl.col("person") == person).collect()
    found = parts.group_by("file", maintain_order=True).agg(pl.col("kept").unique().sort())
    return {int(Path(file).stem): kept for file, kept in sorted(found.iter_rows())}
