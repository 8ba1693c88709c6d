"""DPV as JSON-LD: each use that is accepted or refused, as a process with its data, purpose and say (DPV 2.3).

Refused: consent is refused. `opt-in`: on consent, by opting in. `opt-out`: one can opt out. `leave` and `no-say`: one
cannot opt out, as DPV has one term for both. Kinds of data that share a DPV term are one, with the strictest level.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sayso.say import Say
from sayso.sharing.signals.signal import Cells, Signal, json_of, losses, spread, strictest
from sayso.sharing.statement import Accepted, SharingStatement, Use, parts_of, strictness
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

CONTEXT: dict[str, Any] = {
    "dpv": "https://w3id.org/dpv#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: What the format never says.
NEVER_SAID = (
    "It describes uses: that these are the ones which are accepted or refused is said in its title alone.",
    "It has one term for what one can refuse only by leaving and for what one cannot refuse at all.",
    "Kinds of data that share a DPV term are told as one, with the strictest level of them.",
)

_REFUSED = {"@id": "dpv:ConsentRefused"}
_CONSENT = {"@id": "dpv:Consent"}
_CONTROL = {
    Say.OPT_IN: {"@type": "dpv:OptingInToProcess"},
    Say.OPT_OUT: {"@type": "dpv:OptingOutFromProcess"},
    Say.LEAVE: {"@type": "dpv:CannotOptOutFromProcess"},
}
_KEYS = {"@context", "@type", "dct:title", "dct:issued", "rdfs:comment"}
_KEYS |= {"dpv:hasDataSubject", "dpv:hasService", "dpv:hasProcess"}
_PROCESS = {"@type", "dpv:hasPersonalData"}


def write(statement: SharingStatement) -> Signal:
    """The policy as DPV processes."""
    processes = list(_processes(statement))
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "dpv:Process",
        "dct:title": f"Uses that {statement.name} accepts, each with the least say that is accepted, or refuses",
        "dct:issued": {"@value": statement.on.isoformat(), "@type": "xsd:date"},
        "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dpv:hasName": statement.name},
        "dpv:hasProcess": processes,
    }
    if statement.service:
        document["dpv:hasService"] = {"dct:title": statement.service}
    heard = read(json.dumps(document), statement.on, statement.service)
    lost = losses(statement, spread(heard, statement), NEVER_SAID)
    document["rdfs:comment"] = list(lost)
    return Signal(json.dumps(document, indent=1) + "\n", lost, told=True)


def read(text: str, on: date, service: str = "") -> Cells:
    """What such a document says on that day, to everyone or to the service to which it is addressed.

    One that is not understood to the last word says nothing.
    """
    try:
        document = json_of(text)
        addressed: str = document["dpv:hasService"]["dct:title"] if "dpv:hasService" in document else service
        return _read(document, on) if addressed.casefold() == service.casefold() else {}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _processes(statement: SharingStatement) -> Iterator[dict[str, Any]]:
    joined = _joined(statement)
    for part in parts_of(joined, strictness):
        for purpose in part.purposes:
            process: dict[str, Any] = {
                "@type": "dpv:Process",
                "dpv:hasPersonalData": [{"@id": iri} for iri in part.data],
                **_purpose(purpose),
            }
            if part.value.least is Say.NEVER:
                process["dpv:hasConsentStatus"] = _REFUSED
            elif part.value.least:
                process["dpv:hasConsentControl"] = _CONTROL[part.value.least]
            if part.value.least is Say.OPT_IN:
                process["dpv:hasLegalBasis"] = _CONSENT
            if part.value.until:
                day = {"@value": part.value.until.isoformat(), "@type": "xsd:date"}
                process["dpv:hasDuration"] = {"@type": "dpv:UntilTimeDuration", "rdf:value": day}
            yield process


def _joined(statement: SharingStatement) -> dict[Use, Accepted]:
    """What is accepted by DPV term and purpose. Refusals are written without a last day."""
    by_term: dict[Use, list[Accepted]] = {}
    for (name, purpose), accepted in statement.cells.items():
        nearest = name
        while nearest not in known_data():
            nearest = nearest.rpartition(".")[0]
        by_term.setdefault((known_data()[nearest].dpv, purpose), []).append(accepted)
    joined = {}
    for use, every in by_term.items():
        least = strictest(a.least for a in every)
        until = min((a.until for a in every if a.until), default=None)
        if least is not None:
            # `no-say` cannot be told from `leave`, which asks for more.
            shown = Say.LEAVE if least is Say.NO_SAY else least
            joined[use] = Accepted(shown, None if least is Say.NEVER else until)
    return joined


def _purpose(name: str) -> dict[str, Any]:
    """Training is a processing in DPV, and review by people an involvement; the others are purposes."""
    iri = known_purposes()[name].dpv
    if name == "train-ai":
        return {"dpv:hasProcessing": {"@id": iri}}
    if name == "review":
        return {"dpv:hasHumanInvolvement": {"dct:title": known_purposes()[name].about}}
    return {"dpv:hasPurpose": {"@id": iri}}


def _read(document: dict[str, Any], on: date) -> Cells:
    if document["@context"] != CONTEXT or document["@type"] != "dpv:Process":
        return {}
    if document.keys() - _KEYS:
        return {}
    cells: dict[Use, Say] = {}
    for process in document["dpv:hasProcess"]:
        purpose = _purpose_of(process)
        rest = {k: v for k, v in process.items() if k not in _PROCESS and k not in _purpose(purpose)}
        until = _until(rest.pop("dpv:hasDuration", None))
        say = _level(rest)
        for term in process["dpv:hasPersonalData"]:
            names = [name for name, word in known_data().items() if word.dpv == term["@id"]]
            if not names or term.keys() != {"@id"} or process["@type"] != "dpv:Process" or (say is Say.NEVER and until):
                raise ValueError("a process that is not known")
            if until is None or on <= until:
                for use in ((name, purpose) for name in names):
                    cells[use] = max(cells.get(use, say), say, key=lambda s: s.rank or 0)
    return cells


def _purpose_of(process: dict[str, Any]) -> str:
    """The one purpose that a process has."""
    (name,) = (n for n in known_purposes() if _purpose(n).items() <= process.items())
    return name


def _level(rest: dict[str, Any]) -> Say:
    """The level that the remaining properties of a process give. Raises where they are anything else."""
    if rest == {"dpv:hasConsentStatus": _REFUSED}:
        return Say.NEVER
    if rest == {"dpv:hasConsentControl": _CONTROL[Say.OPT_IN], "dpv:hasLegalBasis": _CONSENT}:
        return Say.OPT_IN
    (say,) = (s for s in (Say.OPT_OUT, Say.LEAVE) if rest == {"dpv:hasConsentControl": _CONTROL[s]})
    return say


def _until(duration: dict[str, Any] | None) -> date | None:
    if duration is None:
        return None
    if duration.keys() != {"@type", "rdf:value"} or duration["@type"] != "dpv:UntilTimeDuration":
        raise ValueError("a duration that is not known")
    if duration["rdf:value"]["@type"] != "xsd:date":
        raise ValueError("a duration that is not known")
    return date.fromisoformat(duration["rdf:value"]["@value"])
