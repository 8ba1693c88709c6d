"""From a withdrawal to the first frame that is withheld: 100 meetings of ten, each with a recorder, all at once."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from pathlib import Path

import httpx
from desk_world import FEATURE, Client, Person, Server, meetings, recorder_token

from sayso.recorder.audio import FRAME
from sayso.recorder.live import Permission, Track
from sayso.recorder.stream import follow

SPACES, PEOPLE, RATE = 100, 10, 8000
#: The bar, in milliseconds.
WITHIN = 250


def withdrawals(address: str, seconds: int) -> None:
    """Everybody agrees; then people withdraw, agree again and refuse, while everybody's frames come in real time."""
    people = meetings(address, SPACES, PEOPLE)
    token = recorder_token(address)
    server = Server(address)
    try:
        server.wait()
        took, late, kept = asyncio.run(_measured(server, people, token, seconds))
    finally:
        server.stop()
    ordered = sorted(took)
    p99 = ordered[int(len(ordered) * 0.99)] * 1000
    print(f"{len(took)} withdrawals, {len(people)} people in {SPACES} spaces, {kept} frames kept")
    print(f"to the first withheld frame: p50 {ordered[len(ordered) // 2] * 1000:.0f} ms, p99 {p99:.0f} ms, "
          f"most {ordered[-1] * 1000:.0f} ms (bar: p99 under {WITHIN} ms)")  # fmt: skip
    print(f"the loop of frames was late by {late * 1000:.0f} ms at most")


async def _measured(server: Server, people: list[Person], token: str, seconds: int) -> tuple[list[float], float, int]:
    permissions = {p.space: Permission() for p in people}
    link = httpx.AsyncClient(
        base_url=server.url, headers={"Authorization": f"Bearer {token}"}, limits=httpx.Limits(max_connections=None)
    )
    with tempfile.TemporaryDirectory(prefix="sayso-tracks-") as folder:
        tracks = {p: Track(Path(folder) / f"{p.id}.wav", p.id, permissions[p.space], RATE) for p in people}
        async with link:
            following = [
                asyncio.create_task(follow(link, space, FEATURE, permission, time.monotonic))
                for space, permission in permissions.items()
            ]
            # When who withdrew, until the first frame of theirs that is not for the feature any more.
            waiting: dict[Person, float] = {}
            took: list[float] = []
            frames = asyncio.create_task(_frames(tracks, permissions, waiting, took))
            await _answers(server, people, waiting, seconds)
            await asyncio.sleep(1)
            frames.cancel()
            for task in following:
                task.cancel()
            await asyncio.gather(*following, frames, return_exceptions=True)
        for track in tracks.values():
            track.close()
        if waiting:
            raise SystemExit(f"{len(waiting)} withdrawals were never heard of")
        return took, _frames_late[0], sum(t.kept for t in tracks.values())


_frames_late = [0.0]


async def _frames(
    tracks: dict[Person, Track], permissions: dict[str, Permission], waiting: dict[Person, float], took: list[float]
) -> None:
    sound = b"\1\2" * int(RATE * FRAME)
    due = time.monotonic()
    while True:
        due += FRAME
        await asyncio.sleep(max(due - time.monotonic(), 0))
        now = time.monotonic()
        _frames_late[0] = max(_frames_late[0], now - due)
        for track in tracks.values():
            track.put(due - FRAME, due, sound)
        for person, since in list(waiting.items()):
            # The frame that starts now: what is decided for it at this moment.
            if not permissions[person.space].capturing(person.id):
                took.append(now - since)
                del waiting[person]


async def _answers(server: Server, people: list[Person], waiting: dict[Person, float], seconds: int) -> None:
    clients = [Client(server.port) for _ in range(8)]
    for n in range(0, len(people), 8):
        await asyncio.gather(*(c.answer(p, "given") for c, p in zip(clients, people[n : n + 8], strict=False)))
    await asyncio.sleep(1)
    chance, began, number = random.Random(1), time.monotonic(), 0
    while time.monotonic() - began < seconds:
        person = chance.choice([p for p in people if p not in waiting])
        waiting[person] = time.monotonic()
        client = clients[number % 8]
        number += 1
        status, said = await client.answer(person, "refused")
        if status != 201:
            raise SystemExit(f"a withdrawal was refused: {status} {said}")
        while person in waiting:
            await asyncio.sleep(FRAME)
        await client.answer(person, "given")
