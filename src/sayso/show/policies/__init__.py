"""Sharing policies as text, one file a noun. What a policy says is somebody's text, and shown as such."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.sharing.policy import Policy


def show(policy: Policy, form: str, *, service: str, on: date, colour: bool = False) -> str:
    """A policy as a grid: `table`, `json` or `markdown`."""
    if form == "json":
        from sayso.show.policies import json

        return json.text(policy, service=service, on=on)
    if form == "markdown":
        from sayso.show.policies import markdown

        return markdown.text(policy, service=service, on=on)
    from sayso.show.policies import table

    return table.text(policy, service=service, on=on, colour=colour)
