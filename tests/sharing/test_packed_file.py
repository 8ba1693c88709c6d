"""Packed policies in a file: what it tells of itself, and that nothing unknown in it is taken for fine."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import sayso
from sayso.errors import PolicyError
from sayso.say import Say
from sayso.sharing.load import from_text
from sayso.sharing.packed import Move
from sayso.sharing.packed_file import PackedFile, write, write_frame
from sayso.vocabulary import READ_PURPOSES, data

DAY = date(2026, 6, 1)
PLAIN = from_text('version = 1\n[accept]\n"*" = "opt-in"\n')
OWN = from_text('version = 1\n[categories]\n"usage.x" = "mine"\n[accept]\n"usage.x" = "never"\n')
WORSE = [Move("content", "train-ai", Say.OPT_IN, Say.NO_SAY)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.parquet"
    write(path, [("ada", PLAIN), ("bo", OWN)], "Lantern", DAY)
    return path


def rewritten(file: Path, frame: pl.DataFrame) -> PackedFile:
    write_frame(file, frame, "Lantern", DAY)
    return PackedFile(file)


def test_a_file_has_a_column_for_each_cell_and_says_what_it_is(file: Path) -> None:
    packed, schema = PackedFile(file), pl.read_parquet_schema(file)
    assert (packed.service, packed.on, packed.size, packed.categories) == ("Lantern", DAY, 2, {"usage.x"})
    assert next(iter(schema)) == "policy"
    assert set(list(schema)[1:]) == {f"{name} {p}" for name in [*data(), "usage.x"] for p in READ_PURPOSES}
    assert set(list(schema.values())[1:]) == {pl.UInt16}


def test_a_kind_of_data_that_a_policy_does_not_know_is_empty_for_it(file: Path) -> None:
    assert pl.read_parquet(file)["usage.x share"].is_null().to_list() == [True, False]
    total, (count,) = PackedFile(file).count([Move("usage.x", "share", Say.NEVER, Say.OPT_OUT)])
    assert count.conflict == total.conflict == 1


def test_no_policies_are_packed_too(tmp_path: Path) -> None:
    assert write(tmp_path / "none.parquet", [], "", DAY) == 0
    total, _ = PackedFile(tmp_path / "none.parquet").count(WORSE)
    assert total.conflict == 0


def test_only_the_columns_that_are_needed_are_read(file: Path) -> None:
    """The others may hold anything."""
    frame = pl.read_parquet(file).with_columns(pl.lit("what is this").alias("usage share"))
    total, _ = rewritten(file, frame).count(WORSE)
    assert total.conflict == 1


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda frame: frame.drop("content train-ai"), "has no packed column `content train-ai`"),
        (lambda frame: frame.cast({"content train-ai": pl.Int64}), "has no packed column `content train-ai`"),
        (lambda f: f.with_columns(pl.lit(None, pl.UInt16).alias("content train-ai")), "has nothing in the column"),
        (lambda f: f.with_columns(pl.lit(None, pl.String).alias("policy")), "has nothing in the column `policy` for 2"),
        (lambda frame: frame.drop("policy"), "has no column `policy` of text"),
    ],
)
def test_what_is_unknown_is_refused_and_not_taken_for_fine(file: Path, change, cause: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PolicyError, match=cause):
        rewritten(file, change(pl.read_parquet(file))).count(WORSE)


def test_a_file_of_another_version_or_of_none_is_refused(file: Path) -> None:
    frame = pl.read_parquet(file)
    for told, cause in (({}, "packed in no version"), ({"sayso.version": "2"}, "packed in version 2, and version 1")):
        frame.write_parquet(file, metadata=told)
        with pytest.raises(PolicyError, match=cause):
            PackedFile(file)


def test_a_file_that_does_not_say_its_day_is_refused(file: Path) -> None:
    pl.read_parquet(file).write_parquet(file, metadata={"sayso.version": "1"})
    with pytest.raises(PolicyError, match="for which day"):
        PackedFile(file)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not Parquet, but long enough to hold a footer", b"PAR1" * 9])
def test_what_is_no_parquet_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(PolicyError, match=r"x\.parquet: is no Parquet file, or a damaged one; pack the policies again"):
        PackedFile(tmp_path / "x.parquet")


@pytest.mark.parametrize("name", ["nope.parquet", "*.parquet", "https://ada.example/x.parquet"])
def test_names_are_names_of_files_and_nothing_else(file: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    with pytest.raises(PolicyError, match="cannot be read: no such file or directory"):
        PackedFile(name)


def test_a_file_with_signs_of_a_pattern_in_its_name_is_that_file(file: Path) -> None:
    other = file.rename(file.with_name("people[1]*.parquet"))
    assert PackedFile(other).size == 2


def test_writing_where_one_cannot_write_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be written"):
        write(tmp_path / "no" / "x.parquet", [("ada", PLAIN)], "", DAY)
    with pytest.raises(PolicyError, match="cannot be written"):
        write(tmp_path, [("ada", PLAIN)], "", DAY)
    assert list(tmp_path.iterdir()) == []


def test_without_polars_the_error_names_the_extra() -> None:
    code = "import sys; sys.modules['polars'] = None; import sayso.sharing.packed_file"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MissingExtraError" in ran.stderr
    assert "pip install -c constraints.txt '.[many]'" in ran.stderr


def test_polars_is_imported_only_by_what_needs_it() -> None:
    house = Path(sayso.__file__).parent
    knowing = {
        file.relative_to(house).parts[0]
        for file in house.rglob("*.py")
        if re.search(r"(?m)^(?:import|from) polars", file.read_text("utf-8"))
    }
    assert knowing <= {"gate", "lineage"}, "elsewhere it is imported late"
    modules = (
        "sayso.cli",
        "sayso.cli.impact",
        "sayso.cli.gate",
        "sayso.cli.lineage",
        "sayso.sharing.impact",
        "sayso.sharing.folder",
        "sayso.show.impacts.table",
    )
    code = f"import sys, {', '.join(modules)}; print('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
