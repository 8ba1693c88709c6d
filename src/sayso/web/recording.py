"""What recorders obey: the outcome now, and each change as it comes, by server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sayso.consent.changes import Change, Place, changes, next_deadline, place
from sayso.consent.outcome import Outcome, outcome
from sayso.consent.state import state_at
from sayso.web import shapes
from sayso.web.caller import Asker, Role, asker, refuse_forged, whose
from sayso.web.desk import Desk
from sayso.web.operation import Call, Operation, path_parts, refuse_twice, slow_down
from sayso.web.problems import ProblemError

_RECORD = frozenset({Role.RECORD})
#: After so many seconds without a change a line is sent: nothing has changed until then, and each side is there.
HEARTBEAT = 2.0
DECISIONS = "/spaces/{space}/decisions"


def operations() -> list[Operation]:
    """What recorders can ask for, beside the stream."""
    return [
        Operation(
            "GET", "/spaces/{space}/outcomes", "Who may be captured now, or could at any moment before", outcomes,
            _RECORD, answer=shapes.Outcomes, dated=True,
        ),
    ]  # fmt: skip


def outcomes(call: Call) -> shapes.Outcomes:
    """The outcome of each feature that is turned on, and the place in the story of the space that it holds for."""
    facts = call.desk.rooms.facts(call.path["space"])
    now = call.desk.rooms.now(facts)
    at = min(call.at or now, now)
    state = state_at(facts, at)
    items = [shown(outcome(state, feature)) for feature in state.features.values()]
    return shapes.Outcomes(place=str(Place(at, sum(f.at <= at for f in facts))), items=items)


async def decisions(desk: Desk, request: Request) -> Response:
    """The stream. Where it breaks, a recorder captures nothing until it has come back and been told anew."""
    refuse_twice(request)
    space = path_parts(request.path_params)["space"]
    who = await desk.aside(_who, desk, request, space)
    last = request.headers.get("last-event-id")
    since = place(last) if last is not None else None
    if last is not None and since is None:
        raise ProblemError(400, "`Last-Event-ID`: is none that the desk gave; leave it out to be told everything anew")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(desk, who, space, since), 200, headers, "text/event-stream")


async def _told(desk: Desk, who: Asker, space: str, since: Place | None) -> AsyncIterator[str]:
    with desk.hub.waiting(space) as changed:
        yield "retry: 500\n\n"
        told = desk.steady()
        while not desk.hub.closing:
            changed.clear()
            found, since, wait = await desk.aside(_look, desk, space, since)
            for change in found:
                yield _event(change)
            if not found and desk.steady() - told >= HEARTBEAT:  # after a look: what is told is so
                if not await desk.aside(_still, desk, who):
                    return
                yield ": here\n\n"
            elif not found:
                wait = min(wait, HEARTBEAT - (desk.steady() - told))
            if found or desk.steady() - told >= HEARTBEAT:
                told = desk.steady()
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), min(wait, HEARTBEAT))


def _look(desk: Desk, space: str, since: Place | None) -> tuple[list[Change], Place, float]:
    """What changed, how far that goes, and in how many seconds something changes by time alone."""
    facts = desk.rooms.facts(space)
    now = desk.rooms.now(facts)
    found, told = changes(facts, since, now)
    deadline = next_deadline(facts, now)
    wait = max((deadline - desk.clock()) / timedelta(seconds=1), 0.001) if deadline else HEARTBEAT
    return found, told, wait


def _still(desk: Desk, who: Asker) -> bool:
    return who.token is not None and desk.store.tokens.get(who.token.id).valid(desk.clock())


def _who(desk: Desk, request: Request, space: str) -> Asker:
    try:
        caller = whose(desk, request)
        refuse_forged(desk, request, caller)
        who = asker(desk, caller, _RECORD, space)
    except ProblemError:
        slow_down(desk, f"address:{request.client.host if request.client else ''}", desk.settings.strangers)
        raise
    slow_down(desk, who.name, desk.settings.tokens)
    return who


def _event(change: Change) -> str:
    body = {"at": change.place.at.isoformat(), **shown(change.outcome).model_dump(mode="json")}
    return f"id: {change.place}\nevent: outcome\ndata: {json.dumps(body, separators=(',', ':'))}\n\n"


def shown(said: Outcome) -> shapes.OutcomeShown:
    """An outcome as it is sent, in an order that tells nothing."""
    return shapes.OutcomeShown(
        feature=said.feature, on=said.on, why=said.why, captured=sorted(said.captured), withheld=sorted(said.withheld),
        extra={use: sorted(people) for use, people in said.extra.items()},
    )  # fmt: skip
