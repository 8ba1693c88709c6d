"""Reading a policy file: TOML, as `policy.schema.json` describes it. What is wrong is told with its line.

version = 1
name = "Ada Example"
extends = "team.toml"                 # optional: the policy that this one can only make stricter
unstated = "ask"                      # what silence means: ask, ok or conflict

[categories]                          # kinds of data of one's own, under the closed ones
"content.audio.patient-calls" = "recorded calls with patients"

[accept]                              # the least say that is accepted; `*` stands for all
"*" = "opt-out"
content = { train-ai = "never", improve = "opt-in" }

[accept."content.audio"]
review = { accept = "never", unstated = "conflict", note = "calls with patients" }

[[exceptions]]
service = "Lantern Rooms"
data = "usage"
purpose = "improve"
accept = "no-say"
reason = "the trial ends in June"
until = 2027-06-30
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from sayso.decision import ANY, Level, Line, Verdict
from sayso.errors import PolicyError
from sayso.say import Say
from sayso.sharing.places import Path as Key
from sayso.sharing.places import place, places
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

#: The version of the file format that is written, and the only one that is read.
VERSION = 1
#: A policy is written by hand: what is larger than this is something else.
MOST_BYTES = 1_000_000

#: What silence can mean, as the file and the command line call it.
SILENCE = {"ok": Verdict.FINE, "ask": Verdict.ASK, "conflict": Verdict.CONFLICT}
#: What can be accepted: the levels of say. Silence is no level.
LEVELS = {str(say): say for say in Say if say is not Say.UNSTATED}

_KEYS = ("version", "name", "extends", "unstated", "categories", "accept", "exceptions")
_LINE_KEYS = ("accept", "unstated", "delegate", "note")
_EXCEPTION_KEYS = ("service", "data", "purpose", "accept", "unstated", "reason", "until")
_CATEGORY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class PolicyFile:
    """What one file holds, before the policy that it extends is read."""

    name: str
    extends: str
    level: Level
    categories: dict[str, str]
    places: dict[Key, int]


def read_text(source: str) -> str:
    """The text of a policy file. Raises `PolicyError`."""
    path = Path(source)
    try:
        if path.is_dir():
            raise PolicyError(source, 0, "is a folder", "give the policy file in it")
        content = path.read_bytes()
    except FileNotFoundError:
        raise PolicyError(source, 0, "does not exist", "make one with `sayso policy new -o FILE`") from None
    except (OSError, ValueError) as error:
        cause = (getattr(error, "strerror", None) or str(error)).lower()
        raise PolicyError(source, 0, f"cannot be read: {cause}", "give a file that you may read") from None
    if len(content) > MOST_BYTES:
        raise PolicyError(source, 0, f"is larger than {MOST_BYTES:,} bytes", "a policy is a short TOML file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PolicyError(source, line, "is not UTF-8 text", "save it as UTF-8") from None


def parse(text: str, source: str) -> PolicyFile:
    """A policy file's content, every key checked. `source` names it in errors. Raises `PolicyError`."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        cause = message[: at.start()] if at else message
        raise PolicyError(source, line, f"is not TOML: {cause[:1].lower()}{cause[1:]}", "mend this line") from None
    except RecursionError:
        raise PolicyError(source, 1, "is nested too deeply", "a policy is a short TOML file") from None
    return _Parser(text, source, content).file()


class _Parser:
    """One file being checked."""

    def __init__(self, text: str, source: str, content: dict[str, Any]) -> None:
        self.source, self.content, self.places = source, content, places(text)
        self.categories: dict[str, str] = {}

    def file(self) -> PolicyFile:
        top = self.content
        if "version" not in top:
            self.refuse((), "has no `version`", f"begin it with `version = {VERSION}`")
        if type(top["version"]) is not int or top["version"] != VERSION:
            self.refuse(("version",), f"has a version that is not known: {top['version']!r}", f"write {VERSION}")
        self.only(top, _KEYS, ())
        name, extends = (self.text(top.get(key, ""), (key,)) for key in ("name", "extends"))
        self.categories = dict(self.own_categories())
        unstated = self.silence(top["unstated"], ("unstated",)) if "unstated" in top else None
        lines = (*self.accepted(), *self.exceptions())
        return PolicyFile(name, extends, Level(lines, unstated), self.categories, self.places)

    def own_categories(self) -> Iterator[tuple[str, str]]:
        for name, about in self.table(self.content.get("categories", {}), ("categories",)).items():
            at = ("categories", name)
            row, *rest = name.split(".")
            if isinstance(about, dict):
                self.refuse(
                    at, f"`{name}` is not text", 'write "row.kind.name" = "what it is", with the name in quotes'
                )
            if row not in known_data() or not rest or not all(map(_CATEGORY.fullmatch, rest)):
                rows = ", ".join(n for n in known_data() if "." not in n)
                self.refuse(at, f"`{name}` is not under a known kind of data", f"start it with one of {rows} and a dot")
            if name in known_data():
                self.refuse(at, f"`{name}` is in the vocabulary, which a policy cannot change", "choose another name")
            if not self.text(about, at):
                self.refuse(at, f"`{name}` has no description", "say in a few words what it is")
            yield name, about

    def accepted(self) -> Iterator[Line]:
        for data, entry in self.table(self.content.get("accept", {}), ("accept",)).items():
            yield from self.of_data(data, entry, ("accept", data))

    def of_data(self, data: str, entry: object, at: Key) -> Iterator[Line]:
        """The lines of `content = "opt-in"`, or of a table by purpose; `[accept.content.audio]` nests."""
        self.data(data, at)
        if not isinstance(entry, dict) or set(entry) & {"accept"}:
            yield self.line(data, ANY, entry, at)
            return
        for key, value in entry.items():
            if isinstance(value, dict) and f"{data}.{key}" in self.known():
                yield from self.of_data(f"{data}.{key}", value, (*at, key))
            else:
                self.purpose(key, (*at, key))
                yield self.line(data, key, value, (*at, key))

    def line(self, data: str, purpose: str, value: object, at: Key) -> Line:
        entry = value if isinstance(value, dict) else {"accept": value}
        self.only(entry, _LINE_KEYS, at)
        if "accept" not in entry:
            self.refuse(
                at, f"`{_dotted(at)}` does not say what is accepted", 'add `accept = "opt-in"` or another level'
            )
        delegated = entry.get("delegate", False)
        if not isinstance(delegated, bool):
            self.refuse((*at, "delegate"), f"`delegate` is {delegated!r}", "write true or false")
        least = self.level(entry["accept"], at)
        unstated = self.silence(entry["unstated"], at) if "unstated" in entry else None
        note = self.text(entry.get("note", ""), (*at, "note"))
        return Line(data, purpose, least, unstated, delegated, reason=note, place=self.at(at))

    def exceptions(self) -> Iterator[Line]:
        every = self.content.get("exceptions", [])
        if not isinstance(every, list) or not all(isinstance(e, dict) for e in every):
            self.refuse(("exceptions",), "`exceptions` is not a list of tables", "write each under `[[exceptions]]`")
        for number, entry in enumerate(every):
            at: Key = ("exceptions", number)
            self.only(entry, _EXCEPTION_KEYS, at)
            for key in ("service", "accept", "reason", "until"):
                if entry.get(key) in (None, ""):
                    self.refuse(
                        at, f"an exception without `{key}`", f"add `{key}`: a service, a level, why, until when"
                    )
            until = entry["until"]
            if not isinstance(until, date) or isinstance(until, datetime):
                self.refuse((*at, "until"), f"`until` is {until!r}", "write a day without quotes: until = 2027-06-30")
            data, purpose = entry.get("data", ANY), entry.get("purpose", ANY)
            self.data(data, (*at, "data"))
            self.purpose(purpose, (*at, "purpose"))
            unstated = self.silence(entry["unstated"], at) if "unstated" in entry else None
            service, reason = (self.text(entry[key], (*at, key)) for key in ("service", "reason"))
            least = self.level(entry["accept"], (*at, "accept"))
            yield Line(data, purpose, least, unstated, False, service, until, reason, self.at((*at, "accept")))

    def known(self) -> Collection[str]:
        return {**known_data(), **self.categories}

    def data(self, name: object, at: Key) -> None:
        if name != ANY:
            # Whether a name stands for a category of a policy above is known only when that is read.
            first = name.partition(".")[0] if isinstance(name, str) else ""
            if name not in self.known() and not (self.content.get("extends") and first in known_data()):
                self.refuse(at, f"`{name}` is not a kind of data", self.words(name, self.known()))

    def purpose(self, name: object, at: Key) -> None:
        if name != ANY and name not in known_purposes():
            self.refuse(at, f"`{name}` is not a purpose", self.words(name, known_purposes()))

    def level(self, value: object, at: Key) -> Say:
        if not isinstance(value, str) or value not in LEVELS:
            self.refuse(at, f"{value!r} is not a level of say", self.words(value, LEVELS))
        return LEVELS[value]

    def silence(self, value: object, at: Key) -> Verdict:
        if not isinstance(value, str) or value not in SILENCE:
            self.refuse(at, f"`unstated` is {value!r}", f"write one of {', '.join(SILENCE)}")
        return SILENCE[value]

    def table(self, value: object, at: Key) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.refuse(at, f"`{_dotted(at)}` is not a table", f"write its keys under `[{_dotted(at)}]`")
        return value

    def text(self, value: object, at: Key) -> str:
        if not isinstance(value, str):
            self.refuse(at, f"`{_dotted(at)}` is {value!r}", "write text in quotes")
        return value

    def only(self, entry: dict[str, Any], keys: tuple[str, ...], at: Key) -> None:
        for key in entry:
            if key not in keys:
                self.refuse((*at, key), f"`{_dotted((*at, key))}` is not a key", self.words(key, keys))

    def words(self, wrong: object, known: Iterable[str]) -> str:
        close = get_close_matches(str(wrong), list(known), 1)
        return (f"did you mean `{close[0]}`? " if close else "") + f"use one of {', '.join(known)}"

    def at(self, key: Key) -> str:
        return f"{self.source}:{place(self.places, key)}"

    def refuse(self, at: Key, cause: str, way_out: str) -> NoReturn:
        raise PolicyError(self.source, place(self.places, at), cause, way_out)


def _dotted(key: Key) -> str:
    return ".".join(f'"{k}"' if isinstance(k, str) and "." in k else str(k) for k in key)
