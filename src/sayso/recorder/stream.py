"""The desk's stream of decisions, followed: each one told to a permission, and its loss too."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import httpx

from sayso.errors import RecorderError
from sayso.recorder.live import Permission

#: The desk is heard at least every two seconds. After so many without a word the stream counts as lost.
PATIENCE = 6.0
#: How long to wait before coming back.
_PAUSE = 0.5
_NOT_OURS = frozenset({400, 401, 403, 404})


async def follow(
    desk: httpx.AsyncClient, space: str, feature: str, permission: Permission, clock: Callable[[], float]
) -> None:
    """Tells a permission what the desk decides about one feature, for ever; comes back where the stream is lost.

    `desk`: a client at the desk's address, with a recorder's token. Raises `RecorderError` if the desk refuses it.
    """
    try:
        while True:
            with suppress(httpx.HTTPError):
                async for name, data in _events(desk, space):
                    if name == "outcome" and data["feature"] == feature:
                        permission.decided(clock(), data["captured"], data["seq"])
                        continue
                    permission.here(clock())
                    if name == "removal":
                        obey(permission, feature, data)
            permission.lost()
            await asyncio.sleep(_PAUSE)
    finally:
        permission.lost()


def obey(permission: Permission, feature: str, removal: dict[str, Any]) -> None:
    """Does what a removal orders, if it is about this feature, and not about extra uses alone: none is made here."""
    if removal["feature"] == feature and removal["everything"]:
        permission.removed(removal["person"], [(span["first"], span["last"]) for span in removal["spans"]])


async def removals(desk: httpx.AsyncClient, space: str) -> list[dict[str, Any]]:
    """Every removal that was ever ordered in a space. Raises `RecorderError`."""
    found: list[dict[str, Any]] = (await _asked(desk, space, f"/api/v1/spaces/{space}/removals"))["items"]
    return found


async def people(desk: httpx.AsyncClient, space: str) -> dict[str, str]:
    """What the people of a space are called, by id. Raises `RecorderError`."""
    found: dict[str, str] = {}
    cursor: dict[str, str] = {}
    while True:
        page = await _asked(desk, space, f"/api/v1/spaces/{space}/people", limit="100", **cursor)
        found |= {p["person"]: p["name"] or p["person"] for p in page["items"]}
        if not page["next"]:
            return found
        cursor = {"cursor": page["next"]}


async def _asked(desk: httpx.AsyncClient, space: str, path: str, **query: str) -> dict[str, Any]:
    try:
        answer = await desk.get(path, params=query)
        _refused(space, answer)
        found: dict[str, Any] = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL):
        raise RecorderError("the desk", "does not answer", "check its address, and that it runs") from None
    return found


def _refused(space: str, answer: httpx.Response) -> None:
    if answer.status_code in _NOT_OURS:
        raise RecorderError(space, "is not opened by this token", "use one with the scope `record` of its owner")
    answer.raise_for_status()


async def _events(desk: httpx.AsyncClient, space: str) -> AsyncIterator[tuple[str, Any]]:
    """Events by name, and lines that say no more than that the desk is there, without one (HTML, 9.2.6)."""
    timeout = httpx.Timeout(PATIENCE)
    async with desk.stream("GET", f"/api/v1/spaces/{space}/decisions", timeout=timeout) as answer:
        _refused(space, answer)
        fields: dict[str, str] = {}
        async for line in answer.aiter_lines():
            name, _, value = line.partition(":")
            if line and name:
                fields[name] = value.strip()
            elif line:
                yield "", None
            else:
                if "event" in fields:
                    yield fields["event"], json.loads(fields.get("data", "null"))
                fields = {}
