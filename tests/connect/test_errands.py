"""Errands: one for each key at a time, none holds up another, and one that fails is told to the log."""

from __future__ import annotations

import asyncio
import logging

import anyio
import pytest

from sayso.connect.errands import Errands


def test_one_of_each_key_is_out_and_a_slow_one_holds_up_no_other() -> None:
    run: list[str] = []

    async def errands() -> None:
        slow, out = asyncio.Event(), Errands()

        async def waits() -> None:
            run.append("slow")
            await slow.wait()

        async def goes() -> None:
            run.append("quick")

        out.start("a", waits)
        out.start("a", goes)
        out.start("b", goes)
        await asyncio.sleep(0.01)
        assert (run, bool(out)) == (["slow", "quick"], True)
        slow.set()
        await out.settle()
        assert not out
        out.start("a", goes)
        await out.settle()

    anyio.run(errands)
    assert run == ["slow", "quick", "quick"]


def test_one_that_fails_is_told_and_may_set_out_again(caplog: pytest.LogCaptureFixture) -> None:
    async def errands() -> None:
        out = Errands()

        async def fails() -> None:
            raise KeyError("a secret")

        for _ in range(2):
            out.start("a", fails)
            await out.settle()

    with caplog.at_level(logging.ERROR, "sayso.connect"):
        anyio.run(errands)
    assert [r.message for r in caplog.records] == ["KeyError on an errand; it is run again"] * 2


def test_those_that_are_stopped_turn_back_and_none_sets_out_any_more() -> None:
    run: list[str] = []

    async def errands() -> None:
        out = Errands(most=1)

        async def waits() -> None:
            run.append("began")
            await asyncio.sleep(60)
            run.append("ended")

        out.start("a", waits)
        out.start("b", waits)
        await asyncio.sleep(0.01)
        await out.stop()
        out.start("c", waits)
        assert not out

    anyio.run(errands)
    assert run == ["began"]
