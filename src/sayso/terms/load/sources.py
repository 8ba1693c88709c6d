"""Where bytes come from: files, folders, standard input. Every read is bounded."""

from __future__ import annotations

import errno
import os
import re
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
    folder without any stands for itself, and anything else too, so that loading it says what is wrong with
    it.
    """
    found: dict[str, None] = {}
    for path in paths:
        below = [] if path == STDIN or is_address(path) else _below(Path(path))
        found.update(dict.fromkeys(below or [str(path)]))
    return list(found)


def _below(folder: Path) -> list[str]:
    files: list[Path] = []
    if folder.is_dir():
        for where, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            files += [
                Path(where, name)
                for name in names
                if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
            ]
    return [str(file) for file in sorted(files, key=lambda file: file.parts)]


def read_bytes(source: str | Path, stdin: BinaryIO | None = None) -> bytes:
    """The bytes of a file or of standard input. Raises `UnreadableError`."""
    name = str(source)
    if name == STDIN:
        return _bounded(stdin or sys.stdin.buffer, "standard input")
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
    if _below(path):
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
