"""Statements of sharing policies as text, one file a format. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.sharing.statement import SharingStatement

#: The names of the formats for people, the default first.
FORMATS = ("text", "markdown", "html", "signature")


def show(statement: SharingStatement, form: str = "text", url: str = "") -> str:
    """A statement in a format; `url` is where the whole of it can be read."""
    if form == "text":
        from sayso.show.statements import text

        return text.page(statement, url)
    if form == "markdown":
        from sayso.show.statements import markdown

        return markdown.page(statement, url)
    if form == "html":
        from sayso.show.statements import html

        return html.page(statement, url)
    if form == "signature":
        from sayso.show.statements import signature

        return signature.line(statement, url)
    raise ValueError(f"`{form}` is not a format; the formats are: {', '.join(FORMATS)}")
