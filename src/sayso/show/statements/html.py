"""A statement as one self-contained page with the grid: nothing is fetched, nothing runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from sayso.safe import one_line
from sayso.say import Say
from sayso.sharing.statement import SharingStatement
from sayso.show.statements import words
from sayso.show.style import STYLE
from sayso.vocabulary import READ_PURPOSES
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

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
<h1>{heading}</h1>
{body}
</main>
</body>
</html>
"""

#: What people ask about first stands where a narrow screen shows it.
_PURPOSES = (*READ_PURPOSES, *(name for name in known_purposes() if name not in READ_PURPOSES))

_LEGEND = {
    Say.NEVER: "Not at all.",
    Say.OPT_IN: "Only if I agree first, and if saying no costs me nothing.",
    Say.OPT_OUT: "As long as I can turn it off.",
    Say.LEAVE: "Even where I can refuse only by leaving, or where someone else decides.",
    Say.NO_SAY: "Without asking me.",
    Say.UNSTATED: "I have not decided: ask me.",
}


def page(statement: SharingStatement, url: str = "") -> str:
    """The page."""
    title = words.title(statement)
    body = [
        *_paragraphs(words.sentences(statement), "answer"),
        *_exceptions(statement),
        "<h2>Where terms say nothing</h2>",
        *_paragraphs(words.silence(statement)),
        "<h2>The same as a grid</h2>",
        *_grid(statement),
        "<h2>What the words mean</h2>",
        "<dl>",
        *(f'<dt class="say {say}">{_level(say)}</dt><dd>{meaning}</dd>' for say, meaning in _LEGEND.items()),
        "</dl>",
        f'<p class="quiet">{escape(words.dated(statement))}</p>',
        *([f"<p>The whole of it: {escape(url)}</p>"] if url else []),
    ]
    return _PAGE.format(title=escape(title), style=STYLE, heading=_text(title), body="\n".join(body))


def _paragraphs(sentences: Iterable[str], kind: str = "") -> Iterator[str]:
    for sentence in sentences:
        yield f'<p class="{kind}">{_text(sentence)}</p>' if kind else f"<p>{_text(sentence)}</p>"


def _exceptions(statement: SharingStatement) -> Iterator[str]:
    for service, sentences in words.exceptions(statement):
        yield f"<h2>For {_text(service)}</h2>"
        yield from _paragraphs(sentences)


def _grid(statement: SharingStatement) -> Iterator[str]:
    yield '<div class="wide" role="region" aria-label="The grid" tabindex="0"><table>'
    yield "<caption>What holds in general: data down, purposes across.</caption>"
    heads = "".join(f'<th scope="col" title="{escape(known_purposes()[p].about)}">{p}</th>' for p in _PURPOSES)
    yield f'<thead><tr><th scope="col">data</th>{heads}</tr></thead>\n<tbody>'
    for name in _in_order(statement):
        about = statement.categories.get(name) or known_data()[name].about
        kind = ' class="kind"' if "." in name else ""
        shown = "".join(_cell(statement, name, purpose) for purpose in _PURPOSES)
        yield f'<tr{kind}><th scope="row">{name}<br><small>{_text(about)}</small></th>{shown}</tr>'
    yield "</tbody></table></div>"
    yield "<p>A kind of data that has no line of its own is as the line above it that it belongs to.</p>"


def _in_order(statement: SharingStatement) -> list[str]:
    """The rows, each with the kinds beneath it that differ from what they belong to, for some purpose."""
    rows = [name for name in statement.data if "." not in name]
    return [n for row in rows for n in statement.data if n == row or (n.startswith(row + ".") and _own(statement, n))]


def _own(statement: SharingStatement, name: str) -> bool:
    above = name.rpartition(".")[0]
    while above not in statement.data:
        above = above.rpartition(".")[0]
    return any(statement.general[name, p] != statement.general[above, p] for p in known_purposes())


def _cell(statement: SharingStatement, name: str, purpose: str) -> str:
    accepted = statement.general[name, purpose]
    say = accepted.least or Say.UNSTATED
    until = f"<small>until {words.day(accepted.until)}</small>" if accepted.until else ""
    return f'<td><span class="say {say}">{_level(say)}</span>{until}</td>'


def _level(say: Say) -> str:
    return "undecided" if say is Say.UNSTATED else str(say)


def _text(text: str) -> str:
    return f"<bdi>{escape(one_line(text))}</bdi>"
