"""Spaces at work, on both databases: the flow of a meeting, and processes that contradict each other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from notices import NOTICE

from sayso.consent.fact import How, Kind, Relation, Says
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.outcome import Why
from sayso.consent.rooms import Rooms
from sayso.consent.standing import standing_answer
from sayso.consent.store import open_store
from sayso.errors import ConsentError
from sayso.sharing.load import from_text

AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (AUDIO, TRAIN))
NOTICES = {("summary", 1): NOTICE}
YES, NO = {AUDIO.name: Says.GIVEN}, {AUDIO.name: Says.REFUSED}


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(address: str, clock: Clock) -> Iterator[Rooms]:
    store = open_store(address)
    yield Rooms(store, {"summary": SUMMARY}, NOTICES, clock=clock)
    store.close()


def meeting(rooms: Rooms, *people: str) -> tuple[str, list[str]]:
    space = rooms.open("meeting", "Weekly")
    return space, [rooms.join(space, f"{p}@harbour.example", p, Kind.PERSON, Relation.EMPLOYER) for p in people]


def test_the_boss_asks_one_refuses_and_stays_and_only_they_are_withheld(rooms: Rooms, clock: Clock) -> None:
    space, (boss, ada, ben) = meeting(rooms, "boss", "ada", "ben")
    rooms.turn_on(space, "summary")
    assert rooms.outcomes(space)["summary"].captured == frozenset(), "nothing before an answer"
    clock.wait(5)
    rooms.answer(space, boss, "summary", 1, YES)
    rooms.answer(space, ada, "summary", 1, YES)
    rooms.answer(space, ben, "summary", 1, NO)
    assert rooms.outcomes(space)["summary"].captured == {boss, ada}
    assert set(rooms.state(space).here) == {boss, ada, ben}
    view = rooms.host_view(space, "summary")
    assert (view.on, view.why) == (False, Why.WAITING), "the host sees nothing before the release"
    clock.wait(120)
    assert rooms.host_view(space, "summary").on
    rooms.answer(space, ada, "summary", 1, NO)
    assert rooms.outcomes(space)["summary"].captured == {boss}, "a withdrawal stops capture at once"


def test_the_state_at_any_time_can_be_told_later(rooms: Rooms, clock: Clock) -> None:
    space, (ada,) = meeting(rooms, "ada")
    rooms.turn_on(space, "summary")
    clock.wait(10)
    rooms.answer(space, ada, "summary", 1, YES)
    then = clock.now
    clock.wait(10)
    rooms.answer(space, ada, "summary", 1, NO)
    assert rooms.state(space, then).agrees(ada, SUMMARY) is True
    assert rooms.state(space).agrees(ada, SUMMARY) is False


def test_two_processes_contradict_each_other_and_the_later_withdrawal_wins(address: str) -> None:
    stores = [open_store(address) for _ in range(2)]
    first, second = (Rooms(s, {"summary": SUMMARY}, NOTICES) for s in stores)
    space, (ada,) = meeting(first, "ada")
    first.turn_on(space, "summary")
    for _ in range(5):
        with ThreadPoolExecutor(8) as pool:
            for turn in range(16):
                pool.submit((first, second)[turn % 2].answer, space, ada, "summary", 1, (YES, NO)[turn % 3 == 0])
        second.answer(space, ada, "summary", 1, NO)
        assert first.outcomes(space)["summary"].captured == frozenset()
    assert stores[0].broken(space) is None
    for store in stores:
        store.close()


def test_a_standing_policy_answers_and_the_host_is_told_before_pressing(address: str, clock: Clock) -> None:
    rules = from_text('version = 1\n[accept]\ncontent = { provide = "opt-out", train-ai = "never" }').rules(
        "", clock.now.date()
    )
    store = open_store(address)
    rooms = Rooms(
        store,
        {"summary": SUMMARY},
        NOTICES,
        clock=clock,
        standing=lambda _w, use: standing_answer(rules, use),
    )
    space, people = meeting(rooms, *"abcde")
    assert rooms.preview(space, "summary") == "works"
    rooms.turn_on(space, "summary")
    said = rooms.outcomes(space)["summary"]
    assert said.captured == set(people)
    assert said.extra == {TRAIN.name: frozenset()}
    assert rooms.state(space).standing(people[0], SUMMARY, AUDIO).how is How.STANDING
    store.close()


def test_a_preview_of_a_small_room_tells_nothing(rooms: Rooms) -> None:
    space, _ = meeting(rooms, "ada", "ben")
    assert rooms.preview(space, "summary") == "asks"


@pytest.mark.parametrize(
    ("kind", "fewest", "mode", "told"),
    [
        (Kind.PERSON, 1, Mode.EVERYONE, "works"),
        (Kind.DIAL_IN, 1, Mode.EVERYONE, "asks"),
        (Kind.DIAL_IN, 1, Mode.EACH, "works"),
        (Kind.DIAL_IN, 6, Mode.EACH, "asks"),
    ],
    ids=["all agree", "a telephone that must agree", "a telephone that is left out", "too few people"],
)
def test_a_preview_says_that_it_works_only_where_it_does(
    address: str, kind: Kind, fewest: int, mode: Mode, told: str
) -> None:
    store = open_store(address)
    feature = replace(SUMMARY, fewest=fewest, mode=mode)
    rooms = Rooms(store, {"summary": feature}, NOTICES, standing=lambda _who, _use: Says.GIVEN)
    space, _ = meeting(rooms, *"abcde")
    rooms.join(space, "tel:1", "Tel", kind, Relation.UNKNOWN)
    assert rooms.preview(space, "summary") == told
    store.close()


def test_a_clock_that_is_set_back_puts_no_answer_before_another(rooms: Rooms, clock: Clock) -> None:
    space, (ada,) = meeting(rooms, "ada")
    rooms.turn_on(space, "summary")
    clock.wait(10)
    rooms.answer(space, ada, "summary", 1, YES)
    clock.wait(-60)
    rooms.answer(space, ada, "summary", 1, NO)
    clock.wait(60)
    assert rooms.outcomes(space)["summary"].captured == frozenset()


def test_what_does_not_exist_is_told(rooms: Rooms) -> None:
    space, _ = meeting(rooms, "ada")
    with pytest.raises(ConsentError, match="is not a feature of this desk; the features are: summary"):
        rooms.turn_on(space, "recording")
    with pytest.raises(ConsentError, match="was never turned on here"):
        rooms.host_view(space, "summary")
    with pytest.raises(ConsentError, match="does not exist"):
        rooms.join("nowhere", "eve@harbour.example", "Eve", Kind.PERSON, Relation.PEER)


def test_every_change_is_told_once(address: str) -> None:
    told: list[str] = []
    store = open_store(address)
    store.listen(told.append)
    rooms = Rooms(store, {"summary": SUMMARY}, NOTICES)
    space, (ada,) = meeting(rooms, "ada")
    rooms.join(space, "ada@harbour.example", "ada", Kind.PERSON, Relation.PEER)
    rooms.turn_on(space, "summary")
    rooms.answer(space, ada, "summary", 1, YES)
    end = time.monotonic() + 10
    while len(told) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    assert told == [space] * 3
    store.close()


def test_a_withdrawal_counts_in_a_process_that_has_not_read_the_yes(address: str, clock: Clock) -> None:
    here, there = (Rooms(open_store(address), {"summary": SUMMARY}, NOTICES, clock=clock) for _ in range(2))
    space, (ada,) = meeting(here, "ada")
    here.turn_on(space, "summary")
    there.facts(space)
    here.answer(space, ada, "summary", 1, YES)
    there.withdraw(space, ada)
    assert ada in here.outcomes(space)["summary"].withheld
    here.answer(space, ada, "summary", 1, YES)
    there.answer(space, ada, "summary", 1, NO)
    assert ada in here.outcomes(space)["summary"].withheld
    assert here.store.broken(space) is None
    here.store.close()
    there.store.close()
