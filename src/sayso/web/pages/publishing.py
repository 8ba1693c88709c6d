"""The administrator's form for a notice: what people are told when they are asked about a feature."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count
from typing import get_args

from starlette.responses import Response
from starlette.routing import BaseRoute

from sayso.consent.feature import Feature
from sayso.consent.notice import CONSENT
from sayso.errors import NotThereError
from sayso.say import Say
from sayso.web.administration import publish
from sayso.web.caller import Role
from sayso.web.declared import NewNotice
from sayso.web.desk import Desk
from sayso.web.pages.draft import Draft, draft_of, read
from sayso.web.pages.site import ADMIN, Site
from sayso.web.pages.texts import DEFAULT, languages
from sayso.web.pages.visit import Visit, page

_ADMIN = frozenset({Role.ADMIN})
_HERE = "/admin/notices"
_SITE = Site("/admin", ADMIN, "notice")
#: The most fields of this form: for the most uses, each with its sentences and its ground.
_MOST = 500


def routes(desk: Desk) -> list[BaseRoute]:
    """Where it is."""
    return [page(desk, _HERE, start, _ADMIN), page(desk, _HERE, published, _ADMIN, method="POST", most=_MOST)]


def start(visit: Visit) -> Response:
    """As for the version before; for a feature that never had one, who decides as for another: that is mostly the same.

    Raises `ConsentError` for a version that has its notice.
    """
    notices, name = visit.desk.store.notices, visit.request.query_params.get("feature", "")
    if not name:
        return visit.shown(
            "notices.html", _SITE, features=list(visit.desk.store.features.values()), noticed=set(notices)
        )
    feature, newest = _feature(visit, name), notices.newest()
    notices.wanted(feature)
    known = newest.get(name) or next(iter(newest.values()), None)
    values = draft_of(known).values if known else _nothing(visit.desk)
    if name not in newest:
        values = {at: value for at, value in values.items() if not at.startswith(("texts/", "grounds/"))}
    today = visit.desk.clock().date().isoformat()
    return _form(visit, feature, Draft({**values, "version": _unused(visit, f"{name}-{today}"), "date": today}))


def published(visit: Visit) -> Response:
    """It is never changed: another text is for the feature's next version."""
    feature = _feature(visit, visit.said("feature"))
    visit.desk.store.notices.wanted(feature)
    written = {name: value.strip().replace("\r\n", "\n") for name, value in visit.form.items()}
    draft = read(written, feature, _languages())
    if draft["version"] in visit.desk.store.notices.by_version():
        draft = replace(draft, wrong={**draft.wrong, "version": "taken"}, notice=None)
    if draft.notice is None:
        return _form(visit, feature, draft, 422)
    publish(visit.desk, visit.asker(), draft.notice)
    return visit.on_to("/admin", "features")


def _form(visit: Visit, feature: Feature, draft: Draft, status: int = 200) -> Response:
    return visit.shown(
        "notice.html", _SITE, status, feature=feature, draft=draft, spoken={c: languages()[c] for c in _languages()},
        says=list(Say), bases=get_args(NewNotice.model_fields["legal_basis"].annotation),
    )  # fmt: skip


def _nothing(desk: Desk) -> dict[str, str]:
    """What stands in the fields of the very first notice: here people withdraw, and consent is what they are asked."""
    return {"withdraw_at": f"{desk.settings.address}/", "legal_basis": CONSENT}


def _languages() -> list[str]:
    """The languages of the pages, their default first."""
    return sorted(languages(), key=lambda code: (code != DEFAULT, code))


def _unused(visit: Visit, name: str) -> str:
    """A version that there is not yet, by this name."""
    known = visit.desk.store.notices.by_version()
    return next(v for v in chain([name], (f"{name}-{n}" for n in count(2))) if v not in known)


def _feature(visit: Visit, name: str) -> Feature:
    if found := visit.desk.store.features.get(name):
        return found
    raise NotThereError("this feature", "was not declared", "declare it first")
