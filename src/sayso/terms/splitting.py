"""How a text is cut into sentences: at marks and table breaks, and where one is longer than any is."""

from __future__ import annotations

import re
from collections.abc import Iterator

# The first class lets the search skip from one candidate to the next; what follows says which it was.
_END = re.compile(
    r"[.!?<;:](?:(?<=[.!?])[\"”’')\]*_]*[ \t\r\n]+(?=[\"“‘'(\[*_]*[A-Z0-9])|(?<=<)br>"
    r"|(?<=[;:])[ \t]+(?=\([a-z0-9ivx]{1,4}\)[ \t]))"
)
#: No sentence of real terms is longer; what is would make rules that compare phrases with phrases slow.
LONGEST = 2000
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|e\.g|i\.e|etc|inc|ltd|co|corp|no|nos|art|sec|vs|mr|ms|dr|st|approx|incl|u\.s|u\.k|cf|par|para)"
    r"|\(c\))\.$",
    re.I,
)
#: The last two letters of an abbreviation that ends with two.
_LAST_TWO = re.compile("tc|nc|td|co|rp|no|os|rt|ec|vs|mr|ms|dr|st|ox|cl|cf|ar|ra", re.I)


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentence spans inside a block, marks and spaces around them left out."""
    at = start
    for m in _END.finditer(text, start, end):
        cut, stop = m.span()
        mark = text[cut]
        if mark == "." and _abbreviated(text, at, cut):
            continue
        if mark != "<":
            cut = stop
        if cut > at:
            yield at, at + len(text[at:cut].rstrip())
        at = stop
    if at < end:
        yield at, at + len(text[at:end].rstrip())


def _abbreviated(text: str, start: int, dot: int) -> bool:
    """Whether the word before a dot is an abbreviation; how it ends tells of most words that they are none."""
    last = text[dot - 2 : dot]
    if last.isalpha() and not _LAST_TWO.match(last):
        return False
    return _ABBREVIATION.search(text, max(start, dot - 8), dot + 1) is not None


def cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans no longer than a sentence can be, cut at spaces where there are any."""
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = space if space > 0 else start + LONGEST
        yield start, cut
        start = cut
    yield start, end
