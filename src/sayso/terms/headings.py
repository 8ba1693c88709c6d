"""What a heading says about everything under it: a list of uses, of recipients, of rules for the user, a region."""

from __future__ import annotations

import re

from sayso.terms.outline import Section

#: By kind: what begins a word, and what may stand anywhere in one. Apart, because a search for either is quick, and
#: one for both looks at every place.
_BEGINNINGS = {
    "use": r"us(?:e|es|ing|ed)\b|purpose|process(?:ing)?\b|why\b",
    "share": r"shar(?:e|es|ed|ing)\b|disclos|transfer|sell\b",
    "collect": r"collect|information you (?:provide|give)|data you",
    "region": r"u\.?s\.? (?:state|resident)|state\b.{0,20}(?:law|right|notice|privacy)"
    r"|states?'? (?:privacy|residents)|eea\b|eu\b|uk\b|europe\b|residents\b",
    "conduct": r"our (?:content|rights)",
    "ads": r"ads\b",
    "improving": r"improv|research|product development|analytics|innovat",
    "ai": r"ais?\b|llms?\b",
}
_ANYWHERE = {
    "use": r"what (?:do )?we do with|legal bas[ie]s|how we work",
    "share": r"third[ -]part|recipients?\b|who (?:has access|we give|receives)",
    "collect": r"what (?:personal )?(?:information|data)|types of|categories of|sources? of"
    r"|we (?:receive|obtain|gather)|about you\b",
    "region": r"california|ccpa|cpra|nevada|colorado|virginia|united states|european|united kingdom|gdpr|switzerland"
    r"|brazil|lgpd|canad|australia|japan|korea|jurisdiction|country[- ]specific|region[- ]specific|supplement",
    "conduct": r"prohibit|restrict|acceptable use|your (?:obligations|responsibilit|conduct|warrant)|conduct"
    r"|you (?:may|must|agree|shall|will|should) not|misuse|rules|not allowed|intellectual property|copyright"
    r"|proprietary|limitation|liabilit|disclaimer|indemni|warrant",
    "choice": r"choice|control|opt[- ]?out|preference|your rights|rights|manag|settings|unsubscrib",
    "aside": r"applicant|recruit|candidate|job|child(?!\w* safety)|minors|under 1[368]|students?\b|employment|investor",
    "feedback": r"feedback|suggestion|submission of ideas|unsolicited",
    "license": r"licen[cs]e|grant|your content|user content|ownership|content rights",
    "ads": r"advertis|marketing|cookies|tracking",
    "basis": r"^(?!.*\b(?:use|uses|using|purposes?)\b).*(?:legal bas[ie]s|lawful bas[ie]s|legal grounds?"
    r"|legitimate interests?|vital interests?)",
    "ai": r"artificial intelligence|machine[- ]learning|chatbot",
    "watched": r"^(?!.*\b(?:personal|provide)\b).*(?:(?:technical|usage|log|device|interaction|diagnostic|server"
    r"|clickstream) (?:data|info)|cookies|analytics|telemetry|automatically|log files|web beacons)",
    "toc": r"table of contents|^contents$",
    "change": r"update notes|key changes|what.s (?:new|changed)|summary of changes|change ?log|updates to this",
}
#: The patterns, each group after one that finds what any of them finds: half of all headings say nothing.
_PATTERNS = [
    (
        re.compile(opening + "(?:" + "|".join(kinds.values()) + ")"),
        [(kind, re.compile(f"{opening}(?:{words})")) for kind, words in kinds.items()],
    )
    for opening, kinds in ((r"\b", _BEGINNINGS), ("", _ANYWHERE))
]

#: Where a link leads, and the article a law's ground stands in ("Art. 6(1)(f) GDPR"): neither says whom it is for.
_APART = re.compile(r"\]\([^()\s]*\)|\bart(?:icle|\.)? ?\d+[^;:|]{0,40}\bgdpr\b")

#: A heading over this part of a document is its title in all but name, and narrows nothing.
_MOST = 0.4
_NARROWING = frozenset({"region", "aside", "conduct", "feedback", "toc", "change"})
_NOT_INHERITED = frozenset({"toc", "choice", "improving"})


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
    if "](" in title or "art" in title:
        title = _APART.sub(" ", title)
    return frozenset(
        [kind for any_, kinds in _PATTERNS if any_.search(title) for kind, words in kinds if words.search(title)]
    )


_PLACES = ("california", "eea", "europe", "united kingdom", "nevada", "colorado", "virginia", "brazil", "swiss", "gdpr")
_PLACE = rf"\b(?:{'|'.join(_PLACES)}|uk|eu|switzerland)\w*\b"
_FOR_A_PLACE = re.compile(
    r"\W{0,8}(?:(?:this|these|the following)\b[^.\n]{0,160}\bappl(?:y|ies)\b[^.\n]{0,120}\b(?:residents?|individuals?"
    rf"|users?|consumers?|visitors?|people|persons?|customers?|you)\b[^.\n]{{0,80}}{_PLACE}"
    rf"|if you (?:are|live|reside)\b[^.,\n]{{0,80}}{_PLACE})"
)
_POINTS = re.compile(r"[^.\n]{0,300}\b(?:please (?:see|refer|visit|read)|see (?:our|section|the))\b")


def opening_kinds(text: str, start: int) -> frozenset[str]:
    """What the first sentence of a section says of the rest: "This section applies to residents of California"."""
    body = text.find("\n", start)
    opening = text[body + 1 : body + 400].lstrip("\n").lower() if body >= 0 else ""
    if not any(map(opening.__contains__, _PLACES)) or not _FOR_A_PLACE.match(opening) or _POINTS.match(opening):
        return frozenset()
    return frozenset({"region"})


def _ends(sections: list[Section], size: int) -> list[int]:
    """Where each section ends, its subsections included."""
    ends = [size] * len(sections)
    open_: list[int] = []
    for i, section in enumerate(sections):
        while open_ and sections[open_[-1]].level >= section.level:
            ends[open_.pop()] = section.start
        open_.append(i)
    return ends
