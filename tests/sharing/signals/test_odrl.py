"""ODRL: valid by the information model and by schema, with DPV terms that exist, and read only if understood."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from rdflib import Graph, Namespace, URIRef

from sayso.errors import AddressError
from sayso.say import Say
from sayso.sharing.policy import Policy
from sayso.sharing.signals import odrl
from sayso.sharing.statement import state

from ..policies import DAY, LEVELS, alike, policies, services
from ..test_statement import ada
from .graphs import SHAPES, faults, graph, needs_reference, terms, verified

ODRL = Namespace("http://www.w3.org/ns/odrl/2/")
SCHEMA = Draft202012Validator(json.loads((SHAPES / "odrl.schema.json").read_text("utf-8")))
COUNT = {"leftOperand": "count", "operator": "lteq", "rightOperand": 1}
BEFORE = {"leftOperand": "dateTime", "operator": "lt", "rightOperand": 1}


@settings(deadline=None, max_examples=15)
@given(policies(), services)
def test_every_offer_is_valid_odrl(policy: Policy, service: str) -> None:
    statement = state(policy, DAY, service)
    if any(a.least for a in statement.cells.values()):
        text = odrl.write(statement).text
        assert faults(graph(text), "odrl.ttl") == ""
        SCHEMA.validate(json.loads(text))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("assigner"),
        lambda d: d["permission"][0].pop("action"),
        lambda d: d["permission"][0].pop("target"),
        lambda d: d["permission"][0]["constraint"][0].pop("operator"),
        lambda d: d["prohibition"][0].update(duty=[{"action": "obtainConsent"}]),
        lambda d: (d.pop("permission"), d.pop("prohibition")),
    ],
)
def test_the_shapes_find_what_is_no_odrl(spoil: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(odrl.write(ada()).text)
    spoil(document)
    assert faults(graph(json.dumps(document)), "odrl.ttl")


def test_the_graph_says_that_training_with_content_is_prohibited() -> None:
    found: Graph = graph(odrl.write(ada()).text)
    content, training = URIRef(f"{odrl.PROFILE}#content"), URIRef("https://w3id.org/dpv/ai#ModelTraining")
    rules = {kind: set(found.objects(None, ODRL[kind])) for kind in ("permission", "prohibition")}
    about = {
        kind: [r for r in every if (r, ODRL.target, content) in found and (r, ODRL.action, training) in found]
        for kind, every in rules.items()
    }
    assert len(about["prohibition"]) == 1
    assert about["permission"] == []


def test_an_opt_in_is_a_permission_with_the_duty_to_obtain_consent() -> None:
    found = graph(odrl.write(alike(Say.OPT_IN)).text)
    for permission in found.objects(None, ODRL.permission):
        (duty,) = found.objects(permission, ODRL.duty)
        assert (duty, ODRL.action, ODRL.obtainConsent) in found


@needs_reference
@pytest.mark.parametrize("say", LEVELS)
def test_every_dpv_term_exists_in_dpv(say: Say) -> None:
    used = {t for t in terms(graph(odrl.write(alike(say)).text)) if t.startswith("https://w3id.org/dpv")}
    assert used
    assert used <= verified()


def test_what_it_cannot_say_is_in_the_document() -> None:
    signal = odrl.write(ada())
    assert signal.told
    assert tuple(json.loads(signal.text)["rdfs:comment"]) == signal.lost
    assert any("silent" in sentence for sentence in signal.lost)


def test_an_exception_of_the_service_it_is_addressed_to_ends_with_its_last_day() -> None:
    text, end = odrl.write(ada(service="Lantern Rooms")).text, date(2026, 6, 30)
    assert odrl.read(text, end, "lantern rooms")["usage", "improve"] is Say.NO_SAY
    assert ("usage", "improve") not in odrl.read(text, end + timedelta(1), "Lantern Rooms")


def test_an_address_is_its_name_and_must_be_one() -> None:
    assert json.loads(odrl.write(ada(), "https://ada.example/p").text)["uid"] == "https://ada.example/p"
    for bad in ("ada.example", "https://a b", "javascript:x", 'https://a/"', "https://a\n", "ftp://a"):
        with pytest.raises(AddressError):
            odrl.write(ada(), bad)


def test_the_same_policy_gives_the_same_bytes() -> None:
    assert odrl.write(ada()).text == odrl.write(ada()).text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["@context"].update(permission="odrl:prohibition"),
        lambda d: d.update(profile="urn:uuid:other"),
        lambda d: d.update(conflict="perm"),
        lambda d: d.update(inheritFrom="https://other.example/policy"),
        lambda d: d.update(obligation=[{"action": "use"}]),
        lambda d: d["permission"][0]["constraint"].append(COUNT),
        lambda d: d["permission"][0]["constraint"][-1].update(operator="lteq"),
        lambda d: d["permission"][0].update(duty=[{"action": "compensate"}]),
        lambda d: d["permission"][0].update(assignee="https://other.example"),
        lambda d: d["permission"][0]["target"].append("sayso:everything"),
        lambda d: d["permission"][0]["target"].append({"uid": "sayso:usage", "refinement": []}),
        lambda d: d["permission"][0].update(action="odrl:play"),
        lambda d: d["prohibition"][0].update(constraint=[BEFORE]),
        lambda d: d.update(permission="use"),
        lambda d: d.update(assignee={"uid": "x:y"}),
        lambda d: d.update(prohibition={}) or d.update(prohibition=[[]]),
    ],
)
def test_what_is_not_understood_to_the_last_word_says_nothing(spoil: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(odrl.write(ada()).text)
    spoil(document)
    assert odrl.read(json.dumps(document), DAY) == {}


def test_a_name_that_stands_twice_says_nothing() -> None:
    text = odrl.write(ada()).text
    assert odrl.read(text.replace('"conflict"', '"conflict": "prohibit", "conflict"', 1), DAY) == {}
