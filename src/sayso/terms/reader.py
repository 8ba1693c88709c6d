"""From a document to its reading: outline, sentences, claims, grid. Pure: no I/O, no clock, no randomness."""

from __future__ import annotations

from sayso.grid import Quote
from sayso.terms.claims import find
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl, controls
from sayso.terms.compose import Composer
from sayso.terms.coverage import Coverage, collected, cover, describes_collection
from sayso.terms.definitions import definitions, term_hits
from sayso.terms.document import Document
from sayso.terms.outline import outline
from sayso.terms.reading import Claim, Control, Definition, Reading
from sayso.terms.sentences import Sentences, name_hits
from sayso.vocabulary import row_of


def read_document(document: Document, *, cache: object = None) -> Reading:
    """Read a document."""
    text = document.text
    tree = outline(text)
    found: list[Found] = []
    offered: list[FoundControl] = []
    coverage = Coverage([], [], [])
    defined = definitions(text)
    sentences = Sentences(text, tree, [*name_hits(text), *term_hits(text, defined)])
    for s in sentences:
        found.extend(find(s))
        offered.extend(controls(s))
        collected(s, coverage)
    terms = {f"term:{d.term}": frozenset(map(row_of, d.data)) for d in defined}
    covered = terms | cover(coverage, describes_collection(sentences.hits, document.words))

    def quote(c: Found | FoundControl) -> Quote:
        start, end = trimmed(text, c.start, c.end)
        return Quote(text[start:end], start, end, tree.label(c.section))

    grid = Composer(found, offered, covered, quote).grid()
    claims = tuple(Claim(c.data, c.purpose, c.say, quote(c), c.rule, c.scope, c.flags) for c in found)
    given = tuple(
        Control(k.kind, k.target, tuple(dict.fromkeys(p for p, _ in k.purposes)), quote(k), "person", k.scope) for k in offered
    )
    given_terms = tuple(Definition(d.term, d.data, Quote(text[d.start : d.end], d.start, d.end)) for d in defined)
    return Reading(document, grid, claims, given, given_terms)


#: The longest quote: what a person reads at a glance, and the guideline's upper bound.
_LONGEST = 400


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span no longer than a quote should be: a long sentence is cut at a space."""
    if end - start > _LONGEST:
        end = start + _LONGEST
        end = text.rfind(" ", start + 40, end) if " " in text[start + 40 : end] else end
    return start, end
