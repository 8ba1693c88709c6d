"""A bit that flips, anywhere in what a log stores or hands out: found and named, on both databases."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sayso.consent.store import Store
from sayso.errors import LedgerError
from sayso.ledger.log import Log
from sayso.ledger.note import opened
from sayso.ledger.opening import open_log
from sayso.ledger.proof import proof

NOW = datetime(2026, 5, 3, tzinfo=UTC)
SHARDS = (("first", 0, 2, 300), ("first", 1, 2, 400), ("second", 0, 1, 7), ("third", 0, 3, 5))
#: Every column of every table, and the columns by which a row of it is found.
COLUMNS = {
    "ledger_tile": ("origin, level, tile", ["origin", "level", "tile", "hashes"]),
    "ledger_batch": ("origin, run, shard", ["origin", "run", "shard", "shards", "first", "size", "at", "seal"]),
    "ledger_salt": ("origin, chunk", ["origin", "chunk", "salts", "seal"]),
    "ledger_checkpoint": ("origin, size", ["origin", "size", "at", "note"]),
}


def decisions(run: str, shard: int, size: int) -> list[tuple[str, str]]:
    return [(f"{run}-{shard}-{n}", "consented" if n % 3 else "consent-missing") for n in range(size)]


@pytest.fixture
def log(store: Store) -> Log:
    log = open_log(store)
    for n, (run, shard, shards, size) in enumerate(SHARDS):
        log.append(run, decisions(run, shard, size), NOW + timedelta(minutes=n), shard, shards)
    return log


def flipped(value: Any, chance: random.Random) -> Any:
    """The same with one bit flipped, as far as the database could still hold it."""
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(20))
    if isinstance(value, str):
        at = chance.randrange(len(value))
        return value[:at] + chr(ord(value[at]) ^ (1 << chance.randrange(6))) + value[at + 1 :]
    at = chance.randrange(len(value))
    return bytes([*value[:at], value[at] ^ (1 << chance.randrange(8)), *value[at + 1 :]])


@pytest.mark.parametrize(("table", "column"), [(name, one) for name, (_, every) in COLUMNS.items() for one in every])
def test_a_bit_that_flips_in_any_column_is_found_and_named(log: Log, store: Store, table: str, column: str) -> None:
    keys = COLUMNS[table][0].split(", ")
    where = " AND ".join(f"{key} = ?" for key in keys)
    chance = random.Random(f"{table} {column}")
    rows = store.database.rows(f"SELECT {', '.join(keys)}, {column} FROM {table} ORDER BY {', '.join(keys)}")
    for *key, value in chance.sample(rows, min(3, len(rows))):
        whole = bytes(value) if isinstance(value, memoryview) else value
        changed = flipped(whole, chance)
        now = [changed if name == column else part for name, part in zip(keys, key, strict=True)]
        store.database.rows(f"UPDATE {table} SET {column} = ? WHERE {where}", (changed, *key))
        with pytest.raises(LedgerError) as error:
            log.verify()
        assert len(str(error.value).splitlines()) == 1
        assert any(word in str(error.value) for word in ("entries", "shard", "checkpoint", "tiles"))
        store.database.rows(f"UPDATE {table} SET {column} = ? WHERE {where}", (whole, *now))
    assert log.verify() == 712


@pytest.mark.parametrize("table", COLUMNS)
def test_a_row_that_is_gone_is_found_and_named(log: Log, store: Store, table: str) -> None:
    keys = COLUMNS[table][0]
    rows = store.database.rows(f"SELECT {keys} FROM {table} ORDER BY {keys}")
    where = " AND ".join(f"{key} = ?" for key in keys.split(", "))
    store.database.rows(f"DELETE FROM {table} WHERE {where}", rows[0])
    with pytest.raises(LedgerError, match=r"missing|not all there|changed"):
        log.verify()


def test_a_decision_or_salt_that_is_not_what_was_logged_names_the_row(log: Log) -> None:
    shards = [decisions("first", 0, 300), decisions("first", 1, 400)]
    assert log.verify_run("first", shards) == 0
    shards[1][17] = (shards[1][17][0], "consent-refused")
    with pytest.raises(LedgerError, match="row first-1-17: was logged otherwise: entry 317"):
        log.verify_run("first", shards)
    for wrong, said in ((shards[1][:-1], "fewer"), ([*shards[1], ("x", "consented")], "more")):
        wrong[17] = decisions("first", 1, 18)[17]
        with pytest.raises(LedgerError, match=f"has {said} decisions than were logged"):
            log.verify_run("first", [shards[0], wrong])


def test_a_run_that_is_only_partly_logged_is_known_and_proves_nothing(log: Log) -> None:
    assert log.unfinished() == [("third", 1, 3)]
    with pytest.raises(LedgerError, match="is only partly in this log: 1 of 3 shards"):
        log.prove("third", 0, "third-0-0", "consent-missing")
    for shard in (2, 1, 0):
        log.append("third", decisions("third", shard, 5), NOW + timedelta(hours=1), shard, 3)
    assert log.unfinished() == []
    for place in (0, 5, 14):  # the places of a run are in the order of its shards, however they were logged
        id, reason = decisions("third", place // 5, 5)[place % 5]
        assert log.prove("third", place, id, reason).check(log.verifier).size == 722
    assert log.verify() == 722


def test_every_bit_of_a_proof_counts(log: Log) -> None:
    text = log.prove("first", 333, *decisions("first", 1, 400)[33]).text
    assert proof(text).check(log.verifier).size == 712
    chance = random.Random(3)
    for at in range(len(text)):
        changed = text[:at] + chr(ord(text[at]) ^ (1 << chance.randrange(7))) + text[at + 1 :]
        with pytest.raises(ValueError, match=r"\w"):
            proof(changed).check(log.verifier)


def test_every_bit_of_a_checkpoint_counts(log: Log, store: Store) -> None:
    note = log.checkpoint()
    for at in range(len(note)):
        for bit in range(7):
            changed = note[:at] + chr(ord(note[at]) ^ (1 << bit)) + note[at + 1 :]
            with pytest.raises(ValueError, match=r"\w"):
                opened(changed, log.verifier)
    other = open_log(store, "elsewhere.example/log")
    other.append("first", decisions("first", 0, 9), NOW)
    with pytest.raises(ValueError, match=r"is not signed by sayso.invalid/training with that key"):
        opened(other.checkpoint(), log.verifier)


def test_who_is_forgotten_leaves_no_salt_in_the_files_of_the_database(log: Log, store: Store, address: str) -> None:
    salt = log.prove("second", 3, *decisions("second", 0, 7)[3]).salt
    assert log.forget("second", [3]) == 1
    if address.startswith("sqlite"):
        from pathlib import Path

        file = Path(address.removeprefix("sqlite:///"))
        assert not any(salt in part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert log.verify_run("second", [decisions("second", 0, 7)]) == 1
