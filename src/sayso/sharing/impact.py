"""One change of terms, many policies: who is newly in conflict, over which cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sayso.decision import Verdict
from sayso.sharing.packed import Move, cells
from sayso.sharing.policy import Policy
from sayso.sharing.service import Service
from sayso.vocabulary import data


@dataclass(frozen=True, slots=True)
class Count:
    """How many are newly in conflict, have newly to be asked, and are freed of a conflict."""

    conflict: int = 0
    ask: int = 0
    freed: int = 0


@dataclass(frozen=True, slots=True)
class Touched:
    """One policy that a change does something to, and in which cells."""

    policy: str
    conflict: tuple[Move, ...] = ()
    ask: tuple[Move, ...] = ()
    freed: tuple[Move, ...] = ()


class Policies(Protocol):
    """Many policies, as they stand for one service on one day.

    `size`: how many. `categories`: the kinds of data that any of them adds to the vocabulary; each policy is concerned
    by its own alone.
    """

    service: str
    on: date
    size: int
    categories: frozenset[str]

    def count(self, moves: Sequence[Move]) -> tuple[Count, list[Count]]:
        """How many policies any of the moves does something to, and how many each of them does."""

    def touched(self, moves: Sequence[Move]) -> Iterator[Touched]:
        """The policies that the moves do something to, in their order."""


@dataclass(frozen=True)
class Impact:
    """What a change of terms does to many policies.

    `moves`: the cells in which what is said changed, in the order of the vocabulary, own kinds of data last, each with
    the policies that it touches. `total`: the policies that are touched anywhere. A policy can be newly in conflict
    over one cell and freed of a conflict over another, and is then in both numbers.
    """

    service: str
    on: date
    policies: int
    total: Count
    moves: tuple[tuple[Move, Count], ...]


def impact(old: Service, new: Service, policies: Policies) -> Impact:
    """What it does to policies that a service now says `new` and said `old` before."""
    moved = moves(old, new, policies.categories)
    total, counts = policies.count(moved) if moved else (Count(), [])
    return Impact(policies.service, policies.on, policies.size, total, tuple(zip(moved, counts, strict=True)))


def moves(old: Service, new: Service, categories: Iterable[str] = ()) -> list[Move]:
    """The cells in which what is said changed: rows, kinds, and categories of one's own."""
    every = (Move(*at, old.said(*at).say, new.said(*at).say) for at in cells(sorted(categories)))
    return [move for move in every if move.was is not move.now]


class PolicyList:
    """Policies one by one, each decided by the reference. Meant for thousands; for more, see `packed_file`."""

    def __init__(self, policies: Iterable[tuple[str, Policy]], service: str, on: date) -> None:
        """`policies`: each with a name of its own."""
        self._policies = [(name, policy, frozenset(policy.all_categories)) for name, policy in policies]
        self.service, self.on = service, on
        self.size = len(self._policies)
        self.categories = frozenset[str]().union(*(own for _, _, own in self._policies))

    def count(self, moves: Sequence[Move]) -> tuple[Count, list[Count]]:
        """As `Policies` has it."""
        turns = ("conflict", "ask", "freed")
        total: Counter[str] = Counter()
        each: Counter[tuple[Move, str]] = Counter()
        for one in self.touched(moves):
            for turn in turns:
                touching = getattr(one, turn)
                total[turn] += bool(touching)
                each.update((move, turn) for move in touching)
        return Count(**total), [Count(*(each[move, turn] for turn in turns)) for move in moves]

    def touched(self, moves: Sequence[Move]) -> Iterator[Touched]:
        """As `Policies` has it."""
        for name, policy, own in self._policies:
            one = self._turned(name, policy, [m for m in moves if m.data in data() or m.data in own])
            if one.conflict or one.ask or one.freed:
                yield one

    def _turned(self, name: str, policy: Policy, moves: Iterable[Move]) -> Touched:
        rules = policy.rules(self.service, self.on)
        conflict, ask, freed = [], [], []
        for move in moves:
            was, now = (rules.decide(move.data, move.purpose, say).verdict for say in (move.was, move.now))
            if was is now:
                continue
            if now is Verdict.CONFLICT:
                conflict.append(move)
            if now is Verdict.ASK:
                ask.append(move)
            if was is Verdict.CONFLICT:
                freed.append(move)
        return Touched(name, tuple(conflict), tuple(ask), tuple(freed))
