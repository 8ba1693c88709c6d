"""`sayso gate`: of the rows that are offered for a training set, only what may be used."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.errors import GateError, MissingExtraError

if TYPE_CHECKING:
    from sayso.gate.grounds import Grounds
    from sayso.gate.manifest import Manifest
    from sayso.gate.table import Table
    from sayso.ledger.book import Book


def _pairs(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found = dict(value.partition("=")[::2] for value in values)
    if bad := next((value for value in values if "=" not in value), None):
        raise click.BadParameter(f"`{bad}` has no `=`")
    return found


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="INPUT...")
@click.option("--purpose", default="train-ai", show_default=True, help="The use that the rows are wanted for.")
@click.option("--as-of", "moment", required=True, metavar="TIME", help="The moment that counts: 2026-05-02T12:00Z.")
@click.option("--consents", multiple=True, metavar="FILE|URL", help="Tables, records, or the store of a desk.")
@click.option("--terms", multiple=True, callback=_pairs, metavar="VERSION=FILE", help="Terms that rows name.")
@click.option("--strategy", metavar="FILE", help="The uses that are intended; by default, all are asked about.")
@click.option("--signals", multiple=True, metavar="FILE", help="Recorded sources, as for `sayso preferences`.")
@click.option("--column", "columns", multiple=True, callback=_pairs, metavar="PART=NAME", help="Which column it is.")
@click.option("--set", "values", multiple=True, callback=_pairs, metavar="PART=VALUE", help="The same for all rows.")
@click.option("--keep", multiple=True, metavar="COLUMN", help="Of transcripts: nothing that anybody said is in it.")
@click.option("--drop", multiple=True, metavar="COLUMN", help="Leave it out.")
@click.option("--out", required=True, metavar="DIR", help="A new folder for what passes, and why.")
@click.option(
    "--ledger", "address", is_flag=False, flag_value="", metavar="[STORE]",
    help="Log every decision in that store (without one, as `sayso ledger` does): both are there, or neither.",
)
@click.option("--origin", default=None, metavar="NAME", help="The log, as in harbour.example/training.")
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="Decide in this process, or on Apache Spark.",
)
@click.option("--master", envvar="SAYSO_SPARK_MASTER", default="", metavar="URL", help="With Spark: the cluster.")
def gate(
    files: tuple[str, ...],
    purpose: str,
    moment: str,
    consents: tuple[str, ...],
    terms: dict[str, str],
    strategy: str | None,
    signals: tuple[str, ...],
    columns: dict[str, str],
    values: dict[str, str],
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    out: str,
    address: str | None,
    origin: str | None,
    engine: str,
    master: str,
) -> None:
    """Let only those rows through that everybody with a say allows.

    INPUTs are Parquet, Arrow, NDJSON or CSV. A row has `id`, `subjects` (a name, or a list), `data`, `at` and `terms`,
    and can have `space`, `feature` and `source`. It passes for a purpose only if the terms under which it was
    collected, the strategy, the preference signals of its source and every person in it allow it. What is not known
    does not pass. In a transcript (`segments`, each with a `speaker` and a `text`) only what may not pass is withheld.

    \b
    sayso gate rows.parquet --as-of 2026-05-02T12:00Z --consents consents.csv --terms v1=terms.md --out set/
    """
    try:
        from sayso.gate.load import grounds
        from sayso.gate.table import Table
    except ImportError:
        raise MissingExtraError("sayso gate", "gate", "use the other commands") from None
    from sayso.vocabulary import find_purpose

    as_of, purpose = _moment(moment), find_purpose(purpose).name
    for parts, known_parts in ((columns, (*_PARTS, *_OF_TRANSCRIPTS)), (values, _PARTS)):
        if unknown := next((part for part in parts if part not in known_parts), None):
            raise click.UsageError(f"a row has no part `{unknown}`; its parts are {', '.join(known_parts)}")
    known = grounds(terms, strategy, signals, purpose)
    table = Table(tuple(Path(file) for file in files), columns, values, drop, keep)
    run = _on_spark(master) if engine == "spark" else _here
    with _book(address, origin) as book:
        made = run(table, consents, known, purpose, as_of, Path(out), book)
        logged = _logged(book)
    click.echo(_told(made, out) + logged, nl=False)


def _here(
    table: Table, consents: Sequence[str], known: Grounds, purpose: str, as_of: datetime, out: Path, book: Book | None
) -> Manifest:
    from sayso.gate.load import consents as all_consents
    from sayso.gate.local import Gate
    from sayso.gate.run import run

    heard, digests = all_consents(consents)
    known = replace(known, digests={**known.digests, **digests})
    return run(table, Gate(known, purpose, as_of, heard), out, book=book)


def _on_spark(master: str) -> Callable[..., Manifest]:
    from sayso.gate.spark.engine import run
    from sayso.gate.spark.session import session

    def on_spark(*what: Any) -> Manifest:
        with session(master) as spark:
            return run(spark, *what)

    return on_spark


@contextmanager
def _book(address: str | None, origin: str | None) -> Iterator[Book | None]:
    """The log that was asked for, if one was."""
    if address is None:
        yield None
        return
    from sayso.cli.ledger import opened_log
    from sayso.ledger.book import Book

    with opened_log(address or os.environ.get("SAYSO_STORE"), origin) as log:
        yield Book(log, lambda: datetime.now(UTC))


def _logged(book: Book | None) -> str:
    return f"Every decision is in the log {book.log.origin}, which has {book.log.size:,} entries.\n" if book else ""


_PARTS = ("id", "subjects", "data", "at", "terms", "space", "feature", "source")
_OF_TRANSCRIPTS = ("segments", "speaker", "text")


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise GateError(f"--as-of {text}", "is no moment", "write it as 2026-05-02T12:00:00Z") from None
    found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    if found > datetime.now(UTC):
        cause = "is still to come, and what people say until then cannot be heard"
        raise GateError(f"--as-of {text}", cause, "give a moment that has passed, or set the clock right")
    return found


def _told(made: Manifest, out: str) -> str:
    from sayso.decision import Passage, Reason
    from sayso.gate.words import DO, MEANS
    from sayso.safe import one_line

    total = sum(part.rows for part in made.inputs)
    lines = [f"{made.rows:,} of {total:,} rows may be used for {made.purpose} as of {made.as_of}"]
    if any(shard.transcript for shard in made.shards):
        kept = sum(count for reason, count in made.reasons.items() if Reason(reason).passage is Passage.ALLOWED)
        every = sum(made.reasons.values())
        lines += [f"They are transcripts: {kept:,} of {every:,} segments may be used, and the others are withheld"]
    lines.append("")
    for passage in (Passage.ALLOWED, Passage.REFUSED, Passage.UNKNOWN):
        reasons = [r for r in Reason if r.passage is passage and made.reasons.get(r)]
        lines.append(f"{passage}: {sum(made.reasons[r] for r in reasons):,}")
        for r in reasons:
            lines.append(f"  {made.reasons[r]:>13,}  {MEANS[r]} ({r})")
            lines += [f"  {'':>13}  - {DO[r]}"] if r in DO else []
    if made.unheard:
        said = f"{made.unheard:,} consents are newer than that moment and were not heard; nor were refusals among them."
        lines += ["", said, f"  {'':>13}  - give a later --as-of, if they are to count"]
    lines += ["", f"Rows, decisions, report and manifest are in {one_line(out)} (run {made.digest[:16]})."]
    return "\n".join(lines) + "\n"
