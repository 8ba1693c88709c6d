"""Standing answers: a person gives the desk their sharing policy, which answers for them in this space from then on.

It answers in one space alone. A host hands out links, and could open one instead of the person: whoever can answer for
somebody in a space can give a policy there, and must gain nothing elsewhere by it.
"""

from __future__ import annotations

from sayso.consent.standing import foreseen
from sayso.errors import NotThereError
from sayso.sharing.load import from_text
from sayso.web import shapes
from sayso.web.caller import Role
from sayso.web.operation import Call, Operation

_PERSON = frozenset({Role.PERSON})
_ME = "/spaces/{space}/people/{person}"


def operations() -> list[Operation]:
    """What a person can do with their policy."""
    return [
        Operation("GET", _ME + "/policy", "Your sharing policy, as it answers for you here", shown, _PERSON,
                  answer=shapes.PolicyShown),
        Operation(
            "POST", _ME + "/policies/previews", "What a policy would answer for each feature that this desk has; it is"
            " not kept", previewed, _PERSON, shapes.PolicyShown, shapes.Foreseen,
        ),
        Operation(
            "POST", _ME + "/policies", "Let your sharing policy answer for you here from now on", give, _PERSON,
            shapes.PolicyShown, shapes.PolicyShown, 201, repeatable=True,
        ),
        Operation(
            "POST", _ME + "/policies/endings", "Be asked again; what was answered stays answered", take_back, _PERSON,
            shapes.Nothing, shapes.Nothing, 201, repeatable=True,
        ),
    ]  # fmt: skip


def shown(call: Call) -> shapes.PolicyShown:
    """The text that was given. Raises `NotThereError` if there is none."""
    text = call.desk.store.policies.of(call.path["space"]).get(call.path["person"])
    if text is None:
        raise NotThereError("a policy", "was not given here", "give one, or answer for yourself")
    return shapes.PolicyShown(policy=text)


def previewed(call: Call) -> shapes.Foreseen:
    """Raises `PolicyError` for a text that is no policy, and for one that extends another."""
    said, desk = call.read(shapes.PolicyShown), call.desk
    found = foreseen(said.policy, desk.store.features.values(), desk.clock().date())
    items = [
        shapes.ForeseenUse(feature=feature.name, version=feature.version, use=use.name, needed=use.needed, says=says)
        for feature, use, says in found
    ]
    return shapes.Foreseen(items=items)


def give(call: Call) -> None:
    """Raises `PolicyError` for a text that is no policy, and for one that extends another."""
    said = call.read(shapes.PolicyShown)
    from_text(said.policy)
    with call.desk.store.together():
        call.desk.store.policies.give(call.path["space"], call.path["person"], said.policy, call.desk.clock())
        call.keep(said)


def take_back(call: Call) -> None:
    """Nothing changes where none was given."""
    with call.desk.store.together():
        call.desk.store.policies.take_back(call.path["space"], call.path["person"])
        call.keep(shapes.Nothing())
