"""A TOML file that a person wrote: its content, where each key stands, and errors that name file, line and key."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, NoReturn

from sayso.errors import PolicyError
from sayso.sharing.places import Path as Key
from sayso.sharing.places import place, places

#: What is written by hand is shorter: the file, and one line of it (a key of very many parts takes long).
MOST_CHARACTERS, LONGEST_LINE = 200_000, 4_000
#: The longest name of anything.
LONGEST_NAME = 200
#: More words than this are not all told where one of them is near.
_MANY = 12

#: Joiners, which scripts need and which move nothing.
_JOINERS = "\u200c\u200d"

_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
#: What the parser says, what that is in plain words, and what to do about it.
_PLAINLY = (
    ("Cannot overwrite", "sets a key that is set above", "keep one of them"),
    ("Duplicate inline", "sets a key twice", "keep one of them"),
    (
        "Cannot declare",
        "opens a table that is there already",
        'join the two, or put all of a name in quotes: [accept."content.audio"]',
    ),
    ("Cannot mutate", "adds to what is complete already", "write all of it in one place"),
    ("Illegal character '\\n'", "has a text without an end", "close it with a quote"),
    ("Invalid value", "has a value that is none", 'write text in quotes: "opt-in"'),
    ("Expected newline", "goes on after its value", 'write one key a line, and text in quotes: "opt-in"'),
    ("Expected '='", "has a key without a value", 'write key = "value"'),
    ("Invalid statement", "begins with what is no key", 'write names with other signs in quotes: "*"'),
    ("Invalid initial", "has a name that is none", 'write names with other signs in quotes: "*"'),
)


class Source:
    """A file being checked. `name` is what errors call it."""

    def __init__(self, text: str, name: str) -> None:
        """Raises `PolicyError` where the text is no TOML."""
        self.name = name
        self.places: dict[Key, int] = {}
        self.content = self._content(text.removeprefix("\ufeff").replace("\r\n", "\n"))

    def _content(self, text: str) -> dict[str, Any]:
        if len(text) > MOST_CHARACTERS:
            self.fail(0, f"is longer than {MOST_CHARACTERS:,} characters", "what is written by hand is shorter")
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > LONGEST_LINE:
                self.fail(number, f"is a line of {len(line):,} characters", "break it, or check the file")
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._not_toml(str(error), text)
        except RecursionError:
            self.fail(1, "is nested too deeply", "tables hold a few levels only")
        self.places = places(text)
        return content

    def _not_toml(self, message: str, text: str) -> NoReturn:
        at = _POSITION.search(message)
        line = int(at[1]) if at and at[1] else text.rstrip("\n").count("\n") + 1
        said = message[: at.start()] if at else message
        for start, cause, way_out in _PLAINLY:
            if said.startswith(start):
                self.fail(line, f"is not TOML: {cause}", way_out)
        self.fail(line, f"is not TOML: {said[:1].lower()}{said[1:]}", "mend this line")

    def text(self, value: object, at: Key) -> str:
        """A text on one line, without invisible signs."""
        if not isinstance(value, str):
            self.refuse(at, f"`{dotted(at)}` is {shown(value)}", "write text in quotes")
        if bad := next((c for c in value if _is_hidden(c)), ""):
            name = unicodedata.name(bad, "")
            what = f"U+{ord(bad):04X}" + (f", {name.lower()}" if name else "")
            self.refuse(at, f"`{dotted(at)}` holds a control character ({what})", "write it on one line, in plain text")
        return value

    def filled(self, value: object, at: Key) -> str:
        """A text with something in it."""
        text = self.text(value, at).strip()
        if not text:
            self.refuse(at, f"`{dotted(at)}` is empty", "write what it is, in a few words")
        return text

    def short(self, value: object, at: Key) -> str:
        """A name: a text that is not too long for one."""
        text = self.filled(value, at)
        if len(text) > LONGEST_NAME:
            self.refuse(at, f"`{dotted(at)}` has {len(text)} characters", f"{LONGEST_NAME} are enough for a name")
        return text

    def table(self, value: object, at: Key) -> dict[str, Any]:
        """A table."""
        if not isinstance(value, dict):
            way_out = f"write its keys under `[{dotted(at)}]`"
            self.refuse(at, f"`{dotted(at)}` is {shown(value)}, not a table", way_out)
        return value

    def tables(self, value: object, at: Key) -> list[dict[str, Any]]:
        """A list of tables."""
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            what = "a list of something else" if isinstance(value, list) else shown(value)
            way_out = f"write each under `[[{dotted(at)}]]`"
            self.refuse(at, f"`{dotted(at)}` is {what}, not a list of tables", way_out)
        return value

    def day(self, value: object, at: Key) -> date:
        """A day, without a time."""
        if not isinstance(value, date) or isinstance(value, datetime):
            way_out = f"write a day without quotes and without a time: {at[-1]} = 2027-06-30"
            self.refuse(at, f"`{dotted(at)}` is {shown(value)}", way_out)
        return value

    def truth(self, value: object, at: Key) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            self.refuse(at, f"`{dotted(at)}` is {shown(value)}", "write true or false, without quotes")
        return value

    def one_of(self, value: object, known: Iterable[str], at: Key, what: str) -> str:
        """One of some words. `what` they are is said where it is none of them."""
        every = list(known)
        if not isinstance(value, str) or value not in every:
            self.refuse(at, f"{shown(value)} is not {what}", did_you_mean(value, every))
        return value

    def only(self, entry: dict[str, Any], keys: Iterable[str], at: Key) -> None:
        """Refuses keys that are not known."""
        every = list(keys)
        for key in entry:
            if key not in every:
                self.refuse((*at, key), f"`{dotted((*at, key))}` is not a key", did_you_mean(key, every))

    def version(self, newest: int) -> None:
        """The version of the file's format."""
        value = self.content.get("version")
        if value is None:
            self.fail(1, "has no `version`", f"begin it with `version = {newest}`")
        if type(value) is int and value > newest:
            cause = f"has version {value}, and versions up to {newest} are known"
            self.refuse(("version",), cause, "use a newer sayso")
        if type(value) is not int or value < 1:
            self.refuse(("version",), f"has a `version` that is {shown(value)}", f"write `version = {newest}`")

    def at(self, key: Key) -> str:
        """Where a key stands: `ada.toml:12`."""
        return f"{self.name}:{place(self.places, key)}"

    def refuse(self, at: Key, cause: str, way_out: str) -> NoReturn:
        """Raises the error for a key."""
        self.fail(place(self.places, at), cause, way_out)

    def fail(self, line: int, cause: str, way_out: str) -> NoReturn:
        """Raises the error for a line; 0 for the file as a whole."""
        raise PolicyError(self.name, line, cause, way_out) from None


def dotted(key: Key) -> str:
    """A key as one writes it: `accept."content.audio".review`; entries of a list are counted from 1."""
    parts = (str(k + 1) if isinstance(k, int) else k if re.fullmatch(r"[\w-]+", k) else f'"{k}"' for k in key)
    return _cut(".".join(parts))


def shown(value: object) -> str:
    """A value in an error: what it is where it is not short."""
    if isinstance(value, str):
        return f"`{_cut(value)}`" if value else "an empty text"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, datetime | time):
        return f"a time (`{value}`)"
    # The text of a very large number would be refused by Python itself.
    return f"`{value}`" if not isinstance(value, int) or abs(value) < 10**18 else "a very large number"


def did_you_mean(wrong: object, known: Iterable[str]) -> str:
    """The way out for a wrong word: the nearest one, and all of them where they are not too many to read."""
    every = list(known)
    text = str(wrong)[:LONGEST_NAME].casefold().replace(" ", "-").replace("_", "-") if isinstance(wrong, str) else ""
    close = get_close_matches(text, every, 1)
    if close and len(every) > _MANY:
        return f"did you mean `{close[0]}`?"
    return (f"did you mean `{close[0]}`? " if close else "") + f"use one of {', '.join(every)}"


def _is_hidden(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in _JOINERS


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
