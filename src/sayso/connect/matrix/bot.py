"""The bot: rooms are spaces of the desk, their people are asked, and only what may be read is passed on.

It says nothing in a room about who answered what, nor when.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from typing import Any

from sayso.connect.matrix import asking, event, readable
from sayso.connect.matrix.client import Client, Event
from sayso.connect.matrix.transcript import Transcripts
from sayso.connect.platform import Platform
from sayso.consent.fact import Asked, Kind, Says, TurnedOn
from sayso.consent.rooms import Rooms
from sayso.consent.view import too_small_to_hide
from sayso.errors import ConnectError, ConsentError

NAME = "matrix"
_log = logging.getLogger("sayso.connect")
_MEMORY = "page.sayso.bot"
_HELP = "Write `!sayso on summary` or `!sayso off summary`; that takes a moderator of this room."


class Bot:
    """One account. `link`: a new link for a person of a space, or for its host (`""`)."""

    def __init__(
        self,
        client: Client,
        rooms: Rooms,
        platform: Platform,
        transcripts: Transcripts,
        link: Callable[[str, str], str],
    ) -> None:
        self._client, self._platform, self._transcripts, self._link = client, platform, transcripts, link
        self._rooms = rooms
        self._me, self._memory = "", dict[str, Any]()
        self._removed: dict[str, int] = {}

    async def run(self) -> None:
        """Follows what happens, for ever. Raises `ConnectError` if the homeserver refuses the account."""
        self._me = await self._client.whoami()
        self._memory = {"since": "", "asked": [], "talks": {}, **await self._client.remembered(self._me, _MEMORY)}
        while True:
            await self.follow()

    async def follow(self) -> None:
        """What happened since the last time."""
        found = await self._client.sync(self._memory["since"])
        first, rooms = not self._memory["since"], found.get("rooms", {})
        for room in rooms.get("invite", {}):
            await self._joined(room)
        for room, news in rooms.get("join", {}).items():
            for happened in news.get("timeline", {}).get("events", []) if not first else ():
                try:
                    await self._heard(room, happened)
                except (ConsentError, ConnectError, KeyError, TypeError, ValueError) as error:
                    # What somebody wrote is not what was asked: nothing follows, and the rest is heard.
                    _log.warning("matrix: %s in what was heard", type(error).__name__)
        self._memory["since"] = found["next_batch"]
        await self._client.remember(self._me, _MEMORY, self._memory)

    async def look(self) -> None:
        """Removes what was withdrawn: after every change; and when the bot starts, all that ever was."""
        for room in list(self._memory.get("rooms", [])):
            if place := await asyncio.to_thread(self._platform.find, room):
                for removal in await asyncio.to_thread(self._rooms.removals, place.space):
                    if removal.number > self._removed.get(room, 0):
                        await asyncio.to_thread(self._transcripts.remove, room, removal)
                        self._removed[room] = removal.number

    async def _joined(self, room: str) -> None:
        await self._client.join(room)
        if room not in self._memory.setdefault("talks", {}).values():
            await self._client.say(room, f"I ask before anything is read here. {_HELP}", f"hello-{_short(room)}")

    async def _heard(self, room: str, happened: Event) -> None:
        sender, kind = str(happened.get("sender")), happened.get("type")
        found = happened.get("content")
        content: dict[str, Any] = found if isinstance(found, dict) else {}
        if sender == self._me and kind != "m.room.member":
            return
        if kind == "m.reaction":
            await self._reacted(room, sender, content.get("m.relates_to"))
        elif kind == "m.room.member":
            await self._moved(room, str(happened.get("state_key")), content)
        elif kind == "m.room.redaction":
            self._transcripts.withhold(room, str(happened.get("redacts") or content.get("redacts")))
        elif said := event.message(happened):
            if said.text.startswith("!sayso"):
                await self._told(room, said)
            else:
                await asyncio.to_thread(self._pass_on, room, said)

    async def _told(self, room: str, said: event.Message) -> None:
        """A moderator's word."""
        words, state = said.text.split(), await self._client.state(room)
        if len(words) != 3 or words[1] not in ("on", "off"):
            await self._client.say(room, _HELP, said.id)
        elif not event.moderates(state, said.sender):
            await self._client.say(room, "Only a moderator of this room can ask for that.", said.id)
        elif event.encrypted(state):
            await self._client.say(room, "This room is encrypted: nothing here can be read, by anybody else.", said.id)
        else:
            try:
                answer = await (self._on_please if words[1] == "on" else self._off_please)(room, words[2], state)
            except ConsentError as error:
                answer = str(error)
            await self._client.say(room, answer, said.id)

    async def _on_please(self, room: str, feature: str, state: list[Event]) -> str:
        place = await asyncio.to_thread(self._platform.opened, room, "", event.title(state) or "A room", "channel")
        people = {who: name for who, name in event.members(state).items() if who != self._me}
        for who, name in people.items():
            await asyncio.to_thread(self._platform.joined, place, who, name, Kind.PERSON, room)
        await asyncio.to_thread(self._rooms.turn_on, place.space, feature)
        if room not in self._memory.setdefault("rooms", []):
            self._memory["rooms"].append(room)
        await self._ask(room, place.space, event.title(state) or "A room")
        return "Everybody here is asked, each by themselves. Nothing is read of anybody who has not said yes."

    async def _off_please(self, room: str, feature: str, _state: list[Event]) -> str:
        place = await asyncio.to_thread(self._platform.find, room)
        if place is None:
            return "It is not on."
        await asyncio.to_thread(self._rooms.turn_off, place.space, feature)
        return "It is off. Nothing is read here by it."

    async def _moved(self, room: str, who: str, content: dict[str, Any]) -> None:
        place = await asyncio.to_thread(self._platform.find, room)
        if place is None or who == self._me:
            return
        if content.get("membership") == "join":
            name = str(content.get("displayname") or who)
            await asyncio.to_thread(self._platform.joined, place, who, name, Kind.PERSON, room)
            await self._ask(room, place.space, event.title(await self._client.state(room)) or "A room")
        else:
            await asyncio.to_thread(self._platform.left, room, who, room)

    async def _ask(self, room: str, space: str, title: str) -> None:
        """Everybody who was not told yet that they are asked."""
        known = await asyncio.to_thread(self._rooms.store.known_as, space)
        facts = await asyncio.to_thread(self._rooms.facts, space)
        features = {(f.feature.name, f.feature.version): f.feature for f in facts if isinstance(f, TurnedOn)}
        notices = await asyncio.to_thread(self._rooms.store.notices.by_version)
        for asked in (f for f in facts if isinstance(f, Asked)):
            key = _short(f"{space}/{asked.person}/{asked.feature}/{asked.version}")
            if key in self._memory["asked"] or asked.person not in known:
                continue
            feature, who = features[asked.feature, asked.version], known[asked.person]
            small = too_small_to_hide(facts, feature, asked.person)
            link = self._link(space, asked.person)
            text, carried = asking.ask(asked, space, feature, notices[asked.notice], link, title, small)
            try:
                if who not in self._memory["talks"]:
                    self._memory["talks"][who] = await self._client.talk(who)
                await self._client.say(self._memory["talks"][who], text, key, carried)
            except ConnectError as error:
                _log.warning("%s; somebody could not be asked", error)
                continue  # and so has not agreed
            self._memory["asked"].append(key)

    async def _reacted(self, room: str, sender: str, relation: object) -> None:
        if not isinstance(relation, dict):
            return
        asked = await self._client.event(room, str(relation.get("event_id")))
        carried = (asked.get("content") or {}).get(asking.ASK)
        if asked.get("sender") != self._me or not isinstance(carried, dict):
            return
        space, person = carried["space"], carried["person"]
        if (await asyncio.to_thread(self._rooms.store.known_as, space)).get(person) != sender:
            return  # somebody else in that room: an answer is a person's own
        facts = await asyncio.to_thread(self._rooms.facts, space)
        which = (carried["feature"], carried["version"])
        feature = next(
            f.feature for f in facts if isinstance(f, TurnedOn) and (f.feature.name, f.feature.version) == which
        )
        if says := asking.answer(str(relation.get("key")), feature):
            await asyncio.to_thread(self._rooms.answer, space, person, *which, says)
            await self.look()
            word = "yes" if Says.GIVEN in says.values() else "no"
            await self._client.say(room, f"Noted: {word}.", f"{relation.get('event_id')}-{len(facts)}")

    def _pass_on(self, room: str, said: event.Message) -> None:
        place = self._platform.find(room)
        if place is None or place.ended:
            return
        people = {who: person for person, who in self._rooms.store.known_as(place.space).items()}
        person, at, id = people.get(said.sender), readable.moment(said.at), said.replaces or said.id
        if person is None:
            return
        features, seq = readable.readable(self._rooms, place.space, person, at)
        if features:
            name = self._rooms.store.names(place.space).get(person, person)
            line = {"id": id, "person": person, "name": name, "at": at.isoformat(), "seq": seq}
            self._transcripts.take(room, {**line, "features": sorted(features), "text": said.text})
            # Who withdrew in the meantime may have had removed what was not there yet.
            if not features <= readable.readable(self._rooms, place.space, person, at)[0]:
                self._transcripts.withhold(room, id)
        elif said.replaces:
            self._transcripts.withhold(room, id)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
