"""What is to be told is put down with what happened, on both databases, and stays until it was heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sayso.consent.fact import Answered, Joined, Left, Says
from sayso.consent.store import Store, StoreChanged, open_store
from sayso.consent.webhook import ACTED, BOTH_SIGN, KINDS, OPENED
from sayso.errors import ConsentError, NotThereError

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
FACTS = [Joined(NOW, "ada"), Joined(NOW, "ben"), Left(NOW, "ada")]


def told(store: Store, subscription: str, space: str) -> list[str]:
    """Everything that waits in a line, heard in its order."""
    found = []
    while head := store.outbox.head(subscription, space, NOW):
        event = store.outbox.event(head)
        found.append(f"{event.id} {event.kind}")
        store.outbox.heard(head)
    return found


def test_everybody_is_told_in_order_what_they_asked_for_and_nothing_else(store: Store) -> None:
    all_, some = (store.subscriptions.new("https://a.example/", kinds, NOW).id for kinds in (KINDS, ["person.joined"]))
    space = store.create_space("meeting", "Ada and Ben", NOW).id
    store.append(space, FACTS[:2], 0)
    store.append(space, FACTS[2:], 2)
    store.acts.add("command line", "token", "t1 admin", NOW)
    happened = ["0 space.opened", "1 person.joined", "2 person.joined", "3 person.left"]
    assert told(store, all_, space) == [f"{space}.{what}" for what in happened]
    assert told(store, all_, "") == ["desk.1 desk.acted"]
    assert told(store, some, space) == [f"{space}.{what}" for what in happened[1:3]]
    assert store.outbox.waiting() == {}


def test_what_happened_before_is_not_told(store: Store) -> None:
    space = store.create_space("meeting", "Weekly", NOW).id
    store.append(space, FACTS[:1], 0)
    one = store.subscriptions.new("https://a.example/", KINDS, NOW)
    store.append(space, FACTS[1:], 1)
    assert told(store, one.id, space) == [f"{space}.2 person.joined", f"{space}.3 person.left"]


def test_what_did_not_happen_is_not_told(store: Store) -> None:
    one = store.subscriptions.new("https://a.example/", ["person.joined"], NOW)
    space = store.create_space("meeting", "Weekly", NOW).id

    def fails() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        store.append(space, FACTS, 0, fails)
    with pytest.raises(StoreChanged):
        store.append(space, FACTS, 7)
    assert told(store, one.id, space) == []


def test_what_waits_is_there_after_opening_again(address: str) -> None:
    store = open_store(address)
    one = store.subscriptions.new("https://a.example/", ["person.joined"], NOW)
    space = store.create_space("meeting", "Weekly", NOW).id
    store.append(space, FACTS[:1], 0)
    store.close()
    again = open_store(address)
    assert told(again, one.id, space) == [f"{space}.1 person.joined"]
    again.close()


def test_what_was_missed_holds_up_its_own_line_alone(store: Store) -> None:
    one = store.subscriptions.new("https://a.example/", ["person.joined"], NOW)
    first, second = (store.create_space("meeting", "Weekly", NOW).id for _ in range(2))
    for space in (first, second):
        store.append(space, FACTS[:2], 0)
    head = store.outbox.head(one.id, first, NOW)
    assert head
    store.outbox.missed(head, NOW + timedelta(seconds=5))
    assert store.outbox.head(one.id, first, NOW) is None
    assert store.outbox.lines(one.id, NOW, 10) == [second]
    later = NOW + timedelta(seconds=5)
    assert store.outbox.lines(one.id, later, 10) == [second, first]
    again = store.outbox.head(one.id, first, later)
    assert again
    assert (again.seq, again.tries) == (1, 1)


def test_who_does_not_answer_at_all_is_left_alone_for_a_while(store: Store) -> None:
    one, other = (store.subscriptions.new("https://a.example/", ["person.joined"], NOW).id for _ in range(2))
    space = store.create_space("meeting", "Weekly", NOW).id
    store.append(space, FACTS[:2], 0)
    store.outbox.rest(one, NOW + timedelta(seconds=5))
    assert store.outbox.lines(one, NOW, 10) == []
    assert store.outbox.lines(other, NOW, 10) == [space]
    assert store.outbox.lines(one, NOW + timedelta(seconds=5), 10) == [space]


def test_who_is_ended_is_told_nothing_more_and_what_waits_goes(store: Store) -> None:
    one = store.subscriptions.new("https://a.example/", KINDS, NOW)
    space = store.create_space("meeting", "Weekly", NOW).id
    store.subscriptions.end(one.id, NOW)
    store.append(space, FACTS, 0)
    assert store.outbox.waiting() == {}
    assert store.subscriptions.get(one.id).ended == NOW


def test_nothing_that_is_told_names_anybody(store: Store) -> None:
    one = store.subscriptions.new("https://a.example/", KINDS, NOW)
    space = store.create_space("meeting", "Ada and Ben", NOW).id
    ada = store.person(space, "ada@harbour.example", "Ada Byron")
    store.append(space, [Joined(NOW, ada), Answered(NOW, ada, "summary", 1, "content provide", Says.REFUSED)], 0)
    bodies = b""
    while head := store.outbox.head(one.id, space, NOW):
        bodies += store.outbox.event(head).body()
        store.outbox.heard(head)
    assert ada.encode() in bodies
    assert b"Ada" not in bodies
    assert b"harbour" not in bodies


def test_a_rotation_keeps_the_old_secret_for_a_day(store: Store) -> None:
    old = store.subscriptions.new("https://a.example/", [OPENED], NOW)
    new = store.subscriptions.rotate(old.id, NOW)
    assert new.secrets(NOW) == [new.secret, old.secret]
    assert new.secrets(NOW + BOTH_SIGN) == [new.secret]
    assert old.secret not in repr(old)


@pytest.mark.parametrize("kinds", [[], ["person.died"], ["space.opened", "% %"]])
def test_kinds_that_there_are_not_are_refused(store: Store, kinds: list[str]) -> None:
    with pytest.raises(ConsentError, match=r"the kinds are: space\.opened"):
        store.subscriptions.new("https://a.example/", kinds, NOW)
    with pytest.raises(NotThereError):
        store.subscriptions.end("wh-1", NOW)


def test_acts_of_many_are_told_in_their_order(store: Store) -> None:
    one = store.subscriptions.new("https://a.example/", [ACTED], NOW)
    for number in range(12):
        store.acts.add("command line", "token", f"t{number}", NOW)
    assert told(store, one.id, "") == [f"desk.{n} desk.acted" for n in range(1, 13)]
