"""Spaces, and who comes into them and goes."""

from __future__ import annotations

from datetime import datetime

from sayso.consent.fact import Joined
from sayso.consent.store import Space
from sayso.consent.store.opened import Maker
from sayso.errors import NotThereError
from sayso.web import shapes
from sayso.web.caller import Asker, Role
from sayso.web.desk import Desk
from sayso.web.links import HOST, LINK_LASTS, WAY_BACK_LASTS
from sayso.web.operation import Call, Operation
from sayso.web.paging import cursor, page, place
from sayso.web.problems import ProblemError, linked_already, not_there

_HOST, _HOSTS = frozenset({Role.HOST}), frozenset({Role.HOST, Role.RECORD})


def operations() -> list[Operation]:
    """What can be done with spaces and people."""
    space, people = "/spaces/{space}", "/spaces/{space}/people"
    return [
        Operation(
            "POST", "/spaces", "Open a space: a meeting, or a channel", create, _HOST, shapes.NewSpace,
            shapes.SpaceShown, 201, repeatable=True,
        ),
        Operation("GET", "/spaces", "Your spaces, oldest first", listed, _HOSTS, answer=shapes.Spaces, paged=True),
        Operation("GET", space, "A space", shown, _HOSTS | {Role.PERSON}, answer=shapes.SpaceShown),
        Operation(
            "POST", people, "Somebody comes in, and is asked about every feature that is turned on", join, _HOSTS,
            shapes.Coming, shapes.Came, 201, repeatable=True, by_clerk=True,
        ),
        Operation("GET", people, "Who is here", here, _HOSTS, answer=shapes.People, paged=True),
        Operation(
            "POST", people + "/{person}/leavings", "Somebody goes", leave, _HOSTS, shapes.Nothing, shapes.Nothing, 201,
            repeatable=True, by_clerk=True,
        ),
        Operation(
            "POST", space + "/endings", "The meeting is over: every feature ends, and everybody goes", end, _HOSTS,
            shapes.Nothing, shapes.Nothing, 201, repeatable=True, by_clerk=True,
        ),
        Operation(
            "POST", space + "/links", "A link that opens once, for a person or for the host; not kept for a repeat",
            link, _HOSTS | {Role.ADMIN}, shapes.NewLink, shapes.LinkShown, 201,
        ),
    ]  # fmt: skip


def create(call: Call) -> None:
    """A new space, which the tokens of this owner reach."""
    new, token = call.read(shapes.NewSpace), call.asker.token
    if token is None:
        raise ProblemError(403, "your link: is for one space; a token with the scope `host` opens others")
    call.desk.rooms.open(new.kind, new.name, token.owner, keep=lambda space: call.keep(_space(space)))


def listed(call: Call) -> shapes.Spaces:
    """The spaces of the token's owner."""
    if call.asker.token is None:
        raise not_there()
    created, id = place(call.query.get("cursor"), 2)
    found = call.desk.store.spaces(call.asker.token.owner, (created, id), call.limit + 1)
    last = found[call.limit - 1] if len(found) > call.limit else None
    return shapes.Spaces(
        items=[_space(space) for space in found[: call.limit]], next=cursor(last.created, last.id) if last else None
    )


def shown(call: Call) -> shapes.SpaceShown:
    """One space."""
    return _space(call.desk.store.space(call.path["space"]))


def join(call: Call) -> None:
    """Somebody comes in; again, if they went. Who is here already stays."""
    new = call.read(shapes.Coming)
    call.desk.rooms.join(
        call.path["space"], new.who, new.name, new.kind, new.relation,
        keep=lambda person: call.keep(shapes.Came(person=person)),
    )  # fmt: skip


def here(call: Call) -> shapes.People:
    """Who is here now: no answers, which are nobody's business."""
    space = call.path["space"]
    names = call.desk.store.names(space)
    found, after = page(call.desk.rooms.state(space).here.values(), _when, call.query.get("cursor"), call.limit)
    items = [shapes.Here(person=j.person, name=names.get(j.person), kind=j.kind, since=j.at) for j in found]
    return shapes.People(items=items, next=after)


def leave(call: Call) -> None:
    """Somebody goes."""
    _somebody(call.desk, call.path["space"], call.path["person"])
    call.desk.rooms.leave(call.path["space"], call.path["person"], keep=lambda _facts: call.keep(shapes.Nothing()))


def end(call: Call) -> None:
    """It is over. What people answered stays answered, and they can come in again."""
    call.desk.rooms.end(call.path["space"], keep=lambda _facts: call.keep(shapes.Nothing()))


def link(call: Call) -> shapes.LinkShown:
    """A link to hand to somebody."""
    return made_link(call.desk, call.asker, call.path["space"], call.read(shapes.NewLink).person)


def made_link(desk: Desk, who: Asker, space: str, person: str | None) -> shapes.LinkShown:
    """A link for a person of a space, or for its host. For pages, too.

    A host gets one for a person only if there is none yet: with a second one the host could look at what they
    answered, and would learn from being refused it who has come to their page. Raises `ProblemError` then. Whoever
    else gives somebody another link is told of on that person's page.
    """
    if person is not None:
        _somebody(desk, space, person)
    elif who.role is Role.RECORD:
        raise ProblemError(403, "a link for the host: is made with a token of the host's; use the scope `host`")
    now, opened = desk.clock(), desk.store.opened
    with desk.store.together():
        if person and not opened.hand(space, person, now):
            if who.role is Role.HOST:
                raise linked_already()
            opened.add(space, person, Maker.ADMIN if who.role is Role.ADMIN else Maker.CONNECTOR, now)
        desk.store.acts.add(who.name, "link", f"{space}/{person or 'host'}", now)
    made = desk.links.link(space, person or HOST, now)
    return shapes.LinkShown(link=f"{desk.settings.address}/open/{made}", expires=now + LINK_LASTS)


def way_back(desk: Desk, space: str, person: str) -> shapes.LinkShown:
    """A link that a person makes for themselves: withdrawing next year must be as easy as agreeing was. For pages."""
    now = desk.clock()
    desk.store.opened.add(space, person, Maker.SELF, now)
    made = desk.links.link(space, person, now, WAY_BACK_LASTS)
    return shapes.LinkShown(link=f"{desk.settings.address}/open/{made}", expires=now + WAY_BACK_LASTS)


def _somebody(desk: Desk, space: str, person: str) -> None:
    """Raises `NotThereError` unless the person was ever here."""
    facts = desk.rooms.facts(space)
    if not any(isinstance(f, Joined) and f.person == person for f in facts):
        raise NotThereError("this person", "was never here", "let them come in first")


def _space(space: Space) -> shapes.SpaceShown:
    return shapes.SpaceShown(
        id=space.id, kind=space.kind, name=space.name, created=datetime.fromisoformat(space.created)
    )


def _when(joined: Joined) -> tuple[str, ...]:
    return joined.at.isoformat(), joined.person
