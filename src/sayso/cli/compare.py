"""`sayso compare`: what changed in say between two versions."""

from __future__ import annotations

import sys

import click

from sayso.cli.streams import as_utf8, colour
from sayso.errors import SaysoError
from sayso.show import FORMATS

#: As `diff` and `git diff --exit-code` have it.
_SAME, _CHANGED = 0, 1


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="How to show it.",
)
@click.option("--all", "everything", is_flag=True, help="Also show what changed without altering say.")
@click.option("--no-cache", is_flag=True, help="Read every paragraph anew, and keep nothing.")
def compare(old: str, new: str, form: str, everything: bool, no_cache: bool) -> None:
    """Compare two versions of terms and show what changed in how much say you have, the worst first.

    OLD and NEW are files, web addresses, or - for standard input, as for `sayso read`. Where only wording,
    dates, links or layout changed, nothing is printed.

    The exit status is 0 where no say changed, 1 where some did, and 2 where that cannot be told: a version
    cannot be read, or holds almost no text.

    \b
    sayso compare terms-2023.md terms-2024.md
    sayso compare --format json terms-2023.md https://example.org/terms
    """
    if old == new == "-":
        raise click.UsageError("OLD and NEW cannot both be standard input")
    from sayso.cli.work import read_all
    from sayso.show.changes import show
    from sayso.terms.change import compare_readings

    outcomes = list(read_all([old, new], jobs=1, cached=not no_cache, bar=True))
    for outcome in outcomes:
        if outcome.reading is None:
            click.echo(f"sayso: {outcome.error}", err=True)
    before, after = (outcome.reading for outcome in outcomes)
    if before is None or after is None:
        sys.exit(SaysoError.exit_status)
    change = compare_readings(before, after)
    if form != FORMATS[0]:
        as_utf8()
    click.echo(show(change, form, everything=everything, colour=colour()), nl=False)
    sys.exit(SaysoError.exit_status if change.note else _CHANGED if change.cells else _SAME)
