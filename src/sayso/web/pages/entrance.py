"""How people come in: by a link, by a token, or to the front door."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute

from sayso.web.desk import Desk
from sayso.web.links import HOST, Session
from sayso.web.operation import slow_down
from sayso.web.pages.site import Site
from sayso.web.pages.visit import Visit, page
from sayso.web.problems import ProblemError
from sayso.web.sessions import cookie, opened, with_token


def routes(desk: Desk) -> list[BaseRoute]:
    """The front door, `/open/{link}`, where links lead, and the door for administrators."""
    return [
        page(desk, "/", front),
        page(desk, "/open/{link}", invitation),
        page(desk, "/open/{link}", enter, method="POST"),
        page(desk, "/sign-in", sign_in),
        page(desk, "/sign-in", show_token, method="POST"),
    ]


def front(visit: Visit) -> Response:
    """Where this browser may go."""
    names = {s.space: visit.desk.store.space(s.space).name for s in visit.caller.sessions}
    places = [(names[s.space], s.person == HOST, _address(s)) for s in visit.caller.sessions]
    return visit.shown("front.html", Site(), places=sorted(places), token=visit.caller.token)


def invitation(visit: Visit) -> Response:
    """A link opens once, and not by being looked at: mail programs and chats look at links before people do."""
    found = visit.desk.links.opened(visit.path["link"], visit.desk.clock())
    if found is None:
        raise ProblemError(403, "this link: is cut, or has expired; ask whoever invited you for a new one")
    mine = next((s for s in visit.caller.sessions if (s.space, s.person) == (found.space, found.person)), None)
    return visit.on_to(_address(mine)) if mine else visit.shown("invitation.html", Site(), host=found.person == HOST)


def enter(visit: Visit) -> Response:
    """The link becomes a cookie, and the address that holds it is left."""
    session, value = opened(visit.desk, visit.request, visit.path["link"])
    return _with_cookie(visit, _address(session), session, value)


def sign_in(visit: Visit) -> Response:
    """For who has a token."""
    return visit.shown("sign-in.html", Site(), wrong="")


def show_token(visit: Visit) -> Response:
    """The token becomes a cookie."""
    shown = visit.said("token").strip()
    try:
        session, value = with_token(visit.desk, shown)
    except ProblemError:
        slow_down(visit.desk, visit.address, visit.desk.settings.strangers)
        return visit.shown("sign-in.html", Site(), 403, wrong="unknown" if shown else "missing")
    return _with_cookie(visit, "/admin", session, value)


def _with_cookie(visit: Visit, address: str, session: Session, value: str) -> Response:
    response = visit.on_to(address)
    response.headers.append("Set-Cookie", cookie(visit.desk, session, value))
    return response


def _address(session: Session) -> str:
    return f"/spaces/{session.space}/" + (f"people/{session.person}" if session.person != HOST else "host")
