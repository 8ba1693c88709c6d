"""A statement as Markdown, for a profile, a wiki or a repository."""

from __future__ import annotations

from sayso.sharing.statement import SharingStatement
from sayso.show.markdown import plain
from sayso.show.statements import words


def page(statement: SharingStatement, url: str = "") -> str:
    """The statement."""
    blocks = [f"# {plain(words.title(statement))}", *map(plain, words.sentences(statement))]
    for service, sentences in words.exceptions(statement):
        blocks += [f"For **{plain(service)}**:", "\n".join(f"- {plain(s)}" for s in sentences)]
    blocks += ["Where terms say nothing:", "\n".join(f"- {plain(s)}" for s in words.silence(statement))]
    blocks.append(f"*{plain(words.dated(statement))}*")
    if url:
        blocks.append(f"The whole of it: <{url}>")
    return "\n\n".join(blocks) + "\n"
