"""The command as a process: pipes, terminals, start-up."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Terms = Callable[[str], str]
Sayso = Callable[..., subprocess.CompletedProcess[str]]

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX terminal")


def on_a_terminal(sayso: Sayso, *arguments: str, **environment: str) -> str:
    import pty

    ours, theirs = pty.openpty()
    kept = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    result = sayso(*arguments, capture_output=False, stdout=theirs, stderr=subprocess.PIPE, env=kept | environment)
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    assert result.returncode == 0, result.stderr
    return shown.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_several_processes_print_what_one_prints(sayso: Sayso, terms: Terms) -> None:
    files = [terms(name) for name in ("acme", "zebra", "mango")]
    one = sayso("read", "--jobs", "1", "--format", "jsonl", *files)
    two = sayso("read", "--jobs", "2", "--format", "jsonl", *files)
    assert one.returncode == 0
    assert (two.returncode, two.stdout, two.stderr) == (0, one.stdout, "")


def test_a_reader_that_stops_listening_is_no_error(sayso: Sayso) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = sayso("explain", capture_output=False, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (result.returncode, result.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
def test_a_full_disk_is_told_in_one_line(sayso: Sayso) -> None:
    with Path("/dev/full").open("w") as full:
        result = sayso("explain", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 2
    assert result.stderr == "sayso: output: no space left on device; write to another place\n"


@posix
def test_a_terminal_gets_colour_unless_the_person_wants_none(sayso: Sayso, terms: Terms) -> None:
    path = terms("acme")
    assert "\x1b[" in on_a_terminal(sayso, "read", path)
    assert "\x1b[" not in on_a_terminal(sayso, "read", path, NO_COLOR="1")
    assert "\x1b[" not in sayso("read", path).stdout


@posix
def test_the_text_of_a_document_cannot_act_on_a_terminal_but_a_pipe_gets_it_exactly(sayso: Sayso, terms: Terms) -> None:
    path = Path(terms("acme"))
    path.write_text(path.read_text("utf-8") + "\nSee \u202eno\u202c and more of it.\n", encoding="utf-8")
    assert "\u202e" not in on_a_terminal(sayso, "read", "--text", str(path))
    assert sayso("read", "--text", str(path)).stdout == path.read_text("utf-8")


def test_a_terminal_that_cannot_show_a_letter_gets_its_number(sayso: Sayso, terms: Terms) -> None:
    result = sayso("read", terms("acme"), env=os.environ | {"PYTHONIOENCODING": "latin-1"})
    assert result.returncode == 0
    assert "\\u201c" in result.stdout


def test_help_imports_nothing_that_only_reading_needs() -> None:
    script = (
        "import sys; from sayso.cli import main\ntry: main(['read', '--help'])\nexcept SystemExit: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1].split()
    assert "sayso.cli.read" in loaded
    heavy = (
        "sayso.terms",
        "sayso.vocabulary",
        "concurrent",
        "multiprocessing",
        "selectolax",
        "tomllib",
        "json",
    )
    assert not [name for name in loaded if name.startswith(heavy)]


def test_the_version_is_the_packages_own(sayso: Sayso) -> None:
    from importlib.metadata import version

    assert sayso("--version").stdout == f"sayso {version('sayso')}\n"
