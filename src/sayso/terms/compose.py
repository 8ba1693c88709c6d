"""Claims composed into a grid: the least say wins, controls lift it, denials hold only where nothing contradicts."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.grid import Cell, CellException, Grid, Quote
from sayso.say import Say, least
from sayso.terms.claims import GOVERNS
from sayso.terms.claims.common import ANY, Found
from sayso.terms.claims.controls import FoundControl
from sayso.vocabulary import READ_PURPOSES, ROWS, row_of


class Composer:
    """Builds the grid of one document from what its sentences say."""

    def __init__(self, claims: Iterable[Found], controls: Iterable[FoundControl], covered: frozenset[str], quote) -> None:
        self.claims, self.controls = list(claims), list(controls)
        self.covered = covered
        self.quote = quote

    def grid(self) -> Grid:
        return Grid(self.cell(row, purpose) for row in ROWS for purpose in READ_PURPOSES)

    def rows(self, c: Found) -> frozenset[str]:
        rows = set()
        for name in c.data:
            if name == ANY:
                rows |= self.covered
            else:
                rows.add(row_of(name))
        return frozenset(rows)

    def cell(self, row: str, purpose: str) -> Cell:
        every = [c for c in self.claims if c.purpose == purpose and row in self.rows(c)]
        general = [c for c in every if not c.scope and "wish" not in c.flags]
        if not general:
            return Cell(row, purpose, reason="no sentence says it")
        denials = [c for c in general if c.say is Say.NEVER]
        uses = [c for c in general if c.say is not Say.NEVER]
        if not uses:
            return self.made(row, purpose, Say.NEVER, denials, "denied")
        plain = [c for c in uses if "deidentified" not in c.flags]
        deidentified = not plain
        uses = plain or uses
        says = {id(c): self.lifted(c) for c in uses}
        say = least(says.values())
        deciding = [c for c in uses if says[id(c)] is say]
        return self.made(row, purpose, say, deciding, "least say", deidentified=deidentified)

    def lifted(self, c: Found) -> Say:
        if c.say is not Say.NO_SAY:
            return c.say
        governs = GOVERNS[c.purpose]
        return Say.OPT_OUT if any(not k.scope and governs(k, c) for k in self.controls) else c.say

    def made(self, row: str, purpose: str, say: Say, claims: list[Found], reason: str, deidentified: bool = False) -> Cell:
        evidence = tuple(self.quote(c) for c in claims[:3])
        return Cell(row, purpose, say, evidence, (), deidentified, False, reason)


_ = CellException, Quote
