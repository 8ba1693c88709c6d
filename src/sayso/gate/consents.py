"""Consents as a table, from the desk's store, from records (ISO/IEC TS 27560 as DPV JSON-LD), or from tables.

A table has the columns `person, data, purpose, says, at`, and can have `space, feature, covers, until, free`; moments
are ISO 8601. What is said by whom is as in `sayso.row.Consent`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from sayso.errors import GateError
from sayso.gate.packed import SCHEMA, micros
from sayso.row import ANY, Consent
from sayso.vocabulary import data, purposes

if TYPE_CHECKING:
    from sayso.consent.fact import Fact

_SAYS = ("given", "refused", "withdrawn")
_MOMENTS = ("at", "covers", "until")
_DEFAULTS = {
    "space": pl.lit(ANY),
    "feature": pl.lit(ANY),
    "free": pl.lit(True),
    "covers": pl.lit(None),
    "until": pl.lit(None),
}
_READS: dict[str, Callable[[Path], pl.DataFrame]] = {
    ".csv": pl.read_csv,
    ".parquet": pl.read_parquet,
    ".arrow": pl.read_ipc,
}
#: Tables of which a part can be read without all that stands before it.
SCANS: dict[str, Callable[[Path], pl.LazyFrame]] = {".parquet": pl.scan_parquet, ".arrow": pl.scan_ipc}
_WAY_OUT = "give a table with person, data, purpose, says and at, or consent records"


def table(consents: Iterable[Consent]) -> pl.DataFrame:
    """Consents as `packed.SCHEMA`."""

    def moment(at: datetime | None) -> int | None:
        return micros(at) if at else None

    rows = [
        (
            c.person, c.data, c.purpose, c.says, micros(c.at), c.space, c.feature,
            moment(c.covers), moment(c.until), c.free,
        )
        for c in consents
    ]  # fmt: skip
    return pl.DataFrame(rows, SCHEMA, orient="row")


def joined(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Several tables as one. People are integers if they are in all of them."""
    some = [part for part in parts if part.height]
    if not all(part.schema["person"].is_integer() for part in some):
        some = [part.with_columns(pl.col("person").cast(pl.String)) for part in some]
    return pl.concat(some) if some else table([])


def from_file(file: Path) -> pl.DataFrame:
    """The consents of a file: CSV, Parquet, Arrow, or JSON (Lines) of records, receipts or rows. Raises `GateError`."""
    with _reading(file):
        if read := _READS.get(file.suffix.lower()):
            return _checked(read(file), file.name)
        if file.suffix.lower() in (".json", ".jsonl", ".jsonld", ".ndjson"):
            return _of_json(file)
    raise GateError(file.name, "is no table of consents", _WAY_OUT)


def height(file: Path) -> int:
    """How many lines a table of consents has, if parts of it can be read alone (`SCANS`). Raises `GateError`."""
    with _reading(file):
        return int(SCANS[file.suffix.lower()](file).select(pl.len()).collect().item())


def part(file: Path, first: int, rows: int) -> pl.DataFrame:
    """Some of these consents, from the place of the first on. Raises `GateError`."""
    with _reading(file):
        return _checked(SCANS[file.suffix.lower()](file).slice(first, rows).collect(), file.name, first)


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        cause = str(error).partition("\n")[0][:200] or "cannot be read"
        raise GateError(file.name, f"is no table of consents ({cause})", _WAY_OUT) from None


def from_table(found: pl.DataFrame, name: str) -> pl.DataFrame:
    """The consents of a table that is called `name` where something is wrong with it. Raises `GateError`."""
    try:
        return _checked(found, name)
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise GateError(name, f"is no table of consents ({str(error).partition(chr(10))[0][:200]})", _WAY_OUT) from None


def _of_json(file: Path) -> pl.DataFrame:
    text = file.read_text("utf-8")
    try:
        whole = json.loads(text)
        values = whole if isinstance(whole, list) else [whole]
    except ValueError:
        values = [json.loads(line) for line in text.splitlines() if line.strip()]
    if values and all(isinstance(v, dict) and "person" in v for v in values):
        return _checked(pl.DataFrame(values), file.name)
    return table(consent for value in values for consent in from_record(value))


def _checked(found: pl.DataFrame, name: str, first: int = 0) -> pl.DataFrame:
    """A table with every column, of the right kind, and nothing in it that no rule knows."""
    for column in ("person", "data", "purpose", "says", "at"):
        if column not in found.columns:
            raise GateError(name, f"has no column `{column}`", _WAY_OUT)
    filled = found.with_columns(value.alias(c) for c, value in _DEFAULTS.items() if c not in found.columns)
    moments = [_moment(c, filled.schema[c]) for c in _MOMENTS]
    numbers = filled.schema["person"].is_integer()
    person = pl.col("person").cast(pl.Int64 if numbers else pl.String)
    texts = [person, *(pl.col(c).cast(pl.String) for c in ("data", "purpose", "says"))]
    rest = [pl.col(c).cast(pl.String).fill_null(ANY) for c in ("space", "feature")]
    typed = filled.select(*texts, *rest, *moments, pl.col("free").cast(pl.Boolean).fill_null(False)).select(*SCHEMA)
    wrong = {
        "person": pl.col("person").cast(pl.String).fill_null("") == "",
        "data": ~pl.col("data").str.split(".").list.first().is_in([ANY, *(n.partition(".")[0] for n in data())]),
        "purpose": ~pl.col("purpose").is_in(list(purposes())),
        "says": ~pl.col("says").is_in(_SAYS),
        "at": pl.col("at").is_null(),
        "until": pl.col("until") <= pl.col("at"),
    }
    for column, test in wrong.items():
        bad = filled.with_row_index("line", first + 1).filter(
            typed.select(test.fill_null(column != "until")).to_series()
        )
        if bad.height:
            value, line = bad[column][0], bad["line"][0]
            raise GateError(f"{name}, row {line}", f"`{column}` is {value!r}, which says nothing here", _WAY_OUT)
    return typed


def _moment(column: str, kind: pl.DataType) -> pl.Expr:
    value = pl.col(column)
    if kind == pl.String:
        value = value.str.to_datetime(time_unit="us", time_zone="UTC", strict=True)
    elif kind == pl.Null or kind.is_integer():
        return value.cast(pl.Int64)
    return value.dt.timestamp("us").alias(column)


def from_facts(space: str, facts: Iterable[Fact], after: int = 0) -> Iterator[Consent]:
    """What people answered in a space of the desk, in all its facts, or in those after the first few of them.

    People are named as in their records: `urn:sayso:SPACE:PERSON`.
    """
    from sayso.consent.fact import Answered, Joined, Relation, TurnedOn

    uses, pressed = {}, set[str]()
    for number, fact in enumerate(facts):
        if isinstance(fact, TurnedOn):
            uses.update({(fact.feature.name, fact.feature.version, use.name): use for use in fact.feature.uses})
        elif isinstance(fact, Joined) and fact.relation in (Relation.EMPLOYER, Relation.TEACHER):
            pressed.add(fact.person)
        elif isinstance(fact, Answered) and number >= after:
            use = uses[fact.feature, fact.version, fact.use]
            yield Consent(
                f"urn:sayso:{space}:{fact.person}", use.data, use.purpose, str(fact.says), fact.at, space, fact.feature,
                free=fact.person not in pressed,
            )  # fmt: skip


def from_record(value: Any) -> Iterator[Consent]:
    """What a consent record says, or each record of a receipt. Raises `ValueError` for what is neither."""
    if not isinstance(value, dict):
        raise ValueError("a record is an object")
    if value.get("@type") == "dpv:ConsentReceipt":
        for record in value.get("dpv:hasRecordOfActivity", []):
            yield from from_record(record)
        return
    try:
        subject, status, process = value["dpv:hasDataSubject"], value["dpv:hasConsentStatus"], value["dpv:hasProcess"]
        says = _says_of(status["@type"])
        if says is None:  # asked, and not answered
            return
        person = subject["@id"]
        space = person.split(":")[2] if person.startswith("urn:sayso:") else ANY
        at = datetime.fromisoformat(status["dpv:isIndicatedAtTime"]).astimezone(UTC)
        free = not {"dpv:Employee", "dpv:Student"}.intersection(subject.get("@type", []))
        kinds, purpose = _data_of(process["dpv:hasPersonalData"]["@id"], says), _purpose_of(process)
    except (KeyError, TypeError, AttributeError, IndexError):
        raise ValueError("is no consent record") from None
    for kind in kinds if purpose else ():
        yield Consent(person, kind, purpose, says, at, space, free=free)


#: What each status of consent in DPV 2.3 comes to. What is no longer valid, whoever ended it, is withdrawn.
_STATUS = {
    "dpv:ConsentGiven": "given", "dpv:ConsentRenewed": "given", "dpv:ConsentRefused": "refused",
    "dpv:ConsentWithdrawn": "withdrawn", "dpv:ConsentRevoked": "withdrawn", "dpv:ConsentInvalidated": "withdrawn",
    "dpv:ConsentExpired": "withdrawn",
}  # fmt: skip
_UNANSWERED = {"dpv:ConsentRequested", "dpv:ConsentRequestDeferred", "dpv:ConsentUnknown"}
_PROCESSING = {"ai:ModelTraining": "train-ai", "dpv:Share": "share", "dpv:Record": "provide"}


def _says_of(kinds: str | list[str]) -> str | None:
    """What a status says, a no before a yes; None if nobody answered. Raises `KeyError` if it is no status."""
    terms = {kinds} if isinstance(kinds, str) else set(kinds)
    said = {_STATUS[term] for term in terms & _STATUS.keys()}
    if not said and not terms & _UNANSWERED:
        raise KeyError("status")
    return max(said, default=None, key=("given", "refused", "withdrawn").index)


def _data_of(term: str, says: str) -> list[str]:
    """The kinds that a DPV term can mean: a no is to all of them (or to all data), a yes to what each includes."""
    short = term.rpartition(":")[2]
    kinds = [name for name, word in data().items() if word.dpv.rpartition("#")[2] == short]
    if says != "given":
        return kinds or [ANY]
    return [name for name in kinds if all(name == k or name.startswith(k + ".") for k in kinds)]


def _purpose_of(process: dict[str, Any]) -> str:
    if own := _PROCESSING.get(process.get("dpv:hasProcessing", {}).get("@id", "")):
        return own
    short = process["dpv:hasPurpose"]["@id"].rpartition(":")[2]
    return next((name for name, word in purposes().items() if word.dpv.rpartition("#")[2] == short), "")
