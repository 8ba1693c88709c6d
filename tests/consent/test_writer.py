"""What threads want kept at one time is kept in one turn: an act whole or not at all, each for itself; on both."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

import pytest

from sayso.consent.fact import Joined
from sayso.consent.store import Store, StoreChanged
from sayso.consent.store.database import RowExistsError
from sayso.consent.store.replies import Reply
from sayso.consent.store.writer import Writer

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
REPLY = Reply("00", 201, "{}")


def in_company(writer: Writer, acts: list[partial[None]]) -> list[BaseException | None]:
    """Lets all of these be written at one time, by holding up the first until the others have come."""
    begun, enough = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        enough.wait(10)

    with ThreadPoolExecutor(len(acts) + 1) as pool:
        held = pool.submit(writer.write, first)
        begun.wait(10)
        told = [pool.submit(writer.write, act) for act in acts]
        while len(writer._waiting) < len(acts):
            threading.Event().wait(0.001)
        enough.set()
        held.result(10)
        return [future.exception(10) for future in told]


def keep(store: Store, asker: str, key: str) -> partial[None]:
    return partial(store.replies.keep, asker, key, REPLY, NOW)


def test_whoever_comes_while_one_writes_is_written_with_all_others_who_came(store: Store) -> None:
    threads: list[int] = []

    def act(number: int) -> None:
        keep(store, "ada", str(number))()
        threads.append(threading.get_ident())

    assert in_company(Writer(store.database), [partial(act, n) for n in range(8)]) == [None] * 8
    assert all(store.replies.find("ada", str(n)) == REPLY for n in range(8))
    assert len(threads) == 8
    assert len(set(threads)) == 1, "the first of them wrote for all"


def test_an_act_that_fails_fails_for_itself_alone_and_leaves_nothing(store: Store) -> None:
    writer = Writer(store.database)
    writer.write(keep(store, "ada", "used"))

    def refuses() -> None:
        keep(store, "ben", "half")()
        raise KeyError("ben")

    acts = [keep(store, "ada", "new"), keep(store, "ada", "used"), partial(refuses), keep(store, "cem", "new")]
    told = in_company(writer, acts)
    assert [type(error) for error in told] == [type(None), RowExistsError, KeyError, type(None)]
    assert store.replies.find("ada", "new") == store.replies.find("cem", "new") == REPLY
    assert store.replies.find("ben", "half") is None
    writer.write(keep(store, "ben", "half"))


def test_of_two_who_decided_on_the_same_facts_at_one_time_one_must_read_again(store: Store) -> None:
    space = store.create_space("meeting", "Weekly", NOW).id
    acts = [partial(store.append, space, [Joined(NOW, person)], 0) for person in ("ada", "ben")]
    told = in_company(store._writer, acts)
    assert sorted(map(type, told), key=str) == [type(None), StoreChanged]
    assert len(store.facts(space)) == 1
    assert store.broken(space) is None


def test_whoever_writes_within_a_transaction_writes_in_that_one(store: Store) -> None:
    writer = Writer(store.database)

    def all_taken_back() -> None:
        with store.together():
            writer.write(keep(store, "ada", "1"))
            raise KeyError("ada")

    with pytest.raises(KeyError):
        all_taken_back()
    assert store.replies.find("ada", "1") is None


def test_many_threads_each_keep_their_own_order_and_lose_nothing(store: Store) -> None:
    spaces = [store.create_space("meeting", str(n), NOW).id for n in range(8)]

    def meeting(space: str) -> None:
        for n in range(25):
            store.append(space, [Joined(NOW, f"{space} {n}")], n, keep(store, space, str(n)))
            assert store.replies.find(space, str(n)) == REPLY, "what is acknowledged is there"

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(meeting, spaces))
    for space in spaces:
        assert store.facts(space) == [Joined(NOW, f"{space} {n}") for n in range(25)]
        assert store.broken(space) is None
