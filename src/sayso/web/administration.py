"""What administrators do: declare features, publish notices, forget people, and read what was done."""

from __future__ import annotations

from datetime import datetime

from sayso.consent.erasure import erase
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Ground, Notice, Party
from sayso.consent.store.people import Known
from sayso.errors import ConsentError, NotThereError
from sayso.vocabulary import data, purposes
from sayso.web import declared
from sayso.web.caller import Asker, Role
from sayso.web.desk import Desk
from sayso.web.operation import Call, Operation
from sayso.web.paging import cursor, place
from sayso.web.problems import ProblemError

_ADMIN = frozenset({Role.ADMIN})
#: How many people are shown who may be meant.
_FOUND = 50


def operations() -> list[Operation]:
    """What can be done with the desk itself."""
    return [
        Operation("GET", "/features", "What hosts can turn on", features, _ADMIN | {Role.HOST},
                  answer=declared.Features),
        Operation(
            "POST", "/features", "Declare a feature, or its next version", add_feature, _ADMIN, declared.FeatureShown,
            declared.FeatureShown, 201, repeatable=True,
        ),
        Operation(
            "POST", "/notices", "Publish the notice for the newest version of a feature; it is never changed",
            add_notice, _ADMIN, declared.NewNotice, declared.Noted, 201, repeatable=True,
        ),
        Operation(
            "POST", "/lookups", "Look for people by a part of their name or address; the audit says that you did",
            lookup, _ADMIN, declared.Lookup, declared.Found,
        ),
        Operation(
            "POST", "/erasures", "Forget who somebody is, in all spaces; every yes of theirs ends", erased, _ADMIN,
            declared.Erasure, declared.Erased, 201,
        ),
        Operation("GET", "/acts", "What was done to the desk, and by whom", acts, _ADMIN, answer=declared.ActsShown,
                  paged=True),
    ]  # fmt: skip


def features(call: Call) -> declared.Features:
    """The newest version of each."""
    return declared.Features(items=[_feature(f) for f in call.desk.store.features.values()])


def add_feature(call: Call) -> None:
    """Where it is turned on already, the old version stays until the host turns it on anew."""
    new = call.read(declared.FeatureShown)
    with call.desk.store.together():
        declare(call.desk, call.asker, new)
        call.keep(new)


def declare(desk: Desk, who: Asker, new: declared.FeatureShown) -> None:
    """A new feature, or its next version. For pages, too. Raises `ProblemError`, `ConsentError` for what is none."""
    for use in new.uses:
        if use.data not in data() or use.purpose not in purposes():
            raise ProblemError(422, "a use: has a word that there is not; `sayso explain` has the words")
    try:
        uses = tuple(Use(use.data, use.purpose, use.needed) for use in new.uses)
        feature = Feature(new.name, new.version, uses, new.mode, new.fewest)
    except ValueError as error:
        raise ConsentError("this feature", str(error), "declare it anew") from None
    with desk.store.together():
        desk.store.features.add(feature)
        desk.store.acts.add(who.name, "feature", f"{new.name} {new.version}", desk.clock())


def add_notice(call: Call) -> None:
    """Who is asked about the feature's newest version is shown this."""
    new = call.read(declared.NewNotice)
    with call.desk.store.together():
        feature = publish(call.desk, call.asker, new)
        call.keep(declared.Noted(feature=feature.name, feature_version=feature.version, version=new.version))


def publish(desk: Desk, who: Asker, new: declared.NewNotice) -> Feature:
    """The notice for the newest version of a feature, and that. For pages, too.

    Raises `ProblemError`, `ConsentError` for what cannot be published.
    """
    store = desk.store
    feature = store.features.get(new.feature)
    if feature is None:
        raise NotThereError(new.feature, "is not a feature of this desk", "declare it first")
    _date(new.date)
    said = new.model_dump(exclude={"feature", "controller", "recipients", "grounds"})
    grounds = {use: Ground(**ground.model_dump()) for use, ground in new.grounds.items()}
    parties = [Party(**party.model_dump()) for party in (new.controller, *new.recipients)]
    with store.together():
        notice = Notice(**said, controller=parties[0], recipients=tuple(parties[1:]), grounds=grounds)
        store.notices.add(feature, notice)
        store.acts.add(who.name, "notice", f"{new.feature} {new.version}", desk.clock())
    return feature


def lookup(call: Call) -> declared.Found:
    """Who may be meant. Whom was looked for is not kept."""
    found, more = looked_up(call.desk, call.asker, call.read(declared.Lookup).part)
    items = [declared.PersonKnown(who=known.who, names=list(known.names), spaces=known.spaces) for known in found]
    return declared.Found(items=items, more=more)


def looked_up(desk: Desk, who: Asker, part: str) -> tuple[list[Known], bool]:
    """The first of whom this is a part, and whether there are more; written down. For pages, too."""
    found = desk.store.people.find(part)
    desk.store.acts.add(who.name, "lookup", f"{len(found)} people found", desk.clock())
    return found[:_FOUND], len(found) > _FOUND


def erased(call: Call) -> declared.Erased:
    """Their facts stay, and name nobody. Done again, it does nothing."""
    return declared.Erased(spaces=forgotten(call.desk, call.asker, call.read(declared.Erasure).who))


def forgotten(desk: Desk, who: Asker, person: str) -> int:
    """In how many spaces somebody was, who is forgotten now; whom it was is not kept in the audit. For pages, too."""

    def audit(spaces: int) -> None:
        desk.store.acts.add(who.name, "erase", f"somebody in {spaces} spaces", desk.clock())

    return erase(desk.rooms, person, audit)


def acts(call: Call) -> declared.ActsShown:
    """The audit, oldest first."""
    (after,) = place(call.query.get("cursor"), 1)
    if not ((after.isascii() and after.isdigit() and len(after) < 18) or not after):
        raise ProblemError(400, "`cursor`: is none that the desk gave; leave it out to begin anew")
    found = call.desk.store.acts.after(int(after or 0), call.limit + 1)
    items = [
        declared.ActShown(seq=a.seq, at=datetime.fromisoformat(a.at), asker=a.asker, act=a.act, thing=a.thing)
        for a in found[: call.limit]
    ]
    return declared.ActsShown(items=items, next=cursor(str(items[-1].seq)) if len(found) > call.limit else None)


def _audit(call: Call, act: str, thing: str) -> None:
    call.desk.store.acts.add(call.asker.name, act, thing, call.desk.clock())


def _date(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ProblemError(422, "`date`: is no day of the calendar; write it as 2026-05-02") from None


def _feature(feature: Feature) -> declared.FeatureShown:
    uses = [declared.UseShown(data=u.data, purpose=u.purpose, needed=u.needed) for u in feature.uses]
    return declared.FeatureShown(
        name=feature.name, version=feature.version, mode=feature.mode, uses=uses, fewest=feature.fewest
    )
