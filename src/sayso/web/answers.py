"""What a person does: see what they are asked, answer, see what they gave, withdraw, and hold the proof."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sayso.consent.fact import Answered, Asked, Fact, Joined, Relation, Says
from sayso.consent.feature import Feature
from sayso.consent.kantara import kantara
from sayso.consent.notice import Notice
from sayso.consent.record import receipt as receipt_of
from sayso.consent.record import records
from sayso.consent.rooms import Keep
from sayso.consent.signing import sign
from sayso.consent.state import State
from sayso.consent.view import CROWD, crowd
from sayso.errors import NotThereError
from sayso.web import shapes
from sayso.web.caller import Role
from sayso.web.desk import Desk
from sayso.web.operation import Call, Operation
from sayso.web.paging import page

_PERSON = frozenset({Role.PERSON})
_ME = "/spaces/{space}/people/{person}"


def operations() -> list[Operation]:
    """What a person can do about themselves, and the host for a device that cannot press a button."""
    kept = {"answer": shapes.Answers, "status": 201, "repeatable": True, "one_act": True, "by_clerk": True}
    return [
        Operation("GET", _ME + "/asks", "What you are asked", asks, _PERSON, answer=shapes.Asks),
        Operation(
            "POST", _ME + "/answers", "Answer, use by use", answer, _PERSON,
            body=shapes.NewAnswer, **kept,  # type: ignore[arg-type]
        ),
        Operation(
            "POST", _ME + "/spoken-answers", "Enter what somebody said who cannot press a button", spoken,
            frozenset({Role.HOST}), body=shapes.SpokenAnswer, **kept,  # type: ignore[arg-type]
        ),
        Operation(
            "GET", _ME + "/consents", "Your answers as they count now, or did at any moment before", consents, _PERSON,
            answer=shapes.Consents, paged=True, dated=True,
        ),
        Operation(
            "POST", _ME + "/withdrawals", "Withdraw what you gave", withdraw, _PERSON,
            body=shapes.Withdrawal, **kept,  # type: ignore[arg-type]
        ),
        Operation("GET", _ME + "/receipt", "Your signed receipt", receipt, _PERSON, answer=shapes.Signed),
        Operation(
            "GET", _ME + "/kantara-receipt", "What you give, as a Kantara receipt 1.1, and what is lost in it",
            as_kantara, _PERSON, answer=shapes.Kantara,
        ),
    ]  # fmt: skip


def asks(call: Call) -> shapes.Asks:
    """Everything that somebody is asked about the features that are turned on."""
    return shapes.Asks(items=asks_of(call.desk, call.path["space"], call.path["person"]))


def asks_of(desk: Desk, space: str, person: str) -> list[shapes.AskShown]:
    """The asks of a person, with how they stand to each use."""
    facts, state = desk.rooms.facts(space), desk.rooms.state(space)
    notices = desk.store.notices.by_version()
    found = []
    for feature in state.features.values():
        if ask := state.asks.get((person, feature.name, feature.version)):
            people = crowd(facts, feature, person)
            found.append(_ask(ask, feature, notices[ask.notice], state, relation_to(facts, person), people))
    return found


def relation_to(facts: Sequence[Fact], person: str) -> Relation:
    """What whoever asks is to a person, as it was said when they came in last."""
    came = (f.relation for f in reversed(facts) if isinstance(f, Joined) and f.person == person)
    return next(came, Relation.UNKNOWN)


def answer(call: Call) -> None:
    """A person answers. What is acknowledged is on the disk."""
    said = call.read(shapes.NewAnswer)
    call.desk.rooms.answer(
        call.path["space"], call.path["person"], said.feature, said.version, _says(said), unseen=said.unseen,
        language=said.language, keep=_keep(call),
    )  # fmt: skip


def spoken(call: Call) -> None:
    """The host enters what a device's people said."""
    said = call.read(shapes.SpokenAnswer)
    call.desk.rooms.spoken(
        call.path["space"], call.path["person"], said.feature, said.version, _says(said), "host", keep=_keep(call)
    )


def consents(call: Call) -> shapes.Consents:
    """The answers that count: the last about each use."""
    person = call.path["person"]
    state = call.desk.rooms.state(call.path["space"], call.at)
    mine = [a for (p, *_), a in state.answers.items() if p == person]
    found, after = page(mine, _which, call.query.get("cursor"), call.limit)
    return shapes.Consents(items=[_shown(a) for a in found], next=after)


def withdraw(call: Call) -> None:
    """Capture stops at once. Nothing follows where nothing was given."""
    feature = call.read(shapes.Withdrawal).feature
    call.desk.rooms.withdraw(call.path["space"], call.path["person"], feature, keep=_keep(call))


def receipt(call: Call) -> shapes.Signed:
    """All records of a person in this space, signed."""
    return shapes.Signed(receipt=signed_receipt(call.desk, call.path["space"], call.path["person"]))


def signed_receipt(desk: Desk, space: str, person: str) -> str:
    """What somebody holds as proof of all that they said in a space. For pages, too. Raises `NotThereError`."""
    facts = desk.rooms.facts(space)
    now = desk.rooms.now(facts)
    found = records(space, facts, {person}, desk.store.notices.by_version(), now)
    if not found:
        raise NotThereError("a receipt", "is for what was asked, and nothing was yet", "come back when you were asked")
    return sign(receipt_of(found, now), desk.store.keys.all())


def as_kantara(call: Call) -> shapes.Kantara:
    """For who keeps receipts of that format. It is not signed, and holds less than the desk's own."""
    space, desk = call.path["space"], call.desk
    facts, notices = desk.rooms.facts(space), desk.store.notices.by_version()
    made = kantara(str(uuid.uuid4()), facts, call.path["person"], notices, desk.rooms.now(facts))
    return shapes.Kantara(receipt=made.receipt, lost=list(made.lost))


def _says(said: shapes.SpokenAnswer) -> dict[str, Says]:
    return {use: Says(says) for use, says in said.says.items()}


def _keep(call: Call) -> Keep:
    def keep(facts: Sequence[Fact]) -> None:
        call.keep(shapes.Answers(items=[_shown(f) for f in facts if isinstance(f, Answered)]))

    return keep


def _ask(
    ask: Asked, feature: Feature, notice: Notice, state: State, relation: Relation, people: int
) -> shapes.AskShown:
    uses = []
    for use in feature.uses:
        stands, ground = state.standing(ask.person, feature, use), notice.grounds.get(use.name)
        uses.append(
            shapes.AskedUse(
                use=use.name, needed=use.needed, text=notice.texts.get(use.name, ""),
                translations={code: said[use.name] for code, said in notice.translations.items() if use.name in said},
                terms_say=ground.say if ground else None, terms_quote=ground.quote if ground else "",
                says=stands.says, how=stands.how,
            )
        )  # fmt: skip
    return shapes.AskShown(
        feature=feature.name, version=feature.version, mode=feature.mode, notice=notice.version,
        language=notice.language, relation=relation, controller=notice.controller.name,
        recipients=[party.name for party in notice.recipients], retention=notice.retention, storage=notice.storage,
        withdraw_at=notice.withdraw_at, rights_at=notice.rights_at, asked=ask.at, deadline=ask.deadline,
        people_asked=people, small_room=people < CROWD, uses=uses,
    )  # fmt: skip


def _shown(a: Answered) -> shapes.AnswerShown:
    return shapes.AnswerShown(at=a.at, feature=a.feature, version=a.version, use=a.use, says=a.says, how=a.how)


def _which(a: Answered) -> tuple[str, ...]:
    return a.feature, f"{a.version:07}", a.use
