"""`sayso policy test`: the cases kept beside a policy."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.policy import common

if TYPE_CHECKING:
    from sayso.sharing.cases import Case, Result
    from sayso.sharing.policy import Policy
    from sayso.terms.reading import Reading


@click.command("test")
@click.argument("policy")
@click.argument("files", nargs=-1, metavar="[CASES]...")
@common.format_option("json", "junit")
@common.on_option
@click.option("--no-cache", is_flag=True, help="Read every paragraph anew, and keep nothing.")
def command(policy: str, files: tuple[str, ...], form: str, on: datetime | None, no_cache: bool) -> None:
    """Run the cases of POLICY: "with these terms, expect a conflict here".

    CASES are files of cases; by default the one beside the policy: mine.cases.toml for mine.toml. The exit status
    is 0 where all pass, 1 where one fails, and 2 where something cannot be read.

    sayso policy test mine.toml
    """
    from sayso.sharing.load import load
    from sayso.show.policies import tested

    loaded = load(policy)
    results: list[Result] = []
    for file in files or [str(Path(policy).with_suffix(".cases.toml"))]:
        results += _run(file, loaded, on.date() if on else None, cached=not no_cache)
    common.echo(tested.show(loaded, results, form), form)
    sys.exit(0 if all(r.passed for r in results) else 1)


def _run(file: str, policy: Policy, on: date | None, *, cached: bool) -> list[Result]:
    from sayso.sharing.cases import parse_cases, run
    from sayso.sharing.load import read_text
    from sayso.sharing.source import Source

    cases, day = parse_cases(Source(read_text(file, "cases"), file), policy)
    asked = on or day or date.today()
    return [run(case, policy, asked, lambda c: _read(c, Path(file).parent, cached=cached)) for case in cases]


def _read(case: Case, beside: Path, *, cached: bool) -> Sequence[Reading]:
    from sayso.cli.work import memory
    from sayso.terms.document import from_text
    from sayso.terms.load import load
    from sayso.terms.reader import read_document

    documents = [load(beside / file) for file in case.documents] or [from_text(case.terms, case.name)]
    return [read_document(document, cache=memory() if cached else None) for document in documents]
