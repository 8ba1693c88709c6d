"""One self-contained page about a change, under the same rules as the page about a reading."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sayso.grid import Quote
from sayso.safe import one_line, visible
from sayso.say import Say
from sayso.show.changes import words
from sayso.show.style import STYLE
from sayso.terms.change import Change

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def text(change: Change, *, everything: bool) -> str:
    """The page."""
    return _PAGE.format(title=words.TITLE, style=STYLE, body="\n".join(_body(change, everything)))


def _body(change: Change, everything: bool) -> Iterator[str]:
    old, new = _text(words.name_of(change.old)), _text(words.name_of(change.new))
    yield f'<p class="quiet">From {old} to {new}.</p>'
    if change.note:
        yield f'<p class="answer">{_text(words.note(change))}</p>'
    for entry in words.entries(change):
        levels = f"{_level(entry.before.say, entry.steps[0])} to {_level(entry.after.say, entry.steps[1])}"
        yield f"<section>\n<h2>{entry.purpose} on {_text(entry.names)}: {levels}</h2>\n<p>{_text(entry.means)}</p>"
        yield from (_figure("was", quote) for quote in entry.before.evidence)
        yield from (_figure("now", quote) for quote in entry.after.evidence)
        yield "</section>"
    controls = words.controls(change, everything)
    if controls:
        yield "<h2>Ways to refuse that came or went</h2>\n<ul>"
        yield from (f"<li>{_text(words.control(c))}{_figure('', c.control.quote)}</li>" for c in controls)
        yield "</ul>"
    if everything and change.claims:
        yield f"<h2>{words.BENEATH}</h2>"
        yield from _claims(change)


def _claims(change: Change) -> Iterator[str]:
    for line, claim in words.claims(change.claims):
        sides = (("was", claim.before), ("now", claim.after))
        quotes = "".join(_figure(label, side.quote) for label, side in sides if side)
        yield f"<details><summary>{_text(line)}</summary>{quotes}</details>"


def _level(say: Say, marked: str) -> str:
    return f'<strong class="say {say}">{_text(marked)}</strong>'


def _text(text: str) -> str:
    return f"<bdi>{escape(one_line(text))}</bdi>"


def _figure(label: str, quote: Quote) -> str:
    place = f"{_text(quote.section)}, " if quote.section else ""
    which = f"{label}: " if label else ""
    return (
        f'<figure><blockquote dir="auto">{escape(visible(quote.text))}</blockquote>'
        f"<figcaption>{which}{place}characters {quote.start} to {quote.end}</figcaption></figure>"
    )
