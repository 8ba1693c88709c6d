"""Plain sentences that any service might write: a bank of them for each purpose, and one of tables, in `plain/`.

A case is a text and the cells of its purpose that follow from it by the labelling guideline; rows that it does not
give are unstated. `known`: why the reader does not get it right yet.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sayso.terms.document import Document
from sayso.terms.reader import read_document

_ROWS = ("content", "usage", "profile")


def _cases() -> list[Any]:
    cases = []
    for bank in sorted(Path(__file__).with_name("plain").glob("*.toml")):
        for at, case in enumerate(tomllib.loads(bank.read_text("utf-8"))["case"], 1):
            marks = [pytest.mark.xfail(strict=True, reason=case["known"])] if "known" in case else []
            want = {row: case.get(row, "unstated") for row in _ROWS}
            purpose = case.get("purpose", bank.stem)
            cases.append(pytest.param(purpose, case["text"], want, marks=marks, id=f"{bank.stem}-{at}"))
    return cases


@pytest.mark.parametrize(("purpose", "text", "want"), _cases())
def test_a_plain_sentence_is_understood(purpose: str, text: str, want: dict[str, str]) -> None:
    grid = read_document(Document("a.md", f"# Privacy Policy\n\n## 3. Use\n\n{text}\n")).grid
    assert {row: str(grid[row, purpose].say) for row in _ROWS} == want
