"""The README is a contract: what it shows is what happens.

Run as a program, this writes the real output into the README.
"""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sayso.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
_OUTPUT = re.compile(r"(<!-- output of: sayso ([^\n]*) -->\n```text\n)(.*?)(```)", re.DOTALL)
_COMMAND = re.compile(r"<!-- ([\w ]+) -->\n```sh\n(.*?)\n```", re.DOTALL)


def real_output(arguments: str) -> str:
    result = CliRunner().invoke(main, arguments.split())
    assert result.exit_code == 0, result.stderr
    return result.stdout


def with_real_output(readme: str) -> str:
    return _OUTPUT.sub(lambda found: found[1] + real_output(found[2]) + found[4], readme)


@pytest.fixture
def readme(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(ROOT)
    return README.read_text("utf-8")


def test_the_output_shown_is_the_real_one(readme: str) -> None:
    assert _OUTPUT.search(readme)
    assert readme == with_real_output(readme), "run: python tests/cli/test_readme.py"


def test_the_python_example_works(readme: str) -> None:
    example = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert len(example) == 1
    test = doctest.DocTestParser().get_doctest(example[0], {}, "README", str(README), 0)
    assert doctest.DocTestRunner().run(test) == (0, len(test.examples))
    assert test.examples


def test_the_main_job_reads_the_example_whose_output_is_shown(readme: str) -> None:
    commands = dict(_COMMAND.findall(readme))
    shown = _OUTPUT.search(readme)
    assert shown
    assert commands["main job"].endswith(f".venv/bin/sayso {shown[2]}")


def test_every_command_shown_has_options_that_exist(readme: str) -> None:
    commands = re.findall(r"^sayso (\w+)(.*?)(?: #.*)?$", readme, re.MULTILINE)
    assert len(commands) >= 4
    for name, rest in commands:
        group = name in main.commands and isinstance(main.commands[name], click.Group)
        known = CliRunner().invoke(main, [name, *(rest.split()[:1] if group else []), "--help"]).stdout
        assert [option for option in re.findall(r"--[\w-]+", rest) if option not in known] == []


def test_every_file_linked_to_exists(readme: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_ci_runs_the_very_command_of_the_readme(readme: str) -> None:
    assert "tests" in dict(_COMMAND.findall(readme))
    assert "<!-- tests -->" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_what_is_installed_is_pinned_exactly_and_without_an_address() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.+]+(?: ; .+)?", pin)] == []


if __name__ == "__main__":
    README.write_text(with_real_output(README.read_text("utf-8")), "utf-8")
