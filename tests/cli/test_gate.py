"""`sayso gate` as it is run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main

TERMS = "# Terms\n\nWe use your recordings to train our AI models only if you have agreed to it in your settings.\n"
ROW = {"id": "1", "subjects": ["ada"], "data": "content.audio", "at": "2026-05-01T10:00:00Z", "terms": "v1"}
CONSENTS = "person,data,purpose,says,at\nada,content,train-ai,given,2026-04-01T00:00:00Z\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "terms.md").write_text(TERMS, "utf-8")
    rows = [ROW, {**ROW, "id": "2", "subjects": ["ada", "ben"]}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "consents.csv").write_text(CONSENTS, "utf-8")
    return tmp_path


def gate(*more: str) -> Result:
    options = ["--as-of", "2026-05-03T00:00Z", "--consents", "consents.csv", "--terms", "v1=terms.md", "--out", "set"]
    return CliRunner().invoke(main, ["gate", "rows.jsonl", *options, *more])


def test_it_tells_how_many_may_be_used_and_why_the_others_may_not(folder: Path) -> None:
    result = gate()
    assert result.exit_code == 0, result.stderr
    assert "1 of 2 rows may be used for train-ai as of 2026-05-03T00:00:00+00:00" in result.stdout
    assert "1  somebody in it was never asked, or never answered (consent-missing)" in result.stdout
    manifest = json.loads((folder / "set" / "manifest.json").read_text("utf-8"))
    assert set(manifest["grounds"]) == {"terms v1", "consents 1"}


def test_consents_that_are_newer_than_the_moment_are_told(folder: Path) -> None:
    (folder / "consents.csv").write_text(CONSENTS + "ada,content,train-ai,withdrawn,2026-05-04T00:00:00Z\n", "utf-8")
    said = gate().stdout
    assert "1 consents are newer than that moment and were not heard; nor were refusals among them." in said
    assert "- give a later --as-of, if they are to count" in said
    assert json.loads((folder / "set" / "report.json").read_text("utf-8"))["unheard"] == 1


def test_a_strategy_can_rule_a_use_out(folder: Path) -> None:
    strategy = 'version = 1\n[[use]]\ndata = "*"\npurpose = "train-ai"\nsay = "never"\n'
    (folder / "s.toml").write_text(strategy, "utf-8")
    assert "2  the strategy rules it out (strategy-never)" in gate("--strategy", "s.toml").stdout


def test_of_transcripts_it_tells_how_many_segments_are_left(folder: Path) -> None:
    turns = [{"user": "ada", "text": "Hello."}, {"user": "ben", "text": "Secret."}, {"user": "ada", "text": "Bye."}]
    rows = [{**ROW, "subjects": [], "turns": turns, "summary": "A secret."}, {**ROW, "id": "2", "turns": turns[1:2]}]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    names = ["--column", "segments=turns", "--column", "speaker=user"]
    stopped = gate(*names)
    assert "its column `summary` may hold what people said" in stopped.stderr
    assert "leave it out (--drop summary)" in stopped.stderr
    told = gate(*names, "--drop", "summary").stdout
    assert "1 of 2 rows may be used" in told
    assert "They are transcripts: 2 of 4 segments may be used, and the others are withheld" in told
    assert "2  somebody in it was never asked, or never answered (consent-missing)" in told


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as-of", "yesterday"], "--as-of yesterday: is no moment"),
        (["--as-of", "2999-01-01T00:00Z"], "--as-of 2999-01-01T00:00Z: is still to come"),
        (["--consents", "none.csv"], "none.csv: is no table of consents"),
        (["--strategy", "terms.md"], "terms.md: is no strategy"),
        (["--signals", "terms.md"], "terms.md: has no recorded sources"),
        (["--terms", "v2=none.md"], "none.md: does not exist"),
        (["--purpose", "training"], "`training` is not a word of the say grid"),
        (["--column", "who=x"], "a row has no part `who`"),
        (["--column", "who"], "has no `=`"),
        (["--set", "segments=x"], "a row has no part `segments`"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(folder: Path, options: list[str], said: str) -> None:
    result = gate(*options)
    assert result.exit_code == 2
    assert said in result.stderr.replace("\n", " ")
    assert not (folder / "set").exists()
