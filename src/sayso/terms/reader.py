"""From a document to its reading.

document -> passages -> (skim) headings, names and defined terms of the whole -> (read) claims and controls of each
passage -> grid. Pure and deterministic: no clock, no randomness, no I/O but the memory that the caller hands in, from
which passages that were read before come back as they were.
"""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from typing import Protocol

from sayso.grid import Quote
from sayso.say import Say
from sayso.terms.claims import find
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl, attached, controls
from sayso.terms.compose import Composer
from sayso.terms.coverage import collected, cover, describes_collection
from sayso.terms.definitions import Defined, definitions, personal, term_hits
from sayso.terms.document import Document
from sayso.terms.findings import Findings, Skim, decoded
from sayso.terms.headings import heading_kinds, kinds_of, opening_kinds
from sayso.terms.names import company_names, name_hits, subjects
from sayso.terms.outline import Outline, Section
from sayso.terms.passages import Passage, cut
from sayso.terms.reading import Claim, Control, Definition, Reading
from sayso.terms.sentences import Sentences
from sayso.vocabulary import row_of


class Memory(Protocol):
    """Remembers bytes by key. What it forgets is read again."""

    def get(self, keys: list[bytes]) -> dict[bytes, bytes]:
        """The values that are remembered."""

    def put(self, values: dict[bytes, bytes]) -> None:
        """Remember these too."""


def read_document(document: Document, *, cache: Memory | None = None) -> Reading:
    """Read a document; with a memory, only the passages that it does not know."""
    text = document.text
    spans = cut(text)
    passages = [Passage(text[start:end]) for start, end in spans]
    new: dict[bytes, bytes] = {}  # what to remember
    skims = _skimmed(passages, cache, new)
    whole = _Whole(spans, skims, len(text))
    read = _read(passages, whole, cache, new)
    if cache and new:
        cache.put(new)
    return _composed(document, whole, read)


#: No terms define more words for data; each is looked for in every passage.
_MOST_TERMS = 500


class _Whole:
    """What the reading of any passage needs to know of the whole document."""

    def __init__(self, spans: list[tuple[int, int]], skims: list[Skim], size: int) -> None:
        self.spans = spans
        self.sections: list[Section] = []
        self.first: list[int] = []  # of each passage, the index of its first section
        terms: dict[str, Defined] = {}
        names: Counter[str] = Counter()
        for (start, _), skim in zip(spans, skims, strict=True):
            self.first.append(len(self.sections))
            for s in skim.sections:
                self.sections.append(Section(s.number, s.title, s.level, self._parent(s.level), s.start + start))
            for d in skim.terms:
                terms.setdefault(d.term.lower(), Defined(d.term, d.data, d.start + start, d.end + start))
            for name, often in skim.subjects.items():
                names[name] += often
        self.terms = list(terms.values())[:_MOST_TERMS]
        self.names = company_names(names)
        self.kinds = heading_kinds(self.sections, [k for s in skims for k in s.kinds], size)
        self.describes = describes_collection(sum(s.general for s in skims), sum(s.words for s in skims))

    def _parent(self, level: int) -> int:
        parent = len(self.sections) - 1
        while parent >= 0 and self.sections[parent].level >= level:
            parent = self.sections[parent].parent
        return parent

    def kinds_in(self, passage: int) -> tuple[frozenset[str], list[frozenset[str]]]:
        """The kinds of heading over a passage's beginning, and over each of its sections."""
        first = self.first[passage]
        last = self.first[passage + 1] if passage + 1 < len(self.first) else len(self.sections)
        return self.kinds[first - 1] if first else frozenset(), self.kinds[first:last]

    def keys(self, passages: list[Passage]) -> list[bytes]:
        """What the findings of each passage are remembered by: the passage and all that its reading depends on."""
        words = repr((self.names, [(d.term, d.data) for d in self.terms]))
        context = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16)
        spelled = {k: " ".join(sorted(k)) for k in {frozenset(), *self.kinds}}
        keys = []
        for i, passage in enumerate(passages):
            above, kinds = self.kinds_in(i)
            key = context.copy()
            key.update(passage.digest)
            key.update("/".join([spelled[k] for k in (above, *kinds)]).encode())
            keys.append(key.digest())
        return keys


def _skimmed(passages: list[Passage], cache: Memory | None, new: dict[bytes, bytes]) -> list[Skim]:
    if cache is None:
        return list(map(_skim, passages))
    known = decoded(cache.get([p.digest for p in passages]))
    skims = []
    for passage in passages:
        if plain := known.get(passage.digest):
            skims.append(Skim.of(plain))
        else:
            skims.append(skim := _skim(passage))
            new[passage.digest] = skim.plain()
    return skims


def _skim(passage: Passage) -> Skim:
    text = passage.text
    general = [h.code for h in passage.hits].count("D")
    sections = passage.outline.sections
    kinds = [kinds_of(s.title) | opening_kinds(text, s.start) for s in sections]
    return Skim(sections, kinds, definitions(text), subjects(text), general, text.count(" ") + 1)


def _read(passages: list[Passage], whole: _Whole, cache: Memory | None, new: dict[bytes, bytes]) -> list[Findings]:
    keys = whole.keys(passages) if cache else []
    known = decoded(cache.get(keys)) if cache else {}
    read = []
    for i, passage in enumerate(passages):
        if cache and (plain := known.get(keys[i])):
            findings = Findings.of(plain)
        else:
            findings = _find(_sentences(passage, whole, *whole.kinds_in(i)))
            if cache:
                new[keys[i]] = findings.plain()
        findings.moved(whole.spans[i][0], whole.first[i], whole.first[i] - 1)
        read.append(findings)
    return read


def passage_sentences(document: Document, index: int) -> Sentences:
    """The sentences of one passage, as the rules see them: to look inside the reader."""
    spans = cut(document.text)
    passages = [Passage(document.text[start:end]) for start, end in spans]
    whole = _Whole(spans, _skimmed(passages, None, {}), len(document.text))
    return _sentences(passages[index], whole, *whole.kinds_in(index))


def _sentences(passage: Passage, whole: _Whole, above: frozenset[str], kinds: list[frozenset[str]]) -> Sentences:
    own_words = [*name_hits(passage.text, whole.names), *term_hits(passage.text, whole.terms)]
    return Sentences(passage, own_words, kinds, above)


def _find(sentences: Sentences) -> Findings:
    claims: list[Found] = []
    offered: list[FoundControl] = []
    rows: set[str] = set()
    for s in sentences:
        claims.extend(find(s))
        offered.extend(controls(s))
        if "1" in s.codes:  # no other row is collected
            rows.update(collected(s))
    return Findings(claims, offered, frozenset(rows), sentences.kinds())


def _composed(document: Document, whole: _Whole, read: list[Findings]) -> Reading:
    text = document.text
    labels = Outline([], whole.sections)
    found = [c for f in read for c in f.claims]
    offered = attached((k for f in read for k in f.controls), found)
    rows = frozenset(row for f in read for row in f.collected)
    kinds = frozenset(name for f in read for name in f.kinds)
    covered = {f"term:{d.term}": frozenset(map(row_of, d.data)) for d in whole.terms}
    covered |= cover(rows, personal(whole.terms), whole.describes)

    @functools.cache  # the same sentence says something of several cells
    def span(start: int, end: int, section: int) -> Quote:
        start, end = trimmed(text, start, end)
        return Quote(text[start:end], start, end, labels.label(section))

    def quote(c: Found | FoundControl) -> Quote:
        return span(c.start, c.end, c.section)

    def lead(c: Found) -> Quote:
        return span(*(c.lead or (c.start, c.end)), c.section)

    return Reading(
        document,
        Composer(found, [k for k in offered if k.refuses], covered, kinds, quote, lead).grid(),
        tuple(
            Claim(c.data, c.purpose, c.say, quote(c), c.rule, c.scope, c.flags)
            for c in found
            if c.say is not Say.UNSTATED  # a doubt weighs in settling, and states nothing
        ),
        tuple(Control(k.kind, k.target, k.named, quote(k), k.who, k.scope) for k in offered if k.named),
        tuple(Definition(d.term, d.data, Quote(text[d.start : d.end], d.start, d.end)) for d in whole.terms),
    )


#: The longest quote: what a person reads at a glance, and the guideline's upper bound.
_LONGEST = 400


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span no longer than a quote should be: a long sentence is cut at a space."""
    if end - start > _LONGEST:
        end = start + _LONGEST
        end = text.rfind(" ", start + 40, end) if " " in text[start + 40 : end] else end
    return start, end
