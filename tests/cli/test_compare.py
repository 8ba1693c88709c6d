"""`sayso compare` as a shell sees it: what it prints, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main
from sayso.show import FORMATS

ASKED = """# Terms of Nimbus

Last updated: May 3, 2023

We use your content to train our AI models only with your consent.
"""
TAKEN = """# Terms of Nimbus

Last updated: June 9, 2024

We may use your content to train our AI models.
"""


def compare(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["compare", *arguments], input=stdin)


@pytest.fixture
def old(tmp_path: Path) -> str:
    path = tmp_path / "old.md"
    path.write_text(ASKED, "utf-8")
    return str(path)


@pytest.fixture
def new(tmp_path: Path) -> str:
    path = tmp_path / "new.md"
    path.write_text(TAKEN, "utf-8")
    return str(path)


def test_a_change_in_say_is_told_with_both_quotes_and_the_status_is_one(old: str, new: str) -> None:
    result = compare(old, new)
    assert result.exit_code == 1
    assert result.stderr == ""
    assert "train-ai on content: opt-in -> no-say" in result.stdout
    told = " ".join(result.stdout.split())
    assert "You used to be asked first; now they do it, and you have no way to refuse." in told
    assert "was: “We use your content to train our AI models only with your consent.”" in told
    assert "now: “We may use your content to train our AI models.”" in told


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_the_change(old: str, new: str, form: str) -> None:
    result = compare(old, new, "--format", form)
    assert result.exit_code == 1
    assert "opt-in" in result.stdout
    assert "no-say" in result.stdout


@pytest.mark.parametrize("form", [f for f in FORMATS if f not in ("json", "jsonl")])
def test_nothing_is_printed_and_the_status_is_zero_where_only_the_date_moved(
    old: str, tmp_path: Path, form: str
) -> None:
    later = tmp_path / "later.md"
    later.write_text(ASKED.replace("May 3, 2023", "1 January 2026"), "utf-8")
    result = compare(old, str(later), "--format", form)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_json_says_with_empty_lists_that_nothing_changed(old: str) -> None:
    result = compare(old, old, "--format", "json")
    assert result.exit_code == 0
    value = json.loads(result.stdout)
    assert (value["note"], value["say"], value["controls"], value["claims"]) == ("", [], [], [])


def test_what_altered_no_say_is_shown_only_where_all_is_asked_for(old: str, tmp_path: Path) -> None:
    more = tmp_path / "more.md"
    more.write_text(ASKED + "\nWith your permission we train our AI models with your content.\n", "utf-8")
    assert compare(old, str(more)).stdout == ""
    result = compare(old, str(more), "--all")
    assert result.exit_code == 0
    assert "- new: train-ai, opt-in" in result.stdout


def test_a_version_can_come_from_standard_input(old: str) -> None:
    result = compare(old, "-", stdin=TAKEN)
    assert result.exit_code == 1
    assert "opt-in -> no-say" in result.stdout
    assert compare("-", "-", stdin=TAKEN).exit_code == 2


def test_a_version_with_almost_no_text_is_said_to_be_one_and_the_status_is_two(old: str, tmp_path: Path) -> None:
    long, bare = tmp_path / "long.md", tmp_path / "bare.md"
    long.write_text(TAKEN + "\nThis clause binds you and us in all the ways that it says.\n" * 20, "utf-8")
    bare.write_text("# Terms of Nimbus\n", "utf-8")
    result = compare(str(long), str(bare))
    assert result.exit_code == 2
    assert "The new version holds almost no text: nothing can be said about it." in " ".join(result.stdout.split())
    assert "->" not in result.stdout


def test_each_version_that_cannot_be_read_is_told_in_one_line_and_nothing_else_is_printed(tmp_path: Path) -> None:
    result = compare(str(tmp_path / "a.md"), str(tmp_path / "b.md"))
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert [line.startswith("sayso: ") for line in lines] == [True, True]
    assert "a.md" in lines[0]
    assert "b.md" in lines[1]


def test_the_help_tells_what_the_exit_status_means() -> None:
    told = " ".join(compare("--help").stdout.split())
    assert "exit status is 0 where no say changed, 1 where some did, and 2 where that cannot be told" in told
