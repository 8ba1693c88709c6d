"""`sayso policy compare`: which of two policies is stricter, and where."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from sayso.cli.policy import common


@click.command("compare")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@common.format_option("json", "markdown")
@common.on_option
def command(first: str, second: str, form: str, on: datetime | None) -> None:
    """Say which of two policies is stricter, and on which cells, with the lines that decide.

    The exit status is 0 where they accept the same everywhere, 1 where they do not, and 2 where one cannot be read.

    sayso policy compare mine.toml team.toml
    """
    from sayso.sharing.load import load
    from sayso.sharing.stricter import compare_policies
    from sayso.show.policies import compared

    comparison = compare_policies(load(first), load(second), common.day(on))
    common.echo(compared.show(comparison, form), form)
    sys.exit(1 if comparison.differences else 0)
