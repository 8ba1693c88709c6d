"""The numbers that Word counts itself: "14.1" stands nowhere in the file, only how to count it does.

ECMA-376 part 1, section 17.9: a paragraph names a numbering and a level; the numbering names an abstract one,
whose levels say where to start, in what form, and in what text (`%1.%2`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from sayso.terms.load.counting import doubled_letters, roman

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
#: No number is longer in its form: nine places and what stands between them. It is written at every paragraph.
_LONGEST = 100


@dataclass(slots=True)
class Level:
    """One level of a numbering."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass
class _Abstract:
    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""
    counts: dict[int, int] = field(default_factory=dict)


@dataclass
class _Numbering:
    abstract: _Abstract
    own: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


class Numberings:
    """All numberings of a document, and where each has counted to."""

    def __init__(self, tree: Element | None, links: dict[str, str] | None = None) -> None:
        self._of: dict[str, _Numbering] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        if tree is None:
            return
        abstracts = {node.get("abstractNumId", ""): _abstract(node) for node in tree.findall("abstractNum")}
        numbers = {node.get("numId", ""): node for node in tree.findall("num")}
        for key, node in numbers.items():
            found = abstracts.get(_value(node, "abstractNumId") or "")
            # A numbering may point to a style, whose own numbering holds the levels (17.9.21).
            if found is not None and found.link and not found.levels:
                other = numbers.get((links or {}).get(found.link, ""))
                found = abstracts.get((_value(other, "abstractNumId") or "") if other is not None else "")
            if found is not None:
                self._of[key] = _overridden(node, found)
                for depth, level in found.levels.items():
                    if level.style:
                        self._by_style.setdefault(level.style, (key, depth))

    def of_style(self, style: str) -> tuple[str, int] | None:
        """The numbering and level that a paragraph style stands for."""
        return self._by_style.get(style)

    def level_of_style(self, key: str, style: str) -> int | None:
        """The level of a numbering that names a style as its own (17.9.23)."""
        numbering = self._of.get(key)
        levels = numbering.abstract.levels.items() if numbering else ()
        return next((depth for depth, level in levels if level.style == style), None)

    def next(self, key: str, depth: int) -> str | None:
        """Count on, and give what the paragraph is shown with: `14.1`, `(a)`, `-` for a bullet; None for
        none.
        """
        numbering = self._of.get(key)
        if numbering is None or not 0 <= depth < _LEVELS:
            return None
        counts = numbering.abstract.counts
        level = _level(numbering, depth)
        if depth in numbering.starts and depth not in numbering.begun:
            counts[depth] = numbering.starts[depth]  # a numbering that starts anew (17.9.27)
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        numbering.begun.add(depth)
        for lower in range(depth + 1, _LEVELS):
            if _restarts(_level(numbering, lower), lower, depth):
                counts.pop(lower, None)
        if level.form == "bullet":
            return "-"
        if level.form == "none" and not _PLACE.search(level.text):
            return level.text.strip() or None
        return self._shown(numbering, level) or None

    def _shown(self, numbering: _Numbering, level: Level) -> str:
        def number(place: re.Match[str]) -> str:
            depth = int(place[1]) - 1
            other = _level(numbering, depth)
            count = numbering.abstract.counts.setdefault(depth, other.start)
            return _formed(count, "decimal" if level.legal else other.form)

        return " ".join(_PLACE.sub(number, level.text).split())


def _abstract(node: Element) -> _Abstract:
    out = _Abstract(link=_value(node, "numStyleLink") or "")
    for depth, found in _levels(node):
        out.levels[depth] = found
    return out


def _overridden(node: Element, abstract: _Abstract) -> _Numbering:
    out = _Numbering(abstract)
    for override in node.findall("lvlOverride"):
        depth = _integer(override.get("ilvl"), 0)
        for at, level in _levels(override):
            out.own[at] = level
            out.starts[at] = level.start
        if (start := _value(override, "startOverride")) is not None:
            out.starts[depth] = _integer(start, 1)
    return out


def _levels(node: Element) -> Iterator[tuple[int, Level]]:
    for found in node.findall("lvl"):
        restart = _value(found, "lvlRestart")
        legal = found.find("isLgl")
        yield (
            _integer(found.get("ilvl"), 0),
            Level(
                _integer(_value(found, "start"), 0),
                _value(found, "numFmt") or "decimal",
                (_value(found, "lvlText") or "")[:_LONGEST],
                None if restart is None else _integer(restart, 0),
                legal is not None and legal.get("val", "1") not in ("0", "false", "off"),
                _value(found, "pStyle") or "",
            ),
        )


def _level(numbering: _Numbering, depth: int) -> Level:
    return numbering.own.get(depth) or numbering.abstract.levels.get(depth) or Level()


def _restarts(level: Level, lower: int, depth: int) -> bool:
    """Whether a level starts again when a higher one counts on (17.9.10: 0 never, n after level n)."""
    return True if level.restart is None else level.restart > 0 and depth < level.restart


def _formed(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        shown = doubled_letters(count)
    elif form in ("lowerRoman", "upperRoman"):
        shown = roman(count)
    elif form == "decimalZero":
        shown = f"{count:02d}"
    elif form == "ordinal":
        ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        shown = f"{count}{ending}"
    elif form in ("none", "bullet"):
        shown = ""
    else:
        shown = str(count)
    return shown.upper() if form.startswith("upper") else shown


def _value(node: Element, name: str) -> str | None:
    found = node.find(name)
    return found.get("val") if found is not None else None


def _integer(value: str | None, default: int) -> int:
    try:
        return max(min(int(value or ""), 100_000), -100_000)
    except ValueError:
        return default
