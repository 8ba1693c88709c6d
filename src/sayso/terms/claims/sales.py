"""What the company says that it sells, to whomever: whoever buys data has purposes of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.terms.claims import recipients
from sayso.terms.claims.common import DATA_CODES
from sayso.terms.lexicon import Hit, holds
from sayso.terms.sentences import Sentence

_SALE = re.compile(r"s(?:ell|ells|elling|old)$|rent(?:s|ed|ing)?$|leas(?:es?|ed|ing)$|traded$")
_WORDS = ("sell", "sold", "rent", "leas", "traded")  # one of them stands in whatever is sold
# What is sold, but is no data: "hardware", "purchases"; or not by the company.
_GOODS = re.compile(r"\bpurchases\b|\bhardware\b|\bsold (?:separately|by (?!us\b))")

# Data stands right after the verb, or before it in a passive sentence.
_OBJECT = re.compile(
    r" (?:(?:or|and|,) (?:\w+ )?(?:share|rent|license|lease|disclose|trade|transfer|give(?: away)?) )?"
    r"(?:(?:your|our|the|any|some|certain|their|this|users?'?|customers?'?|members?'?|aggregated?|anonymi[sz]ed|anonymous|or|and"
    r"|de-?identified|personal|categories of|types of) )*(?:[\w-]+ )?"
)
_PASSIVE = re.compile(
    r"[^.;:]{0,50}? (?:(?:may|might|can|could|will|is|are|be|being|been|also|then|sometimes|get|gets|licen[cs]ed|or|and"
    r"|shared|rented|disclosed),? )+"
)
_ACTORS = "WYTPO"
_SUPPOSED = re.compile(r"\b(?:were|if|should|whether|when|in case) (?:we|it|they)\b|\bwould\b|\bhow\b")


def sales(s: Sentence) -> Iterator[Hit]:
    """The verbs by which the company sells people's data, whether denied or not."""
    if not holds(s.folded, _WORDS) or _GOODS.search(s.folded):
        return
    for verb in s.hits:
        if verb.code != "s" or not _SALE.match(s.folded[verb.start - s.start : verb.end - s.start]):
            continue
        if _SUPPOSED.search(s.folded, 0, verb.start - s.start) or recipients.person_gives(s, verb):
            continue
        if _of_data(s, verb) and _by_company(s, verb):
            yield verb


def _of_data(s: Sentence, verb: Hit) -> bool:
    """Whether it is data that is sold."""
    before, after = verb.start - s.start, verb.end - s.start
    for h in s.hits:
        if h.code in DATA_CODES:
            if h.start >= verb.end and _OBJECT.fullmatch(s.folded, after, h.start - s.start):
                return True
            if h.end <= verb.start and _PASSIVE.fullmatch(s.folded, h.end - s.start, before):
                return True
    return False


def _by_company(s: Sentence, verb: Hit) -> bool:
    """Whether the company acts, or nobody is said to; "Sell your data." is an item that lost its lead-in."""
    if verb.start == s.start and not s.context.folded:
        return False
    actors = [h.code for h in s.hits if h.start < verb.start and h.code in _ACTORS]
    return not actors or "W" in actors
