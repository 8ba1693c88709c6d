"""Which rows of a run a person is in: an index beside the run, so that one withdrawal need not read all decisions.

It is as much relied on as the decisions, and so it has digests of its own: one that was changed, or is of other
decisions, is named, and never taken for nobody's.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import polars as pl

from sayso.errors import LineageError
from sayso.gate.manifest import Part
from sayso.gate.outcome import Outcome, outcome
from sayso.gate.shard import digest
from sayso.lineage.thing import Thing

#: The folder of the index, in the folder of the run; and in that, what it is of.
FOLDER, LIST = "persons", "index.json"
_GROUP = 50_000
_AGAIN = "register the run again under another name"


def build(run: Outcome) -> None:
    """Writes the index, if it is not there: `person`, `line` (the place of the decision in its shard), `kept` (of the
    row that passed, else null); of transcripts also `segment`. In the order of the persons.
    """
    folder = run.folder / FOLDER
    folder.mkdir(exist_ok=True)
    if _listed(run) is not None:
        return
    (folder / LIST).unlink(missing_ok=True)
    parts = []
    for number, shard in enumerate(run.manifest.shards):
        columns = ["subjects", "kept", *(["segment"] if shard.transcript else [])]
        decided = pl.read_parquet(run.checked(shard.decisions), columns=columns).with_row_index("line")
        each = decided.explode("subjects").rename({"subjects": "person"}).filter(pl.col("person").fill_null("") != "")
        each = each.select("person", "line", *columns[1:]).sort("person", "line")
        file, beside = folder / f"{number:05}.parquet", folder / f".{number:05}.part"
        each.write_parquet(beside, row_group_size=_GROUP, statistics=True)
        beside.replace(file)  # which other folders may be linked to
        parts.append(Part(file.name, digest(file), each.height))
    decisions = [shard.decisions.sha256 for shard in run.manifest.shards]
    made = {"index": 1, "decisions": decisions, "parts": list(map(asdict, parts))}
    beside = folder / f".{LIST}"
    beside.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    beside.replace(folder / LIST)


def opened(thing: Thing) -> Outcome:
    """The run that a thing was registered with. Raises `GateError`, `LineageError` if it is another now."""
    run = outcome(Path(thing.place))
    if run.manifest.digest != thing.run:
        raise LineageError(thing.name, f"is not the run any more that is in {thing.place}", "find the folder it was")
    return run


def lines_of(run: Outcome, person: str) -> dict[int, pl.DataFrame]:
    """The decisions about a person's rows by shard, as in the index, without what was taken out of the set since.

    Raises `GateError` or `LineageError` where that cannot be told.
    """
    parts = _listed(run)
    if parts is None:
        raise LineageError(str(run.folder / FOLDER), "is no index of this run, or of another", _AGAIN)
    with ThreadPoolExecutor() as pool:
        for part, same in zip(parts, pool.map(lambda part: _same(run, part), parts), strict=True):
            if not same:
                raise LineageError(str(run.folder / FOLDER / part.name), "is damaged or not there", _AGAIN)
    files = [run.folder / FOLDER / part.name for part in parts if part.rows]
    if not files:
        return {}
    found = pl.scan_parquet(files, include_file_paths="file").filter(pl.col("person") == person).collect()
    each = {}
    for (file,), lines in found.drop("person").partition_by("file", as_dict=True, include_key=False).items():
        number = int(Path(str(file)).stem)
        gone = run.gone(run.manifest.shards[number])
        left = lines.join(gone, on="line", how="anti", maintain_order="left") if gone is not None else lines
        if left.height:
            each[number] = left
    return dict(sorted(each.items()))


def _listed(run: Outcome) -> list[Part] | None:
    """The files of the index; None if there is none of these decisions."""
    try:
        found = json.loads((run.folder / FOLDER / LIST).read_text("utf-8"))
        if found["decisions"] != [shard.decisions.sha256 for shard in run.manifest.shards]:
            return None
        return [Part(**part) for part in found["parts"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _same(run: Outcome, part: Part) -> bool:
    try:
        return digest(run.folder / FOLDER / part.name) == part.sha256
    except OSError:
        return False
