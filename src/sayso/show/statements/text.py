"""A statement as plain text in 80 columns, for a letter, a profile or a terminal."""

from __future__ import annotations

from sayso.safe import excerpt
from sayso.sharing.statement import SharingStatement
from sayso.show.statements import words
from sayso.show.table import WIDTH, wrapped


def page(statement: SharingStatement, url: str = "") -> str:
    """The statement."""
    title = excerpt(words.title(statement), WIDTH)
    blocks = [f"{title}\n{'=' * len(title)}", *map(wrapped, words.sentences(statement))]
    for service, sentences in words.exceptions(statement):
        blocks.append("\n".join([wrapped(f"For {service}:"), *(wrapped(s, "- ", "  ") for s in sentences)]))
    blocks += map(wrapped, words.silence(statement))
    blocks.append(wrapped(words.dated(statement)))
    if url:
        blocks.append(f"The whole of it: {url}")
    return "\n\n".join(blocks) + "\n"
