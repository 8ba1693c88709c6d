"""What the gate knows beside the rows: terms, strategy, signals and consents, with the digest of each.

Read once, from files; the rule asks it (`sayso.decision.Known`), and the engines make tables of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sayso.decision import Passage
from sayso.gate.strategy import ASKED, Strategy
from sayso.grid import Grid
from sayso.row import Consent
from sayso.say import Say


@dataclass(frozen=True)
class Grounds:
    """`grids`: of each version of the terms. `signals`: what those of each source come to, by its address.

    `digests`: SHA-256 of each file that this was read from, by its name, for the manifest.
    """

    grids: Mapping[str, Grid] = field(default_factory=dict)
    consented: tuple[Consent, ...] = ()
    intended: Strategy = ASKED
    signals: Mapping[str, Passage] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    def terms(self, version: str, data: str, purpose: str) -> Say | None:
        """How much say a version of the terms left over a use; None for a version that is not known."""
        grid = self.grids.get(version)
        return grid.nearest(data, purpose).say if grid is not None else None

    def strategy(self, data: str, purpose: str) -> tuple[Say | None, bool]:
        """How much say the business intends, and whether there is an equal alternative."""
        return self.intended.use(data, purpose)

    def signal(self, source: str) -> Passage:
        """What the signals of a source come to. Of a source of which nothing was recorded, nothing is known."""
        return self.signals.get(source, Passage.UNKNOWN)

    def consents(self, person: str, purpose: str) -> Iterable[Consent]:
        """Everything that a person has said of a purpose."""
        return [c for c in self._of.get(person, ()) if c.purpose == purpose]

    @cached_property
    def _of(self) -> dict[str, list[Consent]]:
        found: dict[str, list[Consent]] = {}
        for consent in self.consented:
            found.setdefault(consent.person, []).append(consent)
        return found
