"""Documents in a folder, and the command as a shell would run it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sayso.cli.work import memory

TERMS = """# Terms of {name}

## 1. Content

**1.1 Licence.** {name} may use the content that you upload to train artificial intelligence models.

## 2. Privacy

We do not sell your personal information to third parties. You can write to us whenever you like.
"""

Sayso = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _memory_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keeps what tests read out of the memory of whoever runs them."""
    folder = str(tmp_path_factory.mktemp("memory"))
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, folder)
    memory.cache_clear()
    yield
    memory().close()
    memory.cache_clear()


@pytest.fixture
def terms(tmp_path: Path) -> Callable[[str], str]:
    """Writes a document of that name and gives its path."""

    def write(name: str) -> str:
        path = tmp_path / f"{name}.md"
        path.write_text(TERMS.format(name=name.capitalize()), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def sayso(tmp_path: Path) -> Sayso:
    """Runs the command in a process of its own, in an empty folder."""

    def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from sayso.cli import main; main(prog_name='sayso')", *arguments]
        given = {"capture_output": True, "text": True, "encoding": "utf-8", "cwd": tmp_path, "timeout": 60}
        return subprocess.run(command, check=False, **(given | options))  # type: ignore[call-overload, no-any-return]

    return run
