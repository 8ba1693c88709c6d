"""Archived versions of documents: dated files in folders, or commits of a git repository or bundle.

Of git, only plumbing commands are used, which run no programs that a repository names.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from sayso.errors import UnreadableError
from sayso.terms.load import files_of
from sayso.terms.load.limits import MAX_BYTES
from sayso.terms.load.sources import SUFFIXES, read_bytes

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)")
_SEVERAL = "give a folder of files such as 2023-04-01.md, or a git repository or bundle"


@dataclass(frozen=True, slots=True)
class Archived:
    """One version: its bytes, or None where the document was taken out. `source` names it in errors."""

    service: str
    document: str
    on: date
    source: str
    hint: str
    content: bytes | None


def versions(history: str, only: str, service: str) -> Iterator[Archived]:
    """The versions in a history, the oldest first. Raises `UnreadableError`."""
    path = Path(history)
    if not path.exists():
        raise UnreadableError(history, "does not exist", _SEVERAL)
    dated = _dated_files(path) if path.is_dir() else []
    found = _of_files(path, dated, service) if dated else _of_git(path, service)
    any_found = False
    for version in found:
        if only.casefold() in f"{version.service}/{version.document}".casefold():
            any_found = True
            yield version
    if not any_found:
        raise UnreadableError(history, f"has no version of {only!r}" if only else "has no versions", _SEVERAL)


def _dated_files(folder: Path) -> list[tuple[date, Path]]:
    found = []
    for path in map(Path, files_of([folder])):
        if at := _DATED.match(path.stem):
            try:
                found.append((date.fromisoformat(at[1]), path))
            except ValueError:  # no day of any month
                continue
    return sorted(found, key=lambda f: (f[0], f[1].parts))


def _of_files(root: Path, dated: list[tuple[date, Path]], service: str) -> Iterator[Archived]:
    """`DATE.md`, `DOCUMENT/DATE.md` or `SERVICE/DOCUMENT/DATE.md`."""
    own = root.resolve().name
    for on, path in dated:
        *folders, _ = path.relative_to(root).parts
        document = folders[-1] if folders else own
        yield Archived(
            service or (folders[-2] if len(folders) > 1 else own), document, on, str(path), "", read_bytes(path)
        )


def _of_git(path: Path, service: str) -> Iterator[Archived]:
    with _repository(path) as git:
        listed = git("rev-list", "--reverse", "--first-parent", "--timestamp", "HEAD").decode("ascii").splitlines()
        days = {commit: datetime.fromtimestamp(int(at), UTC).date() for at, commit in map(str.split, listed)}
        changed = git(
            "diff-tree", "--stdin", "-r", "--root", "--no-renames", "-z", "--diff-filter=ADM", "-m",
            "--diff-merges=first-parent", "--", ".",
            given="".join(f"{commit}\n" for commit in days).encode(),
        )  # fmt: skip
        for commit, blob, name in _changes(changed):
            file = PurePosixPath(name)
            if file.suffix.lower() not in SUFFIXES or len(file.parts) < 2 - bool(service):
                continue
            content = git("cat-file", "blob", blob) if blob.strip("0") else None
            if content is not None and len(content) > MAX_BYTES:
                content = content[: MAX_BYTES + 1]  # loading it says what is wrong with it
            yield Archived(
                service or file.parts[-2], file.stem, days[commit], f"{commit[:10]}:{name}", file.name, content
            )


def _changes(listed: bytes) -> Iterator[tuple[str, str, str]]:
    """Commit, new blob and path of each change that `git diff-tree --stdin -z` lists."""
    commit = ""
    fields = iter(listed.decode("utf-8", "surrogateescape").split("\0"))
    for field in fields:
        if field.startswith(":"):
            yield commit, field.split(" ")[3], next(fields)
        else:
            commit = field.strip()


class _Git:
    """Runs git in a folder."""

    def __init__(self, folder: Path, named: str) -> None:
        self._folder, self._named = folder, named

    def __call__(self, *arguments: str, given: bytes = b"") -> bytes:
        """What the command prints. Raises `UnreadableError`."""
        safe = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
        here = {k: v for k, v in os.environ.items() if k not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")}
        command = ["git", "-c", "core.fsmonitor=false", "-C", str(self._folder), *arguments]
        try:
            done = subprocess.run(command, input=given, capture_output=True, check=False, env=here | safe)
        except FileNotFoundError:
            raise UnreadableError(self._named, "needs git to be read", "install git, or give dated files") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise UnreadableError(self._named, f"cannot be read as a history ({said or 'git failed'})", _SEVERAL)
        return done.stdout


@contextmanager
def _repository(path: Path) -> Iterator[_Git]:
    """The repository in a folder; that of a bundle is unpacked, and taken away afterwards."""
    if path.is_dir():
        yield _Git(path, str(path))
        return
    with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
        _Git(Path(folder), str(path))("clone", "--quiet", "--bare", "--", str(path.resolve()), "unpacked")
        yield _Git(Path(folder, "unpacked"), str(path))
