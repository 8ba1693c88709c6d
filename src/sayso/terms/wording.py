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
from itertools import pairwise
from typing import NamedTuple

from sayso.grid import Quote
from sayso.terms.outline import Kind, outline
from sayso.terms.splitting import split

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
#: What may change while nothing else is said: link targets, addresses, tags, dates, enumerators, numbers. A month
#: counts only beside a day or a year, because "may" is also a word. No part can begin again inside itself, so that
#: the time stays linear whatever the text.
_NOISE = re.compile(
    r"!?\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s[^()]*)?\)|https?://\S+|\bwww\.\S+"
    r"|(?<![\w.+-])[\w.+-]{1,100}@[\w-]+\.[\w.-]+|</?[a-z][^<>\n]{0,200}>"
    rf"|\b{_MONTH} {_DAY}\b|\b(?:{_DAY} )?{_MONTH},? \d{{4}}\b|\b{_DAY} {_MONTH}\b"
    r"|(?<![\w)])\(?(?:[ivx]{1,5}|[a-z])\\?\)(?= )|(?<!\w)\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?(?!\w)"
)
_APOSTROPHE = re.compile(r"(?<=\w)['’‘](?=\w)")
_NO_WORD = re.compile(r"[\W_]+")

#: Below this, two sentences share so few words that comparing them in order is not worth it.
_WORTH_A_LOOK = 0.4
#: How many letters may stand between an introduction and the last item of its list, and how many places with the
#: words of one introduction are looked at ("for example" can stand anywhere).
_LONG_LIST, _LEADS = 6_000, 100


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
    """The plain words of a sentence (`own`) and of what introduces it (`lead`, or empty)."""

    lead: str
    own: str

    @property
    def words(self) -> str:
        """The words of both."""
        return f"{self.lead} {self.own}".strip()


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
        return self._passages[at] if self._passages else Passage("", plain(quote.text))

    def says(self, passage: Passage) -> bool:
        """Whether the document says this in the same wording, wherever and in whatever layout."""
        if passage not in self._known:
            said = not passage.own or passage in self._said
            self._known[passage] = said or self._holds(passage)
        return self._known[passage]

    def _holds(self, passage: Passage) -> bool:
        # Where a list became a table, or a sentence two, the same words stand in other passages. What introduces
        # must come before what it introduces, with at most a long list between.
        if not self._neighbours.issuperset(pairwise(passage.own.split())):
            return False  # so that the whole text is hardly ever searched in vain
        whole, lead, own = self._spaced, f" {passage.lead} ", f" {passage.own} "
        if own not in whole or not passage.lead:
            return own in whole
        at = -1
        for _ in range(_LEADS):
            at = whole.find(lead, at + 1)
            if at < 0:
                break
            if own in whole[at + len(lead) - 1 : at + len(lead) + _LONG_LIST]:
                return True
        return False

    @cached_property
    def _neighbours(self) -> frozenset[tuple[str, str]]:
        return frozenset(pairwise(self.plain.split()))

    @cached_property
    def _spaced(self) -> str:
        return f" {self.plain} "

    @cached_property
    def _passages(self) -> list[Passage]:
        return [passage for _, passage in self._placed]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._placed]

    @cached_property
    def _said(self) -> frozenset[Passage]:
        return frozenset(self._passages)

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
            lead = plain(text[start:end])
            for start, end in inside:
                placed.append((start, Passage(lead, plain(text[start:end]))))
        return placed
