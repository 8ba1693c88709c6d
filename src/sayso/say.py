"""How much say a person has over a use of their data, measured by what saying no costs them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Say(StrEnum):
    """A level of say. `UNSTATED` is not a level: it is the absence of a statement, and never permission."""

    NEVER = "never"
    OPT_IN = "opt-in"
    OPT_OUT = "opt-out"
    LEAVE = "leave"
    NO_SAY = "no-say"
    UNSTATED = "unstated"

    @property
    def rank(self) -> int | None:
        """4 for the most say (`never`) down to 0 for the least (`no-say`); None for `unstated`."""
        return None if self is Say.UNSTATED else 4 - _MOST_FIRST.index(self)

    @property
    def cost(self) -> str:
        """What saying no costs the person."""
        return _COST[self]

    @property
    def meaning(self) -> str:
        """The level in one plain sentence."""
        return _MEANING[self]


_MOST_FIRST = (Say.NEVER, Say.OPT_IN, Say.OPT_OUT, Say.LEAVE, Say.NO_SAY)

_COST = {
    Say.NEVER: "nothing to refuse",
    Say.OPT_IN: "nothing",
    Say.OPT_OUT: "an action",
    Say.LEAVE: "the meeting, the feature or the service",
    Say.NO_SAY: "cannot be said",
    Say.UNSTATED: "unknown",
}

_MEANING = {
    Say.NEVER: "This use is not made.",
    Say.OPT_IN: "Made only if you agree; refusing leaves everything else usable.",
    Say.OPT_OUT: "Made unless you turn it off, by a control that is offered.",
    Say.LEAVE: "Someone else decides for you, or consent is tied to taking part.",
    Say.NO_SAY: "Made, and no control is offered.",
    Say.UNSTATED: "The document says nothing about it. Silence is not permission.",
}


def least(says: Iterable[Say]) -> Say:
    """The least say among the stated ones; `unstated` if none is stated."""
    stated = [s for s in says if s is not Say.UNSTATED]
    return max(stated, key=_MOST_FIRST.index, default=Say.UNSTATED)
