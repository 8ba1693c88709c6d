"""`sayso preferences`: what recorded sources say about a use of what was fetched from them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from sayso.cli.streams import as_utf8
from sayso.errors import UnreadableError

if TYPE_CHECKING:
    from sayso.preferences.preference import Preference
    from sayso.preferences.source import Source

_MOST_LINE = 16_000_000
_WAY_OUT = "give one JSON object a line, as docs/preference-signals.md shows"


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--purpose", default="train-ai", show_default=True, help="The use that is asked about.")
@click.option("--agent", default="*", show_default=True, help="The crawler that fetched; `*` for any.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
def preferences(files: tuple[str, ...], purpose: str, agent: str, form: str) -> None:
    """Say what preference signals allow: header fields, robots.txt, ai.txt, TDMRep, pages and C2PA manifests.

    Each FILE (or `-`) has one JSON object a line: a source, with what was recorded when it was fetched. The most
    restrictive signal wins; what cannot be understood is unknown, and only `allowed` is a yes.

    The exit status is 0 where every source is allowed or silent, 1 where one refuses or is unknown, and 2 where a file
    cannot be read.
    """
    from sayso.preferences.preference import Answer, strictest
    from sayso.preferences.source import heard
    from sayso.vocabulary import find_purpose

    purpose = find_purpose(purpose).name
    counts: Counter[Answer] = Counter()
    as_utf8()
    for source in _sources(files):
        signals = heard(source, purpose, agent)
        answer = strictest(signals)
        counts[answer.answer] += 1
        if form == "jsonl":
            click.echo(_line(source, answer, signals))
        elif answer.answer in (Answer.REFUSED, Answer.UNKNOWN):
            click.echo(_told(source, answer))
    if form == "table":
        click.echo(", ".join(f"{answer}: {counts[answer]:,}" for answer in Answer))
    sys.exit(1 if counts[Answer.REFUSED] + counts[Answer.UNKNOWN] else 0)


def _sources(files: Iterable[str]) -> Iterator[Source]:
    from sayso.preferences.source import source

    for file in files:
        try:
            with click.open_file(file, encoding="utf-8") as lines:
                for number in range(1, sys.maxsize):
                    line = lines.readline(_MOST_LINE)
                    if not line:
                        break
                    if line.strip():
                        yield source(_json(line, f"{file}:{number}"))
        except ValueError as error:
            cause = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            place = file if isinstance(error, UnicodeDecodeError) else f"{file}:{number}"
            raise UnreadableError(place, cause, _WAY_OUT) from None
        except OSError as error:
            raise UnreadableError(file, (error.strerror or "cannot be read").lower(), _WAY_OUT) from None


def _json(line: str, place: str) -> object:
    import json

    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise UnreadableError(place, "is no JSON", _WAY_OUT) from None


def _line(source: Source, answer: Preference, signals: Iterable[Preference]) -> str:
    import json

    every = [{"signal": s.signal, "answer": s.answer, "words": s.words} for s in signals]
    found = {"url": source.url, "answer": answer.answer, "signal": answer.signal, "words": answer.words}
    return json.dumps({**found, "heard": every}, ensure_ascii=False)


def _told(source: Source, answer: Preference) -> str:
    from sayso.safe import excerpt, one_line

    url = one_line(source.url) or "(no address)"
    return f"{answer.answer:<8} {url}\n         {answer.signal}: {excerpt(answer.words, 200)}"
