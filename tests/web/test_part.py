"""What a part does all the time: it looks after every change, and goes on looking whatever happens."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import anyio
import pytest

from sayso.consent.fact import Joined
from sayso.consent.store import open_store
from sayso.web.part import looking

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_it_looks_at_once_and_after_every_change(address: str) -> None:
    store, looks = open_store(address), [0]

    async def served() -> None:
        looked = asyncio.Event()

        async def look() -> None:
            looks[0] += 1
            looked.set()

        async with looking(store, look, every=60):
            for number in range(3):
                await asyncio.wait_for(looked.wait(), 30)
                looked.clear()
                space = await asyncio.to_thread(store.create_space, "meeting", "Weekly", NOW)
                await asyncio.to_thread(store.append, space.id, [Joined(NOW, f"p{number}")], 0)
            await asyncio.wait_for(looked.wait(), 30)

    anyio.run(served)
    assert looks[0] >= 4
    store.close()


def test_a_look_that_fails_is_told_without_what_it_said_and_the_next_one_comes(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(address)

    async def served() -> None:
        second, looks = asyncio.Event(), [0]

        async def look() -> None:
            looks[0] += 1
            if looks[0] == 1:
                raise ValueError("ada@harbour.example")
            second.set()

        async with looking(store, look, every=0.01):
            await asyncio.wait_for(second.wait(), 30)

    with caplog.at_level(logging.ERROR, "sayso.web"):
        anyio.run(served)
    assert [r.message for r in caplog.records] == ["ValueError while looking; the desk looks again"]
    store.close()
