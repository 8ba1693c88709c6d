"""Claims composed into a grid: the least say wins, controls lift it, denials hold only where nothing contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sayso.grid import Cell, CellException, Grid, Quote
from sayso.say import Say
from sayso.terms.claims import SETTLE
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl
from sayso.vocabulary import READ_PURPOSES, ROWS, row_of


class Composer:
    """Builds the grid of one document from what its sentences say."""

    def __init__(self, claims: Iterable[Found], controls: Iterable[FoundControl], covered: Mapping[str, frozenset[str]], quote) -> None:
        self.claims, self.controls = list(claims), list(controls)
        self.covered = covered
        self.quote = quote

    def grid(self) -> Grid:
        return Grid(self.cell(row, purpose) for row in ROWS for purpose in READ_PURPOSES)

    def rows(self, c: Found) -> frozenset[str]:
        rows = set()
        for name in c.data:
            if name in self.covered:
                rows |= self.covered[name]
            else:
                rows.add(row_of(name))
        return frozenset(rows)

    def cell(self, row: str, purpose: str) -> Cell:
        every = [c for c in self.claims if c.purpose == purpose and row in self.rows(c)]
        general = [c for c in every if c.scope in ("", "plan") and "wish" not in c.flags]
        if not general:
            return Cell(row, purpose, reason="no sentence says it")
        denials = [c for c in general if c.say is Say.NEVER]
        uses = [c for c in general if c.say is not Say.NEVER]
        settled = SETTLE[purpose](row, uses, denials, self.controls)
        evidence = tuple(self.quote(c) for c in settled.deciding[:3])
        return Cell(row, purpose, settled.say, evidence, (), settled.deidentified, False, settled.reason)


_ = CellException, Quote
