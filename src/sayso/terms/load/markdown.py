"""Writing the canonical Markdown that HTML, PDF and DOCX are turned into.

One paragraph is one line. Blocks stand apart by a blank line, except items of a list, rows of a table and the
definitions under a term. Nothing is escaped but the bar inside a table cell, so that a quote reads as the
page does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from sayso.terms.load.limits import MAX_INDENT

_SPACE = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")
# Characters that are there for layout and that nobody sees: soft hyphens, joiners, marks, controls.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]")
# A number that is already typed at the start of an item: "(a) ", "10.4 ", "1. ", "iv) ".
TYPED = re.compile(
    r"\*{0,2}(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{1,6})[.)]|\d{1,3}(?:\.\d{1,3})+)(?=[\s*])"
)
#: Rows are filled up to so many columns: wider tables are not for people.
_COLUMNS = 50


@dataclass(slots=True)
class Run:
    """A stretch of text inside a block."""

    text: str
    bold: bool = False
    href: str = ""


@dataclass(slots=True)
class _Block:
    kind: str
    text: str


def clean(text: str) -> str:
    """Text without unseen characters, and with every run of white space as one space."""
    return _SPACE.sub(" ", _UNSEEN.sub("", text))


def inline(runs: Iterable[Run], bold: bool = True) -> str:
    """The runs on one line, with links as `[text](href)` and, unless `bold` is false, `**bold**` runs."""
    parts: list[str] = []
    for is_bold, group in groupby(_spaced(runs), key=lambda run: run.bold and bold):
        text = "".join(_linked(list(linked), href) for href, linked in groupby(group, key=lambda run: run.href))
        inner = text.strip(" ")
        if is_bold and inner:
            lead, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
            text = f"{lead}**{inner}**{tail}"
        parts.append(text)
    return "".join(parts).strip(" ")


def _spaced(runs: Iterable[Run]) -> list[Run]:
    """The runs with white space collapsed across their borders; a run of space alone takes its neighbour's
    kind.
    """
    out: list[Run] = []
    space = True  # as if a space came before: leading space goes
    for run in runs:
        text = clean(run.text)
        if space:
            text = text.lstrip(" ")
        if not text:
            continue
        space = text.endswith(" ")
        if text == " " and out and out[-1].href == run.href:
            out[-1] = Run(out[-1].text + " ", out[-1].bold, out[-1].href)
        else:
            out.append(Run(text, run.bold, run.href))
    return out


def _linked(runs: list[Run], href: str) -> str:
    text = "".join(run.text for run in runs)
    inner = text.strip(" ")
    if not href or not inner:
        return text
    lead, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{lead}[{inner}]({href}){tail}"


def target(href: str | None) -> str:
    """A link's address as Markdown can hold it; empty for what leads nowhere (scripts, embedded data)."""
    href = (href or "").strip()
    if not href or href.lower().startswith(("javascript:", "data:", "about:", "blob:")):
        return ""
    return re.sub(r"[\s\x00-\x1f]+", "%20", href).replace("(", "%28").replace(")", "%29")


@dataclass
class Writer:
    """Collects blocks and joins them."""

    blocks: list[_Block] = field(default_factory=list)

    def apart(self) -> None:
        """The next item opens another list than the one before."""
        if self.blocks and self.blocks[-1].kind == "item":
            self.blocks[-1].kind = "last item"

    def heading(self, level: int, text: str) -> None:
        """A heading; one without text is no heading."""
        if text:
            self.blocks.append(_Block("heading", f"{'#' * min(max(level, 1), 6)} {text}"))

    def paragraph(self, text: str, depth: int = 0) -> None:
        """A paragraph, indented where it goes on inside a list item."""
        if text:
            self.blocks.append(_Block("paragraph", _indent(depth) + text))

    def item(self, marker: str, text: str, depth: int = 0) -> None:
        """An item of a list. A number that is typed in the text wins over the marker."""
        if text:
            lead = marker + " " if marker and not TYPED.match(text) else ""
            self.blocks.append(_Block("item", f"{_indent(depth)}{lead}{text}"))

    def term(self, text: str, depth: int = 0) -> None:
        """A term of a definition list."""
        if text:
            self.blocks.append(_Block("term", f"{_indent(depth)}**{text}**"))

    def definition(self, text: str, depth: int = 0) -> None:
        """What a term means."""
        if text:
            self.blocks.append(_Block("definition", f"{_indent(depth)}: {text}"))

    def table(self, rows: list[list[str]], headed: bool) -> None:
        """A table, one line a row; all rows get as many cells as the longest, within reason."""
        width = min(max((len(row) for row in rows), default=0), _COLUMNS)
        rows = [row + [""] * (width - len(row)) for row in rows if any(row)]
        for index, row in enumerate(rows):
            kind = "row" if index else "first row"
            self.blocks.append(_Block(kind, f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"))
            if headed and index == 0 and len(rows) > 1:
                self.blocks.append(_Block("row", "|" + " --- |" * width))

    def text(self) -> str:
        """The document."""
        out: list[str] = []
        before = ""
        for block in self.blocks:
            tight = (
                (block.kind in ("item", "last item") and before == "item")
                or block.kind == "row"
                or (block.kind == "definition" and before in ("term", "definition"))
                or (block.kind == "term" and before == "term")
            )
            out.append(("" if not before else "\n" if tight else "\n\n") + block.text)
            before = block.kind
        return "".join(out) + ("\n" if out else "")


def _indent(depth: int) -> str:
    return " " * 4 * min(max(depth, 0), MAX_INDENT)
