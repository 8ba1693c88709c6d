"""`sayso statement`: what a sharing policy says, for people and for machines."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.streams import as_utf8
from sayso.show.statements import FORMATS

if TYPE_CHECKING:
    from sayso.sharing.signals.signal import Signal
    from sayso.sharing.statement import SharingStatement

_SIGNALS = ("odrl", "aipref", "robots", "gpc", "tdmrep", "dpv")
#: The forms that some signals can take, the default first.
_PARTS = {"gpc": ("header", "file"), "tdmrep": ("file", "header", "meta", "policy")}
#: What is said to everyone alike, by a site or a browser, whoever it is meant for.
_FOR_EVERYONE = ("aipref", "robots", "tdmrep")


@click.command()
@click.argument("policy")
@click.option(
    "--format",
    "form",
    type=click.Choice((*FORMATS, *_SIGNALS)),
    default=FORMATS[0],
    show_default=True,
    help="As what to write it.",
)
@click.option("--part", type=click.Choice(sorted({p for ps in _PARTS.values() for p in ps})), help="Of gpc, tdmrep.")
@click.option("--service", default="", metavar="NAME", help="Address it to one service, with its exceptions.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As of that day; by default today.")
@click.option("--url", default="", metavar="ADDRESS", help="Where it will be published: its name, and a link to it.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file.")
def statement(
    policy: str, form: str, part: str | None, service: str, on: datetime | None, url: str, output: Path | None
) -> None:
    """Write what a sharing policy says: what you share and what not.

    For people: as text, Markdown, an HTML page with the grid, or one line for the foot of your e-mails. For
    machines: as ODRL, AIPREF (Content-Usage), robots.txt, GPC, TDMRep or DPV. What a signal cannot say is in its
    comments, where it can have any, and is told on standard error where not.

    GPC is a `header`, or the `file` of a site that abides by it; TDMRep is a `file`, a `header`, `meta` tags, or
    the `policy` with which you offer a licence.

    \b
    sayso statement ada.toml
    sayso statement ada.toml --format html -o statement.html
    sayso statement ada.toml --format tdmrep -o .well-known/tdmrep.json
    """
    if part and part not in _PARTS.get(form, ()):
        known = "; ".join(f"--format {f}: {', '.join(parts)}" for f, parts in _PARTS.items())
        raise click.UsageError(f"--part {part} is no part of {form}; the parts are: {known}")
    if service and form in _FOR_EVERYONE:
        raise click.UsageError(f"{form} says the same to everyone; leave out --service")
    from sayso.sharing.load import load
    from sayso.sharing.signals.signal import address
    from sayso.sharing.statement import state

    stated = state(load(policy), on.date() if on else date.today(), service)
    if url:
        address(url)
    if form in FORMATS:
        from sayso.show.statements import show

        if form in ("html", "markdown"):
            as_utf8()
        _write(show(stated, form, url), output)
        return
    as_utf8()
    signal = _signal(stated, form, part or _PARTS.get(form, ("",))[0], url)
    if signal.text:
        _write(signal.text, output)
    else:
        click.echo(f"sayso: {form} can say nothing of this policy, so nothing is written", err=True)
    if not signal.told:
        click.echo("What it does not say:", err=True)
        for sentence in signal.lost:
            click.echo(f"- {sentence}", err=True)


def _signal(stated: SharingStatement, form: str, part: str, url: str) -> Signal:
    from sayso.sharing.signals import aipref, dpv, gpc, odrl, robots, tdmrep

    if form == "gpc" and part == "file":
        return gpc.write_support(stated.on)
    if form == "tdmrep":
        return tdmrep.write(stated, part, url)
    if form == "odrl":
        return odrl.write(stated, url)
    writers = {"aipref": aipref.write, "robots": robots.write, "gpc": gpc.write, "dpv": dpv.write}
    return writers[form](stated)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
