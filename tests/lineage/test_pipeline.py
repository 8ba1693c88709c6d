"""The example pipeline, from the desk to a withdrawal, in one command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sayso.gate import Passed
from sayso.row import WITHHELD

EXAMPLE = Path(__file__).parents[2] / "examples" / "pipeline" / "run.py"


def test_the_example_runs_from_the_desk_to_a_withdrawal(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    run = subprocess.run([sys.executable, EXAMPLE, folder], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "2 of 2 rows may be used for train-ai" in run.stdout
    assert "They are transcripts: 6 of 7 segments may be used" in run.stdout
    assert "1  somebody in it refused (consent-refused)" in run.stdout
    assert "| 6 | consented | yes |" in run.stdout
    assert "  re-filter         dataset   talks, 4 segments of 2 rows\n" in run.stdout
    assert "  retrain           model     speech-1\n" in run.stdout
    assert run.stdout.rstrip().endswith("7 entries, and every one is as it was logged.")
    sets = ("set", "clean/set-00")
    said = {
        name: {row["id"]: [turn["text"] for turn in row["segments"]] for row in Passed(folder / name)} for name in sets
    }
    launch = ["Shall we move the launch?", "The pier is not finished.", "Then a week later.", WITHHELD, "Noted."]
    assert said == {
        "set": {"launch": launch, "pier": ["Two planks are missing.", "And the railing."]},
        "clean/set-00": {"launch": [launch[0], WITHHELD, launch[2], WITHHELD, WITHHELD]},
    }
    written = b"".join(file.read_bytes() for file in (folder / "set").glob("rows-*"))
    assert b"I would rather not" not in written
