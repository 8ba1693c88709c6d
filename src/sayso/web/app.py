"""The application: every operation at its address, with the same care around each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from functools import partial

import anyio.to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from sayso.consent.signing import public_keys
from sayso.web import (
    administration,
    answers,
    connectors,
    features,
    pages,
    policies,
    recording,
    records,
    sessions,
    spaces,
    webhooks,
)
from sayso.web.desk import THREADS, Desk
from sayso.web.headers import Headers
from sayso.web.openapi import description
from sayso.web.operation import Operation
from sayso.web.part import Part
from sayso.web.problems import answer_to

API = "/api/v1"
#: How long a reply is kept for a request that is sent again, and that a message was heard.
_KEPT = timedelta(days=1)
_Endpoint = Callable[[Request], Awaitable[Response]]


def operations() -> list[Operation]:
    """Everything that the API does."""
    parts = (
        spaces, features, answers, policies, recording, sessions, administration, records, webhooks, connectors,
    )  # fmt: skip
    return [operation for part in parts for operation in part.operations()]


def app(desk: Desk, parts: Sequence[Part] = ()) -> Starlette:
    """The desk as an ASGI application. `parts`: what it has beside its API and pages."""
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in operations():
        by_path.setdefault(API + operation.path, {})[operation.method] = operation
    # What people and recorders do all the time is looked for first.
    often = sorted(by_path.items(), key=lambda found: not any(way.by_clerk for way in found[1].values()))
    routes: list[BaseRoute] = [Route(path, _Several(desk, path, ways), methods=list(ways)) for path, ways in often]
    stream = API + recording.DECISIONS
    routes += [
        Route(stream, _noted(stream, lambda request: recording.decisions(desk, request)), methods=["GET"]),
        Route(f"{API}/openapi.json", _fixed(f"{API}/openapi.json", description(operations()))),
        Route("/.well-known/jwks.json", _keys(desk)),
        *pages.routes(desk),
        *(Route(path, _noted(path, does), methods=[method]) for part in parts for method, path, does in part.ways()),
    ]
    wrong = dict.fromkeys((Exception, 404, 405), partial(pages.lost, desk))
    made = Starlette(
        routes=routes,
        exception_handlers=wrong,
        middleware=[Middleware(Headers, secure=desk.settings.secure)],
        lifespan=lambda _app: _running(desk, parts),
    )
    # It would lead to whatever host the request names.
    made.router.redirect_slashes = False
    return made


@asynccontextmanager
async def _running(desk: Desk, parts: Sequence[Part]) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    tidying = asyncio.create_task(_tidy(desk))
    try:
        async with AsyncExitStack() as stack:
            for part in parts:
                await stack.enter_async_context(part.running())
            yield
    finally:
        desk.hub.close()
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying


async def _tidy(desk: Desk) -> None:
    while True:
        for kept in (desk.store.replies, desk.store.elsewhere):
            await run_in_threadpool(kept.forget, desk.clock() - _KEPT)
        await asyncio.sleep(3600)


class _Several:
    """The operations at one path, by their methods: an application, which is not wrapped as a function would be."""

    def __init__(self, desk: Desk, path: str, ways: dict[str, Operation]) -> None:
        self._desk, self._path, self._ways = desk, path, ways

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; its errors become problems here."""
        scope["sayso.route"] = self._path
        request = Request(scope, receive)
        try:
            response = await self._ways["GET" if request.method == "HEAD" else request.method](self._desk, request)
        except Exception as error:
            response = answer_to(request, error)
        await response(scope, receive, send)


def _noted(path: str, endpoint: _Endpoint) -> _Endpoint:
    """An endpoint whose path, as declared, is known to the log; its errors become problems here."""

    async def answer(request: Request) -> Response:
        request.scope["sayso.route"] = path
        try:
            return await endpoint(request)
        except Exception as error:
            return answer_to(request, error)

    return answer


def _fixed(path: str, body: object) -> _Endpoint:
    response = JSONResponse(body, headers={"Cache-Control": "public, max-age=300"})

    async def answer(_request: Request) -> Response:
        return response

    return _noted(path, answer)


def _keys(desk: Desk) -> _Endpoint:
    async def answer(_request: Request) -> Response:
        keys = await run_in_threadpool(desk.store.keys.all)
        return JSONResponse(public_keys(keys), headers={"Cache-Control": "public, max-age=300"})

    return _noted("/.well-known/jwks.json", answer)
