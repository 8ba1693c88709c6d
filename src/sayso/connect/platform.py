"""Meetings of another platform as spaces of the desk: who comes and goes there, and what may run there.

Messages come late, twice, and in any order; whatever they say, nothing that follows lets a feature run that somebody
has not agreed to.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from sayso.consent.fact import Kind, Relation
from sayso.consent.outcome import outcome
from sayso.consent.removals import Removal
from sayso.consent.rooms import Rooms
from sayso.consent.state import State
from sayso.consent.store import Space
from sayso.consent.store.database import RowExistsError
from sayso.consent.store.elsewhere import Counterpart
from sayso.errors import ConsentError, NotThereError


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a platform must do about a feature.

    `run`: whether it may run. `capture`: of whom; of nobody else, whoever else is there. `whole`: whether it may run
    where the platform cannot leave anybody out. That says no more than the host may see, and no sooner: who starts a
    feature again and again learns nothing between two releases. `extra`: for each use beside what the feature needs, of
    whom it may be made.
    """

    run: bool
    whole: bool
    capture: frozenset[str] = frozenset()
    extra: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Platform:
    """One platform. `owner`: whose spaces its meetings become; `relation`: what its hosts are to those who come."""

    def __init__(
        self,
        rooms: Rooms,
        name: str,
        *,
        owner: str = "desk",
        relation: Relation = Relation.UNKNOWN,
    ) -> None:
        self._rooms, self._name, self._owner, self._relation = rooms, name, owner, relation
        self._elsewhere = rooms.store.elsewhere

    def find(self, id: str) -> Counterpart | None:
        """The counterpart of a meeting; None where it was never heard of."""
        return self._elsewhere.find(self._name, id)

    def opened(self, id: str, number: str, title: str, kind: str = "meeting") -> Counterpart:
        """The counterpart of a meeting; made when it is first heard of, by whichever message."""
        for _ in range(2):
            if there := self.find(id):
                return there

            def keep(space: Space) -> None:
                self._elsewhere.add(self._name, id, space.id, number)

            with suppress(RowExistsError):  # another process was quicker
                self._rooms.open(kind, title or f"A {kind}", self._owner, keep=keep)
        raise ConsentError(f"this {kind}", "cannot be told from another", "try again")

    def closed(self, id: str) -> None:
        """It is over: everybody goes, and every feature ends."""
        there = self._open(id)
        if there is None:
            return
        self._rooms.end(there.space)
        self._elsewhere.end(there, self._rooms.now(self._rooms.facts(there.space)))

    def joined(self, there: Counterpart, who: str, name: str, kind: Kind, connection: str) -> str:
        """Somebody comes, and is asked about every feature that is turned on. What they are called in the space.

        Where it is over, they are called nothing.
        """
        if there.ended:
            return ""
        person = self._rooms.join(there.space, who, name or "Somebody", kind, self._relation)
        self._elsewhere.connected(there.space, person, connection)
        return person

    def left(self, id: str, who: str, connection: str) -> None:
        """One connection of somebody ends; with the last one they go."""
        if there := self._open(id):
            person = self._rooms.store.find(there.space, who)
            if person and self._elsewhere.disconnected(there.space, person, connection):
                self._rooms.leave(there.space, person)

    def started(self, there: Counterpart, feature: str) -> None:
        """A feature runs there: that is its host asking for it, so everybody is asked.

        One that the desk does not have is nothing that anybody could be asked about, and may not run.
        """
        if there.ended:
            return
        with suppress(ConsentError):  # turned on already, or not a feature of this desk
            self._rooms.turn_on(there.space, feature)
        self._elsewhere.started(there.space, feature, self._rooms.now(self._rooms.facts(there.space)))

    def stopped(self, id: str, feature: str) -> None:
        """It runs no longer. Who was asked can still answer, for the next time."""
        if there := self._open(id):
            self._elsewhere.stopped(there.space, feature)

    def features(self, space: str) -> list[str]:
        """Every feature that is turned on, or that runs although it is not."""
        return sorted({*self._rooms.state(space).features, *self._elsewhere.running_in(space)})

    def removals(self, space: str) -> list[Removal]:
        """What must be removed there and is not yet, as far as the platform has said, in its order."""
        done = self._elsewhere.removed(space)
        return [removal for removal in self._rooms.removals(space) if removal.number > done]

    def removed(self, there: Counterpart, number: int) -> None:
        """The platform says that what was ordered up to this number is done. Raises `NotThereError` for one to come."""
        if all(removal.number < number for removal in self._rooms.removals(there.space)):
            raise NotThereError("this removal", "was never ordered here", "send the numbers that `remove` lists")
        self._elsewhere.remove(there.space, number)

    def instruction(self, space: str, feature: str, state: State | None = None) -> Instruction:
        """What must be done about a feature now, or in a state of the space."""
        state = state or self._rooms.state(space)
        wanted = state.features.get(feature)
        if wanted is None:
            return Instruction(False, False)
        said = outcome(state, wanted)
        # A refusal outlasts its person here: were the feature to start when they go, all would know whose it was.
        all_agree = said.on and not said.withheld and not state.refusals(wanted)
        return Instruction(said.on, all_agree and self._rooms.host_view(space, feature).on, said.captured, said.extra)

    def _open(self, id: str) -> Counterpart | None:
        there = self.find(id)
        return there if there and not there.ended else None
