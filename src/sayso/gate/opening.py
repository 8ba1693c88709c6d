"""A gate opened in one call, from files or objects, for whoever works in Python."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from sayso.errors import GateError
from sayso.gate.frames import filtered, reasons_of
from sayso.gate.load import consents as from_files
from sayso.gate.load import grounds
from sayso.gate.local import Gate
from sayso.gate.manifest import Manifest
from sayso.gate.passed import Gated
from sayso.gate.run import run
from sayso.gate.table import NEEDED, OPTIONAL, Table
from sayso.gate.transcript import PARTS
from sayso.row import Consent
from sayso.vocabulary import find_purpose

Rows = TypeVar("Rows")
_File = str | Path


@dataclass(frozen=True)
class OpenGate:
    """A gate for one purpose as of one moment, for rows with certain columns."""

    gate: Gate
    table: Table

    def filter(self, rows: Rows) -> Rows:
        """Only what may pass, as what it was given: a Polars frame, lazy or not, a pyarrow table, batch or reader.

        Of transcripts, what may not pass is withheld. Rows need no `id` here. Raises `GateError`.
        """
        left: Rows = filtered(self.gate, self.table, rows)
        return left

    def reasons(self, rows: Any) -> Any:
        """The reason for each row, as a Polars series or a pyarrow array; of a transcript, for each of its segments."""
        return reasons_of(self.gate, self.table, rows)

    def passed(self, *files: _File) -> Gated:
        """The rows of files that may pass, as dictionaries, decided about while they are read."""
        return Gated(self.gate, replace(self.table, files=tuple(map(Path, files))))

    def run(self, files: Collection[_File], out: _File) -> Manifest:
        """What `sayso gate` does: what may pass, all decisions, the report and the manifest, in a new folder."""
        return run(replace(self.table, files=tuple(map(Path, files))), self.gate, Path(out))


def open_gate(
    *,
    as_of: datetime | str,
    purpose: str = "train-ai",
    consents: _File | pl.DataFrame | Iterable[_File | pl.DataFrame | Consent] = (),
    terms: Mapping[str, Any] | None = None,
    strategy: _File | None = None,
    signals: Iterable[_File] = (),
    columns: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
    keep: Iterable[str] = (),
    drop: Iterable[str] = (),
) -> OpenGate:
    """A gate on these grounds, with the options of `sayso gate`. Raises `GateError`, and what reading documents raises.

    `as_of`: the moment that counts, without a zone in UTC. `consents`: files, stores' URLs, tables, or consents.
    `terms`: of each version a document, or the reading of one. `columns`: of which column a part of a row is; `values`:
    of all rows alike. `keep`, `drop`: what becomes of columns that are no part of a row, where rows are transcripts.
    """
    whole = (*NEEDED, *OPTIONAL)
    for given, parts in ((columns, (*whole, *PARTS)), (values, whole)):
        if unknown := next((part for part in given or () if part not in parts), None):
            raise GateError(unknown, "is no part of a row", f"its parts are {', '.join(parts)}")
    wanted = find_purpose(purpose).name
    read = {version: what for version, what in (terms or {}).items() if not isinstance(what, str | Path)}
    files = {version: str(what) for version, what in (terms or {}).items() if version not in read}
    known = grounds(files, str(strategy) if strategy else None, list(map(str, signals)), wanted)
    heard, digests = _heard(consents)
    known = replace(
        known,
        grids={**known.grids, **{version: reading.grid for version, reading in read.items()}},
        digests={**known.digests, **digests},
    )
    return OpenGate(
        Gate(known, wanted, moment(as_of), heard), Table((), columns or {}, values or {}, tuple(drop), tuple(keep))
    )


def moment(at: datetime | str) -> datetime:
    """A moment in UTC; it is in UTC where it has no zone. Raises `GateError` for a text that is none."""
    if isinstance(at, str):
        try:
            at = datetime.fromisoformat(at)
        except ValueError:
            raise GateError(f"as of {at}", "is no moment", "write it as 2026-05-02T12:00:00Z") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _heard(given: Any) -> tuple[pl.DataFrame, dict[str, str]]:
    """All consents as one table, with the digest of each part."""
    from sayso.gate.consents import from_table, joined, table

    parts = [given] if isinstance(given, str | Path | pl.DataFrame) else list(given)
    heard, digests = from_files([str(part) for part in parts if isinstance(part, str | Path)])
    frames = [from_table(part, "consents") for part in parts if isinstance(part, pl.DataFrame)]
    if objects := [part for part in parts if isinstance(part, Consent)]:
        frames.append(table(objects))
    for frame in frames:
        digests[f"consents {len(digests) + 1}"] = sha256(frame.write_csv().encode()).hexdigest()
    return joined([heard, *frames]), digests
