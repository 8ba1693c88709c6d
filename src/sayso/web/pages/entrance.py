"""How people come in: by a link, by a token, or to the front door."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from starlette.responses import Response
from starlette.routing import BaseRoute

from sayso.consent.store.tokens import Scope
from sayso.web.caller import Role
from sayso.web.desk import Desk
from sayso.web.links import COOKIE, HOST, TOKEN, Session
from sayso.web.operation import slow_down
from sayso.web.pages.fields import Field, Fields
from sayso.web.pages.site import Site
from sayso.web.pages.visit import Visit, page
from sayso.web.problems import ProblemError, dead_link
from sayso.web.sessions import cookie, opened, with_token
from sayso.web.shapes import LinkShown
from sayso.web.spaces import way_back

#: Where a provider of identities is, if there is one.
_LOGIN, _LOGOUT = "/login", "/logout"
_SPACE = (Field("space"),)
_SHOWN = 50
#: As how many people and hosts one browser is known.
_MOST = 40


def routes(desk: Desk) -> list[BaseRoute]:
    """The front door, `/open/{link}`, where links lead, and the door for administrators."""
    return [
        page(desk, "/", front),
        page(desk, "/spaces", open_space, frozenset({Role.HOST}), method="POST"),
        page(desk, "/open/{link}", invitation),
        page(desk, "/open/{link}", enter, method="POST"),
        page(desk, "/sign-in", sign_in),
        page(desk, "/sign-in", show_token, method="POST"),
        page(desk, "/sign-out", leaving),
        page(desk, "/sign-out/links", ways_back, method="POST"),
        page(desk, "/sign-out", sign_out, method="POST"),
    ]


def front(visit: Visit, *, status: int = 200, fields: Fields | None = None) -> Response:
    """Where this browser may go."""
    store, token = visit.desk.store, visit.caller.token
    places = [(store.space(s.space).name, s.person == HOST, _address(s)) for s in visit.caller.sessions]
    answers = any(s.person != HOST for s in visit.caller.sessions)
    scopes: Collection[Scope] = token.scopes if token else ()
    if token and Scope.HOST in scopes:
        mine = store.spaces(token.owner, ("", ""), _SHOWN)
        places += [(space.name, True, f"/spaces/{space.id}/host") for space in mine]
    return visit.shown(
        "front.html", Site(), status, places=sorted(set(places)), known=visit.caller.known, hosts=Scope.HOST in scopes,
        administers=Scope.ADMIN in scopes, out=_out(visit), answers=answers, fields=fields or Fields(_SPACE),
        contacts=[] if visit.caller.known else visit.contacts(),
    )  # fmt: skip


def open_space(visit: Visit) -> Response:
    """A new meeting of the host whose token this is."""
    fields = Fields(_SPACE, visit.form)
    if visit.who is None or visit.who.token is None:
        raise ProblemError(403, "your link: is for one space; a token with the scope `host` opens others")
    if fields.wrong:
        return front(visit, status=422, fields=fields)
    space = visit.desk.rooms.open("meeting", fields["space"], visit.who.token.owner)
    return visit.on_to(f"/spaces/{space}/host")


def invitation(visit: Visit) -> Response:
    """A link opens once, and not by being looked at: mail programs and chats look at links before people do."""
    found = visit.desk.links.opened(visit.path["link"], visit.desk.clock())
    if found is None:
        raise dead_link()
    mine = next((s for s in visit.caller.sessions if (s.space, s.person) == (found.space, found.person)), None)
    return visit.on_to(_address(mine)) if mine else visit.shown("invitation.html", Site(), host=found.person == HOST)


def enter(visit: Visit) -> Response:
    """The link becomes a cookie, and the address that holds it is left."""
    session, value = opened(visit.desk, visit.request, visit.path["link"])
    return _with_cookie(visit, _address(session), session, value)


def sign_in(visit: Visit) -> Response:
    """For who has a token, or an account."""
    return _door(visit, "")


def show_token(visit: Visit) -> Response:
    """The token becomes a cookie."""
    shown = visit.said("token").strip()
    try:
        session, value = with_token(visit.desk, shown)
    except ProblemError:
        slow_down(visit.desk, visit.address, visit.desk.settings.strangers)
        return _door(visit, "unknown" if shown else "missing", 403)
    admin = Scope.ADMIN in visit.desk.store.tokens.get(session.token).scopes
    return _with_cookie(visit, "/admin" if admin else "/", session, value)


def leaving(visit: Visit, links: Sequence[tuple[str, LinkShown]] = ()) -> Response:
    """Before somebody signs out: this browser forgets them, and how they come back. `links`: by meeting."""
    return visit.shown("sign-out.html", Site(), out=_out(visit), links=links, contacts=visit.contacts())


def ways_back(visit: Visit) -> Response:
    """A link to come back with for everybody as whom this browser answers, shown this once."""
    desk = visit.desk
    mine = [s for s in visit.caller.sessions if s.person != HOST]
    return leaving(visit, [(desk.store.space(s.space).name, way_back(desk, s.space, s.person)) for s in mine])


def sign_out(visit: Visit) -> Response:
    """This browser knows nobody any more."""
    response = visit.on_to("/")
    _forget(visit, response, [name for name in visit.request.cookies if name.startswith(COOKIE)])
    return response


def _door(visit: Visit, wrong: str, status: int = 200) -> Response:
    return visit.shown("sign-in.html", Site(), status, wrong=wrong, login=_LOGIN if _has(visit, _LOGIN) else "")


def _out(visit: Visit) -> str:
    """Where signing out goes."""
    return _LOGOUT if _has(visit, _LOGOUT) else "/sign-out"


def _has(visit: Visit, path: str) -> bool:
    """Whether this desk has something at a path: a provider of identities is a part that it may have."""
    return any(getattr(route, "path", "") == path for route in visit.request.app.routes)


def _with_cookie(visit: Visit, address: str, session: Session, value: str) -> Response:
    response = visit.on_to(address)
    if session.token:  # with two, nobody would know which one counts
        _forget(visit, response, [n for n in visit.request.cookies if n.startswith(TOKEN) and n != session.cookie])
    # Browsers send all cookies with each request, and a request has its limits: whoever came longest ago is forgotten.
    others = sorted((s for s in visit.caller.sessions if s.cookie != session.cookie), key=lambda s: s.expires)
    _forget(visit, response, [s.cookie for s in others[: -(_MOST - 1)]])
    response.headers.append("Set-Cookie", cookie(visit.desk, session, value))
    return response


def _forget(visit: Visit, response: Response, cookies: Iterable[str]) -> None:
    for name in cookies:
        response.delete_cookie(name, "/", secure=visit.desk.settings.secure, httponly=True, samesite="lax")


def _address(session: Session) -> str:
    return f"/spaces/{session.space}/" + (f"people/{session.person}" if session.person != HOST else "host")
