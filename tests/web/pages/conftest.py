"""A demonstration meeting for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from visiting import World, post

from sayso.consent.store import open_store


@pytest.fixture
def world() -> Iterator[World]:
    store = open_store("sqlite:///:memory:")
    yield World(store)
    store.close()


@pytest.fixture
def asked(world: World) -> World:
    """The host has turned the summary on."""
    host = world.browser(world.demo.host)
    assert post(host, host.home + "/turn-on", {"feature": "summary"}).status_code == 200  # type: ignore[attr-defined]
    return world
