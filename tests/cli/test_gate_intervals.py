"""Given, withdrawn, given again: what was collected in each interval, through `sayso gate` (decision 8)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.consent.fact import Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.rooms import Rooms
from sayso.consent.store import open_store

TERMS = "# Terms\n\nWe use your recordings to train our AI models only if you have agreed to it in your settings.\n"
DAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
#: Ada said yes on the 2nd, no on the 4th, yes again on the 6th. A row was collected on each of these days.
SAID = {2: "given", 4: "withdrawn", 6: "given"}
COLLECTED = (1, 3, 5, 7)


def day(n: int) -> datetime:
    return DAY + timedelta(days=n - 1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "terms.md").write_text(TERMS, "utf-8")
    return tmp_path


def offered(folder: Path, person: str, **more: str) -> None:
    row = {"subjects": [person], "data": "content.audio", "terms": "v1", **more}
    lines = [json.dumps({**row, "id": str(n), "at": day(n).isoformat()}) + "\n" for n in COLLECTED]
    (folder / "rows.jsonl").write_text("".join(lines), "utf-8")


def decided(folder: Path, as_of: int, consents: str) -> list[str]:
    """The reason for each row, as of a day."""
    out = f"set-{as_of}"
    options = ["--as-of", day(as_of).isoformat(), "--consents", consents, "--terms", "v1=terms.md", "--out", out]
    result = CliRunner().invoke(main, ["gate", "rows.jsonl", *options])
    assert result.exit_code == 0, result.stderr
    return pl.read_parquet(folder / out / "decisions-00000.parquet")["reason"].to_list()


EXPECTED = {
    1: ["consent-missing", *["collected-later"] * 3],
    3: ["consent-later", "consented", *["collected-later"] * 2],
    5: ["consent-withdrawn"] * 4,
    8: [*["consent-later"] * 3, "consented"],
}


@pytest.mark.parametrize("as_of", EXPECTED)
def test_only_what_was_collected_since_the_yes_that_stands_passes(folder: Path, as_of: int) -> None:
    offered(folder, "ada")
    lines = [f"ada,content,train-ai,{says},{day(n).isoformat()}\n" for n, says in SAID.items()]
    (folder / "consents.csv").write_text("person,data,purpose,says,at\n" + "".join(lines), "utf-8")
    assert decided(folder, as_of, "consents.csv") == EXPECTED[as_of]


def test_a_second_yes_reaches_back_only_as_far_as_was_said(folder: Path) -> None:
    offered(folder, "ada")
    lines = [f"ada,content,train-ai,{says},{day(n).isoformat()},\n" for n, says in SAID.items() if n < 6]
    lines += [f"ada,content,train-ai,given,{day(6).isoformat()},{day(3).isoformat()}\n"]
    (folder / "consents.csv").write_text("person,data,purpose,says,at,covers\n" + "".join(lines), "utf-8")
    assert decided(folder, 8, "consents.csv") == ["consent-later", "consented", "consented", "consented"]


def test_a_yes_that_has_ended_is_over_and_another_begins_anew(folder: Path) -> None:
    offered(folder, "ada")
    lines = [f"ada,content,train-ai,given,{day(2).isoformat()},{day(4).isoformat()}\n"]
    lines += [f"ada,content,train-ai,given,{day(6).isoformat()},\n"]
    (folder / "consents.csv").write_text("person,data,purpose,says,at,until\n" + "".join(lines), "utf-8")
    assert decided(folder, 3, "consents.csv")[:2] == ["consent-later", "consented"]
    assert decided(folder, 5, "consents.csv")[:3] == ["consent-over"] * 3
    assert decided(folder, 8, "consents.csv") == ["consent-later", "consent-later", "consent-later", "consented"]


HARBOUR = Party("https://harbour.example/", "Harbour Ltd", "privacy@harbour.example")
NOTICE = Notice("1", "2026-05-01", HARBOUR, "IE", "IE", "P30D", "https://d.example/", "https://h.example/")
SUMMARY = Feature("summary", 1, (Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)))


def test_the_desks_own_answers_have_the_same_intervals(folder: Path) -> None:
    address, clock = f"sqlite:///{folder}/desk.db", [day(1) - timedelta(hours=1)]
    store = open_store(address)
    try:
        rooms = Rooms(store, {"summary": SUMMARY}, {("summary", 1): NOTICE}, clock=lambda: clock[0])
        space = rooms.open("meeting", "Weekly")
        person = rooms.join(space, "ada@harbour.example", "Ada", Kind.PERSON, Relation.PEER)
        rooms.turn_on(space, "summary")
        for n, says in SAID.items():
            clock[0] = day(n)
            said = Says.GIVEN if says == "given" else Says.REFUSED
            rooms.answer(space, person, "summary", 1, {"content.audio train-ai": said})
    finally:
        store.close()
    offered(folder, f"urn:sayso:{space}:{person}", space=space, feature="summary")
    assert {as_of: decided(folder, as_of, address) for as_of in EXPECTED} == EXPECTED
