"""What the page on policies shows can be used as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.sharing.cases import parse_cases
from sayso.sharing.load import from_text, load
from sayso.sharing.source import Source

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to-write-a-policy.md").read_text("utf-8")
TOML = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
COMMANDS = re.findall(r"^\$ sayso (.*)$", PAGE, re.M)


@pytest.mark.parametrize("text", TOML)
def test_every_file_on_the_page_can_be_read(text: str) -> None:
    if "[[cases]]" in text:
        cases, _ = parse_cases(Source(text, "page"), from_text("version = 1\n"))
        assert cases
    else:
        assert from_text(text).lines


def test_every_command_on_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "team.toml").write_text("version = 1\n", "utf-8")
    assert len(COMMANDS) == 5
    for command in COMMANDS:
        result = CliRunner().invoke(main, shlex.split(command))
        assert result.exit_code == ("policy compare" in command), result.output


def test_the_example_policies_extend_each_other() -> None:
    person = load(ROOT / "examples" / "policies" / "person.toml")
    assert [p.name for p in person.chain] == ["Example Choir", "Rehearsal team", "Ada Example"]
