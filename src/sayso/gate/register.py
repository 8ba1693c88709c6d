"""Registers: what is known of each of many keys, looked up for millions of rows at once.

A key is known by two hashes of 64 bits. By the first it is given a slot on a page that is at least twice as large as
there are keys; whoever finds their slot taken goes on to the next, smaller page, and the slot remembers that somebody
did. A slot has the second hash, which is compared (a stranger would need the slot and all of that hash of somebody),
and beside it what is known: most rows are done after one look at one place in memory. No name is compared, and nothing
is sorted.

Integers that lie close together need no hashes: they are slots already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Values = NDArray[np.int64]
#: An odd number near 2 ** 64 over the golden ratio: multiplying by it spreads a hash into its upper bits (Knuth).
SPREAD = np.uint64(0x9E3779B97F4A7C15)
#: A slot: the second hash of whoever has it, and twice what is known of them, and one more if others wanted it.
_SLOT = np.dtype([("check", np.uint64), ("known", np.int64)])


@dataclass(frozen=True)
class Register:
    """Keys by their hashes. `nothing`: what is known of those who are not in it."""

    pages: tuple[NDArray[Any], ...]
    nothing: int

    def find(self, keys: Hashes, checks: Hashes) -> Values:
        """What is known of each key."""
        return self._on_page(0, keys, checks)

    def _on_page(self, page: int, keys: Hashes, checks: Hashes) -> Values:
        slots = at(self.pages[page], _slots(keys, checks, page, len(self.pages[page])))
        strangers = slots["check"] != checks
        known = slots["known"]
        further = np.flatnonzero(strangers & (known & 1 == 1)) if page + 1 < len(self.pages) else np.empty(0, np.int64)
        # Known, or nothing for strangers: both ways at once are quicker than a choice that no processor can foresee.
        chosen: Values = (known >> 1) - self.nothing
        chosen &= strangers.astype(np.int64) - 1
        chosen += self.nothing
        if further.size:
            chosen[further] = self._on_page(page + 1, keys[further], checks[further])
        return chosen


def register(keys: Hashes, checks: Hashes, values: Values, nothing: int) -> Register:
    """A register of keys and what is known of them, in 61 bits and a sign; of a key that stands twice, the last."""
    pages, waiting = list[NDArray[Any]](), np.arange(len(keys))
    while len(waiting) or not pages:
        slots = np.zeros(2 << max(len(waiting), 1).bit_length(), _SLOT)
        slots["known"] = 2 * nothing
        wanted = _slots(keys[waiting], checks[waiting], len(pages), len(slots))
        slots["check"][wanted] = checks[waiting]  # of several that want a slot, the last one has it
        slots["known"][wanted] = 2 * values[waiting]
        left = slots["check"][wanted] != checks[waiting]
        slots["known"][wanted[left]] |= 1
        pages.append(slots)
        waiting = waiting[left]
    return Register(tuple(pages), nothing)


def at(values: NDArray[Any], places: NDArray[Any]) -> NDArray[Any]:
    """The values at places, all of which there are: nothing is checked, which is quicker."""
    return values.take(places, mode="clip")


def _slots(keys: Hashes, checks: Hashes, page: int, size: int) -> NDArray[np.intp]:
    """The slot that each key wants on a page: other bits of it on every page, and of both hashes from the second on."""
    mixed = keys + np.uint64(page) * checks if page else keys
    found: NDArray[np.intp] = (mixed * SPREAD >> np.uint64(65 - size.bit_length())).view(np.int64)
    return found


@dataclass(frozen=True)
class Numbers:
    """Keys that are integers from 0 up. `known`: of each, and in the last place of all others."""

    known: Values

    def places(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where each key stands. A negative key is a large one without its sign."""
        return np.minimum(keys.view(np.uint64), np.uint64(len(self.known) - 1)).view(np.int64)

    def find(self, keys: NDArray[np.int64]) -> Values:
        """What is known of each key."""
        found: Values = at(self.known, self.places(keys))
        return found


def numbers(keys: NDArray[np.int64], values: Values, nothing: int) -> Numbers:
    """What is known of integers from 0 up; of one that stands several times, what is known last."""
    known = np.full(int(keys.max(initial=-1)) + 2, nothing, np.int64)
    known[keys] = values
    return Numbers(known)
