"""Connectors: which platforms may tell the desk what happens there, and `/connect/json/{connector}`, where they do."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.connect.generic.event import event
from sayso.connect.generic.reaction import Reaction
from sayso.connect.platform import Platform
from sayso.consent.fact import Relation
from sayso.consent.store.connectors import Connector
from sayso.consent.webhook import verify
from sayso.errors import ConnectError, NotThereError
from sayso.web.caller import Role
from sayso.web.desk import Desk
from sayso.web.operation import Call, Operation, path_parts, read_body, slow_down
from sayso.web.part import Way, resting
from sayso.web.problems import ProblemError, not_there
from sayso.web.shapes import Id, Name, Nothing, Shape

PATH = "/connect/json/{connector}"
_ADMIN = frozenset({Role.ADMIN})


class NewConnector(Shape):
    """`owner`: whose spaces its meetings become; `relation`: what its hosts are to those who come."""

    name: Name
    owner: Name = "desk"
    relation: Relation = Relation.UNKNOWN


class ConnectorShown(Shape):
    """`address`: where it sends its events. `ended`: not listened to since then."""

    id: Id
    name: str
    owner: str
    relation: Relation
    address: str
    created: datetime
    ended: datetime | None


class ConnectorsShown(Shape):
    items: list[ConnectorShown]


class ConnectorMade(Shape):
    """`secret`: by which it signs what it sends (Standard Webhooks); shown this once."""

    id: Id
    address: str
    secret: str


def operations() -> list[Operation]:
    """What can be done with connectors."""
    return [
        Operation(
            "POST", "/connectors", "Let a platform tell what happens there; the secret is shown this once", add, _ADMIN,
            NewConnector, ConnectorMade, 201,
        ),
        Operation("GET", "/connectors", "Which platforms are listened to", listed, _ADMIN, answer=ConnectorsShown),
        Operation(
            "POST", "/connectors/{connector}/endings", "Listen to it no longer", end, _ADMIN, Nothing, Nothing, 201,
            repeatable=True,
        ),
    ]  # fmt: skip


def add(call: Call) -> ConnectorMade:
    """One more platform."""
    new, store, now = call.read(NewConnector), call.desk.store, call.desk.clock()
    with store.together():
        made = store.connectors.new(new.name, new.owner, new.relation, now)
        store.acts.add(call.asker.name, "connector", made.id, now)
    return ConnectorMade(id=made.id, address=_address(call.desk, made), secret=made.secret)


def listed(call: Call) -> ConnectorsShown:
    """All, those too that are not listened to any more."""
    return ConnectorsShown(items=[_shown(call.desk, c) for c in call.desk.store.connectors.all()])


def end(call: Call) -> None:
    """Its spaces stay as they are."""
    store, now, id = call.desk.store, call.desk.clock(), call.path["connector"]
    with store.together():
        store.connectors.end(id, now)
        store.acts.add(call.asker.name, "connector ended", id, now)
        call.keep(Nothing())


class ConnectorsPart:
    """Where platforms tell what happens."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ways(self) -> Iterable[Way]:
        """One address for each connector."""
        return [("POST", PATH, self.hear)]

    def told(self) -> str:
        """Each connector's address is told when it is made."""
        return ""

    def running(self) -> AbstractAsyncContextManager[None]:
        """It only answers."""
        return resting()

    async def hear(self, request: Request) -> Response:
        """One event. Raises what `sayso.web.problems` maps."""
        body = await read_body(request, self._desk.settings)
        return await run_in_threadpool(self._answer, request, body)

    def _answer(self, request: Request, body: bytes) -> Response:
        desk, store, now = self._desk, self._desk.store, self._desk.clock()
        try:
            connector = self._connector(path_parts(request.path_params)["connector"])
            message = verify(connector.secret, request.headers, body, now)
        except (ConnectError, ProblemError) as error:
            slow_down(desk, f"address:{request.client.host if request.client else ''}", desk.settings.strangers)
            raise ProblemError(401, str(error)) if isinstance(error, ConnectError) else error from None
        slow_down(desk, connector.id, desk.settings.tokens)
        said = event(body)
        reaction = self._reaction(connector)
        if store.elsewhere.heard(connector.id, message):
            answer = reaction.look(said)
        else:
            answer = reaction.react(said)
            store.elsewhere.hear(connector.id, message, now)
        return Response(answer.model_dump_json(), media_type="application/json")

    def _connector(self, id: str) -> Connector:
        try:
            found = self._desk.store.connectors.get(id)
        except NotThereError:
            raise not_there() from None
        if found.ended:
            raise not_there()
        return found

    def _reaction(self, connector: Connector) -> Reaction:
        desk = self._desk

        def link(space: str, person: str) -> str:
            now = desk.clock()
            desk.store.acts.add(f"connector:{connector.id}", "link", f"{space}/{person or 'host'}", now)
            return f"{desk.settings.address}/open/{desk.links.link(space, person, now)}"

        platform = Platform(desk.rooms, connector.id, owner=connector.owner, relation=connector.relation)
        return Reaction(desk.rooms, platform, f"{connector.id}:", link)


def _address(desk: Desk, connector: Connector) -> str:
    return desk.settings.address + PATH.format(connector=connector.id)


def _shown(desk: Desk, c: Connector) -> ConnectorShown:
    return ConnectorShown(
        id=c.id, name=c.name, owner=c.owner, relation=c.relation, address=_address(desk, c), created=c.created,
        ended=c.ended,
    )  # fmt: skip
