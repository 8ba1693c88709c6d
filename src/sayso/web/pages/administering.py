"""The administrator's page: what hosts can turn on, what people are told, tokens, the audit, and forgetting people."""

from __future__ import annotations

from datetime import datetime, timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute

from sayso.consent.store.tokens import Scope
from sayso.consent.webhook import discloses
from sayso.web.administration import forgotten, looked_up
from sayso.web.caller import Role
from sayso.web.desk import Desk
from sayso.web.pages.fields import Field, Fields
from sayso.web.pages.site import ADMIN, Site
from sayso.web.pages.visit import Visit, page
from sayso.web.spaces import made_link

_ADMIN = frozenset({Role.ADMIN})
_HERE = "/admin"
_LOOK = (Field("part", any=True, least=2),)
_TOKEN = (Field("name"), Field("scope", choices=tuple(Scope)))
#: How long a token lasts that is made here, and how much of the audit is shown.
_LASTS, _SHOWN = timedelta(days=365), 50


def routes(desk: Desk) -> list[BaseRoute]:
    """Where it is."""
    return [
        page(desk, _HERE, _page, _ADMIN),
        page(desk, _HERE + "/people", look, _ADMIN, method="POST"),
        page(desk, _HERE + "/erase", erase, _ADMIN, method="POST"),
        page(desk, _HERE + "/places", find, _ADMIN, method="POST"),
        page(desk, _HERE + "/links", link, _ADMIN, method="POST"),
        page(desk, _HERE + "/tokens", new_token, _ADMIN, method="POST"),
        page(desk, _HERE + "/revoke", revoke, _ADMIN, method="POST"),
    ]


def look(visit: Visit) -> Response:
    """Who may be meant, by a part of a name or address. In no address of a page: this is a form's answer."""
    fields = Fields(_LOOK, visit.form)
    if fields.wrong:
        return _page(visit, status=422, looking=fields)
    found, more = looked_up(visit.desk, visit.asker(), fields["part"])
    return _page(visit, looking=fields, found=found, more=more)


def erase(visit: Visit) -> Response:
    """Their facts stay, and name nobody. Whom it was is not kept in the audit either."""
    return _page(visit, erased=forgotten(visit.desk, visit.asker(), visit.said("who")))


def find(visit: Visit) -> Response:
    """Where somebody is or was who has lost their link."""
    places, now = visit.desk.store.places(visit.said("who")), visit.desk.clock()
    visit.desk.store.acts.add(visit.name(), "lookup", "meetings of somebody", now)
    return _page(visit, places=[(space, person, datetime.fromisoformat(space.created)) for space, person in places])


def link(visit: Visit) -> Response:
    """Another link for somebody, shown this once. They see on their page that it was made."""
    return _page(visit, link=made_link(visit.desk, visit.asker(), visit.said("space"), visit.said("person")))


def new_token(visit: Visit) -> Response:
    """A token, shown this once."""
    fields, store, now = Fields(_TOKEN, visit.form), visit.desk.store, visit.desk.clock()
    if fields.wrong:
        return _page(visit, status=422, making=fields)
    with store.together():
        token, secret = store.tokens.new(fields["name"], [Scope(fields["scope"])], now, now + _LASTS)
        store.acts.add(visit.name(), "token", token.audited, now)
    return _page(visit, secret=secret)


def revoke(visit: Visit) -> Response:
    """A token opens nothing from now on."""
    store, now, id = visit.desk.store, visit.desk.clock(), visit.said("token")
    with store.together():
        store.tokens.revoke(id, now)
        store.acts.add(visit.name(), "revoke", id, now)
    return visit.on_to(_HERE, "tokens")


def _page(visit: Visit, *, status: int = 200, **shown: object) -> Response:
    """The page. `shown`: what came of what was just done, if anything was."""
    store = visit.desk.store
    acts = [(datetime.fromisoformat(act.at), act) for act in store.acts.newest(_SHOWN)]
    told = [(one, discloses(one.kinds).replace(" ", "_")) for one in store.subscriptions.all()]
    nothing = {"looking": Fields(_LOOK), "making": Fields(_TOKEN), "more": False, "secret": ""}
    nothing |= dict.fromkeys(("found", "places", "link", "erased"))
    return visit.shown(
        "admin.html", Site(_HERE, ADMIN, "admin"), status, features=list(store.features.values()),
        noticed=set(store.notices), notices=store.notices.every(), tokens=store.tokens.all(), told=told, acts=acts,
        now=visit.desk.clock(), scopes=list(Scope), **{**nothing, **shown},
    )  # fmt: skip
