"""`sayso impact`: whom a change of terms concerns, among many sharing policies."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.policies import Folder
from sayso.cli.streams import as_utf8, colour
from sayso.errors import PolicyError, SaysoError
from sayso.sharing.role import ROLES
from sayso.show.impacts import FORMATS

if TYPE_CHECKING:
    from sayso.sharing.impact import Policies
    from sayso.sharing.service import Service

#: Nobody is newly in conflict; somebody is.
_NOBODY, _SOMEBODY = 0, 1


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--policies", "place", required=True, metavar="DIR|FILE", help="Sharing policies: TOML or packed.")
@click.option("--service", default="", help="What the policies call the service; by default the title of OLD.")
@click.option(
    "--as", "role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="As whom OLD and NEW are read."
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day, for exceptions that end; by default today, or that of packed policies.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="How to show it.",
)
@click.option("--list", "listed", is_flag=True, help="Also who it concerns: one entry a policy.")
@click.option("--no-cache", is_flag=True, help="Read every paragraph anew, and keep nothing.")
def impact(
    old: str,
    new: str,
    place: str,
    service: str,
    role: str,
    on: datetime | None,
    form: str,
    listed: bool,
    no_cache: bool,
) -> None:
    """Count the sharing policies that a new version of terms brings into conflict, and over what.

    OLD and NEW are documents, as for `sayso read`, or folders with all documents of a service. The policies
    are those in a folder of TOML files, or in a Parquet file that `sayso policy pack` wrote.

    The exit status is 0 where nobody is newly in conflict, 1 where somebody is, and 2 where that cannot be
    told: a version or a policy cannot be read.

    \b
    sayso impact terms-2023.md terms-2024.md --policies people/
    sayso impact old.md new.md --policies people.parquet --list --format csv > who.csv
    """
    if old == new == "-":
        raise click.UsageError("OLD and NEW cannot both be standard input")
    from sayso.sharing.impact import PolicyList
    from sayso.sharing.impact import impact as impact_of
    from sayso.show.impacts import pieces

    before, after = _services(old, new, service, role, cached=not no_cache)
    day, folder = on.date() if on else None, Folder(place)
    policies: Policies
    if Path(place).suffix.lower() == ".parquet":
        policies = _packed(place, service, day)
    else:
        policies = PolicyList(folder, before.name, day or date.today())
    found = impact_of(before, after, policies)
    if form != FORMATS[0]:
        as_utf8()
    who = policies.touched([move for move, _ in found.moves]) if listed else None
    for piece in pieces(found, who, form, colour=colour()):
        click.echo(piece, nl=False)
    folder.tell(policies.size)
    if folder.faults:
        sys.exit(SaysoError.exit_status)
    sys.exit(_SOMEBODY if found.total.conflict else _NOBODY)


def _services(old: str, new: str, name: str, role: str, *, cached: bool) -> tuple[Service, Service]:
    """Both versions, read. Raises `SaysoError` where that leaves nothing to compare."""
    from sayso.cli.work import read_all
    from sayso.sharing.service import join
    from sayso.terms.change import compare_readings
    from sayso.terms.load import files_of

    sides = [files_of([side]) for side in (old, new)]
    outcomes = list(read_all([source for side in sides for source in side], jobs=1, cached=cached, bar=True))
    errors = [outcome.error for outcome in outcomes if outcome.reading is None]
    for error in errors[:-1]:
        click.echo(f"sayso: {error}", err=True)
    if errors:
        raise SaysoError(errors[-1])
    readings = [outcome.reading for outcome in outcomes if outcome.reading]
    before, after = readings[: len(sides[0])], readings[len(sides[0]) :]
    if len(before) == len(after) == 1 and (note := compare_readings(before[0], after[0]).note):
        raise SaysoError(f"{note}; give another version")
    name = join(before, name).name
    return join(before, name, role), join(after, name, role)


def _packed(place: str, service: str, on: date | None) -> Policies:
    """Packed policies: those of another service or day would give a wrong answer."""
    from sayso.sharing.packed_file import PackedFile

    policies = PackedFile(place)
    for what, wanted, packed in (("service", service, policies.service), ("day", on, policies.on)):
        if wanted and str(wanted).casefold() != str(packed).casefold():
            cause = f"is packed for the {what} `{packed}`" if packed else f"is packed for no {what}"
            raise PolicyError(place, 0, f"{cause}, not `{wanted}`", "pack the policies again: `sayso policy pack`")
    return policies
