"""What recorders obey: the outcome now, each change as it comes, and what must go again, by server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sayso.consent.changes import Change, Place, changes, next_deadline, place, reached
from sayso.consent.outcome import Outcome, outcome
from sayso.consent.removals import Removal, withdraws
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


class SpanShown(shapes.Shape):
    """From when to when somebody was captured, and between which facts: by decisions that knew `first` facts or more.

    `last`: by none that knew so many.
    """

    since: datetime
    until: datetime
    first: int
    last: int


class RemovalShown(shapes.Shape):
    """What was captured of a person in `spans` under a yes that they withdrew must go, and what was made of it.

    `seq`: the number of the fact by which they withdrew. `everything`: nothing that the feature captured then may stay;
    otherwise what was made for these `uses` must go.
    """

    at: datetime
    seq: int
    person: shapes.Id
    feature: shapes.Word
    version: shapes.Version
    uses: list[str]
    everything: bool
    spans: list[SpanShown]


class Removals(shapes.Shape):
    """All that was ever ordered."""

    items: list[RemovalShown]


def operations() -> list[Operation]:
    """What recorders can ask for, beside the stream."""
    return [
        Operation(
            "GET", "/spaces/{space}/outcomes", "Who may be captured now, or could at any moment before", outcomes,
            _RECORD, answer=shapes.Outcomes, dated=True,
        ),
        Operation(
            "GET", "/spaces/{space}/removals", "What must go again, because people withdrew", removals, _RECORD,
            answer=Removals,
        ),
    ]  # fmt: skip


def outcomes(call: Call) -> shapes.Outcomes:
    """The outcome of each feature that is turned on, and the place in the story of the space that it holds for."""
    facts = call.desk.rooms.facts(call.path["space"])
    now = call.desk.rooms.now(facts)
    at = min(call.at or now, now)
    state = state_at(facts, at)
    items = [shown(outcome(state, feature)) for feature in state.features.values()]
    known = sum(f.at <= at for f in facts)
    return shapes.Outcomes(place=str(Place(at, known)), seq=known, items=items)


def removals(call: Call) -> Removals:
    """Every removal that was ever ordered in the space, in its order; obeying one again changes nothing."""
    return Removals(items=[_removal(removal) for removal in call.desk.rooms.removals(call.path["space"])])


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


@dataclass(frozen=True, slots=True)
class _Look:
    """What there is to tell: `outcomes`, as events; `withdrawn`, whether removals may have been ordered, too.

    `since`, `place`: from where to where the story of the space is told by that. `wait`: in how many seconds something
    changes by time alone.
    """

    outcomes: list[str]
    withdrawn: bool
    since: Place | None
    place: Place
    wait: float


async def _told(desk: Desk, who: Asker, space: str, since: Place | None) -> AsyncIterator[str]:
    with desk.hub.waiting(space) as changed:
        yield "retry: 500\n\n"
        told = desk.steady()
        while not desk.hub.closing:
            changed.clear()
            look = await desk.aside(_look, desk, space, since)
            for event in look.outcomes:  # whom to capture no more comes first: what must go takes time to be found
                yield event
            for event in await desk.aside(_removals, desk, space, look) if look.withdrawn else ():
                yield event
            since, wait, found = look.place, look.wait, bool(look.outcomes or look.withdrawn)
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


def _look(desk: Desk, space: str, since: Place | None) -> _Look:
    facts = desk.rooms.facts(space)
    now = desk.rooms.now(facts)
    since = reached(facts, since, now)
    found, told = changes(facts, since, now)
    withdrawn = any(withdraws(fact) for fact in facts[since.facts if since else 0 :])
    outcomes = [event for change in found for event in _outcomes(change, not withdrawn)]
    deadline = next_deadline(facts, now)
    wait = max((deadline - desk.clock()) / timedelta(seconds=1), 0.001) if deadline else HEARTBEAT
    return _Look(outcomes, withdrawn, since, told, wait)


def _outcomes(change: Change, whole: bool) -> Iterator[str]:
    """`whole`: nothing else is told of this place, so that the last event can bear its id.

    Who comes back with an id is told nothing again that came before it, so no other event bears one.
    """
    at, last = change.place, len(change.outcomes)
    for n, said in enumerate(change.outcomes, 1):
        body = {"at": at.at.isoformat(), "seq": at.facts, **shown(said).model_dump(mode="json")}
        yield _event("outcome", body, at if whole and n == last else None)


def _removals(desk: Desk, space: str, look: _Look) -> list[str]:
    after = look.since.facts if look.since else 0
    ordered = [r for r in desk.rooms.removals(space) if after < r.number <= look.place.facts]
    if not ordered:
        return [f"id: {look.place}\n\n"]  # no event, for it has no data; but its id counts
    return [
        _event("removal", _removal(r).model_dump(mode="json"), look.place if r is ordered[-1] else None)
        for r in ordered
    ]


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


def _event(name: str, body: dict[str, Any], place: Place | None = None) -> str:
    id = f"id: {place}\n" if place else ""
    return f"{id}event: {name}\ndata: {json.dumps(body, separators=(',', ':'))}\n\n"


def _removal(removal: Removal) -> RemovalShown:
    spans = [SpanShown(since=s.since, until=s.until, first=s.first, last=s.last) for s in removal.spans]
    return RemovalShown(
        at=removal.at, seq=removal.number, person=removal.person, feature=removal.feature, version=removal.version,
        uses=list(removal.uses), everything=removal.everything, spans=spans,
    )  # fmt: skip


def shown(said: Outcome) -> shapes.OutcomeShown:
    """An outcome as it is sent, in an order that tells nothing."""
    return shapes.OutcomeShown(
        feature=said.feature, on=said.on, why=said.why, captured=sorted(said.captured), withheld=sorted(said.withheld),
        extra={use: sorted(people) for use, people in said.extra.items()},
    )  # fmt: skip
