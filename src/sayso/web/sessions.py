"""Links and tokens become cookies here, so that no address and no script holds a secret afterwards."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sayso.web import shapes
from sayso.web.desk import Desk
from sayso.web.links import HOST, Session
from sayso.web.operation import Call, Operation
from sayso.web.problems import ProblemError, dead_link, opened_link


def operations() -> list[Operation]:
    """How a browser begins."""
    return [
        Operation(
            "POST", "/sessions", "Exchange a link, or a token, for a cookie; a link opens once", begin,
            body=shapes.Show, answer=shapes.Opened, status=201,
        ),
    ]  # fmt: skip


def begin(call: Call) -> shapes.Opened:
    """One of both is shown. Raises `ProblemError` for what opens nothing."""
    shown = call.read(shapes.Show)
    if bool(shown.link) == bool(shown.token):
        raise ProblemError(422, "this request: shows both a link and a token, or neither; show one of them")
    made = opened(call.desk, call.request, shown.link) if shown.link else with_token(call.desk, shown.token)
    session, value = made
    call.headers["Set-Cookie"] = cookie(call.desk, session, value)
    return shapes.Opened(space=session.space or None, person=session.person or None)


def opened(desk: Desk, request: Request, link: str) -> tuple[Session, str]:
    """The session that a link opens, and what its cookie holds. For pages, too.

    Raises `ProblemError` if it is forged, has expired, or was opened before by somebody else than this browser.
    """
    now = desk.clock()
    asked = desk.links.opened(link.rpartition("/")[2], now)
    if asked is None:
        raise dead_link()
    if not desk.store.opened.first_time(asked.id, asked.space, asked.person, now):
        mine = desk.links.sessions(request.cookies.items(), now)
        if not any((s.space, s.person) == (asked.space, asked.person) for s in mine):
            raise opened_link()
    return desk.links.session(asked.space, asked.person, now)


def cookie(desk: Desk, session: Session, value: str) -> str:
    """The header that sets the cookie of a session."""
    response = Response()
    response.set_cookie(
        session.cookie, value, int((session.expires - desk.clock()).total_seconds()), path="/",
        secure=desk.settings.secure, httponly=True, samesite="lax",
    )  # fmt: skip
    return response.headers["set-cookie"]


def with_token(desk: Desk, shown: str) -> tuple[Session, str]:
    """The session that a token opens, and what its cookie holds. For pages, too. Raises `ProblemError` for none."""
    token = desk.store.tokens.find(shown, desk.clock())
    if token is None:
        raise ProblemError(403, "this token: opens nothing, or no longer; ask whoever runs the desk for another")
    return desk.links.session("", HOST, desk.clock(), token.id)
