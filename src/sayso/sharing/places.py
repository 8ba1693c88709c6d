"""Where the keys of a TOML file stand, so that an error or a decision can name the line.

`tomllib` says what a file holds but not where. Here every line that opens a table or sets a key is found again, and
its key is read by `tomllib` itself, so that quoting and dots mean the same in both.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

#: A key of the file, as a path: `("accept", "content", "train-ai")`; the tables of an array are numbered.
Path = tuple[str | int, ...]

_TABLE = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_LONG = re.compile(r"\"{3}|'{3}")


def places(text: str) -> dict[Path, int]:
    """The line, counted from 1, of each key and table of a TOML text that `tomllib` accepts."""
    found: dict[Path, int] = {}
    table: Path = ()
    count: dict[Path, int] = {}
    inside = ""  # the quotes that a text over several lines will end with
    for number, line in enumerate(text.split("\n"), 1):
        was_inside, inside = inside, _inside(line, inside)
        if was_inside:
            continue
        if m := _TABLE.match(line):
            if path := _read(m[2]):
                table = path
                if m[1] == "[[":
                    count[path] = count.get(path, -1) + 1
                    table = (*path, count[path])
                _note(found, table, number)
        elif (m := _KEY.match(line)) and (path := _read(m[1])):
            _note(found, (*table, *path), number)
            # The keys of an inline table stand on the line of the table.
            for inner in re.finditer(r"[{,]\s*([\w-]+)\s*=", line[m.end() :]):
                found.setdefault((*table, *path, inner[1]), number)
    return found


def place(found: dict[Path, int], path: Path) -> int:
    """The line of a key, or of the nearest table around it."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, 1)


def _note(found: dict[Path, int], path: Path, number: int) -> None:
    for depth in range(1, len(path) + 1):
        found.setdefault(path[:depth], number)


def _inside(line: str, inside: str) -> str:
    """The quotes that a text over several lines, begun in this line or before, will end with; empty outside of one."""
    for quotes in _LONG.findall("" if line.lstrip().startswith("#") and not inside else line):
        if not inside:
            inside = quotes
        elif quotes == inside:
            inside = ""
    return inside


def _read(key: str) -> Path:
    """A key as written, as a path; empty if it is none, as on a line inside a string."""
    try:
        value: Any = tomllib.loads(f"{key} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    path: Path = ()
    while isinstance(value, dict):
        (name, value), *_ = value.items()
        path = (*path, name)
    return path
