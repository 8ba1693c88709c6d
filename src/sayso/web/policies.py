"""Standing answers: a person gives the desk their sharing policy, which answers for them in this space from then on.

It answers in one space alone. A host hands out links, and could open one instead of the person: whoever can answer for
somebody in a space can give a policy there, and must gain nothing elsewhere by it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from sayso.consent.fact import Says
from sayso.consent.standing import foreseen
from sayso.errors import NotThereError
from sayso.sharing.load import from_text
from sayso.web.caller import Role
from sayso.web.operation import Call, Operation
from sayso.web.shapes import Nothing, Shape, UseName, Version, Word

#: How long a policy may be that is given to the desk.
MOST_POLICY = 20_000
_PERSON = frozenset({Role.PERSON})
_ME = "/spaces/{space}/people/{person}"


class PolicyShown(Shape):
    """A sharing policy, as its text: see `docs/how-to-write-a-policy.md`. It extends no other."""

    policy: Annotated[str, StringConstraints(min_length=1, max_length=MOST_POLICY)]


class ForeseenUse(Shape):
    """`says`: what the policy would answer; None where the person is asked."""

    feature: Word
    version: Version
    use: UseName
    needed: bool
    says: Says | None


class Foreseen(Shape):
    """What a policy would answer for each use of each feature that the desk has."""

    items: list[ForeseenUse]


def operations() -> list[Operation]:
    """What a person can do with their policy."""
    return [
        Operation("GET", _ME + "/policy", "Your sharing policy, as it answers for you here", shown, _PERSON,
                  answer=PolicyShown),
        Operation(
            "POST", _ME + "/policies/previews", "What a policy would answer for each feature that this desk has; it is"
            " not kept", previewed, _PERSON, PolicyShown, Foreseen,
        ),
        Operation(
            "POST", _ME + "/policies", "Let your sharing policy answer for you here from now on", give, _PERSON,
            PolicyShown, PolicyShown, 201, repeatable=True,
        ),
        Operation(
            "POST", _ME + "/policies/endings", "Be asked again; what was answered stays answered", take_back, _PERSON,
            Nothing, Nothing, 201, repeatable=True,
        ),
    ]  # fmt: skip


def shown(call: Call) -> PolicyShown:
    """The text that was given. Raises `NotThereError` if there is none."""
    text = call.desk.store.policies.of(call.path["space"]).get(call.path["person"])
    if text is None:
        raise NotThereError("a policy", "was not given here", "give one, or answer for yourself")
    return PolicyShown(policy=text)


def previewed(call: Call) -> Foreseen:
    """Raises `PolicyError` for a text that is no policy, and for one that extends another."""
    said, desk = call.read(PolicyShown), call.desk
    found = foreseen(said.policy, desk.store.features.values(), desk.clock().date())
    items = [
        ForeseenUse(feature=feature.name, version=feature.version, use=use.name, needed=use.needed, says=says)
        for feature, use, says in found
    ]
    return Foreseen(items=items)


def give(call: Call) -> None:
    """Raises `PolicyError` for a text that is no policy, and for one that extends another."""
    said = call.read(PolicyShown)
    from_text(said.policy)
    with call.desk.store.together():
        call.desk.store.policies.give(call.path["space"], call.path["person"], said.policy, call.desk.clock())
        call.keep(said)


def take_back(call: Call) -> None:
    """Nothing changes where none was given."""
    with call.desk.store.together():
        call.desk.store.policies.take_back(call.path["space"], call.path["person"])
        call.keep(Nothing())
