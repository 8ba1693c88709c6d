"""`sayso read`: what documents say, as a grid."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from sayso.cli.streams import as_utf8, colour
from sayso.errors import SaysoError
from sayso.show import FORMATS

if TYPE_CHECKING:
    from sayso.cli.work import Outcome
    from sayso.show import Format


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="How to show it.",
)
@click.option("--why", nargs=2, metavar="DATA PURPOSE", help="Every quote behind one cell.")
@click.option("--text", is_flag=True, help="The text that quotes and offsets point into.")
@click.option("--no-cache", is_flag=True, help="Read every paragraph anew, and keep nothing.")
@click.option("--jobs", type=click.IntRange(1), help="Processes to read with; by default as many as pay.")
def read(
    files: tuple[str, ...],
    form: str,
    why: tuple[str, str] | None,
    text: bool,
    no_cache: bool,
    jobs: int | None,
) -> None:
    """Read documents and show how much say you have over each use of your data.

    FILE is a Markdown, HTML, PDF, DOCX or plain text file, a folder of them, a web address, or - for
    standard input. One that cannot be read is told on standard error, and the exit status is then 2.

    \b
    sayso read terms.md
    sayso read terms.md --why content train-ai
    sayso read --format jsonl policies/ > readings.jsonl
    """
    from sayso.terms.load import files_of

    if (why or text) and (form != FORMATS[0] or (why and text)):
        raise click.UsageError("--why, --text and --format each show something else; give one of them")
    sources = files_of(files)
    if text:
        _print_text(sources)
        return
    from sayso.cli.work import read_all

    chosen = _format(form, why)
    # Where results scroll by on the terminal, they are the progress.
    bar = not (chosen.streams and sys.stdout.isatty())
    outcomes = read_all(sources, jobs=jobs, cached=not no_cache, bar=bar)
    if not _print(outcomes, chosen, several=len(sources) > 1 or tuple(sources) != files):
        sys.exit(SaysoError.exit_status)


def _format(form: str, why: tuple[str, str] | None) -> Format:
    from sayso.show import Format, apart, format_named

    if not why:
        if form != FORMATS[0]:
            as_utf8()
        return format_named(form, colour=colour())
    from sayso.show.why import why as why_shown
    from sayso.vocabulary import READ_PURPOSES, find_data, find_purpose

    # Looked up before anything is read: a word that does not exist is told once, and at once.
    data, purpose = find_data(why[0]).name, find_purpose(why[1]).name
    if purpose not in READ_PURPOSES:
        known = ", ".join(READ_PURPOSES)
        raise SaysoError(f"`{purpose}` is not looked for in documents, so nothing can be said of it; ask of: {known}")
    return Format(lambda reading: why_shown(reading, data, purpose, colour=colour()), apart)


def _print(outcomes: Iterable[Outcome], form: Format, *, several: bool) -> bool:
    """Prints what was read and tells what was not; whether all was read.

    A whole output is put together before its first character is printed, so that none is ever half-written.
    """
    pieces, errors = [], []
    for outcome in outcomes:
        if outcome.reading is None:
            errors.append(outcome.error)
        elif form.streams:
            click.echo(form.piece(outcome.reading), nl=False)
        else:
            pieces.append(form.piece(outcome.reading))
    if not form.streams and (pieces or several):
        click.echo(form.whole(pieces, several), nl=False)
    for error in errors:
        click.echo(f"sayso: {error}", err=True)
    return not errors


def _print_text(sources: list[str]) -> None:
    from sayso.safe import visible
    from sayso.terms.load import load

    if len(sources) > 1:
        raise click.UsageError("--text shows the text of one document")
    document = load(sources[0])
    # A terminal obeys control characters; a file or pipe gets the text exactly, because offsets count in it.
    if sys.stdout.isatty():
        click.echo(visible(document.text), nl=False)
    else:
        as_utf8()
        click.echo(document.text, nl=False)
