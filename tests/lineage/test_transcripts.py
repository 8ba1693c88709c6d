"""Who withdraws is cut out of transcripts; the others stay in them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.test_transcript import frame, gated, transcripts
from gate.worlds import AS_OF, PEOPLE, PURPOSE, grounds
from sayso.cli import main
from sayso.gate.grounds import Grounds
from sayso.gate.manifest import NAME, manifest
from sayso.gate.outcome import outcome
from sayso.lineage.clean import clean
from sayso.lineage.index import build, lines_of
from sayso.row import WITHHELD, Consent, Row


@settings(max_examples=60, deadline=None)
@given(grounds, transcripts.filter(bool), st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True))
def test_withdrawing_after_leaves_what_gating_with_the_withdrawal_leaves(
    known: Grounds, some: list[tuple[Row, list[str]]], people: list[str]
) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        _, left, _ = gated(Path(one), frame(some), known)
        folder = Path(one) / "set"
        build(outcome(folder))
        person = people[0]
        if lines := lines_of(outcome(folder), person):
            anew = clean(outcome(folder), lines, Path(one) / "anew")
            left = pl.read_parquet(Path(one) / "anew" / "rows-00000.parquet")
            assert left.height == anew.rows
            kept = pl.read_parquet(Path(one) / "anew" / "decisions-00000.parquet")["kept"].drop_nulls().unique().sort()
            assert kept.to_list() == list(range(left.height))
        no = Consent(person, "*", PURPOSE, "withdrawn", AS_OF)
        _, expected, _ = gated(Path(other), frame(some), replace(known, consented=(*known.consented, no)))
    assert left.equals(expected)
    assert left.schema == expected.schema


TERMS = "# Terms\n\nWe use your recordings to train our AI models only if you have agreed to it in your settings.\n"
TALKS = (["ada", "ben", "ada"], ["ada"], ["ben", "cem"])


def told(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two shards of three transcripts each; all agreed. Cem is in the second, where he says nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_STORE", f"sqlite:///{tmp_path}/desk.db")
    (tmp_path / "terms.md").write_text(TERMS, "utf-8")
    for shard in (0, 1):
        lines = [
            {"id": f"{shard}-{n}", "data": "content.audio", "at": "2026-05-01T10:00:00Z", "terms": "v1",
             "subjects": ["cem"] if n == 1 else [], "segments": [{"speaker": w, "text": f"{w} speaks"} for w in who]}
            for n, who in enumerate(TALKS)
        ]  # fmt: skip
        (tmp_path / f"rows{shard}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    yes = [f"{who},content,train-ai,given,2026-04-01T00:00:00Z\n" for who in PEOPLE]
    (tmp_path / "consents.csv").write_text("person,data,purpose,says,at\n" + "".join(yes), "utf-8")
    told("gate", "rows0.jsonl", "rows1.jsonl", "--as-of", "2026-05-03T00:00Z", "--consents", "consents.csv",
         "--terms", "v1=terms.md", "--out", "set")  # fmt: skip
    told("lineage", "add", "talks", "--run", "set")
    return tmp_path


@pytest.mark.parametrize(
    ("person", "count", "left"),
    [
        ("ada", "3 segments of 2 rows", [[WITHHELD, "ben speaks", WITHHELD], ["ben speaks", "cem speaks"]]),
        ("cem", "2 segments of 2 rows", [["ada speaks", "ben speaks", "ada speaks"], ["ben speaks", WITHHELD]]),
    ],
)
def test_of_who_withdraws_only_their_words_are_taken_out(
    folder: Path, person: str, count: str, left: list[list[str]]
) -> None:
    said = told("withdraw", person, "--on", "2026-05-31", "--out", "clean", "--rewrite")
    doubled = " of ".join(f"{2 * int(part.split()[0])} {part.split()[1]}" for part in count.split(" of "))
    assert f"re-filter         dataset   talks, {doubled}" in said
    made = manifest((folder / "clean" / "set-00" / NAME).read_text("utf-8"))
    for shard in made.shards:
        file = outcome(folder / "clean" / "set-00").checked(shard.rows)
        assert [[turn["text"] for turn in turns] for turns in pl.read_parquet(file)["segments"]] == left
        assert person not in str(pl.read_parquet(file).to_dicts())


def test_tombstones_name_segments_and_nobody(folder: Path) -> None:
    told("withdraw", "ada", "--on", "2026-05-31", "--out", "clean")
    text = (folder / "clean" / "tombstones.jsonl").read_text("utf-8")
    found = [(t["shard"], t["row"], t["segment"]) for t in map(json.loads, text.splitlines())]
    assert found == [(f"rows-0000{n}.parquet", *place) for n in (0, 1) for place in ((0, 0), (0, 2), (1, 0))]
    assert "ada" not in text


def test_each_segment_of_a_person_is_proved_and_can_be_forgotten(folder: Path) -> None:
    told("ledger", "append", "set")
    proofs = [json.loads(line) for line in told("ledger", "prove", "ada", "--run", "set").splitlines()]
    assert [proof["id"] for proof in proofs] == ["0-0#0", "0-0#2", "0-1#0", "1-0#0", "1-0#2", "1-1#0"]
    (one,) = told("ledger", "prove", "1-2#1", "--row", "--run", "set").splitlines()
    assert json.loads(one)["reason"] == "consented"
    assert told("ledger", "forget", "ada", "--run", "set") == "6 entries are nobody's now.\n"
