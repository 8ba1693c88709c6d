"""`sayso impact` and `sayso policy pack` as a shell sees them: what they print, and their exit status."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from sayso.cli import main

KIND = "# Terms of Nimbus\n\nWe do not use your content to train AI models.\n"
UNKIND = "# Terms of Nimbus\n\nWe may use your content to train our AI models.\n"

POLICIES = {
    "ada": 'version = 1\n[accept]\ncontent = { train-ai = "never" }\n',
    "team/bo": 'version = 1\nextends = "../ada.toml"\n',
    "cy": 'version = 1\n[accept]\n"*" = "no-say"\n',
    "di": (
        'version = 1\n[accept]\n"*" = "opt-in"\n[[exceptions]]\nservice = "Nimbus"\naccept = "no-say"\n'
        'reason = "a trial"\nuntil = 2026-06-30\n'
    ),
}

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `sayso impact` in a folder with two versions and a folder of policies."""
    monkeypatch.chdir(tmp_path)
    Path("kind.md").write_text(KIND)
    Path("unkind.md").write_text(UNKIND)
    for name, text in POLICIES.items():
        path = Path("people", f"{name}.toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def invoke(*arguments: str, policies: str = "people") -> Result:
        versions = ("kind.md", "unkind.md") if not arguments or arguments[0].startswith("-") else ()
        return CliRunner().invoke(main, ["impact", *versions, *arguments, "--policies", policies])

    return invoke


def packed(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["policy", "pack", "people", "-o", "people.parquet", *arguments])


def test_it_tells_how_many_are_newly_in_conflict_and_over_what(run: Run) -> None:
    result = run("--on", "2026-07-01")
    assert result.exit_code == 1
    assert "4 sharing policies, for Terms of Nimbus, as of 2026-07-01" in result.stdout
    assert "3   75.0%  newly in conflict" in result.stdout
    assert "train-ai on content: never -> no-say" in result.stdout
    assert "content.audio" not in result.stdout  # what follows its row goes without saying
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_list_names_each_policy_by_its_file(run: Run) -> None:
    result = run("--on", "2026-07-01", "--list")
    assert "\nteam/bo\n  newly in conflict: train-ai on content\n" in result.stdout
    assert "\ncy\n" not in result.stdout


def test_an_exception_counts_for_the_service_of_its_name_on_its_days(run: Run) -> None:
    def number(*arguments: str) -> int:
        return int(json.loads(run("--format", "json", *arguments).stdout)["conflict"])

    assert number("--on", "2026-06-30", "--service", "nimbus") == 2
    assert number("--on", "2026-07-01", "--service", "nimbus") == 3
    assert number("--on", "2026-06-30", "--service", "Cumulus") == 3


def test_nobody_newly_in_conflict_is_exit_status_0(run: Run) -> None:
    freed = run("unkind.md", "kind.md")
    assert freed.exit_code == 0
    assert "freed of a conflict that they had" in freed.stdout
    same = run("kind.md", "kind.md", "--list")
    assert same.exit_code == 0
    assert "nobody is concerned" in same.stdout


@pytest.mark.parametrize("arguments", [(), ("--list",)])
def test_json_is_as_its_schema_says(run: Run, arguments: tuple[str, ...]) -> None:
    schema = json.loads(files("sayso").joinpath("impact.schema.json").read_text("utf-8"))
    found = json.loads(run("--format", "json", *arguments).stdout)
    Draft202012Validator(schema).validate(found)
    first, *others = map(json.loads, run("--format", "jsonl", *arguments).stdout.splitlines())
    assert others == found.pop("list", [])
    assert first == found
    assert bool(others) == bool(arguments)


def test_an_empty_list_is_json_too(run: Run) -> None:
    assert json.loads(run("kind.md", "kind.md", "--list", "--format", "json").stdout)["list"] == []


def test_csv_has_a_row_a_cell_and_its_list_a_row_a_policy_and_cell(run: Run) -> None:
    cells = list(csv.DictReader(run("--format", "csv", "--on", "2026-07-01").stdout.splitlines()))
    assert cells[0] == {
        "data": "content", "purpose": "train-ai", "was": "never", "now": "no-say",
        "conflict": "3", "ask": "0", "freed": "0",
    }  # fmt: skip
    rows = list(csv.DictReader(run("--format", "csv", "--on", "2026-07-01", "--list").stdout.splitlines()))
    assert {row["policy"] for row in rows} == {"ada", "team/bo", "di"}
    assert {row["change"] for row in rows} == {"conflict"}


def test_names_of_policies_are_harmless_where_they_are_shown(run: Run) -> None:
    Path("people", "=cmd\x1b[31m.toml").write_text(POLICIES["ada"])
    for form in ("table", "json", "jsonl", "csv"):
        assert "\x1b" not in run("--list", "--format", form).stdout
    assert "\n'=cmd" in run("--list", "--format", "csv").stdout


def test_a_bad_policy_is_told_and_the_others_are_counted(run: Run) -> None:
    Path("people", "bad.toml").write_text("version = 1\nnonsense = 3\n")
    result = run("--on", "2026-07-01")
    assert result.exit_code == 2
    assert "sayso: people/bad.toml:2: `nonsense` is not a key" in result.stderr
    assert "sayso: 1 of 5 policies cannot be used, and are not counted" in result.stderr
    assert "3   75.0%  newly in conflict" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "policies", "cause"),
    [
        (("kind.md", "nope.md"), "people", "nope.md"),
        (("kind.md", "empty.md"), "people", "the new version holds almost no text"),
        ((), "nope", "nope: does not exist"),
        ((), "nothing", "nothing: holds no policies"),
        ((), "nope.parquet", "nope.parquet: cannot be read: no such file or directory"),
        ((), "kind.parquet", "kind.parquet: is no Parquet file"),
    ],
)
def test_what_cannot_be_told_is_one_line_and_exit_status_2(
    run: Run, arguments: tuple[str, ...], policies: str, cause: str
) -> None:
    Path("empty.md").write_text("Hello.\n")
    Path("nothing").mkdir()
    Path("kind.parquet").write_text(KIND)
    result = run(*arguments, policies=policies)
    assert result.exit_code == 2
    assert cause in result.stderr
    assert "Traceback" not in result.output


def test_packed_policies_give_the_same_answer(run: Run) -> None:
    assert packed("--service", "Nimbus", "--on", "2026-06-30").exit_code == 0
    for form in ("json", "jsonl", "csv", "table"):
        asked = ("--format", form, "--list", "--service", "Nimbus", "--on", "2026-06-30")
        assert run(*asked, policies="people.parquet").output == run(*asked).output
    assert run(policies="people.parquet").exit_code == 1


def test_policies_packed_for_another_service_or_day_are_refused(run: Run) -> None:
    packed("--on", "2026-06-30")
    other = run("--service", "Nimbus", policies="people.parquet")
    assert other.exit_code == 2
    assert "people.parquet: is packed for no service, not `Nimbus`" in other.stderr
    day = run("--on", "2026-07-01", policies="people.parquet")
    assert day.exit_code == 2
    assert "is packed for the day `2026-06-30`, not `2026-07-01`" in day.stderr


def test_packing_tells_bad_policies_and_packs_the_others(run: Run) -> None:
    Path("people", "bad.toml").write_text("version = 1\nnonsense = 3\n")
    result = packed()
    assert result.exit_code == 2
    assert "bad.toml:2" in result.stderr
    assert f"4 policies packed as of {date.today()}" in result.stdout
    assert run(policies="people.parquet").exit_code == 1


def test_without_polars_a_folder_works_and_a_file_names_the_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    packed()
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.delitem(sys.modules, "sayso.sharing.packed_file", raising=False)
    assert run().exit_code == 1
    result = run(policies="people.parquet")
    assert result.exit_code == 2
    assert "'.[many]'` where sayso's source lies, or give a folder of policies" in result.stderr


def test_several_documents_of_a_service_are_joined(run: Run) -> None:
    Path("old").mkdir()
    Path("new").mkdir()
    for folder in ("old", "new"):
        Path(folder, "a.md").write_text(KIND)
    Path("new", "b.md").write_text(UNKIND)
    assert run("old", "new").exit_code == 1
    assert run("old", "old").exit_code == 0
