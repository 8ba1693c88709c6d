"""DOCX (ECMA-376, WordprocessingML) to canonical Markdown, with the numbers that Word would show.

What a reader of the finished document does not see is left out: deleted and hidden text, instructions of
fields, tables of contents, headers and footers. Footnotes follow at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sayso.errors import UnreadableError
from sayso.terms.load.archive import Archive
from sayso.terms.load.converted import Converted
from sayso.terms.load.markdown import TYPED, Run, Writer, clean, inline, target
from sayso.terms.load.numbering import Numberings
from sayso.terms.load.styles import Styles, flag, numbering_of, outline_of
from sayso.terms.load.title import title_of

_BODY = "word/document.xml"
_HEADING = re.compile(r"heading ([1-9])")
_CLAUSE = re.compile(r"\w{1,4}(?:\.\w{1,4})+\.?$|(?:section|article|clause|part)\b", re.I)
_SKIPPED = frozenset(("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sdtPr", "tblPr", "sectPr"))
_SHOWN = frozenset(("t", "tab", "ptab", "br", "cr", "noBreakHyphen", "footnoteReference"))
_LINK_FIELD = re.compile(r"HYPERLINK\s+\"([^\"]+)\"")


def convert(data: bytes, source: str) -> Converted:
    """The text of a DOCX file. Raises `UnreadableError` where it is broken, locked, too large or empty."""
    archive = Archive(data, source)
    if _BODY not in archive:
        other = "is a zip file, and no DOCX file" if "[Content_Types].xml" not in archive else "is no Word document"
        raise UnreadableError(source, other, "give DOCX, PDF or HTML")
    body = _Body(archive)
    # The children of the body, at depth 3 below the document, come one at a time.
    for node in archive.elements(_BODY, depth=3):
        body.block(node)
    body.footnotes()
    text = body.writer.text()
    if not text.strip():
        raise UnreadableError(source, "holds no text", "give a file that holds terms")
    return Converted(text, body.title or title_of(text) or _named(archive))


def _named(archive: Archive) -> str:
    core = archive.tree("docProps/core.xml")
    found = core.find("title") if core is not None else None
    return clean(found.text or "").strip()[:200] if found is not None else ""


class _Body:
    """Writes the blocks of a document's body."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.styles = Styles(archive.tree("word/styles.xml"))
        self.numberings = Numberings(archive.tree("word/numbering.xml"), self.styles.numberings())
        self.links = _links(archive.tree("word/_rels/document.xml.rels"))
        self.writer = Writer()
        self.title = ""
        self.notes: list[str] = []
        #: Levels of list items that are open around the next one, of one numbering.
        self.open: list[tuple[str, int]] = []

    def block(self, node: Element) -> None:
        """Write one child of the body, or of what wraps children of the body."""
        for found in _unwrapped(node):
            if found.tag == "p":
                self._paragraph(found)
            elif found.tag == "tbl":
                self._table(found)

    def footnotes(self) -> None:
        """Write the footnotes that the text refers to."""
        tree = self.archive.tree("word/footnotes.xml") if self.notes else None
        numbers = {note: number for number, note in reversed([*enumerate(self.notes, 1)])}
        for note in tree.findall("footnote") if tree is not None else ():
            if (number := numbers.get(note.get("id", ""))) is not None:
                text = " ".join(filter(None, (inline(self._runs(p)) for p in note.iter("p"))))
                self.writer.paragraph(f"[^{number}]: {text}" if text else "")

    def _paragraph(self, node: Element) -> None:
        properties = node.find("pPr")
        style_id = _value(properties, "pStyle") or self.styles.default
        style = self.styles[style_id]
        if style.name.startswith("toc ") or style.name == "toc heading":
            return
        runs = self._runs(node, bool(style.bold))
        outline = outline_of(properties)
        outline = style.outline if outline is None else outline
        named = _HEADING.match(style.name)
        level = outline + 1 if outline is not None and outline < 9 else int(named[1]) if named else 0
        if style.name == "title":
            level = 1
        if not inline(runs):
            # An empty paragraph with a number is shown with it, and counts.
            self._number(properties, style_id)
            return
        key, depth, number = self._number(properties, style_id)
        lines = _lines(runs)
        if level:
            self.open.clear()
            text = " ".join(inline(line, bold=False) for line in lines)
            self.title = self.title or (text if style.name == "title" else "")
            self.writer.heading(level, _numbered(number, text))
            return
        for index, line in enumerate(lines):
            if index == 0:
                self._line(line, key, depth, number)
            else:
                self.writer.paragraph(inline(line), len(self.open))

    def _line(self, runs: list[Run], key: str, depth: int, number: str | None) -> None:
        """A paragraph as a clause (14.1), an item of a list ((a), -) or plain text."""
        if not number:
            self.open.clear()
            self.writer.paragraph(inline(runs))
            return
        if _CLAUSE.match(number) or (depth == 0 and number != "-" and runs[0].bold):
            # A clause is a paragraph of its own, its number inside the bold heading that runs into it.
            self.open.clear()
            first = Run(f"{number} ", runs[0].bold)
            self.writer.paragraph(inline(runs) if TYPED.match(inline(runs)) else inline([first, *runs]))
            return
        while self.open and (self.open[-1][0] != key or self.open[-1][1] >= depth):
            self.open.pop()
        self.writer.item(number, inline(runs), len(self.open))
        self.open.append((key, depth))

    def _number(self, properties: Element | None, style_id: str) -> tuple[str, int, str | None]:
        """Which numbering a paragraph counts in, at which level, and what it is shown with."""
        key, depth = numbering_of(properties)
        style = self.styles[style_id]
        if key is None and style.numbering is not None:
            key = style.numbering
            depth = depth if depth is not None else self.numberings.level_of_style(key, style_id)
            depth = style.level if depth is None else depth
        if key is None and (found := self.numberings.of_style(style_id)) is not None:
            key, depth = found
        if key is None or key == "0":  # 0 takes a style's numbering away (17.9.18)
            return "", 0, None
        return key, depth or 0, self.numberings.next(key, depth or 0)

    def _runs(self, node: Element, bold: bool = False) -> list[Run]:
        """The runs of text of a paragraph, in order."""
        out: list[Run] = []
        stack: list[tuple[Element, str]] = [(child, "") for child in reversed(node)]
        while stack:
            found, href = stack.pop()
            if found.tag == "r":
                self._run(found, bold, href, out)
                continue
            if found.tag in _SKIPPED:
                continue
            if found.tag == "hyperlink":
                href = target(self.links.get(found.get("id", ""), ""))
            elif found.tag == "fldSimple" and (link := _LINK_FIELD.search(found.get("instr", ""))):
                href = target(link[1])
            stack += [(child, href) for child in reversed(found)]
        return out

    def _run(self, node: Element, bold: bool, href: str, out: list[Run]) -> None:
        properties = node.find("rPr")
        style = self.styles[_value(properties, "rStyle") or ""]
        hidden = flag(properties, "vanish")
        if hidden or (hidden is None and style.hidden):
            return
        own = flag(properties, "b")
        own = style.bold if own is None else own
        bold = bold if own is None else own
        for child in _drawn(node):
            if child.tag == "t":
                out.append(Run(child.text or "", bold, href))
            elif child.tag in ("tab", "ptab"):
                out.append(Run(" ", bold, href))
            elif child.tag in ("br", "cr"):
                out.append(Run("\n" if child.get("type") not in ("page", "column") else " "))
            elif child.tag == "noBreakHyphen":
                out.append(Run("-", bold, href))
            elif child.tag == "footnoteReference":
                self.notes.append(child.get("id", ""))
                out.append(Run(f"[^{len(self.notes)}]"))

    def _table(self, node: Element) -> None:
        """A table of data as rows; one column of cells as the blocks that they hold."""
        self.open.clear()
        rows = [list(_below(row, "tc")) for row in _below(node, "tr")]
        if max((len(row) for row in rows), default=0) < 2:
            for row in rows:
                for cell in row:
                    for child in cell:
                        self.block(child)
            return
        table = [[text for cell in row for text in self._cell(cell)] for row in rows]
        self.writer.table(table, headed=True)

    def _cell(self, cell: Element) -> list[str]:
        """The text of a cell, followed by the empty columns that it spans."""
        lines = []
        for paragraph in cell.iter("p"):
            properties = paragraph.find("pPr")
            number = self._number(properties, _value(properties, "pStyle") or self.styles.default)[2]
            text = " ".join(inline(line) for line in _lines(self._runs(paragraph)))
            lines.append(_numbered(number, text))
        span = _value(cell.find("tcPr"), "gridSpan") or "1"
        wide = min(int(span), 50) if span.isdecimal() and len(span) < 4 else 1
        return ["<br>".join(filter(None, lines)), *[""] * (wide - 1)]


def _numbered(number: str | None, text: str) -> str:
    return f"{number} {text}" if number and text and not TYPED.match(text) else text


def _lines(runs: list[Run]) -> list[list[Run]]:
    """The runs between line breaks, lines without text left out."""
    out: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\n":
            out.append([])
        else:
            out[-1].append(run)
    return [line for line in out if inline(line)]


def _unwrapped(node: Element) -> Iterator[Element]:
    """The paragraphs and tables that an element is or wraps: content controls, insertions, custom XML."""
    stack = [node]
    while stack:
        found = stack.pop()
        if found.tag in ("p", "tbl"):
            yield found
        elif found.tag in (
            "sdt",
            "sdtContent",
            "ins",
            "moveTo",
            "customXml",
            "smartTag",
            "AlternateContent",
            "Choice",
        ):
            stack += reversed(found)


def _drawn(run: Element) -> Iterator[Element]:
    """What a run shows, text boxes included; of alternatives, the first (ECMA-376 part 3, section 9.3)."""
    stack = list(reversed(run))
    while stack:
        found = stack.pop()
        if found.tag == "AlternateContent":
            stack += found[:1]
        elif found.tag in _SHOWN:
            yield found
        elif found.tag not in _SKIPPED:
            stack += reversed(found)


def _below(node: Element, tag: str) -> Iterator[Element]:
    stack = list(reversed(node))
    while stack:
        found = stack.pop()
        if found.tag == tag:
            yield found
        elif found.tag in ("sdt", "sdtContent", "ins", "customXml"):
            stack += reversed(found)


def _links(tree: Element | None) -> dict[str, str]:
    return {node.get("Id", ""): node.get("Target", "") for node in tree} if tree is not None else {}


def _value(node: Element | None, name: str) -> str | None:
    found = node.find(name) if node is not None else None
    return found.get("val") if found is not None else None
