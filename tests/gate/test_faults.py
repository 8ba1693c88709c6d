"""Inputs that are cut off, or have a bit flipped: named, or at least never more than what was there passes."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from sayso.errors import GateError
from sayso.gate.run import run
from sayso.gate.table import Table
from sayso.row import Consent

from .test_run import gate, offered
from .worlds import PURPOSE, hour

NAMES = ["rows.parquet", "rows.arrow", "rows.jsonl", "rows.csv"]


def written(tmp_path: Path, name: str) -> Path:
    """Sixty rows; in CSV, with one subject each."""
    ids = [f"row-{n}" for n in range(60)]
    frame = pl.concat([offered()] * 20).with_columns(pl.Series("id", ids))
    file = tmp_path / name
    if name.endswith(".csv"):
        flat = frame.with_columns(pl.col("subjects").list.first(), pl.col("at").dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
        flat.select("text", "id", "subjects", "data", "terms", "at").write_csv(file)
    elif name.endswith(".jsonl"):
        frame.write_ndjson(file)
    else:
        getattr(frame, "write_parquet" if name.endswith(".parquet") else "write_ipc")(file)
    return file


def passing(file: Path, out: Path) -> list[dict[str, object]]:
    made = run(Table((file,)), gate(Consent("cem", "content", PURPOSE, "refused", hour(1))), out)
    return [row for shard in made.shards for row in pl.read_parquet(out / shard.rows.name).to_dicts()]


@pytest.mark.parametrize("name", NAMES)
def test_of_an_input_that_is_cut_off_no_row_passes_that_would_not(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, name)
    whole, every = file.read_bytes(), passing(file, tmp_path / "whole")
    assert every
    named = 0
    for n, size in enumerate(random.Random(name).sample(range(len(whole)), 40)):
        file.write_bytes(whole[:size])
        try:
            found = passing(file, tmp_path / f"set{n}")
        except GateError:
            named += 1
            continue
        assert name.endswith((".csv", ".jsonl"))  # in which nothing says where the end is
        assert all(row in every for row in found)
    assert named >= (30 if name.endswith((".parquet", ".arrow")) else 1)


@pytest.mark.parametrize("name", NAMES)
def test_an_input_with_a_bit_flipped_is_named_or_is_another_run(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, name)
    whole = file.read_bytes()
    passing(file, tmp_path / "set")
    chance = random.Random(name)
    for _ in range(40):
        at = chance.randrange(len(whole))
        file.write_bytes(bytes([*whole[:at], whole[at] ^ (1 << chance.randrange(8)), *whole[at + 1 :]]))
        with pytest.raises(GateError, match=rf"^{name}: |^id |with another run in it"):
            passing(file, tmp_path / "set")
    file.write_bytes(whole)
    passing(file, tmp_path / "set")
