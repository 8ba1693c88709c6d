"""`sayso check` as a shell sees it: what it prints, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main
from sayso.show.checks import FORMATS

TAKEN = "# Terms of Nimbus\n\n## 2. Licence\n\nWe may use your content to train our AI models.\n"
ASKED = "# Terms of Nimbus\n\n## 2. Licence\n\nWe use your content to train our AI models only with your consent.\n"
NEVER = "# Privacy at Nimbus\n\nWe do not use your content to train AI models.\n"
POLICY = 'version = 1\nname = "Ada"\n[accept]\ncontent = { train-ai = { accept = "opt-in", note = "my drafts" } }\n'


def check(*arguments: str, **options: str) -> Result:
    return CliRunner(env=options).invoke(main, ["check", *arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a policy of the default name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_POLICY", raising=False)
    for name, text in (("terms.md", TAKEN), ("asked.md", ASKED), ("privacy.md", NEVER), ("sayso.toml", POLICY)):
        Path(name).write_text(text, "utf-8")
    return tmp_path


def plain(result: Result) -> str:
    return " ".join(result.stdout.split())


def test_a_conflict_is_told_with_the_quote_both_levels_the_line_and_what_to_do(folder: Path) -> None:
    result = check("terms.md")
    assert (result.exit_code, result.stderr) == (1, "")
    told = plain(result)
    assert "Not acceptable: 1 use that your policy does not accept." in told
    assert "1. NOT ENOUGH SAY: training AI models with what you create, upload or exchange" in told
    assert "“We may use your content to train our AI models.” 2 Licence, terms.md" in told
    assert "They say: no-say." in told
    assert "You say: opt-in. You accept it only if they ask you first" in told
    assert "(sayso.toml:4, “my drafts”)" in told
    assert "What you can do, cheapest first" in told


def test_the_status_is_zero_where_nothing_is_in_conflict_and_one_if_asks_count(folder: Path) -> None:
    assert check("asked.md").exit_code == 0
    assert check("asked.md", "--strict").exit_code == 1


def test_the_table_keeps_to_80_columns_and_has_no_colour_in_a_pipe(folder: Path) -> None:
    result = check("terms.md", "privacy.md", "--since", "asked.md")
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "\x1b" not in result.stdout


def test_documents_of_one_service_are_joined_and_a_clash_has_both_quotes(folder: Path) -> None:
    told = plain(check("terms.md", "privacy.md"))
    assert "The documents disagree: privacy.md says never, terms.md says no-say." in told
    assert "“We do not use your content to train AI models.”" in told
    assert "“We may use your content to train our AI models.”" in told


def test_each_checks_every_document_as_a_service_of_its_own(folder: Path) -> None:
    result = check("terms.md", "privacy.md", "--each", "--format", "json")
    assert result.exit_code == 1
    assert [one["verdict"] for one in json.loads(result.stdout)] == ["conflict", "ask"]
    lines = check("terms.md", "privacy.md", "--each", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["service"] for line in lines] == ["Terms of Nimbus", "Privacy at Nimbus"]


def test_a_folder_alone_names_the_service(folder: Path) -> None:
    (folder / "Lantern").mkdir()
    (folder / "Lantern" / "terms.md").write_text(TAKEN, "utf-8")
    assert json.loads(check("Lantern", "--format", "json").stdout)["service"] == "Lantern"
    assert json.loads(check("Lantern", "--service", "Rooms", "--format", "json").stdout)["service"] == "Rooms"


def test_the_policy_comes_from_the_environment_where_it_is_set(folder: Path) -> None:
    Path("strict.toml").write_text('version = 1\n[accept]\ncontent = { train-ai = "never" }\n', "utf-8")
    assert "FORBIDDEN" in check("asked.md", SAYSO_POLICY="strict.toml").stdout


def test_a_policy_that_cannot_be_used_is_told_in_one_line(folder: Path) -> None:
    result = check("terms.md", "--policy", "none.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("sayso: none.toml: does not exist;")
    assert len(result.stderr.splitlines()) == 1


def test_a_document_that_cannot_be_read_makes_the_status_two_and_the_others_are_checked(folder: Path) -> None:
    result = check("terms.md", "gone.md")
    assert result.exit_code == 2
    assert result.stderr.startswith("sayso: gone.md:")
    told = plain(result)
    assert "Not acceptable: 1 use" in told
    assert "Beware: gone.md could not be read, so this is not the whole answer." in told
    assert json.loads(check("terms.md", "gone.md", "--format", "json").stdout)["missing"] == ["gone.md"]


def test_where_nothing_can_be_read_nothing_is_printed(folder: Path) -> None:
    result = check("gone.md")
    assert (result.exit_code, result.stdout) == (2, "")
    result = check("gone.md", "--each", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (2, [])


def test_since_tells_what_changed_for_the_person(folder: Path) -> None:
    told = plain(check("terms.md", "--since", "asked.md"))
    assert "What changed for you since asked.md" in told
    assert "- No longer acceptable: training AI models with what you create, upload or exchange." in told
    assert "You used to be asked first; now they do it, and you have no way to refuse." in told
    assert "no verdict changed" in plain(check("terms.md", "--since", "terms.md"))


def test_a_letter_is_shown_alone_and_letters_are_saved_but_never_over_others(folder: Path) -> None:
    letter = check("terms.md", "--letter", "1")
    assert letter.exit_code == 1
    assert letter.stdout.startswith("Subject:")
    assert "NOT ENOUGH SAY" not in letter.stdout
    saved = check("terms.md", "--letters", "out")
    assert saved.exit_code == 1
    assert "NOT ENOUGH SAY" in saved.stdout
    first, *_ = sorted(Path("out").iterdir())
    assert first.read_text("utf-8").strip() == letter.stdout.strip()
    again = check("terms.md", "--letters", "out")
    assert again.exit_code == 2
    assert "is there already; give another folder" in again.stderr
    assert "there is none" in check("terms.md", "--letter", "9999").stderr


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_the_conflict_and_its_line(folder: Path, form: str) -> None:
    result = check("terms.md", "--format", form)
    assert result.exit_code == 1
    assert "We may use your content to train our AI models." in result.stdout
    assert "sayso.toml" in result.stdout


def test_what_is_for_one_service_does_not_go_with_each(folder: Path) -> None:
    for option in (("--service", "X"), ("--since", "asked.md"), ("--letter", "1")):
        assert check("terms.md", "--each", *option).exit_code == 2
