"""The closed words of the grid: rows and kinds of data, and purposes, each with its W3C DPV 2.3 IRI."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sayso.errors import UnknownWordError


@dataclass(frozen=True, slots=True)
class Word:
    """A row (`content`), a kind (`content.audio`) or a purpose (`train-ai`)."""

    name: str
    about: str
    dpv: str


#: The rows of data, in the order in which grids show them.
ROWS = ("content", "usage", "profile", "sensitive")

#: The purposes that a reading fills in, in the order in which grids show them.
READ_PURPOSES = ("train-ai", "improve", "advertise", "share", "review")


@cache
def data() -> dict[str, Word]:
    """Rows and kinds by name; a kind's name is `row.kind`."""
    words = {}
    for row, entry in _tables()["data"].items():
        words[row] = Word(row, entry["about"], entry["dpv"])
        for kind, e in entry["kinds"].items():
            words[f"{row}.{kind}"] = Word(f"{row}.{kind}", e["about"], e["dpv"])
    return words


@cache
def purposes() -> dict[str, Word]:
    """Purposes by name."""
    return {name: Word(name, e["about"], e["dpv"]) for name, e in _tables()["purpose"].items()}


def row_of(name: str) -> str:
    """The row of a row or kind: `content` for `content.audio`."""
    return name.partition(".")[0]


def find_data(name: str) -> Word:
    """A row or kind; a kind may be named without its row. Raises `UnknownWordError`."""
    words = data()
    if name in words:
        return words[name]
    for word in words.values():
        if name and word.name.partition(".")[2] == name:
            return word
    raise UnknownWordError(name, ", ".join(words))


def find_purpose(name: str) -> Word:
    """A purpose. Raises `UnknownWordError`."""
    try:
        return purposes()[name]
    except KeyError:
        raise UnknownWordError(name, ", ".join(purposes())) from None


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("sayso").joinpath("vocabulary.toml").read_text("utf-8"))
