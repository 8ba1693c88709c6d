"""What a heading says about everything under it: a list of uses, of recipients, of rules for the user, a region."""

from __future__ import annotations

import re

from sayso.terms.outline import Section

_KINDS = {
    "use": r"\bus(?:e|es|ing|ed)\b|\bpurpose|\bprocess(?:ing)?\b|\bwhy\b|what (?:do )?we do with|legal bas[ie]s"
    r"|how we work",
    "share": r"\bshar(?:e|es|ed|ing)\b|\bdisclos|third[ -]part|\btransfer|recipients?\b|\bsell\b|who (?:has access"
    r"|we give|receives)",
    "collect": r"\bcollect|\binformation you (?:provide|give)|\bdata you|what (?:information|data)|types of"
    r"|categories of"
    r"|sources? of"
    r"|we (?:receive|obtain|gather)|about you\b",
    "region": r"california|ccpa|cpra|nevada|colorado|virginia|\bu\.?s\.? (?:state|resident)|united states"
    r"|\bstate\b.{0,20}(?:law|right|notice|privacy)|\bstates?'? (?:privacy|residents)|\beea\b|european|\beu\b|\buk\b"
    r"|united kingdom"
    r"|gdpr|switzerland|\beurope\b|brazil|lgpd|canad|australia|japan|korea|jurisdiction|\bresidents\b"
    r"|country[- ]specific"
    r"|region[- ]specific|supplement",
    "conduct": r"prohibit|restrict|acceptable use|your (?:obligations|responsibilit|conduct|warrant)|conduct"
    r"|you (?:may|must|agree|shall|will|should) not|misuse|rules|not allowed|intellectual property|copyright"
    r"|\bour (?:content|rights)|proprietary|limitation|liabilit|disclaimer|indemni|warrant",
    "choice": r"choice|control|opt[- ]?out|preference|your rights|rights|manag|settings|unsubscrib",
    "aside": r"applicant|recruit|candidate|job|child(?!\w* safety)|minors|under 1[368]|students?\b|employment|investor",
    "feedback": r"feedback|suggestion|submission of ideas|unsolicited",
    "license": r"licen[cs]e|grant|your content|user content|ownership|content rights",
    "ads": r"advertis|marketing|\bads\b|cookies|tracking",
    "basis": r"^(?!.*\b(?:use|uses|using|purposes?)\b).*(?:legal bas[ie]s|lawful bas[ie]s|legal grounds?"
    r"|legitimate interests?|vital interests?)",
    "ai": r"\bais?\b|artificial intelligence|machine[- ]learning|\bllms?\b|chatbot",
    "toc": r"table of contents|^contents$",
    "change": r"update notes|key changes|what.s (?:new|changed)|summary of changes|change ?log|updates to this",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}

#: A heading over this part of a document is its title in all but name, and narrows nothing.
_MOST = 0.4
_NARROWING = frozenset({"region", "aside", "conduct", "feedback", "toc", "change"})
_NOT_INHERITED = frozenset({"toc", "choice"})


def heading_kinds(sections: list[Section], own_kinds: list[frozenset[str]], size: int) -> list[frozenset[str]]:
    """For each section of a document of this size, the kinds of heading that stand over it, its own included."""
    ends = _ends(sections, size)
    kinds: list[frozenset[str]] = []
    for section, own, end in zip(sections, own_kinds, ends, strict=True):
        if own and end - section.start > _MOST * size:
            own = own - _NARROWING if section.parent >= 0 else frozenset()  # noqa: PLW2901
        above = kinds[section.parent] - _NOT_INHERITED if section.parent >= 0 else frozenset()
        kinds.append(above | own)
    return kinds


def kinds_of(title: str) -> frozenset[str]:
    """The kinds of one heading, by its own words."""
    title = title.lower().replace("’", "'")
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(title))


def _ends(sections: list[Section], size: int) -> list[int]:
    """Where each section ends, its subsections included."""
    ends = [size] * len(sections)
    open_: list[int] = []
    for i, section in enumerate(sections):
        while open_ and sections[open_[-1]].level >= section.level:
            ends[open_.pop()] = section.start
        open_.append(i)
    return ends
