"""`sayso receipt verify`: proof that a person can check without asking the desk."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.consent import desk
from sayso.consent.fact import Fact, Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Ground, Notice, Party
from sayso.consent.record import receipt, records
from sayso.consent.signing import SigningKey, new_key, public_keys, sign
from sayso.consent.state import state_at
from sayso.say import Say
from sayso.show.receipt import receipt as shown

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
SUMMARY = Feature("summary", 1, (Use("content.audio", "provide"),))
NOTICE = Notice(
    "2026-05",
    "2026-05-02",
    Party("https://harbour.example/", "Harbour Ltd", "privacy@harbour.example"),
    "IE",
    "IE",
    "P30D",
    "https://desk.harbour.example/mine",
    "https://harbour.example/rights",
    texts={"content.audio provide": "Your speech is written down to make the summary."},
)

AUDIO = "content.audio provide"
ASKED = {("summary", 1): NOTICE}


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, Path]:
    facts: list[Fact] = desk.join(state_at([], START), "p1", Kind.PERSON, Relation.PEER, ASKED, lambda _p, _u: None)
    facts += desk.turn_on(state_at(facts, START), SUMMARY, ASKED, lambda _p, _u: None)
    facts += desk.answer(state_at(facts, START), "p1", "summary", 1, {"content.audio provide": Says.REFUSED})
    keys: list[SigningKey] = [new_key(START)]
    file, published = tmp_path / "receipt.jws", tmp_path / "keys.json"
    file.write_text(sign(receipt(records("room", facts, {"p1"}, {NOTICE.version: NOTICE}, START), START), keys))
    published.write_text(json.dumps(public_keys(keys)))
    return file, published


def test_a_receipt_is_told_in_plain_words(signed: tuple[Path, Path]) -> None:
    file, keys = signed
    ran = CliRunner().invoke(main, ["receipt", "verify", str(file), "--keys", str(keys)])
    assert ran.exit_code == 0, ran.output
    assert "You said no on 2026-06-01 09:00 UTC: Your speech is written down to make the summary." in " ".join(
        ran.output.split()
    )
    assert "https://desk.harbour.example/mine" in ran.output
    assert "Asked by a colleague or peer." in ran.output
    assert "Notice: urn:sayso:notice:2026-05 of 2026-05-02, in the language en." in ran.output


def test_a_yes_to_an_employer_is_told_to_be_presumed_not_free() -> None:
    notice = replace(NOTICE, costs_nothing="Who refuses is left out.", grounds={AUDIO: Ground(Say.LEAVE, "Or leave.")})
    facts = desk.join(state_at([], START), "p1", Kind.PERSON, Relation.EMPLOYER, ASKED, lambda _p, _u: None)
    facts += desk.turn_on(state_at(facts, START), SUMMARY, ASKED, lambda _p, _u: None)
    facts += desk.answer(state_at(facts, START), "p1", "summary", 1, {AUDIO: Says.GIVEN})
    told = " ".join(shown(receipt(records("room", facts, {"p1"}, {NOTICE.version: notice}, START), START)).split())
    assert "Asked by your employer." in told
    assert "presumed not to be freely given" in told
    assert "version 1.1, paragraph 21." in told
    assert "The controller says: Who refuses is left out. See EDPB" in told
    assert "The terms: “Or leave.”" in told


def test_the_whole_receipt_can_be_printed(signed: tuple[Path, Path]) -> None:
    file, keys = signed
    ran = CliRunner().invoke(main, ["receipt", "verify", str(file), "--keys", str(keys), "--json"])
    assert json.loads(ran.output)["@type"] == "dpv:ConsentReceipt"


@pytest.mark.parametrize(
    ("receipt_bytes", "keys_text"),
    [(b"", None), (b"\xff\xfe", None), (b"a.b.c", None), (None, "{"), (None, "[]"), (None, '{"keys": []}')],
)
def test_what_proves_nothing_is_one_line_and_status_2(
    signed: tuple[Path, Path], receipt_bytes: bytes | None, keys_text: str | None
) -> None:
    file, keys = signed
    if receipt_bytes is not None:
        file.write_bytes(receipt_bytes)
    if keys_text is not None:
        keys.write_text(keys_text)
    ran = CliRunner().invoke(main, ["receipt", "verify", str(file), "--keys", str(keys)])
    assert ran.exit_code == 2
    assert ran.output.startswith("sayso: ")
    assert len(ran.output.strip().splitlines()) == 1
