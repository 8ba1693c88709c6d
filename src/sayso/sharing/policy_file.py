"""What a policy file says: TOML, as `policy.schema.json` describes it. What is wrong is told with its line.

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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sayso.decision import Level, Line, Verdict
from sayso.row import ANY
from sayso.say import Say
from sayso.sharing.places import Path as Key
from sayso.sharing.source import Source, did_you_mean, dotted, shown
from sayso.vocabulary import ROWS
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

#: The version of the file format that is written, and the newest that is read.
VERSION = 1

#: What silence can mean, as the file and the command line call it.
SILENCE = {"ok": Verdict.FINE, "ask": Verdict.ASK, "conflict": Verdict.CONFLICT}
#: What can be accepted: the levels of say. Silence is no level.
LEVELS = {str(say): say for say in Say if say is not Say.UNSTATED}

_KEYS = ("version", "name", "extends", "unstated", "categories", "accept", "exceptions")
_LINE_KEYS = ("accept", "unstated", "delegate", "note")
_EXCEPTION_KEYS = ("service", "data", "purpose", "accept", "unstated", "reason", "until")
_NEEDED = {
    "service": 'the name of the service: service = "Lantern Rooms"',
    "accept": 'the level that is accepted: accept = "opt-out"',
    "reason": 'why: reason = "the trial ends in June"',
    "until": "the last day on which it holds: until = 2027-06-30",
}
_CATEGORY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class PolicyFile:
    """What one file holds. `keys`: by service (or ""), data and purpose, the key under which the line stands."""

    name: str
    extends: str
    level: Level
    categories: dict[str, str]
    keys: dict[tuple[str, str, str], Key]


def header(source: Source) -> tuple[str, str]:
    """The policy's name, and the file that it extends; each may be empty. Raises `PolicyError`."""
    source.version(VERSION)
    source.only(source.content, _KEYS, ())
    name, extends = (source.short(source.content[k], (k,)) if k in source.content else "" for k in ("name", "extends"))
    return name, extends


def parse(source: Source, above: Mapping[str, str] = {}) -> PolicyFile:
    """A policy file's content, every key checked. `above`: the categories of the policies that it extends.

    Raises `PolicyError`.
    """
    return _Parser(source, above).file()


class _Parser:
    """One file being checked."""

    def __init__(self, source: Source, above: Mapping[str, str]) -> None:
        self.source, self.content, self.above = source, source.content, above
        self.keys: dict[tuple[str, str, str], Key] = {}
        self.categories: dict[str, str] = {}
        self.known: dict[str, object] = {**known_data(), **above}

    def file(self) -> PolicyFile:
        name, extends = header(self.source)
        self.own_categories()
        unstated = self.silence(self.content, ())
        accept = self.source.table(self.content.get("accept", {}), ("accept",))
        lines = [line for data, entry in accept.items() for line in self.of_data(data, entry, ("accept", data))]
        lines += self.exceptions()
        return PolicyFile(name, extends, Level(tuple(lines), unstated), self.categories, self.keys)

    def own_categories(self) -> None:
        entries = self.source.table(self.content.get("categories", {}), ("categories",))
        for name in sorted(entries, key=lambda name: name.count(".")):  # what stands above comes first
            self.category(name, entries[name], ("categories", name))

    def category(self, name: str, about: object, at: Key) -> None:
        refuse = self.source.refuse
        if isinstance(about, dict):
            way_out = f'write the name in quotes: "{name}.some-kind" = "what it is"'
            refuse(at, f"`{name}` is a table, not a description", way_out)
        self.source.short(name, at)
        above, _, last = name.rpartition(".")
        if name in known_data():
            refuse(at, f"`{name}` is in the vocabulary, which a policy cannot change", "choose another name")
        if name in self.above:
            refuse(at, f"`{name}` is a category of a policy above", "take it out here, or choose another name")
        if above not in self.known:
            way_out = f"begin it with one of {', '.join(ROWS)}, or with a kind of these"
            refuse(at, f"`{name}` is not under a known kind of data", way_out)
        if last in (*known_purposes(), *_LINE_KEYS):
            refuse(at, f"`{last}` is a word of the policy file, and no name for a kind of data", "choose another name")
        if not _CATEGORY.fullmatch(last):
            refuse(at, f"`{last}` is no name for a kind of data", "use small letters, digits and dashes")
        self.known[name] = self.categories[name] = self.source.short(about, at)

    def of_data(self, data: str, entry: object, at: Key) -> Iterator[Line]:
        """The lines of `content = "opt-in"`, or of a table by purpose and by kind."""
        self.data(data, at)
        if not isinstance(entry, dict) or set(entry) & set(_LINE_KEYS):
            yield self.line(data, ANY, entry, at)
            return
        for key, value in entry.items():
            if f"{data}.{key}" in self.known:
                yield from self.of_data(f"{data}.{key}", value, (*at, key))
            else:
                self.purpose(key, (*at, key))
                yield self.line(data, key, value, (*at, key))

    def line(self, data: str, purpose: str, value: object, at: Key) -> Line:
        entry = value if isinstance(value, dict) else {"accept": value}
        for key in entry:
            if key in known_purposes():
                way_out = 'for the other purposes write "*" = "opt-in" in place of accept = "opt-in"'
                self.source.refuse((*at, key), f"`{dotted((*at, key))}` stands beside keys of a line", way_out)
        self.source.only(entry, _LINE_KEYS, at)
        if "accept" not in entry:
            way_out = 'add accept = "opt-in", or another level'
            self.source.refuse(at, f"`{dotted(at)}` does not say what is accepted", way_out)
        delegated = self.source.truth(entry.get("delegate", False), (*at, "delegate"))
        least = self.level(entry["accept"], (*at, "accept"))
        note = self.source.text(entry.get("note", ""), (*at, "note"))
        self.once("", data, purpose, at)
        return Line(data, purpose, least, self.silence(entry, at), delegated, reason=note, place=self.source.at(at))

    def exceptions(self) -> Iterator[Line]:
        every = self.source.tables(self.content.get("exceptions", []), ("exceptions",))
        for number, entry in enumerate(every):
            at: Key = ("exceptions", number)
            self.source.only(entry, _EXCEPTION_KEYS, at)
            for key, way_out in _NEEDED.items():
                if key not in entry:
                    self.source.refuse(at, f"exception {number + 1} has no `{key}`", f"add {way_out}")
            service = self.source.short(entry["service"], (*at, "service"))
            reason = self.source.filled(entry["reason"], (*at, "reason"))
            until = self.source.day(entry["until"], (*at, "until"))
            data, purpose = entry.get("data", ANY), entry.get("purpose", ANY)
            self.data(data, (*at, "data"))
            self.purpose(purpose, (*at, "purpose"))
            least, silence = self.level(entry["accept"], (*at, "accept")), self.silence(entry, at)
            self.once(service.casefold(), data, purpose, at)
            yield Line(data, purpose, least, silence, False, service, until, reason, self.source.at((*at, "accept")))

    def once(self, service: str, data: str, purpose: str, at: Key) -> None:
        """Refuses a second line for the same cell: which of them was meant cannot be told."""
        if (cell := (service, data, purpose)) in self.keys:
            first = self.source.at(self.keys[cell]).rpartition(":")[2]
            what = f"`{purpose}` of `{data}`" + (" for this service" if service else "")
            self.source.refuse(at, f"{what} is said twice, first in line {first}", "keep one of them")
        self.keys[cell] = at

    def data(self, name: object, at: Key) -> None:
        if isinstance(name, str) and (name == ANY or name in self.known):
            return
        way_out = did_you_mean(name, [ANY, *self.known])
        last = name.rpartition(".")[2] if isinstance(name, str) else ""
        if last in known_purposes():
            way_out = "put only the kind of data in quotes, and the purpose after it"
            if last == name:
                way_out = f'it is a purpose: write it under a kind of data: "*" = {{ {name} = "opt-in" }}'
        self.source.refuse(at, f"{shown(name)} is not a kind of data", way_out)

    def purpose(self, name: object, at: Key) -> None:
        if name != ANY:
            self.source.one_of(name, known_purposes(), at, "a purpose")

    def level(self, value: object, at: Key) -> Say:
        if value == Say.UNSTATED:
            self.source.refuse(at, "`unstated` is not a level of say", 'say what silence means with unstated = "ask"')
        return LEVELS[self.source.one_of(value, LEVELS, at, "a level of say")]

    def silence(self, entry: Mapping[str, object], at: Key) -> Verdict | None:
        if "unstated" not in entry:
            return None
        return SILENCE[self.source.one_of(entry["unstated"], SILENCE, (*at, "unstated"), "what silence can mean")]
