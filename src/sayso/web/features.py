"""What the host does: turn features on and off, and see what may be seen of them."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.consent.fact import Asked, Fact, TurnedOn
from sayso.consent.view import HostView
from sayso.web import shapes
from sayso.web.caller import Role
from sayso.web.operation import Call, Operation

_HOST = frozenset({Role.HOST})


def operations() -> list[Operation]:
    """What can be done with features in a space."""
    features, one = "/spaces/{space}/features", "/spaces/{space}/features/{feature}"
    return [
        Operation(
            "POST", features, "Turn a feature on: everybody here is asked, who was asked before, too", turn_on, _HOST,
            shapes.TurnOn, shapes.TurnedOnNow, 201, repeatable=True, by_clerk=True,
        ),
        Operation(
            "POST", one + "/endings", "Turn a feature off", turn_off, _HOST, shapes.Nothing, shapes.Nothing, 201,
            repeatable=True, by_clerk=True,
        ),
        Operation(
            "GET", one, "What the host may see: the outcome as of the last release shown, and never who refused",
            seen, _HOST, answer=shapes.HostSees,
        ),
        Operation(
            "GET", one + "/preview", "Whether all here agree by their policies, before it is turned on", previewed,
            _HOST, answer=shapes.Previewed,
        ),
    ]  # fmt: skip


def turn_on(call: Call) -> None:
    """Everybody here is asked, anew if they were asked before; nothing is captured by this alone."""
    name = call.read(shapes.TurnOn).feature

    def keep(facts: Sequence[Fact]) -> None:
        feature = next(f.feature for f in facts if isinstance(f, TurnedOn))
        asked = sum(isinstance(f, Asked) for f in facts)
        call.keep(shapes.TurnedOnNow(feature=name, version=feature.version, people_asked=asked))

    call.desk.rooms.turn_on(call.path["space"], name, keep=keep)


def turn_off(call: Call) -> None:
    """The feature ends; what people answered stays answered."""
    call.desk.rooms.turn_off(call.path["space"], call.path["feature"], keep=lambda _facts: call.keep(shapes.Nothing()))


def seen(call: Call) -> shapes.HostSees:
    """The host's view."""
    view: HostView = call.desk.rooms.host_view(call.path["space"], call.path["feature"])
    return shapes.HostSees(
        feature=view.feature, on=view.on, why=view.why, released=view.released, next_release=view.next_release,
        agreed=view.agreed, asked=view.asked, held=view.held,
    )  # fmt: skip


def previewed(call: Call) -> shapes.Previewed:
    """From standing answers alone."""
    name = call.path["feature"]
    return shapes.Previewed.model_validate(
        {"feature": name, "preview": call.desk.rooms.preview(call.path["space"], name)}
    )
