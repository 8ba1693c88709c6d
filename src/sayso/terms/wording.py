"""Whether a document says what another one says, whatever its layout: the ground on which versions are compared.

A passage is a sentence together with the sentence that introduces it, because "improve our services" says one thing
after "We use your information to:" and another after "You may not:". Two texts are the same wording if they differ
only in case, spacing, punctuation, marks of layout, links, addresses, numbers, numbering and dates. Where a passage
stands, and under which heading, is no part of it: a sentence that was moved is still said.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from sayso.grid import Quote
from sayso.terms.lexicon import fold, scan
from sayso.terms.outline import Kind, outline
from sayso.terms.sentences import split

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
#: What may change while nothing else is said. A month counts only beside a day or a year: "may" is also a word.
_NOISE = re.compile(
    r"!?\]\([^)\s]*(?:\s[^)]*)?\)|https?://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|</?[a-z][^>\n]{0,200}>"
    rf"|\b{_MONTH} {_DAY}\b|\b(?:{_DAY} )?{_MONTH},? \d{{4}}\b|\b{_DAY} {_MONTH}\b"
    r"|(?<![\w)])\(?(?:[ivx]{1,5}|[a-z])\\?\)(?= )|(?<!\w)\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?(?!\w)"
)
_APOSTROPHE = re.compile(r"(?<=\w)['’‘](?=\w)")
_NO_WORD = re.compile(r"[\W_]+")

#: How much of two passages must be the same words for one to be the other, reworded.
ALIKE = 0.8
#: Below this, two sentences share so few words that comparing them in order is not worth it.
_WORTH_A_LOOK = 0.6


def plain(text: str) -> str:
    """The words of a text, without what may change while nothing else is said."""
    text = unicodedata.normalize("NFKC", text).lower()
    return _NO_WORD.sub(" ", _APOSTROPHE.sub("", _NOISE.sub(" ", text))).strip()


def likeness(a: str, b: str) -> float:
    """How much of two plain texts is the same words in the same order, from 0 to 1; the same both ways round."""
    one, two = sorted((a.split(), b.split()))
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _WORTH_A_LOOK else 0.0


class Passage(NamedTuple):
    """A sentence (`own`) and what introduces it (`lead`, or empty), both plain, and the raw text of both."""

    lead: str
    own: str
    raw: str

    @property
    def words(self) -> str:
        """The words of both."""
        return f"{self.lead} {self.own}".strip()

    @property
    def telling(self) -> tuple[str, ...]:
        """The phrases of the phrase book in it, in order: what can alter its meaning for a reader of the grid."""
        names = [hit.name for hit in scan(fold(self.raw))]
        return tuple(name for i, name in enumerate(names) if not i or names[i - 1] != name)


class Wording:
    """The passages of one document. Nothing is computed before it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[Passage, bool] = {}

    @cached_property
    def plain(self) -> str:
        """The words of the whole document."""
        return plain(self._text)

    def passage(self, quote: Quote) -> Passage:
        """The passage in which a quote stands: whole, even where the quote is cut short."""
        at = max(bisect_right(self._starts, quote.start) - 1, 0)
        return self._passages[at] if self._passages else Passage("", plain(quote.text), quote.text)

    def says(self, passage: Passage) -> bool:
        """Whether the document says this: in the same wording, or in one whose differences can alter nothing."""
        if passage not in self._known:
            said = not passage.own or (passage.lead, passage.own) in self._said
            self._known[passage] = said or self._holds(passage) or self._resembles(passage)
        return self._known[passage]

    def _resembles(self, passage: Passage) -> bool:
        own = frozenset(passage.words.split())
        for other, words in zip(self._passages, self._words, strict=True):
            if 2 * len(own & words) < _WORTH_A_LOOK * (len(own) + len(words)):
                continue
            if passage.telling == other.telling and likeness(passage.words, other.words) >= ALIKE:
                return True
        return False

    def _holds(self, passage: Passage) -> bool:
        # Where a list became a table, or a sentence two, the same words stand in other passages. A lead-in that is
        # found must come before what it introduces, with at most a long list between.
        whole = self._spaced
        if not passage.lead:
            return f" {passage.own} " in whole
        at = whole.find(f" {passage.lead} ")
        while at >= 0:
            if f" {passage.own} " in whole[at + len(passage.lead) + 1 : at + len(passage.lead) + 6000]:
                return True
            at = whole.find(f" {passage.lead} ", at + 1)
        return False

    @cached_property
    def _spaced(self) -> str:
        return f" {self.plain} "

    @cached_property
    def _passages(self) -> list[Passage]:
        return [passage for _, passage in self._placed]

    @cached_property
    def _words(self) -> list[frozenset[str]]:
        return [frozenset(passage.words.split()) for passage in self._passages]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._placed]

    @cached_property
    def _said(self) -> frozenset[tuple[str, str]]:
        return frozenset((p.lead, p.own) for p in self._passages)

    @cached_property
    def _placed(self) -> list[tuple[int, Passage]]:
        text, blocks = self._text, outline(self._text).blocks
        spans: list[list[tuple[int, int]]] = []
        for block in blocks:
            whole = block.kind in (Kind.ROW, Kind.HEADING)
            spans.append([(block.start, block.end)] if whole else list(split(text, block.start, block.end)))
        placed = []
        for block, inside in zip(blocks, spans, strict=True):
            introduced = block.lead >= 0 and spans[block.lead]
            start, end = spans[block.lead][-1] if introduced else (0, 0)
            lead = text[start:end]
            for start, end in inside:
                own = text[start:end]
                placed.append((start, Passage(plain(lead), plain(own), f"{lead} {own}")))
        return placed

