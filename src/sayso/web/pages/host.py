"""What the host is shown: each feature, what came of it as of the last release, and never who refused. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sayso.consent.fact import Answered, Fact, How, Joined, Kind, Says, TurnedOn
from sayso.consent.feature import Feature, Use
from sayso.consent.state import State, state_at
from sayso.consent.view import HostView, host_view


@dataclass(frozen=True, slots=True)
class Item:
    """One feature. Exactly one of `view`, where it is asked for, and `preview`, where it is not, is there.

    `released`: whether there was a release since it was turned on. `ended`: it was on before. `newer`: the desk has a
    newer version than the one that is on.
    """

    feature: Feature
    view: HostView | None = None
    released: bool = False
    preview: str = ""
    ended: bool = False
    newer: bool = False

    @property
    def id(self) -> str:
        """A name for it within a page."""
        return self.feature.name.encode().hex()

    @property
    def asked_for(self) -> bool:
        """Whether the host has turned it on."""
        return self.view is not None


def items(
    facts: Sequence[Fact], features: Mapping[str, Feature], previews: Mapping[str, str], now: datetime
) -> list[Item]:
    """Every feature of the desk, and those of this space that the desk no longer has. `previews`: by name."""
    state = state_at(facts, now)
    ever = {f.feature.name for f in facts if isinstance(f, TurnedOn) and f.at <= now}
    found = []
    for name in sorted({*features, *state.features}):
        if on := state.features.get(name):
            view = host_view(facts, on, now)
            newer = name in features and features[name].version > on.version
            found.append(Item(on, view, view.released > state.turned_on[name], newer=newer))
        else:
            found.append(Item(features[name], preview=previews[name], ended=name in ever))
    return found


@dataclass(frozen=True, slots=True)
class Spoken:
    """One use that a device's people can be asked about aloud, and what the host entered of it, if anything."""

    feature: Feature
    use: Use
    number: int
    says: Says | None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is here, as the host sees them. `linked`: whether a link was made for them.

    Whether they have opened it is not for the host: who never came to their page has not agreed. `spoken`: what can be
    entered for a device; nothing for a person, for whom nobody can answer.
    """

    person: str
    name: str
    kind: Kind
    linked: bool
    spoken: tuple[Spoken, ...] = ()


def guests(facts: Iterable[Fact], state: State, names: Mapping[str, str], linked: Collection[str]) -> list[Guest]:
    """Who is here, by name."""
    # What the host entered, and not what stands: somebody who came by telephone may answer otherwise by a link.
    entered = {
        (f.person, f.feature, f.version, f.use): f.says
        for f in facts
        if isinstance(f, Answered) and f.how is How.SPOKEN
    }
    found = [
        Guest(j.person, names.get(j.person, ""), j.kind, j.person in linked, tuple(_spoken(state, j, entered)))
        for j in state.here.values()
    ]
    return sorted(found, key=lambda guest: (guest.name.casefold(), guest.person))


def _spoken(state: State, joined: Joined, entered: Mapping[tuple[str, str, int, str], Says]) -> Iterator[Spoken]:
    if joined.kind is Kind.BOT or state.was_a_person(joined.person):
        return
    for feature in state.features.values():
        for number, use in enumerate(feature.uses, 1):
            says = entered.get((joined.person, feature.name, feature.version, use.name))
            yield Spoken(feature, use, number, says)
