"""The report of a run: for each reason how many, what decided, what it means and what to do."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.decision import Passage, Reason, rule_on
from sayso.gate.grounds import Grounds
from sayso.gate.manifest import Manifest, manifest
from sayso.gate.report import REPORT, reported
from sayso.gate.run import run
from sayso.gate.table import Table
from sayso.gate.words import DO, MEANS
from sayso.row import Row

from .test_local import gate, table
from .worlds import AS_OF, PURPOSE, grounds, rows


def made(folder: Path, known: Grounds, some: list[list[Row]]) -> tuple[Manifest, dict[str, Any]]:
    """The manifest and the report of a run over several files."""
    files = [folder / f"rows{n}.parquet" for n in range(len(some))]
    for file, part in zip(files, some, strict=True):
        table(part).write_parquet(file)
    found = run(Table(tuple(files)), gate(known), folder / "set")
    return found, json.loads((folder / "set" / REPORT).read_text("utf-8"))


@settings(max_examples=60, deadline=None)
@given(grounds, st.lists(rows, min_size=1, max_size=12), st.integers(1, 3))
def test_it_counts_what_the_reference_says_and_by_what(known: Grounds, some: list[Row], files: int) -> None:
    with TemporaryDirectory() as folder:
        _, found = made(Path(folder), known, [some[n::files] for n in range(files) if some[n::files]])
    rulings = [(row, rule_on(row, PURPOSE, AS_OF, known)) for row in some]
    assert {line["reason"]: line["count"] for line in found["reasons"]} == Counter(r.reason for _, r in rulings)
    for line in found["reasons"]:
        mine = [(row, ruling) for row, ruling in rulings if ruling.reason == line["reason"]]
        assert line["passage"] == mine[0][1].reason.passage
        assert set(line["examples"]) <= {row.id for row, _ in mine}
        assert len(line["examples"]) == min(5, len(mine))
        if "by" in line:
            things = Counter(ruling.thing.removesuffix("/") for _, ruling in mine)
            assert line["by"]["largest"] == dict(sorted(things.items(), key=lambda thing: (-thing[1], thing[0])))
            assert line["by"]["different"] == len(things)


def test_it_is_described_by_the_manifest_and_shards_make_no_difference(tmp_path: Path) -> None:
    some = [Row(str(n), ("ada",), "content", AS_OF, f"v{n % 30}") for n in range(90)]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, whole = made(tmp_path / "a", Grounds(), [some])
    three, parts = made(tmp_path / "b", Grounds(), [some[:7], some[7:50], some[50:]])
    assert whole == parts
    assert manifest(three.text) == three
    assert one.report
    assert one.report.sha256 == hashlib.sha256((tmp_path / "a" / "set" / REPORT).read_bytes()).hexdigest()
    (line,) = whole["reasons"]
    assert (line["count"], line["by"]["part"], line["by"]["different"]) == (90, "terms", 30)
    assert list(line["by"]["largest"].items()) == [(name, 3) for name in sorted(f"v{n}" for n in range(30))[:20]]
    assert line["examples"] == ["0", "1", "2", "3", "4"]
    assert reported(one, tmp_path / "a" / "set") == one


def test_sources_are_counted_by_their_site(tmp_path: Path) -> None:
    places = ["https://a.example/1", "https://a.example/2?x", "https://b.example", "not an address"]
    some = [Row(str(n), ("ada",), "content", AS_OF, "v1", source=source) for n, source in enumerate(places)]
    known = Grounds(signals=dict.fromkeys(places, Passage.REFUSED))
    _, found = made(tmp_path, known, [some])
    (line,) = found["reasons"]
    assert line["by"]["largest"] == {"https://a.example": 2, "https://b.example": 1, "not an address": 1}


def test_nobody_is_named_in_it(tmp_path: Path) -> None:
    some = [Row(str(n), ("somebody@harbour.example",), "content", AS_OF, "v1") for n in range(3)]
    made(tmp_path, Grounds(), [some])
    assert "somebody" not in (tmp_path / "set" / REPORT).read_text("utf-8").replace("somebody in it", "")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_and_what_does_not_pass_has_a_way_out(reason: Reason) -> None:
    assert MEANS[reason]
    assert (reason in DO) is (reason.passage is not Passage.ALLOWED)
