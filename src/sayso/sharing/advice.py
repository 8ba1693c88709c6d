"""What to do about a conflict, cheapest first, and who can do it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sayso.sharing.check import Check, Finding


class Step(StrEnum):
    """What one can do, from what costs least to what costs most."""

    NOTHING = "nothing"
    CONTROL = "control"
    SETTING = "setting"
    OBJECTION = "objection"
    ASK = "ask"
    PLAN = "plan"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do about one finding.

    `who`: who can do it: `me`, `host`, `administrator` or `account owner`. `what`: one sentence to the reader.
    `where`: the setting, page or address, if known. `how`: steps, in order. `until`: the last day, as the document
    gives it, or empty. `source`: the document (and section) or the catalogue entry (with its date) that it rests on.
    `letter`: for an objection or a request, the text to send.
    """

    step: Step
    who: str
    what: str
    where: str = ""
    how: tuple[str, ...] = ()
    until: str = ""
    source: str = ""
    letter: str = ""


def advise(check: Check, finding: Finding) -> tuple[Advice, ...]:
    """What can be done about one finding of a check, cheapest first; empty where nothing needs doing."""
    raise NotImplementedError
