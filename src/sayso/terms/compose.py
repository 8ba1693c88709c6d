"""Claims composed into a grid.

The rules, in the guideline's order: a cell is the least say over any kind of data in its row (rule 2); what
overrides ("notwithstanding") counts for the data that it names only (3); statements that clash give less say and a
mark (4); de-identified use counts where no other is stated (5); what binds only a region, a plan, another group of
people or a sliver of the row is an exception (6 and the conventions).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from sayso.grid import Cell, CellException, Grid, Quote
from sayso.say import Say
from sayso.terms.claims import SETTLE
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl
from sayso.terms.claims.deciders import PARTICIPANTS
from sayso.vocabulary import READ_PURPOSES, ROWS, row_of


class Composer:
    """Builds the grid of one document from what its sentences say.

    `covered`: the rows that general words and defined terms stand for. `kinds`: the rows and kinds of data that the
    document names anywhere. `quote` cuts a claim's quote, `lead` that of
    its lead-in.
    """

    def __init__(
        self,
        claims: Collection[Found],
        controls: Iterable[FoundControl],
        covered: Mapping[str, frozenset[str]],
        kinds: frozenset[str],
        quote: Callable[[Found], Quote],
        lead: Callable[[Found], Quote],
    ) -> None:
        self.deciders = [c for c in claims if PARTICIPANTS in c.flags]
        self.controls = list(controls)
        self.covered = covered
        self.quote, self.lead = quote, lead
        self.cells: dict[tuple[str, str], list[Found]] = {}  # of each row and purpose, the claims that touch it
        self.kinds = kinds
        for c in claims:
            if not c.flags & {"choice", PARTICIPANTS}:
                for row in self.rows(c):
                    self.cells.setdefault((row, c.purpose), []).append(c)

    def grid(self) -> Grid:
        """All rows by all purposes that are read."""
        return Grid(self.cell(row, purpose) for row in ROWS for purpose in READ_PURPOSES)

    def rows(self, c: Found) -> frozenset[str]:
        """The rows that a claim touches."""
        rows: set[str] = set()
        for name in c.data:
            rows |= self.covered[name] if name in self.covered else {row_of(name)}
        return frozenset(rows)

    def partial(self, c: Found, row: str) -> bool:
        """Whether a claim speaks of some kinds of a row only."""
        return not any(name == row or row in self.covered.get(name, ()) for name in c.data)

    def all_kinds(self, claims: list[Found], row: str) -> bool:
        """Whether claims speak, all together, of every kind of a row that the document names anywhere.

        "Your files are never sold" promises little where photos and chats are uploaded, and all where files are.
        """
        if row == "profile":  # whoever has an address has a name
            return False
        named = {name for c in claims for name in c.data}
        return named.issuperset(name for name in self.kinds if row_of(name) == row)

    def cell(self, row: str, purpose: str) -> Cell:
        """One cell with its reasons."""
        every = self.cells.get((row, purpose))
        if every is None:
            return Cell(row, purpose, reason=_silence([], row))
        general = [c for c in every if c.scope in ("", "plan") and "wish" not in c.flags]
        uses = [c for c in general if c.say is not Say.NEVER]
        denials = [c for c in general if c.say is Say.NEVER]
        if not self.all_kinds(denials, row):
            denials = [c for c in denials if not self.partial(c, row)]
        uses, overridden = self.overridden(uses, denials, row)
        if not uses and not denials:
            return Cell(row, purpose, exceptions=self.exceptions(every, row, Say.UNSTATED), reason=_silence(every, row))
        settled = SETTLE[purpose](row, uses, denials, self.controls)
        if settled.say is Say.UNSTATED:
            return Cell(row, purpose, exceptions=self.exceptions(every, row, Say.UNSTATED), reason=settled.reason)
        clash = not overridden and _clash(denials, uses)
        deciding = [*settled.deciding[:2], *denials[:1]] if clash else settled.deciding
        return Cell(
            row,
            purpose,
            settled.say,
            self.evidence(deciding),
            self.exceptions(every, row, settled.say),
            settled.deidentified,
            clash,
            settled.reason,
        )

    def evidence(self, deciding: list[Found]) -> tuple[Quote, ...]:
        """One to three quotes: the deciding claims, and what introduces the first where it hangs from something."""
        quotes = [self.quote(c) for c in deciding[:3]]
        if deciding and deciding[0].lead:
            quotes.insert(1, self.lead(deciding[0]))
        return _distinct(quotes)[:3]

    def overridden(self, uses: list[Found], denials: list[Found], row: str) -> tuple[list[Found], bool]:
        """Uses left after sentences that override what their own section says before them, for all of a row."""
        over = [d for d in denials if "override" in d.flags]
        over += [u for u in uses if "override" in u.flags and u.say is Say.OPT_IN and not self.partial(u, row)]
        if not over:
            return uses, False
        last: dict[int, int] = {}  # of each section, where the last of them stands
        for o in over:
            last[o.section] = max(o.start, last.get(o.section, -1))
        own = set(map(id, over))
        left = [u for u in uses if id(u) in own or u.start >= last.get(u.section, -1)]
        return left, len(left) < len(uses)

    def exceptions(self, every: list[Found], row: str, say: Say) -> tuple[CellException, ...]:
        """Kinds and groups that are treated otherwise than the cell says: the least say for each."""
        found: dict[str, list[Found]] = {}
        for c in every:
            if "wish" in c.flags:
                found.setdefault("other:integrations", []).append(c)
            elif c.scope in ("aside", "region"):
                continue
            elif group := ("other:third-party-training" if "third" in c.flags else _GROUPS.get(c.scope)):
                found.setdefault(group, []).append(c)
            elif self.partial(c, row) and c.say is not say:
                for name in c.data:
                    if row_of(name) == row:
                        found.setdefault(name, []).append(c)
        if row == "content" and any(c.say is Say.OPT_IN and not c.scope and "wish" not in c.flags for c in every):
            found["other:participants"] = self.deciders  # the consent is the customer's, not theirs
        exceptions = []
        for name, claims in found.items():
            if not claims:
                continue
            least = max(claims, key=lambda c: -(c.say.rank or 0))
            # A cell is the least say over any kind of its row: a kind can only have more.
            if least.say is not say and (name.startswith("other:") or (least.say.rank or 0) > (say.rank or 0)):
                exceptions.append(CellException(name, least.say, _distinct(self.quote(c) for c in claims[:1])))
        return tuple(exceptions)


#: What a claim of this scope is an exception for.
_GROUPS = {"plan": "other:business plans", "feature": "other:one feature", "feedback": "other:feedback"}


def _clash(denials: list[Found], uses: list[Found]) -> bool:
    """Whether a flat denial and a flat use are said of the same words, and neither refers to the other."""
    refer = {"override", "deidentified"}
    done = {(u.data, u.topic) for u in uses if u.say is Say.NO_SAY and not u.flags & refer}
    return any(
        (d.data, d.topic) in done and d.topic != "sale" and not d.flags & {*refer, "exclusive", "only", "third"}
        for d in denials
    )


def _silence(every: list[Found], row: str) -> str:
    if any(c.scope == "region" for c in every):
        return "said for some regions only"
    if every:
        return f"said of some {row} only, not of the rest"
    return "no sentence of the document says it"


def _distinct(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(dict.fromkeys(quotes))
