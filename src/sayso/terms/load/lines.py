"""Lines of pages to paragraphs, headings and lists: what a PDF shows and does not say.

Headings are what the bookmarks name, and lines in larger letters. A paragraph goes on over lines and pages
until a gap, a number, a bullet or a short last line ends it. Lines that come again at the edge of pages are
no text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from sayso.terms.load.markdown import TYPED, Run, Writer, inline
from sayso.terms.load.words import words

#: Stands at the end of a line where a word goes on in the next.
HYPHEN = "\u00ad"
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—\s]*\d{1,4}[-–—\s]*(?:(?:of|/)\s*\d{1,4})?", re.I)
_BULLET = re.compile(r"[•·▪‣◦●○■∙⁃\uf0b7\uf0a7]\s*|[-–]\s+")
_REFERS = re.compile(r"(?:sections?|clause|article|paragraph|exhibit|annex|part)\s*$", re.I)
_NUMBERED = re.compile(r"(?:(?:section|article)\s+)?\d{1,3}(?:\.\d{1,3})*\.?\s+\S", re.I)
_ITEM = re.compile(r"\(?(?:[a-z]|[ivxl]{1,6}|\d{1,2})[.)]\s", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words that others are joined to by a hyphen.
_PREFIXES = words(
    "opt non self cross third first second one two end real long short well so up follow sign log co pre re "
    "sub "
    "multi anti user machine data privacy text speech e age de high low full part time in on off by to not"
)
_ENDS = (".", ":", ";", "!", "?", ".”", '."', ".)")


@dataclass(slots=True)
class Line:
    """A line as it stands on its page, in points from the lower left corner."""

    text: str
    runs: list[Run]
    left: float
    right: float
    bottom: float
    size: float
    page: int

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(run.bold for run in self.runs)


def written(pages: list[list[Line]], outline: dict[str, int]) -> str:
    """The Markdown of a document's pages. `outline`: the titles of its bookmarks, letters only, and their
    levels.
    """
    lines = [line for page in _without_edges(pages) for line in page]
    if not lines:
        return ""
    look = _Look(lines, outline)
    writer = Writer()
    lefts: list[float] = []
    for group in look.groups():
        level = look.level(group)
        runs = _joined(group, look.words)
        if level:
            lefts.clear()
            writer.heading(level, inline(runs, bold=False))
            continue
        text = inline(runs, bold=not look.mostly_bold)
        bullet = _BULLET.match(text)
        if bullet or _ITEM.match(text):
            depth = _depth(group[0].left, lefts)
            writer.item("-" if bullet else "", text[bullet.end() :] if bullet else text, depth)
        else:
            lefts.clear()
            writer.paragraph(text)
    return writer.text()


def _depth(left: float, lefts: list[float]) -> int:
    """How deep an item is, by where it starts beside the items before it."""
    while lefts and left < lefts[-1] - 3:
        lefts.pop()
    if not lefts or left > lefts[-1] + 6:
        lefts.append(left)
    return len(lefts) - 1


def _without_edges(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without headers, footers and page numbers."""
    if len(pages) < 2:
        return pages
    edges = [{id(line) for line in (*page[:2], *page[-2:])} for page in pages]
    seen = Counter(
        key
        for page, edge in zip(pages, edges, strict=True)
        for key in {_edge_key(line) for line in page if id(line) in edge}
    )
    often = max(2, min(3, len(pages) // 2))

    def kept(line: Line, edge: set[int]) -> bool:
        if id(line) not in edge:
            return True
        if _PAGE_NUMBER.fullmatch(line.text):
            return False
        # A line of a clause may come again too, but not at the same height of the page.
        return seen[_edge_key(line)] < often or len(line.text) > 150

    return [[line for line in page if kept(line, edge)] for page, edge in zip(pages, edges, strict=True)]


def _edge_key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 4)


class _Look:
    """What is usual in a document, and what stands out from it."""

    def __init__(self, lines: list[Line], outline: dict[str, int]) -> None:
        self.lines, self.outline = lines, outline
        weights: Counter[float] = Counter()
        bold = 0
        for line in lines:
            weights[line.size] += len(line.text)
            bold += len(line.text) if line.bold else 0
        total = sum(weights.values())
        self.body = max(weights, key=lambda size: (weights[size], size))
        self.mostly_bold = bold * 2 > total
        larger = sorted((size for size in weights if size >= self.body * 1.12), reverse=True)
        self._levels = {size: min(rank, 4) for rank, size in enumerate(larger, 1)}
        gaps = [
            a.bottom - b.bottom
            for a, b in pairwise(lines)
            if a.page == b.page and a.size == b.size == self.body and 0 < a.bottom - b.bottom < 4 * self.body
        ]
        self.leading = median(gaps) if gaps else self.body * 1.3
        # Where most paragraphs have one line, the usual gap is the one between paragraphs.
        self.leading = min(self.leading, self.body * 1.6)
        self.right = sorted(line.right for line in lines)[int(len(lines) * 0.95)]
        self.left = sorted(line.left for line in lines)[int(len(lines) * 0.05)]
        self.words = _whole_words(lines)

    def groups(self) -> list[list[Line]]:
        """The lines that belong together."""
        out: list[list[Line]] = []
        for line in self.lines:
            if out and self._goes_on(out[-1], line):
                out[-1].append(line)
            else:
                out.append([line])
        return out

    def level(self, group: list[Line]) -> int:
        """The heading level of a group of lines, or 0."""
        text = " ".join(line.text for line in group)
        if len(text) > 200:
            return 0
        named = self.outline.get(re.sub(r"\W+", "", text).lower())
        if named:
            return named
        if group[0].size in self._levels and any(map(str.isalpha, text)):
            return self._levels[group[0].size]
        numbered = len(text) < 100 and _NUMBERED.match(text) and not text.endswith((".", ";", ","))
        if numbered and all(line.bold for line in group) and not self.mostly_bold:
            return min(len(self._levels) + 1 + text.split()[0].rstrip(".").count("."), 5)
        return 0

    def _goes_on(self, group: list[Line], line: Line) -> bool:
        before = group[-1]
        if line.size != before.size and abs(line.size - before.size) > 0.1 * self.body:
            return False
        heading = before.size in self._levels or re.sub(r"\W+", "", before.text).lower() in self.outline
        if _BULLET.match(line.text) or (TYPED.match(line.text) and not _REFERS.search(before.text)):
            return False
        if before.text.endswith((HYPHEN, "-")) and line.text[:1].islower():
            return True
        ended = before.text.endswith(_ENDS)
        full = before.right > self.right - 0.15 * (self.right - self.left)
        if line.page != before.page:
            return not heading and not ended and (line.text[:1].islower() or full)
        gap = before.bottom - line.bottom
        if gap < 0 or gap > max(self.leading, before.size * 1.15) * 1.35:
            return gap < 0 and not ended and not heading and line.text[:1].islower()
        if heading:
            return True
        if before.bold != line.bold and (before.bold or line.bold) and not full:
            return False
        if ended and (not full or line.left > before.left + 1.2 * before.size):
            return False
        return full or not ended


def _joined(group: list[Line], known: frozenset[str]) -> list[Run]:
    """The runs of a paragraph, its lines joined by spaces, its hyphens judged."""
    out: list[Run] = []
    for index, line in enumerate(group):
        runs = [Run(run.text, run.bold) for run in line.runs]
        if index + 1 < len(group):
            if runs[-1].text.rstrip().endswith((HYPHEN, "-")):
                runs[-1].text = runs[-1].text.rstrip()
                kept = _hyphenated(line.text[:-1], group[index + 1].text, known)
                runs[-1].text = runs[-1].text[:-1] + ("-" if kept else "")
            elif not runs[-1].text.endswith("/"):
                runs[-1].text += " "
        out += runs
    return [Run(run.text.replace(HYPHEN, "-"), run.bold) for run in out]


def _whole_words(lines: list[Line]) -> frozenset[str]:
    """The words of the text, without the pieces that a line's end may have cut; hyphenated ones with their
    hyphen.
    """
    out: set[str] = set()
    cut = False
    for line in lines:
        found = _HYPHENATED.findall(line.text.lower())
        first = found[1:] if cut else found
        cut = line.text.endswith((HYPHEN, "-"))
        out.update(first[:-1] if cut else first)
    return frozenset(out)


def _hyphenated(before: str, after: str, known: frozenset[str]) -> bool:
    """Whether a word that is broken at a hyphen is written with it: `opt-` `out` is, `informa-` `tion` is
    not.
    """
    head, tail = _WORD.findall(before.lower())[-1:], _WORD.findall(after.lower())[:1]
    if not head or not tail or f"{head[0]}-{tail[0]}" in known:
        return True
    if head[0] + tail[0] in known:
        return False
    return head[0] in _PREFIXES or (head[0] in known and tail[0] in known)
