"""The administrator's page: what hosts can turn on, what people are told, tokens, the audit, and forgetting people."""

from __future__ import annotations

from datetime import datetime, timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute

from sayso.consent.store.tokens import Scope
from sayso.web.caller import Role
from sayso.web.desk import Desk
from sayso.web.pages.fields import Field, Fields
from sayso.web.pages.site import ADMIN, Site
from sayso.web.pages.visit import Visit, page

_ADMIN = frozenset({Role.ADMIN})
_HERE = "/admin"
_ERASE = (Field("who", any=True),)
_TOKEN = (Field("name"), Field("scope", choices=tuple(Scope)))
#: How long a token lasts that is made here, and how much of the audit is shown.
_LASTS, _SHOWN = timedelta(days=365), 50


def routes(desk: Desk) -> list[BaseRoute]:
    """Where it is."""
    return [
        page(desk, _HERE, _page, _ADMIN),
        page(desk, _HERE + "/erase", erase, _ADMIN, method="POST"),
        page(desk, _HERE + "/tokens", new_token, _ADMIN, method="POST"),
        page(desk, _HERE + "/revoke", revoke, _ADMIN, method="POST"),
    ]


def erase(visit: Visit) -> Response:
    """Their facts stay, and name nobody. Whom it was is not kept in the audit either."""
    fields, store = Fields(_ERASE, visit.form), visit.desk.store
    if fields.wrong:
        return _page(visit, status=422, erasing=fields)
    with store.together():
        spaces = store.erase(fields["who"])
        store.acts.add(visit.name(), "erase", f"somebody in {spaces} spaces", visit.desk.clock())
    return _page(visit, erased=spaces)


def new_token(visit: Visit) -> Response:
    """A token, shown this once."""
    fields, store, now = Fields(_TOKEN, visit.form), visit.desk.store, visit.desk.clock()
    if fields.wrong:
        return _page(visit, status=422, making=fields)
    with store.together():
        token, secret = store.tokens.new(fields["name"], [Scope(fields["scope"])], now, now + _LASTS)
        store.acts.add(visit.name(), "token", f"{token.id} {fields['scope']}", now)
    return _page(visit, secret=secret)


def revoke(visit: Visit) -> Response:
    """A token opens nothing from now on."""
    store, now, id = visit.desk.store, visit.desk.clock(), visit.said("token")
    with store.together():
        store.tokens.revoke(id, now)
        store.acts.add(visit.name(), "revoke", id, now)
    return visit.on_to(_HERE, "tokens")


def _page(
    visit: Visit, *, status: int = 200, erasing: Fields | None = None, making: Fields | None = None,
    erased: int | None = None, secret: str = "",
) -> Response:  # fmt: skip
    store = visit.desk.store
    acts = [(datetime.fromisoformat(act.at), act) for act in store.acts.newest(_SHOWN)]
    return visit.shown(
        "admin.html", Site(_HERE, ADMIN, "admin"), status, features=list(store.features.values()),
        notices=store.notices.every(), tokens=store.tokens.all(), acts=acts,
        now=visit.desk.clock(), scopes=list(Scope), erasing=erasing or Fields(_ERASE), making=making or Fields(_TOKEN),
        erased=erased, secret=secret,
    )  # fmt: skip
