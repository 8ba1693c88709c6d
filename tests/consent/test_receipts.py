"""Records and receipts: of every answer, refusals too; signed, verifiable by anybody, and naming nobody."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from notices import NOTICE

from sayso.consent import desk
from sayso.consent.fact import Answered, Fact, How, Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Ground, Notice
from sayso.consent.notice_json import canonical
from sayso.consent.record import receipt, records
from sayso.consent.said import said
from sayso.consent.signing import new_key, public_keys, rotate, sign, verify
from sayso.consent.state import state_at
from sayso.errors import ConsentError
from sayso.say import Say

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (AUDIO, TRAIN))
NOTICES = {NOTICE.version: NOTICE}
ASKED = {("summary", 1): NOTICE}


def answered() -> list[Fact]:
    facts: list[Fact] = []
    for person in ("p1", "p2"):
        facts += desk.join(state_at(facts, START), person, Kind.PERSON, Relation.EMPLOYER, ASKED, lambda _p, _u: None)
    facts += desk.turn_on(state_at(facts, START), SUMMARY, ASKED, lambda _p, _u: None)
    asked = state_at(facts, START + timedelta(seconds=5))
    return facts + desk.answer(asked, "p1", "summary", 1, {AUDIO.name: Says.GIVEN, TRAIN.name: Says.REFUSED})


def of(facts: list[Fact], person: str, now: datetime = START + timedelta(days=30)) -> list[dict[str, Any]]:
    """The records of one person in the room."""
    return records("room", facts, {person}, NOTICES, now)


def a_receipt() -> dict[str, Any]:
    return receipt(of(answered(), "p1"), START + timedelta(minutes=1))


def test_every_answer_is_a_record_and_a_refusal_too() -> None:
    states = [r["dpv:hasConsentStatus"]["@type"][0] for r in of(answered(), "p1")]
    assert sorted(states) == ["dpv:ConsentGiven", "dpv:ConsentRefused"]


def test_who_has_time_to_answer_was_asked_and_silence_at_the_deadline_is_a_refusal() -> None:
    def states(seconds: float) -> set[tuple[str, str, str]]:
        found = of(answered(), "p2", START + timedelta(seconds=seconds))
        return {
            (s["@type"][0], s["dpv:isIndicatedAtTime"][14:19], s["dpv:isIndicatedBy"]["@id"])
            for s in (record["dpv:hasConsentStatus"] for record in found)
        }

    assert states(89.9) == {("dpv:ConsentRequested", "00:00", "urn:sayso:room:p2")}
    assert states(90) == states(9000) == {("dpv:ConsentRefused", "01:30", "urn:sayso:room:desk")}
    assert states(-1) == set()
    (method,) = {r["dpv:hasConsentStatus"]["dpv:hasIndicationMethod"] for r in of(answered(), "p2")}
    assert "silence is no consent" in method


def test_who_answers_after_the_deadline_was_silent_until_then() -> None:
    facts = answered()
    facts += desk.answer(state_at(facts, START + timedelta(seconds=100)), "p2", "summary", 1, {AUDIO.name: Says.GIVEN})
    mine = [one for one in said(facts, {"p2"}, START + timedelta(days=1)) if one.use == AUDIO]
    assert [(one.says, one.how) for one in mine] == [(Says.REFUSED, How.SILENCE), (Says.GIVEN, How.CLICKED)]


def test_a_record_says_what_whoever_asked_was_when_it_was_answered() -> None:
    facts = answered()  # as an employee's
    facts += desk.leave(state_at(facts, START + timedelta(seconds=9)), "p1")
    later = state_at(facts, START + timedelta(seconds=10))
    facts += desk.join(later, "p1", Kind.PERSON, Relation.TEACHER, ASKED, lambda _p, _u: None)
    facts += desk.answer(state_at(facts, START + timedelta(seconds=20)), "p1", "summary", 1, {TRAIN.name: Says.GIVEN})
    told = [
        (r["dpv:hasActiveEntity"]["dpv:hasRelationWithDataSubject"], r["dpv:hasDataSubject"]["@type"][2:])
        for r in of(facts, "p1")
    ]
    assert told == [("employer", ["dpv:Employee"])] * 2 + [("teacher", ["dpv:Student"])]


@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_is_told_and_only_a_yes_to_an_employer_is_marked(relation: Relation) -> None:
    facts = desk.join(state_at([], START), "p1", Kind.PERSON, relation, ASKED, lambda _p, _u: None)
    facts += desk.turn_on(state_at(facts, START), SUMMARY, ASKED, lambda _p, _u: None)
    says = {AUDIO.name: Says.GIVEN, TRAIN.name: Says.REFUSED}
    facts += desk.answer(state_at(facts, START), "p1", "summary", 1, says)
    yes, no = of(facts, "p1")
    for record in (yes, no):
        assert record["dpv:hasActiveEntity"]["dpv:hasRelationWithDataSubject"] == relation
    marked = [why["dct:source"][-12:] for why in yes["dpv:hasConsentStatus"].get("dpv:hasJustification", [])]
    assert marked == (["paragraph 21"] if relation is Relation.EMPLOYER else [])
    assert "dpv:hasLawfulness" not in no["dpv:hasConsentStatus"]


def test_a_notice_can_name_another_legal_basis_and_why_refusing_costs_nothing() -> None:
    other = replace(NOTICE, legal_basis="A6-1-f", costs_nothing="Who refuses is left out, and nobody is told.")
    yes = records("room", answered(), {"p1"}, {NOTICE.version: other}, START + timedelta(days=1))[0]
    assert yes["dpv:hasLegalBasis"] == {"@id": "eu-gdpr:A6-1-f"}
    presumed, rebutted = yes["dpv:hasConsentStatus"]["dpv:hasJustification"]
    assert "presumed not to be freely given" in presumed["dct:description"]
    assert rebutted["dct:description"] == other.costs_nothing
    assert (rebutted["dct:source"][-12:], rebutted["dct:creator"]) == ("paragraph 22", {"@id": NOTICE.controller.id})


GERMAN = {AUDIO.name: "Was Sie sagen, wird zusammengefasst."}


@pytest.mark.parametrize(
    ("language", "shown", "text"),
    [
        ("de", "de", GERMAN[AUDIO.name]),
        ("en", "en", NOTICE.texts[AUDIO.name]),
        ("", ["en", "de"], NOTICE.texts[AUDIO.name]),
    ],
    ids=["another", "the notice's own", "not kept"],
)
def test_a_record_has_the_words_in_the_language_in_which_they_were_read(
    language: str, shown: object, text: str
) -> None:
    facts = [replace(f, language=language) if isinstance(f, Answered) else f for f in answered()]
    ground = Ground(Say.LEAVE, "You may leave the meeting.", "4.2 Assistive features", "Lantern Rooms, terms of May")
    notice = replace(NOTICE, translations={"de": GERMAN}, grounds={AUDIO.name: ground})
    yes = records("room", facts, {"p1"}, {NOTICE.version: notice}, START + timedelta(days=1))[0]
    assert (yes["dpv:hasNotice"]["dct:language"], yes["dpv:hasNotice"]["schema:text"]) == (shown, text)
    assert yes["dpv:hasProcess"]["dct:title"] == text
    assert yes["dpv:hasNotice"]["dct:references"] == {
        "@type": "schema:Quotation", "dct:type": "leave", "schema:text": ground.quote, "dct:title": ground.section,
        "dct:source": ground.source,
    }  # fmt: skip


def test_a_notice_that_was_changed_behind_its_version_has_another_digest() -> None:
    def digests(notice: Notice) -> set[str]:
        found = records("room", answered(), {"p1", "p2"}, {NOTICE.version: notice}, START + timedelta(days=1))
        return {record["dpv:hasNotice"]["schema:sha256"] for record in found}

    assert digests(NOTICE) == {hashlib.sha256(canonical(NOTICE).encode()).hexdigest()}
    assert digests(replace(NOTICE, retention="P10Y")) != digests(NOTICE)
    for text in (AUDIO.name, "content.chat provide"):
        assert digests(replace(NOTICE, texts={**NOTICE.texts, text: "Another sentence."})) != digests(NOTICE)


def test_the_canonical_json_of_a_notice_says_nothing_of_what_is_as_it_is_by_default() -> None:
    party = '{"address":"1 Quay, Cork","email":"privacy@harbour.example","id":"https://harbour.example/"'
    said_so = canonical(replace(NOTICE, texts={}, recipients=(), withdraw_at="x", rights_at="é"))
    assert said_so == (
        f'{{"controller":{party},"name":"Harbour Ltd"}},"date":"2026-05-02","jurisdiction":"IE","retention":"P30D",'
        '"rights_at":"é","storage":"IE","version":"2026-05","withdraw_at":"x"}'
    )
    assert canonical(replace(NOTICE, legal_basis="A6-1-f", language="de")).startswith('{"controller"')
    assert '"legal_basis":"A6-1-f"' in canonical(replace(NOTICE, legal_basis="A6-1-f"))


def test_training_is_a_record_of_its_own_with_the_sentence_that_was_shown() -> None:
    (training,) = [
        r for r in of(answered(), "p1") if r["dpv:hasProcess"]["dpv:hasProcessing"]["@id"] == "ai:ModelTraining"
    ]
    assert training["dpv:hasProcess"]["dct:title"] == NOTICE.texts[TRAIN.name]
    assert training["dpv:hasProcess"]["dpv:hasNecessity"] == {"@id": "dpv:Optional"}
    assert "dpv:Employee" in training["dpv:hasDataSubject"]["@type"]


def test_a_withdrawal_is_a_record_beside_the_consent_that_it_ends() -> None:
    facts = answered()
    facts += desk.answer(state_at(facts, START + timedelta(days=9)), "p1", "summary", 1, {AUDIO.name: Says.REFUSED})
    states = [r["dpv:hasConsentStatus"]["@type"][0] for r in of(facts, "p1")]
    assert states[-1] == "dpv:ConsentWithdrawn"
    assert "dpv:ConsentGiven" in states


def test_who_is_asked_anew_has_one_record_of_each_answer_and_one_of_each_silence() -> None:
    facts, later = answered(), START + timedelta(minutes=9)
    facts += desk.turn_off(state_at(facts, later), "summary")
    facts += desk.turn_on(state_at(facts, later), SUMMARY, ASKED, lambda _p, _u: None)
    assert of(facts, "p1") == of(answered(), "p1")
    silences = of(facts, "p2")
    assert len({r["@id"] for r in silences}) == len(silences) == 2 * len(SUMMARY.uses)


def test_a_spoken_yes_is_a_record_and_ends_in_one_when_its_person_comes() -> None:
    facts, yes = answered(), {AUDIO.name: Says.GIVEN}
    facts += desk.join(state_at(facts, START), "tel", Kind.DIAL_IN, Relation.UNKNOWN, ASKED, lambda _p, _u: None)
    facts += desk.spoken(state_at(facts, START + timedelta(seconds=6)), "tel", "summary", 1, yes, "host", ASKED)
    given = ("dpv:ConsentGiven", "spoken, and entered by the host")
    assert statuses(facts, "tel") == [given]
    facts += desk.leave(state_at(facts, START + timedelta(seconds=7)), "tel")
    came = state_at(facts, START + timedelta(seconds=8))
    facts += desk.join(came, "tel", Kind.PERSON, Relation.UNKNOWN, ASKED, lambda _p, _u: None)
    ended = ("dpv:ConsentWithdrawn", "ended by the desk: the person came, and answers for themselves")
    requested = ("dpv:ConsentRequested", "asked")
    assert statuses(facts, "tel") == [given, ended, requested, requested]


def statuses(facts: list[Fact], person: str) -> list[tuple[str, str]]:
    found = [r["dpv:hasConsentStatus"] for r in of(facts, person, START + timedelta(seconds=60))]
    return [(status["@type"][0], status["dpv:hasIndicationMethod"]) for status in found]


def test_the_same_facts_give_the_same_records() -> None:
    assert of(answered(), "p1") == of(answered(), "p1")


def test_a_receipt_verifies_with_the_published_keys_alone() -> None:
    keys = [new_key(START)]
    published = json.loads(json.dumps(public_keys(keys)))
    assert "d" not in published["keys"][0], "the private key is not published"
    assert verify(sign(a_receipt(), keys), published) == a_receipt()


def test_a_receipt_of_many_answers_verifies_too() -> None:
    keys, facts = [new_key(START)], answered()
    for day in range(1, 200):
        says = {AUDIO.name: (Says.GIVEN, Says.REFUSED)[day % 2]}
        facts += desk.answer(state_at(facts, START + timedelta(days=day)), "p1", "summary", 1, says)
    long = receipt(of(facts, "p1", START + timedelta(days=200)), START + timedelta(days=200))
    assert len(long["dpv:hasRecordOfActivity"]) == 201
    signed = sign(long, keys)
    assert len(signed) > 500_000
    assert verify(signed, public_keys(keys)) == long


def test_a_receipt_outlives_the_rotation_of_its_key() -> None:
    keys = [new_key(START)]
    signed = sign(a_receipt(), keys)
    keys = rotate(keys, START + timedelta(days=90))
    assert verify(signed, public_keys(keys)) == a_receipt()
    assert len({k.id for k in keys}) == 2


def test_a_retired_key_signs_nothing_dated_after_it() -> None:
    keys = [new_key(START)]
    late = receipt(of(answered(), "p1"), START + timedelta(days=91))
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
