"""The documentation that is written by the code is what the code writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_page_on_how_a_document_is_read_is_up_to_date() -> None:
    page = ROOT / "docs" / "how-a-document-is-read.md"
    written = subprocess.run(
        [sys.executable, "-c", "import generate, sys; sys.stdout.buffer.write(generate.page().encode())"],
        cwd=ROOT / "docs",
        capture_output=True,
        check=True,
    )
    assert written.stdout.decode() == page.read_text("utf-8"), "run python docs/generate.py"
