"""One process at a time does what only one may, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sayso.consent.store import Store, open_store
from sayso.consent.store.lease import LASTS

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def two(address: str) -> Iterator[list[Store]]:
    stores = [open_store(address) for _ in range(2)]
    yield stores
    for store in stores:
        store.close()


def test_one_holds_it_until_it_is_not_renewed(two: list[Store]) -> None:
    one, other = (store.leases for store in two)
    assert one.take("work", NOW)
    assert not other.take("work", NOW + LASTS / 2)
    assert one.take("work", NOW + LASTS / 2), "renewed"
    assert not other.take("work", NOW + LASTS)
    assert other.take("work", NOW + 2 * LASTS)
    assert not one.take("work", NOW + 2 * LASTS)


def test_what_is_given_back_is_free_at_once(two: list[Store]) -> None:
    one, other = (store.leases for store in two)
    assert one.take("work", NOW)
    assert other.take("other work", NOW)
    other.give_back()
    assert not other.take("work", NOW)
    one.give_back()
    assert other.take("work", NOW)
