"""The folder of a run: on the disk and in the log, or neither, whenever whoever writes it is killed.

Everything is written into a hidden folder beside the one that was asked for, which gets its name last. In between, once
all of it is on the disk, its decisions go into the log. A hidden folder that is marked as being logged is finished by
the next start; any other is thrown away. Every engine ends here (docs/decisions/0010-output-and-ledger-together.md).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sayso.errors import GateError
from sayso.gate.manifest import NAME, Manifest
from sayso.gate.outcome import Outcome, outcome
from sayso.gate.report import reported

#: In the folder of a run: the public key of the log that its decisions are in.
MARK = "ledger.key"


class Book(Protocol):
    """What the decisions of runs are kept in (`sayso.ledger.book.Book`)."""

    @property
    def verifier(self) -> str:
        """The public key of the log, as one line."""

    def append(self, run: Outcome) -> None:
        """Adds what is not there yet of the decisions of a run, shard by shard."""


def filed(out: Path, written: Callable[[Path], Manifest], book: Book | None = None) -> Manifest:
    """Has a run written into a folder beside `out`, logs it, and gives it that name; its manifest.

    `written` fills the folder that it is given, and tells the manifest; the report is added here. `book`: the log that
    it goes into, if any. A folder that has this very run in it is left as it is. Raises `GateError`, and what `written`
    and `book` raise.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        beside = out.with_name(f".{out.name}.part")
        if (beside / MARK).exists():
            _finish(beside, out, book)
        shutil.rmtree(beside, ignore_errors=True)  # of a run that was killed, and is not logged
        beside.mkdir()
        try:
            made = reported(written(beside), beside)
            (beside / NAME).write_text(made.text, "utf-8")
            for file in beside.iterdir():
                synced(file)
            synced(beside)
            if out.exists():
                _same(out, made)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        if out.exists():
            shutil.rmtree(beside)
            _logged(out, made, book)
        else:
            _logged(beside, made, book)
            _name(beside, out)
    return made


def _finish(beside: Path, out: Path, book: Book | None) -> None:
    """A run that is in the log, or some of whose shards are, gets its name."""
    log = (beside / MARK).read_text("utf-8").strip()
    if book is None or book.verifier != log:
        cause = f"was being logged in {log.partition('+')[0]} when it was stopped"
        raise GateError(str(beside), cause, "give that log (--ledger), so that both are finished")
    run = outcome(beside)
    run.check()
    if out.exists():
        _same(out, run.manifest)
    book.append(run)
    if not out.exists():
        _name(beside, out)


def _logged(folder: Path, made: Manifest, book: Book | None) -> None:
    if book is not None:
        part = folder / f".{MARK}"
        part.write_text(f"{book.verifier}\n", "utf-8")
        synced(part)
        part.replace(folder / MARK)
        synced(folder)
        book.append(Outcome(folder, made))


def _name(beside: Path, out: Path) -> None:
    beside.rename(out)
    synced(out.parent)


def _same(out: Path, made: Manifest) -> None:
    there = out / NAME
    if not (there.is_file() and there.read_text("utf-8") == made.text):
        raise GateError(str(out), "is there already, with another run in it", "give another folder")


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """No other process writes this folder; the lock of one that was killed is nobody's."""
    try:
        import fcntl
    except ImportError:  # not on Windows, where an open file cannot be thrown away by another process
        yield
        return
    path = out.with_name(f".{out.name}.lock")
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(path.stat(), os.fstat(lock.fileno())):  # given back in between
                raise OSError
        except OSError:
            raise GateError(str(out), "is being written by another process", "wait for it, then look") from None
        try:
            yield
        finally:
            path.unlink()


def synced(path: Path) -> None:
    """Waits until a file, or what a folder lists, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
