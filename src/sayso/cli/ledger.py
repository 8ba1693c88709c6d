"""`sayso ledger`: decisions of the gate in a log that can be audited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.desk import opened_store, store_option
from sayso.errors import LedgerError, MissingExtraError, UnreadableError

if TYPE_CHECKING:
    from sayso.gate.outcome import Outcome
    from sayso.ledger.log import Log

_origin = click.option("--origin", default=None, metavar="NAME", help="The log, as in harbour.example/training.")
_key = click.option("--key", required=True, metavar="KEY|FILE", help="The log's public key, or a file that has it.")

_runs = click.option(
    "--run", "folders", multiple=True, metavar="FOLDER",
    help="The run, as `sayso gate` wrote it. By default, all that are registered and logged.",
)  # fmt: skip


@click.group()
def ledger() -> None:
    """Keep what the gate decided in a log that cannot be changed unseen, and prove it.

    The log has commitments, and no personal data. Who has a checkpoint, a proof and the public key can check a decision
    with nothing else; see docs/how-to-audit.md.
    """


@contextmanager
def opened_log(address: str | None, origin: str | None) -> Iterator[Log]:
    """The log of a store."""
    store = opened_store(address)
    try:
        try:
            from sayso.ledger.opening import ORIGIN, open_log
        except ImportError:
            raise MissingExtraError("sayso ledger", "gate", "use the other commands") from None
        yield open_log(store, origin or ORIGIN)
    finally:
        store.close()


@ledger.command()
@click.argument("folder")
@store_option
@_origin
def append(folder: str, address: str | None, origin: str | None) -> None:
    """Add the decisions of the run in FOLDER, and print the new checkpoint.

    Each shard is added whole and once. Stopped in between, it goes on where it was; until then nothing of the run is
    proved. `sayso gate --ledger` does this by itself.
    """
    from sayso.gate.outcome import outcome
    from sayso.ledger.book import Book

    run = outcome(Path(folder))
    with opened_log(address, origin) as log:
        Book(log, lambda: datetime.now(UTC)).append(run)
        click.echo(log.checkpoint(), nl=False)


@ledger.command()
@click.option("--size", type=click.IntRange(0), help="That of so many entries; by default the newest.")
@store_option
@_origin
def checkpoint(size: int | None, address: str | None, origin: str | None) -> None:
    """Print a signed checkpoint: publish it, and let others keep it."""
    with opened_log(address, origin) as log:
        click.echo(log.checkpoint(size), nl=False)


@ledger.command()
@store_option
@_origin
def key(address: str | None, origin: str | None) -> None:
    """Print the public key of the log, as one line."""
    with opened_log(address, origin) as log:
        click.echo(log.verifier)


@ledger.command()
@click.option("--run", "folders", multiple=True, metavar="FOLDER", help="Hold this run against its entries, too.")
@click.option("--checkpoint", "note", metavar="FILE", help="A checkpoint that somebody kept: the log has all of it.")
@store_option
@_origin
def verify(folders: tuple[str, ...], note: str | None, address: str | None, origin: str | None) -> None:
    """Check everything that the log has: each hash, each salt, each batch, each checkpoint."""
    from sayso.gate.outcome import outcome

    runs = [outcome(Path(folder)) for folder in folders]
    with opened_log(address, origin) as log:
        click.echo(f"{log.verify():,} entries, and every one is as it was logged.")
        for name, done, shards in log.unfinished():
            click.echo(f"run {name[:16]}: only {done} of {shards} shards are logged; append its folder again.")
        if note:
            _verify_begins(log, note)
        for folder, run in zip(folders, runs, strict=True):
            every = run.manifest.shards
            forgotten = log.verify_run(run.manifest.run, [run.decisions(shard) for shard in every])
            rest = sum(shard.decisions.rows for shard in every) - forgotten
            click.echo(f"{folder}: {rest:,} decisions are as they were logged, {forgotten:,} are nobody's now.")


def _verify_begins(log: Log, note: str) -> None:
    from sayso.ledger.note import opened
    from sayso.ledger.proof import check_consistency

    text = _text(note)
    try:
        size = opened(text, log.verifier).size
        check_consistency(text, log.checkpoint(), log.consistency(min(size, log.size), log.size), log.verifier)
    except ValueError as error:
        raise LedgerError(note, str(error), "do not rely on this log, and tell others") from None
    click.echo(f"{note}: the log begins with its {size:,} entries.")


@ledger.command()
@click.argument("who")
@_runs
@click.option("--row", is_flag=True, help="WHO is the id of a row.")
@store_option
@_origin
def prove(who: str, folders: tuple[str, ...], row: bool, address: str | None, origin: str | None) -> None:
    """Print a proof of each decision about rows that WHO is in, one a line."""
    with opened_log(address, origin) as log:
        found = 0
        for run in _opened(log, folders):
            place = run.place(who) if row else None
            own = [(place[0], who, place[1])] if place else [] if row else run.of(who)
            for at, id, reason in own:
                click.echo(log.prove(run.manifest.run, at, id, reason).text)
            found += len(own)
    if not found:
        raise LedgerError(who, f"is in no row that was offered to {_named(folders)}", "give another run (--run)")


def _opened(log: Log, folders: tuple[str, ...]) -> Iterator[Outcome]:
    """The runs in these folders; without any, those that are registered and logged, each once."""
    from sayso.gate.outcome import outcome

    if folders:
        yield from (outcome(Path(folder)) for folder in folders)
        return
    from sayso.lineage.graph import Graph
    from sayso.lineage.index import opened

    seen = set[str]()
    for thing in Graph(log.database).all():
        if thing.run:
            run = opened(thing)
            if run.manifest.run not in seen and log.batches(run.manifest.run):
                seen.add(run.manifest.run)
                yield run


def _named(folders: tuple[str, ...]) -> str:
    return f"the run in {', '.join(folders)}" if folders else "a run that is registered and logged"


@ledger.command()
@click.argument("proofs", metavar="PROOFS")
@_key
def check(proofs: str, key: str) -> None:
    """Check proofs offline: a file with one a line, and the public key of the log."""
    from sayso.ledger.proof import proof

    public = _public(key)
    lines = [line for line in _text(proofs).splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        try:
            one = proof(line)
            found = one.check(public)
        except ValueError as error:
            raise LedgerError(f"{proofs}:{number}", str(error), "do not rely on it") from None
        from sayso.safe import one_line

        said = f"row {one_line(one.id)}: {one_line(one.reason)}; entry {one.index} of {found.size} of {found.origin}"
        click.echo(f"proved  {said}")
    if not lines:
        raise LedgerError(proofs, "has no proof in it", "give what `sayso ledger prove` printed")


@ledger.command()
@click.argument("old")
@click.argument("new")
@_key
@click.option("--proof", "proof_file", metavar="FILE", help="Check with this proof, offline; by default, ask the log.")
@store_option
@_origin
def consistency(old: str, new: str, key: str, proof_file: str | None, address: str | None, origin: str | None) -> None:
    """Check that the checkpoint NEW has all that the checkpoint OLD had, and print the proof of it."""
    import json
    from base64 import b64decode, b64encode

    from sayso.ledger.note import opened
    from sayso.ledger.proof import check_consistency

    notes = [_text(old), _text(new)]
    try:
        sizes = [opened(note, _public(key)).size for note in notes]
        if proof_file:
            path = [b64decode(line) for line in json.loads(_text(proof_file))]
        else:
            with opened_log(address, origin) as log:
                path = log.consistency(*sorted(sizes))
        check_consistency(notes[0], notes[1], path, _public(key))
    except (ValueError, TypeError) as error:
        raise LedgerError(f"{old}, {new}", str(error), "do not rely on this log, and tell others") from None
    click.echo(json.dumps([b64encode(hash_).decode() for hash_ in path]))


@ledger.command()
@click.argument("person")
@_runs
@store_option
@_origin
def forget(person: str, folders: tuple[str, ...], address: str | None, origin: str | None) -> None:
    """Forget which entries are about PERSON. Proofs that somebody holds stay valid; nobody can make another."""
    with opened_log(address, origin) as log:
        runs = list(_opened(log, folders))
        count = sum(log.forget(run.manifest.run, [place for place, _, _ in run.of(person)]) for run in runs)
    click.echo(f"{count} entries are nobody's now.")


def _text(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, ValueError) as error:
        cause = (getattr(error, "strerror", None) or "is not UTF-8").lower()
        raise UnreadableError(file, cause, "give what `sayso ledger` printed") from None


def _public(key: str) -> str:
    return key.strip() if "+" in key else _text(key).strip()
