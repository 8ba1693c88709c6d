"""The administrator's page: what hosts can turn on, what people are told, tokens, the audit, and forgetting people."""

from __future__ import annotations

from datetime import datetime, timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute

from sayso.consent.store import Space
from sayso.consent.store.tokens import Scope
from sayso.web.caller import Role
from sayso.web.desk import Desk
from sayso.web.pages.fields import Field, Fields
from sayso.web.pages.site import ADMIN, Site
from sayso.web.pages.visit import Visit, page
from sayso.web.problems import who_are_you
from sayso.web.shapes import LinkShown
from sayso.web.spaces import made_link

_ADMIN = frozenset({Role.ADMIN})
_HERE = "/admin"
_ERASE = (Field("who", any=True),)
_PERSON = (Field("person", any=True),)
_TOKEN = (Field("name"), Field("scope", choices=tuple(Scope)))
#: How long a token lasts that is made here, and how much of the audit is shown.
_LASTS, _SHOWN = timedelta(days=365), 50


def routes(desk: Desk) -> list[BaseRoute]:
    """Where it is."""
    return [
        page(desk, _HERE, _page, _ADMIN),
        page(desk, _HERE + "/erase", erase, _ADMIN, method="POST"),
        page(desk, _HERE + "/people", find, _ADMIN, method="POST"),
        page(desk, _HERE + "/links", link, _ADMIN, method="POST"),
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


def find(visit: Visit) -> Response:
    """Where somebody is or was who has lost their link."""
    fields = Fields(_PERSON, visit.form)
    places = [] if fields.wrong else visit.desk.store.places(fields["person"])
    found = [(space, person, datetime.fromisoformat(space.created)) for space, person in places]
    return _page(visit, status=422 if fields.wrong else 200, finding=fields, found=None if fields.wrong else found)


def link(visit: Visit) -> Response:
    """Another link for somebody, shown this once. They see on their page that it was made."""
    if visit.who is None:
        raise who_are_you()
    return _page(visit, link=made_link(visit.desk, visit.who, visit.said("space"), visit.said("person")))


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
    erased: int | None = None, secret: str = "", finding: Fields | None = None,
    found: list[tuple[Space, str, datetime]] | None = None, link: LinkShown | None = None,
) -> Response:  # fmt: skip
    store = visit.desk.store
    acts = [(datetime.fromisoformat(act.at), act) for act in store.acts.newest(_SHOWN)]
    return visit.shown(
        "admin.html", Site(_HERE, ADMIN, "admin"), status, features=list(store.features.values()),
        notices=store.notices.every(), tokens=store.tokens.all(), acts=acts,
        now=visit.desk.clock(), scopes=list(Scope), erasing=erasing or Fields(_ERASE), making=making or Fields(_TOKEN),
        erased=erased, secret=secret, finding=finding or Fields(_PERSON), found=found, link=link,
    )  # fmt: skip
