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
    from sayso.consent.store import Store
    from sayso.gate.manifest import Manifest
    from sayso.lineage.graph import Graph
    from sayso.lineage.withdrawal import Withdrawal

_KINDS = ["dataset", "model", "adapter", "index", "embedding", "copy", "report"]


@contextmanager
def _graph(address: str | None) -> Iterator[Graph]:
    with _store(address) as store:
        from sayso.lineage.graph import Graph

        yield Graph(store.database)


@contextmanager
def _store(address: str | None) -> Iterator[Store]:
    store = opened_store(address)
    try:
        try:
            import polars  # noqa: F401
        except ImportError:
            raise MissingExtraError("lineage", "gate", "use the other commands") from None
        yield store
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
    """Register the thing NAME, which was made of others or by the gate.

    With a run, what was offered to the gate is registered, too, each file by its name and content.
    """
    from sayso.lineage.thing import Kind, Thing

    with _graph(address) as graph:
        digest = ""
        if run:
            if kind != "dataset":
                raise LineageError(name, f"is a {kind}, and the gate writes sets", "register the set first")
            from sayso.gate.outcome import outcome
            from sayso.lineage.index import build

            found = outcome(Path(run))
            build(found)
            digest, place = found.manifest.digest, str(Path(run).resolve())
            made_from += _inputs(graph, found.manifest)
        graph.add(Thing(name, Kind(kind), tuple(dict.fromkeys(made_from)), place, digest), datetime.now(UTC))


def _inputs(graph: Graph, made: Manifest) -> tuple[str, ...]:
    """What was offered to a run, registered where it was not."""
    from sayso.lineage.thing import Kind, Thing
    from sayso.lineage.withdrawal import input_name

    known, names = {thing.name for thing in graph.all()}, tuple(dict.fromkeys(map(input_name, made.inputs)))
    for name in names:
        if name not in known:
            graph.add(Thing(name, Kind.DATASET), datetime.now(UTC))
    return names


@lineage.command("list")
@store_option
def list_(address: str | None) -> None:
    """List everything that is registered, and what it was made of."""
    from sayso.safe import one_line

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

    from sayso.lineage.openlineage import Runs

    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        cause = (getattr(error, "strerror", None) or "is not UTF-8").lower()
        raise UnreadableError(file, cause, "give run events, one a line") from None
    heard = Runs()
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                heard.hear(json.loads(line))
        except (ValueError, RecursionError):
            raise UnreadableError(f"{file}:{number}", "is no OpenLineage run event", "give one a line") from None
    with _graph(address) as graph:
        graph.learn(heard.things(), datetime.now(UTC))


@lineage.command()
@store_option
def export(address: str | None) -> None:
    """Print everything as OpenLineage run events, one a line."""
    import json

    from sayso.lineage.openlineage import events

    with _graph(address) as graph:
        for event in events(graph.all(), datetime.now(UTC)):
            click.echo(json.dumps(event))


@lineage.command()
@click.argument("folder")
@click.option("--out", required=True, metavar="DIR", help="A new folder.")
def rewrite(folder: str, out: str) -> None:
    """Write the clean set in FOLDER anew: what was taken out of it is gone from the bytes, too."""
    try:
        from sayso.gate.outcome import outcome
        from sayso.lineage.clean import clean
    except ImportError:
        raise MissingExtraError("lineage", "gate", "use the other commands") from None
    made = clean(outcome(Path(folder)), {}, Path(out), rewrite=True)
    click.echo(f"{made.rows:,} rows are in {out}; delete {folder} and every link to its files.")


@click.command()
@click.argument("person")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day; by default today.")
@click.option("--out", metavar="DIR", help="Write the clean sets, and tombstones for copies, into a new folder.")
@click.option("--rewrite", is_flag=True, help="With --out: their bytes are gone from the sets. Takes longer.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@store_option
def withdraw(
    person: str, day: datetime | None, out: str | None, rewrite: bool, form: str, address: str | None
) -> None:
    """Say what holds rows of PERSON, what to do about each, and until when; and write the sets without them.

    PERSON is named as in the rows. What is told is never less than what was registered: register every model and index
    (`sayso lineage add`). A clean set is at first its old files and a list of what to leave out, which every reader of
    sayso's heeds; for others, and to have the bytes gone, use --rewrite, or `sayso lineage rewrite` later.
    """
    if rewrite and not out:
        raise click.UsageError("--rewrite needs --out")
    with _graph(address) as graph:
        from sayso.lineage.withdrawal import withdrawal
        from sayso.show.withdrawal import as_json, text

        today = date.today()
        found = withdrawal(graph, person, day.date() if day else today)
        made = _cleaned(found, Path(out), rewrite) if out else []
    if form == "json":
        click.echo(as_json(found, today, made), nl=False)
        return
    click.echo(text(found, today), nl=False)
    if out:
        click.echo(_told(found, out, made), nl=False)


def _cleaned(found: Withdrawal, folder: Path, rewrite: bool) -> list[str]:
    """Writes the clean sets and the tombstones, all or nothing; the folders of the sets."""
    import shutil

    from sayso.gate.folder import synced
    from sayso.lineage.clean import clean
    from sayso.lineage.index import opened
    from sayso.lineage.withdrawal import tombstones

    if folder.exists():
        raise LineageError(str(folder), "is there already", "give another folder")
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)  # of a withdrawal that was killed
    beside.mkdir(parents=True)
    try:
        with (beside / "tombstones.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in tombstones(found))
        synced(beside / "tombstones.jsonl")
        tasks = [task for task in found.tasks if task.lines]
        names = [f"set-{number:02}" for number in range(len(tasks))]
        for task, name in zip(tasks, names, strict=True):
            clean(opened(task.thing), task.lines, beside / name, rewrite=rewrite)
        synced(beside)
        beside.rename(folder)
        synced(folder.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [str(folder / name) for name in names]


def _told(found: Withdrawal, out: str, made: list[str]) -> str:
    from sayso.safe import one_line

    lines = [f"Tombstones for those who hold copies are in {one_line(out)}/tombstones.jsonl."]
    for task, folder in zip((task for task in found.tasks if task.lines), made, strict=True):
        name, place = one_line(task.thing.name), one_line(task.thing.place)
        lines.append(f"{name} without them is in {one_line(folder)}; use it, register it, and delete {place}.")
    return "\n".join(lines) + "\n"


@click.command()
@click.argument("name")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True)
@click.option("--origin", default=None, metavar="NAME", help="The log, as in harbour.example/training.")
@store_option
def card(name: str, form: str, origin: str | None, address: str | None) -> None:
    """Print what NAME is made of, under which terms and consents, and what it may be used for.

    What is not whole in the ledger, or no gate has seen, may be used for nothing.
    """
    with _store(address) as store:
        from sayso.ledger.opening import ORIGIN, open_log
        from sayso.lineage.card import as_json, markdown
        from sayso.lineage.card import card as made
        from sayso.lineage.graph import Graph

        found = made(Graph(store.database), open_log(store, origin or ORIGIN), name)
    if found is None:
        raise LineageError(name, "is not registered", "see `sayso lineage list`")
    click.echo(markdown(found) if form == "markdown" else as_json(found), nl=False)
