"""`sayso records`: what whoever runs a consent desk can prove of what people said there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.desk import opened_store, store_option
from sayso.errors import ConsentError

if TYPE_CHECKING:
    from sayso.consent.head import Head
    from sayso.consent.store import Store

#: Instead of a file: standard output.
_PRINTED = "-"


@click.group()
def records() -> None:
    """Prove what the consent desk has: chains that are whole, and signed records of what people said."""


@records.command()
@click.option(
    "--head", "kept", metavar="FILE",
    help="Hold everything against the head in FILE, if there is one, and write the head of now there; - prints it.",
)  # fmt: skip
@store_option
def verify(kept: str | None, address: str | None) -> None:
    """Look through the chain of every space: whether each fact is what was written, and none is missing.

    A chain that was cut off at its end is whole. So keep the head, which says where each chain ended, where whoever can
    change the store cannot reach it, and give it again the next time. The exit status is 0 if all is as it was.

    \b
    sayso records verify --store sqlite:///desk.db --head /elsewhere/head.jws
    """
    from sayso.consent.proof import head, signed_head

    store = opened_store(address)
    try:
        made, faults = head(store, datetime.now(UTC))
        if kept not in (None, _PRINTED) and Path(str(kept)).exists():
            faults += _lost(store, made, str(kept))
        for fault in faults:
            click.echo(fault)
        if faults:
            cause = f"are not as they were, in {len(faults)} places"
            raise ConsentError("the records", cause, "restore them from a copy, and find out why")
        if kept == _PRINTED:
            click.echo(signed_head(store, made))
            return
        facts = sum(count for count, _ in made.ends.values())
        click.echo(f"{facts:,} facts in {len(made.ends):,} spaces: every chain is whole.")
        if kept:
            _write(Path(kept), signed_head(store, made))
            click.echo(f"{kept}: the head of now; keep it where nobody who can change the store can reach it.")
    finally:
        store.close()


@records.command("list")
@store_option
def list_(address: str | None) -> None:
    """List all spaces: what each is called, since when, and how many facts it has."""
    from sayso.safe import one_line

    store = opened_store(address)
    try:
        facts = store.lengths()
        for space in map(store.space, store.every()):
            what = f"{facts.get(space.id, 0):>7,} facts  {space.kind:<7}  {one_line(space.name)}"
            click.echo(f"{space.id}  {space.created[:10]}  {what}")
    finally:
        store.close()


@records.command()
@click.argument("space")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; else it prints.")
@store_option
def export(space: str, out: Path | None, address: str | None) -> None:
    """Write the signed records of SPACE: what everybody there was shown and said. The audit says that it was done.

    `sayso receipt verify` checks the file with the desk's public keys, without the desk. It names people as that space
    does, and nobody by what they are called.
    """
    from sayso.consent.proof import signed_records

    store = opened_store(address)
    try:
        signed = signed_records(store, space, "command line", datetime.now(UTC))
    finally:
        store.close()
    if out is None:
        click.echo(signed)
        return
    _write(out, signed)
    click.echo(f"{out}: the records of {space}; `sayso receipt verify` checks them with `sayso keys public`.")


def _lost(store: Store, made: Head, kept: str) -> list[str]:
    """What is not as the head in a file has it. Raises `ConsentError` for a file that is none of this desk's."""
    from sayso.consent.head import lost
    from sayso.consent.proof import opened_head

    try:
        text = Path(kept).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise ConsentError(kept, "is no head", "give the file that sayso wrote, or another name") from None
    return list(lost(opened_head(store, text), made, store.chains.digest))


def _write(file: Path, text: str) -> None:
    """All of it or nothing, so that a head is never lost."""
    beside = file.with_name(file.name + ".new")
    beside.write_text(text + "\n", "utf-8")
    beside.replace(file)
