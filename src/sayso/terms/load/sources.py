"""Where bytes come from: files, folders, standard input. Every read is bounded."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from sayso.errors import UnreadableError
from sayso.terms.load.limits import MAX_BYTES, megabytes
from sayso.terms.load.words import words

#: The name of standard input.
STDIN = "-"
#: Files that are read when their folder is named.
SUFFIXES = words(".md .markdown .mdown .txt .text .html .htm .xhtml .pdf .docx")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_address(source: str | Path) -> bool:
    """Whether a source is an address on the web (of any scheme) and not a file."""
    return isinstance(source, str) and bool(_ADDRESS.match(source))


def files_of(paths: Iterable[str | Path]) -> list[str]:
    """The sources that arguments stand for, each once, in order: a folder stands for its readable files.

    Files below a folder come sorted, from all depths, hidden ones left out, links to folders not followed. A
    folder without any, or that cannot be looked into, stands for itself, and anything else too, so that
    loading it says what is wrong with it.
    """
    found: dict[str, None] = {}
    for path in paths:
        # An empty name is that of a variable that was not set, and not the folder that one stands in.
        below = [] if path in ("", STDIN) or is_address(path) else _below(Path(path))
        found.update(dict.fromkeys(below or [str(path)]))
    return list(found)


def _below(folder: Path) -> list[str]:
    try:
        if not folder.is_dir():
            return []
    except OSError:  # what stands in the way is told when it is loaded
        return []
    files: list[Path] = []
    closed: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        shown = (Path(where, name) for name in names if not name.startswith("."))
        files += [file for file in shown if file.suffix.lower() in SUFFIXES and not _may_never_end(file)]
    files += [Path(error.filename) for error in closed]
    return [str(file) for file in sorted(files, key=lambda file: file.parts)]


def _may_never_end(file: Path) -> bool:
    """Whether it is a pipe, a socket or a device: read where it is named, not where its folder is."""
    try:
        return not stat.S_ISREG(file.stat().st_mode)
    except OSError:  # reading it says what is wrong with it
        return False


def read_bytes(source: str | Path, stdin: BinaryIO | None = None) -> bytes:
    """The bytes of a file or of standard input. Raises `UnreadableError`."""
    name = str(source)
    if name == STDIN:
        return _bounded(stdin or sys.stdin.buffer, "standard input")
    if not name:
        raise UnreadableError("''", "is no name of a file", "check the name")
    path = Path(source)
    try:
        if path.is_dir():
            raise _folder(path)
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                raise too_large(name, size)
            return _bounded(file, name)
    except OSError as error:
        raise _failed(name, error) from None
    except ValueError:  # a name with a null character
        raise UnreadableError(repr(name), "is no name of a file", "check the name") from None


def too_large(source: str, size: int | None = None) -> UnreadableError:
    """The error for what is over the limit."""
    is_of = f"is {megabytes(size)}, " if size and size > 1.1 * MAX_BYTES else "is "
    return UnreadableError(
        source,
        f"{is_of}more than the {megabytes(MAX_BYTES)} that one document may have",
        "give only the terms in it",
    )


def _bounded(file: BinaryIO, name: str) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(name)
    return data


def _folder(path: Path) -> UnreadableError:
    below = _below(path)  # itself where it cannot be looked into
    if str(path) in below:
        return _failed(str(path), PermissionError())
    if below:
        return UnreadableError(str(path), "is a folder", "give its files")
    kinds = ", ".join(sorted(SUFFIXES))
    return UnreadableError(str(path), "is a folder without a file that can be read", f"files end in {kinds}")


def _failed(name: str, error: OSError) -> UnreadableError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UnreadableError(name, "does not exist", "check the path")
    if isinstance(error, PermissionError):
        return UnreadableError(name, "may not be read by you", "change its permissions")
    if error.errno == errno.ENAMETOOLONG:
        return UnreadableError(f"{name[:60]}...", "is too long for the name of a file", "check the path")
    return UnreadableError(name, f"cannot be read ({(error.strerror or 'unknown cause').lower()})", "check the file")
