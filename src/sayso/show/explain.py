"""The words of the say grid, each in plain words: what it means, what it costs or covers, an example."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from sayso.errors import UnknownWordError
from sayso.say import Say
from sayso.show.examples import DATA, LEVEL, PURPOSE
from sayso.show.table import wrapped
from sayso.vocabulary import Word, data, purposes, row_of

#: The W3C Data Privacy Vocabulary has terms for two of the levels.
_DPV_LEVEL = {
    Say.OPT_IN: "https://w3id.org/dpv#OptingInToProcess",
    Say.OPT_OUT: "https://w3id.org/dpv#OptingOutFromProcess",
}


def explain(word: str = "") -> str:
    """One word, or all of them where none is given. Raises `UnknownWordError`."""
    if not word:
        return "\n".join(_everything())
    wanted = word.strip().lower()
    if wanted in set(Say):
        return _level(Say(wanted))
    if wanted in purposes():
        return _purpose(purposes()[wanted])
    found = [name for name in data() if wanted in (name, _kind(name))]
    if found:
        return "\n".join(_data(data()[name]) for name in found)
    known = [*Say, *data(), *purposes()]
    near = difflib.get_close_matches(wanted, [*known, *map(_kind, data())], n=3)
    raise UnknownWordError(word, ", ".join([*near, "those that `sayso explain` lists"]))


def _everything() -> Iterator[str]:
    yield wrapped(
        "The say grid tells, for every row of data and every purpose, how much say you have, "
        "measured by what saying no costs you."
    )
    yield "\nLEVELS, the most say first\n"
    yield from (_level(say) for say in Say)
    yield "DATA: rows, and the kinds in them\n"
    yield from (_data(word) for word in data().values())
    yield "PURPOSES\n"
    yield from (_purpose(word) for word in purposes().values())


def _level(say: Say) -> str:
    return _entry(say, say.meaning, ("saying no costs", say.cost), LEVEL[say], _DPV_LEVEL.get(say, ""))


def _data(word: Word) -> str:
    kinds = ", ".join(_kind(n) for n in data() if n != word.name and row_of(n) == word.name)
    return _entry(word.name, _sentence(word), ("kinds", kinds) if kinds else None, DATA[word.name], word.dpv)


def _purpose(word: Word) -> str:
    return _entry(word.name, _sentence(word), None, PURPOSE[word.name], word.dpv)


def _kind(name: str) -> str:
    return name.partition(".")[2]


def _sentence(word: Word) -> str:
    return f"{word.about[0].upper()}{word.about[1:]}."


def _entry(name: str, about: str, more: tuple[str, str] | None, example: str, dpv: str) -> str:
    lines = [name, wrapped(about, "  ")]
    if more:
        lines.append(wrapped(f"{more[0]}: {more[1]}", "  ", "    "))
    lines.append(wrapped(f"for example: {example}", "  ", "    "))
    if dpv:
        lines.append(f"  DPV: {dpv}")
    return "\n".join(lines) + "\n"
