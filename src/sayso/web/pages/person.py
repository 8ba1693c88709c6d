"""A person's pages: the card that asks them, "my answers", and what they hold as proof."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response
from starlette.routing import BaseRoute

from sayso.consent.fact import How, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.signing import public_keys
from sayso.consent.standing import foreseen
from sayso.consent.store.opened import Another, Maker
from sayso.errors import NotThereError, PolicyError
from sayso.web import spaces
from sayso.web.answers import signed_receipt
from sayso.web.caller import Role
from sayso.web.desk import Desk
from sayso.web.pages.card import Card, cards
from sayso.web.pages.site import PERSON, WATCH, Site
from sayso.web.pages.visit import Does, Visit, page
from sayso.web.policies import MOST_POLICY
from sayso.web.shapes import LinkShown

_PERSON = frozenset({Role.PERSON})
_ME = "/spaces/{space}/people/{person}"


def routes(desk: Desk) -> list[BaseRoute]:
    """Where they are."""

    def get(path: str, does: Does) -> BaseRoute:
        return page(desk, _ME + path, does, _PERSON)

    def post(path: str, does: Does, *, by_clerk: bool = False) -> BaseRoute:
        return page(desk, _ME + path, does, _PERSON, method="POST", by_clerk=by_clerk)

    return [
        get("", card), get("/answers", mine), get("/receipt", receipt), get("/keys", keys),
        post("/answer", answer, by_clerk=True), post("/keep-off", keep_off, by_clerk=True),
        post("/withdraw", withdraw, by_clerk=True),
        post("/way-back", way_back), post("/policy", policy), post("/policy-ends", policy_ends),
    ]  # fmt: skip


def card(visit: Visit, *, link: LinkShown | None = None) -> Response:
    """What they are asked now. `link`: their way back, shown this once."""
    found = [card for card in _cards(visit) if card.on]
    answered = any(q.standing.how is How.CLICKED for card in found for q in card.questions)
    offered = answered and not any(link.maker is Maker.SELF for link in _links(visit))
    return visit.shown(
        "card.html", _site(visit, "card"), cards=found, now=visit.desk.clock(), host="", link=link, offered=offered
    )


def mine(
    visit: Visit, *, status: int = 200, link: LinkShown | None = None, text: str = "", wrong: str = "",
    answers: Sequence[tuple[Feature, Use, Says | None]] | None = None,
) -> Response:  # fmt: skip
    """Everything that they were asked here. `link`: their way back, shown this once.

    `text`: a policy that was given just now; `answers`: what it would answer, or `wrong`: why it is none.
    """
    found = _cards(visit)
    given = any(q.yes for card in found for q in card.questions)
    held = visit.desk.store.policies.of(visit.path["space"]).get(visit.path["person"], "")
    return visit.shown(
        "mine.html", _site(visit, "mine"), status, cards=found, given=given, link=link, links=_links(visit),
        policy=held, text=text, wrong=wrong, answers=answers,
    )  # fmt: skip


def policy(visit: Visit) -> Response:
    """Their sharing policy, which answers for them here from now on; kept once they have seen what it would answer."""
    text, store = visit.said("policy").replace("\r\n", "\n"), visit.desk.store
    try:
        answers = foreseen(text[: MOST_POLICY + 1], store.features.values(), visit.desk.clock().date())
        if len(text) > MOST_POLICY:
            raise PolicyError("policy", 0, "is too long", f"give up to {MOST_POLICY:,} characters")
    except PolicyError as error:
        return mine(visit, status=422, text=text, wrong=str(error))
    if "seen" not in visit.form:
        return mine(visit, text=text, answers=answers)
    store.policies.give(visit.path["space"], visit.path["person"], text, visit.desk.clock())
    return visit.on_to(_base(visit) + "/answers", "policy")


def policy_ends(visit: Visit) -> Response:
    """They are asked again; what was answered stays answered."""
    visit.desk.store.policies.take_back(visit.path["space"], visit.path["person"])
    return visit.on_to(_base(visit) + "/answers", "policy")


def way_back(visit: Visit) -> Response:
    """A link for themselves, made by nobody else."""
    made = spaces.way_back(visit.desk, visit.path["space"], visit.path["person"])
    return (mine if visit.form.get("back") == "mine" else card)(visit, link=made)


def answer(visit: Visit) -> Response:
    """One use, one answer; back to where it was asked."""
    says, version = visit.answer()
    _answer(visit, version, {visit.said("use"): says})
    place = visit.form.get("place", "")
    return _back(visit, place if re.fullmatch("[a-z0-9-]{1,200}", place) else "")


def keep_off(visit: Visit) -> Response:
    """All uses refused, so that the host is told of a policy."""
    name, version = visit.said("feature"), visit.version()
    here = next((c for c in _cards(visit) if (c.feature.name, c.feature.version) == (name, version)), None)
    if here is None:
        raise NotThereError("this question", "is none that you were asked", "answer what you were asked")
    _answer(visit, version, {use.name: Says.REFUSED for use in here.feature.uses}, unseen=True)
    return _back(visit, f"a{here.id}")


def withdraw(visit: Visit) -> Response:
    """Everything that they gave here. What may be captured changes before they see the next page."""
    visit.desk.rooms.withdraw(visit.path["space"], visit.path["person"], visit.form.get("feature"))
    return visit.on_to(_base(visit) + "/answers", "withdrawn")


def receipt(visit: Visit) -> Response:
    """The signed receipt, as a file."""
    signed = signed_receipt(visit.desk, visit.path["space"], visit.path["person"])
    return _file(signed, "sayso-receipt.jws", "application/jose")


def keys(visit: Visit) -> Response:
    """The desk's public keys, as a file: what a receipt is verified with later, without the desk."""
    text = json.dumps(public_keys(visit.desk.store.keys.all()), indent=2) + "\n"
    return _file(text, "sayso-keys.json", "application/jwk-set+json")


def _answer(visit: Visit, version: int, says: dict[str, Says], *, unseen: bool = False) -> None:
    space, person = visit.path["space"], visit.path["person"]
    read = visit.form.get("language", visit.texts.language)
    language = read if re.fullmatch("[a-z]{2}", read) else ""
    visit.desk.rooms.answer(space, person, visit.said("feature"), version, says, unseen=unseen, language=language)


def _cards(visit: Visit) -> list[Card]:
    rooms = visit.desk.rooms
    facts = rooms.facts(visit.path["space"])
    notices = visit.desk.store.notices.by_version()
    return cards(facts, visit.path["person"], notices, rooms.now(facts), visit.texts.language)


def _links(visit: Visit) -> list[Another]:
    """The links that lead here, after their first."""
    return visit.desk.store.opened.others(visit.path["space"], visit.path["person"])


def _back(visit: Visit, place: str) -> Response:
    return visit.on_to(_base(visit) + ("/answers" if visit.form.get("back") == "mine" else ""), place)


def _site(visit: Visit, here: str) -> Site:
    store, space = visit.desk.store, visit.path["space"]
    site = Site(_base(visit), PERSON, here, watch=WATCH)
    return replace(site, space=store.space(space).name, name=store.names(space).get(visit.path["person"], ""))


def _base(visit: Visit) -> str:
    return _ME.format(**visit.path)


def _file(text: str, name: str, kind: str) -> Response:
    return Response(text, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
