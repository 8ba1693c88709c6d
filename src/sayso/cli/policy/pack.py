"""`sayso policy pack`: many policies in one file, for `sayso impact`."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from sayso.cli.policies import Folder
from sayso.cli.policy.common import day, on_option
from sayso.errors import SaysoError


@click.command(name="pack")
@click.argument("folder", metavar="DIR")
@click.option("-o", "--output", required=True, metavar="FILE.parquet", help="The file to write.")
@click.option("--service", default="", help="The service whose exceptions hold; without one, none does.")
@on_option
def command(folder: str, output: str, service: str, on: datetime | None) -> None:
    """Pack the policies of a folder into a Parquet file, as they stand for one service on one day.

    DIR is a folder of TOML files. One that cannot be used is told on standard error, the others are packed,
    and the exit status is then 2. Needs the extra `many`: pip install -c constraints.txt '.[many]'.

    \b
    sayso policy pack people/ -o people.parquet --service "Lantern Rooms"
    """
    from sayso.sharing.packed_file import write

    policies = Folder(folder)
    number = write(output, policies, service, day(on))
    click.echo(f"{number:,} policies packed as of {day(on)}, for {service or 'no service in particular'}")
    policies.tell(number)
    if policies.faults:
        sys.exit(SaysoError.exit_status)
