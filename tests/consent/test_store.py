"""The store keeps what it acknowledged, in order, whatever happens; on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from notices import NOTICE

from sayso.consent.fact import Answered, Joined, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.store import Store, StoreChanged, open_store
from sayso.consent.store.migrations import MIGRATIONS
from sayso.errors import ConsentError

START = datetime(2026, 6, 1, 9, tzinfo=UTC)


def joined(person: str, second: int = 0) -> Joined:
    return Joined(START + timedelta(seconds=second), person)


def test_facts_come_back_as_they_were_and_in_order(store: Store) -> None:
    space = store.create_space("meeting", "Weekly", START).id
    facts = [joined("ada"), joined("ben", 1), Answered(START, "ada", "summary", 1, "content provide", Says.REFUSED)]
    store.append(space, facts[:1], 0)
    store.append(space, facts[1:], 1)
    assert store.facts(space) == facts
    assert store.facts(space, after=1) == facts[1:]
    assert store.broken(space) is None


def test_who_decided_on_too_few_facts_must_read_again(store: Store) -> None:
    space = store.create_space("meeting", "Weekly", START).id
    store.append(space, [joined("ada")], 0)
    with pytest.raises(StoreChanged):
        store.append(space, [joined("ben")], 0)
    assert store.facts(space) == [joined("ada")]


def test_all_facts_of_one_addition_are_kept_or_none(store: Store) -> None:
    space = store.create_space("meeting", "Weekly", START).id
    with pytest.raises(KeyError):
        store.append(space, [joined("ada"), "no fact"], 0)  # type: ignore[list-item]
    assert store.facts(space) == []


def test_what_was_kept_is_there_after_opening_again(address: str) -> None:
    store = open_store(address)
    space = store.create_space("meeting", "Weekly", START)
    store.append(space.id, [joined("ada")], 0)
    store.close()
    again = open_store(address)
    assert again.space(space.id) == space
    assert again.facts(space.id) == [joined("ada")]
    again.close()


def test_many_writers_lose_nothing_and_invent_nothing(address: str) -> None:
    store = open_store(address)
    space = store.create_space("meeting", "Weekly", START).id

    def add(number: int) -> None:
        while True:
            known = len(store.facts(space))
            try:
                return store.append(space, [joined(f"p{number}")], known)
            except StoreChanged:
                continue

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(60)))
    people = [f.person for f in store.facts(space) if isinstance(f, Joined)]
    assert sorted(people) == sorted(f"p{n}" for n in range(60))
    assert store.broken(space) is None
    store.close()


@pytest.mark.parametrize(
    ("harm", "first"),
    [
        ("UPDATE fact SET body = replace(body, 'ben', 'eve') WHERE seq = 2", 2),
        ("DELETE FROM fact WHERE seq = 2", 2),
        ("UPDATE fact SET digest = '00' WHERE seq = 3", 3),
    ],
)
def test_a_fact_that_was_altered_or_taken_out_is_found(store: Store, harm: str, first: int) -> None:
    space = store.create_space("meeting", "Weekly", START).id
    store.append(space, [joined("ada"), joined("ben"), joined("cem")], 0)
    store._db.rows(harm)
    assert store.broken(space) == first


def test_a_person_has_one_name_in_a_space_and_another_in_the_next(store: Store) -> None:
    first, second = (store.create_space("meeting", name, START).id for name in ("Weekly", "Monthly"))
    ada = store.person(first, "ada@example.org", "Ada")
    assert store.person(first, "ada@example.org", "Ada") == ada
    assert store.person(second, "ada@example.org", "Ada") != ada
    assert store.person(first, "ben@example.org", "Ben") != ada
    assert store.names(first)[ada] == "Ada"


def test_an_address_is_one_persons_in_any_case_and_another_name_is_not(store: Store) -> None:
    space = store.create_space("meeting", "Weekly", START).id
    ada = store.person(space, "Ada@Example.org", "Ada")
    assert store.person(space, "ada@example.ORG", "Ada B.") == ada
    assert store.person(space, "cn-1:u-a", "One") != store.person(space, "cn-1:u-A", "Other")
    assert store.find(space, "ADA@EXAMPLE.ORG") == ada
    assert store.find(space, "ben@example.org") is None


def test_a_space_that_does_not_exist_is_told(store: Store) -> None:
    with pytest.raises(ConsentError, match="does not exist"):
        store.space("nowhere")


def test_opening_twice_migrates_once(address: str) -> None:
    for _ in range(2):
        store = open_store(address)
        assert store._db.rows("SELECT number FROM migration ORDER BY number") == [
            (n,) for n in range(1, len(MIGRATIONS) + 1)
        ]
        store.close()


def test_a_store_that_was_made_before_the_last_migration_keeps_what_it_has(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = "sayso.consent.store.facts.MIGRATIONS"
    monkeypatch.setattr(tables, MIGRATIONS[:1])
    store = open_store(address)
    store._db.rows("INSERT INTO space (id, kind, name, created, owner) VALUES ('s', 'meeting', 'Weekly', '', 'desk')")
    store.close()
    monkeypatch.setattr(tables, MIGRATIONS)
    store = open_store(address)
    store.append("s", [joined("ada")], 0)
    assert store.elsewhere.of("s") is None
    assert store.facts("s") == [joined("ada")]
    store.close()


def test_notices_from_before_they_belonged_to_versions_belong_to_the_newest(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = "sayso.consent.store.facts.MIGRATIONS"
    (before,) = [n for n, m in enumerate(MIGRATIONS) if isinstance(m, str) and "feature_version" in m]
    monkeypatch.setattr(tables, MIGRATIONS[:before])
    store = open_store(address)
    for version in (1, 2):
        store.features.add(Feature("summary", version, (Use("content.audio", "provide"),)))
    for name, feature, place in (("s-1", "summary", 1), ("s-2", "summary", 2), ("gone", "other", 1)):
        body = json.dumps(asdict(replace(NOTICE, version=name)))
        store._db.rows("INSERT INTO notice VALUES (?, ?, ?, ?)", (name, feature, place, body))
    store.close()
    monkeypatch.setattr(tables, MIGRATIONS)
    store = open_store(address)
    assert {of: notice.version for of, notice in store.notices.items()} == {("other", 1): "gone", ("summary", 2): "s-2"}
    assert sorted(store.notices.by_version()) == ["gone", "s-1", "s-2"]
    store.close()


def test_a_store_that_grew_by_every_migration_has_the_tables_of_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, len(MIGRATIONS) + 1):
        monkeypatch.setattr("sayso.consent.store.facts.MIGRATIONS", MIGRATIONS[:number])
        grown = open_store(f"sqlite:///{tmp_path}/grown.db")
        tables = grown._db.rows("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        grown.close()
    new = open_store("sqlite:///")
    assert new._db.rows("SELECT type, name, sql FROM sqlite_master ORDER BY type, name") == tables
    new.close()


def test_a_store_of_a_newer_version_is_left_alone(address: str) -> None:
    store = open_store(address)
    store._db.rows("INSERT INTO migration (number) VALUES (?)", (len(MIGRATIONS) + 1,))
    store.close()
    with pytest.raises(ConsentError, match="newer sayso"):
        open_store(address)


@pytest.mark.parametrize("address", ["desk.db", "mysql://host/desk"], ids=["no kind", "another kind"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(ConsentError, match="sqlite"):
        open_store(address)


def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(ConsentError, match="cannot be reached") as told:
        open_store("postgresql://ada:secret@127.0.0.1:1/desk")
    assert "secret" not in str(told.value)


def test_no_space_and_no_person_is_named_as_an_option_of_a_command_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["-v", "--help", "space", "-p", "person"])
    monkeypatch.setattr("sayso.consent.store.facts.secrets.token_urlsafe", lambda _size: next(drawn))
    space = store.create_space("meeting", "Weekly", START).id
    assert (space, store.person(space, "ada@example.org", "Ada")) == ("space", "person")
