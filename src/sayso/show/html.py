"""One self-contained page: nothing is fetched, nothing runs; made for the eye, the ear and the telephone.

The document's own text is escaped and isolated in its direction, and its addresses are shown, never linked:
a page about someone's terms should not send its reader where those terms say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from html import escape

from sayso.grid import Cell, Grid, Quote
from sayso.safe import one_line, visible
from sayso.say import Say
from sayso.show import cells, words
from sayso.show.style import STYLE
from sayso.terms.reading import Reading
from sayso.vocabulary import READ_PURPOSES, ROWS, data, purposes

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>How much say you have</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>How much say you have</h1>
{body}
<section aria-labelledby="legend">
<h2 id="legend">What saying no costs you</h2>
<dl>
{legend}
</dl>
</section>
</main>
</body>
</html>
"""


def piece(reading: Reading) -> str:
    """The part of the page about one document."""
    key = hashlib.sha256(reading.document.source.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    document, answer = reading.document, reading.answer
    parts = [
        f'<article aria-labelledby="t{key}">',
        f'<h2 id="t{key}">{_text(words.name_of(reading))}</h2>',
        f'<p class="quiet">Read from {_text(document.source)}, {document.words:,} words.</p>',
        f'<p class="answer">{words.QUESTION}: {_level(answer.say)}. {_text(words.meaning(answer))}</p>',
        *(_figure(quote) for quote in answer.evidence[:1]),
        *_table(reading.grid, key),
        "<h3>What you can do, by what the document offers</h3>",
        *_controls(reading),
        "<h3>Why: the words of the document</h3>",
        *(_why(cell, key) for cell in cells.shown_cells(reading.grid) if cell.say is not Say.UNSTATED),
        "</article>",
    ]
    return "\n".join(parts)


def whole(pieces: Sequence[str], _several: bool) -> str:
    """The page."""
    legend = "\n".join(f'<dt class="say {say}">{say}</dt><dd>{say.cost}. {say.meaning}</dd>' for say in Say)
    return _PAGE.format(style=STYLE, body="\n".join(pieces), legend=legend) if pieces else ""


def _level(say: Say) -> str:
    return f'<strong class="say {say}">{words.level(say)}</strong>'


def _text(text: str) -> str:
    return f"<bdi>{escape(one_line(text))}</bdi>" if text else ""


def _table(grid: Grid, key: str) -> Iterator[str]:
    yield f'<div class="wide" role="region" aria-label="The say grid" tabindex="0"><table id="g{key}">'
    yield "<caption>Data down, purposes across. Each stated cell leads to its quotes.</caption>"
    heads = "".join(f'<th scope="col" title="{escape(purposes()[p].about)}">{p}</th>' for p in READ_PURPOSES)
    yield f'<thead><tr><th scope="col">data</th>{heads}</tr></thead>\n<tbody>'
    for row in ROWS:
        if row == "sensitive" and cells.is_silent(grid, row):
            continue
        shown = "".join(_cell(grid[row, p], key) for p in READ_PURPOSES)
        yield f'<tr><th scope="row">{row}<br><small>{escape(data()[row].about)}</small></th>{shown}</tr>'
        for kind in cells.kinds_that_differ(grid, row):
            own = [cells.differing(grid, kind, p) for p in READ_PURPOSES]
            shown = "".join(_cell(c, key) if c else '<td class="quiet">as its row</td>' for c in own)
            yield f'<tr class="kind"><th scope="row">{kind}</th>{shown}</tr>'
    yield "</tbody></table></div>"


def _cell(cell: Cell, key: str) -> str:
    if cell.say is Say.UNSTATED:
        return '<td><span class="say unstated">unstated</span></td>'
    notes = [words.DEIDENTIFIED] if cell.deidentified else []
    notes += ["the document contradicts itself"] if cell.contradiction else []
    notes += [f"except {_text(words.exceptions(cell.exceptions))}"] if cell.exceptions else []
    small = "".join(f"<small>{note}</small>" for note in notes)
    return f'<td><a class="say {cell.say}" href="#{_anchor(cell, key)}">{cell.say}</a>{small}</td>'


def _anchor(cell: Cell, key: str) -> str:
    return f"w{key}-{cell.data.replace('.', '-')}-{cell.purpose}"


def _controls(reading: Reading) -> Iterator[str]:
    controls = words.distinct(reading.controls)
    if not controls:
        yield "<p>No control was found in it.</p>"
        return
    yield "<ul>"
    for control in controls:
        yield f"<li>{_text(words.to_do(control))}{_figure(control.quote)}</li>"
    yield "</ul>"


def _why(cell: Cell, key: str) -> str:
    parts = [
        f'<details id="{_anchor(cell, key)}">',
        f"<summary>{cell.data}, {cell.purpose}: {_level(cell.say)}</summary>",
        *([f"<p>{_text(cell.reason)}</p>"] if cell.reason else []),
        *(f"<p>{_text(said)}</p>" for said in words.qualifications(cell)),
        *(_figure(quote) for quote in cell.evidence),
    ]
    for exception in cell.exceptions:
        parts.append(f"<p>Except {_text(words.short(exception.data))}: {words.level(exception.say)}</p>")
        parts += [_figure(quote) for quote in exception.evidence]
    return "\n".join([*parts, "</details>"])


def _figure(quote: Quote) -> str:
    place = f"{_text(quote.section)}, " if quote.section else ""
    return (
        f'<figure><blockquote dir="auto">{escape(visible(quote.text))}</blockquote>'
        f"<figcaption>{place}characters {quote.start} to {quote.end}</figcaption></figure>"
    )
