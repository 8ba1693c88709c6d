"""Every case of the corpus through the library, the command and its JSON: the same answer each time."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import sayso
from sayso.cli import main

from .check_cases import Case, Outcome, cases, of_check

SCHEMA = Draft202012Validator(json.loads(files("sayso").joinpath("check.schema.json").read_text("utf-8")))


def of_json(value: dict[str, Any]) -> Outcome:
    cells = {
        f"{f['data']} {f['purpose']}": f"{f['say']} {f['verdict']} {f['rule']} {f['accepted'] or '-'}"
        for f in value["findings"]
    }
    clash = [f"{f['data']} {f['purpose']}" for f in value["findings"] if f["clash"]]
    return Outcome(cells, value["verdict"], clash, [x["reason"] for x in value["lapsed"]], value["unread"])


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    names = [case.name for case in cases()]
    assert len(names) == len(set(names)) >= 25


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_case_comes_out_the_same_through_every_door(case: Case, tmp_path: Path) -> None:
    documents, policy = case.write(tmp_path)
    check = sayso.check(documents, policy, service=case.service, role=case.role, on=case.on)
    library = of_check(check)
    library.holds(case)
    options = ["--policy", str(policy), "--as", case.role, "--on", case.on.isoformat(), "--no-cache"]
    options += ["--service", case.service] if case.service else []
    options += ["--strict"] if case.strict else []
    result = CliRunner().invoke(main, ["check", *map(str, documents), *options, "--format", "json"])
    assert (result.exit_code, result.stderr) == (case.status, "")
    value = json.loads(result.stdout)
    assert not list(SCHEMA.iter_errors(value))
    assert of_json(value) == library
    table = CliRunner().invoke(main, ["check", *map(str, documents), *options])
    assert table.exit_code == case.status
