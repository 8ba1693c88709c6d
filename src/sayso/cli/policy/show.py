"""`sayso policy show`: a policy as the grid that it makes."""

from __future__ import annotations

from datetime import datetime

import click

from sayso.cli.policy import common


@click.command("show")
@click.argument("policy")
@common.format_option("json", "markdown")
@click.option("--service", default="", metavar="NAME", help="As it holds for one service, with its exceptions.")
@common.on_option
def command(policy: str, form: str, service: str, on: datetime | None) -> None:
    """Show what POLICY accepts, as a grid, and the line of the file that decides each cell.

    \b
    sayso policy show mine.toml
    sayso policy show mine.toml --service "Lantern Rooms" --format json
    """
    from sayso.cli.streams import colour
    from sayso.sharing.load import load
    from sayso.show import policies

    loaded = load(policy)
    common.echo(policies.show(loaded, form, service=service, on=common.day(on), colour=colour()), form)
