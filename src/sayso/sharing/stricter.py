"""Which of two policies is stricter, and where: over all cells, for everyone and for each service with an exception."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sayso.decision import strictness
from sayso.say import Say
from sayso.sharing.policy import Policy, Rules
from sayso.sharing.stance import Stance, all_purposes, names, same, stance


class Stricter(StrEnum):
    """Which one is stricter: neither, the first, the second, or each in places."""

    NEITHER = "equal"
    FIRST = "first"
    SECOND = "second"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell on which two policies stand otherwise. `service`: for that one alone; empty for everyone."""

    first: Stance
    second: Stance
    service: str
    stricter: Stricter

    @property
    def data(self) -> str:
        """The row or kind of data."""
        return self.first.data

    @property
    def purpose(self) -> str:
        """The purpose."""
        return self.first.purpose


@dataclass(frozen=True)
class Comparison:
    """Two policies and all their differences; of a kind only where it differs otherwise than what is above it."""

    first: Policy
    second: Policy
    on: date
    differences: tuple[Difference, ...]

    @property
    def stricter(self) -> Stricter:
        """Which one is stricter over all cells."""
        return _together(d.stricter for d in self.differences)


def compare_policies(first: Policy, second: Policy, on: date) -> Comparison:
    """What each accepts that the other does not, as they stand on that day."""
    services = {x.service.casefold(): x.service for x in (*first.lines, *second.lines) if x.service}
    everyone = list(_differences(first, second, "", on))
    seen = {(d.data, d.purpose): d for d in everyone}
    found = [*everyone]
    for service in sorted(services.values(), key=str.casefold):
        for d in _differences(first, second, service, on):
            general = seen.get((d.data, d.purpose))
            if general is None or not (same(general.first, d.first) and same(general.second, d.second)):
                found.append(d)
    return Comparison(first, second, on, tuple(found))


def _differences(first: Policy, second: Policy, service: str, on: date) -> Iterator[Difference]:
    one, other = first.rules(service, on), second.rules(service, on)
    for name in names(first, second):
        above = name.rpartition(".")[0]
        for purpose in all_purposes():
            stricter = _stricter(one, other, name, purpose)
            if stricter is Stricter.NEITHER:
                continue
            a, b = stance(one, name, purpose), stance(other, name, purpose)
            if above and same(a, stance(one, above, purpose)) and same(b, stance(other, above, purpose)):
                continue
            yield Difference(a, b, service, stricter)


def _stricter(one: Rules, other: Rules, name: str, purpose: str) -> Stricter:
    """Every level of say, and silence, is decided by both."""
    return _together(
        Stricter.FIRST if a > b else Stricter.SECOND if b > a else Stricter.NEITHER
        for say in Say
        for a, b in [(strictness(one.decide(name, purpose, say)), strictness(other.decide(name, purpose, say)))]
    )


def _together(parts: Iterable[Stricter]) -> Stricter:
    found = set(parts) - {Stricter.NEITHER}
    if len(found) > 1:
        return Stricter.EACH
    return found.pop() if found else Stricter.NEITHER
