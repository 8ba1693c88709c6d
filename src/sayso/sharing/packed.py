"""Policies packed for counting: one small number for each cell, which holds every answer that a policy has there.

Only six things can be said of a cell: the five levels, and nothing. For one service on one day a policy therefore has
six answers there, and each is one of four: fine, ask, conflict by too little say, forbidden. Two bits an answer, in the
order of `Say` from the lowest bits up, make a number of twelve bits:

    unstated  no-say  leave  opt-out  opt-in  never
       01       10     10      00       00     00      = 0b01_10_10_00_00_00: accepts `opt-out`, asks about silence

What is packed is what `sayso.decision.decide` answers, so it is exact for any chain of policies; and what a change of
terms does to a million policies is a few masks on columns of such numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from sayso.decision import strictness
from sayso.say import Say
from sayso.sharing.policy import Policy, Rules
from sayso.vocabulary import READ_PURPOSES, data

#: The version of the packing: the order of the levels, and what the two bits mean.
VERSION = 1

_FROM = {say: 2 * i for i, say in enumerate(Say)}
_ANSWERS = {(0, False): 0b00, (1, False): 0b01, (2, False): 0b10, (2, True): 0b11}
#: A mask and what is left under it: both kinds of conflict have the upper bit; only `ask` is 01.
_CONFLICT, _ASK = (0b10, 0b10), (0b11, 0b01)


@dataclass(frozen=True, slots=True)
class Move:
    """A cell in which what is said moved from one level to another."""

    data: str
    purpose: str
    was: Say
    now: Say

    @property
    def cell(self) -> str:
        """The name of the cell: `content.audio train-ai`."""
        return cell_name(self.data, self.purpose)


class Turns(NamedTuple):
    """What a move does to a policy, each true or false; or to a column of policies, each a column.

    `conflict`: a conflict that was none before. `ask`: it has to be asked about now, and had not. `freed`: no longer a
    conflict. A conflict that becomes a question is both freed and to be asked about.
    """

    conflict: Any
    ask: Any
    freed: Any


def cell_name(data: str, purpose: str) -> str:
    """A cell as packed policies call it: `content.audio train-ai`."""
    return f"{data} {purpose}"


def cells(categories: Iterable[str] = ()) -> Iterable[tuple[str, str]]:
    """Every cell that documents are read for: of the rows and kinds of the vocabulary, then of one's own."""
    return product((*data(), *categories), READ_PURPOSES)


def pack(policy: Policy, service: str, on: date) -> dict[str, int]:
    """Every cell that documents are read for, packed as the policy stands for a service on a day."""
    rules = policy.rules(service, on)
    return {cell_name(*at): packed_cell(rules, *at) for at in cells(policy.all_categories)}


def packed_cell(rules: Rules, data: str, purpose: str) -> int:
    """One cell, packed."""
    bits = 0
    for say, place in _FROM.items():
        bits |= _ANSWERS[strictness(rules.decide(data, purpose, say))] << place
    return bits


def answer(bits: int, say: Say) -> int:
    """What a packed cell answers where that much is said: 0 fine, 1 ask, 2 too little say, 3 forbidden."""
    return bits >> _FROM[say] & 0b11


def turns(bits: Any, move: Move) -> Turns:
    """What a move does, from packed cells: one number, or anything that takes `&` and `==` as a number does."""
    return Turns(
        conflict=_is(bits, move.now, _CONFLICT) & _is_not(bits, move.was, _CONFLICT),
        ask=_is(bits, move.now, _ASK) & _is_not(bits, move.was, _ASK),
        freed=_is(bits, move.was, _CONFLICT) & _is_not(bits, move.now, _CONFLICT),
    )


def _is(bits: Any, say: Say, kind: tuple[int, int]) -> Any:
    mask, value = (n << _FROM[say] for n in kind)
    return (bits & mask) == value


def _is_not(bits: Any, say: Say, kind: tuple[int, int]) -> Any:
    mask, value = (n << _FROM[say] for n in kind)
    return (bits & mask) != value
