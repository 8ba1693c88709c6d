"""The example pipeline, from the desk to a withdrawal, in one command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl

EXAMPLE = Path(__file__).parents[2] / "examples" / "pipeline" / "run.py"


def test_the_example_runs_from_the_desk_to_a_withdrawal(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    run = subprocess.run([sys.executable, EXAMPLE, folder], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "4 of 5 rows may be used for train-ai" in run.stdout
    assert "1  somebody in it refused (consent-refused)" in run.stdout
    assert "  re-filter        dataset  calls, 2 rows\n  retrain          model    speech-1\n" in run.stdout
    assert run.stdout.rstrip().endswith("5 entries, and every one is as it was logged.")
    sets = ("set", "clean/set-00")
    said = {name: pl.read_parquet(folder / name / "rows-00000.parquet")["id"].to_list() for name in sets}
    assert said == {"set": ["m1-0", "m1-1", "m1-2", "m1-4"], "clean/set-00": ["m1-0", "m1-2"]}
