"""Transcripts: what a refuser said is cut, and the rest is kept."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.decision import Passage, rule_on_transcript
from sayso.errors import GateError
from sayso.gate.consents import table as consent_table
from sayso.gate.grounds import Grounds
from sayso.gate.local import Gate
from sayso.gate.manifest import Manifest, manifest
from sayso.gate.outcome import outcome
from sayso.gate.run import run
from sayso.gate.table import Table
from sayso.grid import Cell, Grid
from sayso.row import WITHHELD, Consent, Row, Segment, cut, parts
from sayso.say import Say

from .worlds import AS_OF, PEOPLE, PURPOSE, grounds, hour, rows

SEGMENT = pl.Struct({"speaker": pl.String, "text": pl.String, "start": pl.Float64, "words": pl.List(pl.String)})
SCHEMA = {
    "id": pl.String, "subjects": pl.List(pl.String), "data": pl.String, "at": pl.Datetime("us", "UTC"),
    "terms": pl.String, "space": pl.String, "feature": pl.String, "source": pl.String, "segments": pl.List(SEGMENT),
}  # fmt: skip
CLEAR = Grounds(grids={"v1": Grid([Cell("content", PURPOSE, Say.OPT_IN)])})
WHEN = {"data": "content", "at": hour(1).isoformat(), "terms": "v1"}

speakers = st.lists(st.sampled_from((*PEOPLE, *PEOPLE, "")), max_size=5)
transcripts = st.lists(st.tuples(rows, speakers), max_size=6)


def said(row: int, segment: int) -> str:
    """Words that stand nowhere else."""
    return f"word-{row}-{segment}-word"


def segments(row: int, who: list[str]) -> list[dict[str, Any]]:
    return [
        {"speaker": name or None, "text": said(row, n), "start": 1.5 * n, "words": [f"w{said(row, n)}"]}
        for n, name in enumerate(who)
    ]


def frame(some: list[tuple[Row, list[str]]]) -> pl.DataFrame:
    return pl.DataFrame([{**asdict(row), "segments": segments(n, who)} for n, (row, who) in enumerate(some)], SCHEMA)


def gate(known: Grounds, *consents: Consent) -> Gate:
    return Gate(known, PURPOSE, AS_OF, consent_table(consents or known.consented))


def gated(folder: Path, offered: pl.DataFrame, known: Grounds) -> tuple[Manifest, pl.DataFrame, pl.DataFrame]:
    """The manifest, what passes, and what was decided."""
    offered.write_parquet(folder / "rows.parquet")
    made = run(Table((folder / "rows.parquet",)), gate(known), folder / "set")
    return made, *(pl.read_parquet(folder / "set" / f"{name}-00000.parquet") for name in ("rows", "decisions"))


@settings(max_examples=100, deadline=None)
@given(grounds, transcripts.filter(bool))
def test_each_segment_has_the_reason_of_the_reference_and_what_is_left_is_what_it_leaves(
    known: Grounds, some: list[tuple[Row, list[str]]]
) -> None:
    expected, left = [], []
    for n, (row, who) in enumerate(some):
        rulings = rule_on_transcript(row, who, PURPOSE, AS_OF, known)
        expected += [(p.id, r.reason) for p, r in zip(parts(row, who), rulings, strict=True)]
        passing = [ruling.reason.passage is Passage.ALLOWED for ruling in rulings]
        kept = cut([Segment(name, said(n, i)) for i, name in enumerate(who)], passing)
        left += [(row.id, [(s.speaker, s.text) for s in kept])] if kept else []
    with TemporaryDirectory() as folder:
        made, passed, decided = gated(Path(folder), frame(some), known)
    assert list(decided.select("id", "reason").iter_rows()) == expected
    found = [(id, [(s["speaker"] or "", s["text"]) for s in said]) for id, said in passed["id", "segments"].iter_rows()]
    assert found == left
    assert made.rows == len(left)
    assert sum(made.reasons.values()) == len(expected)


@settings(max_examples=50, deadline=None)
@given(grounds, transcripts.filter(bool))
def test_not_a_word_nor_a_moment_of_what_may_not_pass_is_in_what_is_written(
    known: Grounds, some: list[tuple[Row, list[str]]]
) -> None:
    with TemporaryDirectory() as folder:
        _, passed, decided = gated(Path(folder), frame(some), known)
        plain = Path(folder) / "plain.parquet"
        passed.write_parquet(plain, compression="uncompressed")
        everything = plain.read_bytes() + json.dumps(passed.to_dicts(), default=str).encode()
    kept = {id for id, place in decided["id", "kept"].iter_rows() if place is not None}
    for n, (row, who) in enumerate(some):
        for i in range(len(who)):
            assert (said(n, i).encode() in everything) is (f"{row.id}#{i}" in kept)
    for turn in (turn for turns in passed["segments"] for turn in turns if turn["text"] == WITHHELD):
        assert turn == {"speaker": None, "text": WITHHELD, "start": None, "words": None}


def test_a_refusers_segments_are_cut_and_the_rest_keeps_its_place(tmp_path: Path) -> None:
    who = ["ada", "ben", "ada", "", "cem"]
    row = Row("m", ("ada", "ben", "cem", "ada"), "content", hour(1), "v1")
    yes = [Consent(name, "content", PURPOSE, "given", hour(0)) for name in ("ada", "cem")]
    known = replace(CLEAR, consented=(*yes, Consent("ben", "content", PURPOSE, "refused", hour(0))))
    made, passed, decided = gated(tmp_path, frame([(row, who)]), known)
    (turns,) = passed["segments"]
    assert [(t["speaker"], t["text"], t["start"]) for t in turns] == [
        ("ada", said(0, 0), 0.0), (None, WITHHELD, None), ("ada", said(0, 2), 3.0), (None, WITHHELD, None),
        ("cem", said(0, 4), 6.0),
    ]  # fmt: skip
    assert passed["subjects"].to_list() == [["ada", "cem", "ada"]]
    assert decided["kept"].to_list() == [0, None, 0, None, 0]
    assert decided["segment"].to_list() == [0, 1, 2, 3, 4]
    assert made.reasons == {"consented": 3, "consent-refused": 1, "nobody-named": 1}
    assert manifest(made.text) == made
    assert outcome(tmp_path / "set").of("ben") == [(1, "m#1", "consent-refused")]
    assert outcome(tmp_path / "set").place("m#2") == (2, "consented")


@pytest.mark.parametrize(("subjects", "passes"), [(["dora"], False), (["ada"], True), ([], True), ([""], False)])
def test_who_is_in_it_and_says_nothing_has_to_allow_all_of_it(
    tmp_path: Path, subjects: list[str], passes: bool
) -> None:
    known = replace(CLEAR, consented=(Consent("ada", "content", PURPOSE, "given", hour(0)),))
    row = Row("m", tuple(subjects), "content", hour(1), "v1")
    _, passed, _ = gated(tmp_path, frame([(row, ["ada", "ada"])]), known)
    assert bool(passed.height) is passes


def ndjson(folder: Path, *lines: dict[str, Any]) -> Path:
    file = folder / "rows.jsonl"
    text = "".join(json.dumps({"id": str(n), **WHEN, **line}) + "\n" for n, line in enumerate(lines))
    file.write_text(text, "utf-8")
    return file


YES = Consent("ada", "content", PURPOSE, "given", hour(0))


def test_rows_need_no_subjects_where_segments_name_them(tmp_path: Path) -> None:
    file = ndjson(tmp_path, {"turns": [{"who": "ada", "said": "a"}, {"who": "ben", "said": "b"}, None]},
                  {"turns": []}, {"turns": None}, {"turns": [{"who": "ben", "said": "c"}]})  # fmt: skip
    table = Table((file,), {"segments": "turns", "speaker": "who", "text": "said"})
    made = run(table, gate(CLEAR, YES), tmp_path / "set")
    passed = pl.read_parquet(tmp_path / "set" / "rows-00000.parquet")
    withheld = {"who": None, "said": WITHHELD}
    assert passed["turns"].to_list() == [[{"who": "ada", "said": "a"}, withheld, withheld]]
    assert made.reasons == {"consented": 1, "consent-missing": 2, "nobody-named": 3}
    assert made.shards[0].transcript == {"segments": "turns", "subjects": "", "speaker": "who", "text": "said"}


def test_one_subject_may_stand_without_a_list(tmp_path: Path) -> None:
    turns = [{"speaker": "ada", "text": "a"}, {"speaker": "ben", "text": "b"}]
    file = ndjson(tmp_path, *({"subjects": who, "segments": turns} for who in ("ada", "ben", "cem", None)))
    run(Table((file,)), gate(CLEAR, YES), tmp_path / "set")
    passed = pl.read_parquet(tmp_path / "set" / "rows-00000.parquet")
    assert list(passed["id", "subjects"].iter_rows()) == [("0", "ada"), ("1", None), ("3", None)]


def told(folder: Path, table: Table) -> str:
    with pytest.raises(GateError) as error:
        run(table, gate(CLEAR, YES), folder / "set")
    assert not (folder / "set").exists()
    return str(error.value)


def test_a_column_that_may_hold_the_words_stops_the_run_until_somebody_says_what_it_is(tmp_path: Path) -> None:
    file = ndjson(tmp_path, {"segments": [{"speaker": "ada", "text": "a"}, {"speaker": "ben", "text": "secret"}],
                             "whole": "a secret", "title": "Weekly"})  # fmt: skip
    said = told(tmp_path, Table((file,), keep=("title",)))
    assert "its column `whole` may hold what people said" in said
    assert "(--drop whole)" in said
    assert "has no column `title`" not in said
    assert "rows.jsonl: has no column `nothing`" in told(tmp_path, Table((file,), drop=("nothing",)))
    run(Table((file,), keep=("title",), drop=("whole",)), gate(CLEAR, YES), tmp_path / "set")
    passed = pl.read_parquet(tmp_path / "set" / "rows-00000.parquet")
    assert "secret" not in str(passed.to_dicts())
    assert passed["title"].to_list() == ["Weekly"]


def test_a_value_for_all_rows_lets_no_column_of_that_name_through(tmp_path: Path) -> None:
    file = ndjson(tmp_path, {"segments": [{"speaker": "ada", "text": "a"}], "space": "all that ben said"})
    assert "its column `space` may hold" in told(tmp_path, Table((file,), values={"space": "weekly"}))


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        ("ada: hello", "`segments` is String, and no list of segments"),
        ([1, 2], "`segments` is List(Int64), and no list of segments"),
        ([], "`segments` is List(Null), and no list of segments"),
        ([["ada", "hello"]], "`segments` is List(List(String)), and no list of segments"),
        ({"speaker": "ada", "text": "a"}, "and no list of segments"),
        ([{"speaker": "ada"}], "a segment has no `text`"),
        ([{"text": "a"}], "a segment has no `speaker`"),
        ([{"speaker": "ada", "text": ["a"]}], "`text` of a segment is List(String), and no text"),
        ([{"speaker": {"name": "ada"}, "text": "a"}], "`speaker` of a segment is Struct"),
    ],
)
def test_segments_that_are_none_are_named(tmp_path: Path, wrong: object, cause: str) -> None:
    file = ndjson(tmp_path, {"segments": wrong, "subjects": ["ada"]})
    said = told(tmp_path, Table((file,)))
    assert said.startswith("rows.jsonl: ")
    assert cause in said
    assert "\n" not in said
    made = run(Table((file,), {"segments": ""}), gate(CLEAR, YES), tmp_path / "plain")
    assert made.reasons == {"consented": 1}


def test_a_column_of_segments_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    file = ndjson(tmp_path, {"subjects": ["ada"], "text": "x"})
    assert "has no column `turns`" in told(tmp_path, Table((file,), {"segments": "turns"}))


def test_ids_of_transcripts_that_stand_twice_or_are_missing_are_named(tmp_path: Path) -> None:
    one = [{"speaker": "ada", "text": "a"}]
    file = ndjson(tmp_path, {"id": "1", "segments": one}, {"id": "1", "segments": one})
    assert "id 1#0: stands twice" in told(tmp_path, Table((file,)))
    file = ndjson(tmp_path, {"id": "", "segments": one})
    assert "is missing" in told(tmp_path, Table((file,)))


def test_a_transcript_that_hides_words_under_a_null_gives_none_of_them_away(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    people, words = pa.array(["ada", "ada", "ben"]), pa.array(["hidden", "open", "refused"])
    turns = pa.StructArray.from_arrays([people, words], ["speaker", "text"], mask=pa.array([True, False, False]))
    pq.write_table(pa.table({"id": ["1"], **{k: [v] for k, v in WHEN.items()},
                             "segments": pa.ListArray.from_arrays(pa.array([0, 3]), turns)}),
                   tmp_path / "rows.parquet")  # fmt: skip
    run(Table((tmp_path / "rows.parquet",)), gate(CLEAR, YES), tmp_path / "set")
    passed = pl.read_parquet(tmp_path / "set" / "rows-00000.parquet")
    assert [t["text"] for t in passed["segments"][0]] == [WITHHELD, "open", WITHHELD]
