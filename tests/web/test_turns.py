"""How often an answer goes to the database server and back: what it costs where several processes share one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from starlette.testclient import TestClient

from sayso.consent.fact import Answered
from sayso.consent.store import open_store
from sayso.web.app import app
from sayso.web.demo import open_demo
from sayso.web.desk import Desk

USES = ("content.audio provide", "content.chat provide")


class Turns:
    """Counts the turns of everything that a desk asks its server, in what the client library says of itself."""

    def __init__(self, desk: Desk) -> None:
        self._db = desk.store.database

    def of(self, act: Callable[[], None]) -> int:
        links = list(self._db._free)  # type: ignore[attr-defined]
        with tempfile.TemporaryFile() as file:
            for link in links:
                link.pgconn.trace(file.fileno())
            act()
            for link in links:
                link.pgconn.untrace()
            assert set(self._db._free) == set(links), "no link that was not listened to"  # type: ignore[attr-defined]
            return os.pread(file.fileno(), 1_000_000, 0).count(b"ReadyForQuery")


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)  # a file takes no turns
def test_an_answer_is_one_turn_to_the_server_with_all_that_it_adds(address: str) -> None:
    desk = Desk(open_store(address))
    desk.store.subscriptions.new("https://hooks.example/", ["person.answered"], datetime.now(UTC))
    space = open_demo(desk).space
    desk.rooms.turn_on(space, "summary")
    person = next(iter(desk.store.names(space)))
    session, cookie = desk.links.session(space, person, datetime.now(UTC))
    web = TestClient(app(desk), desk.settings.address, cookies={session.cookie: cookie})
    turns, keys = Turns(desk), iter("abcdefgh")

    def answer(says: str, key: str) -> None:
        said = {"feature": "summary", "version": 1, "says": dict.fromkeys(USES, says)}
        headers = {"Origin": desk.settings.address, "Idempotency-Key": key}
        given = web.post(f"/api/v1/spaces/{space}/people/{person}/answers", json=said, headers=headers)
        assert given.status_code == 201, given.text

    answer("given", next(keys))
    before = len(desk.rooms.facts(space))
    for says in ("refused", "given", "refused"):
        assert turns.of(partial(answer, says, next(keys))) == 1
    facts = desk.rooms.facts(space)[before:]
    assert [f.says for f in facts if isinstance(f, Answered)] == ["withdrawn"] * 2 + ["given"] * 2 + ["withdrawn"] * 2
    assert desk.store.broken(space) is None
    assert turns.of(partial(answer, "given", "a")) > 1, "what is sent again is looked up"
    assert len(desk.rooms.facts(space)) == before + 6
    desk.store.close()
