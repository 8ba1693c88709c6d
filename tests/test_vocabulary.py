"""The closed vocabulary."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from sayso.errors import UnknownWordError
from sayso.vocabulary import READ_PURPOSES, ROWS, data, find_data, find_purpose, purposes, row_of

DPV = Path(os.environ.get("SAYSO_SHARED", "../shared")) / "reference" / "dpv" / "verified_terms.csv"


def test_there_are_four_rows_and_eleven_purposes() -> None:
    assert [name for name in data() if "." not in name] == list(ROWS)
    assert len(purposes()) == 11
    assert set(READ_PURPOSES) < set(purposes())


def test_a_kind_may_be_named_without_its_row() -> None:
    assert find_data("audio") == find_data("content.audio")
    assert row_of("content.audio") == "content"


@pytest.mark.parametrize("word", ["", "cookies", "content.", "no-say"])
def test_an_unknown_word_is_an_error_that_lists_the_known_ones(word: str) -> None:
    with pytest.raises(UnknownWordError, match=r"content\.audio"):
        find_data(word)
    with pytest.raises(UnknownWordError, match="train-ai"):
        find_purpose(word)


@pytest.mark.skipif(not DPV.exists(), reason="the DPV terms lie beside the project: set SAYSO_SHARED to their folder")
def test_every_word_has_an_iri_that_dpv_2_3_knows() -> None:
    known = {row["iri"] for row in csv.DictReader(DPV.read_text("utf-8").splitlines())}
    unknown = {w.name: w.dpv for w in (*data().values(), *purposes().values()) if w.dpv not in known}
    assert unknown == {}
