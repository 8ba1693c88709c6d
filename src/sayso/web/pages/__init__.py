"""The desk's pages for people. They are given the desk, and ask `sayso.web.caller.whose` who is asking."""

from __future__ import annotations

from starlette.routing import BaseRoute

from sayso.web.desk import Desk


def routes(_desk: Desk) -> list[BaseRoute]:
    """The routes under `/`. `/open/{link}` is where links lead: see `sayso.web.sessions.opened`."""
    return []
