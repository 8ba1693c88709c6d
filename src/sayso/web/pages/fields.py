"""Fields of a form: what was written in them, and what is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sayso.web.shapes import NAME, WORD

_MOST = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One field that must be filled in. `choices`: what it may hold; empty for a name. `any`: any one line of text.

    `word`: the name of a feature. `number`: a whole number from 1 to 10,000. `least`: how many letters it must have.
    """

    name: str
    choices: tuple[str, ...] = ()
    any: bool = False
    word: bool = False
    number: bool = False
    least: int = 1

    def wrong(self, value: str) -> str:
        """What is wrong with a value: a key of the texts, or nothing."""
        if self.choices:
            return "" if value in self.choices else "no_choice"
        if not value:
            return "missing"
        if len(value) < self.least:
            return "too_short"
        if len(value) > _MOST or not value.isprintable():
            return "too_long"
        if self.number:
            return "" if re.fullmatch("[1-9][0-9]{0,3}|10000", value) else "no_number"
        if self.word:
            return "" if re.fullmatch(WORD, value) else "no_word"
        return "" if self.any or re.fullmatch(NAME, value) else "no_name"


class Fields:
    """All fields of one form, as they were sent; empty ones before."""

    def __init__(self, fields: Iterable[Field], sent: Mapping[str, str] | None = None) -> None:
        self._values = {field.name: (sent or {}).get(field.name, "").strip() for field in fields}
        found = {field.name: field.wrong(self._values[field.name]) for field in fields} if sent is not None else {}
        self.wrong = {name: wrong for name, wrong in found.items() if wrong}

    def __getitem__(self, name: str) -> str:
        return self._values[name]
