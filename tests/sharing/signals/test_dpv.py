"""DPV: a graph of processes, with terms that exist in DPV 2.3."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from sayso.say import Say
from sayso.sharing.policy import Policy
from sayso.sharing.signals import dpv
from sayso.sharing.statement import state

from ..policies import DAY, LEVELS, alike, policies, services
from ..test_statement import ada
from .graphs import faults, graph, needs_reference, terms, verified


@settings(deadline=None, max_examples=15)
@given(policies(), services)
def test_every_document_has_the_shape_of_dpv_processes(policy: Policy, service: str) -> None:
    assert faults(graph(dpv.write(state(policy, DAY, service)).text), "dpv.ttl") == ""


@pytest.mark.parametrize(
    "key", ["dpv:hasPersonalData", "dpv:hasPurpose", "dpv:hasConsentStatus", "dpv:hasConsentControl", "@type"]
)
def test_the_shapes_find_what_is_missing(key: str) -> None:
    document = json.loads(dpv.write(ada()).text)
    next(p for p in document["dpv:hasProcess"] if key in p).pop(key)
    assert faults(graph(json.dumps(document)), "dpv.ttl")


@needs_reference
@pytest.mark.parametrize("say", LEVELS)
def test_every_term_exists_in_dpv(say: Say) -> None:
    used = {t for t in terms(graph(dpv.write(alike(say)).text)) if t.startswith("https://w3id.org/dpv")}
    assert len(used) > 20
    assert used <= verified()


def test_what_it_cannot_say_is_in_the_document() -> None:
    signal = dpv.write(ada())
    assert signal.told
    assert tuple(json.loads(signal.text)["rdfs:comment"]) == signal.lost


def refused(document: dict[str, Any]) -> dict[str, Any]:
    return next(p for p in document["dpv:hasProcess"] if "dpv:hasConsentStatus" in p)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["@context"].update(dpv="https://other.example#"),
        lambda d: refused(d).update({"dpv:hasConsentStatus": {"@id": "dpv:ConsentGiven"}}),
        lambda d: refused(d).update({"dpv:hasConsentControl": {"@type": "dpv:OptingOutFromProcess"}}),
        lambda d: refused(d).update({"dpv:hasPurpose": {"@id": "https://w3id.org/dpv#Advertising"}}),
        lambda d: refused(d)["dpv:hasPersonalData"].append({"@id": "https://w3id.org/dpv#Everything"}),
        lambda d: d["dpv:hasProcess"][-1].update({"dpv:hasStorageCondition": {}}),
        lambda d: d["dpv:hasProcess"][-1].update({"dpv:hasDuration": {"rdf:value": "P1D"}}),
        lambda d: d.update({"@graph": []}),
        lambda d: d.update({"dpv:hasProcess": 1}),
    ],
)
def test_what_is_not_understood_to_the_last_word_says_nothing(spoil: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(dpv.write(ada()).text)
    spoil(document)
    assert dpv.read(json.dumps(document), DAY) == {}
