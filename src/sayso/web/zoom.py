"""Zoom's webhooks at the desk: `/connect/zoom`. Only what Zoom has signed just now is read, and nothing twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import httpx
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sayso.connect.platform import Platform
from sayso.connect.zoom.client import Client
from sayso.connect.zoom.enforcer import Enforcer
from sayso.connect.zoom.event import Challenged, events
from sayso.connect.zoom.reaction import NAME, react
from sayso.connect.zoom.settings import Zoom
from sayso.connect.zoom.signature import challenge, verify
from sayso.errors import ConnectError
from sayso.web.desk import Desk
from sayso.web.operation import read_body, slow_down
from sayso.web.part import Way, looking
from sayso.web.problems import ProblemError

PATH = "/connect/zoom"
#: How often to look whether something runs on that was told to end, in seconds.
_EVERY = 1.0


class ZoomPart:
    """The connector of one desk. `http`: how Zoom is called, for tests."""

    def __init__(self, desk: Desk, settings: Zoom, http: httpx.AsyncBaseTransport | None = None) -> None:
        self._desk, self._settings, self._http = desk, settings, http
        self.platform = Platform(desk.rooms, NAME, owner=settings.owner, relation=settings.relation)

    def ways(self) -> Iterable[Way]:
        """The address that is given to Zoom."""
        return [("POST", PATH, self.hear)]

    def told(self) -> str:
        """Where Zoom sends to, and whether anything can be ended there."""
        ends = "" if self._settings.account else "; without the app's credentials nothing can be ended there"
        return f"Zoom sends to {self._desk.settings.address}{PATH}{ends}."

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Ends what may not run."""
        async with httpx.AsyncClient(transport=self._http, trust_env=False) as http:
            enforcer = self.enforcer(http)
            async with looking(self._desk.store, enforcer.look, _EVERY):
                yield
                await enforcer.errands.stop()

    def enforcer(self, http: httpx.AsyncClient) -> Enforcer:
        """What ends features, by these means."""
        account, clock = self._settings.account, self._desk.clock
        client = Client(account, http, clock) if account else None
        return Enforcer(self._desk.store, self.platform, client, clock)

    async def hear(self, request: Request) -> Response:
        """One message. Raises `ProblemError` for what is not Zoom's, `ConnectError` for what cannot be understood."""
        body = await read_body(request, self._desk.settings)
        try:
            verify(self._settings.secret, request.headers, body, self._desk.clock())
        except ConnectError as error:
            slow_down(
                self._desk, f"address:{request.client.host if request.client else ''}", self._desk.settings.strangers
            )
            raise ProblemError(401, str(error)) from None
        return await run_in_threadpool(self._answer, body)

    def _answer(self, body: bytes) -> Response:
        try:
            found = events(json.loads(body))
        except (ValueError, RecursionError):
            raise ConnectError("zoom", "a message that is no JSON", "only Zoom may call this address") from None
        if found and isinstance(found[0], Challenged):
            return JSONResponse(challenge(self._settings.secret, found[0].plain))
        store, now = self._desk.store, self._desk.clock()
        message = hashlib.sha256(body).hexdigest()
        if not store.elsewhere.heard(NAME, message):
            notes = react(self.platform, found)
            with store.together():
                for note in notes:
                    store.acts.add(NAME, "settings", note, now)
                store.elsewhere.hear(NAME, message, now)
        return Response(status_code=204)
