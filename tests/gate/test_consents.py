"""Consents come from tables, from records and receipts, and from the desk, and mean the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sayso.consent import desk
from sayso.consent.fact import Fact, Joined, Kind, Left, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.record import receipt, records
from sayso.consent.state import state_at
from sayso.errors import GateError
from sayso.gate.consents import from_facts, from_file, from_record, table
from sayso.row import Consent

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (AUDIO, TRAIN))
HARBOUR = Party("https://harbour.example/", "Harbour Ltd", "privacy@harbour.example")
NOTICE = Notice("1", "2026-05-01", HARBOUR, "IE", "IE", "P30D", "https://d.example/", "https://h.example/")


def meeting() -> list[Fact]:
    facts: list[Fact] = [Joined(NOON, "p1"), Joined(NOON, "p2", Kind.PERSON, Relation.EMPLOYER)]
    facts += desk.turn_on(state_at(facts, NOON), SUMMARY, {("summary", 1): NOTICE}, lambda *_: None)
    for person, says, minutes in (("p1", Says.GIVEN, 1), ("p1", Says.REFUSED, 9), ("p2", Says.GIVEN, 1)):
        at = NOON + timedelta(minutes=minutes)
        facts += desk.answer(state_at(facts, at), person, "summary", 1, {TRAIN.name: says})
    return facts


def test_what_the_desk_heard_is_what_its_records_say() -> None:
    facts = meeting()
    of_desk = [c for c in from_facts("s", facts) if c.purpose == "train-ai"]
    assert [(c.person, c.says, c.free) for c in of_desk] == [
        ("urn:sayso:s:p1", "given", True), ("urn:sayso:s:p1", "withdrawn", True), ("urn:sayso:s:p2", "given", False),
    ]  # fmt: skip
    found = [
        consent for person in ("p1", "p2")
        for consent in from_record(receipt(records("s", facts, {person}, {"1": NOTICE}, LATER), LATER))
        if consent.purpose == "train-ai"
    ]  # fmt: skip
    same = [(c.person, c.data, c.says, c.at, c.space, c.free) for c in found]
    assert same == [(c.person, c.data, c.says, c.at, c.space, c.free) for c in of_desk]


def test_what_was_spoken_for_somebody_is_withdrawn_when_they_come_in_person() -> None:
    facts: list[Fact] = [Joined(NOON, "tel", Kind.DIAL_IN)]
    notices = {("summary", 1): NOTICE}
    facts += desk.turn_on(state_at(facts, NOON), SUMMARY, notices, lambda *_: None)
    facts += desk.spoken(state_at(facts, NOON), "tel", "summary", 1, {TRAIN.name: Says.GIVEN}, "host", notices)
    facts.append(Left(NOON, "tel"))
    later = state_at(facts, NOON + timedelta(minutes=1))
    facts += desk.join(later, "tel", Kind.PERSON, Relation.PEER, notices, lambda *_: None)
    of_desk = [(c.says, c.at) for c in from_facts("s", facts)]
    assert of_desk == [("given", NOON), ("withdrawn", NOON + timedelta(minutes=1))]
    found = from_record(receipt(records("s", facts, {"tel"}, {"1": NOTICE}, later.at), later.at))
    assert [(c.says, c.at) for c in found if c.purpose == "train-ai"] == of_desk


def test_receipts_in_a_file_are_consents(tmp_path: Path) -> None:
    file = tmp_path / "receipts.jsonl"
    lines = [json.dumps(receipt(records("s", meeting(), {p}, {"1": NOTICE}, LATER), LATER)) for p in ("p1", "p2")]
    file.write_text("\n".join(lines), "utf-8")
    assert from_file(file)["says"].to_list().count("withdrawn") == 1


def test_a_table_says_the_same_in_csv_parquet_and_json_lines(tmp_path: Path) -> None:
    consents = [Consent("ada", "content", "train-ai", "given", NOON), Consent("ben", "*", "share", "refused", NOON)]
    expected = table(consents)
    lines = [["person", "data", "purpose", "says", "at"]]
    lines += [[c.person, c.data, c.purpose, c.says, c.at.isoformat()] for c in consents]
    (tmp_path / "c.csv").write_text("\n".join(",".join(line) for line in lines), "utf-8")
    rows = [json.dumps(dict(zip(lines[0], line, strict=True))) for line in lines[1:]]
    (tmp_path / "c.jsonl").write_text("\n".join(rows), "utf-8")
    expected.write_parquet(tmp_path / "c.parquet")
    for name in ("c.csv", "c.jsonl", "c.parquet"):
        assert from_file(tmp_path / name).equals(expected), name


HEAD = "person,data,purpose,says,at,until\n"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("person,data\nada,content\n", "has no column `purpose`"),
        (HEAD + "ada,content,train-ai,perhaps,2026-05-01T00:00:00Z,\n", "row 1: `says` is 'perhaps'"),
        (HEAD + "ada,content,train-ia,given,2026-05-01T00:00:00Z,\n", "row 1: `purpose` is 'train-ia'"),
        (HEAD + "ada,contents,train-ai,given,2026-05-01T00:00:00Z,\n", "row 1: `data` is 'contents'"),
        (HEAD + ",content,train-ai,given,2026-05-01T00:00:00Z,\n", "row 1: `person` is None"),
        (HEAD + "ada,content,train-ai,given,yesterday,\n", "is no table of consents"),
        (HEAD + "ada,content,train-ai,given,2026-05-01T00:00:00Z,2026-04-01T00:00:00Z\n", "row 1: `until` is"),
        ('{"a": 1', "is no table of consents"),
        ("", "is no table of consents"),
    ],
)  # fmt: skip
def test_a_table_that_says_what_no_rule_knows_is_an_error(tmp_path: Path, text: str, cause: str) -> None:
    file = tmp_path / ("c.json" if text.startswith("{") else "c.csv")
    file.write_text(text, "utf-8")
    with pytest.raises(GateError) as error:
        from_file(file)
    assert cause in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("value", [7, {}, {"@type": "dpv:ConsentRecord"}, {"dpv:hasConsentStatus": []}])
def test_what_is_no_record_is_an_error(value: object) -> None:
    with pytest.raises(ValueError, match="record"):
        list(from_record(value))


def record(status: str, data: str) -> dict[str, object]:
    return {
        "dpv:hasDataSubject": {"@id": "urn:sayso:s:ada"},
        "dpv:hasConsentStatus": {"@type": [status], "dpv:isIndicatedAtTime": NOON.isoformat()},
        "dpv:hasProcess": {"dpv:hasPersonalData": {"@id": data}, "dpv:hasProcessing": {"@id": "ai:ModelTraining"}},
    }


@pytest.mark.parametrize("status", ["ConsentRevoked", "ConsentInvalidated", "ConsentExpired"])
def test_a_consent_that_is_no_longer_valid_is_withdrawn(status: str) -> None:
    (found,) = from_record(record(f"dpv:{status}", "pd:AudioContent"))
    assert found.says == "withdrawn"


def test_a_status_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="record"):
        list(from_record(record("dpv:Other", "pd:Contact")))
    assert list(from_record(record("dpv:ConsentRequested", "pd:Contact"))) == []


def test_a_no_is_to_all_that_a_term_can_mean_and_a_yes_only_to_what_is_certain() -> None:
    def kinds(status: str, term: str) -> list[str]:
        return [c.data for c in from_record(record(status, term))]

    assert kinds("dpv:ConsentRefused", "pd:Contact") == ["profile.contact", "profile.contacts"]
    assert kinds("dpv:ConsentGiven", "pd:Contact") == []
    assert kinds("dpv:ConsentGiven", "dpv:ServiceConsumptionBehaviour") == ["usage.diagnostic"]
    assert kinds("dpv:ConsentRefused", "pd:Unheard") == ["*"]
