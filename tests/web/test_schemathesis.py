"""Schemathesis holds the running API against its own description, as everybody who may ask; it must find nothing.

Requests are made from the description: those that fit it, and those that break it in one place. Ideas of
what to look for are its own; all its checks are on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from besieged import HERE, Besieged
from hypothesis import HealthCheck, settings

from sayso.consent.fact import Relation
from sayso.consent.store import open_store
from sayso.web.app import operations
from sayso.web.openapi import description

schemathesis = pytest.importorskip("schemathesis", reason="pip install '.[test]' brings schemathesis")

from schemathesis.checks import load_all_checks  # noqa: E402
from schemathesis.core.parameters import ParameterLocation  # noqa: E402

load_all_checks()
#: How many requests are made for each operation, in each kind; more by hand.
EXAMPLES = int(os.environ.get("SAYSO_EXAMPLES", "12"))
NUMBERS = count()
#: What stands in a path two times of three, so that what lies behind it is reached.
REAL: dict[str, str] = {}
SURE = settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def besieged() -> Iterator[Besieged]:
    store = open_store("sqlite:///:memory:")
    made = Besieged(store)
    Served.now = made.app
    hook = store.subscriptions.new("https://other.example/", ["desk.acted"], made.now)
    connector = store.connectors.new("Rooms", "desk", Relation.PEER, made.now)
    REAL.update(
        space=made.space, person=made.ada, feature="summary", webhook=hook.id, connector=connector.id,
    )  # fmt: skip
    made.desk.hub.close()  # a stream ends at once, where otherwise it is told from for ever
    yield made
    store.close()


class Served:
    """The desk of the fixture, for a description that is read before there is one.

    `cookie`: what the cookie is really called that the description can only give a pattern of names for.
    """

    now: Any = None
    cookie = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        real = self.cookie.encode()
        held = [(n, v.replace(b"sayso-SPACE-PERSON", real) if n == b"cookie" else v) for n, v in scope["headers"]]
        await self.now({**scope, "headers": held}, receive, send)


schema = schemathesis.openapi.from_dict(description(operations()))
schema.app = Served()
schema.config.update(base_url=HERE)
# What is too long for its place may be too long to be read at all.
schema.config.checks.negative_data_rejection.expected_statuses.append("413")


def _for(*wanted: tuple[str, str]) -> Any:
    """The operations that take one of these: kinds of proof, and roles."""

    def takes(context: Any) -> bool:
        ways = context.operation.definition.raw["security"]
        return any(role in way.get(kind, ()) for kind, role in wanted for way in ways)

    return schema.include(takes).parametrize()


def _holds(case: Any, besieged: Besieged, who: str) -> None:
    path = case.meta.components.get(ParameterLocation.PATH)
    if path and path.mode.is_positive and sum(map(ord, str(case.path_parameters))) % 3:
        case.path_parameters.update({name: REAL[name] for name in case.path_parameters})
    if case.meta.generation.mode.is_positive and case.query:
        # A cursor is what the desk gave before: no description can say which those are.
        case.query.pop("cursor", None)
    if case.meta.generation.mode.is_positive and case.path.endswith(("/policies", "/policies/previews")):
        # What a policy's text may hold is a language of its own.
        case.body = {"policy": "version = 1"}
    if case.meta.generation.mode.is_positive and case.headers and "Idempotency-Key" in case.headers:
        # A key that was used before says that the request is the one before: each of these is another.
        case.headers["Idempotency-Key"] = f"{case.headers['Idempotency-Key'][:150]}{next(NUMBERS)}"
    if who in besieged.tokens:
        case.call_and_validate(headers={"Authorization": f"Bearer {besieged.tokens[who]}"})
    elif who:
        Served.cookie, value = besieged.cookies[who]
        own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
        # Where it looks what happens without the cookie, it goes without.
        missing = case.meta.components.get(ParameterLocation.COOKIE, path).mode.is_negative
        case.call_and_validate(headers=own, cookies={} if missing else {"sayso-SPACE-PERSON": value})
    else:
        case.call_and_validate()


@_for(("token", "admin"))
@SURE
def test_it_finds_nothing_as_an_administrator(case: Any, besieged: Besieged) -> None:
    _holds(case, besieged, "admin")


@_for(("token", "host"))
@SURE
def test_it_finds_nothing_as_a_host_with_a_token(case: Any, besieged: Besieged) -> None:
    _holds(case, besieged, "host")


@_for(("link", "host"))
@SURE
def test_it_finds_nothing_as_a_host_with_a_link(case: Any, besieged: Besieged) -> None:
    _holds(case, besieged, "boss")


@_for(("token", "record"))
@SURE
def test_it_finds_nothing_as_a_recorder(case: Any, besieged: Besieged) -> None:
    _holds(case, besieged, "record")


@_for(("link", "person"))
@SURE
def test_it_finds_nothing_as_a_participant(case: Any, besieged: Besieged) -> None:
    _holds(case, besieged, "ada")


@schema.parametrize()
@SURE
def test_it_finds_nothing_as_nobody(case: Any, besieged: Besieged) -> None:
    _holds(case, besieged, "")
