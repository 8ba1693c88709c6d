"""Registers find what a dictionary finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.gate.register import Hashes, numbers, register

#: Few first hashes, so that slots are shared often. The second hash tells keys apart.
few = st.integers(0, 7) | st.integers(0, 7).map(lambda n: n << 61) | st.just((1 << 64) - 1)
pairs = st.lists(few.flatmap(lambda check: st.just((check * 3 % 5, check))), max_size=60)


def hashes(values: list[tuple[int, int]]) -> tuple[Hashes, Hashes]:
    return np.array([a for a, _ in values], np.uint64), np.array([b for _, b in values], np.uint64)


@given(pairs, pairs)
@settings(max_examples=300, deadline=None)
def test_each_key_is_found_at_its_last_place_and_nobody_else_is_found(
    known: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    places = {pair: place for place, pair in enumerate(known)}
    found = register(*hashes(known), np.arange(len(known)), -9).find(*hashes([*known, *asked]))
    assert found.tolist() == [places.get(pair, -9) for pair in [*known, *asked]]


@pytest.mark.parametrize("equal", ["keys", "sums"])
def test_whoever_shares_one_hash_with_others_is_still_told_apart(equal: str) -> None:
    other, same = np.arange(200, dtype=np.uint64), np.full(200, 5, np.uint64)
    keys, checks = {"keys": (same, other), "sums": (other, ~other)}[equal]
    assert register(keys, checks, np.arange(200), -1).find(keys, checks).tolist() == list(range(200))


def test_many_keys_are_all_found() -> None:
    keys, checks = np.random.default_rng(7).integers(0, 1 << 63, (2, 50_000), np.uint64)
    values = np.arange(50_000) * 3 - (1 << 61)
    own = register(keys, checks, values, 7)
    assert own.find(keys, checks).tolist() == values.tolist()
    assert set(own.find(keys, checks + np.uint64(1)).tolist()) == {7}


def test_numbers_are_their_own_places() -> None:
    asked = np.array([0, 3, 4, -1, 1 << 62, -(1 << 63)])
    found = numbers(np.array([3, 0, 2, 3]), np.array([9, 10, 12, 13]), 7).find(asked)
    assert found.tolist() == [10, 13, 7, 7, 7, 7]
