"""Writing a page's tree out as Markdown, element by element, without recursion.

An element either changes how the text below it is written (bold, a link), or is a block, which ends what was
being written. `enter` gives what to do when the element is left, or None where nothing below it is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sayso.terms.load import chrome
from sayso.terms.load.items import Item, List, marker_of
from sayso.terms.load.markdown import TYPED, Run, Writer, clean, inline, target
from sayso.terms.load.tables import caption_of, rows_of
from sayso.terms.load.words import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from sayso.terms.load.page import Page

_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
_LIGHT = re.compile(r"font-weight\s*:\s*(normal|[1-5]00)", re.I)
_BLOCKS = words(
    "address article aside blockquote body center details dialog div fieldset figcaption figure footer form "
    "header hgroup hr legend main nav p pre section summary tbody tfoot thead tr td th table caption"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BULLET = re.compile(r"[•·▪‣◦●○■∙⁃]\s*")
_PERMALINK = words("# ¶ 🔗 ⚓")
_BREAK = "\n"

Leave = Callable[[], None]


def _no_more() -> None:
    """Nothing to do when the element is left."""


class Walk:
    """Walks one page, or one cell of a table, and writes it."""

    def __init__(self, page: Page, writer: Writer | None = None) -> None:
        self.page = page
        self.writer = writer or Writer()
        self.runs: list[Run] = []
        self.items: list[Item] = []
        self.lists: list[List] = []
        self.bold = 0
        self.pre = 0
        self.heading = 0
        self.href = ""

    def over(self, root: LexborNode) -> None:
        """Write all that is below `root`."""
        stack: list[tuple[LexborNode | None, Leave]] = []
        node = root.first_child
        while node is not None or stack:
            if node is None:
                node, leave = stack.pop()
                leave()
                continue
            if node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node:
                leaving = self._enter(node)
                if leaving is not None:
                    stack.append((node.next, leaving))
                    node = node.first_child
                    continue
            node = node.next
        self.flush()

    def _text(self, text: str) -> None:
        if self.pre:
            text = text.replace("\r", "")
            for index, line in enumerate(text.split("\n")):
                if index:
                    self.runs.append(Run(_BREAK))
                self.runs.append(Run(line, self.bold > 0, self.href))
        else:
            # A line break in the source is a space; only `br` is a break.
            self.runs.append(Run(text.replace("\n", " "), self.bold > 0, self.href))

    def _enter(self, node: LexborNode) -> Leave | None:
        tag = node.tag or ""
        if tag in chrome.NEVER or node.mem_id in self.page.dropped:
            return None
        attributes = node.attributes
        if attributes and chrome.unseen(attributes, self.page.controlled):
            return None
        if tag == "br":
            self.runs.append(Run(" " if self.heading else _BREAK))
            return None
        if tag == "button":
            return self._button(attributes)
        if tag in _HEADINGS:
            return self._heading(_HEADINGS[tag])
        if tag == "table" and self._table(node):
            return None
        if tag in ("ul", "ol", "menu"):
            return self._list(node, tag == "ol", attributes)
        if tag == "li":
            return self._item(attributes)
        if tag in ("dt", "dd"):
            return self._term() if tag == "dt" else self._definition()
        if tag in _BLOCKS or tag == "dl":
            return self._block(tag, attributes)
        return self._inline(tag, attributes)

    def _inline(self, tag: str, attributes: dict[str, str | None]) -> Leave:
        style = attributes.get("style") or "" if attributes else ""
        light = bool(style and _LIGHT.search(style))
        if (tag in ("b", "strong") and not light) or (style and _BOLD.search(style)):
            return self._bolder()
        if tag == "a":
            before, self.href = self.href, target(attributes.get("href"))

            def leave() -> None:
                # A sign that only links to its own heading is no text.
                if self.runs and self.runs[-1].href and self.runs[-1].text.strip() in _PERMALINK:
                    self.runs.pop()
                self.href = before

            return leave
        return _no_more

    def _bolder(self) -> Leave:
        self.bold += 1

        def leave() -> None:
            self.bold -= 1

        return leave

    def _button(self, attributes: dict[str, str | None]) -> Leave | None:
        """A button is a control, unless it is the headline of what it unfolds."""
        headline = self.heading or "aria-expanded" in attributes or "aria-controls" in attributes
        if not headline:
            return None
        return _no_more if self.heading else self._block("summary", attributes)

    def _block(self, tag: str, attributes: dict[str, str | None]) -> Leave:
        self.flush()
        style = attributes.get("style") or "" if attributes else ""
        bold = int(tag == "summary" or bool(style and _BOLD.search(style)))
        pre = int(tag == "pre")
        self.bold, self.pre = self.bold + bold, self.pre + pre

        def leave() -> None:
            self.flush()
            self.bold, self.pre = self.bold - bold, self.pre - pre

        return leave

    def _heading(self, level: int) -> Leave:
        self.flush()
        self.heading += 1

        def leave() -> None:
            self.heading -= 1
            text = inline((Run(" ") if run.text == _BREAK else run for run in self.runs), bold=False)
            self.runs.clear()
            if text and self.items and not self.items[-1].used:
                # The number of a list item that opens with a heading is the heading's number.
                item = self.items[-1]
                item.used = item.section = True
                if item.ordered and not TYPED.match(text):
                    text = f"{item.marker} {text}"
            self.writer.heading(level, text)

        return leave

    def _list(self, node: LexborNode, ordered: bool, attributes: dict[str, str | None]) -> Leave:
        self.flush()
        self.lists.append(List.of(node, ordered, attributes))

        def leave() -> None:
            self.flush()
            self.lists.pop()
            if not self.lists:
                self.writer.apart()

        return leave

    def _item(self, attributes: dict[str, str | None]) -> Leave:
        self.flush()
        stray = not self.lists
        if stray:
            self.lists.append(List(False))  # an item outside any list is shown with a bullet
        of = self.lists[-1]
        return self._inside(Item(of.marker(attributes), of.ordered, self._depth()), stray)

    def _inside(self, item: Item, stray: bool = False) -> Leave:
        self.items.append(item)

        def leave() -> None:
            self.flush()
            self.items.pop()
            if stray:
                self.lists.pop()

        return leave

    def _depth(self) -> int:
        """How deep what comes next is indented: one step for each item around it that is no section."""
        return (
            self.items[-1].depth + (0 if self.items[-1].section or not self.items[-1].used else 1) if self.items else 0
        )

    def _term(self) -> Leave:
        self.flush()

        def leave() -> None:
            text = inline((Run(" ") if run.text == _BREAK else run for run in self.runs), bold=False)
            self.runs.clear()
            self.writer.term(text, self._depth())

        return leave

    def _definition(self) -> Leave:
        self.flush()
        return self._inside(Item("", False, self._depth(), definition=True))

    def _table(self, node: LexborNode) -> bool:
        """Write a table of data; False where the table only lays the page out."""
        found = rows_of(node, self.text_of)
        if found is None:
            return False
        self.flush()
        self.writer.paragraph(caption_of(node, self.text_of))
        self.writer.table(*found)
        return True

    def text_of(self, node: LexborNode) -> str:
        """The text of a part of the page by itself: a cell or a caption."""
        walk = Walk(self.page)
        walk.over(node)
        return walk.writer.text()

    def flush(self) -> None:
        """End the block that is being written."""
        if not self.runs:
            return
        if self.heading:  # a block inside a heading is part of the heading
            self.runs.append(Run(" "))
            return
        runs, self.runs = self.runs, []
        for line in _lines(runs):
            self._paragraph(line)

    def _paragraph(self, text: str) -> None:
        bullet = _BULLET.match(text)
        if not self.items:
            if bullet:
                self.writer.item("-", text[bullet.end() :])
            else:
                self.writer.paragraph(text)
            return
        item = self.items[-1]
        if item.used:
            self.writer.paragraph(text, item.depth + (0 if item.section else 1))
        elif item.definition:
            self.writer.definition(text, item.depth)
        else:
            self.writer.item(marker_of(self.items), text[bullet.end() :] if bullet else text, item.depth)
        item.used = True


def _lines(runs: list[Run]) -> list[str]:
    """The paragraphs of a block with breaks: what a break ends stands alone, what goes on after it is joined."""
    if not any(run.text == _BREAK for run in runs):
        text = inline(runs)
        return [text] if text else []
    lines: list[list[str]] = []  # of each, the parts that are joined once it is whole
    current: list[Run] = []
    length, blank = 0, True
    for run in [*runs, Run(_BREAK)]:
        if run.text != _BREAK:
            current.append(run)
            continue
        text = inline(current)
        current = []
        if text and lines and not blank and _goes_on(lines[-1][-1], length, text):
            lines[-1].append(text)
            length += 1 + len(text)
        elif text:
            lines.append([text])
            length = len(text)
        blank = not text
    return [clean(" ".join(parts)) for parts in lines]


def _goes_on(before: str, length: int, after: str) -> bool:
    """Whether a sentence that was broken goes on in the next line, `length` letters after its beginning."""
    if _BULLET.match(after) or TYPED.match(after) or after.startswith(("- ", "**")):
        return False
    return after[0].islower() or (length >= 60 and before[-1] not in ".:;!?*")
