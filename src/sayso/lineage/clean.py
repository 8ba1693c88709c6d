"""Clean sets: what is left of a run without a person's rows; out of a transcript only what they said is taken.

A transcript is cut at once, in new files. Any other shard stays the file that it was, and a list beside it says what is
left out when it is read: that takes as long as the list is. Written anew (`rewrite`), what was taken out is gone from
the bytes, too: the rows, and in the decisions everything but the reason, so that others keep their places in the log.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from sayso.errors import LineageError
from sayso.gate.folder import synced
from sayso.gate.manifest import NAME, Manifest, Shard, Without
from sayso.gate.outcome import Outcome
from sayso.gate.shard import write_part
from sayso.lineage.index import FOLDER

Lines = Mapping[int, pl.DataFrame]


def clean(run: Outcome, lines: Lines, out: Path, *, rewrite: bool = False) -> Manifest:
    """Writes what is left of a run without these decisions (as `index.lines_of` gives them) into a new folder.

    Files that do not change are linked (or copied) from the run. Raises `GateError`, `LineageError`.
    """
    if out.exists():
        raise LineageError(str(out), "is there already", "give another folder")
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    shards = []
    try:
        for number, one in enumerate(run.manifest.shards):
            anew = _rewritten if rewrite or one.transcript else _listed
            shards.append(anew(run, number, one, lines.get(number), beside))
        made = replace(run.manifest, shards=tuple(shards), report=None, of=run.manifest.run)
        same = [shard.decisions for shard in shards] == [shard.decisions for shard in run.manifest.shards]
        if same and (run.folder / FOLDER).is_dir():
            (beside / FOLDER).mkdir()
            for file in (run.folder / FOLDER).iterdir():
                _linked(file, beside / FOLDER / file.name)
        (beside / NAME).write_text(made.text, "utf-8")
        for file in beside.iterdir():
            synced(file)
        synced(beside)
        beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return made


def _listed(run: Outcome, number: int, shard: Shard, lines: pl.DataFrame | None, out: Path) -> Shard:
    """The shard as it is, and a list of what is left out of it.

    It has another name then: who reads all files of a name, and knows nothing of lists, reads too little, not too much.
    """
    _linked(run.folder / shard.decisions.name, out / shard.decisions.name)
    gone = _gone(run, shard, lines)
    if gone is None:
        _linked(run.folder / shard.rows.name, out / shard.rows.name)
        return shard
    rows = replace(shard.rows, name=f"rows-{number:05}.partial")
    _linked(run.folder / shard.rows.name, out / rows.name)
    file = write_part(gone, out / f"without-{number:05}.parquet")
    return replace(shard, rows=rows, without=Without(file.name, file.sha256, gone["kept"].drop_nulls().n_unique()))


def _rewritten(run: Outcome, number: int, shard: Shard, lines: pl.DataFrame | None, out: Path) -> Shard:
    """The shard without what is left out of it, if anything is."""
    gone = _gone(run, shard, lines)
    if gone is None:
        return _listed(run, number, shard, None, out)
    decided = _blank(pl.read_parquet(run.checked(shard.decisions)), gone["line"])
    return replace(
        shard,
        rows=write_part(run.rows(shard, gone), out / f"rows-{number:05}.parquet"),
        decisions=write_part(decided, out / shard.decisions.name),
        without=None,
    )


def _blank(decided: pl.DataFrame, lines: pl.Series) -> pl.DataFrame:
    """Decisions of which some say nothing any more but their reason, and whose rows have moved up."""
    stays = ~pl.int_range(pl.len()).is_in(lines.implode())
    kept = decided.filter(stays)["kept"].drop_nulls().unique().sort()
    places = pl.DataFrame({"kept": kept}).with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64))
    moved = decided.with_columns(pl.when(stays).then("kept")).join(places, on="kept", how="left", maintain_order="left")
    empty = {"id": pl.lit(""), "subjects": pl.lit([], decided.schema["subjects"])}
    rest = [
        pl.when(stays).then(name).otherwise(empty.get(name)).alias(name)
        for name in decided.columns
        if name not in ("reason", "kept")
    ]
    return moved.with_columns(*rest, kept="place").select(decided.columns)


def _gone(run: Outcome, shard: Shard, lines: pl.DataFrame | None) -> pl.DataFrame | None:
    """What was taken out of a shard, and is taken out now; None if nothing is."""
    parts = [part for part in (run.gone(shard), lines) if part is not None]
    return pl.concat(parts).unique("line").sort("line") if parts else None


def _linked(file: Path, out: Path) -> None:
    try:
        out.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, out)
