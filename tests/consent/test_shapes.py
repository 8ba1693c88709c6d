"""Records and receipts as graphs: held against shapes of ISO/IEC TS 27560 in DPV (SHACL), and against DPV's terms."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "sharing" / "signals"))

from graphs import SHARED, faults, graph, needs_reference, terms
from notices import NOTICE
from test_receipts import AUDIO, NOTICES, START, a_receipt, answered

from sayso.consent import desk
from sayso.consent.fact import Answered, Kind, Relation, Says
from sayso.consent.notice import Ground
from sayso.consent.record import receipt, records
from sayso.consent.state import state_at
from sayso.say import Say

SHAPES = str(Path(__file__).parent / "shapes" / "consent-27560.ttl")
VOCABULARIES = ("dpv", "pd", "ai", "tech")


def against_shapes(found: dict[str, Any]) -> str:
    return faults(graph(json.dumps(found)), SHAPES)


#: Whose terms are quoted, and who says why refusing costs nothing.
FULL = replace(
    NOTICE,
    grounds={AUDIO.name: Ground(Say.LEAVE, "You may leave.", "4.2", "Lantern Rooms, terms of May")},
    costs_nothing="Who refuses is left out, and nobody is told.",
    translations={"de": {AUDIO.name: "Was Sie sagen, wird zusammengefasst."}},
)


def with_everything() -> dict[str, Any]:
    """A yes, a no, a withdrawal, silence, and a request that there is time for; the yes read in another language."""
    facts = [replace(f, language="de") if isinstance(f, Answered) else f for f in answered()]
    facts += desk.answer(state_at(facts, START + timedelta(days=9)), "p1", "summary", 1, {AUDIO.name: Says.REFUSED})
    late = state_at(facts, START + timedelta(days=9, seconds=10))
    facts += desk.join(late, "p3", Kind.PERSON, Relation.CLIENT, {("summary", 1): FULL}, lambda _p, _u: None)
    now = START + timedelta(days=9, seconds=20)
    return receipt(records("room", facts, {"p1", "p2", "p3"}, {FULL.version: FULL}, now), now)


def test_a_receipt_and_all_records_in_it_conform() -> None:
    assert against_shapes(a_receipt()) == ""
    found = with_everything()
    states = {record["dpv:hasConsentStatus"]["@type"][0] for record in found["dpv:hasRecordOfActivity"]}
    assert states == {
        "dpv:ConsentGiven", "dpv:ConsentRefused", "dpv:ConsentWithdrawn", "dpv:ConsentRequested",
    }  # fmt: skip
    assert against_shapes(found) == ""


def test_a_single_record_conforms() -> None:
    for record in records("room", answered(), {"p1"}, NOTICES, START + timedelta(seconds=9)):
        assert against_shapes(record) == ""


def _without(*path: str) -> Callable[[dict[str, Any]], None]:
    def take_out(found: dict[str, Any]) -> None:
        inside: Any = found["dpv:hasRecordOfActivity"][0]
        for name in path[:-1]:
            inside = inside[name]
        del inside[path[-1]]

    return take_out


@pytest.mark.parametrize(
    "path",
    [
        ("dct:conformsTo",), ("dct:identifier",), ("dpv:hasDataSubject",), ("dpv:hasNotice",), ("dpv:hasProcess",),
        ("dpv:hasJurisdiction",), ("dpv:hasLegalBasis",), ("dpv:hasConsentControl",), ("dpv:hasRight",),
        ("dpv:hasConsentStatus",), ("dpv:hasEntity",), ("dpv:hasNotice", "dct:language"),
        ("dpv:hasProcess", "dpv:hasPurpose"), ("dpv:hasProcess", "dpv:hasPersonalData"),
        ("dpv:hasProcess", "dpv:hasStorageCondition"), ("dpv:hasProcess", "dpv:hasRecipient"),
        ("dpv:hasConsentStatus", "dpv:isIndicatedAtTime"), ("dpv:hasConsentStatus", "dpv:isIndicatedBy"),
        ("dpv:hasConsentStatus", "dpv:hasDuration"), ("dpv:hasNotice", "schema:sha256"),
        ("dpv:hasActiveEntity",), ("dpv:hasActiveEntity", "dpv:hasRelationWithDataSubject"),
        ("dpv:hasConsentStatus", "dpv:hasLawfulness"), ("dpv:hasConsentStatus", "dpv:hasJustification"),
    ],
    ids="/".join,
)  # fmt: skip
def test_what_lacks_a_mandatory_field_does_not_conform(path: tuple[str, ...]) -> None:
    found = receipt(records("room", answered(), {"p1"}, NOTICES, START + timedelta(seconds=9))[:1], START)
    assert against_shapes(found) == ""
    _without(*path)(found)
    assert against_shapes(found) != ""


def test_a_mark_that_a_yes_is_not_free_stands_only_where_it_belongs() -> None:
    yes = records("room", answered(), {"p1"}, NOTICES, START + timedelta(seconds=9))[0]
    assert against_shapes(yes) == ""
    yes["dpv:hasActiveEntity"]["dpv:hasRelationWithDataSubject"] = "peer"
    assert against_shapes(yes) != ""


@needs_reference
def test_only_terms_that_dpv_has_are_used() -> None:
    known = set()
    for name in VOCABULARIES:
        with (SHARED / "dpv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            known |= {row["iri"] for row in csv.DictReader(file)}
    used = {t for t in terms(graph(json.dumps(with_everything()))) if t.startswith("https://w3id.org/dpv")}
    elsewhere = ("https://w3id.org/dpv/loc#", "https://w3id.org/dpv/legal/", "https://w3id.org/dpv/schema/")
    assert {term for term in used if not term.startswith(elsewhere)} <= known
    assert len(used) > 40
    assert NOTICE.version not in used
