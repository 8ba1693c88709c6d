"""The consent desk under load, over loopback, against a real `sayso serve`.

    python benchmarks/desk.py answers --store sqlite          # short; --seconds 600 for the ten minutes
    python benchmarks/desk.py withdrawals --store postgresql
    python benchmarks/desk.py kills --store sqlite --times 100

Ends with status 1 if an answer was lost or invented, or a chain is broken; bars of speed are printed, not enforced.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import secrets
import sys
import time
from collections import Counter
from itertools import cycle
from statistics import linear_regression
from zlib import crc32

from desk_world import USES, Client, Person, Server, broken, empty_store, meetings, spent

from sayso.consent.fact import Answered
from sayso.consent.store import open_store

#: The bar: so many answers a second, 99 of 100 of them within so many milliseconds.
RATE, WITHIN = 500, 50
#: Until caches are full, in seconds at that rate; of shorter runs the first third.
WARM_UP = 120


def main() -> None:
    """Runs one measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["answers", "withdrawals", "kills"])
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--processes", type=int, default=1, help="of the desk, for answers on PostgreSQL")
    parser.add_argument("--rate", type=int, default=RATE)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with empty_store(args.store) as address:
        if args.what == "answers":
            answers(address, args.seconds, args.rate, args.processes)
        elif args.what == "kills":
            kills(address, args.times, random.Random(args.seed))
        else:
            from desk_withdrawals import withdrawals

            withdrawals(address, args.seconds)


def answers(address: str, seconds: int, rate: int, processes: int) -> None:
    """A steady stream of answers. Each is due at a moment of its own, and its time counts from then."""
    # Meetings come and go: ten people each, each answering twice, so that new meetings are at work all the time.
    people = meetings(address, max(seconds * rate // 20, 1), 10)
    servers = [Server(address) for _ in range(processes)]
    try:
        for server in servers:
            server.wait()
        before = spent(servers, address)
        took, memory = asyncio.run(_stream(servers, people, seconds, rate))
        cpu = [(name, before[name], now) for name, now in spent(servers, address).items()]
    finally:
        for server in servers:
            server.stop()
    lasted = memory[-1][0]  # until the last of them was answered
    print(f"{len(took)} answers in {lasted:.0f} s: {len(took) / lasted:.0f} a second (bar {RATE})")
    print(f"{_spread(took)} (bar: p99 under {WITHIN} ms)")
    per_answer = [f"{name} {(now - then) * 1000 / len(took):.2f}" for name, then, now in cpu]
    print("milliseconds of processor for an answer: " + ", ".join(per_answer))
    shown = memory[:: max(len(memory) // 10, 1)]
    print("memory of the desk in MB, over time: " + " ".join(f"{m:.0f}" for _, m in shown))
    warm = min(WARM_UP * RATE / rate, seconds / 3)
    filling = "" if warm >= WARM_UP * RATE / rate else ", while caches still fill"
    growth = _slope(memory, warm) * 60
    print(f"... and its growth after the first {warm:.0f} s{filling}: {growth:+.2f} MB a minute (bar: flat)")


async def _stream(
    servers: list[Server], people: list[Person], seconds: int, rate: int
) -> tuple[list[float], list[tuple[float, float]]]:
    """How long each answer took, and the memory of the desk, each second."""
    due: asyncio.Queue[tuple[float, Person, str]] = asyncio.Queue()
    took: list[float] = []
    memory: list[tuple[float, float]] = []

    async def work() -> None:
        clients = [Client(server.port) for server in servers]
        while True:
            at, person, says = await due.get()
            one = crc32(person.space.encode()) % len(clients)  # a space is one process's work, as addresses allow
            status, said = await clients[one].answer(person, says)
            if status != 201:
                raise SystemExit(f"an answer was refused: {status} {said}")
            took.append(time.perf_counter() - at)
            due.task_done()

    workers = [asyncio.create_task(work()) for _ in range(64)]
    # Ten meetings at a time, everybody in turn, then the same people once more with the other word.
    turns = (
        (p, says) for n in range(0, len(people), 100) for says in ("given", "refused") for p in people[n : n + 100]
    )
    gc.collect()
    gc.freeze()  # or this process holds up the answers that it waits for
    began = time.perf_counter()
    for number, (person, says) in zip(range(seconds * rate), turns, strict=False):
        at = began + number / rate
        if (wait := at - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        due.put_nowait((at, person, says))
        if number % rate == 0:
            memory.append((time.perf_counter() - began, sum(server.memory() for server in servers)))
            if failed := [w for w in workers if w.done()]:
                failed[0].result()
    await asyncio.wait_for(due.join(), 60)
    memory.append((time.perf_counter() - began, sum(server.memory() for server in servers)))
    for worker in workers:
        worker.cancel()
    return took, memory


def kills(address: str, times: int, chance: random.Random) -> None:
    """Kills the server at random moments under load; what was acknowledged must be there, and nothing else."""
    people = meetings(address, 20, 10)
    known: Counter[tuple[str, ...]] = Counter()
    waiting: dict[Person, tuple[str, str]] = {}
    sent = 0
    for number in range(times + 1):
        server = Server(address)
        server.wait()
        last = number == times
        found = asyncio.run(_until_killed(server, people, waiting, None if last else chance.uniform(0.02, 1.0)))
        known.update(found)
        sent += len(found) // len(USES)
    lost, invented, chains = _compared(address, people, known)
    print(f"{times} kills, {sent} acknowledged answers: {lost} lost, {invented} invented, {chains} broken chains")
    if lost or invented or chains:
        sys.exit(1)


async def _until_killed(
    server: Server, people: list[Person], waiting: dict[Person, tuple[str, str]], after: float | None
) -> list[tuple[str, ...]]:
    """Answers until the server is killed; without `after`, only sends again what was not acknowledged.

    `waiting`: who sent what without an answer; it is sent again, as it was, by the same key.
    """
    known: list[tuple[str, ...]] = []
    words = cycle(("given", "refused"))
    killed = False

    async def work(mine: list[Person]) -> None:
        client = Client(server.port)
        for person in cycle(mine) if after else [p for p in mine if p in waiting]:
            says, key = waiting.setdefault(person, (next(words), secrets.token_hex(8)))
            try:
                status, said = await client.answer(person, says, key)
            except (OSError, EOFError):
                if not killed:
                    raise
                return
            if status == 429:
                await asyncio.sleep(0.1)
                continue
            if status != 201:
                raise SystemExit(f"an answer was refused: {status} {said}")
            del waiting[person]
            known.extend((person.space, person.id, a["at"], a["use"], a["says"]) for a in said["items"])

    workers = [asyncio.create_task(work(people[n::16])) for n in range(16)]
    if after:
        await asyncio.sleep(after)
        killed = True
        server.kill()
    await asyncio.gather(*workers)
    if not after:
        server.stop()
    return known


def _compared(address: str, people: list[Person], known: Counter[tuple[str, ...]]) -> tuple[int, int, int]:
    """How many acknowledged answers are lost, how many kept ones were never acknowledged, how many chains broke."""
    from sayso.web.shapes import AnswerShown

    store = open_store(address)
    try:
        spaces = {p.space for p in people}
        kept: Counter[tuple[str, ...]] = Counter()
        for space in spaces:
            for f in store.facts(space):
                if isinstance(f, Answered):
                    shown = AnswerShown(
                        at=f.at, feature=f.feature, version=f.version, use=f.use, says=f.says, how=f.how
                    )
                    at = shown.model_dump(mode="json")["at"]
                    kept[space, f.person, at, f.use, str(f.says)] += 1
        return (known - kept).total(), (kept - known).total(), len(broken(store, spaces))
    finally:
        store.close()


def _spread(took: list[float]) -> str:
    ordered = sorted(t * 1000 for t in took)
    parts = [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)]
    shown = [f"{name} {ordered[min(int(len(ordered) * part), len(ordered) - 1)]:.1f} ms" for name, part in parts]
    return ", ".join([*shown, f"most {ordered[-1]:.1f} ms"])


def _slope(memory: list[tuple[float, float]], after: float) -> float:
    """Megabytes a second, by least squares, over what was seen after so many seconds; 0 of a single sight."""
    seen = [(at, held) for at, held in memory if at >= after]
    if len(seen) < 2:
        return 0.0
    return linear_regression(*zip(*seen, strict=True)).slope


if __name__ == "__main__":
    main()
