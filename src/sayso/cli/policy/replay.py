"""`sayso policy replay`: a policy over archived versions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sayso.cli.policy import common

if TYPE_CHECKING:
    from sayso.cli.policy.archive import Archived
    from sayso.sharing.replay import Version


@click.command("replay")
@click.argument("policy")
@click.argument("history")
@click.option("--only", default="", metavar="TEXT", help="Only documents with TEXT in their path: a service, a title.")
@click.option("--service", default="", metavar="NAME", help="The service's name, where folders do not give it.")
@common.format_option("jsonl")
@click.option("--no-cache", is_flag=True, help="Read every paragraph anew, and keep nothing.")
def command(policy: str, history: str, only: str, service: str, form: str, no_cache: bool) -> None:
    """List what POLICY would have told over archived versions: each version with which a verdict changed.

    HISTORY is a folder of dated files (2023-04-01.md), with a folder a document if there are several; or a git
    repository or bundle in which each commit is a version of SERVICE/DOCUMENT.md, as the Open Terms Archive keeps
    them. Versions are checked as of their day, together with the service's other documents.

    \b
    sayso policy replay mine.toml terms/
    sayso policy replay mine.toml contrib-versions/ --only Zoom
    """
    from sayso.cli.policy.archive import versions
    from sayso.sharing.load import load
    from sayso.sharing.replay import replay
    from sayso.show.policies import replayed

    loaded = load(policy)
    unread: list[str] = []
    found = versions(history, only, service)
    for event in replay(_readings(found, unread, cached=not no_cache), loaded):
        common.echo(replayed.line(event, form), form)
    for error in unread:
        click.echo(f"sayso: {error}", err=True)
    sys.exit(2 if unread else 0)


def _readings(found: Iterator[Archived], unread: list[str], *, cached: bool) -> Iterator[Version]:
    from sayso.cli.work import memory
    from sayso.errors import SaysoError
    from sayso.safe import one_line
    from sayso.sharing.replay import Version
    from sayso.terms.load import load_bytes
    from sayso.terms.reader import read_document

    for version in found:
        reading = None
        if version.content is not None:
            try:
                document = load_bytes(version.content, version.source, version.hint)
                reading = read_document(document, cache=memory() if cached else None)
            except SaysoError as error:
                unread.append(one_line(str(error)))
                continue
        yield Version(version.service, version.document, version.on, reading)
