"""ODRL 2.2 as JSON-LD, with DPV terms: the whole grid, as an offer with permissions and prohibitions.

`never` is a prohibition. Every other level is a permission; but for `no-say` it has the constraint that there is at
least so much say, and `opt-in` also the duty to obtain consent, which every ODRL evaluator knows. Training is the
action `ai:ModelTraining`, every other purpose a purpose of `use`. A target is exactly the kind of data that it names,
and nothing under it. What stands in no rule is undecided. A day on which a permission ends is a constraint, too.

The profile has what ODRL and DPV have no words for: the levels, in their order, and the kinds of data, two of which
may share a DPV term. The document brings its context with it, so that nothing needs to be fetched to read it.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from sayso.say import Say
from sayso.sharing.signals.signal import Cells, Signal, address, json_of, losses
from sayso.sharing.statement import Accepted, Part, SharingStatement, Use, parts_of, strictness
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

#: The profile's name. It is no address: there is nothing behind it to fetch.
PROFILE = "urn:uuid:4c1b8a52-6f0e-5d0b-9d3e-2f5a7c90e1b6"

CONTEXT: dict[str, Any] = {
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "dpv": "https://w3id.org/dpv#",
    "ai": "https://w3id.org/dpv/ai#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sayso": f"{PROFILE}#",
    "uid": "@id",
    "profile": {"@id": "odrl:profile", "@type": "@id"},
    "conflict": {"@id": "odrl:conflict", "@type": "@vocab"},
    "assigner": {"@id": "odrl:assigner", "@type": "@id"},
    "assignee": {"@id": "odrl:assignee", "@type": "@id"},
    "permission": {"@id": "odrl:permission", "@type": "@id"},
    "prohibition": {"@id": "odrl:prohibition", "@type": "@id"},
    "duty": {"@id": "odrl:duty", "@type": "@id"},
    "constraint": {"@id": "odrl:constraint", "@type": "@id"},
    "target": {"@id": "odrl:target", "@type": "@id"},
    "action": {"@id": "odrl:action", "@type": "@vocab"},
    "leftOperand": {"@id": "odrl:leftOperand", "@type": "@vocab"},
    "operator": {"@id": "odrl:operator", "@type": "@vocab"},
    "rightOperand": {"@id": "odrl:rightOperand", "@type": "@vocab"},
    "about": {"@id": "dpv:hasPersonalData", "@type": "@id"},
    "Offer": "odrl:Offer",
    "Asset": "odrl:Asset",
    "prohibit": "odrl:prohibit",
    "use": "odrl:use",
    "obtainConsent": "odrl:obtainConsent",
    "purpose": "odrl:purpose",
    "dateTime": "odrl:dateTime",
    "gteq": "odrl:gteq",
    "lteq": "odrl:lteq",
    "isAnyOf": "odrl:isAnyOf",
}

#: What the format never says.
NEVER_SAID = (
    "It gives the levels of say between always and never by terms of its own profile, which others may not know.",
    "For review by people DPV has no purpose, so that the profile's own term stands.",
)

_KIND = re.compile(r"sayso:([a-z0-9]+(?:[.-][a-z0-9]+)*)")
_TRAINING = "ai:ModelTraining"
_REVIEW = "sayso:review"
_KEYS = {"@context", "@type", "uid", "profile", "conflict", "dct:title", "dct:issued", "rdfs:comment", "assigner"}


def write(statement: SharingStatement, url: str = "") -> Signal:
    """The policy as an ODRL offer; `url` is where it will stand, and its name. Raises `AddressError`."""
    rules = _rules(statement)
    uid = address(url) if url else str(uuid.uuid5(uuid.UUID(PROFILE[9:]), json.dumps(rules)).urn)
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Offer",
        "uid": uid,
        "profile": PROFILE,
        "conflict": "prohibit",
        "dct:title": f"What {statement.name} accepts",
        "dct:issued": {"@value": statement.on.isoformat(), "@type": "xsd:date"},
        "assigner": {"uid": f"{PROFILE}#assigner", "dct:title": statement.name},
    }
    if statement.service:
        document["assignee"] = {"uid": f"{PROFILE}#assignee", "dct:title": statement.service}
    document |= rules
    lost = losses(statement, read(json.dumps(document), statement.on, statement.service), NEVER_SAID)
    document["rdfs:comment"] = list(lost)
    return Signal(json.dumps(document, indent=1) + "\n", lost, told=True)


def read(text: str, on: date, service: str = "") -> Cells:
    """What an offer of this profile says on that day, to everyone or to the service to which it is addressed.

    One that is not understood to the last word says nothing.
    """
    try:
        document = json_of(text)
        return _read(document, on) if _heard_by(document, service) else {}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _rules(statement: SharingStatement) -> dict[str, list[dict[str, Any]]]:
    decided = {use: _lasting(a) for use, a in statement.cells.items() if a.least is not None}
    rules: dict[str, list[dict[str, Any]]] = {"permission": [], "prohibition": []}
    described: set[str] = set()
    for part in parts_of(decided, strictness):
        kind = "prohibition" if part.value.least is Say.NEVER else "permission"
        for rule in _of_part(part):
            rule["target"] = [_target(name, described) for name in part.data]
            rules[kind].append(rule)
    return {kind: every for kind, every in rules.items() if every}


def _lasting(accepted: Accepted) -> Accepted:
    """A refusal is written without its last day: after it, nothing is allowed that the policy does not allow then."""
    return Accepted(accepted.least) if accepted.least is Say.NEVER else accepted


def _of_part(part: Part[Accepted]) -> Iterator[dict[str, Any]]:
    """One rule for training, one for all other purposes."""
    terms = _terms(part.value)
    if "train-ai" in part.purposes:
        yield {"action": _TRAINING, **_with(terms, ())}
    purposes = [{"@id": _purpose(p)} for p in part.purposes if p != "train-ai"]
    if purposes:
        about = {"leftOperand": "purpose", "operator": "isAnyOf", "rightOperand": purposes}
        yield {"action": "use", **_with(terms, (about,))}


def _terms(accepted: Accepted) -> dict[str, Any]:
    least, terms = accepted.least, {}
    constraints: list[dict[str, Any]] = []
    if least not in (Say.NEVER, Say.NO_SAY):
        level = {"@id": f"sayso:{least}"}
        constraints.append({"leftOperand": "sayso:say", "operator": "gteq", "rightOperand": level})
    if accepted.until:
        day = {"@value": accepted.until.isoformat(), "@type": "xsd:date"}
        constraints.append({"leftOperand": "dateTime", "operator": "lteq", "rightOperand": day})
    if least is Say.OPT_IN:
        terms["duty"] = [{"action": "obtainConsent"}]
    return terms | ({"constraint": constraints} if constraints else {})


def _with(terms: dict[str, Any], constraints: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    both = [*constraints, *terms.get("constraint", ())]
    return terms | ({"constraint": both} if both else {})


def _target(name: str, described: set[str]) -> str | dict[str, Any]:
    """The name of a kind of data; where it is first named, with the DPV term for it."""
    uid = f"sayso:{name}"
    if name in described:
        return uid
    described.add(name)
    nearest = name
    while nearest not in known_data():
        nearest = nearest.rpartition(".")[0]
    return {"uid": uid, "@type": "Asset", "about": known_data()[nearest].dpv}


def _purpose(name: str) -> str:
    return _REVIEW if name == "review" else known_purposes()[name].dpv


def _heard_by(document: dict[str, Any], service: str) -> bool:
    addressed: str = document["assignee"]["dct:title"] if "assignee" in document else service
    return addressed.casefold() == service.casefold()


def _read(document: dict[str, Any], on: date) -> Cells:
    rules = document.keys() - _KEYS - {"assignee"}
    same = document["@context"] == CONTEXT and document["profile"] == PROFILE and document["conflict"] == "prohibit"
    if not same or document["@type"] != "Offer" or not rules <= {"permission", "prohibition"}:
        return {}
    cells: dict[Use, Say] = {}
    for rule in document.get("permission", []):
        least, until = _level(rule)
        if until is None or on <= until:
            _narrow(cells, rule, least)
    for rule in document.get("prohibition", []):
        if rule.keys() - {"action", "target", "constraint"} or _level(rule) != (Say.NO_SAY, None):
            raise ValueError("a prohibition has a condition")
        _narrow(cells, rule, Say.NEVER)
    return cells


def _narrow(cells: dict[Use, Say], rule: dict[str, Any], say: Say) -> None:
    """Adds what one rule says. Where several speak of one use, the most say is wanted."""
    for purpose in _purposes(rule):
        for target in rule["target"]:
            if not isinstance(target, str) and target.keys() != {"uid", "@type", "about"}:
                raise ValueError("a target that is not known")
            found = _KIND.fullmatch(target if isinstance(target, str) else target["uid"])
            if not found or found[1].partition(".")[0] not in known_data():
                raise ValueError("no kind of data")
            use = (found[1], purpose)
            cells[use] = max(cells.get(use, say), say, key=lambda s: s.rank or 0)


def _purposes(rule: dict[str, Any]) -> list[str]:
    wanted = [c for c in rule.get("constraint", []) if c["leftOperand"] == "purpose"]
    if rule["action"] == _TRAINING and not wanted:
        return ["train-ai"]
    (constraint,) = wanted
    if rule["action"] != "use" or constraint["operator"] != "isAnyOf":
        raise ValueError("no purpose")
    names = {_purpose(name): name for name in known_purposes() if name != "train-ai"}
    return [names[purpose["@id"]] for purpose in constraint["rightOperand"]]


def _level(rule: dict[str, Any]) -> tuple[Say, date | None]:
    """What a permission asks for: its level, and its last day. Raises on every condition that is not known."""
    least, until = Say.NO_SAY, None
    if rule.keys() - {"action", "target", "constraint", "duty"}:
        raise ValueError("a condition that is not known")
    for constraint in rule.get("constraint", []):
        if constraint.keys() != {"leftOperand", "operator", "rightOperand"}:
            raise ValueError("a constraint that is not known")
        left, operator, right = (constraint[k] for k in ("leftOperand", "operator", "rightOperand"))
        if left == "sayso:say" and operator == "gteq":
            least = max(least, _LEVELS[right["@id"]], key=lambda s: s.rank or 0)
        elif left == "dateTime" and operator == "lteq" and right["@type"] == "xsd:date":
            until = min(until or date.max, date.fromisoformat(right["@value"]))
        elif left != "purpose":
            raise ValueError("a constraint that is not known")
    for duty in rule.get("duty", []):
        if duty != {"action": "obtainConsent"}:
            raise ValueError("a duty that is not known")
        least = max(least, Say.OPT_IN, key=lambda s: s.rank or 0)
    return least, until


_LEVELS = {f"sayso:{say}": say for say in Say if say is not Say.UNSTATED}
