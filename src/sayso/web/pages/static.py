"""What the pages are dressed with: a style, a script, an icon. Their addresses change with what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

_KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"


def routes() -> list[BaseRoute]:
    """One for each."""
    return [Route(f"/static/{name}", _served(name), methods=["GET"]) for name in ("style.css", "live.js", "icon.svg")]


@cache
def address(name: str) -> str:
    """Where one is, in the version that is here."""
    return f"/static/{name}?{hashlib.sha256(_bytes(name)).hexdigest()[:12]}"


@cache
def _bytes(name: str) -> bytes:
    return files("sayso.web.pages").joinpath("static", name).read_bytes()


def _served(name: str) -> Callable[[Request], Awaitable[Response]]:
    kind = _KINDS[name.rpartition(".")[2]]

    async def answer(request: Request) -> Response:
        request.scope["sayso.route"] = f"/static/{name}"
        return Response(_bytes(name), media_type=kind, headers={"Cache-Control": _FOR_EVER})

    return answer
