"""The strategy: which uses the business intends, and with how much say.

    version = 1

    [[use]]
    data = "content"
    purpose = "train-ai"
    say = "opt-in"
    alternative = true      # who depends on the asker has an equal alternative

The closest use decides, as in a sharing policy: the kind before its row, a named purpose before `*`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from sayso.row import ANY
from sayso.say import Say
from sayso.vocabulary import find_data, find_purpose

_KEYS = {"data", "purpose", "say", "alternative"}


@dataclass(frozen=True, slots=True)
class Use:
    """One intended use. `alternative`: who depends on the asker is offered the same without it."""

    data: str
    purpose: str
    say: Say
    alternative: bool = False

    def covers(self, data: str, purpose: str) -> bool:
        """Whether it is about such data and such a purpose."""
        whole = self.data == ANY or data == self.data or data.startswith(self.data + ".")
        return whole and self.purpose in (ANY, purpose)

    def closeness(self) -> tuple[int, bool, int, bool]:
        """The greater, the closer; among equals the one that leaves more say."""
        depth = 0 if self.data == ANY else 1 + self.data.count(".")
        return (depth, self.purpose != ANY, self.say.rank or 0, not self.alternative)


@dataclass(frozen=True, slots=True)
class Strategy:
    """All intended uses. What none of them covers is not intended, and is asked about before it is done."""

    uses: tuple[Use, ...]

    def use(self, data: str, purpose: str) -> tuple[Say | None, bool]:
        """How much say is intended over a use, and whether there is an alternative; (None, False) if nothing is."""
        covering = [u for u in self.uses if u.covers(data, purpose)]
        best = max(covering, key=Use.closeness, default=None)
        return (best.say, best.alternative) if best else (None, False)


#: Where no strategy is given: everything is asked about.
ASKED = Strategy((Use(ANY, ANY, Say.OPT_IN),))


def strategy(text: str) -> Strategy:
    """A strategy from its TOML. Raises `ValueError` with the cause."""
    found = tomllib.loads(text)
    if found.get("version") != 1 or set(found) - {"version", "name", "use"}:
        raise ValueError("has keys that are not known, or is not of version 1")
    uses = found.get("use", [])
    if not isinstance(uses, list):
        raise ValueError("`use` is no list of tables; write [[use]]")
    return Strategy(tuple(_use(u, n) for n, u in enumerate(uses, 1)))


def _use(found: object, number: int) -> Use:
    if not isinstance(found, dict) or set(found) - _KEYS or not {"data", "purpose", "say"} <= set(found):
        raise ValueError(f"use {number}: needs data, purpose and say, and can have alternative")
    if not all(isinstance(found[key], str) for key in ("data", "purpose", "say")):
        raise ValueError(f"use {number}: data, purpose and say are words")
    if not isinstance(found.get("alternative", False), bool):
        raise ValueError(f"use {number}: alternative is true or false")
    data = found["data"] if found["data"] == ANY else find_data(found["data"]).name
    purpose = found["purpose"] if found["purpose"] == ANY else find_purpose(found["purpose"]).name
    return Use(data, purpose, Say(found["say"]), found.get("alternative", False))
