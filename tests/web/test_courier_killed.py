"""A courier that is killed in the middle loses nothing and changes no order, on both databases."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

from sayso.consent.fact import Joined
from sayso.consent.store import open_store

PROCESS = Path(__file__).with_name("courier_process.py")
FACTS, SPACES = 40, 3


@contextmanager
def listening(heard: list[str], enough: threading.Semaphore) -> Iterator[str]:
    """Somebody who is told, at an address on loopback."""

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            heard.append(self.headers["webhook-id"])
            enough.release()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/in"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_is_told_survives_a_kill_at_any_moment(address: str) -> None:
    store, now = open_store(address), datetime.now(UTC)
    heard: list[str] = []
    enough = threading.Semaphore(0)
    with listening(heard, enough) as ear:
        store.subscriptions.new(ear, ["person.joined"], now)
        spaces = [store.create_space("meeting", "Weekly", now).id for _ in range(SPACES)]
        for space in spaces:
            store.append(space, [Joined(now, f"p{n}") for n in range(FACTS)], 0)
        for turn in range(4):  # each process finds the lease of the last one expired
            process = subprocess.Popen([sys.executable, str(PROCESS), address, str(turn * 20)])
            try:
                for _ in range(20 if turn < 3 else 0):
                    assert enough.acquire(timeout=30)
                for _ in range(300 if turn == 3 else 0):
                    if not store.outbox.waiting():
                        break
                    enough.acquire(timeout=0.1)
            finally:
                process.kill()
                process.wait()
    for space in spaces:
        seqs = [int(id.rpartition(".")[2]) for id in heard if id.startswith(space)]
        assert set(seqs) == set(range(1, FACTS + 1)), "nothing is lost"
        assert all(after - before in (0, 1) for before, after in pairwise(seqs)), "told in order, or again"
    store.close()
