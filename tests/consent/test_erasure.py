"""Erasure: what somebody gave ends, nothing leads to them any more, and the bytes of it are gone."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from notices import NOTICE

from sayso.consent.erasure import erase
from sayso.consent.fact import Answered, How, Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.rooms import Rooms
from sayso.consent.store import Store, open_store
from sayso.consent.store.migrations import MIGRATIONS
from sayso.consent.store.people import Known
from sayso.consent.store.replies import Reply

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (AUDIO, TRAIN))
YES = {AUDIO.name: Says.GIVEN, TRAIN.name: Says.GIVEN}
ADA = "ada@harbour.example"


def opened(address: str) -> Rooms:
    return Rooms(open_store(address), {"summary": SUMMARY}, {("summary", 1): NOTICE}, clock=lambda: START)


@pytest.fixture
def rooms(address: str) -> Iterator[Rooms]:
    made = opened(address)
    yield made
    made.store.close()


def nothing(_spaces: int) -> None:
    """Nothing is done along with it."""


def with_a_yes(rooms: Rooms, who: str = ADA, name: str = "Ada Byron") -> tuple[str, str]:
    """A meeting in which somebody and Ben have said yes to everything."""
    space = rooms.open("meeting", "Weekly")
    people = [rooms.join(space, w, n, Kind.PERSON, Relation.PEER) for w, n in ((who, name), ("ben@h.example", "Ben"))]
    rooms.turn_on(space, "summary")
    for person in people:
        rooms.answer(space, person, "summary", 1, YES)
    return space, people[0]


def captured(rooms: Rooms, space: str) -> int:
    return len(rooms.outcomes(space)["summary"].captured)


def test_every_yes_in_every_space_ends_before_nobody_knows_whose_it_was(rooms: Rooms) -> None:
    spaces = [with_a_yes(rooms), with_a_yes(rooms)]
    before = [len(rooms.facts(space)) for space, _ in spaces]
    done: list[int] = []
    assert erase(rooms, ADA, done.append) == 2
    assert done == [2]
    for (space, ada), known in zip(spaces, before, strict=True):
        said = rooms.outcomes(space)["summary"]
        assert (len(said.captured), ada in said.withheld) == (1, True)
        ended = rooms.facts(space)[known:]
        assert {(f.person, f.says, f.how, f.by) for f in ended if isinstance(f, Answered)} == {
            (ada, Says.WITHDRAWN, How.ERASED, "erasure")
        }
        assert len(ended) == 2
        assert ada not in rooms.store.names(space)
        assert rooms.store.broken(space) is None


def test_who_obeys_the_desk_hears_of_it(rooms: Rooms) -> None:
    space, _ = with_a_yes(rooms)
    told: list[str] = []
    rooms.store.listen(told.append)
    erase(rooms, ADA, nothing)
    end = time.monotonic() + 10
    while space not in told and time.monotonic() < end:  # PostgreSQL tells it on another thread
        time.sleep(0.01)
    assert space in told


def test_an_address_is_erased_in_any_case_however_it_was_written_when_they_came(rooms: Rooms) -> None:
    spaces = [with_a_yes(rooms, who)[0] for who in (ADA, "Ada@Harbour.example", "ADA@HARBOUR.EXAMPLE")]
    assert erase(rooms, "aDa@harbour.EXAMPLE", nothing) == 3
    assert [captured(rooms, space) for space in spaces] == [1, 1, 1]
    assert erase(rooms, ADA, nothing) == 0


def test_who_came_before_addresses_were_alike_is_found_too(address: str) -> None:
    store = open_store(address)
    space = store.create_space("meeting", "Old", START).id
    for who in ("Ada@Harbour.example", "ada@harbour.example", "STRASSE@h.example"):
        store.database.rows(
            "INSERT INTO identity (space, person, who, name, folded) VALUES (?, ?, ?, 'x', '')", (space, who, who)
        )
    store.database.rows("DROP INDEX identity_folded")
    store.database.rows("ALTER TABLE identity DROP COLUMN folded")
    number = next(n for n, migration in enumerate(MIGRATIONS, 1) if callable(migration))
    store.database.rows("DELETE FROM migration WHERE number = ?", (number,))
    store.close()
    rooms = opened(address)
    assert rooms.store.find(space, "straße@h.example") == "STRASSE@h.example"
    assert rooms.store.find(space, "ada@harbour.example") == "ada@harbour.example", "as written, before any other"
    erase(rooms, ADA, nothing)
    assert list(rooms.store.known_as(space).values()) == ["STRASSE@h.example"]
    rooms.store.close()


def test_a_yes_that_another_process_has_just_kept_ends_too(address: str) -> None:
    first, second = opened(address), opened(address)
    space, ada = with_a_yes(first)
    first.answer(space, ada, "summary", 1, {AUDIO.name: Says.REFUSED})
    second.answer(space, ada, "summary", 1, YES)
    erase(first, ADA, nothing)
    assert captured(second, space) == 1
    for rooms in (first, second):
        rooms.store.close()


def test_what_fails_along_with_it_leaves_everything_as_it_was(rooms: Rooms) -> None:
    space, ada = with_a_yes(rooms)

    def fails(_spaces: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        erase(rooms, ADA, fails)
    assert (captured(rooms, space), rooms.store.names(space)[ada]) == (2, "Ada Byron")


def keep_replies(store: Store, space: str, ada: str) -> None:
    """Replies to Ada, about Ada, under a key made of her address; and one that has nothing to do with her."""
    about = {"own": (f"person:{space}/{ada}", "k", '{"policy":"Ada\'s"}'), "of": ("t", "k", f'{{"person":"{ada}"}}')}
    about |= {"key": ("t", f"join-{ADA.upper()}", "{}"), "other": ("t", "o", "{}")}
    with store.together():
        for asker, key, body in about.values():
            store.replies.keep(asker, key, Reply("d", 201, body), START)


def test_policies_and_kept_replies_go_and_what_is_not_theirs_stays(rooms: Rooms) -> None:
    space, ada = with_a_yes(rooms)
    store, ben = rooms.store, rooms.store.find(space, "ben@h.example") or ""
    store.policies.give(space, ada, "version = 1 # of Ada", START)
    store.policies.give(space, ben, "version = 1 # of Ben", START)
    store.elsewhere.connected(space, ada, "laptop of Ada")
    keep_replies(store, space, ada)
    erase(rooms, ADA, nothing)
    assert store.policies.of(space) == {ben: "version = 1 # of Ben"}
    assert store.database.rows("SELECT asker, label FROM reply") == [("t", "o")]
    assert store.database.rows("SELECT * FROM present") == []


def test_people_are_found_by_a_part_of_what_they_are_called_or_known_as(rooms: Rooms) -> None:
    with_a_yes(rooms)
    with_a_yes(rooms, "Ada@Harbour.example", "Ada Lovelace")
    with_a_yes(rooms, "cn-1a2b:u-77", "Ada B.")
    find = rooms.store.people.find
    assert find("aDA") == [
        Known(ADA, ("Ada Byron", "Ada Lovelace"), 2),
        Known("cn-1a2b:u-77", ("Ada B.",), 1),
    ]
    assert find("u-77") == [Known("cn-1a2b:u-77", ("Ada B.",), 1)]
    assert [known.who for known in find("@")] == [ADA, "ben@h.example"]
    assert find("%") == []
    assert erase(rooms, "cn-1a2b:u-77", nothing) == 1
    assert find("u-77") == []


def test_nothing_of_who_was_erased_is_left_in_the_files(tmp_path: Path) -> None:
    rooms = opened(f"sqlite:///{tmp_path}/desk.db")
    space, ada = with_a_yes(rooms)
    for n in range(300):  # pages that are split and joined are copies of others
        rooms.store.person(space, f"guest-{n}@harbour.example", "Ada Byron" if n % 50 == 7 else f"Guest {n}")
    rooms.store.policies.give(space, ada, "version = 1 # the policy of Ada Byron", START)
    keep_replies(rooms.store, space, ada)
    for n in range(300):
        if n % 50 == 7:
            erase(rooms, f"guest-{n}@harbour.example", nothing)
    assert b"Ada Byron" in _files(tmp_path)
    erase(rooms, ADA, nothing)
    left = _files(tmp_path).lower()
    assert [word for word in (b"ada@harbour", b"ada byron", b"policy of ada", b"ada's") if word in left] == []
    assert b"guest-8@harbour.example" in left
    rooms.store.close()


def test_no_copy_is_left_of_somebody_whose_row_was_moved_between_pages(tmp_path: Path) -> None:
    store, chance = open_store(f"sqlite:///{tmp_path}/desk.db"), random.Random(1)
    space = store.create_space("meeting", "Weekly", START).id
    whos = [f"who-{n:05d}{'x' * chance.randrange(90)}@harbour.example" for n in range(1200)]
    people = [(f"{chance.getrandbits(48):012x}", who) for who in whos]
    rows = [(space, person, who, "x", who) for person, who in people]
    store.database.many("INSERT INTO identity (space, person, who, name, folded) VALUES (?, ?, ?, ?, ?)", rows)
    gone = chance.sample(people, 600)
    with store.together():
        for person, _ in gone:
            store.people.forget(space, person)
    store.database.erase("identity")
    assert [who for _, who in gone if who[:9].encode() in _files(tmp_path)], "otherwise this shows nothing"
    store.people.overwrite()
    assert [who for _, who in gone if who[:9].encode() in _files(tmp_path)] == []
    assert sorted(store.known_as(space).items()) == sorted(set(people) - set(gone))
    store.close()


def _files(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())
