"""A document cut into passages: runs of paragraphs that can be read one by one and remembered.

A cut is made only before a blank-line-separated paragraph or heading that starts a line of its own: there no list,
no table and no lead-in is open, so the outline of the whole is the outlines of the passages, one after the other.
Headings cut wherever they stand, so that a change in one section leaves the passages of the others as they were.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property

from sayso.terms.lexicon import Hit, fold, scan
from sayso.terms.outline import Outline, outline

#: Of many blank lines only the last are taken, so that the time stays linear.
_START = re.compile(
    r"\n[ \t]*+\n{1,20}+(?=(#{1,6} )|[^\W\d_][^\n]{3,}|[“\"(\[]|\*\*[^*\s]|\d[^\n]*\n(?:=|-){3,}[ \t]*$)", re.M
)
_NOT_A_START = re.compile(r"[a-z]|\(?[A-Za-z]{1,4}\\?[.)][ \t]|o[ \t]|\([0-9]{1,3}\)|(?:=|-){2,}[ \t]*$", re.M)
_SETEXT = re.compile(r"[^\n]*\n(?:={2,}|-{2,})[ \t]*(?:\n|$)")

#: Passages shorter than this join the next one: a passage costs a look-up.
_SHORTEST = 1200
#: Without a heading, a passage is cut at the next paragraph after this many characters.
_LONGEST = 2000
#: Passages of real terms are at most half as long as this. What reads one may look at each claim for each other.
_UNHEARD_OF = 100_000


def cut(text: str) -> list[tuple[int, int]]:
    """Spans that cover the text, in order."""
    spans = []
    start, at = 0, _nearest(text, 0)
    while m := _START.search(text, at):
        at = m.end()
        if at - start < _SHORTEST or _NOT_A_START.match(text, at):
            continue
        heading = m.group(1) is not None or _SETEXT.match(text, at) is not None
        if heading or at - start >= _LONGEST:
            spans.append((start, at))
            start, at = at, _nearest(text, at)
    spans.append((start, len(text)))
    return [part for span in spans for part in _parts(text, *span)]


def _nearest(text: str, start: int) -> int:
    """Where the first blank line may begin that ends a passage: not in the text of the shortest one."""
    return start + len(text[start : start + _SHORTEST].rstrip())


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What is longer than any list or table is cut for all that: at a line, else after a word."""
    while end - start > _UNHEARD_OF:
        middle, most = start + _UNHEARD_OF // 2, start + _UNHEARD_OF
        found = ((text.rfind(mark, middle, most), mark) for mark in ("\n", ". ", " "))
        cut_at = next((at + len(mark) for at, mark in found if at >= 0), most)
        yield start, cut_at
        start = cut_at
    yield start, end


class Passage:
    """A passage and what can be seen in it without its document: made when asked for, once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def digest(self) -> bytes:
        """What it is remembered by."""
        return hashlib.blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    @cached_property
    def outline(self) -> Outline:
        """Its blocks and sections."""
        return outline(self.text)

    @cached_property
    def folded(self) -> str:
        """Its text as phrases are looked for in it."""
        return fold(self.text)

    @cached_property
    def hits(self) -> list[Hit]:
        """Its phrases."""
        return scan(self.folded)
