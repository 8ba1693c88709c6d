"""The steps of the Spark engine, without Spark: the same folder as the local engine, whatever the world is like."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.consent.store import open_store
from sayso.decision import rule_on
from sayso.errors import SaysoError
from sayso.gate import pack
from sayso.gate.grounds import Grounds
from sayso.gate.load import consents as all_consents
from sayso.gate.local import Gate
from sayso.gate.manifest import Manifest
from sayso.gate.run import run as run_here
from sayso.gate.spark import engine, plan, stages
from sayso.gate.table import Table
from sayso.row import Row

from .here import Here
from .test_consents import meeting
from .test_local import table as frame_of
from .test_run import CONSENTS, KNOWN, offered, written
from .worlds import AS_OF, PURPOSE, grounds, hour, rows

Files = tuple[Table, list[str]]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that few rows are several shards, several messages and several times at which is decided."""
    monkeypatch.setattr(plan, "STEP", 8)
    monkeypatch.setattr(plan, "_OFFERED", 5)
    monkeypatch.setattr("sayso.gate.spark.heard.SHARE", 2)
    monkeypatch.setattr(stages, "_AT_ONCE", 3)


def said(folder: Path, known: Grounds, name: str = "consents.parquet") -> str:
    from sayso.gate.consents import table

    file = folder / name
    frame = table(known.consented)
    frame.write_csv(file) if file.suffix == ".csv" else frame.write_parquet(file)
    return str(file)


def both(files: Files, known: Grounds, folder: Path, on: Any = None) -> tuple[Manifest, Manifest]:
    """What the local engine and the steps make of it; every file has to be the same, byte for byte."""
    table, consents = files
    heard, digests = all_consents(consents)
    gate = Gate(replace(known, digests={**known.digests, **digests}), PURPOSE, AS_OF, heard)
    local = run_here(table, gate, folder / "local")
    spark = engine.run(on or Here(), table, consents, known, PURPOSE, AS_OF, folder / "spark")
    same_files(folder / "local", folder / "spark")
    return local, spark


def same_files(one: Path, other: Path) -> None:
    assert sorted(file.name for file in one.iterdir()) == sorted(file.name for file in other.iterdir())
    for file in one.iterdir():
        assert file.read_bytes() == (other / file.name).read_bytes(), file.name


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@settings(max_examples=20, deadline=None)
@given(grounds, st.lists(rows, max_size=30, unique_by=lambda row: row.id), st.integers(0, 30), st.integers(2, 9))
def test_the_steps_give_the_reason_of_the_reference(
    folder: Path, known: Grounds, some: list[Row], middle: int, batch: int
) -> None:
    ends = [c for c in known.consented if c.until is None or c.until > c.at]  # no file says anything else
    known = replace(known, consented=tuple(ends))
    for old in folder.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    files = []
    for number, part in enumerate((some[:middle], some[middle:])):
        files.append(folder / f"rows{number}.parquet")
        frame_of(part).write_parquet(files[-1])
    _, made = both((Table(tuple(files), batch=batch), [said(folder, known)]), known, folder)
    found = [r for shard in made.shards for r in pl.read_parquet(folder / "spark" / shard.decisions.name)["reason"]]
    assert found == [rule_on(row, PURPOSE, AS_OF, known).reason for row in some]


def lots(n: int, **changed: Any) -> pl.DataFrame:
    ids = [str(i) for i in range(n)]
    every = pl.concat([offered()] * (n + 1)).head(n)
    return every.with_columns(pl.Series("id", ids, pl.String)).with_columns(**changed)


KNOWING = replace(KNOWN, consented=tuple(CONSENTS))


@pytest.mark.parametrize("name", ["rows.parquet", "rows.arrow", "rows.jsonl"])
@pytest.mark.parametrize("consents", ["consents.parquet", "consents.csv"])
def test_every_kind_of_file_gives_the_folder_of_the_local_engine(tmp_path: Path, name: str, consents: str) -> None:
    one, two = written(tmp_path, lots(11), name), written(tmp_path, lots(7, id=pl.col("id") + "-"), f"b{name}")
    empty = written(tmp_path, lots(0), f"c{name}") if name != "rows.jsonl" else two
    table = Table((one, empty, two) if empty != two else (one, two), batch=4)
    local, spark = both((table, [said(tmp_path, KNOWING, consents)]), KNOWN, tmp_path)
    assert local == spark
    assert len(spark.shards) == 5
    assert spark.unheard == 1


def test_csv_with_one_subject_a_row(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    lines = [f"{n},{('ada', 'ben', 'cem', '')[n % 4]},content,2026-03-01T01:00:00Z" for n in range(10)]
    file.write_text("\n".join(["id,who,data,at", *lines]) + "\n", "utf-8")
    table = Table((file,), {"subjects": "who"}, {"terms": "v1"}, batch=3)
    _, spark = both((table, [said(tmp_path, KNOWING)]), KNOWN, tmp_path)
    assert spark.reasons == {"consented": 3, "consent-refused": 3, "consent-missing": 2, "nobody-named": 2}


def test_transcripts_are_cut_as_the_local_engine_cuts_them(tmp_path: Path) -> None:
    said_by = [["ada", "ben"], ["ben"], [], ["ada", "ada", "cem"], ["ada"]]
    segments = [[{"speaker": who, "text": f"said by {who}"} for who in some] for some in said_by]
    frame = lots(5).drop("text").with_columns(pl.Series("segments", segments))
    table = Table((written(tmp_path, frame),), batch=2)
    _, spark = both((table, [said(tmp_path, KNOWING)]), KNOWN, tmp_path)
    assert sum(spark.reasons.values()) == 8


def test_without_rows_or_consents_nothing_passes_and_nothing_fails(tmp_path: Path) -> None:
    _, spark = both((Table((written(tmp_path, lots(0)),)), []), KNOWN, tmp_path)
    assert spark.reasons == {}
    shutil.rmtree(tmp_path / "local")
    shutil.rmtree(tmp_path / "spark")
    _, spark = both((Table((written(tmp_path, lots(4)),), batch=3), []), KNOWN, tmp_path)
    assert set(spark.reasons) == {"consent-missing"}


def test_the_store_of_a_desk_is_heard_as_the_local_engine_hears_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.gate.spark.heard._AT_ONCE", 2)
    address = f"sqlite:///{tmp_path / 'desk.db'}"
    store = open_store(address)
    for facts in (meeting(), [], meeting()):
        store.append(store.create_space("meeting", "Weekly", hour(0)).id, facts, 0)
    store.close()
    _, spark = both((Table((written(tmp_path, lots(9)),), batch=3), [address]), KNOWN, tmp_path)
    assert "consents 1" in spark.grounds


def refusal(make: Callable[[], object]) -> str:
    with pytest.raises(SaysoError) as error:
        make()
    return str(error.value)


def refused_alike(tmp_path: Path, table: Table, consents: list[str], on: Any = None) -> str:
    def local() -> Manifest:
        heard, digests = all_consents(consents)
        return run_here(table, Gate(replace(KNOWN, digests=digests), PURPOSE, AS_OF, heard), tmp_path / "local")

    told = refusal(lambda: engine.run(on or Here(), table, consents, KNOWN, PURPOSE, AS_OF, tmp_path / "refused"))
    assert told == refusal(local)
    assert not [path for path in tmp_path.iterdir() if "refused" in path.name]
    return told


def test_what_is_wrong_is_told_as_the_local_engine_tells_it(tmp_path: Path) -> None:
    one = written(tmp_path, lots(9), "a.parquet")
    for other, expected in {
        written(tmp_path, lots(9), "again.parquet"): "id 0: stands twice",
        written(tmp_path, lots(9, id=pl.lit(None, pl.String)), "no.parquet"): "id: is missing in a row",
        written(tmp_path, lots(3, text=pl.lit(True)), "b.parquet"): "b.parquet: its column `text` is Boolean",
        tmp_path / "none.parquet": "none.parquet: is damaged or unreadable",
        tmp_path / "rows.txt": "rows.txt: is no table that this reads",
    }.items():
        assert refused_alike(tmp_path, Table((one, other), batch=4), []).startswith(expected)
    dropped = written(tmp_path, lots(9).drop("terms"), "d.parquet")
    assert "has no column `terms`" in refused_alike(tmp_path, Table((dropped,)), [])


def test_the_id_that_is_the_first_to_stand_twice_is_named(tmp_path: Path) -> None:
    ids = [str(n) for n in (*range(20), 17, 3, 17)]
    file = written(tmp_path, lots(23, id=pl.Series(ids)))
    assert refused_alike(tmp_path, Table((file,), batch=4), []).startswith("id 17: stands twice")


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
def test_a_damaged_file_is_named_wherever_the_damage_is(tmp_path: Path, place: float) -> None:
    file = written(tmp_path, lots(300, text=pl.col("id").hash().cast(pl.String)))
    whole = file.read_bytes()
    at = int(len(whole) * place)
    file.write_bytes(whole[:at] + bytes(64) + whole[at + 64 :])
    assert refused_alike(tmp_path, Table((file,), batch=100), []).startswith("rows.parquet: is damaged or unreadable")


def test_consents_that_say_nothing_are_named_with_their_row(tmp_path: Path) -> None:
    frame = pl.read_parquet(said(tmp_path, KNOWING)).with_columns(says=pl.Series(["given", "refused", "maybe"]))
    frame.write_parquet(tmp_path / "consents.parquet")
    file = written(tmp_path, lots(3))
    told = refused_alike(tmp_path, Table((file,)), [str(tmp_path / "consents.parquet")])
    assert told.startswith("consents.parquet, row 3: `says` is 'maybe'")
    frame.head(0).drop("at").write_parquet(tmp_path / "empty.parquet")
    told = refused_alike(tmp_path, Table((file,)), [str(tmp_path / "empty.parquet")])
    assert "has no column `at`" in told
    refused_alike(tmp_path, Table((file,)), [str(tmp_path / "no.csv")])


def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, lots(9))

    class Meanwhile(Here):
        def parallelize(self, things: Any, number: int) -> Any:
            if isinstance(things[0], plan.Unit):
                written(tmp_path, lots(10))
            return super().parallelize(things, number)

    told = refusal(lambda: engine.run(Meanwhile(), Table((file,)), [], KNOWN, PURPOSE, AS_OF, tmp_path / "set"))
    assert told.startswith("rows.parquet: was changed while the gate read it")



def test_where_consents_are_not_found_nothing_passes(tmp_path: Path) -> None:
    class Apart(Here):
        def parallelize(self, things: Any, number: int) -> Any:
            if isinstance(things[0], plan.Unit):
                for file in tmp_path.glob(".set.part/.*/consents-*"):
                    file.unlink()
            return super().parallelize(things, number)

    table, consents = Table((written(tmp_path, lots(9)),)), [said(tmp_path, KNOWING)]
    told = refusal(lambda: engine.run(Apart(), table, consents, KNOWN, PURPOSE, AS_OF, tmp_path / "set"))
    assert told.startswith("the consents of share 0: are not where they were kept")
    assert not (tmp_path / "set").exists()


def test_where_a_person_in_a_row_was_not_heard_nothing_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(work: Any, share: int, some: Any) -> Any:
        return (one for one in rule(work, share, some) if share != 1)

    rule = stages.rule
    monkeypatch.setattr(engine.stages, "rule", forgetful)
    monkeypatch.setattr(plan, "shares", lambda *_: 2)
    table = Table((written(tmp_path, lots(9, subjects=pl.lit([f"person {n}" for n in range(40)]))),))
    told = refusal(lambda: engine.run(Here(), table, [], KNOWN, PURPOSE, AS_OF, tmp_path / "set"))
    assert told.startswith("shard 0: has people in it about whom nothing was decided")


def test_what_is_null_is_not_known_to_it_either(tmp_path: Path) -> None:
    names = ("data", "terms", "at", "text")
    nulls = [pl.when(pl.col("id") != str(n)).then(name).alias(name) for n, name in enumerate(names)]
    frame = lots(9).with_columns(nulls)
    both((Table((written(tmp_path, frame),), batch=4), [said(tmp_path, KNOWING)]), KNOWN, tmp_path)
    for name in ("data", "terms", "subjects", "at"):
        folder = tmp_path / name
        folder.mkdir()
        none = lots(5, **{name: pl.lit(None).cast(frame.schema[name])})
        both((Table((written(folder, none),), batch=4), [said(folder, KNOWING)]), KNOWN, folder)


def test_packs_are_heard_part_by_part(tmp_path: Path) -> None:
    folder, consents = tmp_path / "pack", said(tmp_path, KNOWING)
    pack.update(folder)
    table = Table((written(tmp_path, lots(9)),), batch=4)
    both((table, [str(folder)]), KNOWN, tmp_path)
    shutil.rmtree(tmp_path / "local")
    shutil.rmtree(tmp_path / "spark")
    pack.update(folder, [consents, said(tmp_path, KNOWING, "more.csv")])
    _, made = both((table, [str(folder), consents]), KNOWN, tmp_path)
    assert made.unheard == 3
    part = next(folder.glob("part-*"))
    part.write_bytes(part.read_bytes()[:-1] + b"!")
    assert "was changed after it was packed" in refused_alike(tmp_path, table, [str(folder)])


def test_people_and_ids_can_be_integers(tmp_path: Path) -> None:
    numbers = {"ada": 7, "ben": -1, "cem": 1 << 40}
    file = tmp_path / "numbers.parquet"
    frame = pl.read_parquet(said(tmp_path, KNOWING))
    frame.with_columns(pl.col("person").replace_strict(numbers)).write_parquet(file)
    people = pl.col("subjects").list.eval(pl.element().replace_strict(numbers))
    own = {"subjects": people, "id": pl.col("id").cast(pl.Int64)}
    _, made = both((Table((written(tmp_path, lots(9, **own)),), batch=4), [str(file)]), KNOWN, tmp_path)
    assert made.reasons == {"consented": 3, "consent-refused": 3, "consent-missing": 3}
    twice = written(tmp_path, lots(9, **own).with_columns(id=pl.Series([*range(8), 3])))
    assert refused_alike(tmp_path, Table((twice,), batch=4), [str(file)]).startswith("id 3: stands twice")
