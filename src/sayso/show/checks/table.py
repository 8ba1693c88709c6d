"""The default: the answer first, then the grid with a mark in each cell, each conflict, and what to do; 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from click import style

from sayso.decision import Verdict
from sayso.grid import Quote
from sayso.safe import excerpt, one_line
from sayso.sharing.check import Finding
from sayso.show.checks import words
from sayso.show.checks.report import Entry, Report, ToDo
from sayso.show.table import WIDTH, wrapped
from sayso.vocabulary import READ_PURPOSES

_NAME, _CELL = 15, 13
_MOST_QUOTED = 300

_COLOUR: dict[Verdict, dict[str, str | bool]] = {
    Verdict.FINE: {"fg": "green"},
    Verdict.ASK: {"fg": "yellow"},
    Verdict.CONFLICT: {"fg": "red", "bold": True},
}


def piece(report: Report, *, colour: bool = False) -> str:
    """One check as text for a terminal."""
    return _Table(report, colour).text()


class _Table:
    def __init__(self, report: Report, colour: bool) -> None:
        self.report, self.check, self.colour = report, report.check, colour
        self.quoted: dict[Quote, int] = {}

    def text(self) -> str:
        title = excerpt(words.title(self.check), WIDTH)
        answer = wrapped(words.summary(self.check))
        blocks = [
            f"{self.bold(title)}\n{'=' * len(title)}\n{wrapped(words.about(self.check))}",
            self.paint(answer, self.check.verdict),
            "\n".join(self.turns()),
            "\n".join(self.grid()),
            *("\n".join(self.entry(e)) for e in self.report.entries),
            "\n".join(self.to_do()),
            "\n".join(wrapped(said) for said in words.asks(self.check)),
            "\n".join(wrapped(said) for said in words.notes(self.check)),
        ]
        return "\n\n".join(filter(None, blocks)) + "\n"

    def bold(self, text: str) -> str:
        return style(text, bold=True) if self.colour else text

    def paint(self, text: str, verdict: Verdict) -> str:
        return style(text, **_COLOUR[verdict]) if self.colour else text  # type: ignore[arg-type]

    def turns(self) -> Iterator[str]:
        if self.check.before is None:
            return
        yield self.bold(wrapped(words.since(self.check)))
        if not self.report.turns:
            yield wrapped(words.NOTHING_TURNED, "  ")
        for same in self.report.turns:
            use = words.use(self.check, words.of_turns(same))
            yield wrapped(f"{words.turned(same[0])}: {use}. {words.turn_means(same[0])}", "- ", "  ")

    def grid(self) -> Iterator[str]:
        rows = self.report.rows
        yield self.bold("".join([" " * _NAME, *(p.ljust(_CELL) for p in READ_PURPOSES)]).rstrip())
        yield "-" * WIDTH
        for name, cells in rows.items():
            first = one_line(name) if "." not in name else f"  {one_line(name.partition('.')[2])}"
            if len(first) >= _NAME:
                yield excerpt(first.strip(), WIDTH)
                first = ""
            yield "".join([first.ljust(_NAME), *(self.cell(cells.get(p)) for p in READ_PURPOSES)]).rstrip()
        yield "-" * WIDTH
        if any("." in name for name in rows):
            yield wrapped("A kind is beneath its row where it differs; where it is blank, it is as its row.")
        yield from (f"  {mark.ljust(4)} {meaning}" for mark, meaning in words.LEGEND)

    def cell(self, finding: Finding | None) -> str:
        if finding is None:
            return " " * _CELL
        shown = f"{finding.said.say} {words.mark(finding)}"
        return self.paint(shown, finding.verdict) + " " * (_CELL - len(shown))

    def entry(self, entry: Entry) -> Iterator[str]:
        first = entry.first
        head = f"{entry.number}. {words.kind_of(first).upper()}: {words.use(self.check, entry.findings)}"
        yield self.paint(wrapped(head, "", "   "), Verdict.CONFLICT)
        yield wrapped(words.cells_of(entry.findings), "   ")
        yield wrapped(f"They say: {first.said.say}. {words.they_say(self.check, entry.findings)}", "   ")
        if said := words.deciding(first):
            yield from self.quotes(words.telling(said), said.source, entry.number)
        yield wrapped(f"You say:  {first.accepted or 'nothing'}. {words.you_accept(first)}", "   ")
        if pair := words.clash(first):
            yield wrapped(words.disagreement(*pair), "   ")
            yield from self.quotes(words.telling(pair[1]), pair[1].source, entry.number)

    def quotes(self, quotes: tuple[Quote, ...], source: str, number: int) -> Iterator[str]:
        for quote in quotes:
            before = self.quoted.setdefault(quote, number)
            most = _MOST_QUOTED if before == number else 60
            again = "" if before == number else f" (as in {before})"
            yield wrapped(f"“{excerpt(quote.text, most)}”{again}", "     ", "      ")
            yield wrapped(words.where(quote, source), "       ")

    def to_do(self) -> Iterator[str]:
        if self.report.to_do:
            yield self.bold("What you can do, cheapest first")
        for one in self.report.to_do:
            yield from self.step(one)
        if self.report.letters:
            yield wrapped(words.LETTERS)

    def step(self, one: ToDo) -> Iterator[str]:
        advice = one.advice
        notes = f"{words.who(advice)}: {one_line(advice.what)} ({one.numbers})"
        yield wrapped(notes, "- ", "  ")
        yield from (wrapped(said, "    ", "      ") for said in words.details(advice))
