"""Webhooks out, as administrators manage them: who is told of what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sayso.consent.store.subscriptions import Subscription
from sayso.consent.webhook import KINDS, discloses
from sayso.errors import ConnectError, ConsentError
from sayso.web.caller import Role
from sayso.web.operation import Call, Operation
from sayso.web.reach import check_address
from sayso.web.shapes import Id, Nothing, Shape

_ADMIN = frozenset({Role.ADMIN})
Kinds = Annotated[list[Literal[KINDS]], Field(min_length=1, max_length=len(KINDS))]  # type: ignore[valid-type]


class NewWebhook(Shape):
    """Who is to be told of what. They are told names of people in one space alone, and what each answered."""

    address: Annotated[str, StringConstraints(pattern=r"^https?://[!-~]{1,400}$")]
    kinds: Kinds


class WebhookShown(Shape):
    """`waiting`: how much there is to tell that was not heard yet. `ended`: told nothing since then."""

    id: Id
    address: str
    kinds: list[str]
    created: datetime
    ended: datetime | None
    waiting: int


class Webhooks(Shape):
    items: list[WebhookShown]


class WebhookSecret(Shape):
    """By which messages are signed (Standard Webhooks); shown this once."""

    id: Id
    secret: str


def operations() -> list[Operation]:
    """What can be done with webhooks."""
    one = "/webhooks/{webhook}"
    return [
        Operation(
            "POST", "/webhooks", "Tell somebody what happens from now on; the secret is shown this once", add, _ADMIN,
            NewWebhook, WebhookSecret, 201,
        ),
        Operation("GET", "/webhooks", "Who is told of what", listed, _ADMIN, answer=Webhooks),
        Operation(
            "POST", one + "/rotations", "A new secret; the old one signs, too, for a day", rotate, _ADMIN, Nothing,
            WebhookSecret, 201,
        ),
        Operation(
            "POST", one + "/endings", "Tell them nothing more", end, _ADMIN, Nothing, Nothing, 201, repeatable=True
        ),
    ]  # fmt: skip


def add(call: Call) -> WebhookSecret:
    """Somebody more is told. Raises `ConsentError` for an address that is never called."""
    new, store, now = call.read(NewWebhook), call.desk.store, call.desk.clock()
    try:
        check_address(new.address, call.desk.settings.webhooks_within)
    except ConnectError as error:
        raise ConsentError(error.platform, error.cause, error.way_out) from None
    with store.together():
        made = store.subscriptions.new(new.address, new.kinds, now)
        learns = discloses(made.kinds)
        thing = f"{made.id} {' '.join(made.kinds)}" + (f"; is told {learns}" if learns else "")
        store.acts.add(call.asker.name, "webhook", thing, now)
    return WebhookSecret(id=made.id, secret=made.secret)


def listed(call: Call) -> Webhooks:
    """All, those too that are told nothing any more."""
    waiting = call.desk.store.outbox.waiting()
    return Webhooks(items=[_shown(s, waiting.get(s.id, 0)) for s in call.desk.store.subscriptions.all()])


def rotate(call: Call) -> WebhookSecret:
    """Both secrets sign for a day, so that the other side can change over."""
    store, now, id = call.desk.store, call.desk.clock(), call.path["webhook"]
    with store.together():
        made = store.subscriptions.rotate(id, now)
        store.acts.add(call.asker.name, "webhook rotated", id, now)
    return WebhookSecret(id=made.id, secret=made.secret)


def end(call: Call) -> None:
    """What waits is not told either."""
    store, now, id = call.desk.store, call.desk.clock(), call.path["webhook"]
    with store.together():
        store.subscriptions.end(id, now)
        store.acts.add(call.asker.name, "webhook ended", id, now)
        call.keep(Nothing())


def _shown(s: Subscription, waiting: int) -> WebhookShown:
    return WebhookShown(
        id=s.id, address=s.address, kinds=list(s.kinds), created=s.created, ended=s.ended, waiting=waiting
    )
