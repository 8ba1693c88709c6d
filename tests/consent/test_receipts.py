"""Records and receipts: of every answer, refusals too; signed, verifiable by anybody, and naming nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from notices import NOTICE

from sayso.consent import desk
from sayso.consent.fact import Fact, Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.record import receipt, records
from sayso.consent.signing import new_key, public_keys, rotate, sign, verify
from sayso.consent.state import state_at
from sayso.errors import ConsentError

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (AUDIO, TRAIN))
NOTICES = {NOTICE.version: NOTICE}
ASKED = {"summary": NOTICE}


def answered() -> list[Fact]:
    facts: list[Fact] = []
    for person in ("p1", "p2"):
        facts += desk.join(state_at(facts, START), person, Kind.PERSON, Relation.EMPLOYER, ASKED, lambda _p, _u: None)
    facts += desk.turn_on(state_at(facts, START), SUMMARY, ASKED, lambda _p, _u: None)
    asked = state_at(facts, START + timedelta(seconds=5))
    return facts + desk.answer(asked, "p1", "summary", 1, {AUDIO.name: Says.GIVEN, TRAIN.name: Says.REFUSED})


def a_receipt() -> dict[str, Any]:
    return receipt(records("room", answered(), "p1", NOTICES), START + timedelta(minutes=1))


def test_every_answer_is_a_record_and_a_refusal_too() -> None:
    states = [r["dpv:hasConsentStatus"]["@type"][0] for r in records("room", answered(), "p1", NOTICES)]
    assert sorted(states) == ["dpv:ConsentGiven", "dpv:ConsentRefused"]
    assert {r["dpv:hasConsentStatus"]["@type"][0] for r in records("room", answered(), "p2", NOTICES)} == {
        "dpv:ConsentRequested"
    }


def test_training_is_a_record_of_its_own_with_the_sentence_that_was_shown() -> None:
    (training,) = [
        r
        for r in records("room", answered(), "p1", NOTICES)
        if r["dpv:hasProcess"]["dpv:hasProcessing"]["@id"] == "ai:ModelTraining"
    ]
    assert training["dpv:hasProcess"]["dct:title"] == NOTICE.texts[TRAIN.name]
    assert training["dpv:hasProcess"]["dpv:hasNecessity"] == {"@id": "dpv:Optional"}
    assert "dpv:Employee" in training["dpv:hasDataSubject"]["@type"]


def test_a_withdrawal_is_a_record_beside_the_consent_that_it_ends() -> None:
    facts = answered()
    facts += desk.answer(state_at(facts, START + timedelta(days=9)), "p1", "summary", 1, {AUDIO.name: Says.REFUSED})
    states = [r["dpv:hasConsentStatus"]["@type"][0] for r in records("room", facts, "p1", NOTICES)]
    assert states[-1] == "dpv:ConsentWithdrawn"
    assert "dpv:ConsentGiven" in states


def test_the_same_facts_give_the_same_records() -> None:
    assert records("room", answered(), "p1", NOTICES) == records("room", answered(), "p1", NOTICES)


def test_a_receipt_verifies_with_the_published_keys_alone() -> None:
    keys = [new_key(START)]
    published = json.loads(json.dumps(public_keys(keys)))
    assert "d" not in published["keys"][0], "the private key is not published"
    assert verify(sign(a_receipt(), keys), published) == a_receipt()


def test_a_receipt_outlives_the_rotation_of_its_key() -> None:
    keys = [new_key(START)]
    signed = sign(a_receipt(), keys)
    keys = rotate(keys, START + timedelta(days=90))
    assert verify(signed, public_keys(keys)) == a_receipt()
    assert len({k.id for k in keys}) == 2


def test_a_retired_key_signs_nothing_dated_after_it() -> None:
    keys = [new_key(START)]
    late = receipt(records("room", answered(), "p1", NOTICES), START + timedelta(days=91))
    signed = sign(late, keys)
    with pytest.raises(ConsentError, match="outside the time"):
        verify(signed, public_keys(rotate(keys, START + timedelta(days=90))))


def _altered(signed: str) -> str:
    head, body, signature = signed.split(".")
    return ".".join([head, body[:-4] + ("AAAA" if body[-4:] != "AAAA" else "BBBB"), signature])


def _unsigned(signed: str) -> str:
    return f"eyJhbGciOiJub25lIn0.{signed.split('.')[1]}."


@pytest.mark.parametrize(
    "forge",
    [_altered, _unsigned, lambda s: s[:-10], lambda s: s.partition(".")[0], lambda s: "", lambda s: "a.b.c", str.upper],
)
def test_what_was_altered_cut_or_forged_does_not_verify(forge: Any) -> None:
    keys = [new_key(START)]
    with pytest.raises(ConsentError, match="this receipt"):
        verify(forge(sign(a_receipt(), keys)), public_keys(keys))


def test_another_desks_signature_does_not_verify() -> None:
    with pytest.raises(ConsentError, match="this receipt"):
        verify(sign(a_receipt(), [new_key(START)]), public_keys([new_key(START)]))


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": "x"}, {"keys": [{"kty": "OKP"}]}])
def test_keys_that_are_none_are_told(keys: dict[str, Any]) -> None:
    with pytest.raises(ConsentError, match="this receipt"):
        verify(sign(a_receipt(), [new_key(START)]), keys)


def test_a_desk_without_a_key_signs_nothing() -> None:
    with pytest.raises(ConsentError, match="no key"):
        sign(a_receipt(), [])
