"""A run and its ledger entries are both there or neither, whenever it is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from sayso.consent.store import Store
from sayso.errors import GateError, LedgerError
from sayso.gate.folder import MARK
from sayso.gate.manifest import NAME
from sayso.gate.outcome import outcome
from sayso.gate.run import run
from sayso.gate.table import Table
from sayso.ledger.book import Book
from sayso.ledger.log import Log
from sayso.ledger.opening import open_log

from .test_run import gate, offered, written

SHARDS, ROWS = 4, 30
ENTRIES = SHARDS * ROWS
#: Every step from the first file to the name: what is called, whether it still happened, and at which call of it.
MOMENTS = [
    ("sayso.gate.shard:write_part before", 3),
    ("sayso.gate.folder:synced before", 1),
    ("sayso.gate.folder:_logged before", 1),
    ("sayso.gate.folder:synced after", 2 * SHARDS + 3),  # the mark is written, and has no name yet
    ("sayso.ledger.book:Book.append before", 1),
    ("sayso.ledger.log:Log._appended before", 1),
    ("sayso.ledger.tiles:Tiles.keep after", 1),
    ("sayso.ledger.salts:Salts.keep after", 2),
    ("sayso.ledger.log:Log._signed after", 3),
    ("sayso.ledger.log:Log._appended after", 1),
    ("sayso.ledger.log:Log._appended after", 3),
    ("sayso.ledger.book:Book.append after", 1),
    ("sayso.gate.folder:_name before", 1),
    ("sayso.gate.folder:_name after", 1),
]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = []
    for n in range(SHARDS):
        ids = [f"{n}-{i}" for i in range(ROWS)]
        frame = pl.concat([offered()] * (ROWS // 3)).with_columns(pl.Series("id", ids))
        made.append(written(tmp_path, frame, f"rows{n}.parquet"))
    return made


def started(address: str, out: Path, files: list[Path], moment: str = "never", count: int = 0) -> subprocess.Popen[str]:
    here = Path(__file__)
    command = [sys.executable, here.with_name("killing.py"), here.parents[1], address, out, moment, str(count), *files]
    return subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)


def book(log: Log) -> Book:
    return Book(log, lambda: datetime.now(UTC))


def both_or_neither(out: Path, log: Log) -> None:
    """What has its name is logged, and what is logged is whole on the disk, if only under its hidden name."""
    hidden = out.with_name(f".{out.name}.part")
    assert not (out.exists() and (hidden / MARK).exists())
    log.verify()
    if out.exists():
        found = outcome(out)
        found.check()
        assert len(log.batches(found.manifest.digest)) == SHARDS
    elif log.size:
        assert (hidden / MARK).read_text("utf-8").strip() == log.verifier
        found = outcome(hidden)
        found.check()
        begun = log.batches(found.manifest.digest)
        assert sum(batch.size for batch in begun) == log.size
        if len(begun) < SHARDS:
            assert log.unfinished() == [(found.manifest.digest, len(begun), SHARDS)]
            with pytest.raises(LedgerError, match="only partly in this log"):
                log.prove(found.manifest.digest, 0, "0-0", "consented")


def finished(out: Path, files: list[Path], log: Log, undisturbed: Path) -> None:
    """A start after whatever happened ends with both, the same bytes, and no entry twice."""
    made = run(Table(tuple(files)), gate(), out, book=book(log))
    assert log.verify() == ENTRIES
    found = outcome(out)
    assert log.verify_run(made.digest, [found.decisions(shard) for shard in made.shards]) == 0
    assert [path.name for path in out.parent.iterdir() if out.name in path.name] == [out.name]
    assert {p.name: p.read_bytes() for p in out.iterdir() if p.name != MARK} == {
        p.name: p.read_bytes() for p in undisturbed.iterdir()
    }


@pytest.mark.parametrize(("moment", "count"), MOMENTS)
def test_killed_at_each_step_a_run_and_its_entries_are_both_there_or_neither(
    tmp_path: Path, files: list[Path], store: Store, address: str, moment: str, count: int
) -> None:
    log, out = open_log(store), tmp_path / "set"
    run(Table(tuple(files)), gate(), tmp_path / "undisturbed")
    process = started(address, out, files, moment, count)
    process.communicate()
    assert process.returncode == 9  # it came to that moment
    both_or_neither(out, log)
    finished(out, files, log, tmp_path / "undisturbed")


@pytest.mark.skipif(os.name != "posix", reason="needs a kill that cannot be caught")
def test_killed_again_and_again_at_any_moment_it_ends_the_same(
    tmp_path: Path, files: list[Path], store: Store, address: str
) -> None:
    log, out, chance = open_log(store), tmp_path / "set", random.Random(7)
    run(Table(tuple(files)), gate(), tmp_path / "undisturbed")
    for _ in range(8):
        process = started(address, out, files)
        assert process.stdout is not None
        process.stdout.readline()
        wanted, until = chance.randrange(1, 2 * SHARDS + 4), time.monotonic() + 20
        while process.poll() is None and not out.exists() and time.monotonic() < until:
            if len(list(tmp_path.glob(".set.part/*"))) >= wanted:
                break
        time.sleep(chance.random() / 30)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        both_or_neither(out, log)
    finished(out, files, log, tmp_path / "undisturbed")


def test_a_run_that_was_being_logged_is_finished_by_its_own_log_alone(
    tmp_path: Path, files: list[Path], store: Store, address: str
) -> None:
    log, out = open_log(store), tmp_path / "set"
    started(address, out, files, "sayso.ledger.log:Log._appended after", 1).communicate()
    for other in (None, book(open_log(store, "elsewhere.example/log"))):
        with pytest.raises(GateError, match=r"was being logged in sayso.invalid/training when it was stopped"):
            run(Table(tuple(files)), gate(), out, book=other)
    hidden = tmp_path / ".set.part"
    damaged = hidden / "rows-00001.parquet"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-1])
    with pytest.raises(GateError, match="is not what the manifest says"):
        run(Table(tuple(files)), gate(), out, book=book(log))
    damaged.write_bytes(whole)
    with pytest.raises(GateError, match="with another run in it"):
        run(Table(tuple(files[:1])), gate(), out, book=book(log))  # the other is finished first, and stays
    assert sum(outcome(out).manifest.reasons.values()) == log.verify() == ENTRIES


def test_a_run_that_is_there_already_is_logged_where_it_is(tmp_path: Path, files: list[Path], store: Store) -> None:
    log, out = open_log(store), tmp_path / "set"
    first = run(Table(tuple(files)), gate(), out)
    for _ in range(2):
        assert run(Table(tuple(files)), gate(), out, book=book(log)) == first
        assert log.verify() == ENTRIES


def test_another_run_in_the_folder_is_named_before_anything_is_logged(
    tmp_path: Path, files: list[Path], store: Store
) -> None:
    log, out = open_log(store), tmp_path / "set"
    run(Table(tuple(files[1:])), gate(), out)
    with pytest.raises(GateError, match="with another run in it"):
        run(Table(tuple(files)), gate(), out, book=book(log))
    assert log.size == 0
    assert not (tmp_path / ".set.part").exists()


@pytest.mark.skipif(os.name != "posix", reason="needs locks of files")
def test_two_do_not_write_one_folder(tmp_path: Path, files: list[Path]) -> None:
    import fcntl

    with (tmp_path / ".set.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(GateError, match="is being written by another process"):
            run(Table(tuple(files)), gate(), tmp_path / "set")
    run(Table(tuple(files)), gate(), tmp_path / "set")
    assert (tmp_path / "set" / NAME).exists()
