"""`sayso statement` as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Sayso

POLICY = """version = 1
name = "Ada Example"
[accept]
"*" = "opt-out"
content = { train-ai = "never" }
[[exceptions]]
service = "Lantern Rooms"
data = "usage"
accept = "no-say"
reason = "the trial ends in June"
until = 2027-06-30
"""
SIGNALS = ("odrl", "aipref", "robots", "gpc", "tdmrep", "dpv")


@pytest.fixture(autouse=True)
def _policy(tmp_path: Path) -> None:
    (tmp_path / "ada.toml").write_text(POLICY, encoding="utf-8")


def test_it_says_what_is_shared_and_what_not(sayso: Sayso) -> None:
    done = sayso("statement", "ada.toml", "--on", "2026-06-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "I do not let anyone use what I create to train AI.\n" in done.stdout
    assert "For Lantern Rooms:\n- Until 30 June 2027: " in done.stdout
    assert "This is so on 1 June 2026." in done.stdout


def test_on_another_day_the_exception_is_over(sayso: Sayso) -> None:
    assert "Lantern" not in sayso("statement", "ada.toml", "--on", "2027-07-01").stdout


def test_it_is_written_to_a_file(sayso: Sayso, tmp_path: Path) -> None:
    done = sayso("statement", "ada.toml", "--format", "html", "-o", "statement.html")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "statement.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_place_that_cannot_be_written_is_told(sayso: Sayso) -> None:
    done = sayso("statement", "ada.toml", "-o", "nowhere/statement.txt")
    assert done.returncode == 2
    assert done.stderr.startswith("sayso: output: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("form", SIGNALS)
def test_what_a_signal_cannot_say_is_in_its_comments_or_on_standard_error(sayso: Sayso, form: str) -> None:
    done = sayso("statement", "ada.toml", "--format", form, "--on", "2026-06-01")
    assert done.returncode == 0
    told = done.stdout if form in ("odrl", "robots", "dpv") else done.stderr
    assert "It does not say what it means that terms are silent about a use." in told
    assert ("What it does not say:" in done.stderr) == (form not in ("odrl", "robots", "dpv"))


def test_signals_are_ready_to_use(sayso: Sayso) -> None:
    assert sayso("statement", "ada.toml", "--format", "aipref").stdout == "Content-Usage: train-ai=n\n"
    assert sayso("statement", "ada.toml", "--format", "tdmrep", "--part", "header").stdout == "tdm-reservation: 1\n"
    assert json.loads(sayso("statement", "ada.toml", "--format", "tdmrep").stdout)[0]["tdm-reservation"] == 1
    support = sayso("statement", "ada.toml", "--format", "gpc", "--part", "file", "--on", "2026-06-01").stdout
    assert json.loads(support) == {"gpc": True, "lastUpdate": "2026-06-01"}


def test_where_there_is_nothing_to_signal_nothing_is_written(sayso: Sayso, tmp_path: Path) -> None:
    done = sayso("statement", "ada.toml", "--format", "gpc", "-o", "gpc.txt")
    assert (done.returncode, done.stdout) == (0, "")
    assert "can say nothing of this policy" in done.stderr
    assert not (tmp_path / "gpc.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--part", "header"], "is no part of text"),
        (["--format", "gpc", "--part", "meta"], "is no part of gpc"),
        (["--format", "aipref", "--service", "Lantern Rooms"], "says the same to everyone"),
        (["--url", "ada.example"], "is not a web address"),
        (["--on", "June"], "--on"),
    ],
)
def test_what_makes_no_sense_is_told(sayso: Sayso, arguments: list[str], told: str) -> None:
    done = sayso("statement", "ada.toml", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_a_policy_that_cannot_be_read_is_told_in_one_line(sayso: Sayso) -> None:
    done = sayso("statement", "nobody.toml")
    assert done.returncode == 2
    assert done.stderr.startswith("sayso: nobody.toml: does not exist; ")
    assert done.stderr.count("\n") == 1
