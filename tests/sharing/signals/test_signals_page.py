"""The page on signals is what the code makes of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_page_on_signals_is_up_to_date() -> None:
    written = subprocess.run(
        [sys.executable, "-c", "import signals, sys; sys.stdout.buffer.write(signals.page().encode())"],
        cwd=ROOT / "docs",
        capture_output=True,
        check=True,
    )
    assert written.stdout.decode() == (ROOT / "docs" / "signals.md").read_text("utf-8"), "run python docs/signals.py"


def test_its_example_is_true() -> None:
    page = (ROOT / "docs" / "signals.md").read_text("utf-8")
    code = page.partition("```python\n")[2].partition("```")[0]
    first, second = (line.partition("  # ")[0] for line in code.splitlines() if line.startswith("aipref.read"))
    names: dict[str, object] = {}
    exec(code, names)
    assert eval(first, names) == "never"
    assert eval(second, names) == {}
