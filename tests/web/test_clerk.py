"""What comes at one time is done together: each act whole or not at all, each for itself; on both databases."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial

import httpx
import pytest
from besieged import API, HERE, Besieged

from sayso.consent.fact import Answered, Joined
from sayso.consent.store import Store
from sayso.consent.store.database import RowExistsError
from sayso.consent.store.replies import Reply
from sayso.errors import UnreachableStoreError
from sayso.web.clerk import Clerk

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
REPLY = Reply("00", 201, "{}")
Act = Callable[[None], object]


async def in_company(clerk: Clerk, asked: list[Callable[[], Coroutine[object, object, object]]]) -> list[object]:
    """Lets all of these wait while another act is done, so that they are done together."""
    begun, enough = threading.Event(), threading.Event()

    def first(_came: None) -> None:
        begun.set()
        enough.wait(10)

    held = asyncio.create_task(clerk.does(lambda: None, first))
    await asyncio.to_thread(begun.wait, 10)
    told = [asyncio.create_task(ask()) for ask in asked]
    while clerk._waiting.qsize() < len(asked):
        await asyncio.sleep(0.001)
    enough.set()
    await held
    return await asyncio.gather(*told, return_exceptions=True)


class Office:
    """A clerk whose transactions are counted."""

    def __init__(self, store: Store) -> None:
        self.store, self.transactions = store, 0
        self.clerk = Clerk(self._together)

    def _together(self):  # type: ignore[no-untyped-def]
        self.transactions += 1
        return self.store.together()

    def in_company(self, acts: list[Act], enter: Callable[[], None] = lambda: None) -> list[object]:
        """What came of acts that were done together."""
        return asyncio.run(in_company(self.clerk, [partial(self.clerk.does, enter, act) for act in acts]))


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def keep(store: Store, asker: str, key: str) -> Act:
    def act(_came: None) -> None:
        with store.together():
            store.replies.keep(asker, key, REPLY, NOW)

    return act


def come(store: Store, space: str, person: str) -> Act:
    def act(_came: None) -> int:
        known = len(store.seen(space, fresh=False).facts)
        store.append(space, [Joined(NOW, person)], known)
        return known

    return act


def test_what_comes_while_one_act_is_done_is_done_in_one_transaction(office: Office) -> None:
    space = office.store.create_space("meeting", "Weekly", NOW).id
    found = office.in_company([come(office.store, space, f"p{n}") for n in range(8)])
    assert found == list(range(8)), "each saw those before it"
    assert office.transactions == 1
    assert [f.person for f in office.store.facts(space) if isinstance(f, Joined)] == [f"p{n}" for n in range(8)]
    assert office.store.broken(space) is None


def test_an_act_alone_waits_for_nobody(office: Office) -> None:
    space = office.store.create_space("meeting", "Weekly", NOW).id
    assert asyncio.run(office.clerk.does(lambda: None, come(office.store, space, "ada"))) == 0
    assert office.transactions == 0, "it has its own"


def test_an_act_that_fails_fails_for_itself_alone_and_leaves_nothing(office: Office) -> None:
    store = office.store
    keep(store, "ada", "used")(None)

    def refuses(_came: None) -> None:
        with store.together():
            store.replies.keep("ben", "half", REPLY, NOW)
            raise KeyError("ben")

    acts = [keep(store, "ada", "new"), keep(store, "ada", "used"), refuses, keep(store, "cem", "new")]
    told = office.in_company(acts)
    assert [type(error) for error in told] == [type(None), RowExistsError, KeyError, type(None)]
    assert store.replies.find("ada", "new") == store.replies.find("cem", "new") == REPLY
    assert store.replies.find("ben", "half") is None


def test_of_the_same_key_twice_at_one_time_one_is_kept(office: Office) -> None:
    told = office.in_company([keep(office.store, "ada", "same")] * 2)
    assert [type(error) for error in told] == [type(None), RowExistsError]


def test_who_asks_is_looked_at_once_and_what_is_wrong_there_is_no_matter_of_the_others(office: Office) -> None:
    looked: list[None] = []
    acts = [keep(office.store, "ada", "1"), keep(office.store, "ada", "1"), keep(office.store, "ben", "1")]
    told = office.in_company(acts, lambda: looked.append(None))
    assert [type(error) for error in told] == [type(None), RowExistsError, type(None)]
    assert len(looked) == 3, "though each act was tried twice"

    def stranger() -> None:
        raise PermissionError("who are you?")

    assert [type(e) for e in office.in_company([keep(office.store, "eve", "1")] * 2, stranger)] == [PermissionError] * 2
    assert office.store.replies.find("eve", "1") is None


def test_where_the_server_goes_away_nothing_is_tried_again(office: Office) -> None:
    tried: list[int] = []

    def act(number: int, _came: None) -> None:
        tried.append(number)
        if number == 1:
            raise UnreachableStoreError("postgresql", "does not answer", "try again in a moment")

    told = office.in_company([partial(act, n) for n in range(3)])
    assert [type(error) for error in told] == [UnreachableStoreError] * 3
    assert tried == [0, 1], "whether it was kept is not known"


def test_who_has_gone_is_not_waited_for_and_their_act_is_done(office: Office) -> None:
    async def goes() -> None:
        begun, enough = threading.Event(), threading.Event()

        def slow(_came: None) -> None:
            begun.set()
            enough.wait(10)
            keep(office.store, "ada", "gone")(None)

        asks = asyncio.create_task(office.clerk.does(lambda: None, slow))
        await asyncio.to_thread(begun.wait, 10)
        asks.cancel()
        enough.set()
        await office.clerk.does(lambda: None, keep(office.store, "ben", "here"))

    asyncio.run(goes())
    assert office.store.replies.find("ada", "gone") == office.store.replies.find("ben", "here") == REPLY


def test_an_answer_that_is_sent_again_in_company_is_done_once_and_answered_alike(store: Store) -> None:
    desk = Besieged(store)
    before = len(store.facts(desk.space))

    def asks(says: str, key: str) -> Callable[[], Coroutine[object, object, object]]:
        body = {"feature": "summary", "version": 1, "says": {"content.audio provide": says}}
        headers = {"Origin": HERE, "Idempotency-Key": key, "Cookie": "=".join(desk.cookies["ben"])}
        return lambda: web.post(f"{API}/spaces/{desk.space}/people/{desk.ben}/answers", json=body, headers=headers)

    async def all_of_them() -> list[object]:
        return await in_company(desk.desk.clerk, [asks(*a) for a in [("given", "a"), ("given", "a"), ("refused", "b")]])

    web = httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url=HERE)
    for replayed in (1, 2):  # what was kept before it came in company, too
        told = asyncio.run(all_of_them())
        assert [t.status_code for t in told if isinstance(t, httpx.Response)] == [201] * 3, told
        bodies = [t.json() for t in told if isinstance(t, httpx.Response)]
        assert bodies[0] == bodies[1] != bodies[2], replayed
        assert [f.says for f in store.facts(desk.space)[before:] if isinstance(f, Answered)] == ["given", "withdrawn"]
    assert store.broken(desk.space) is None
