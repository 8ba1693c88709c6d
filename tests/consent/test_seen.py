"""What a process remembers of spaces is never wrong: not in a transaction, not when one fails, not beside others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from sayso.consent.fact import Joined
from sayso.consent.state import state_at
from sayso.consent.store import Store, StoreChanged, open_store
from sayso.consent.store.database import RowExistsError
from sayso.consent.store.replies import Reply
from sayso.consent.store.seen import Seen

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
REPLY = Reply("00", 201, "{}")


def joined(person: str) -> Joined:
    return Joined(NOW, person)


def keep(store: Store, asker: str, key: str) -> partial[None]:
    return partial(store.replies.keep, asker, key, REPLY, NOW)


def elsewhere(does: partial[object]) -> object:
    """What another thread sees."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(does).result(10)


def people(seen: Seen) -> list[str]:
    return [fact.person for fact in seen.facts if isinstance(fact, Joined)]


@pytest.fixture
def space(store: Store) -> str:
    return store.create_space("meeting", "Weekly", NOW).id


def test_what_was_added_is_seen_as_it_would_be_read(store: Store, space: str) -> None:
    store.append(space, [joined("ada")], 0)
    store.append(space, [joined("ben"), joined("cem")], 1)
    seen = store.seen(space, fresh=False)
    assert list(seen.facts) == store.facts(space)
    assert seen.at(NOW + timedelta(1)) == state_at(store.facts(space), NOW + timedelta(1))
    assert store.broken(space) is None


def test_in_a_transaction_each_act_sees_those_before_it_and_others_see_none(store: Store, space: str) -> None:
    store.append(space, [joined("ada")], 0)
    with store.together():
        store.append(space, [joined("ben")], 1, keep(store, "ben", "1"))
        assert people(store.seen(space, fresh=False)) == ["ada", "ben"]
        store.append(space, [joined("cem")], 2, keep(store, "cem", "1"))
        assert people(store._memory.get(space)) == ["ada", "ben", "cem"]
        others = elsewhere(partial(store._memory.get, space))
        assert isinstance(others, Seen)
        assert people(others) == ["ada"], "it is not on the disk"
    assert people(store.seen(space, fresh=False)) == ["ada", "ben", "cem"]
    assert store.replies.find("ben", "1") == store.replies.find("cem", "1") == REPLY
    assert store.broken(space) is None


def test_what_a_failed_transaction_added_is_not_remembered(store: Store, space: str) -> None:
    store.append(space, [joined("ada")], 0)

    def fails() -> None:
        with store.together():
            store.append(space, [joined("ben")], 1)
            store.append(space, [joined("cem")], 2)
            raise KeyError("ben")

    with pytest.raises(KeyError):
        fails()
    assert people(store.seen(space, fresh=False)) == ["ada"]
    store.append(space, [joined("dee")], 1)
    assert people(store.seen(space)) == ["ada", "dee"]
    assert store.broken(space) is None


def test_a_key_that_was_used_takes_back_all_that_came_with_it(store: Store, space: str) -> None:
    store.append(space, [joined("ada")], 0, keep(store, "ada", "used"))

    def again() -> None:
        with store.together():
            store.append(space, [joined("ben")], 1)
            store.append(space, [joined("cem")], 2, keep(store, "ada", "used"))

    with pytest.raises(RowExistsError, match="reply"):
        again()
    assert people(store.seen(space, fresh=False)) == ["ada"]
    assert store.facts(space) == [joined("ada")]


def test_a_process_that_was_behind_is_told_and_reads_on(address: str) -> None:
    here, there = open_store(address), open_store(address)
    space = here.create_space("meeting", "Weekly", NOW).id
    here.append(space, [joined("ada")], 0)
    assert people(there.seen(space)) == ["ada"]
    here.append(space, [joined("ben")], 1)
    assert people(there.seen(space, fresh=False)) == ["ada"], "others may have added since"
    with pytest.raises(StoreChanged):
        there.append(space, [joined("cem")], 1)
    assert people(there.seen(space, fresh=False)) == ["ada", "ben"], "others were seen to add to it"
    there.append(space, [joined("cem")], 2)
    assert here.broken(space) is None
    here.close()
    there.close()


def test_that_nothing_follows_is_kept_only_if_nothing_has_happened_since(store: Store, space: str) -> None:
    store.append(space, [joined("ada")], 0)
    with pytest.raises(StoreChanged):
        store.append(space, [], 0, keep(store, "ben", "1"))
    assert store.replies.find("ben", "1") is None
    store.append(space, [], 1, keep(store, "ben", "1"))
    assert store.replies.find("ben", "1") == REPLY


def test_only_so_many_facts_are_remembered_and_what_was_forgotten_is_read_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.consent.store.seen._REMEMBERED", 30)
    spaces = [store.create_space("meeting", str(n), NOW).id for n in range(10)]
    for number in range(20):
        for space in spaces:
            store.append(space, [joined(f"p{number}")], number)
    held = [1 + len(seen.facts) for seen in store._memory._kept.values()]
    assert sum(held) == store._memory._size <= 30 + 21, "but for the space that is at work"
    for space in spaces:
        assert people(store.seen(space, fresh=False)) == [f"p{n}" for n in range(20)]
        assert store.broken(space) is None


def test_many_threads_each_keep_their_own_order_and_lose_nothing(store: Store) -> None:
    spaces = [store.create_space("meeting", str(n), NOW).id for n in range(8)]

    def meeting(space: str) -> None:
        for n in range(25):
            store.append(space, [joined(f"{space} {n}")], n, keep(store, space, str(n)))
            assert store.replies.find(space, str(n)) == REPLY, "what is acknowledged is there"

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(meeting, spaces))
    for space in spaces:
        assert store.facts(space) == [joined(f"{space} {n}") for n in range(25)]
        assert store.broken(space) is None
