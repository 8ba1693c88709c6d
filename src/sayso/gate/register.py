"""Registers: at which place in a table each of many keys stands, looked up for millions of rows at once.

A key is known by two hashes of 64 bits. By the first it is given a slot on a page that is at least twice as large as
there are keys; whoever finds their slot taken goes on to the next, smaller page, and the slot remembers that somebody
did. The second hash is then compared: a stranger would need the slot and all of that hash of somebody. Most rows are
done after one look at a slot and one at a hash; no name is compared, and nothing is sorted.

Integers that lie close together need no hashes: they are places already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.signedinteger[Any]]
#: An odd number near 2 ** 64 over the golden ratio: multiplying by it spreads a hash into its upper bits (Knuth).
SPREAD = np.uint64(0x9E3779B97F4A7C15)


def at(values: NDArray[Any], places: NDArray[Any]) -> NDArray[Any]:
    """The values at places, all of which there are: nothing is checked, which is quicker."""
    return values.take(places, mode="clip")


@dataclass(frozen=True)
class Register:
    """Keys by their hashes. `pages`: of each slot, twice the place that it has, and one more if others wanted it."""

    size: int
    checks: Hashes
    pages: tuple[Places, ...]

    def find(self, keys: Hashes, checks: Hashes) -> Places:
        """The place of each key by its two hashes; `size` where it has none."""
        return self._on_page(0, keys, checks)

    def _on_page(self, page: int, keys: Hashes, checks: Hashes) -> Places:
        slots = self.pages[page]
        entries = at(slots, _slots(keys, checks, page, len(slots)))
        places: Places = (entries >> 1).astype(np.int64)
        strangers = at(self.checks, places) != checks
        found: Places = np.maximum(places, strangers * self.size)  # no place is behind the last; quicker than a choice
        if page + 1 < len(self.pages):
            further = np.flatnonzero(strangers & (entries & 1 == 1))
            if further.size:
                found[further] = self._on_page(page + 1, keys[further], checks[further])
        return found


def register(keys: Hashes, checks: Hashes) -> Register:
    """A register of keys, each at its place in these; of a key that stands there several times, at its last."""
    size, pages = len(keys), list[Places]()
    kind = np.dtype(np.int32 if size < 1 << 30 else np.int64)
    waiting: Places = np.arange(size, dtype=kind)
    while len(waiting) or not pages:
        slots: Places = np.full(2 << max(len(waiting), 1).bit_length(), 2 * size, kind)
        wanted = _slots(keys[waiting], checks[waiting], len(pages), len(slots))
        slots[wanted] = 2 * waiting  # of several that want a slot, the last one has it
        holder = slots[wanted] >> 1
        left = checks[holder] != checks[waiting]
        slots[wanted[left]] |= 1
        pages.append(slots)
        waiting = waiting[left]
    return Register(size, np.append(checks, np.uint64(0)), tuple(pages))


def _slots(keys: Hashes, checks: Hashes, page: int, size: int) -> NDArray[np.intp]:
    """The slot that each key wants on a page: other bits of it on every page, and of both hashes from the second on."""
    mixed = keys + np.uint64(page) * checks if page else keys
    found: NDArray[np.intp] = (mixed * SPREAD >> np.uint64(65 - size.bit_length())).view(np.int64)
    return found


@dataclass(frozen=True)
class Numbers:
    """Keys that are integers from 0 up: each is its own place."""

    size: int

    def find(self, keys: NDArray[np.int64]) -> Places:
        """The keys as places; `size` for those that are none. A negative key is a large one without its sign."""
        return np.minimum(keys.view(np.uint64), np.uint64(self.size)).view(np.int64)
