"""The statement of a sharing policy: what its owner accepts of every use, on one day, ready to be published.

The cells of the policy are summed up in few parts, of each of which the same holds, and a rest. Every cell belongs to
exactly one of them. Who the statement is for sees levels and end dates, and not the reasons and notes of the policy:
they are its owner's.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from sayso.decision import Level, Line, Verdict
from sayso.say import Say
from sayso.sharing.policy import Policy, Rules
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

#: One use: a kind of data, and a purpose.
Use = tuple[str, str]

_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is accepted of one use: the least say (None where nobody has decided), and its last day, if it has one."""

    least: Say | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Part(Generic[_V]):
    """Uses of which the same holds: of every one of `data`, for every one of `purposes`."""

    value: _V
    purposes: tuple[str, ...]
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary(Generic[_V]):
    """Parts, the strictest first, and what holds of every use that is in none of them."""

    parts: tuple[Part[_V], ...]
    rest: _V


@dataclass(frozen=True, slots=True)
class ForService:
    """What holds for one service otherwise than in general."""

    service: str
    parts: tuple[Part[Accepted], ...]


@dataclass(frozen=True)
class SharingStatement:
    """What a policy accepts on one day.

    `general`: what holds in general. `services`: what holds otherwise for some. `everyone`: what may be said to all at
    once, where the strictest counts. `service`: to whom the statement is addressed, or empty; `cells`: what holds for
    them, or for everyone. `silence`: what it means that terms say nothing of a use. `categories`: the policy's own
    kinds of data. `version`: changes whenever the policy does.
    """

    name: str
    on: date
    service: str
    version: str
    general: Mapping[Use, Accepted]
    services: tuple[ForService, ...]
    everyone: Mapping[Use, Accepted]
    cells: Mapping[Use, Accepted]
    silence: Mapping[Use, Verdict]
    categories: Mapping[str, str]

    @property
    def data(self) -> tuple[str, ...]:
        """All kinds of data that it speaks of: those of the vocabulary, then the policy's own."""
        return (*known_data(), *self.categories)

    @property
    def addressed(self) -> tuple[ForService, ...]:
        """What holds otherwise for the service to which it is addressed, or for all that there are."""
        own = self.service.casefold()
        return tuple(s for s in self.services if not own or s.service.casefold() == own)

    @property
    def summary(self) -> Summary[Accepted]:
        """What holds in general, in few parts."""
        return summed_up(self.general, strictness)

    @property
    def silence_summary(self) -> Summary[Verdict]:
        """What silence means, in few parts."""
        return summed_up(self.silence, lambda verdict: -list(Verdict).index(verdict))


def state(policy: Policy, on: date, service: str = "") -> SharingStatement:
    """The statement of a policy on that day: for everyone, or addressed to one service."""
    categories = policy.all_categories
    uses = [(data, purpose) for data in (*known_data(), *categories) for purpose in known_purposes()]
    rules = _rules(policy, "", on)
    general = {use: _accepted(rules, use) for use in uses}
    names = {line.service.casefold(): line.service for line in policy.lines if line.service}
    changes = {folded: _changes(policy, name, on, general) for folded, name in sorted(names.items())}
    services = tuple(ForService(names[n], parts_of(c, strictness)) for n, c in changes.items() if c)
    everyone = dict(general)
    for use, accepted in ((use, accepted) for changed in changes.values() for use, accepted in changed.items()):
        everyone[use] = _for_both(everyone[use], accepted)
    cells = general | changes.get(service.casefold(), {}) if service else everyone
    heard = _rules(policy, service, on)
    silence = {use: heard.decide(*use, Say.UNSTATED).verdict for use in uses}
    return SharingStatement(
        policy.name, on, service, _version(policy), general, services, everyone, cells, silence, dict(categories)
    )


def summed_up(cells: Mapping[Use, _V], order: Callable[[_V], Any]) -> Summary[_V]:
    """The cells in few parts, the strictest first; what holds of most of them is the rest."""
    counts = Counter(cells.values())
    rest = min(counts, key=lambda value: (-counts[value], order(value)))
    others = {use: value for use, value in cells.items() if value != rest}
    return Summary(parts_of(others, order), rest)


def parts_of(cells: Mapping[Use, _V], order: Callable[[_V], Any]) -> tuple[Part[_V], ...]:
    """The cells in parts, the strictest first: purposes of which the same holds for the same data are one part."""
    columns: dict[tuple[_V, str], list[str]] = {}
    for (data, purpose), value in cells.items():
        columns.setdefault((value, purpose), []).append(data)
    merged: dict[tuple[_V, tuple[str, ...]], list[str]] = {}
    for (value, purpose), data_of_it in columns.items():
        merged.setdefault((value, tuple(data_of_it)), []).append(purpose)
    first = [*_IMPORTANT_FIRST, *known_purposes()]
    parts = [Part(v, tuple(sorted(p, key=first.index)), d) for (v, d), p in merged.items()]
    return tuple(sorted(parts, key=lambda part: (order(part.value), first.index(part.purposes[0]))))


@dataclass(frozen=True, slots=True)
class Span:
    """A kind of data with all that is under it, but for some of that."""

    data: str
    but: tuple[str, ...] = ()


def spans(chosen: Collection[str], every: Sequence[str]) -> tuple[Span, ...]:
    """Kinds of data as few spans: what is chosen stands under a span, and what is not does not, or under a `but`.

    Where a kind under a `but` is chosen again, it is a span of its own: the nearest word counts.
    """
    members, known = set(chosen), set(every)
    above = {name: _above(name, known) for name in every}
    starts = [name for name in every if name in members and above[name] not in members]
    ends = [name for name in every if name not in members and above[name] in members]
    owner = {end: max((s for s in starts if end.startswith(s + ".")), key=len) for end in ends}
    return tuple(Span(start, tuple(end for end in ends if owner[end] == start)) for start in starts)


#: Purposes that people ask about first.
_IMPORTANT_FIRST = ("train-ai", "share", "advertise", "review", "monitor")
_ORDER = (Say.NEVER, None, Say.OPT_IN, Say.OPT_OUT, Say.LEAVE, Say.NO_SAY)


def _above(name: str, known: Collection[str]) -> str:
    """The nearest kind of data above: a policy may add `content.x.y` without `content.x`."""
    while name := name.rpartition(".")[0]:
        if name in known:
            break
    return name


def strictness(accepted: Accepted) -> tuple[int, date]:
    """The less, the stricter; undecided is stricter than every permission."""
    return (_ORDER.index(accepted.least), accepted.until or date.max)


def _changes(policy: Policy, service: str, on: date, general: Mapping[Use, Accepted]) -> dict[Use, Accepted]:
    """What holds for one service otherwise than in general."""
    rules = _rules(policy, service, on)
    own = [line for level in rules.levels for line in level.lines if line.service]
    touched = [use for use in general if any(line.covers(*use, service, on) for line in own)]
    now = {use: _accepted(rules, use) for use in touched}
    return {use: accepted for use, accepted in now.items() if accepted != general[use]}


def _rules(policy: Policy, service: str, on: date) -> Rules:
    """The policy for one service, without the lines for others: a long list of exceptions costs each only its own."""
    here = ("", service.casefold())
    levels = (Level(tuple(x for x in v.lines if x.service.casefold() in here), v.unstated) for v in policy.levels)
    return Rules(tuple(levels), service, on)


def _accepted(rules: Rules, use: Use) -> Accepted:
    """What is accepted of a use, and the last day on which it is so."""
    now = rules.accepted(*use)
    lines = (line for level in rules.levels for line in level.lines if line.until)
    ends = {line.until for line in lines if line.until and line.covers(*use, rules.service, rules.on)}
    for end in sorted(ends - {date.max}):
        if Rules(rules.levels, rules.service, end + timedelta(days=1)).accepted(*use) != now:
            return Accepted(now, end)
    return Accepted(now)


def _for_both(one: Accepted, other: Accepted) -> Accepted:
    """What may be said where two things hold: the stricter, as long as neither changes."""
    ends = [accepted.until for accepted in (one, other) if accepted.until]
    return Accepted(min(one, other, key=strictness).least, min(ends, default=None))


def _version(policy: Policy) -> str:
    """A short name for what the policy says, which changes when that does, but not with its notes or layout."""
    levels = [[str(level.unstated), sorted(map(_said, level.lines))] for level in policy.levels]
    said = json.dumps([levels, sorted(policy.all_categories.items())])
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def _said(line: Line) -> list[str]:
    which = (line.data, line.purpose, line.service.casefold(), line.until)
    return [str(field) for field in (*which, line.least, line.unstated, line.delegated)]
