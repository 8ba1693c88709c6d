"""One thing that the API does: its declaration, and how a request goes through it.

Size, who asks, how often, what they ask: refused in this order, before anything is done. What was done is kept with the
idempotency key in one transaction, so a request that is sent again does nothing twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from sayso.consent.store.replies import Reply
from sayso.web.caller import Asker, Role, asker, refuse_forged, whose
from sayso.web.desk import Desk, Settings
from sayso.web.limits import Rate
from sayso.web.problems import ProblemError, not_there
from sayso.web.shapes import ID, WORD

#: What the parts of a path look like, and what may stand after `?`; both are in the description, too.
PATH = {"space": ID, "person": ID, "feature": WORD, "webhook": ID, "connector": ID}
QUERY = {"cursor": r"^[A-Za-z0-9_-]{1,160}$", "limit": r"^([1-9]|[1-9][0-9]|100)$"}
AT = {"at": r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"}
KEY = r"^[!-~]{1,200}$"
PAGE = 50
#: Headers that decide something. Where one is sent twice, two readers could each take another.
_ONCE = ("authorization", "content-type", "idempotency-key", "last-event-id")
_JSON = "application/json"
B = TypeVar("B", bound=BaseModel)


@dataclass
class Call:
    """One request, with everything that is needed to answer it.

    `key`: under which what is done is kept, if one was given; `digest`: of all that was asked. `said`: what was kept.
    `headers`: of the answer.
    """

    desk: Desk
    request: Request
    asker: Asker
    path: dict[str, str]
    query: dict[str, str]
    body: BaseModel | None
    status: int
    key: str | None
    digest: str
    said: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def keep(self, answer: BaseModel) -> None:
        """Within the transaction that does what was asked: this is answered, and again if it is asked again."""
        self.said = answer.model_dump_json()
        if self.key is not None:
            reply = Reply(self.digest, self.status, self.said)
            self.desk.store.replies.keep(self.asker.name, self.key, reply, self.desk.clock())

    def kept(self) -> Response | None:
        """What was answered when the same was asked before. Raises `ProblemError` if the key was for something else."""
        kept = self.desk.store.replies.find(self.asker.name, self.key) if self.key is not None else None
        if kept is None:
            return None
        if kept.digest != self.digest:
            raise ProblemError(422, "Idempotency-Key: was used for another request; use a new one")
        return _response(kept.status, kept.body, {"Idempotency-Replayed": "true"})

    def read(self, shape: type[B]) -> B:
        """The body, as what it was declared to be."""
        if not isinstance(self.body, shape):
            raise TypeError(shape.__name__)
        return self.body

    @property
    def limit(self) -> int:
        """How many items at most."""
        return int(self.query.get("limit", PAGE))

    @property
    def at(self) -> datetime | None:
        """The moment that is asked about; None for now. Raises `ProblemError` for one that never was or will be."""
        try:
            return datetime.fromisoformat(self.query["at"]) if "at" in self.query else None
        except ValueError:
            raise ProblemError(400, "`at`: is no moment of the calendar; write it as 2026-05-02T09:00:00Z") from None


@dataclass(frozen=True)
class Operation:
    """`roles`: who may; empty for everybody. `repeatable`: whether an idempotency key is kept with what was done.

    `one_act`: whether all that it does is kept with the key, so that it need not be looked up first: done again, it
    fails. `by_clerk`: whether it changes a space, and waits for nobody but the store. `dated`: whether it can be asked
    about any moment before now.
    """

    method: str
    path: str
    summary: str
    does: Callable[[Call], BaseModel | None]
    roles: frozenset[Role] = frozenset()
    body: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    repeatable: bool = False
    one_act: bool = False
    by_clerk: bool = False
    paged: bool = False
    dated: bool = False

    @property
    def query(self) -> dict[str, str]:
        """What may stand after `?`, and what it looks like."""
        return {**(QUERY if self.paged else {}), **(AT if self.dated else {})}

    async def __call__(self, desk: Desk, request: Request) -> Response:
        """Answers one request. Raises what `problems` maps."""
        refuse_twice(request)
        body = await read_body(request, desk.settings)
        enter = partial(self._entered, desk, request, body)
        if self.by_clerk:
            return await desk.clerk.does(enter, self._answered)
        return await desk.aside(lambda: self._answered(enter()))

    def _entered(self, desk: Desk, request: Request, body: bytes) -> Call:
        """Who asks, and for what; nothing is done yet."""
        path, query = path_parts(request.path_params), _query(request, self.query)
        who = self._who(desk, request, path)
        read = self._body(request, body)
        key = request.headers.get("idempotency-key") if self.repeatable else None
        if key is not None and not re.match(KEY, key):
            raise ProblemError(
                400, "Idempotency-Key: is too long or has spaces in it; use up to 200 letters and digits"
            )
        digest = hashlib.sha256(f"{self.method} {request.url.path}\n".encode() + body).hexdigest()
        return Call(desk, request, who, path, query, read, self.status, key, digest)

    def _answered(self, call: Call) -> Response:
        if not self.one_act and (kept := call.kept()):
            return kept
        call.said = None  # of what was tried in company, and taken back
        try:
            answer = self.does(call)
        except Exception:  # it may be refused for what it did the first time
            # Not in company: what failed there is taken back first, with all of it.
            if not call.desk.store.inside() and (kept := call.kept()):
                return kept
            raise
        text = call.said or (answer.model_dump_json() if answer is not None else None)
        return _response(self.status, text, call.headers)

    def _who(self, desk: Desk, request: Request, path: dict[str, str]) -> Asker:
        if not self.roles:
            slow_down(desk, _address(request), desk.settings.strangers)
            return Asker("anybody", Role.PERSON)
        try:
            caller = whose(desk, request)
            refuse_forged(desk, request, caller)
            who = asker(desk, caller, self.roles, path.get("space", ""), path.get("person", ""))
        except ProblemError:
            slow_down(desk, _address(request), desk.settings.strangers)
            raise
        settings: Settings = desk.settings
        slow_down(desk, who.name, settings.tokens if who.token else settings.people)
        return who

    def _body(self, request: Request, body: bytes) -> BaseModel | None:
        if self.body is None:
            if body:
                raise ProblemError(400, "this request: has a body where none is asked for; leave it out")
            return None
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
            raise ProblemError(415, f"this request: is not JSON; send it as {_JSON}")
        found = self.body.model_validate_json(body)
        json.loads(body, object_pairs_hook=_once)  # after the shape: what has it is neither deep nor long
        return found


def slow_down(desk: Desk, name: str, rate: Rate) -> None:
    """Raises `ProblemError` for who asks too often."""
    if wait := desk.limits.wait(name, rate, desk.steady()):
        raise ProblemError(429, "too many requests; wait a moment", {"Retry-After": str(int(wait) + 1)})


def _response(status: int, text: str | None, headers: dict[str, str] | None = None) -> Response:
    if text is None:
        return Response(None, 204, headers)
    return Response(text, status, headers, _JSON)


def refuse_twice(request: Request) -> None:
    """Raises `ProblemError` where a header that decides something is sent twice."""
    for name in _ONCE:
        if len(request.headers.getlist(name)) > 1:
            raise ProblemError(400, f"`{name}`: is sent twice; send it once")


async def read_body(request: Request, settings: Settings) -> bytes:
    """The body. Raises `ProblemError` as soon as it is too large or takes too long: the rest is not read."""
    most = settings.most_bytes
    end = {"Connection": "close"}
    too_large = ProblemError(413, f"this request: is larger than {most // 1024} KiB; send less", end)
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length[:15]) > most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(settings.patience):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise too_large
    except TimeoutError:
        raise ProblemError(408, "this request: did not arrive in time; send it whole, at once", end) from None
    return bytes(body)


def _once(pairs: list[tuple[str, object]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ProblemError(422, "this request: says something twice; say each thing once")


def path_parts(found: dict[str, Any]) -> dict[str, str]:
    """The parts of a path. Raises `ProblemError` for those that can be nothing of ours."""
    if any(not re.fullmatch(PATH[name].strip("^$"), value) for name, value in found.items()):
        raise not_there()
    return found


def _query(request: Request, allowed: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in allowed or name in found:
            raise ProblemError(400, "this address: has something after `?` that is not asked for here; leave it out")
        if not re.fullmatch(allowed[name].strip("^$"), value):
            raise ProblemError(400, f"`{name}`: is not what is asked for here; see the description of the API")
        found[name] = value
    return found


def _address(request: Request) -> str:
    return f"address:{request.client.host}" if request.client else "address:"
