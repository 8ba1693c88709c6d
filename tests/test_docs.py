"""The documentation that is written by the code is what the code writes."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_what_the_page_on_the_gate_shows_from_python_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "how-to-gate-a-training-set.md").read_text("utf-8")
    (example,) = re.findall(r"<!-- from python -->\n```python\n(.*?)```", page, re.DOTALL)
    test = doctest.DocTestParser().get_doctest(example, {}, "page", None, 0)
    assert doctest.DocTestRunner().run(test) == (0, len(test.examples))
    assert test.examples
