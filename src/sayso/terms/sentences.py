"""Sentences as the rules see them: their phrases as a code string, after the codes of what introduces them.

An item of a list is read as the end of its lead-in ("We use your information to:" + "improve our services"),
a table row under its header row, and everything under the headings it stands under.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.terms.lexicon import Hit, scan
from sayso.terms.lexicon import fold as fold_text
from sayso.terms.outline import Kind, Outline

_END = re.compile(
    r"[.!?][\"”’')\]*_]*[ \t\r\n]+(?=[\"“‘'(\[*_]*[A-Z0-9])|<br>|\n[ \t]*\n|(?<=[;:])[ \t]+(?=\([a-z0-9ivx]{1,4}\)[ \t])"
)
_ENUMERATOR = re.compile(r"\([a-z0-9ivx]{1,4}\)[ \t]")
_FIRST_ENUMERATOR = re.compile(r"\((?:a|i|1)\)[ \t]")
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]|e\.g|i\.e|etc|inc|ltd|co|corp|no|nos|art|sec|vs|mr|ms|dr|st|approx|incl|u\.s|u\.k|cf|par|para)|\(c\))\.$", re.I)

_HEADINGS = {
    "use": re.compile(r"\bus(?:e|es|ing|ed)\b|\bpurpose|\bprocess(?:ing)?\b|\bwhy\b|what (?:do )?we do with|legal bas[ie]s|how we work"),
    "share": re.compile(r"\bshar(?:e|es|ed|ing)\b|\bdisclos|third[ -]part|\btransfer|recipients?\b|\bsell\b|who (?:has access|we give|receives)"),
    "collect": re.compile(r"\bcollect|\binformation you (?:provide|give)|\bdata you|what (?:information|data)|types of|categories of|sources? of|we (?:receive|obtain|gather)|about you\b"),
    "region": re.compile(
        r"california|ccpa|cpra|nevada|colorado|virginia|\bu\.?s\.? (?:state|resident)|united states|\bstate\b.{0,20}(?:law|right|notice|privacy)|\bstates?['’]? (?:privacy|residents)|\beea\b|european|\beu\b|\buk\b|united kingdom|gdpr|switzerland|\beurope\b|brazil|lgpd|canad|australia|japan|korea|jurisdiction|\bresidents\b|country[- ]specific|region[- ]specific|supplement"
    ),
    "conduct": re.compile(
        r"prohibit|restrict|acceptable use|your (?:obligations|responsibilit|conduct|warrant)|conduct|you (?:may|must|agree|shall|will|should) not|misuse|rules|not allowed|intellectual property|copyright|our (?:content|rights)|proprietary|limitation|liabilit|disclaimer|indemni|warrant"
    ),
    "choice": re.compile(r"choice|control|opt[- ]?out|preference|your rights|rights|manag|settings|unsubscrib"),
    "aside": re.compile(r"applicant|recruit|candidate|job|child|minors|under 1[368]|students?\b|employment|investor"),
    "feedback": re.compile(r"feedback|suggestion|submission of ideas|unsolicited"),
    "license": re.compile(r"licen[cs]e|grant|your content|user content|ownership|content rights"),
    "ads": re.compile(r"advertis|marketing|\bads\b|cookies|tracking"),
    "toc": re.compile(r"table of contents|^contents$"),
    "change": re.compile(r"update notes|key changes|what.s (?:new|changed)|summary of changes|change ?log|updates to this"),
}


_NOT_OF_ALL = frozenset({"region", "aside", "conduct", "feedback", "toc", "change"})
_NOT_INHERITED = frozenset({"toc", "choice"})


@dataclass(slots=True)
class Context:
    """What a block inherits: the phrases of its lead-in, and which kinds of heading it stands under."""

    hits: tuple[Hit, ...]
    codes: str
    headings: frozenset[str]
    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """A sentence with its phrases. `full` = lead-in codes + `|` + own codes; `hits` are the own ones."""

    start: int
    end: int
    text: str
    folded: str
    hits: list[Hit]
    codes: str
    context: Context
    block: int
    section: int
    kind: Kind

    @property
    def full(self) -> str:
        """The lead-in's codes, a bar, and the sentence's own."""
        return f"{self.context.codes}|{self.codes}"

    @property
    def full_hits(self) -> list[Hit]:
        """Hits that line up with `full` (the bar is a hit of its own)."""
        return [*self.context.hits, Hit("|", "", self.start, self.start), *self.hits]

    def has(self, heading: str) -> bool:
        """Whether the sentence stands under such a heading."""
        return heading in self.context.headings


_NOTHING = Context((), "", frozenset(), 0, 0)


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentence spans inside a block, marks and spaces around them left out."""
    at = start
    for m in _END.finditer(text, start, end):
        stop = m.end()
        if text[m.start()] == "." and _ABBREVIATION.search(text, max(at, m.start() - 8), m.start() + 1):
            continue
        cut = m.start() if m.group()[0] in "<\n" else stop
        if cut > at:
            yield at, at + len(text[at:cut].rstrip())
        at = stop
    if at < end:
        yield at, at + len(text[at:end].rstrip())


class Sentences:
    """The sentences of a document that hold any phrase that can matter."""

    def __init__(self, text: str, outline: Outline, own_words: list[Hit]) -> None:
        self.text, self.outline = text, outline
        self.folded = fold_text(text)
        self.hits = hits = _merged(scan(self.folded), own_words)
        self.starts = [h.start for h in hits]
        self._headings: dict[int, frozenset[str]] = {}
        self._leads: dict[int, Context] = {}

    def __iter__(self) -> Iterator[Sentence]:
        for index, block in enumerate(self.outline.blocks):
            if block.kind is Kind.HEADING:
                continue
            lo, hi = bisect_left(self.starts, block.start), bisect_left(self.starts, block.end)
            if lo == hi:
                continue
            base = self.context(index)
            if "toc" in base.headings or "change" in base.headings:
                continue
            spans = [(block.start, block.end)] if block.kind is Kind.ROW else split(self.text, block.start, block.end)
            at = lo
            opening: Context | None = None
            before: tuple[list[Hit], int, int] = ([], 0, 0)
            for start, end in spans:
                first = at
                while at < hi and self.starts[at] < end:
                    at += 1
                own = self.hits[first:at]
                if not _ENUMERATOR.match(self.text, start):
                    context = opening = base
                elif opening is base:  # "(ii) ..." hangs from what stood before "(i) ..."
                    context = opening = self.opened(base, start, before)
                before = own, start, end
                if own:
                    yield Sentence(
                        start, end, self.text[start:end], self.folded[start:end], own,
                        "".join([h.code for h in own]), context, index, block.section, block.kind,
                    )  # fmt: skip

    def opened(self, base: Context, start: int, before: tuple[list[Hit], int, int]) -> Context:
        """The context of an enumerated part: the words of its sentence before the first enumerator."""
        hits, from_, to = before
        m = _FIRST_ENUMERATOR.search(self.text, from_, to)
        end = m.start() if m else to
        kept = (*base.hits, *(h for h in hits if h.start < end))
        return Context(kept, "".join([h.code for h in kept]), base.headings, from_, end)

    def context(self, index: int) -> Context:
        """The context of a block."""
        block = self.outline.blocks[index]
        if block.lead < 0:
            headings = self.headings(block.section)
            return Context((), "", headings, 0, 0) if headings else _NOTHING
        return self.lead(block.lead)

    def lead(self, index: int) -> Context:
        """The context that a block gives to what hangs from it: its last sentence, after its own lead-in's."""
        if index in self._leads:
            return self._leads[index]
        block = self.outline.blocks[index]
        outer = self.lead(block.lead) if 0 <= block.lead < index else Context((), "", self.headings(block.section), 0, 0)
        start, end = block.start, block.end
        if block.kind is not Kind.ROW:
            *_, (start, end) = split(self.text, block.start, block.end)
        own = self.hits[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        hits = (*outer.hits, *own)[-40:]
        context = Context(hits, "".join([h.code for h in hits]), outer.headings, start, end)
        self._leads[index] = context
        return context

    def reach(self, section: int) -> float:
        """Which part of the document a section with its subsections takes up."""
        sections = self.outline.sections
        this = sections[section]
        after = (x.start for x in sections[section + 1 :] if x.level <= this.level)
        return (next(after, len(self.text)) - this.start) / max(1, len(self.text))

    def headings(self, section: int) -> frozenset[str]:
        """Which kinds of heading stand over a section."""
        if section < 0:
            return frozenset()
        if section not in self._headings:
            this = self.outline.sections[section]
            title = this.title.lower().replace("’", "'")
            own = {name for name, pattern in _HEADINGS.items() if pattern.search(title)}
            if own and self.reach(section) > 0.4:  # what heads most of a document scopes nothing
                own -= _NOT_OF_ALL if this.parent >= 0 else own
            self._headings[section] = (self.headings(this.parent) - _NOT_INHERITED) | own
        return self._headings[section]


def _merged(hits: list[Hit], extra: list[Hit]) -> list[Hit]:
    """Hits of the document's own words beside those of the lexicon, which give way where they overlap."""
    if not extra:
        return hits
    extra = sorted(extra, key=lambda h: h.start)
    merged: list[Hit] = []
    at = 0
    for h in hits:
        while at < len(extra) and extra[at].end <= h.start:
            merged.append(extra[at])
            at += 1
        if at == len(extra) or h.end <= extra[at].start:
            merged.append(h)
    return merged + extra[at:]


_SUBJECT = re.compile(
    r"(?<![\w’'])([A-Z][A-Za-z0-9&]+(?: [A-Z][A-Za-z0-9&]+)?)(?= (?:may|will|does|uses|collects|shares|processes|is not|do not|has|reserves|can) )"
)
_NOT_NAMES = frozenset(
    "You We Users User Members Member Customers Customer They It This That These Those Who Which The Our Your If There Some Many Any All Each Such "
    "Content Services Service Website Site App Apps Information Data Agreement Terms Policy Notice Party Parties Third Partners Advertisers Cookies "
    "Company Companies Users Administrators Admins Owners Creators Children Law Section Input Output".split()
)


def name_hits(text: str) -> list[Hit]:
    """Hits of the company's own names, as actors."""
    names = company_names(text)
    return [Hit("W", "we", m.start(), m.end()) for m in names.finditer(text)] if names else []


def company_names(text: str) -> re.Pattern[str] | None:
    """The names that act in a document ("Acme may use ..."): those that are the subject of three sentences or more."""
    counts: dict[str, int] = {}
    for m in _SUBJECT.finditer(text):
        name = m.group(1)
        if not set(name.split()) & _NOT_NAMES:
            counts[name] = counts.get(name, 0) + 1
    names = sorted((n for n, c in counts.items() if c >= 3), key=lambda n: (-counts[n], n))[:6]
    if not names:
        return None
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b(?! (?:Services?|Content|Software|Policy|Terms|Privacy|account|website|site|app|users?)\b)")
