"""How the claims on one row and purpose settle into one level."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sayso.say import Say, least
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl


@dataclass(slots=True)
class Settled:
    """A level with the claims that decide it. `reason` is one plain clause."""

    say: Say
    deciding: list[Found]
    reason: str
    deidentified: bool = False


def settle_least(
    uses: list[Found],
    denials: list[Found],
    controls: Iterable[FoundControl],
    governs: Callable[[FoundControl, Found], bool],
) -> Settled:
    """The least say wins; a control lifts the uses that it governs; denials hold only where no use is stated."""
    if not uses:
        return Settled(Say.NEVER, denials, "the document denies this use")
    identified = [c for c in uses if "deidentified" not in c.flags]
    considered = identified or uses
    offered = [k for k in controls if not k.scope]
    says = {id(c): _lifted(c, offered, governs) for c in considered}
    say = least(says.values())
    deciding = [c for c in considered if says[id(c)] is say]
    return Settled(say, deciding, "the most that a clause permits", deidentified=not identified)


def _lifted(c: Found, offered: list[FoundControl], governs: Callable[[FoundControl, Found], bool]) -> Say:
    if c.say is Say.NO_SAY and any(governs(k, c) for k in offered):
        return Say.OPT_OUT
    return c.say
