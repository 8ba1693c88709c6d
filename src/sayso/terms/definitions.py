"""Defined terms: what a document says its own capitalised words for data cover.

Two spellings are read: `"Usage Data" means ...` and `... (collectively, "Customer Content")`. A term is kept if it
is a word for data, and covers the rows that its own definition names; a word for content covers what people make
only if its definition speaks of them (the service's own content is nobody's data).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.terms.lexicon import Hit, fold, holds, scan
from sayso.vocabulary import row_of

_OPEN, _CLOSE = r"[“\"‘']", r"[”\"’']"
_TERM = r"(?:\*\*|__|_)?([A-Za-z][\w’' &/-]{1,40}?)(?:\*\*|__|_)?"
_MEANS = re.compile(
    _OPEN
    + _TERM
    + r",?"
    + _CLOSE
    + r"(?:\*\*|__|_)?:?\s+(?:means?|refers? to|includes?|is defined|shall mean|will mean|consists? of|comprises?"
    r"|is any|is all|are any|is the|are the|is information|is data)\b"
)
_PAREN = re.compile(r"\([^()“\"‘]{0,60}[“\"‘]" + _TERM + r",?[”\"’][^()]{0,60}\)")
_DATA_WORD = re.compile(
    r"\b(?:content|contents|data|information|materials?|submissions?|inputs?|outputs?|stuff|posts?|records"
    r"|recordings?|prompts?|files|images|messages|communications|contributions?|queries|documents|logs)$",
    re.I,
)
#: "Customer Data" and the like, where it is defined as what people bring in.
_OF_PEOPLE = re.compile(r"(?:customer|user|your|client|subscriber|member)s? data$", re.I)
_BROUGHT = re.compile(r"\b(?:submit|upload|input|enter|post|create|store|import)\w*\b")
_SECRET = re.compile(r"\bconfidential\b", re.I)  # what the parties must keep from others: no data of the grid
_MADE_BY_PEOPLE = re.compile(r"\b(?:you|your|users?|customers?|members?|subscribers?|end users?|people|individuals)\b")
_OWN = re.compile(
    r"\b(?:our|owned by us|we (?:own|make|provide|create)|made available by us|licensed to us|provided by us"
    r"|our licensors|through the (?:site|website|network))\b"
)
_WORDS_OF_CONTENT = re.compile(
    r"content|material|submission|input|output|stuff|post|recording|prompt|file|image|message|contribution|document",
    re.I,
)
_WORDS_OF_USAGE = re.compile(
    r"usage|service[- ]|log|technical|device|activity|analytic|diagnostic|telemetry|navigation|interaction", re.I
)


#: A definition is looked for within this many characters: what is longer is no sentence.
_LONGEST = 1500

#: "It does not include what you post": what a definition leaves out.
_LEAVES_OUT = re.compile(
    r"\b(?:does not|doesn't|not) (?:\w+ )?(?:include|cover|mean)|\bexclud|\bother than\b|\bexcept\b"
)


@dataclass(frozen=True, slots=True)
class Defined:
    """A defined term, the rows and kinds it covers, and where it is defined (offsets)."""

    term: str
    data: tuple[str, ...]
    start: int
    end: int


def definitions(text: str) -> list[Defined]:
    """The defined terms for data, the first definition of each, in order."""
    if not holds(text, "“\"‘'"):  # a term that is defined stands in quotes
        return []
    found: dict[str, Defined] = {}
    for term, start, end in sorted(_spans(text), key=lambda x: x[1]):
        if term.lower() in found or not _DATA_WORD.search(term) or _SECRET.search(term):
            continue
        data = _covers(term, fold(text[start:end]))
        if data:
            found[term.lower()] = Defined(term, data, start, end)
    return list(found.values())


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    for m in _MEANS.finditer(text):
        end = text.find("\n", m.end(), m.end() + _LONGEST)
        end = min(len(text), m.end() + _LONGEST) if end < 0 else end
        if text[m.end() : end].rstrip().endswith(":"):  # the definition is the list below
            end = min(len(text), end + 1200)
        yield m.group(1), m.start(), min(end, m.start() + _LONGEST)
    for m in _PAREN.finditer(text):
        line = text.rfind("\n", max(0, m.start() - _LONGEST), m.start()) + 1
        start = max(line, text.rfind(". ", line, m.start()) + 1, m.start() - 600)
        yield m.group(1), start, m.end()


def _covers(term: str, folded: str) -> tuple[str, ...]:
    hits = [h for h in scan(folded) if h.code in "1234"]
    people = bool(_MADE_BY_PEOPLE.search(folded))
    if _WORDS_OF_CONTENT.search(term):
        if not people or (_OWN.search(folded) and not re.search(r"\byour?\b", folded)):
            return ()
        kinds = [h.name for h in hits if h.code == "1"]
        return tuple(dict.fromkeys(["content", *kinds]))
    if _WORDS_OF_USAGE.search(term):
        return ("usage",)
    if _OF_PEOPLE.match(term) and people and _BROUGHT.search(folded):
        return tuple(dict.fromkeys(["content", *(h.name for h in hits if h.code == "1")]))
    rows = dict.fromkeys(row_of(h.name) for h in hits)
    if _LEAVES_OUT.search(folded):
        rows.pop("content", None)
    return tuple(rows)


_PERSONAL = re.compile(r"^(?:personal|personally)\b", re.I)


def personal(defined: list[Defined]) -> frozenset[str]:
    """The rows that a document's own definition of personal data names."""
    return frozenset(row_of(name) for d in defined if _PERSONAL.match(d.term) for name in d.data)


_GENERAL = re.compile(r"^(?:personal|personally|your)\b|^(?:the |this |such )?(?:information|data)$", re.I)
_CODES = {"content": "1", "usage": "2", "profile": "3", "sensitive": "4"}


def term_hits(text: str, defined: list[Defined]) -> list[Hit]:
    """Hits of the defined terms where they stand as they were defined, in one or many, the longest at each place.

    Named `term:<term>`; the code is the row's, or `D` where a term covers several rows.
    """
    hits = []
    for d in defined:
        if _GENERAL.match(d.term):
            continue
        rows = {row_of(name) for name in d.data}
        code = _CODES[rows.pop()] if len(rows) == 1 else "D"
        at = text.find(d.term)
        while at >= 0:
            end = at + len(d.term)
            if text[end : end + 1] == "s":
                end += 1
            if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
                hits.append(Hit(code, f"term:{d.term}", at, end))
            at = text.find(d.term, end)
    kept: list[Hit] = []
    for h in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or h.start >= kept[-1].end:
            kept.append(h)
    return kept
