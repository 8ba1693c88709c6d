"""What the desk does about a platform's events, and what it answers."""

from __future__ import annotations

from collections.abc import Callable

from sayso.connect.generic.event import (
    Answer,
    Closed,
    Do,
    Event,
    Joined,
    Left,
    Opened,
    Remove,
    Removed,
    Span,
    Started,
    Stopped,
)
from sayso.connect.platform import Platform
from sayso.consent.removals import Removal
from sayso.consent.rooms import Rooms
from sayso.consent.state import state_at
from sayso.consent.store.elsewhere import Counterpart
from sayso.errors import NotThereError

#: A link for a person of a space; for its host, where the person is empty.
Link = Callable[[str, str], str]


class Reaction:
    """One platform. `prefix`: before its names of people, which others may use, too."""

    def __init__(self, rooms: Rooms, platform: Platform, prefix: str, link: Link) -> None:
        self._rooms, self._platform, self._prefix, self._link = rooms, platform, prefix, link

    def react(self, event: Event) -> Answer:
        """Does what follows from an event; it may be done again.

        Raises `NotThereError` for a space that was never opened, and a removal that was never ordered.
        """
        if isinstance(event, Opened):
            found = self._platform.opened(event.data.space, "", event.data.name, event.data.kind)
            return self.answer(found, link=self._link(found.space, ""))
        there = self._found(event.data.space)
        person = ""
        match event:
            case Closed():
                self._platform.closed(there.id)
            case Joined():
                who = self._prefix + event.data.person
                person = self._platform.joined(there, who, event.data.name, event.data.kind, event.data.connection)
            case Left():
                self._platform.left(there.id, self._prefix + event.data.person, event.data.connection)
            case Started():
                self._platform.started(there, event.data.feature)
            case Stopped():
                self._platform.stopped(there.id, event.data.feature)
            case Removed():
                self._platform.removed(there, event.data.removal)
        return self.answer(there, person, self._link(there.space, person) if person else None)

    def look(self, event: Event) -> Answer:
        """What must be done now, whatever the event says: it was heard before."""
        return self.answer(self._found(event.data.space))

    def answer(self, there: Counterpart, person: str = "", link: str | None = None) -> Answer:
        """What must be done now."""
        # Who was forgotten, or came here by another way, is nobody whom the platform could capture.
        theirs = {
            known: who.removeprefix(self._prefix)
            for known, who in self._rooms.store.known_as(there.space).items()
            if who.startswith(self._prefix)
        }

        def named(people: frozenset[str]) -> list[str]:
            return sorted(theirs[known] for known in people if known in theirs)

        facts = self._rooms.facts(there.space)
        state, do = state_at(facts, self._rooms.now(facts)), []
        for name in self._platform.features(there.space):
            said = self._platform.instruction(there.space, name, state)
            extra = {use: named(people) for use, people in said.extra.items()}
            do.append(Do(feature=name, run=said.run, everybody=said.whole, capture=named(said.capture), extra=extra))
        remove = [_remove(removal, theirs.get(removal.person)) for removal in self._platform.removals(there.space)]
        return Answer(space=there.space, person=person or None, link=link, seq=len(facts), do=do, remove=remove)

    def _found(self, id: str) -> Counterpart:
        there = self._platform.find(id)
        if there is None:
            raise NotThereError("this space", "was never opened", "send space.opened first")
        return there


def _remove(removal: Removal, person: str | None) -> Remove:
    return Remove(
        removal=removal.number, person=person, alias=removal.person, feature=removal.feature, version=removal.version,
        uses=list(removal.uses), everything=removal.everything,
        spans=[Span(since=s.since, until=s.until, first=s.first, last=s.last) for s in removal.spans],
    )  # fmt: skip
