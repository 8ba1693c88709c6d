"""The gate from Python: opened in one call; frames and tables in and out as the same type; rows for whoever trains."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.decision import Passage, rule_on
from sayso.errors import GateError
from sayso.gate import Gated, OpenGate, Passed, open_gate
from sayso.gate.frames import filtered
from sayso.gate.grounds import Grounds
from sayso.gate.table import Table
from sayso.row import WITHHELD, Consent, Row

from .test_local import gate, table
from .test_run import written
from .test_transcript import frame, gated, transcripts
from .worlds import AS_OF, PURPOSE, grounds, hour, rows

TERMS = "# Terms\n\nWe use your content to train our AI models only if you have agreed to it in your settings.\n"
YES = [Consent("ada", "content", PURPOSE, "given", hour(0))]
ROWS = {"id": ["1", "2", "3"], "subjects": [["ada"], ["ada", "ben"], ["ada"]], "at": [hour(1)] * 3, "text": [*"abc"]}


def opened(**more: Any) -> OpenGate:
    options = {"consents": YES, "terms": {"v1": sayso.read(TERMS)}, "values": {"data": "content", "terms": "v1"}}
    return open_gate(as_of=AS_OF, **{**options, **more})


def test_people_of_a_frame_can_be_integers_beside_others_who_are_names() -> None:
    people = pl.DataFrame({"person": [7], "data": "content", "purpose": PURPOSE, "says": "given", "at": [hour(0)]})
    some = pl.DataFrame({**ROWS, "subjects": [7, 8, 7]})
    for consents in (people, [people, *YES]):
        assert opened(consents=consents).filter(some)["id"].to_list() == ["1", "3"]


def test_importing_it_imports_no_polars() -> None:
    code = "import sys, sayso.gate; print([m for m in ('polars', 'pyarrow', 'torch') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
    with pytest.raises(AttributeError, match="nothing"):
        _ = sayso.gate.nothing


KINDS: dict[str, tuple[Callable[[pl.DataFrame], Any], Callable[[Any], pl.DataFrame]]] = {
    "a frame": (lambda rows: rows, lambda rows: rows),
    "a lazy frame": (pl.DataFrame.lazy, pl.LazyFrame.collect),
    "a table": (pl.DataFrame.to_arrow, pl.DataFrame),
    "a batch": (lambda rows: rows.to_arrow().combine_chunks().to_batches()[0], pl.DataFrame),
    "a reader": (lambda rows: rows.to_arrow().to_reader(2), lambda reader: pl.DataFrame(reader.read_all())),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_pass_comes_out_as_what_went_in(kind: str) -> None:
    into, out = KINDS[kind]
    given_ = into(pl.DataFrame(ROWS))
    left = opened().filter(given_)
    assert type(left) is type(given_)
    found = out(left)
    assert found["id"].to_list() == ["1", "3"]
    assert found.schema == pl.DataFrame(ROWS).schema
    assert out(opened(drop=["text"]).filter(into(pl.DataFrame(ROWS)))).columns == ["id", "subjects", "at"]


@pytest.mark.parametrize("kind", KINDS)
def test_of_transcripts_what_may_not_pass_is_withheld(kind: str) -> None:
    into, out = KINDS[kind]
    turns = [{"speaker": who, "text": f"{who} speaks", "start": 1.5} for who in ("ada", "ben")]
    rows = pl.DataFrame({**ROWS, "segments": [turns, turns[1:], turns[:1]], "subjects": [[], ["ben"], ["ada"]]})
    found = out(opened(drop=["text"]).filter(into(rows)))
    assert [[t["text"] for t in said] for said in found["segments"]] == [["ada speaks", WITHHELD], ["ada speaks"]]
    assert found["subjects"].to_list() == [[], ["ada"]]
    assert found.schema == rows.drop("text").schema
    with pytest.raises((GateError, pl.exceptions.ComputeError), match="may hold what people said"):
        out(opened().filter(into(rows)))


@settings(max_examples=60, deadline=None)
@given(grounds, st.lists(rows, max_size=8), st.sampled_from(sorted(KINDS)))
def test_only_what_the_reference_allows_comes_out(known: Grounds, some: list[Row], kind: str) -> None:
    into, out = KINDS["a table" if kind == "a batch" and not some else kind]
    found = out(filtered(gate(known), Table(()), into(table(some))))
    passing = [row.id for row in some if rule_on(row, PURPOSE, AS_OF, known).reason.passage is Passage.ALLOWED]
    assert found["id"].to_list() == passing


@settings(max_examples=40, deadline=None)
@given(grounds, transcripts.filter(bool))
def test_a_pyarrow_table_of_transcripts_is_cut_as_a_run_cuts_it(known: Grounds, some: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        _, expected, _ = gated(Path(folder), frame(some), known)
    left = filtered(gate(known), Table(()), frame(some).to_arrow())
    assert left.schema == frame(some).to_arrow().schema
    assert pl.DataFrame(left).equals(expected)


SECRET = "Words of somebody who did not agree to anything."


@pytest.mark.parametrize("kind", ["a frame", "a lazy frame", "a table"])
@pytest.mark.parametrize("whole", [True, False])
def test_nothing_of_what_did_not_pass_is_kept_or_written_with_what_did(kind: str, whole: bool) -> None:
    into, out = KINDS[kind]
    said = {"ada": "Said openly, and at length.", "ben": SECRET}
    turns = [{"speaker": who, "text": text, "words": [text]} for who, text in said.items()]
    plain = {**ROWS, "text": ["Said openly, and at length.", SECRET, "Bye."]}
    cut = {**ROWS, "text": [1, 2, 3], "subjects": [[], ["ben"], []], "segments": [turns, turns[1:], turns]}
    left = out(opened(keep=["text"]).filter(into(pl.DataFrame(plain if whole else cut))))
    file = BytesIO()
    left.write_ipc(file, compression="uncompressed")
    assert b"Said openly" in file.getvalue()
    assert SECRET.encode() not in file.getvalue() + pickle.dumps(left)


def test_types_and_metadata_of_a_pyarrow_table_stay() -> None:
    words = pa.array(["a", "b", "c"]).dictionary_encode()
    at = pa.array(ROWS["at"], pa.timestamp("ms", "UTC"))
    rows = pa.table({"id": pa.array(["1", "2", "3"]), "subjects": pa.array(ROWS["subjects"]), "at": at, "text": words})
    rows = rows.replace_schema_metadata({"made": "here"})
    left = opened().filter(rows)
    assert left.schema.equals(rows.schema, check_metadata=True)
    assert left.to_pydict() == {k: [v[0], v[2]] for k, v in rows.to_pydict().items()}


@pytest.mark.parametrize("kind", ["a frame", "a lazy frame", "a table", "a batch"])
def test_reasons_come_row_by_row_and_of_transcripts_segment_by_segment(kind: str) -> None:
    into, _ = KINDS[kind]
    found = pl.Series(opened().reasons(into(pl.DataFrame(ROWS)))).cast(pl.String)
    assert found.to_list() == ["consented", "consent-missing", "consented"]
    rows = pl.DataFrame({**ROWS, "segments": [[{"speaker": w, "text": ""} for w in who] for who in ROWS["subjects"]]})
    found = pl.Series(opened(drop=["text"]).reasons(into(rows))).cast(pl.List(pl.String))
    assert found.to_list() == [["consented"], ["consented", "consent-missing"], ["consented"]]


def test_a_gate_is_opened_from_files_or_objects_alike(tmp_path: Path) -> None:
    (tmp_path / "terms.md").write_text(TERMS, "utf-8")
    (tmp_path / "consents.csv").write_text(
        f"person,data,purpose,says,at\nada,content,train-ai,given,{hour(0).isoformat()}\n", "utf-8"
    )
    named = opened(terms={"v1": tmp_path / "terms.md"}, consents=tmp_path / "consents.csv")
    heard = pl.read_csv(tmp_path / "consents.csv")
    for one in (named, opened(consents=heard), opened(consents=[heard, *YES]), opened()):
        assert one.reasons(pl.DataFrame(ROWS)).to_list() == ["consented", "consent-missing", "consented"]
    assert named.gate.grounds.digests.keys() == {"terms v1", "consents 1"}
    assert open_gate(as_of="2026-05-02T12:00").gate.as_of.isoformat() == "2026-05-02T12:00:00+00:00"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"as_of": "yesterday"}, "as of yesterday: is no moment"),
        ({"as_of": AS_OF, "columns": {"who": "x"}}, "who: is no part of a row"),
        ({"as_of": AS_OF, "values": {"segments": "x"}}, "segments: is no part of a row"),
        ({"as_of": AS_OF, "consents": pl.DataFrame({"person": ["ada"]})}, "consents: has no column `data`"),
        ({"as_of": AS_OF, "consents": "none.csv"}, "none.csv: is no table of consents"),
    ],
)
def test_what_no_gate_can_be_opened_with_is_named(options: dict[str, Any], said: str) -> None:
    with pytest.raises(GateError) as error:
        open_gate(**options)
    assert said in str(error.value)


def test_what_holds_no_rows_is_named() -> None:
    with pytest.raises(GateError, match="has no column `subjects`"):
        opened().filter(pl.DataFrame({"at": [AS_OF]}))
    for ask in (opened().filter, opened().reasons):
        with pytest.raises(TypeError, match="list holds no rows"):
            ask([1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run with three shards, of which 60, 0 and 40 rows pass."""
    for n, passing in enumerate((60, 0, 40)):
        people = [["ada"]] * passing + [["ben"]] * 20
        some = {"id": [f"{n}-{i}" for i in range(len(people))], "subjects": people, "at": [hour(1)] * len(people)}
        written(tmp_path, pl.DataFrame(some), f"rows{n}.parquet")
    opened().run([tmp_path / f"rows{n}.parquet" for n in range(3)], tmp_path / "set")
    return tmp_path


def ids(some: Any) -> list[str]:
    return [row["id"] for row in some]


EXPECTED = [f"0-{i}" for i in range(60)] + [f"2-{i}" for i in range(40)]


def test_rows_of_a_run_are_given_again_and_again_as_dictionaries(folder: Path) -> None:
    passed = Passed(folder / "set")
    assert ids(passed) == ids(passed) == ids(pickle.loads(pickle.dumps(passed))) == EXPECTED
    assert len(passed) == 100
    assert next(iter(passed)) == {"id": "0-0", "subjects": ["ada"], "at": hour(1)}


def test_rows_of_files_are_decided_about_while_they_are_read(folder: Path) -> None:
    some = opened().passed(*(folder / f"rows{n}.parquet" for n in range(3)))
    assert ids(some) == ids(some) == ids(pickle.loads(pickle.dumps(some))) == EXPECTED
    frame = pl.concat([pl.read_parquet(folder / f"rows{n}.parquet") for n in range(3)])
    frame.write_ndjson(folder / "rows.jsonl")
    for shares in (some.shares(7), opened().passed(folder / "rows.jsonl").shares(3)):
        assert [id for share in shares for id in ids(share)] == EXPECTED


@pytest.mark.parametrize("count", [1, 2, 3, 7, 150])
def test_shares_are_all_of_it_and_differ_by_a_row_at_most(folder: Path, count: int) -> None:
    shares = [Passed(folder / "set", rank=n, ranks=count) for n in range(count)]
    assert [id for share in shares for id in ids(share)] == EXPECTED
    assert {len(share) for share in shares} <= {100 // count, 100 // count + 1}
    assert [len(ids(share)) for share in shares] == [len(share) for share in shares]
    twice = [part for share in shares[:2] for part in share.shares(3)]
    assert [id for part in twice for id in ids(part)] == [id for share in shares[:2] for id in ids(share)]
    with pytest.raises(ValueError, match="are counted from 0"):
        Passed(folder / "set", rank=count, ranks=count)


def test_a_file_that_was_changed_gives_no_rows(folder: Path) -> None:
    passed = Passed(folder / "set")
    shard = folder / "set" / "rows-00002.parquet"
    pl.read_parquet(folder / "rows1.parquet").write_parquet(shard)
    with pytest.raises(GateError, match="is not what the manifest says"):
        list(passed)
    shard.unlink()
    with pytest.raises(GateError, match="is not there"):
        list(passed)
    with pytest.raises(GateError, match=r"has no manifest\.json"):
        Passed(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a fork")
def test_a_gate_that_was_forked_says_so_instead_of_waiting_for_ever(folder: Path) -> None:
    some = opened().passed(folder / "rows0.parquet")
    some._process += 1
    with pytest.raises(GateError, match="was forked into another process"):
        list(some)
    assert isinstance(some, Gated)


def test_the_transcripts_of_a_run_have_what_is_left(tmp_path: Path) -> None:
    turns = [{"speaker": who, "text": f"{who} speaks"} for who in ("ada", "ben")]
    line = {"id": "1", "at": hour(1).isoformat(), "segments": turns}
    (tmp_path / "rows.jsonl").write_text(json.dumps(line), "utf-8")
    opened().run([tmp_path / "rows.jsonl"], tmp_path / "set")
    for some in (Passed(tmp_path / "set"), opened().passed(tmp_path / "rows.jsonl")):
        (row,) = some
        assert row["segments"] == [turns[0], {"speaker": None, "text": WITHHELD}]


def test_rows_as_the_reference_has_them_can_be_offered() -> None:
    row = asdict(Row("1", ("ada",), "content", hour(1), "v1"))
    assert opened(values={}).filter(pl.DataFrame([row])).height == 1
