"""The desk's pages for people. They are given the desk, and ask `sayso.web.caller.whose` who is asking."""

from __future__ import annotations

from starlette.routing import BaseRoute

from sayso.web.desk import Desk
from sayso.web.pages import administering, declaring, entrance, hosting, person, publishing, static
from sayso.web.pages.visit import lost

__all__ = ["lost", "routes"]


def routes(desk: Desk) -> list[BaseRoute]:
    """The routes under `/`."""
    return [
        *entrance.routes(desk), *person.routes(desk), *hosting.routes(desk), *administering.routes(desk),
        *declaring.routes(desk), *publishing.routes(desk), *static.routes(),
    ]  # fmt: skip
