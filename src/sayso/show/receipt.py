"""A verified receipt in plain words: what was asked, what was answered, when, and where to withdraw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.safe import one_line
from sayso.show.table import wrapped

_ASKER = {
    "peer": "Asked by a colleague or peer.",
    "employer": "Asked by your employer.",
    "teacher": "Asked by your teacher.",
    "client": "Asked by your client.",
    "unknown": "It is not known what whoever asked is to you.",
}
_ANSWER = {
    "dpv:ConsentGiven": "You said yes",
    "dpv:ConsentRefused": "You said no",
    "dpv:ConsentWithdrawn": "You withdrew your yes",
    "dpv:ConsentRequested": "You were asked, and have not answered",
}


def receipt(found: dict[str, Any]) -> str:
    """One paragraph for each record of the receipt."""
    lines = [f"This receipt is what the desk signed on {_moment(found['dct:created'])}. Nothing in it was altered."]
    for record in found["dpv:hasRecordOfActivity"]:
        lines += ["", *_record(record)]
    return "\n".join(lines) + "\n"


def _record(record: dict[str, Any]) -> Iterator[str]:
    status, process, notice = (record[f"dpv:has{part}"] for part in ("ConsentStatus", "Process", "Notice"))
    answer = _ANSWER.get(status["@type"][0], status["@type"][0])
    said = f"{answer} on {_moment(status['dpv:isIndicatedAtTime'])}: {one_line(process['dct:title'])}"
    yield wrapped(said, "- ", "  ")
    yield wrapped(f"How: {one_line(status['dpv:hasIndicationMethod'])}.", "  ")
    relation = record.get("dpv:hasActiveEntity", {}).get("dpv:hasRelationWithDataSubject", "")
    if asker := _ASKER.get(relation):
        yield wrapped(asker, "  ")
    for why in status.get("dpv:hasJustification", []):
        whose = "The controller says: " if "dct:creator" in why else ""
        yield wrapped(f"{whose}{one_line(why['dct:description'])} See {one_line(why['dct:source'])}.", "  ")
    ground = notice.get("dct:references", {})
    if quote := ground.get("schema:text"):
        whose = ground.get("dct:source") or "The terms"
        yield wrapped(f"{one_line(whose)}: “{one_line(quote)}”", "  ")
    which = one_line(notice.get("dct:identifier") or notice["@id"])
    language = notice["dct:language"]
    read = one_line(language if isinstance(language, str) else " or ".join(language))
    yield wrapped(f"Notice: {which} of {one_line(notice['dct:date'])}, in the language {read}.", "  ")
    yield wrapped(f"Withdraw or change it at {one_line(record['dpv:hasConsentControl']['dpv:isExercisedAt'])}", "  ")


def _moment(text: str) -> str:
    return one_line(text)[:16].replace("T", " ") + " UTC"
