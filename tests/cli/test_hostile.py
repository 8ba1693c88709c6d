"""What a shell, a machine or a person can do to the command: one line that says what is wrong, and status 2."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main, work

Terms = Callable[[str], str]
Sayso = Callable[..., subprocess.CompletedProcess[str]]

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files and shells")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


def refused(result: Result, *parts: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("sayso: ")
    assert result.stderr.count("\n") == 1
    assert all(part in result.stderr for part in parts), result.stderr


def test_an_empty_name_is_not_the_folder_one_stands_in(terms: Terms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(terms("acme")).parent)
    refused(run("read", ""), "'': is no name of a file")
    refused(run("compare", "", "acme.md"), "'': is no name of a file")


def test_a_name_too_long_for_a_file_is_told_and_cut() -> None:
    result = run("read", "x" * 5000)
    refused(result, "is too long for the name of a file")
    assert len(result.stderr) < 200


@pytest.mark.parametrize("command", [("read", "--text"), ("explain",)])
def test_a_hostile_word_or_name_stays_on_its_line_and_harmless(command: tuple[str, ...]) -> None:
    result = run(*command, "a\x1b[2J\nb.md")
    refused(result)
    assert "\x1b" not in result.stderr


def test_what_stands_in_the_way_of_a_file_is_told_of_that_file(terms: Terms, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, is_dir = terms("closed"), Path.is_dir

    def locked(self: Path) -> bool:
        if "closed" in self.name:
            raise PermissionError(13, "Permission denied")
        return is_dir(self)

    monkeypatch.setattr(Path, "is_dir", locked)
    result = run("read", closed, terms("acme"))
    assert result.exit_code == 2
    assert "Terms of Acme" in result.stdout
    assert result.stderr == f"sayso: {closed}: may not be read by you; change its permissions\n"


def test_a_folder_inside_that_may_not_be_looked_into_is_told_and_the_others_are_read(
    terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(terms("acme")).parent
    closed, scandir = folder / "closed", os.scandir
    closed.mkdir()

    def locked(path: str | Path) -> object:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    result = run("read", str(folder))
    assert result.exit_code == 2
    assert "Terms of Acme" in result.stdout
    assert result.stderr == f"sayso: {closed}: may not be read by you; change its permissions\n"


@posix
def test_a_pipe_in_a_folder_is_not_waited_for(terms: Terms, sayso: Sayso) -> None:
    folder = Path(terms("acme")).parent
    os.mkfifo(folder / "pipe.md")
    result = sayso("read", str(folder), timeout=20)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Terms of Acme" in result.stdout


@posix
def test_a_process_started_without_a_stream_tells_it_or_does_without(sayso: Sayso, terms: Terms) -> None:
    path = terms("acme")
    without_input = sayso("read", "-", preexec_fn=lambda: os.close(0))
    assert (without_input.returncode, without_input.stdout) == (2, "")
    assert without_input.stderr.startswith("sayso: standard input: is empty")
    without_output = sayso("read", path, preexec_fn=lambda: os.close(1))
    assert (without_output.returncode, without_output.stdout) == (2, "")
    assert without_output.stderr == "sayso: output: is closed; write to another place\n"
    without_errors = sayso("read", path, preexec_fn=lambda: os.close(2))
    assert (without_errors.returncode, without_errors.stderr) == (0, "")
    assert "Terms of Acme" in without_errors.stdout
    assert sayso("read", "gone.md", preexec_fn=lambda: os.close(2)).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_errors_that_cannot_be_written_are_no_other_error(sayso: Sayso, unbuffered: str) -> None:
    env = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("w") as full:
        assert sayso("read", "gone.md", capture_output=False, stderr=full, env=env).returncode == 2
        assert sayso("explain", capture_output=False, stdout=full, stderr=full, env=env).returncode == 2


def test_a_use_that_is_never_looked_for_is_not_called_unstated(terms: Terms) -> None:
    refused(run("read", terms("acme"), "--why", "content", "provide"), "`provide` is not looked for", "train-ai")


@pytest.mark.parametrize("form", ["json", "jsonl", "html", "csv"])
def test_what_programs_read_is_utf8_on_any_terminal(sayso: Sayso, terms: Terms, form: str) -> None:
    path = Path(terms("acme"))
    path.write_text(path.read_text("utf-8").replace("Terms of Acme", "Terms of Café \U0001f37a"), encoding="utf-8")
    result = sayso("read", "--format", form, str(path), env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert (result.returncode, result.stderr) == (0, "")
    assert "Terms of Café \U0001f37a" in result.stdout
    if form == "json":
        assert json.loads(result.stdout)["document"]["title"] == "Terms of Café \U0001f37a"
    text = sayso("read", "--text", str(path), env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert text.stdout == path.read_text("utf-8")


@posix
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_processes_end_with_the_one_that_started_them(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "waits.py"
    script.write_text(
        "import os, sys, time\n"
        "from sayso.cli.pool import in_processes\n"
        "def wait(item):\n    os.write(1, b'%d\\n' % os.getpid())\n    time.sleep(60)\n"
        "if __name__ == '__main__':\n    list(in_processes(wait, [1, 2], 2, here=lambda item: False))\n"
    )
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as started:
        assert started.stdout is not None
        workers = [int(started.stdout.readline()) for _ in range(2)]
        started.send_signal(how) if how is not signal.SIGINT else os.killpg(started.pid, how)
        started.wait(20)
        assert started.stdout.read() == b""  # their ends of the pipe are closed: they have ended
    assert len(set(workers)) == 2


def test_processes_are_bounded_however_many_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def in_processes(sources: list[str], jobs: int, cached: bool) -> object:
        asked.append(jobs)
        return iter(())

    monkeypatch.setattr(work, "_in_processes", in_processes)
    list(work.read_all([str(i) for i in range(5000)], jobs=5000, cached=False, bar=False))
    assert asked == [work._MOST_PROCESSES]
