"""Markdown that makes a good comment on a pull request: the answer, what changed, a table, the rest folded away."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.grid import Quote
from sayso.safe import excerpt
from sayso.sharing.check import Finding
from sayso.show.checks import words
from sayso.show.checks.report import Entry, Report
from sayso.show.markdown import plain
from sayso.vocabulary import READ_PURPOSES

_MOST_QUOTED = 600


def piece(report: Report) -> str:
    """One check."""
    check = report.check
    blocks = [
        f"## {plain(words.title(check))}",
        f"**{plain(words.summary(check))}**",
        *_turns(report),
        "\n".join(_grid(report)),
        "; ".join(f"**{mark}**: {meaning}" for mark, meaning in words.LEGEND) + ".",
        *(block for entry in report.entries for block in _entry(report, entry)),
        *_to_do(report),
        *(plain(said) for said in (*words.asks(check), *words.notes(check))),
        plain(words.about(check)),
    ]
    return "\n\n".join(blocks) + "\n"


def _turns(report: Report) -> Iterator[str]:
    check = report.check
    if check.before is None:
        return
    yield f"### {plain(words.since(check))}"
    told = []
    for same in report.turns:
        use = words.use(check, words.of_turns(same))
        told.append(f"- **{words.turned(same[0])}:** {plain(use)}. {plain(words.turn_means(same[0]))}")
    yield "\n".join(told) or words.NOTHING_TURNED


def _grid(report: Report) -> Iterator[str]:
    yield "| | " + " | ".join(READ_PURPOSES) + " |"
    yield "|---" * (len(READ_PURPOSES) + 1) + "|"
    for name, cells in report.rows.items():
        shown = [_cell(cells.get(p)) for p in READ_PURPOSES]
        yield " | ".join([f"| {plain(name) if '.' in name else f'**{plain(name)}**'}", *shown]) + " |"


def _cell(finding: Finding | None) -> str:
    if finding is None:
        return "as above"
    mark = words.mark(finding)
    return f"{finding.said.say} **{mark}**" if mark != "?" else f"{finding.said.say} ?"


def _entry(report: Report, entry: Entry) -> Iterator[str]:
    first = entry.first
    yield f"### {entry.number}. {words.kind_of(first).capitalize()}: {plain(words.use(report.check, entry.findings))}"
    yield f"{plain(words.they_say(report.check, entry.findings))} {plain(words.you_accept(first))}"
    if said := words.deciding(first):
        yield from (_quote(quote, said.source) for quote in words.telling(said))
    if pair := words.clash(first):
        yield plain(words.disagreement(*pair))
        yield from (_quote(quote, pair[1].source) for quote in words.telling(pair[1]))


def _quote(quote: Quote, source: str) -> str:
    return f"> {plain(excerpt(quote.text, _MOST_QUOTED))}\n>\n> {plain(words.where(quote, source))}"


def _to_do(report: Report) -> Iterator[str]:
    if not report.to_do:
        return
    yield "### What you can do, cheapest first"
    told = []
    for one in report.to_do:
        told.append(f"- **{words.who(one.advice)}:** {plain(one.advice.what)} ({one.numbers})")
        told += [f"  - {plain(said)}" for said in words.details(one.advice)]
    yield "\n".join(told)
    if report.letters:
        yield plain(words.LETTERS)
