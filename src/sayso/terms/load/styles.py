"""Paragraph and character styles of a DOCX file, with what they take over from the styles they are based
on.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

_CHAIN = 20  # how long a chain of styles is followed; Word allows eleven
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of a paragraph or run; None where it says nothing."""

    name: str = ""
    outline: int | None = None
    numbering: str | None = None
    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None


class Styles:
    """All styles, by id."""

    def __init__(self, tree: Element | None) -> None:
        self._nodes: dict[str, Element] = {}
        self._known: dict[str, Style] = {}
        self.default = ""
        for node in tree.findall("style") if tree is not None else ():
            key = node.get("styleId", "")
            self._nodes.setdefault(key, node)
            if node.get("type") == "paragraph" and node.get("default") in ("1", "true", "on"):
                self.default = key

    def __getitem__(self, key: str) -> Style:
        if key not in self._known:
            chain: list[Element] = []
            at = key
            while at in self._nodes and len(chain) < _CHAIN:
                chain.append(self._nodes[at])
                at = _value(self._nodes[at], "basedOn") or ""
            out = Style()
            for node in reversed(chain):
                out = _over(out, node)
            self._known[key] = out
        return self._known[key]

    def numberings(self) -> dict[str, str]:
        """Which numbering each style names."""
        found = {key: self[key].numbering for key in self._nodes}
        return {key: numbering for key, numbering in found.items() if numbering}


def numbering_of(properties: Element | None) -> tuple[str | None, int | None]:
    """The numbering and the level that paragraph properties name."""
    node = properties.find("numPr") if properties is not None else None
    if node is None:
        return None, None
    level = _value(node, "ilvl")
    return _value(node, "numId"), int(level) if level and level.isdecimal() and len(level) < 3 else None


def outline_of(properties: Element | None) -> int | None:
    """The heading level, from 0, that paragraph properties name; 9 is body text."""
    value = _value(properties, "outlineLvl") if properties is not None else None
    return int(value) if value and value.isdecimal() and len(value) < 3 else None


def flag(properties: Element | None, name: str) -> bool | None:
    """A property that is on, off, or not said."""
    node = properties.find(name) if properties is not None else None
    return None if node is None else node.get("val", "1").lower() not in _OFF


def _over(below: Style, node: Element) -> Style:
    paragraph, run = node.find("pPr"), node.find("rPr")
    outline, bold, hidden = outline_of(paragraph), flag(run, "b"), flag(run, "vanish")
    numbering, level = numbering_of(paragraph)
    return Style(
        (_value(node, "name") or "").lower(),
        below.outline if outline is None else outline,
        below.numbering if numbering is None else numbering,
        below.level if level is None else level,
        below.bold if bold is None else bold,
        below.hidden if hidden is None else hidden,
    )


def _value(node: Element, name: str) -> str | None:
    found = node.find(name)
    return found.get("val") if found is not None else None
