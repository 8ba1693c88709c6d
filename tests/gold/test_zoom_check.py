"""What an employee is told of one company's four versions of 2023, held against the cautious starting point.

The terms themselves are not part of the project: they are looked for beside it, or where SAYSO_GOLD says.
"""

from __future__ import annotations

import json
import os
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import sayso
from sayso.cli import main
from sayso.sharing.advice import Step, advise
from sayso.sharing.check import Check, Finding

GOLD = Path(os.environ.get("SAYSO_GOLD") or Path(__file__).parents[3] / "shared" / "gold")
VERSIONS = ("2023-02", "2023-04", "2023-08-07", "2023-08-11")
POLICY = Path(str(files("sayso").joinpath("sharing", "starts", "cautious.toml")))
DAY = date(2023, 8, 12)

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not GOLD.is_dir(), reason="the labelled documents are not beside the project (SAYSO_GOLD)"),
]


def terms(version: str) -> Path:
    return GOLD / "docs" / f"zoom-tos-{version}.md"


@cache
def checked(version: str) -> Check:
    return sayso.check(terms(version), POLICY, service="Zoom", role="employee", on=DAY)


def cell(version: str, data: str, purpose: str = "train-ai") -> Finding:
    (found,) = (f for f in checked(version).findings if (f.data, f.purpose) == (data, purpose))
    return found


def asked(version: str, *more: str) -> str:
    arguments = ["--policy", str(POLICY), "--service", "Zoom", "--as", "employee", "--on", str(DAY), *more]
    return CliRunner().invoke(main, ["check", str(terms(version)), *arguments]).stdout


def told(version: str, since: str) -> str:
    return " ".join(asked(version, "--since", str(terms(since))).split())


@pytest.mark.parametrize("version", VERSIONS)
def test_library_command_and_json_give_the_same_answer(version: str) -> None:
    check = checked(version)
    value: dict[str, Any] = json.loads(asked(version, "--format", "json"))
    assert [(f["data"], f["purpose"], f["say"], f["verdict"], f["rule"]) for f in value["findings"]] == [
        (f.data, f.purpose, f.said.say, f.verdict, f.decision.rule) for f in check.findings
    ]
    told_by_library = [[(a.step, a.who, a.what) for a in advise(check, f)] for f in check.findings]
    assert [[(a["step"], a["who"], a["what"]) for a in f["advice"]] for f in value["findings"]] == told_by_library
    assert value["summary"] in " ".join(asked(version).split())


def test_in_february_nothing_is_said_of_training_and_the_employee_is_told_to_ask() -> None:
    found = cell("2023-02", "content")
    assert (found.said.say, found.verdict) == ("unstated", "ask")
    (step, *_) = advise(checked("2023-02"), found)
    assert (step.step, bool(step.letter)) == (Step.ASK, True)


def test_in_april_training_is_no_longer_open_but_forbidden_and_without_a_way_to_refuse() -> None:
    said = told("2023-04", "2023-02")
    assert "Now stated, and not acceptable: training AI models with what you create, upload or exchange" in said
    assert "now they do it, and you have no way to refuse." in said
    assert cell("2023-04", "content").decision.rule == "forbidden"
    assert cell("2023-04", "usage").decision.rule == "too-little-say"


def test_on_7_august_consent_is_promised_for_audio_video_and_chat_but_others_give_it() -> None:
    said = told("2023-08-07", "2023-04")
    assert (
        "Still not acceptable, but it changed: training AI models with your voice and other sound, your video" in said
    )
    assert "You used to have no way to refuse; now someone else decides" in said
    assert "without your consent.**”" in said
    for kind in ("audio", "video", "chat"):
        assert cell("2023-08-07", f"content.{kind}").said.say == "leave"


def test_on_11_august_training_with_content_is_acceptable_even_to_who_forbids_it() -> None:
    said = told("2023-08-11", "2023-08-07")
    assert "Now acceptable: training AI models with what you create, upload or exchange" in said
    assert "now they say that they do not do it." in said
    assert (cell("2023-08-11", "content").verdict, cell("2023-08-11", "content").decision.rule) == ("fine", "not-used")


@pytest.mark.parametrize("version", VERSIONS)
def test_each_time_every_conflict_has_something_an_employee_can_do_and_leaving_comes_last(version: str) -> None:
    check = checked(version)
    for found in check.conflicts:
        steps = advise(check, found)
        assert any(a.who == "me" and a.letter for a in steps)
        assert any(a.who == "administrator" for a in steps)
        assert [a.step for a in steps].index(Step.LEAVE) == len(steps) - 1
        # What only an administrator can do is never told as the employee's own.
        assert not [a for a in steps if a.step is Step.SETTING and a.who != "me"]
