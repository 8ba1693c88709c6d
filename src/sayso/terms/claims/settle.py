"""How the claims on one row and purpose settle into one level."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

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
    offered = sorted((k for k in controls if not k.scope), key=_start)
    if deciding := list(islice(_without_say(considered, offered, governs), _SHOWN)):
        say = Say.NO_SAY
    else:
        say = least(map(_refusable, considered))
        deciding = [c for c in considered if _refusable(c) is say]
    return Settled(say, deciding, "the most that a clause permits", deidentified=not identified)


#: As many deciding claims are shown as evidence.
_SHOWN = 3
_start = attrgetter("start")


def _refusable(c: Found) -> Say:
    """The level of a use that a control governs."""
    return Say.OPT_OUT if c.say is Say.NO_SAY else c.say


def _without_say(
    uses: list[Found], offered: list[FoundControl], governs: Callable[[FoundControl, Found], bool]
) -> Iterator[Found]:
    """The uses that no control lifts. The one that lifted the last use, and those near by, are the likeliest."""
    starts = [k.start for k in offered]
    last: FoundControl | None = None
    for c in uses:
        if c.say is not Say.NO_SAY or (last and governs(last, c)):
            continue
        last = next((k for k in _outwards(offered, bisect_left(starts, c.start)) if governs(k, c)), None)
        if last is None:
            yield c


def _outwards(controls: list[FoundControl], at: int) -> Iterator[FoundControl]:
    """All controls, those nearest to a place first."""
    for step in range(max(at, len(controls) - at)):
        if at + step < len(controls):
            yield controls[at + step]
        if at > step:
            yield controls[at - step - 1]
