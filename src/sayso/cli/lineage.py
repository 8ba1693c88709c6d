"""`sayso lineage`, `sayso withdraw`, `sayso card`: what was made of what, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.desk import opened_store, store_option
from sayso.errors import LineageError, MissingExtraError, UnreadableError

if TYPE_CHECKING:
    from sayso.lineage.graph import Graph
    from sayso.lineage.withdrawal import Withdrawal

_KINDS = ["dataset", "model", "adapter", "index", "copy", "report"]


@contextmanager
def _graph(address: str | None) -> Iterator[Graph]:
    store = opened_store(address)
    try:
        try:
            import polars  # noqa: F401
        except ImportError:
            raise MissingExtraError("lineage", "gate", "use the other commands") from None
        from sayso.lineage.graph import Graph

        yield Graph(store.database)
    finally:
        store.close()


@click.group()
def lineage() -> None:
    """Register what was made of what: sets of rows, models, adapters, indexes, copies."""


@lineage.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(_KINDS), default="dataset", show_default=True)
@click.option("--from", "made_from", multiple=True, metavar="NAME", help="What it was made of.")
@click.option("--run", metavar="FOLDER", help="The folder that `sayso gate` wrote, for a set that came from it.")
@click.option("--place", default="", help="Where it is, for people.")
@store_option
def add(name: str, kind: str, made_from: tuple[str, ...], run: str | None, place: str, address: str | None) -> None:
    """Register the thing NAME, which was made of others or by the gate."""
    from sayso.lineage.thing import Kind, Thing

    with _graph(address) as graph:
        digest = ""
        if run:
            from sayso.gate.outcome import outcome
            from sayso.lineage.index import build

            found = outcome(Path(run))
            build(found)
            digest, place = found.manifest.digest, str(Path(run).resolve())
        graph.add(Thing(name, Kind(kind), made_from, place, digest), datetime.now(UTC))


@lineage.command("list")
@store_option
def list_(address: str | None) -> None:
    """List everything that is registered, and what it was made of."""
    from sayso.show.safe import one_line

    with _graph(address) as graph:
        for thing in graph.all():
            made = f"  from {', '.join(map(one_line, thing.made_from))}" if thing.made_from else ""
            click.echo(f"{thing.kind:<8} {one_line(thing.name)}{made}")


@lineage.command("import")
@click.argument("file")
@store_option
def import_(file: str, address: str | None) -> None:
    """Register what OpenLineage run events say, one a line of FILE."""
    import json

    from sayso.lineage.openlineage import things

    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        cause = (getattr(error, "strerror", None) or "is not UTF-8").lower()
        raise UnreadableError(file, cause, "give run events, one a line") from None
    with _graph(address) as graph:
        known = {thing.name for thing in graph.all()}
        for number, line in enumerate(lines, 1):
            try:
                found = list(things(json.loads(line))) if line.strip() else []
            except (ValueError, RecursionError):
                raise UnreadableError(f"{file}:{number}", "is no OpenLineage run event", "give one a line") from None
            for thing in found:
                if thing.name not in known:
                    graph.add(thing, datetime.now(UTC))
                    known.add(thing.name)


@lineage.command()
@store_option
def export(address: str | None) -> None:
    """Print everything as OpenLineage run events, one a line."""
    import json

    from sayso.lineage.openlineage import events

    with _graph(address) as graph:
        for event in events(graph.all(), datetime.now(UTC)):
            click.echo(json.dumps(event))


@click.command()
@click.argument("person")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day; by default today.")
@click.option("--out", metavar="DIR", help="Write the clean sets, and tombstones for copies, into a new folder.")
@store_option
def withdraw(person: str, day: datetime | None, out: str | None, address: str | None) -> None:
    """Say what holds rows of PERSON, what to do about each, and until when; and write the sets without them.

    PERSON is named as in the rows. What is told is never less than what was registered: register every model and index
    (`sayso lineage add`).
    """
    with _graph(address) as graph:
        from sayso.lineage.withdrawal import clean, tombstones, withdrawal

        found = withdrawal(graph, person, day.date() if day else date.today())
        if out:
            folder = Path(out)
            if folder.exists():
                raise LineageError(out, "is there already", "give another folder")
            folder.mkdir(parents=True)
            lines = "".join(f"{line}\n" for line in tombstones(found))
            (folder / "tombstones.jsonl").write_text(lines, "utf-8")
            for number, task in enumerate(task for task in found.tasks if task.rows):
                clean(task, folder / f"set-{number:02}")
    click.echo(_told(found, out), nl=False)


def _told(found: Withdrawal, out: str | None) -> str:
    from sayso.show.safe import one_line

    if not found.tasks:
        return "Nothing that is registered holds rows of that person.\n"
    lines = [f"{len(found.tasks)} things hold rows of that person, or were made of them. Until {found.until:%d %B %Y}:"]
    for task in found.tasks:
        segments = f"{sum(map(len, task.segments.values())):,} segments of " if task.segments else ""
        rows = f", {segments}{task.count:,} rows" if task.count else ""
        lines.append(f"  {task.remedy:<16} {task.thing.kind:<8} {one_line(task.thing.name)}{rows}")
    if out:
        lines.append(f"Sets without them, and tombstones for those who hold copies, are in {one_line(out)}.")
    return "\n".join(lines) + "\n"


@click.command()
@click.argument("name")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True)
@store_option
def card(name: str, form: str, address: str | None) -> None:
    """Print what NAME is made of, under which terms and consents, and what it may be used for."""
    import json

    with _graph(address) as graph:
        from sayso.lineage.card import card as made
        from sayso.lineage.card import markdown

        found = made(graph, name)
    if found is None:
        raise LineageError(name, "is not registered", "see `sayso lineage list`")
    if form == "markdown":
        click.echo(markdown(found), nl=False)
        return
    runs = [{"run": run.digest, "purpose": run.purpose, "rows": run.rows, "as_of": run.as_of,
             "grounds": run.grounds} for run in found.runs]  # fmt: skip
    click.echo(json.dumps({"name": name, "kind": found.thing.kind, "uses": found.uses, "unknown": found.unknown,
                           "reasons": found.reasons, "runs": runs}, indent=1))  # fmt: skip
