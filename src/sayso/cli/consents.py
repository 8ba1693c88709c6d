"""`sayso consents`: what people answered, packed for the gate."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.errors import MissingExtraError


@click.group()
def consents() -> None:
    """Keep what people answered in a folder that the gate reads at once."""


@consents.command()
@click.argument("folder")
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
def pack(folder: str, sources: tuple[str, ...]) -> None:
    """Read what is new in SOURCES, and in those that FOLDER has already, into FOLDER.

    A SOURCE is a table, a file of consent records, or the store of a desk (`sqlite:///desk.db`, `postgresql://...`), of
    which only what was answered since the last time is read. Killed at any moment, the folder is as it was before.

    \b
    sayso consents pack consents/ sqlite:///desk.db exported.csv
    sayso consents pack consents/
    sayso gate rows.parquet --consents consents/ ...
    """
    try:
        from sayso.gate.pack import update
    except ImportError:
        raise MissingExtraError("sayso consents", "gate", "use the other commands") from None
    from sayso.safe import one_line

    for name, count in update(Path(folder), sources).items():
        click.echo(f"{count:>13,} new  {one_line(name)}")
