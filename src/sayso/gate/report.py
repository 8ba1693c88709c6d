"""The report of a run: how many rows for which reason, what decided about them, what it means, and what to do.

Made of the decisions that are on the disk, shard by shard, so that every engine gives the same. It names nobody.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from sayso.decision import Reason
from sayso.gate.manifest import Manifest, Part, Shard
from sayso.gate.words import DO, MEANS

#: The name of the file in the folder of a run.
REPORT = "report.json"
_VERSION = 1
_LARGEST, _EXAMPLES = 20, 5
_FIRST = 1 << 16
#: What decides, where it is neither the people in a row nor the row itself: a part of the row.
_DECIDES: Mapping[Reason, str] = {
    Reason.TERMS_NEVER: "terms", Reason.TERMS_UNKNOWN: "terms", Reason.TERMS_SILENT: "terms",
    Reason.STRATEGY_NEVER: "data", Reason.STRATEGY_SILENT: "data",
    Reason.SIGNAL_REFUSES: "source", Reason.SIGNAL_UNKNOWN: "source",
}  # fmt: skip
#: Sources are counted by their sites.
_SITE = r"^([^/?#]*//[^/?#]*)"


def decided_by(seen: pl.DataFrame, reasons: pl.Series) -> pl.Series:
    """What decided about each row: its version of the terms, its kind of data or its source; null for all else."""
    present = set(reasons.unique().to_list())
    deciding: dict[str, list[str]] = {}
    for reason in sorted(present & _DECIDES.keys()):
        deciding.setdefault(_DECIDES[Reason(reason)], []).append(reason)
    if not deciding:
        return pl.repeat(None, len(reasons), dtype=pl.String, eager=True).alias("by")
    chosen = [pl.when(pl.col("reason").is_in(own)).then(pl.col(part).fill_null("")) for part, own in deciding.items()]
    return seen.select(*deciding, reasons.alias("reason")).select(pl.coalesce(chosen).alias("by"))["by"]


def reported(made: Manifest, folder: Path) -> Manifest:
    """Writes the report beside the decisions in a folder, and gives the manifest that describes it."""
    text = report(made, folder).encode()
    (folder / REPORT).write_bytes(text)
    return replace(made, report=Part(REPORT, sha256(text).hexdigest(), len(made.reasons)))


def report(made: Manifest, folder: Path) -> str:
    """The report of the run in a folder, as JSON, always the same bytes for the same run."""
    present = [reason for reason in Reason if made.reasons.get(reason)]
    things = _things(made.shards, folder) if any(reason in _DECIDES for reason in present) else {}
    examples = _examples(made, folder)
    found = {
        "report": _VERSION,
        "purpose": made.purpose,
        "as_of": made.as_of,
        "unheard": made.unheard,
        "of": "segments" if any(shard.transcript for shard in made.shards) else "rows",
        "reasons": [_told(reason, made.reasons[reason], things, examples[reason]) for reason in present],
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _told(reason: Reason, count: int, things: Mapping[Reason, Counter[str]], examples: list[str]) -> dict[str, Any]:
    told = {"reason": reason, "passage": reason.passage, "count": count, "means": MEANS[reason]}
    if reason in DO:
        told["do"] = DO[reason]
    if reason in _DECIDES:
        largest = sorted(things[reason].items(), key=lambda thing: (-thing[1], thing[0]))[:_LARGEST]
        told["by"] = {"part": _DECIDES[reason], "different": len(things[reason]), "largest": dict(largest)}
    return {**told, "examples": examples}


def _things(shards: Iterable[Shard], folder: Path) -> dict[Reason, Counter[str]]:
    """How often what decided, for each reason."""
    counts: dict[Reason, Counter[str]] = {reason: Counter() for reason in _DECIDES}
    for shard in shards:
        decided = pl.scan_parquet(folder / shard.decisions.name).filter(pl.col("by").is_not_null())
        site = pl.coalesce(pl.col("by").str.extract(_SITE), "by")
        sourced = pl.col("reason").is_in([str(reason) for reason, part in _DECIDES.items() if part == "source"])
        thing = pl.when(sourced).then(site).otherwise("by").alias("thing")
        for reason, name, count in decided.group_by("reason", thing).len().collect().iter_rows():
            counts[Reason(reason)][name] += count
    return counts


def _examples(made: Manifest, folder: Path) -> dict[Reason, list[str]]:
    """The first ids for each reason. Most are among the first rows, and then no more is read."""
    found = {Reason(reason): list[str]() for reason in made.reasons}
    for shard in made.shards:
        decided = pl.scan_parquet(folder / shard.decisions.name)
        for some in (decided.head(_FIRST), decided.slice(_FIRST)):
            lacking = {r: min(made.reasons[r], _EXAMPLES) - len(ids) for r, ids in found.items()}
            wanted = {reason: count for reason, count in lacking.items() if count}
            firsts = [some.filter(pl.col("reason") == str(r)).select("id").head(n) for r, n in wanted.items()]
            for reason, first in zip(wanted, pl.collect_all(firsts), strict=True):
                found[reason].extend(first["id"].to_list())
    return found
