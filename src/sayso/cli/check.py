"""`sayso check`: what documents say, held against a sharing policy."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.streams import as_utf8, colour
from sayso.errors import SaysoError
from sayso.sharing.role import ROLES
from sayso.show.checks import FORMATS

if TYPE_CHECKING:
    from sayso.cli.work import Outcome
    from sayso.sharing.check import Check
    from sayso.sharing.policy import Policy

#: The policy that is taken where none is given.
POLICY = "sayso.toml"

_FINE, _CONFLICT = 0, 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: who asks, of which service, on which day, and what there was before."""

    policy: Policy
    service: str
    role: str
    on: date
    each: bool


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--policy", "policy_file", metavar="FILE", help=f"The policy; by default $SAYSO_POLICY or {POLICY}.")
@click.option("--service", default="", help="What the service is called; by default as its folder or its document.")
@click.option(
    "--as", "role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="As whom it is asked."
)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day; by default today.")
@click.option("--since", multiple=True, metavar="OLD", help="Earlier versions: tell what changed for you since then.")
@click.option("--each", is_flag=True, help="Each document is a service of its own.")
@click.option("--strict", is_flag=True, help="What cannot be decided counts as a conflict for the exit status.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="How to show it.",
)
@click.option("--letter", type=click.IntRange(1), metavar="N", help="Show only the letter of that number.")
@click.option("--letters", metavar="FOLDER", help="Also save all letters, a file each.")
@click.option("--no-cache", is_flag=True, help="Read every paragraph anew, and keep nothing.")
def check(
    files: tuple[str, ...],
    policy_file: str | None,
    service: str,
    role: str,
    day: datetime | None,
    since: tuple[str, ...],
    each: bool,
    strict: bool,
    form: str,
    letter: int | None,
    letters: str | None,
    no_cache: bool,
) -> None:
    """Hold documents against your sharing policy: what you do not accept, why, and what you can do about it.

    All FILEs (or the files of a folder) are documents of one service and make one answer: where they differ, the
    least say counts. With --each, every one is a service of its own.

    The exit status is 0 where nothing is in conflict, 1 where something is, and 2 where that cannot be told: the
    policy or a document cannot be read. The other documents are still checked.

    \b
    sayso check terms.md privacy.md --policy me.toml --service "Lantern Rooms"
    sayso check new/ --since old/ --as employee
    sayso check vendors/ --each --format sarif > sayso.sarif
    """
    if each and (since or service or letter or letters):
        raise click.UsageError("--each checks many services; --service, --since and the letters are for one")
    from sayso.cli.work import read_all
    from sayso.sharing.load import load
    from sayso.terms.load import files_of

    # Before anything is read: a mistake in the policy is told at once.
    policy = load(policy_file or os.environ.get("SAYSO_POLICY") or POLICY)
    on = day.date() if day else date.today()
    sources, old = files_of(files), files_of(since)
    name = service or _folder(files, sources)
    outcomes = list(read_all([*sources, *old], jobs=None, cached=not no_cache, bar=True))
    asked = Asked(policy, name, role, on, each)
    checks = _checks(asked, outcomes[: len(sources)], outcomes[len(sources) :])
    for outcome in outcomes:
        if outcome.reading is None:
            click.echo(f"sayso: {outcome.error}", err=True)
    if letter or letters:
        _letters(checks, letter, letters)
    if not letter:
        _print(checks, form, each)
    sys.exit(_status(checks, strict, complete=all(outcome.reading for outcome in outcomes)))


def _checks(asked: Asked, new: list[Outcome], old: list[Outcome]) -> list[Check]:
    """One check of all documents, or one of each; none where nothing could be read."""
    if asked.each:
        return [found for outcome in new if (found := _check(asked, [outcome]))]
    found = _check(asked, new, _check(asked, old))
    return [found] if found else []


def _check(asked: Asked, outcomes: list[Outcome], before: Check | None = None) -> Check | None:
    from dataclasses import replace

    from sayso.sharing.check import check
    from sayso.sharing.service import join

    readings = [outcome.reading for outcome in outcomes if outcome.reading]
    if not readings:
        return None
    missing = tuple(outcome.source for outcome in outcomes if outcome.reading is None)
    found = check(join(readings, asked.service, asked.role), asked.policy, asked.on)
    return replace(found, missing=missing, before=before)


def _folder(files: tuple[str, ...], sources: list[str]) -> str:
    """The name of a folder that stands alone: it holds the documents of one service, and is called like it."""
    if len(files) == 1 and tuple(sources) != files:
        return Path(files[0]).resolve().name
    return ""


def _print(checks: list[Check], form: str, each: bool) -> None:
    from sayso.show.checks import show

    if form != FORMATS[0]:
        as_utf8()
    # A list of nothing is still a list; a page or a table of nothing is nothing.
    if checks or (each and form in ("json", "sarif", "junit")):
        click.echo(show(checks, form, several=each, colour=colour()), nl=False)


def _letters(checks: list[Check], number: int | None, folder: str | None) -> None:
    from sayso.safe import visible
    from sayso.show.checks.report import Report

    written = [letter for check in checks for letter in Report(check).letters]
    if number:
        if number > len(written):
            there = f"there are {len(written)}" if written else "nothing needs one"
            raise SaysoError(f"letter {number}: there is none; {there}")
        click.echo(visible(written[number - 1].text))
    if folder:
        _save([(letter.number, letter.about, letter.text) for letter in written], Path(folder))
        click.echo(f"sayso: letters written to {folder}: {len(written)}", err=True)


def _save(letters: list[tuple[int, str, str]], folder: Path) -> None:
    for number, about, text in letters:
        words = re.sub(r"[^a-z0-9]+", "-", about.lower()).strip("-")[:80]
        file = folder / f"{number:02}-{words}.txt"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", errors="replace") as out:
                out.write(text if text.endswith("\n") else f"{text}\n")
        except FileExistsError:
            # It may have been filled in since.
            raise SaysoError(f"{file}: is there already; give another folder") from None
        except (OSError, ValueError) as error:
            cause = (getattr(error, "strerror", None) or str(error)).lower()
            raise SaysoError(f"{file}: {cause}; give a folder that you may write to") from None


def _status(checks: list[Check], strict: bool, *, complete: bool) -> int:
    if not complete:
        return SaysoError.exit_status
    bad = ("conflict", "ask") if strict else ("conflict",)
    return _CONFLICT if any(check.verdict in bad for check in checks) else _FINE
