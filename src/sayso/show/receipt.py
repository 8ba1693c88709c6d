"""A verified receipt in plain words: what was asked, what was answered, when, and where to withdraw."""

from __future__ import annotations

from typing import Any

from sayso.safe import one_line
from sayso.show.table import wrapped

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
        status, process = record["dpv:hasConsentStatus"], record["dpv:hasProcess"]
        answer = _ANSWER.get(status["@type"][0], status["@type"][0])
        said = f"{answer} on {_moment(status['dpv:isIndicatedAtTime'])}: {one_line(process['dct:title'])}"
        lines += ["", wrapped(said, "- ", "  ")]
        lines.append(wrapped(f"How: {one_line(status['dpv:hasIndicationMethod'])}.", "  "))
        control = one_line(record["dpv:hasConsentControl"]["dpv:isExercisedAt"])
        notice = record["dpv:hasNotice"]
        lines.append(wrapped(f"Notice: {one_line(notice['@id'])} of {one_line(notice['dct:date'])}.", "  "))
        lines.append(wrapped(f"Withdraw or change it at {control}", "  "))
    return "\n".join(lines) + "\n"


def _moment(text: str) -> str:
    return one_line(text)[:16].replace("T", " ") + " UTC"
