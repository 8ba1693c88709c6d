"""Checks as text, one file a format. Pure, and as careful with other people's text as the formats of a reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.sharing.check import Check

#: The names of the formats, the default first.
FORMATS = ("table", "json", "jsonl", "markdown", "html", "sarif", "junit")


def show(checks: Sequence[Check], form: str = FORMATS[0], *, several: bool = False, colour: bool = False) -> str:
    """Checks in a format. `several`: whether more than one service was asked for, which decides the shape of JSON."""
    from sayso.show.checks.report import Report

    reports = [Report(check) for check in checks]
    if form == "table":
        from sayso.show.checks import table

        return "\n".join(table.piece(report, colour=colour) for report in reports)
    if form in ("json", "jsonl"):
        from sayso.show.checks import json

        return json.lines(reports) if form == "jsonl" else json.whole(reports, several)
    if form == "markdown":
        from sayso.show.checks import markdown

        return "\n".join(map(markdown.piece, reports))
    if form == "html":
        from sayso.show.checks import html

        return html.whole(reports)
    if form == "sarif":
        from sayso.show.checks import sarif

        return sarif.whole(reports)
    if form == "junit":
        from sayso.show.checks import junit

        return junit.whole(reports)
    raise ValueError(f"`{form}` is not a format; the formats are: {', '.join(FORMATS)}")
