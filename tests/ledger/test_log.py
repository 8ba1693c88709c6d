"""The log on both databases: what it proves, and what it notices."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.consent.store import Store
from sayso.errors import LedgerError
from sayso.ledger.entry import commitment, decided, leaves
from sayso.ledger.log import Log
from sayso.ledger.note import opened
from sayso.ledger.opening import open_log
from sayso.ledger.proof import check_consistency, proof
from sayso.ledger.tree import EMPTY, leaf_hash

NOW = datetime(2026, 5, 3, tzinfo=UTC)
ORIGIN = "harbour.example/training"


@pytest.fixture
def log(store: Store) -> Log:
    return open_log(store, ORIGIN)


def decisions(run: int, size: int) -> list[tuple[str, str]]:
    return [(f"{run}-{n}", "consented" if n % 3 else "consent-missing") for n in range(size)]


def filled(log: Log, *sizes: int) -> Log:
    for n, size in enumerate(sizes):
        log.append(f"run{n}", decisions(n, size), NOW + timedelta(minutes=n))
    return log


def test_an_empty_log_has_a_checkpoint_too(log: Log) -> None:
    checkpoint = opened(log.checkpoint(), log.verifier)
    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == (ORIGIN, 0, EMPTY)
    assert log.verify() == 0


def test_every_decision_is_proved_offline_by_a_checkpoint_and_a_key(log: Log) -> None:
    filled(log, 5, 300, 1, 700)
    for run, size in ((0, 5), (1, 300), (2, 1), (3, 700)):
        for place in {0, size // 2, size - 1}:
            id, reason = decisions(run, size)[place]
            found = log.prove(f"run{run}", place, id, reason)
            again = proof(found.text)
            assert again == found
            assert again.check(log.verifier).size == 1006
    assert log.verify() == 1006


def test_a_proof_of_anything_else_fails(log: Log) -> None:
    filled(log, 300)
    id, reason = decisions(0, 300)[7]
    found = log.prove("run0", 7, id, reason)
    note = found.checkpoint
    wrong = [
        replace(found, id="0-8"), replace(found, reason="consent-withdrawn"), replace(found, run="run1"),
        replace(found, index=8), replace(found, index=-1), replace(found, index=10**9), replace(found, salt=b"\1" * 16),
        replace(found, path=found.path[:-1]), replace(found, path=(*found.path, b"\0" * 32)), replace(found, path=()),
        replace(found, checkpoint=note.replace("\n300\n", "\n301\n")), replace(found, checkpoint=note[:-8]),
        replace(found, checkpoint=note.replace(ORIGIN, "other.example/training")), replace(found, checkpoint=""),
    ]  # fmt: skip
    for forged in wrong:
        with pytest.raises(ValueError, match=r"\w"):
            forged.check(log.verifier)


def test_a_proof_by_the_checkpoint_of_another_log_fails(log: Log, store: Store) -> None:
    other = filled(open_log(store, "elsewhere.example/log"), 300)
    found = filled(log, 300).prove("run0", 7, *decisions(0, 300)[7])
    with pytest.raises(ValueError, match="not signed by"):
        replace(found, checkpoint=other.checkpoint()).check(log.verifier)
    with pytest.raises(ValueError, match="not signed by"):
        found.check(other.verifier)


def test_any_later_checkpoint_begins_with_any_earlier_one(log: Log) -> None:
    filled(log, 3, 255, 300)
    sizes = [0, 1, 2, 3, 255, 256, 257, 258, 512, 558]
    for n, old in enumerate(sizes):
        for new in sizes[n:]:
            check_consistency(log.checkpoint(old), log.checkpoint(new), log.consistency(old, new), log.verifier)
    with pytest.raises(ValueError, match="lost entries"):
        check_consistency(log.checkpoint(300), log.checkpoint(200), log.consistency(200, 300), log.verifier)


def test_a_log_that_was_rewritten_does_not_begin_with_what_it_was(log: Log, store: Store) -> None:
    old = filled(log, 300).checkpoint()
    store._db.rows("DELETE FROM ledger_batch")
    store._db.rows("DELETE FROM ledger_salt")
    store._db.rows("DELETE FROM ledger_tile")
    store._db.rows("DELETE FROM ledger_checkpoint")
    log.append("run9", decisions(9, 400), NOW)
    with pytest.raises(ValueError, match="rewritten"):
        check_consistency(old, log.checkpoint(), log.consistency(300, 400), log.verifier)


def test_a_run_is_added_once(log: Log) -> None:
    first = log.append("run0", decisions(0, 10), NOW)
    assert log.append("run0", decisions(0, 10), NOW) == first
    assert log.size == 10


def test_a_clock_that_went_backwards_is_named(log: Log) -> None:
    log.append("run0", decisions(0, 10), NOW)
    with pytest.raises(LedgerError, match="the clock"):
        log.append("run1", decisions(1, 10), NOW - timedelta(seconds=1))
    assert log.size == 10


def test_what_fails_on_the_way_leaves_nothing_behind(log: Log) -> None:
    def broken() -> Iterator[tuple[str, str]]:
        yield "1", "consented"
        raise OSError("the disk")

    filled(log, 300)
    with pytest.raises(OSError, match="disk"):
        log.append("run1", broken(), NOW + timedelta(hours=1))
    assert log.verify() == 300


def test_who_is_forgotten_cannot_be_linked_and_old_proofs_still_hold(log: Log, store: Store) -> None:
    filled(log, 300)
    before = log.prove("run0", 7, *decisions(0, 300)[7])
    other = log.prove("run0", 8, *decisions(0, 300)[8])
    assert log.forget("run0", [7, 7]) == 1
    assert log.forget("run0", [7]) == 0
    with pytest.raises(LedgerError, match="forgotten"):
        log.prove("run0", 7, *decisions(0, 300)[7])
    stored = [bytes(salts) for (salts,) in store._db.rows("SELECT salts FROM ledger_salt")]
    assert before.salt not in b"".join(stored)
    log.append("run1", decisions(1, 30), NOW + timedelta(hours=1))
    assert before.check(log.verifier).size == other.check(log.verifier).size == 300
    assert log.verify() == 330


@pytest.mark.parametrize("entry", [0, 255, 256, 599, 600])
def test_a_flipped_bit_in_any_entry_is_found_and_named(log: Log, store: Store, entry: int) -> None:
    filled(log, 601)
    tile, at = divmod(entry, 256)
    ((hashes,),) = store._db.rows("SELECT hashes FROM ledger_tile WHERE level = 0 AND tile = ?", (tile,))
    changed = bytearray(hashes)
    changed[at * 32 + 5] ^= 4
    store._db.rows("UPDATE ledger_tile SET hashes = ? WHERE level = 0 AND tile = ?", (bytes(changed), tile))
    with pytest.raises(LedgerError) as error:
        log.verify()
    said = str(error.value)
    assert f"entries {tile * 256} to" in said if tile < 2 else "the checkpoint of 601" in said


def test_what_is_missing_is_found_and_named(log: Log, store: Store) -> None:
    filled(log, 300, 300)
    ((hashes,),) = store._db.rows("SELECT hashes FROM ledger_tile WHERE level = 0 AND tile = 2")
    store._db.rows("UPDATE ledger_tile SET hashes = ? WHERE level = 0 AND tile = 2", (bytes(hashes)[:-32],))
    with pytest.raises(LedgerError, match="entries 512 to 599: are not all there"):
        log.verify()
    store._db.rows("DELETE FROM ledger_batch WHERE run = 'run0'")
    with pytest.raises(LedgerError, match="one is missing"):
        log.verify()


@pytest.mark.parametrize("key", ["", "x", "a+b+c", "harbour.example/training+00000000+AQID"])
def test_a_key_that_is_none_is_an_error(log: Log, key: str) -> None:
    with pytest.raises(ValueError, match=r"key|base64"):
        opened(log.checkpoint(), key)
    name, hash_, value = log.verifier.split("+", 2)
    with pytest.raises(ValueError, match="hash is another"):
        opened(log.checkpoint(), f"{name}+{'0' * len(hash_)}+{value}")


@pytest.mark.parametrize("text", ["", "7", "{}", "[]", '{"proof": 2}', '{"proof": 1, "index": true}', "[" * 9999])
def test_what_is_no_proof_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="is no proof"):
        proof(text)


def test_a_proof_is_one_line_of_json(log: Log) -> None:
    found = filled(log, 3).prove("run0", 1, *decisions(0, 3)[1])
    assert json.loads(found.text)["id"] == "0-1"
    assert "\n" not in found.text


@given(st.text(), st.text(), st.text())
def test_an_entry_is_json_and_no_two_decisions_are_one(run: str, id: str, reason: str) -> None:
    try:
        entry = decided(run, id, reason)
    except UnicodeEncodeError:  # half a character is no id
        return
    assert json.loads(entry) == [run, id, reason]
    hashes, salts = leaves(run, [(id, reason)])
    assert hashes == leaf_hash(commitment(salts, entry))
