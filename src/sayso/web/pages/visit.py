"""One visit to a page: who comes, in which language, what their form says; and every error as a page, too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sayso.consent.fact import Says
from sayso.consent.notice import Party
from sayso.errors import UnreachableStoreError
from sayso.web.caller import Asker, Caller, Role, asker, refuse_forged, whose
from sayso.web.desk import Desk
from sayso.web.links import HOST
from sayso.web.operation import path_parts, read_body, slow_down
from sayso.web.pages.render import render
from sayso.web.pages.site import Site
from sayso.web.pages.texts import Texts, choose
from sayso.web.problems import ProblemError, answer_to, who_are_you
from sayso.web.sessions import cookie

#: Browsers tell the desk, and nobody else, which page a form was on: what defends against forgery goes by it.
_HEADERS = {"Referrer-Policy": "same-origin", "Vary": "Accept-Language"}
_MOST_FIELDS = 20
_SAYS = {"given": Says.GIVEN, "refused": Says.REFUSED}
#: The errors of which the detail says more than the page's own words do.
_TOLD = frozenset({400, 403, 405, 409, 413, 415, 422})
#: The errors, by status or text, of somebody who may have been here before, and wants to know how to come back.
_LOST = frozenset({401, 404, "error.dead_link", "error.opened_link"})


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything that is needed to answer one. `language`: that was asked for in the address, if one was."""

    desk: Desk
    request: Request
    texts: Texts
    language: str
    caller: Caller = field(default_factory=Caller)
    who: Asker | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)

    def shown(self, template: str, site: Site, status: int = 200, **model: Any) -> Response:
        """A page, as whoever comes reads it."""
        query = tuple(pair for pair in self.request.query_params.multi_items() if pair[0] != "lang")
        text = render(template, self.texts, site=replace(site, language=self.language, query=query), **model)
        return HTMLResponse(text, status, {**_HEADERS, "Content-Language": self.texts.language})

    def on_to(self, address: str, place: str = "", **query: str) -> RedirectResponse:
        """To another page of the desk in the same language, and to a place on it."""
        asked = urlencode({**query, **({"lang": self.language} if self.language else {})})
        where = address + (f"?{asked}" if asked else "") + (f"#{place}" if place else "")
        return RedirectResponse(where, 303, _HEADERS)

    @property
    def address(self) -> str:
        """Where they come from, for counting how often."""
        return f"address:{self.request.client.host if self.request.client else ''}"

    def contacts(self) -> list[Party]:
        """To whom people can write: who decides, by the notices that are in force. Nobody where that cannot be read."""
        with suppress(UnreachableStoreError):
            return list({n.controller.email: n.controller for n in self.desk.store.notices.newest().values()}.values())
        return []

    def asker(self) -> Asker:
        """Who comes. Raises `ProblemError` on pages that are for everybody, where it may be nobody."""
        if self.who is None:
            raise who_are_you()
        return self.who

    def name(self) -> str:
        """Who comes, as an audit names them."""
        return self.who.name if self.who else "nobody"

    def said(self, name: str) -> str:
        """What a field of the form holds. Raises `ProblemError` if it is not there: the page that was sent has it."""
        if name not in self.form:
            raise ProblemError(422, f"this form: has no `{name}`; use the desk's own pages")
        return self.form[name]

    def version(self) -> int:
        """The version of a feature that the form is about. Raises `ProblemError` if it is no number."""
        text = self.said("version")
        if not re.fullmatch("[0-9]{1,7}", text):
            raise ProblemError(422, "`version`: is no number; use the desk's own pages")
        return int(text)

    def answer(self) -> tuple[Says, int]:
        """The answer that the form gives, and to which version. Raises `ProblemError` for one that is none."""
        says = _SAYS.get(self.said("says"))
        if says is None:
            raise ProblemError(422, "`says`: is neither given nor refused; use the desk's own pages")
        return says, self.version()


Does = Callable[[Visit], Response]


def page(
    desk: Desk,
    path: str,
    does: Does,
    roles: frozenset[Role] = frozenset(),
    *,
    method: str = "GET",
    by_clerk: bool = False,
    most: int = _MOST_FIELDS,
) -> Route:
    """A route to a page, or for a form of so many fields at `most`.

    `roles`: who may come; empty for everybody. `by_clerk`: as for an operation.
    """

    async def answer(request: Request) -> Response:
        request.scope["sayso.route"] = path
        come = visit(desk, request)
        try:
            body = await read_body(request, desk.settings) if method == "POST" else b""

            def entered() -> Visit:
                nonlocal come
                come = _entered(come, roles, body, most)
                return come

            if by_clerk:
                response = await desk.clerk.does(entered, does)
            else:
                response = await desk.aside(lambda: does(entered()))
            return _kept(come, response)
        except Exception as error:
            return await desk.aside(failed, come, error)

    return Route(path, answer, methods=[method])


def visit(desk: Desk, request: Request) -> Visit:
    """A visit, before it is known who comes."""
    asked = request.query_params.get("lang")
    texts = choose(asked, request.headers.get("accept-language", ""))
    return Visit(desk, request, texts, texts.language if asked == texts.language else "")


def failed(visit: Visit, error: Exception) -> Response:
    """What went wrong, as a page; mapped where all errors are mapped."""
    problem = answer_to(visit.request, error)
    text = error.text if isinstance(error, ProblemError) else ""
    told = problem.status_code in _TOLD and not text
    detail = json.loads(bytes(problem.body))["detail"] if told else ""
    key = text or f"error.{problem.status_code}"
    said = visit.texts(key if key in visit.texts else "error.other")
    lost = problem.status_code in _LOST or text in _LOST
    page = visit.shown(
        "error.html", Site(), problem.status_code, said=said, detail=detail, back=_back(visit), lost=lost,
        contacts=visit.contacts() if lost else [],
    )  # fmt: skip
    for name in ("Retry-After", "Connection"):
        if name in problem.headers:
            page.headers[name] = problem.headers[name]
    return page


def lost(desk: Desk, request: Request, error: Exception) -> Response:
    """What went wrong where nothing is: a page for people, and a problem for programs."""
    if "text/html" not in request.headers.get("accept", ""):
        return answer_to(request, error)
    asked = request.query_params.get("lang")
    texts = choose(asked, request.headers.get("accept-language", ""))
    return failed(Visit(desk, request, texts, texts.language if asked == texts.language else ""), error)


def _entered(visit: Visit, roles: frozenset[Role], body: bytes, most: int) -> Visit:
    """Who comes, and what their form says; nothing is done yet."""
    desk, request = visit.desk, visit.request
    try:
        caller = whose(desk, request)
        if request.method == "POST":
            # A form is refused unless it is the desk's own, cookies or not: nobody opens a link for somebody else.
            refuse_forged(desk, request, replace(caller, cookies=True))
        if not roles:
            slow_down(desk, f"page:{visit.address}", desk.settings.people)
            return replace(visit, caller=caller, path=request.path_params, form=_form(request, body, most))
        path = path_parts(request.path_params)
        who = asker(desk, caller, roles, path.get("space", ""), path.get("person", ""))
    except ProblemError:
        slow_down(desk, visit.address, desk.settings.strangers)
        raise
    slow_down(desk, who.name, desk.settings.people)
    return replace(visit, caller=caller, who=who, path=path, form=_form(request, body, most))


def _kept(visit: Visit, response: Response) -> Response:
    """Who comes back in time is not forgotten: their session lasts from now on."""
    space, person, now = visit.path.get("space"), visit.path.get("person", HOST), visit.desk.clock()
    mine = next((s for s in visit.caller.sessions if (s.space, s.person) == (space, person)), None)
    if visit.who and mine and mine.ages(now):
        response.headers.append("Set-Cookie", cookie(visit.desk, *visit.desk.links.session(mine.space, person, now)))
    return response


def _back(visit: Visit) -> str:
    """The page of the desk that somebody comes from, if they come from one."""
    came = urlsplit(visit.request.headers.get("referer", "")) if visit.who else urlsplit("")
    own = came.netloc == visit.request.url.netloc and came.path.startswith("/") and not came.path.startswith("//")
    return urlunsplit(("", "", came.path, came.query, "")) if own else ""


def _form(request: Request, body: bytes, most: int) -> dict[str, str]:
    if not body:
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise ProblemError(415, "this request: is no form; use the desk's own pages")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=most))
    except ValueError:
        raise ProblemError(400, "this form: cannot be read; use the desk's own pages") from None
