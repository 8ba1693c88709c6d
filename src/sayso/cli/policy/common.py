"""What the commands of a policy share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sayso.sharing.policy import Policy

#: What is shown when no format is asked for.
TABLE = "table"


def format_option(*forms: str) -> Callable[[Any], Any]:
    """`--format`, the table first."""
    kind = click.Choice((TABLE, *forms))
    return click.option("--format", "form", type=kind, default=TABLE, show_default=True, help="How to show it.")


#: `--on`, for those who ask of another day than today.
on_option = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day as of which to ask; by default today."
)


def day(on: datetime | None) -> date:
    """The day that was asked for, or today."""
    return on.date() if on else date.today()


def echo(text: str, form: str) -> None:
    """Prints, for programs in UTF-8."""
    from sayso.cli.streams import as_utf8

    if form != TABLE:
        as_utf8()
    click.echo(text, nl=False)


def find_data(name: str, policy: Policy) -> str:
    """A row or kind of data, or `*`; a kind may be named without its row. Raises `UnknownWordError`."""
    from sayso import vocabulary
    from sayso.row import ANY

    return name if name == ANY or name in policy.all_categories else vocabulary.find_data(name).name


def write(text: str, file: str, *, force: bool) -> None:
    """Writes a policy to a file: whole, or not at all. Raises `PolicyError` where one is there already."""
    from sayso.errors import PolicyError

    path = Path(file)
    if path.exists() and not force:
        raise PolicyError(file, 0, "exists already", "choose another name, or add --force to write over it")
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, "utf-8", newline="")
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path.resolve() if path.is_symlink() else path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        cause = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise PolicyError(file, 0, cause, "choose another place") from None


def person_is_there() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
