"""Runs of the gate, and what can go wrong with them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from sayso.errors import GateError
from sayso.gate.consents import table as consent_table
from sayso.gate.grounds import Grounds
from sayso.gate.local import Gate
from sayso.gate.manifest import NAME, manifest
from sayso.gate.run import run
from sayso.gate.strategy import Strategy, Use
from sayso.gate.table import Table
from sayso.grid import Cell, Grid
from sayso.row import Consent
from sayso.say import Say

from .worlds import AS_OF, PURPOSE, hour

KNOWN = Grounds(grids={"v1": Grid([Cell("content", PURPOSE, Say.OPT_IN)])})
CONSENTS = [
    Consent("ada", "content", PURPOSE, "given", hour(0)),
    Consent("ben", "content", PURPOSE, "refused", hour(0)),
    Consent("cem", "content", PURPOSE, "given", hour(7)),
]


def gate(*more: Consent) -> Gate:
    return Gate(KNOWN, PURPOSE, AS_OF, consent_table([*CONSENTS, *more]))


def offered(**changed: list[object]) -> pl.DataFrame:
    columns = {
        "id": ["1", "2", "3"], "subjects": [["ada"], ["ada", "ben"], ["cem"]], "data": ["content"] * 3,
        "at": [hour(n) for n in (1, 2, 3)], "terms": ["v1"] * 3, "text": ["a", "b", "c"],
    }  # fmt: skip
    return pl.DataFrame({**columns, **changed})


def written(tmp_path: Path, frame: pl.DataFrame, name: str = "rows.parquet") -> Path:
    file = tmp_path / name
    {".parquet": frame.write_parquet, ".jsonl": frame.write_ndjson, ".arrow": frame.write_ipc}[file.suffix](file)
    return file


@pytest.mark.parametrize("name", ["rows.parquet", "rows.jsonl", "rows.arrow"])
def test_what_passes_is_written_with_the_reason_for_every_row(tmp_path: Path, name: str) -> None:
    made = run(Table((written(tmp_path, offered(), name),)), gate(), tmp_path / "set")
    kept = pl.read_parquet(tmp_path / "set" / "rows-00000.parquet")
    assert (kept["id"].to_list(), kept["text"].to_list()) == (["1"], ["a"])
    decisions = pl.read_parquet(tmp_path / "set" / "decisions-00000.parquet")
    assert decisions["reason"].to_list() == ["consented", "consent-refused", "consent-missing"]
    assert decisions["kept"].to_list() == [0, None, None]
    assert made.reasons == {"consented": 1, "consent-refused": 1, "consent-missing": 1}
    assert made.unheard == 1


def test_csv_has_one_subject_a_row(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("id,who,data,at\n1,ada,content,2026-03-01T01:00:00Z\n2,ben,content,2026-03-01T01:00:00Z\n", "utf-8")
    made = run(Table((file,), {"subjects": "who"}, {"terms": "v1"}), gate(), tmp_path / "set")
    assert made.reasons == {"consented": 1, "consent-refused": 1}


def test_the_same_run_has_the_same_bytes_wherever_it_is_made(tmp_path: Path) -> None:
    table = Table((written(tmp_path, offered()),))
    first, second = run(table, gate(), tmp_path / "a"), run(table, gate(), tmp_path / "b")
    assert first.digest == second.digest
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    assert run(table, gate(), tmp_path / "a") == first


def test_a_folder_with_another_run_in_it_is_left_alone(tmp_path: Path) -> None:
    table = Table((written(tmp_path, offered()),))
    first = run(table, gate(), tmp_path / "set")
    with pytest.raises(GateError, match="with another run in it"):
        run(table, gate(Consent("ada", "content", PURPOSE, "withdrawn", hour(5))), tmp_path / "set")
    assert manifest((tmp_path / "set" / NAME).read_text("utf-8")) == first


def test_a_manifest_is_read_back(tmp_path: Path) -> None:
    made = run(Table((written(tmp_path, offered()),)), gate(), tmp_path / "set")
    assert manifest(made.text) == made
    for bad in ("", "{}", "[]", "7", '{"manifest": 2}', '{"manifest": 1}', made.text.replace("shards", "shard")):
        with pytest.raises(ValueError, match=r"."):
            manifest(bad)


def refused(tmp_path: Path, *files: Path) -> str:
    with pytest.raises(GateError) as error:
        run(Table(files), gate(), tmp_path / "set")
    assert [path.name for path in tmp_path.iterdir() if "set" in path.name] == []
    return str(error.value)


def test_a_truncated_or_damaged_shard_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    file = written(tmp_path, pl.concat([offered()] * 1).with_columns(pl.lit("x" * 5000).alias("text")))
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:-4] + b"XXXX", b"", b"PAR1"):
        file.write_bytes(damaged)
        assert refused(tmp_path, file).startswith("rows.parquet: is damaged or unreadable")
    assert refused(tmp_path, tmp_path / "none.parquet").startswith("none.parquet: is damaged or unreadable")
    assert "is no table that this reads" in refused(tmp_path, tmp_path / "rows.txt")


def test_a_schema_that_changed_is_named(tmp_path: Path) -> None:
    one = written(tmp_path, offered(), "a.parquet")
    two = written(tmp_path, offered(id=["4", "5", "6"]).with_columns(pl.col("text").is_null()), "b.parquet")
    assert "b.parquet: its column `text` is Boolean, and was String" in refused(tmp_path, one, two)


def test_a_column_that_is_not_there_is_named_with_the_way_out(tmp_path: Path) -> None:
    said = refused(tmp_path, written(tmp_path, offered().drop("terms")))
    assert "has no column `terms`" in said
    assert "--set terms=VALUE" in said


def test_ids_that_stand_twice_or_are_missing_are_named(tmp_path: Path) -> None:
    one = written(tmp_path, offered(), "a.parquet")
    two = written(tmp_path, offered(id=["4", "2", "6"]), "b.parquet")
    assert "id 2: stands twice" in refused(tmp_path, one, two)
    assert "is missing" in refused(tmp_path, written(tmp_path, offered(id=["1", None, "3"])))


def test_a_refusal_is_heard_of_people_who_are_numbers(tmp_path: Path) -> None:
    known = Grounds(
        {"v1": Grid([Cell("content", PURPOSE, Say.OPT_OUT)])}, intended=Strategy((Use("*", "*", Say.OPT_OUT),))
    )
    no = consent_table([Consent("7", "content", PURPOSE, "refused", hour(0))])
    file = written(tmp_path, offered(subjects=[[7], [8, 7], [8]]))
    made = run(Table((file,)), Gate(known, PURPOSE, AS_OF, no), tmp_path / "set")
    assert made.reasons == {"consent-refused": 2, "not-refused": 1}


def test_rows_from_after_the_moment_are_unknown(tmp_path: Path) -> None:
    late = offered(at=[AS_OF + timedelta(seconds=n) for n in (0, 1, 2)])
    made = run(Table((written(tmp_path, late),)), gate(), tmp_path / "set")
    assert made.reasons == {"consented": 1, "consent-refused": 1, "collected-later": 1}


_SLOW = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from gate.test_run import gate
from sayso.gate.run import run
from sayso.gate.strategy import Strategy, Use
from sayso.gate.table import Table
print("begun", flush=True)
run(Table(tuple(Path(f) for f in sys.argv[3:])), gate(), Path(sys.argv[2]))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a kill that cannot be caught")
def test_killed_at_any_moment_the_run_has_either_happened_or_not(tmp_path: Path) -> None:
    files = []
    for n in range(4):
        ids = [f"{n}-{i}" for i in range(20_000)]
        frame = pl.concat([offered()] * 6667).head(20_000).with_columns(pl.Series("id", ids))
        files.append(str(written(tmp_path, frame, f"rows{n}.parquet")))
    out = tmp_path / "set"
    tests = str(Path(__file__).parents[1])
    happened = 0
    for delay in (0.0, 0.02, 0.05, 0.1, 0.2, 0.4):
        process = subprocess.Popen([sys.executable, "-c", _SLOW, tests, str(out), *files], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if out.exists():
            happened += 1
            made = manifest((out / NAME).read_text("utf-8"))
            assert sum(made.reasons.values()) == 80_000
    finished = run(Table(tuple(map(Path, files))), gate(), out)
    assert sorted(path.name for path in tmp_path.iterdir() if "set" in path.name) == ["set"]
    assert (out / NAME).read_text("utf-8") == finished.text
