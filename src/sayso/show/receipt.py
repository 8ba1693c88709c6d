"""A verified receipt in plain words: what was asked, what was answered, when, and where to withdraw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.safe import one_line
from sayso.show.table import wrapped

_ASKER = {
    "peer": "Asked by a colleague or peer.",
    "employer": "Asked by {whose} employer.",
    "teacher": "Asked by {whose} teacher.",
    "client": "Asked by {whose} client.",
    "unknown": "In what relation whoever asked stood is not known.",
}
_ANSWER = {
    "dpv:ConsentGiven": "said yes",
    "dpv:ConsentRefused": "said no",
    "dpv:ConsentWithdrawn": "withdrew the yes",
    "dpv:ConsentRequested": "had been asked, and not answered,",
}
_SILENT = "had not answered in time, which counts as no,"


def receipt(found: dict[str, Any]) -> str:
    """One paragraph for each record of a receipt, or of all records of a space."""
    records, signed = found["dpv:hasRecordOfActivity"], f"what the desk signed on {_moment(found['dct:created'])}"
    if found["@type"] == "dpv:ConsentReceipt":
        lines = [f"This receipt is {signed}. Nothing in it was altered."]
        told = [_record(record, "You", "your") for record in records]
    else:
        lines = [wrapped(f"These records are {signed}. Nothing in them was altered. {_whose(found)}")]
        told = [_record(record, _person(record), "their") for record in records]
    for paragraph in told:
        lines += ["", *paragraph]
    return "\n".join(lines) + "\n"


def _whose(found: dict[str, Any]) -> str:
    people, chain = {_person(record) for record in found["dpv:hasRecordOfActivity"]}, found["chain"]
    end = f"{chain['facts']:,} facts, the last of the digest {one_line(chain['digest'])}"
    return f"They are of {len(people):,} people in {one_line(found['dct:subject']['@id'])}, whose chain had {end}."


def _person(record: dict[str, Any]) -> str:
    return one_line(record["dpv:hasDataSubject"]["@id"].rpartition(":")[2])


def _record(record: dict[str, Any], who: str, whose: str) -> Iterator[str]:
    status, process, notice = (record[f"dpv:has{part}"] for part in ("ConsentStatus", "Process", "Notice"))
    silent = status["dpv:isIndicatedBy"]["@id"].endswith(":desk")
    answer = _SILENT if silent else _ANSWER.get(status["@type"][0], status["@type"][0])
    said = f"{who} {answer} on {_moment(status['dpv:isIndicatedAtTime'])}: {one_line(process['dct:title'])}"
    yield wrapped(said, "- ", "  ")
    yield wrapped(f"How: {one_line(status['dpv:hasIndicationMethod'])}.", "  ")
    relation = record.get("dpv:hasActiveEntity", {}).get("dpv:hasRelationWithDataSubject", "")
    if asker := _ASKER.get(relation):
        yield wrapped(asker.format(whose=whose), "  ")
    for why in status.get("dpv:hasJustification", []):
        by = "The controller says: " if "dct:creator" in why else ""
        yield wrapped(f"{by}{one_line(why['dct:description'])} See {one_line(why['dct:source'])}.", "  ")
    ground = notice.get("dct:references", {})
    if quote := ground.get("schema:text"):
        source = ground.get("dct:source") or "The terms"
        yield wrapped(f"{one_line(source)}: “{one_line(quote)}”", "  ")
    which = one_line(notice.get("dct:identifier") or notice["@id"])
    language = notice["dct:language"]
    read = one_line(language if isinstance(language, str) else " or ".join(language))
    yield wrapped(f"Notice: {which} of {one_line(notice['dct:date'])}, in the language {read}.", "  ")
    yield wrapped(f"Withdraw or change it at {one_line(record['dpv:hasConsentControl']['dpv:isExercisedAt'])}", "  ")


def _moment(text: str) -> str:
    return one_line(text)[:16].replace("T", " ") + " UTC"
