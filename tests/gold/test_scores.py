"""The figures on the labelled documents, by the scorers that lie beside them: bars that are met stay met.

What they mean, and which bars are missed, stands in docs/figures.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOLD = Path(os.environ.get("SAYSO_GOLD") or Path(__file__).parents[3] / "shared" / "gold")

pytestmark = [
    pytest.mark.gold,
    pytest.mark.slow,
    pytest.mark.skipif(not GOLD.is_dir(), reason="the labelled documents are not beside the project (SAYSO_GOLD)"),
]

GRID_BARS = {
    "cell-accuracy": 0.90,
    "macro-f1": 0.75,
    "headline-accuracy": 0.95,
    "false-reassurance": 0,
    "unliteral-quotes": 0,
}
SEGMENT_BARS = {"opt-out": 0.77, "never": 0.57, "opt-in": 0.42}


def test_the_grids_of_the_labelled_documents_reach_their_bars(tmp_path: Path) -> None:
    readings = tmp_path / "readings.jsonl"
    read = [sys.executable, "-m", "sayso", "read", "--no-cache", "--format", "jsonl", str(GOLD / "docs")]
    with readings.open("wb") as out:
        subprocess.run(read, stdout=out, check=True)
    _score("score.py", readings, GRID_BARS)


def test_the_claims_of_older_policies_agree_with_students_as_they_agree_with_each_other() -> None:
    _score("score_segments.py", GOLD / "opp115-dev.jsonl", SEGMENT_BARS)


def _score(scorer: str, of: Path, bars: dict[str, float]) -> None:
    least = [f"--min={name}={value}" for name, value in bars.items()]
    done = subprocess.run(
        [sys.executable, str(GOLD / scorer), str(of), *least], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
