"""The administrator's form for a feature: what it works on and for what, and then each of its uses by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from starlette.responses import Response
from starlette.routing import BaseRoute

from sayso.consent.feature import ALWAYS_EXTRA, Mode, Use
from sayso.vocabulary import data, purposes
from sayso.web.administration import declare
from sayso.web.caller import Role
from sayso.web.declared import FeatureShown, UseShown
from sayso.web.desk import Desk
from sayso.web.pages.fields import Field, Fields
from sayso.web.pages.site import ADMIN, Site
from sayso.web.pages.visit import Visit, page

_ADMIN = frozenset({Role.ADMIN})
_HERE = "/admin/features"
_FEATURE = (Field("feature", word=True), Field("mode", choices=tuple(Mode)), Field("fewest", number=True))
#: What can be said of one use, and of one that no feature needs.
NEEDED, EXTRA, NO = "needed", "extra", "no"
#: The most uses of a feature.
_MOST = 50


def routes(desk: Desk) -> list[BaseRoute]:
    """Where it is."""
    return [
        page(desk, _HERE, start, _ADMIN),
        page(desk, _HERE + "/uses", uses, _ADMIN),
        page(desk, _HERE, declared, _ADMIN, method="POST", most=2 * _MOST),
    ]


def start(visit: Visit) -> Response:
    """What it works on, and for what: as in the version before, if there is one."""
    before = visit.desk.store.features.get(visit.request.query_params.get("feature", ""))
    if before is None:
        return _start(visit, Fields(_FEATURE), ())
    known = Fields(_FEATURE, {"feature": before.name, "mode": before.mode, "fewest": str(before.fewest)})
    return _start(visit, known, {word for use in before.uses for word in (use.data, use.purpose)})


def uses(visit: Visit) -> Response:
    """Each use by itself."""
    query = visit.request.query_params
    fields, ticked = Fields(_FEATURE, query), {*query.getlist("data"), *query.getlist("purpose")}
    found = _uses(ticked)
    if fields.wrong or not 0 < len(found) <= _MOST:
        return _start(visit, fields, ticked, "" if 0 < len(found) <= _MOST else "many" if found else "tick", 422)
    before = visit.desk.store.features.get(fields["feature"])
    said = {use.name: NEEDED if use.needed else EXTRA for use in before.uses} if before else {}
    return _each(visit, fields, found, said)


def declared(visit: Visit) -> Response:
    """A new feature, or its next version. Hosts can turn it on once its notice is published, which comes next."""
    fields, found = Fields(_FEATURE, visit.form), _uses({*visit.said("data").split(), *visit.said("purpose").split()})
    said = {use.name: visit.form.get(f"use/{use.name}", "") for use in found}
    wrong = {use.name: "no_choice" for use in found if said[use.name] not in offered(use)}
    if fields.wrong or wrong or NEEDED not in said.values():
        return _each(visit, fields, found, said, wrong, 422)
    name, before = fields["feature"], visit.desk.store.features.get(fields["feature"])
    made = [
        UseShown(data=use.data, purpose=use.purpose, needed=said[use.name] == NEEDED)
        for use in found
        if said[use.name] != NO
    ]
    version = before.version + 1 if before else 1
    mode, fewest = Mode(fields["mode"]), int(fields["fewest"])
    new = FeatureShown(name=name, version=version, mode=mode, uses=made, fewest=fewest)
    declare(visit.desk, visit.asker(), new)
    return visit.on_to("/admin/notices", feature=name)


def offered(use: Use) -> tuple[str, ...]:
    """What can be said of a use: training and the like are never needed."""
    return (EXTRA, NO) if use.purpose in ALWAYS_EXTRA else (NEEDED, EXTRA, NO)


def _uses(ticked: Collection[str]) -> list[Use]:
    return [Use(d, p) for d in data() if d in ticked for p in purposes() if p in ticked]


def _start(visit: Visit, fields: Fields, ticked: Collection[str], wrong: str = "", status: int = 200) -> Response:
    return visit.shown(
        "feature.html", Site("/admin", ADMIN, "feature"), status, fields=fields, ticked=ticked, wrong=wrong,
        data=list(data()), purposes=list(purposes()),
    )  # fmt: skip


def _each(
    visit: Visit, fields: Fields, found: list[Use], said: Mapping[str, str], wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    return visit.shown(
        "uses.html", Site("/admin", ADMIN, "feature"), status, fields=fields, uses=found, said=said, wrong=wrong or {},
        unneeded=status != 200 and not wrong, offered=offered,
        data=" ".join(dict.fromkeys(use.data for use in found)),
        purposes=" ".join(dict.fromkeys(use.purpose for use in found)),
    )  # fmt: skip
