"""`sayso policy` as a shell sees it: what it prints, what it writes, and its exit status."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main
from sayso.cli.policy import common
from sayso.sharing.load import load

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "policies"
PERSON, TEAM = str(EXAMPLES / "person.toml"), str(EXAMPLES / "team.toml")

ASKS = "# Terms of Nimbus\n\nWe use your content to train our AI models only with your consent.\n"
TAKES = "# Terms of Nimbus\n\nWe may use your content to train our AI models.\n"


def policy(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["policy", *arguments], input=stdin)


@pytest.fixture
def mine(tmp_path: Path) -> str:
    path = str(tmp_path / "mine.toml")
    assert policy("new", "-o", path).exit_code == 0
    return path


def test_a_new_policy_is_printed_or_written_with_its_comments(tmp_path: Path) -> None:
    printed = policy("new", "--start", "balanced", "--name", "Ada")
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert "# What I create, upload or say" in printed.stdout
    written = policy("new", "--start", "balanced", "--name", "Ada", "-o", str(tmp_path / "a.toml"))
    assert "sayso policy show" in written.stderr
    assert (tmp_path / "a.toml").read_text("utf-8") == printed.stdout
    assert load(tmp_path / "a.toml").name == "Ada"


def test_a_file_is_written_over_only_with_force(mine: str) -> None:
    before = Path(mine).read_text("utf-8")
    again = policy("new", "--start", "open", "-o", mine)
    assert (again.exit_code, again.stderr) == (
        2, f"sayso: {mine}: exists already; choose another name, or add --force to write over it\n",
    )  # fmt: skip
    assert Path(mine).read_text("utf-8") == before
    assert policy("new", "--start", "open", "-o", mine, "--force").exit_code == 0
    assert '"open"' in Path(mine).read_text("utf-8")


def test_answers_come_from_a_file_and_from_flags_and_flags_win(tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('start = "open"\nshare = "never"\nreview = "leave"\n', "utf-8")
    printed = policy("new", "--answers", str(answers), "--answer", "review=opt-in", "--name", "Ada")
    file = tmp_path / "a.toml"
    file.write_text(printed.stdout, "utf-8")
    lines = {(x.data, x.purpose): str(x.least) for x in load(file).lines}
    assert (lines["usage", "share"], lines["content", "review"]) == ("never", "opt-in")
    answers.write_text('start = "open"\n\nshare = "nevr"\n', "utf-8")
    wrong = policy("new", "--answers", str(answers))
    assert wrong.exit_code == 2
    assert "answers.toml:3: `nevr` is no answer to `share`; did you mean `never`?" in wrong.stderr
    assert policy("new", "--answer", "share").exit_code == 2


def test_somebody_at_a_terminal_is_asked_a_dozen_questions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(common, "person_is_there", lambda: True)
    given = "balanced\nAda\nperhaps\nnever\n" + "\n" * 9
    asked = policy("new", stdin=given)
    assert asked.exit_code == 0
    assert "12 of 12. If their terms say nothing" in asked.stderr
    assert "'perhaps' is not one of" in asked.stderr
    (tmp_path / "a.toml").write_text(asked.stdout, "utf-8")
    made = load(tmp_path / "a.toml")
    assert made.name == "Ada"
    lines = {(x.data, x.purpose): str(x.least) for x in made.lines}
    assert (lines["content", "train-ai"], lines["usage", "train-ai"]) == ("never", "opt-out")


def test_the_questions_can_be_listed_for_scripts() -> None:
    shown = policy("new", "--questions").stdout
    assert shown.startswith("start: Which of these")
    assert "  opt-in    only if they ask me first" in shown


def test_a_policy_is_shown_as_a_grid_with_the_lines_that_decide(mine: str) -> None:
    shown = policy("show", mine).stdout
    number = Path(mine).read_text("utf-8").splitlines().index('train-ai = "never"     # training AI') + 1
    assert f"content        never {number}" in shown
    assert max(map(len, shown.splitlines()[2:])) <= 80
    assert "silence is not permission" in shown


def test_what_is_inherited_is_marked_and_stays_in_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    shown = policy("show", "person.toml", "--on", "2026-06-01")
    late = policy("show", "person.toml", "--on", "2031-01-01")
    assert "content        never 7      opt-out ^^10" in shown.stdout
    assert "usage          opt-out ^^10 no-say ^10" in shown.stdout
    assert "^^ a line of organisation.toml" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert "opt-out, until 2030-06-30" in shown.stdout
    assert "opt-out, was over after 2030-06-30" in late.stdout


def test_a_policy_is_shown_to_programs(mine: str) -> None:
    value = json.loads(policy("show", PERSON, "--format", "json", "--on", "2026-06-01").stdout)
    cells = {(c["data"], c["purpose"]): c for c in value["grid"]}
    assert cells["content", "train-ai"]["accepted"] == "never"
    assert cells["content", "train-ai"]["note"] == "not my voice"
    assert cells["usage", "improve"]["line"].endswith("team.toml:10")
    assert ("content.chat", "improve") not in cells
    assert [e["over"] for e in value["exceptions"]] == [False]
    special = json.loads(
        policy("show", PERSON, "--format", "json", "--on", "2026-06-01", "--service", "lantern rooms").stdout
    )
    assert special["service"] == "lantern rooms"
    assert "| content | never" in policy("show", PERSON, "--format", "markdown").stdout


def test_a_hostile_name_cannot_act_where_it_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('version = 1\nname = "<b>|`x`"\n', "utf-8")
    assert r"# \<b\>\|\`x\`" in policy("show", str(tmp_path / "a.toml"), "--format", "markdown").stdout


def test_a_line_is_set_and_comments_stay(mine: str) -> None:
    before = Path(mine).read_text("utf-8")
    assert policy("set", mine, "content", "train-ai", "opt-in").exit_code == 0
    after = Path(mine).read_text("utf-8")
    assert after == before.replace('train-ai = "never"     # training AI', 'train-ai = "opt-in"     # training AI')
    assert policy("set", mine, "audio", "review", "never", "--note", "choir").exit_code == 0
    found = next(x for x in load(mine).lines if x.data == "content.audio")
    assert (found.purpose, str(found.least), found.reason) == ("review", "never", "choir")


def test_an_exception_is_set_with_its_reason_and_end(mine: str) -> None:
    given = ("set", mine, "usage", "*", "no-say", "--service", "Lantern")
    missing = policy(*given)
    assert missing.exit_code == 2
    assert "--reason" in missing.stderr
    assert policy(*given, "--reason", "a trial", "--until", "2027-06-30").exit_code == 0
    assert [(x.service, x.data, str(x.until)) for x in load(mine).lines if x.service] == [
        ("Lantern", "usage", "2027-06-30")
    ]
    assert policy("set", mine, "usage", "share", "never", "--until", "2027-06-30").exit_code == 2


def test_what_may_not_stand_below_another_policy_is_not_written(tmp_path: Path) -> None:
    for file in EXAMPLES.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    person = tmp_path / "person.toml"
    before = person.read_bytes()
    refused = policy("set", str(person), "content", "share", "opt-in")
    assert refused.exit_code == 2
    assert "organisation.toml:11 above it accepts nothing less than `never`" in refused.stderr
    assert person.read_bytes() == before
    assert policy("set", str(person), "nonsense", "share", "never").exit_code == 2
    assert policy("set", str(person), "content.audio.rehearsals", "review", "never").exit_code == 0


def test_comparing_tells_which_is_stricter_and_the_status_tells_whether_they_differ() -> None:
    same = policy("compare", PERSON, PERSON)
    assert (same.exit_code, same.stdout.split(":")[0]) == (0, "Equal")
    other = policy("compare", TEAM, PERSON)
    assert other.exit_code == 1
    assert other.stdout.startswith("B is stricter: Ada Example")
    assert "- train-ai on content: A accepts opt-in" in other.stdout
    value = json.loads(policy("compare", TEAM, PERSON, "--format", "json").stdout)
    assert (value["stricter"], len(value["differences"])) == ("second", 1)
    assert policy("compare", TEAM, PERSON, "--format", "markdown").exit_code == 1
    assert policy("compare", TEAM, "none.toml").exit_code == 2


def test_the_cases_beside_a_policy_are_run() -> None:
    passed = policy("test", PERSON)
    assert (passed.exit_code, passed.stdout.splitlines()[-1]) == (0, "5 cases, 0 failed.")
    failed = policy("test", str(EXAMPLES / "organisation.toml"), str(EXAMPLES / "person.cases.toml"))
    assert failed.exit_code == 1
    told = " ".join(failed.stdout.split())
    assert "FAILED my voice trains nothing expected forbidden, but came conflict: no-say is said of train-ai" in told
    assert "organisation.toml:15 accepts opt-in" in told
    rows = json.loads(policy("test", PERSON, "--format", "json").stdout)
    assert [row["passed"] for row in rows] == [True] * 5


def test_cases_are_reported_as_junit() -> None:
    form = ("--format", "junit")
    shown = policy("test", str(EXAMPLES / "organisation.toml"), str(EXAMPLES / "person.cases.toml"), *form)
    suite = ElementTree.fromstring(shown.stdout.partition("\n")[2])
    assert (suite.get("tests"), suite.get("failures"), len(suite.findall("testcase/failure"))) == ("5", "2", 2)


def test_a_policy_without_cases_is_told(mine: str) -> None:
    none = policy("test", mine)
    assert none.exit_code == 2
    assert "mine.cases.toml: does not exist" in none.stderr


def test_a_replay_over_dated_files_tells_each_turn_in_a_line(mine: str, tmp_path: Path) -> None:
    folder = tmp_path / "Nimbus"
    folder.mkdir()
    for day, text in (("2023-04-01", ASKS), ("2023-05-01", ASKS + "\nHello.\n"), ("2023-06-01", TAKES)):
        (folder / f"{day}.md").write_text(text, "utf-8")
    policy("set", mine, "content", "train-ai", "opt-in")
    found = policy("replay", mine, str(folder))
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout == "2023-06-01  Nimbus / Nimbus: train-ai on content: opt-in -> no-say, fine -> conflict\n"
    (event,) = map(json.loads, policy("replay", mine, str(folder), "--format", "jsonl").stdout.splitlines())
    assert event["turns"][0]["after"]["say"] == "no-say"
    (folder / "2023-07-01.md").write_bytes(b"%PDF-1.7 broken")
    broken = policy("replay", mine, str(folder))
    assert (broken.exit_code, broken.stdout) == (2, found.stdout)
    assert "2023-07-01.md" in broken.stderr


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    repository = tmp_path / "archive"
    (repository / "Nimbus").mkdir(parents=True)

    def git(*arguments: str, day: str = "2023-01-01") -> None:
        at = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=repository, check=True, capture_output=True, env=os.environ | at)

    git("init", "--quiet")
    (repository / "README.md").write_text("About this archive.\n", "utf-8")
    for day, name, text in (
        ("2023-04-01", "Terms of Service", ASKS),
        ("2023-05-01", "Privacy Policy", "We do not sell your personal information to third parties.\n"),
        ("2023-06-01", "Terms of Service", TAKES),
    ):
        (repository / "Nimbus" / f"{name}.md").write_text(text, "utf-8")
        git("add", ".")
        git("commit", "--quiet", "-m", name, day=day)
    git("bundle", "create", str(tmp_path / "archive.bundle"), "HEAD", "--all")
    return repository


@pytest.mark.parametrize("name", ["archive", "archive.bundle", "archive/Nimbus"])
def test_a_replay_over_the_commits_of_a_repository_or_bundle(mine: str, archive: Path, name: str) -> None:
    policy("set", mine, "content", "train-ai", "opt-in")
    found = policy("replay", mine, str(archive.parent / name), "--only", "nimbus")
    assert (found.exit_code, found.stderr) == (0, "")
    turn = "2023-06-01  Nimbus / Terms of Service: train-ai on content: opt-in -> no-say, fine -> conflict"
    assert turn in found.stdout.splitlines()


def test_a_history_that_is_none_is_told(mine: str, archive: Path) -> None:
    for history, cause in (
        (archive.parent / "gone", "does not exist"),
        (Path(mine), "cannot be read as a history"),
        (archive, "has no version of 'Harbour'"),
    ):
        told = policy("replay", mine, str(history), "--only", "Harbour")
        assert told.exit_code == 2
        assert cause in told.stderr


def test_the_group_lists_its_commands_and_knows_no_others() -> None:
    shown = policy("--help")
    for name in ("new", "show", "set", "test", "compare", "replay"):
        assert f"\n  {name} " in shown.stdout
    assert policy("delete").exit_code == 2
