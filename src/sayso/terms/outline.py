"""The outline of a document: its blocks in order, the section each stands in, and the lead-in it hangs from.

Input is canonical text (Markdown, or plain text); nothing is changed, every block is a span of it. What counts:

- headings: ATX, setext, a line that is bold from end to end, or a short numbered line of its own;
- run-in headings ("**10.4 Customer License Grant.** You grant ...") open a section and leave their sentence to it;
- list items at any depth, lettered and numbered ones too; their lead-in is the block that introduces them;
- table rows: one block a row, with the table's header row as their lead-in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """What a block is."""

    HEADING = 0
    PARAGRAPH = 1
    ITEM = 2
    ROW = 3


@dataclass(slots=True)
class Block:
    """A run of text: `start` and `end` are its offsets without list markers.

    `section` is an index into `Outline.sections` (-1 before the first heading); `lead` the index of the block
    that introduces this one (-1: none); `depth` the heading level or the indentation of an item.
    """

    kind: Kind
    start: int
    end: int
    section: int
    lead: int
    depth: int


@dataclass(slots=True)
class Section:
    """A heading with its number (`10.4`), its text, its level and the section around it (-1: none)."""

    number: str
    title: str
    level: int
    parent: int
    start: int

    @property
    def label(self) -> str:
        """How a citation names it: `10.4 Customer License Grant`."""
        return f"{self.number} {self.title}".strip()


@dataclass(slots=True)
class Outline:
    """Blocks and sections in document order."""

    blocks: list[Block]
    sections: list[Section]

    def label(self, section: int) -> str:
        """The label of a section, or empty before the first heading."""
        return self.sections[section].label if section >= 0 else ""

    def path(self, section: int) -> list[str]:
        """Titles from the outermost section to this one."""
        titles: list[str] = []
        while section >= 0:
            titles.append(self.sections[section].title)
            section = self.sections[section].parent
        return titles[::-1]


_ATX = re.compile(r"[ \t]*(#{1,6})[ \t]+(.*)")
_SETEXT = re.compile(r"[ \t]*(={2,}|-{2,})[ \t]*$")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(
    r"([ \t]*)((?:(?:\\?[*+\-•●◦▪–·o‣○■□✓➢]|\d{1,3}\\?[.)]|\(?[a-zA-Z]{1,4}\\?\)|\([0-9]{1,3}\)|"
    r"[a-zA-Z]\\?\.)[ \t]+)+)(?=\S)"
)
#: With a way back to the top behind it, perhaps.
_BOLD_LINE = re.compile(
    r"(?:\*{2,4}|__)(?!\*)([^*\n]{2,140}?)(?:\*{2,4}|"
    r"__)[ \t]*:?[ \t\u00a0]*(?:\(?\[[^\]\n]{1,20}\]\([^)\n]*\)\)?)?[ \t]*$"
)
_RUN_IN = re.compile(
    r"(?:\*\*|__)((?:\d+(?:\\?\.\d+)*\\?\.?[ \t]+)?[^*\n]{2,100}?)[.:]?[ \t]?(?:\*\*|__)[ \t]*[.:–—-]?[ \t]+(?=\S)"
)
_NUMBER = re.compile(
    r"(?:(?:section|article|clause)[ \t]+)?((?:\d{1,3}|[A-Z]|[IVX]{1,5})(?:\\?\.\d{1,3})*)(?:\\?[.):]"
    r"|[ \t]+[-–—])?[ \t]+",
    re.I,
)
_NUMBERED_LINE = re.compile(r"(\d{1,3}(?:\\?\.\d{1,3})*)(\\?[.)])?[ \t]+(?=[A-Z“\"])([^\n]{2,80})$")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_BOLD_ROW = re.compile(r"\|(?:[ \t]*(?:(?:\*\*|__)[^|]{1,200}(?:\*\*|__))?[ \t]*\|)+")
_MARKUP = re.compile(r"\*\*|__|`|\[([^\]\n]*)\]\([^)\n]*\)|\\(?=[.()#*_-])|<[^>\n]{1,80}>")


_LONGEST_TITLE = 300
_PRINTED = 60  # characters in a line of print, at least


def clean(text: str) -> str:
    """Text without Markdown marks: for titles and labels, never for quotes."""
    return _MARKUP.sub(lambda m: m.group(1) or "", text).strip()


def outline(text: str) -> Outline:
    """Parse canonical text. Linear in its length; any text gives an outline."""
    return _Parser(text).parse()


class _Parser:
    """One pass over the lines; the open paragraph is flushed when something else begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.sections: list[Section] = []
        self.section = -1
        self.para: list[int] | None = None  # start, end of the open paragraph or item
        self.para_kind = Kind.PARAGRAPH
        self.para_depth = 0
        self.marker = ""  # the number of the open item: "7. Sharing" over a rule is a heading
        self.stack: list[tuple[int, int]] = []  # open items: (indent, block)
        self.intro = -1  # the last block that ended in a colon or so: what follows hangs from it
        self.header = -1  # the header row of the open table

    def parse(self) -> Outline:
        start = 0
        lines = self.text.split("\n")
        for i, whole in enumerate(lines):
            if line := whole.rstrip():
                self.line(line, start, start + len(line))
            elif not self.goes_on(lines, i):
                self.flush()
                self.header = -1
            start += len(whole) + 1
        self.flush()
        return Outline(self.blocks, self.sections)

    def goes_on(self, lines: list[str], blank: int) -> bool:
        """Whether the open paragraph goes on behind a blank line: pages of a printed document come so, line by line."""
        if self.para is None:
            return False
        start, end = self.para
        if not (self.text[end - 1].islower() or self.text[end - 1] == ","):
            return False
        if end - max(start, self.text.rfind("\n", start, end)) < _PRINTED:
            return False
        following = next((line for line in lines[blank + 1 : blank + 3] if line and not line.isspace()), "")
        return following[:1].islower() and not _ITEM.match(following)

    def line(self, line: str, start: int, end: int) -> None:
        stripped = line.lstrip()
        first = stripped[0]
        if first == "#" and (m := _ATX.match(line)):
            self.flush()
            title = m.group(2).rstrip("#").rstrip(" \t")  # not by the pattern: it would look from every space on
            self.heading(title, len(m.group(1)), start + m.start(2), start + m.start(2) + len(title))
        elif first in "=-" and self.para and (m := _SETEXT.match(line)):
            title_start, title_end = self.para
            self.para = None
            title = self.marker + self.text[title_start:title_end]
            self.heading(title, 1 if first == "=" else 2, title_start, title_end)
        elif first in "*-_" and _RULE.match(line):
            self.flush()
            self.stack.clear()
        elif first == "|":
            self.row(line, start, end)
        elif m := _ITEM.match(line):
            self.flush()
            if (bold := _BOLD_LINE.match(line, m.end())) and m.group(2)[0].isalnum():  # "14. **CHANGES**"
                self.heading(m.group(2) + bold.group(1), 4, start + bold.start(1), start + bold.end(1))
            else:
                self.item(m, start, end)
        elif self.para:
            self.para[1] = end
        else:
            self.paragraph(line, stripped, start, end)

    def paragraph(self, line: str, stripped: str, start: int, end: int) -> None:
        indent = len(line) - len(stripped)
        if m := _BOLD_LINE.match(stripped):
            self.heading(m.group(1), 5, start + indent + m.start(1), start + indent + m.end(1))
            return
        self.para, self.marker = [start + indent, end], ""
        if indent >= 2 and self.stack:
            self.para_kind, self.para_depth = Kind.ITEM, self.stack[-1][0] + 1
        else:
            self.para_kind, self.para_depth = Kind.PARAGRAPH, 0

    def item(self, m: re.Match[str], start: int, end: int) -> None:
        self.para, self.marker = [start + m.end(), end], m.group(2) if m.group(2)[0].isdigit() else ""
        inner = len(m.group(2).split()) - 1  # "* * ..." opens a list within a list that has no text of its own
        self.para_kind, self.para_depth = Kind.ITEM, len(m.group(1).expandtabs(4)) + 4 * inner

    def row(self, line: str, start: int, end: int) -> None:
        self.flush()
        if _TABLE_RULE.match(line.strip()):
            if self.blocks and self.blocks[-1].kind is Kind.ROW:
                self.header = len(self.blocks) - 1
            return
        lead = self.header if self.header >= 0 else self.intro
        if self.header == len(self.blocks) - 1 and self.header >= 0 and _BOLD_ROW.fullmatch(line.strip()):
            blank = self.blocks[-1]
            if not self.text[blank.start : blank.end].strip("| \t"):  # the header proper stands below, in bold
                lead, self.header = blank.lead, len(self.blocks)
        self.blocks.append(Block(Kind.ROW, start + len(line) - len(line.lstrip()), end, self.section, lead, 0))

    def flush(self) -> None:
        """Close the open paragraph or item: a short numbered line of its own is a heading after all."""
        if self.para is None:
            return
        start, end = self.para
        self.para = None
        if self.para_kind is Kind.PARAGRAPH:
            self.stack.clear()
            if (
                end - start < 90
                and (m := _NUMBERED_LINE.match(self.text, start, end))
                and not _ends_sentence(m.group(3))
            ):
                self.heading(self.text[start:end], 4, start, end)
                return
        self.add(start, end)

    def add(self, start: int, end: int) -> None:
        if (m := _RUN_IN.match(self.text, start, end)) and not _ends_sentence(m.group(1)[:-1]):
            self.open_section(m.group(1), 6, start)
        index = len(self.blocks)
        if self.para_kind is Kind.ITEM:
            while self.stack and self.stack[-1][0] >= self.para_depth:
                self.stack.pop()
            lead = self.stack[-1][1] if self.stack else self.intro
            self.stack.append((self.para_depth, index))
        else:
            lead = -1
            self.intro = index if _introduces(self.text, start, end) else -1
        self.blocks.append(Block(self.para_kind, start, end, self.section, lead, self.para_depth))

    def heading(self, title: str, level: int, start: int, end: int) -> None:
        self.stack.clear()
        self.intro = -1
        self.open_section(title, level, start)
        self.blocks.append(Block(Kind.HEADING, start, end, self.section, -1, level))

    def open_section(self, title: str, level: int, start: int) -> None:
        title = clean(title[:_LONGEST_TITLE])
        number = ""
        if (
            (m := _NUMBER.match(title))
            and m.end() < len(title)
            and (m.group(1)[0].isdigit() or title[m.end() - 2] in ".):")
        ):
            number, title = m.group(1).replace("\\", ""), title[m.end() :]
        parent = self.section
        while parent >= 0 and self.sections[parent].level >= level:
            parent = self.sections[parent].parent
        self.sections.append(Section(number, title.strip(" .:"), level, parent, start))
        self.section = len(self.sections) - 1


def _ends_sentence(text: str) -> bool:
    return text.rstrip("*_ ").endswith((".", ";", ","))


def _introduces(text: str, start: int, end: int) -> bool:
    """Whether what follows hangs from this paragraph: it ends with a colon, or leaves its sentence open."""
    tail = text[max(start, end - 40) : end].rstrip("*_ \t")
    return tail.endswith((":", "：")) or not tail.endswith((".", "!", "?", ")", "”", '"'))
