"""One self-contained page about checks, under the same rules as the page about a reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from html import escape

from sayso.grid import Quote
from sayso.safe import one_line, visible
from sayso.sharing.check import Finding
from sayso.sharing.service import Statement
from sayso.show.checks import words
from sayso.show.checks.report import Entry, Report
from sayso.show.style import STYLE
from sayso.vocabulary import READ_PURPOSES, data, purposes

#: What a check needs besides the style of all pages. A mark says in letters what its colour repeats.
_STYLE = """
.mark {
  display: inline-block; font-weight: 700; border: 2px solid currentColor; border-radius: .3rem; padding: 0 .3rem;
}
.fine { color: var(--never); }
.ask { color: var(--opt-out); }
.conflict { color: var(--no-say); }
pre { white-space: pre-wrap; font: inherit; border-left: 4px solid var(--line); padding-left: 1rem; }
section.one { border-top: 1px solid var(--line); }
""".strip()

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What they say, and what you accept</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>What they say, and what you accept</h1>
{body}
</main>
</body>
</html>
"""


def whole(reports: Sequence[Report]) -> str:
    """The page."""
    body = "\n".join(line for report in reports for line in _article(report))
    return _PAGE.format(style=f"{STYLE}\n{_STYLE}", body=body)


def _article(report: Report) -> Iterator[str]:
    check = report.check
    sources = "\0".join(r.document.source for r in check.service.readings)
    key = hashlib.sha256(f"{check.service.name}\0{sources}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
    yield f'<article aria-labelledby="t{key}">\n<h2 id="t{key}">{_text(words.title(check))}</h2>'
    yield f'<p class="answer"><strong class="{check.verdict}">{_text(words.summary(check))}</strong></p>'
    yield from _turns(report)
    yield from _grid(report, key)
    for entry in report.entries:
        yield from _entry(report, entry, key)
    yield from _to_do(report, key)
    said = (*words.asks(check), *words.notes(check))
    yield from (f"<p>{_text(line)}</p>" for line in said)
    yield from _letters(report, key)
    yield f'<p class="quiet">{_text(words.about(check))}</p>\n</article>'


def _text(text: str) -> str:
    return f"<bdi>{escape(one_line(text))}</bdi>" if text else ""


def _turns(report: Report) -> Iterator[str]:
    if report.check.before is None:
        return
    yield f"<h3>{_text(words.since(report.check))}</h3>"
    if not report.turns:
        yield f"<p>{words.NOTHING_TURNED}</p>"
        return
    yield "<ul>"
    for same in report.turns:
        use = _text(words.use(report.check, words.of_turns(same)))
        yield f"<li><strong>{words.turned(same[0])}:</strong> {use}. {_text(words.turn_means(same[0]))}</li>"
    yield "</ul>"


def _grid(report: Report, key: str) -> Iterator[str]:
    numbers = {(f.data, f.purpose): entry.number for entry in report.entries for f in entry.findings}
    yield '<div class="wide" role="region" aria-label="The grid, with verdicts" tabindex="0"><table>'
    yield "<caption>Data down, purposes across: how much say they leave you, and what your policy says to it.</caption>"
    heads = "".join(f'<th scope="col" title="{escape(purposes()[p].about)}">{p}</th>' for p in READ_PURPOSES)
    yield f'<thead><tr><th scope="col">data</th>{heads}</tr></thead>\n<tbody>'
    for name, cells in report.rows.items():
        known = data().get(name)
        small = f"<br><small>{escape(known.about)}</small>" if known and "." not in name else ""
        shown = "".join(_cell(cells.get(p), key, numbers) for p in READ_PURPOSES)
        kind = ' class="kind"' if "." in name else ""
        yield f'<tr{kind}><th scope="row">{_text(name)}{small}</th>{shown}</tr>'
    yield "</tbody></table></div>\n<dl>"
    yield from (f'<dt><span class="mark">{mark}</span></dt><dd>{escape(said)}</dd>' for mark, said in words.LEGEND)
    yield "</dl>"


def _cell(finding: Finding | None, key: str, numbers: dict[tuple[str, str], int]) -> str:
    if finding is None:
        return '<td class="quiet">as above</td>'
    mark = f'<span class="mark {finding.verdict}">{words.mark(finding)}</span>'
    number = numbers.get((finding.data, finding.purpose))
    shown = f'<a href="#c{key}-{number}">{finding.said.say} {mark}</a>' if number else f"{finding.said.say} {mark}"
    return f"<td>{shown}</td>"


def _entry(report: Report, entry: Entry, key: str) -> Iterator[str]:
    first, check = entry.first, report.check
    yield f'<section class="one" id="c{key}-{entry.number}">'
    use = _text(words.use(check, entry.findings))
    yield f'<h3>{entry.number}. <span class="conflict">{words.kind_of(first).capitalize()}</span>: {use}</h3>'
    yield f'<p class="quiet">{_text(words.cells_of(entry.findings))}</p>'
    yield f"<p><strong>They say:</strong> {first.said.say}. {_text(words.they_say(check, entry.findings))}</p>"
    if said := words.deciding(first):
        yield from _figures(said)
    yield f"<p><strong>You say:</strong> {first.accepted or 'nothing'}. {_text(words.you_accept(first))}</p>"
    if pair := words.clash(first):
        yield f"<p>{_text(words.disagreement(*pair))}</p>"
        yield from _figures(pair[1])
    yield "</section>"


def _figures(statement: Statement) -> Iterator[str]:
    yield from (_figure(quote, statement.source) for quote in words.telling(statement))


def _figure(quote: Quote, source: str) -> str:
    place = f"{_text(words.where(quote, source))}, characters {quote.start} to {quote.end}"
    return (
        f'<figure><blockquote dir="auto">{escape(visible(quote.text))}</blockquote>'
        f"<figcaption>{place}</figcaption></figure>"
    )


def _to_do(report: Report, key: str) -> Iterator[str]:
    if not report.to_do:
        return
    yield "<h3>What you can do, cheapest first</h3>\n<ol>"
    for one in report.to_do:
        told = (
            f"<strong>{words.who(one.advice)}:</strong> {_text(one.advice.what)} (for {_links(one.entries, f'c{key}')}"
        )
        told += f"; letter {_links(one.letters, f'l{key}')})" if one.letters else ")"
        lines = "".join(f"<li>{_text(said)}</li>" for said in words.details(one.advice))
        yield f"<li>{told}{f'<ul>{lines}</ul>' if lines else ''}</li>"
    yield "</ol>"


def _links(numbers: Sequence[int], anchor: str) -> str:
    return ", ".join(f'<a href="#{anchor}-{number}">{number}</a>' for number in numbers)


def _letters(report: Report, key: str) -> Iterator[str]:
    if report.letters:
        yield "<h3>Letters that are written already</h3>"
    for letter in report.letters:
        yield (
            f'<details id="l{key}-{letter.number}"><summary>Letter {letter.number}: {_text(letter.about)}</summary>'
            f'<pre dir="auto">{escape(visible(letter.text))}</pre></details>'
        )
