"""The manifest of a run: what went in, what came out, on which grounds, and how many rows for which reason.

It has no clock and no path of a machine in it: the same inputs and grounds give the same bytes, and its digest names
the run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

#: The name of the file in the folder of a run.
NAME = "manifest.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its name, its SHA-256, and how many rows are in it."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Without:
    """What is to be left out of a shard when it is read: a Parquet file with `line`, the place of the decision, and
    `kept`, the place of its row in the shard, if it passed. `rows`: how many rows that is. Transcripts have none: what
    is taken out of them is cut at once.
    """

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of the output: the rows that pass, and what was decided about every row that was offered for it.

    The decisions are a Parquet file with `id`, `subjects` (a list), `reason`, `by` (the version of the terms, kind of
    data or source that decided, if one did), and `kept` (the place of the row in the shard; null where it does not
    pass), in the order of the input.

    `transcript`: where rows are transcripts, the names of their columns and fields (`gate.transcript.Transcript`); each
    decision then is about one segment, has its place `segment`, and the id `ROW#n`.

    `without`: what was taken out since.
    """

    rows: Part
    decisions: Part
    transcript: Mapping[str, str] = field(default_factory=dict)
    without: Without | None = None

    @property
    def left(self) -> int:
        """How many rows are left in it."""
        return self.rows.rows - (self.without.rows if self.without else 0)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One run of the gate. `as_of`: ISO 8601 in UTC. `reasons`: how many rows for which reason, all of them.

    `grounds`: the SHA-256 of each file that was asked, by what it is (`consents`, `strategy`, `terms v1`).
    `unheard`: consents that were given after `as_of`, and so were not heard. `report`: the file that says why what did
    not pass (`gate.report`), with one entry for a reason. `of`: what is left of another run after withdrawals has its
    name here.
    """

    purpose: str
    as_of: str
    inputs: tuple[Part, ...]
    shards: tuple[Shard, ...]
    reasons: Mapping[str, int]
    grounds: Mapping[str, str]
    unheard: int
    sayso: str
    report: Part | None = None
    of: str = ""

    @property
    def text(self) -> str:
        """The manifest as JSON, always the same bytes for the same run."""
        shards = [{name: part for name, part in asdict(shard).items() if part} for shard in self.shards]
        found = {"manifest": _VERSION, **asdict(self), "shards": shards}
        if not self.of:
            del found["of"]
        return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    @property
    def digest(self) -> str:
        """The SHA-256 of the text: the name of the run, if nothing was taken out of it."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def run(self) -> str:
        """The name of the run, under which its decisions are in the ledger."""
        return self.of or self.digest

    @property
    def rows(self) -> int:
        """How many rows pass, and are left."""
        return sum(shard.left for shard in self.shards)


def manifest(text: str) -> Manifest:
    """A manifest from its JSON. Raises `ValueError` for what is none."""
    try:
        found = json.loads(text)
        if found.pop("manifest") != _VERSION:
            raise ValueError("is of another version")
        return Manifest(
            **{
                **found,
                "inputs": tuple(Part(**part) for part in found["inputs"]),
                "shards": tuple(_shard(shard) for shard in found["shards"]),
                "report": Part(**found["report"]) if found.get("report") else None,
            }
        )
    except (KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("is no manifest") from None


def _shard(found: dict[str, Any]) -> Shard:
    without = Without(**found["without"]) if "without" in found else None
    shard = Shard(Part(**found["rows"]), Part(**found["decisions"]), found.get("transcript", {}), without)
    for name in (shard.rows.name, shard.decisions.name, without.name if without else "without"):
        if name in ("", ".", "..") or not {"/", "\\"}.isdisjoint(name):
            raise ValueError(f"names a file outside its folder ({name})")
    return shard
