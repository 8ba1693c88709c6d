"""What must be removed because somebody withdrew: what was captured of them under a yes that they took back.

Pure. Facts are only added, so what was ordered once stays ordered: a yes that is given later brings nothing back.
"""

from __future__ import annotations

import threading
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sayso.consent.fact import Answered, Asked, Fact, Says
from sayso.consent.outcome import Outcome, outcome
from sayso.consent.state import State, states

#: One use of one version of a feature, and who answers about it.
_Key = tuple[str, str, int, str]
#: Of how many spaces it is remembered what was ordered.
_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when somebody was captured: after the fact `first` of the space, and until the fact `last`.

    Both are numbers of facts, from 1 on. What was captured by a decision that knew `first` facts or more, and fewer
    than `last`, lies in the span, whichever clock wrote `since` and `until`.
    """

    since: datetime
    until: datetime
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Removal:
    """What was captured of a person in these spans for these uses of a feature must go, and what was made of it.

    `number`: of the fact by which they withdrew. `everything`: the feature needs one of these uses, so nothing that it
    captured in these spans may stay. Otherwise what was made for these uses must go, and the rest may stay.
    """

    number: int
    at: datetime
    person: str
    feature: str
    version: int
    uses: tuple[str, ...]
    everything: bool
    spans: tuple[Span, ...]

    def covers(self, known: int) -> bool:
        """Whether what was captured by a decision that knew so many facts must go."""
        return any(span.first <= known < span.last for span in self.spans)


def removals(facts: Sequence[Fact]) -> tuple[Removal, ...]:
    """Every removal that was ever ordered in a space, in its order."""
    taken_back = _taken_back(facts)
    watched = {(person, name) for person, name, *_ in taken_back}
    # For each yes that stands and is taken back later: between which facts its person was captured under it, and, if
    # they are captured now, from which on.
    given: dict[_Key, list[tuple[int, int]]] = {}
    since: dict[_Key, int] = {}
    found: dict[tuple[object, ...], Removal] = {}
    said: dict[str, Outcome] = {}
    for number, state in enumerate(states(facts) if taken_back else (), 1):
        fact = facts[number - 1]
        if isinstance(fact, Answered):
            key = _key(fact)
            if state.answers[key].says is Says.GIVEN:
                if key in taken_back:
                    given.setdefault(key, [])
            elif key in given:
                spans = given.pop(key) + ([(since.pop(key), number)] if key in since else [])
                _order(found, state, fact, number, tuple(_span(facts, *span) for span in spans))
        if not given or _changes_nothing(fact, said, watched):
            continue
        names = state.features.keys() & {name for _, name, *_ in given}
        said = {name: outcome(state, state.features[name]) for name in names}
        for key, spans in given.items():
            if _captured(state, said, key):
                since.setdefault(key, number)
            elif key in since:
                spans.append((since.pop(key), number))
    return tuple(sorted(found.values(), key=lambda removal: removal.number))


def _key(fact: Answered) -> _Key:
    return fact.person, fact.feature, fact.version, fact.use


def _taken_back(facts: Sequence[Fact]) -> set[_Key]:
    """The uses to which somebody said yes, and later no."""
    given, found = set[_Key](), set[_Key]()
    for fact in facts:
        if isinstance(fact, Answered):
            key = _key(fact)
            if fact.says is Says.GIVEN:
                given.add(key)
            elif key in given:
                found.add(key)
    return found


def _changes_nothing(fact: Fact, said: Mapping[str, Outcome], watched: Container[tuple[str, str]]) -> bool:
    """Whether it is plain that a fact changes nothing for those who are watched: most do not, and outcomes take time.

    Who is asked has not answered, and where a feature runs already, a yes of somebody else makes no difference.
    """
    if isinstance(fact, Answered) and (fact.person, fact.feature) not in watched:
        known = said.get(fact.feature)
        return known is None or (known.on and fact.says is Says.GIVEN)
    return isinstance(fact, Asked)


def _captured(state: State, said: Mapping[str, Outcome], key: _Key) -> bool:
    person, name, version, use = key
    if name not in said or state.features[name].version != version:
        return False
    return person in said[name].extra.get(use, said[name].captured)


def _span(facts: Sequence[Fact], first: int, last: int) -> Span:
    return Span(facts[first - 1].at, facts[last - 1].at, first, last)


def _order(
    found: dict[tuple[object, ...], Removal], state: State, fact: Answered, number: int, spans: tuple[Span, ...]
) -> None:
    """Adds what a withdrawal orders. What somebody withdraws at one moment, and was captured alike, is one removal."""
    if not spans:
        return
    one = (fact.person, fact.feature, fact.version, fact.at, spans)
    before = found.get(one)
    uses = (*before.uses, fact.use) if before else (fact.use,)
    needed = {use.name for use in state.versions[fact.feature, fact.version].needed}
    found[one] = Removal(
        number, fact.at, fact.person, fact.feature, fact.version, uses, not needed.isdisjoint(uses), spans
    )


class Ordered:
    """The removals of spaces, looked for again only where somebody has said no since. Safe for threads."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, tuple[Removal, ...]]] = {}
        self._turn = threading.Lock()

    def of(self, space: str, facts: Sequence[Fact]) -> tuple[Removal, ...]:
        """The removals of a space that has these facts, in their order."""
        known, found = self._kept.get(space, (0, ()))
        if known > len(facts) or any(withdraws(fact) for fact in facts[known:]):
            known, found = 0, removals(facts)
        with self._turn:
            self._kept.pop(space, None)
            self._kept[space] = len(facts), found
            if len(self._kept) > _REMEMBERED:
                self._kept.pop(next(iter(self._kept)))
        return found


def withdraws(fact: Fact) -> bool:
    """Whether a fact may order a removal."""
    return isinstance(fact, Answered) and fact.says is not Says.GIVEN
