"""The host's page: features turned on and off, people let in, links handed out; never what anybody answered."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute

from sayso.consent.fact import Joined, Kind, Relation
from sayso.web.caller import Role
from sayso.web.desk import Desk
from sayso.web.pages.fields import Field, Fields
from sayso.web.pages.host import Guest, guests, items
from sayso.web.pages.site import HOST, WATCH, Site
from sayso.web.pages.visit import Does, Visit, page
from sayso.web.spaces import made_link

_HOST = frozenset({Role.HOST})
_HERE = "/spaces/{space}/host"
#: Whom the host lets in. Nothing is preselected: what the host is to somebody is for the host to say.
_GUEST = (Field("name"), Field("who"), Field("relation", choices=tuple(Relation)))
_DEVICE = (Field("device"), Field("number"), Field("kind", choices=(Kind.DIAL_IN, Kind.ROOM, Kind.BOT)))


def routes(desk: Desk) -> list[BaseRoute]:
    """Where it is."""

    def post(path: str, does: Does, *, by_clerk: bool = False) -> BaseRoute:
        return page(desk, _HERE + path, does, _HOST, method="POST", by_clerk=by_clerk)

    return [
        page(desk, _HERE, shown, _HOST), post("/people", let_in), post("/devices", let_device_in), post("/links", link),
        post("/gone", gone, by_clerk=True), post("/end", end, by_clerk=True),
        post("/turn-on", turn_on, by_clerk=True), post("/turn-off", turn_off, by_clerk=True),
        post("/spoken", spoken, by_clerk=True),
    ]  # fmt: skip


def shown(visit: Visit) -> Response:
    """Every feature, as of its last release."""
    return _page(visit)


def turn_on(visit: Visit) -> Response:
    """Everybody here is asked."""
    name = visit.said("feature")
    visit.desk.rooms.turn_on(visit.path["space"], name)
    return visit.on_to(_HERE.format(**visit.path), f"a{name.encode().hex()}")


def turn_off(visit: Visit) -> Response:
    """The feature ends."""
    name = visit.said("feature")
    visit.desk.rooms.turn_off(visit.path["space"], name)
    return visit.on_to(_HERE.format(**visit.path), f"a{name.encode().hex()}")


def let_in(visit: Visit) -> Response:
    """Somebody comes in, and the host gets their link to hand on, shown this once."""
    fields = Fields(_GUEST, visit.form)
    if fields.wrong:
        return _page(visit, fields=fields, status=422)
    name, who, relation = (fields[field.name] for field in _GUEST)
    person = visit.desk.rooms.join(visit.path["space"], who, name, Kind.PERSON, Relation(relation))
    return _with_link(visit, person)


def let_device_in(visit: Visit) -> Response:
    """A telephone, a room or a bot comes in. It has no button to press, and gets no link."""
    fields = Fields(_DEVICE, visit.form)
    if fields.wrong:
        return _page(visit, devices=fields, status=422)
    name, number, kind = (fields[field.name] for field in _DEVICE)
    person = visit.desk.rooms.join(visit.path["space"], number, name, Kind(kind), Relation.UNKNOWN)
    return visit.on_to(_HERE.format(**visit.path), f"p{person}")


def gone(visit: Visit) -> Response:
    """Somebody has gone. Nothing is captured of who is not here; what they answered stays answered."""
    visit.desk.rooms.leave(visit.path["space"], visit.said("person"))
    return visit.on_to(_HERE.format(**visit.path), "here")


def end(visit: Visit) -> Response:
    """The meeting is over."""
    visit.desk.rooms.end(visit.path["space"])
    return visit.on_to(_HERE.format(**visit.path))


def link(visit: Visit) -> Response:
    """A link for somebody who is here and has none, or another for the host."""
    return _with_link(visit, visit.form.get("person"))


def spoken(visit: Visit) -> Response:
    """What somebody said aloud who has no button to press. For who has one, nobody can answer."""
    says, version = visit.answer()
    visit.desk.rooms.spoken(
        visit.path["space"], visit.said("person"), visit.said("feature"), version, {visit.said("use"): says}, "host"
    )
    return visit.on_to(_HERE.format(**visit.path), f"p{visit.said('person')}")


def _with_link(visit: Visit, person: str | None) -> Response:
    made = made_link(visit.desk, visit.asker(), visit.path["space"], person)
    name = visit.desk.store.names(visit.path["space"]).get(person, "") if person else ""
    return _page(visit, link=(name, made))


def _page(
    visit: Visit, *, status: int = 200, fields: Fields | None = None, devices: Fields | None = None,
    link: object = None,
) -> Response:  # fmt: skip
    desk, space = visit.desk, visit.path["space"]
    facts = desk.rooms.facts(space)
    now = desk.rooms.now(facts)
    noticed = set(desk.store.notices)
    features = {name: f for name, f in desk.store.features.items() if (name, f.version) in noticed}
    previews = {name: desk.rooms.preview(space, name) for name in features}
    site = Site(_HERE.format(space=space), HOST, "host", space=desk.store.space(space).name, watch=WATCH)
    here: list[Guest] = guests(facts, desk.rooms.state(space), desk.store.names(space), desk.store.opened.handed(space))
    return visit.shown(
        "host.html", site, status, items=items(facts, features, previews, now), now=now, guests=here,
        fields=fields or Fields(_GUEST), devices=devices or Fields(_DEVICE), link=link,
        over=not here and any(isinstance(f, Joined) for f in facts),
    )  # fmt: skip
