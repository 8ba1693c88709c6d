"""From a document to its reading: outline, sentences, claims, grid. Pure: no I/O, no clock, no randomness."""

from __future__ import annotations

from sayso.grid import Quote
from sayso.terms.claims import find
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl, controls
from sayso.terms.compose import Composer
from sayso.terms.coverage import Coverage, collected, cover, describes_collection
from sayso.terms.document import Document
from sayso.terms.outline import outline
from sayso.terms.reading import Claim, Control, Reading
from sayso.terms.sentences import Sentences, company_names


def read_document(document: Document, *, cache: object = None) -> Reading:
    """Read a document."""
    text = document.text
    tree = outline(text)
    found: list[Found] = []
    offered: list[FoundControl] = []
    coverage = Coverage([], [], [])
    sentences = Sentences(text, tree, company_names(text))
    for s in sentences:
        found.extend(find(s))
        offered.extend(controls(s))
        collected(s, coverage)
    covered = cover(coverage, describes_collection(sentences.hits, document.words))

    def quote(c: Found | FoundControl) -> Quote:
        end = min(c.end, c.start + 400)
        return Quote(text[c.start : end], c.start, end, tree.label(c.section))

    grid = Composer(found, offered, covered, quote).grid()
    claims = tuple(Claim(c.data, c.purpose, c.say, quote(c), c.rule, c.scope, c.flags) for c in found)
    given = tuple(
        Control(k.kind, k.target, tuple(dict.fromkeys(p for p, _ in k.purposes)), quote(k), "person", k.scope) for k in offered
    )
    return Reading(document, grid, claims, given, ())
