"""Lists of a page: which number each item is shown with, and how deep it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.terms.load.counting import letters, roman

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
_NUMBER = re.compile(r"\s*(-?\d{1,9})")
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


@dataclass
class List:
    """A list that is being written: the number of its next item (HTML Living Standard, section 4.4.5)."""

    ordered: bool
    style: str = "decimal"
    next: int = 1
    step: int = 1

    @classmethod
    def of(cls, node: LexborNode, ordered: bool, attributes: dict[str, str | None]) -> List:
        """The list that an element opens."""
        css = _STYLE.search(attributes.get("style") or "")
        style = css[1].lower() if css else _TYPES.get(attributes.get("type") or "1", "decimal")
        backwards = ordered and "reversed" in attributes
        start = _number(attributes.get("start"))
        if start is None:
            start = 1
            if backwards:
                child, start = node.first_child, 0
                while child is not None:
                    start += child.tag == "li"
                    child = child.next
        return cls(ordered, style, start, -1 if backwards else 1)

    def marker(self, attributes: dict[str, str | None]) -> str:
        """What the next item is shown with."""
        if self.style == "none":
            return ""
        if not self.ordered:
            return "-"
        value = _number(attributes.get("value"))
        number = self.next if value is None else value
        self.next = number + self.step
        shown = {
            "lower-alpha": letters, "lower-latin": letters, "upper-alpha": letters, "upper-latin": letters,
            "lower-roman": roman, "upper-roman": roman,
        }.get(self.style, str)(number)  # fmt: skip
        return f"{shown.upper() if self.style.startswith('upper') else shown}."


@dataclass(slots=True)
class Item:
    """An item that is being written: `used` once its first line stands, `section` where that is a heading."""

    marker: str
    ordered: bool
    depth: int
    used: bool = False
    section: bool = False
    definition: bool = False


def marker_of(items: list[Item]) -> str:
    """The marker of the innermost item, after the numbers of those around it that have no line of their
    own.
    """
    waiting = []
    for item in reversed(items[:-1]):
        if item.used:
            break
        if item.ordered and item.marker:
            item.used = True
            waiting.append(item.marker)
    return " ".join([*reversed(waiting), items[-1].marker]).strip()


def _number(value: str | None) -> int | None:
    """An attribute as HTML reads numbers: leading digits count."""
    found = _NUMBER.match(value or "")
    return int(found[1]) if found else None
