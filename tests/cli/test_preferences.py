"""`sayso preferences` as it is run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main

REFUSED = {"url": "https://a.example/", "headers": {"Content-Usage": "train-ai=n"}}
SILENT = {"url": "https://b.example/"}


def run(tmp_path: Path, text: str, *options: str) -> Result:
    file = tmp_path / "sources.jsonl"
    file.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["preferences", str(file), *options])


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_it_tells_who_refuses_with_the_signal_and_its_words(tmp_path: Path) -> None:
    result = run(tmp_path, lines(REFUSED, SILENT))
    assert result.exit_code == 1
    assert "refused  https://a.example/" in result.stdout
    assert "Content-Usage header: train-ai=n" in result.stdout
    assert result.stdout.endswith("refused: 1, unknown: 0, allowed: 0, silent: 1\n")


def test_each_line_of_json_has_what_every_signal_said(tmp_path: Path) -> None:
    result = run(tmp_path, lines(REFUSED, SILENT), "--format", "jsonl")
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["heard"] == [{"signal": "Content-Usage header", "answer": "refused", "words": "train-ai=n"}]
    assert (second["answer"], second["heard"]) == ("silent", [])


def test_where_nothing_refuses_the_status_is_0(tmp_path: Path) -> None:
    assert run(tmp_path, lines(SILENT)).exit_code == 0


@pytest.mark.parametrize(
    ("text", "cause"),
    [("{}\n{", ":2: is no JSON"), ("[]\n", ":1: is no object"), ('{"page": 7}', ":1: `page` is no text"),
     ("[" * 100_000, ":1: is no JSON")],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, text: str, cause: str) -> None:
    result = run(tmp_path, text)
    assert result.exit_code == 2
    assert cause in result.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["preferences", str(tmp_path / "none.jsonl")])
    assert result.exit_code == 2
    assert "none.jsonl: no such file" in result.stderr
