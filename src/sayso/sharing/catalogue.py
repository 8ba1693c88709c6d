"""Known settings and plans of much-used services: a small file of facts, each dated and sourced.

An entry is a help to find a switch, never a statement of what terms allow: that is read from the documents.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from sayso.say import Say
from sayso.sharing.service import Service

#: Who can change a setting; the same words as for the controls that a document offers.
WHO = ("person", "host", "administrator", "account owner")
DEFAULTS = ("on", "off", "asked", "unknown")
EFFECTS = ("stops", "reduces")

#: From then on an entry is said to be old.
_FRESH = timedelta(days=365)

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a service; the fields are those that `catalogue.toml` describes."""

    name: str
    data: tuple[str, ...]
    purposes: tuple[str, ...]
    who: str
    where: str
    how: tuple[str, ...]
    plan: str
    default: str
    effect: str
    limit: str
    checked: date
    source: str
    url: str

    def governs(self, data: str, purpose: str) -> bool:
        """Whether the setting has to do with this use of this data, of all of it or of a part."""
        return purpose in self.purposes and any(_overlap(data, own) for own in self.data)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan whose customers have more say over some use; the fields are those that `catalogue.toml` describes."""

    name: str
    data: tuple[str, ...]
    purposes: tuple[str, ...]
    say: Say
    limit: str
    checked: date
    source: str
    url: str

    def governs(self, data: str, purpose: str) -> bool:
        """Whether all of this data is covered for this use."""
        return purpose in self.purposes and any(data == own or data.startswith(own + ".") for own in self.data)


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows of one service."""

    name: str
    aliases: tuple[str, ...]
    settings: tuple[Setting, ...]
    plans: tuple[Plan, ...]


@cache
def catalogue() -> tuple[Known, ...]:
    """All services of the catalogue."""
    return tuple(
        Known(
            entry["name"],
            tuple(entry["aliases"]),
            tuple(Setting(**_tuples(s)) for s in entry.get("setting", ())),
            tuple(Plan(**{**_tuples(p), "say": Say(p["say"])}) for p in entry.get("plan", ())),
        )
        for entry in _content()["service"]
    )


def known(service: Service) -> Known | None:
    """The catalogue's entry for a service: by its name, else by the titles or file names of its documents.

    A name counts only as a whole: `Zoom Privacy Statement` is Zoom's, `Notes for Zoom, privacy policy` is not.
    """
    documents = [r.document for r in service.readings]
    return _known((service.name, *(d.title for d in documents), *(d.source for d in documents)))


def dated(checked: date, on: date) -> str:
    """A warning that a fact is older than a year on a day, or younger than the day that is asked about."""
    if on - checked > _FRESH:
        return f"This was checked on {checked}, more than a year ago: it may have moved."
    if on < checked:
        return f"This is how it was on {checked}: on {on} it may have been elsewhere."
    return ""


@lru_cache(maxsize=1024)
def _known(names: tuple[str, ...]) -> Known | None:
    by_name = _names()
    return next((by_name[reduced] for name in names if (reduced := _reduced(name)) in by_name), None)


@cache
def _names() -> dict[str, Known]:
    return {_reduced(name): entry for entry in catalogue() for name in (entry.name, *entry.aliases)}


def _reduced(name: str) -> str:
    """`ZOOM TERMS OF SERVICE`, `zoom-tos-2023-04` -> `zoom`."""
    words = _WORD.findall(PurePath(name).name.casefold() if "/" in name else name.casefold())
    return " ".join(w for w in words if w not in _general_words() and not w.isdigit())


@cache
def _general_words() -> frozenset[str]:
    return frozenset(_content()["general_words"])


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(files("sayso.sharing").joinpath("catalogue.toml").read_text("utf-8"))


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(other + ".") or other.startswith(one + ".")


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
