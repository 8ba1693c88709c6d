"""What the bot passes on, and takes back, of a room whose homeserver is a few lines of ours."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sayso.connect.matrix.bot import NAME, Bot
from sayso.connect.matrix.transcript import Line, Transcripts
from sayso.connect.platform import Platform
from sayso.consent.erasure import erase
from sayso.consent.fact import Kind, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.rooms import Rooms
from sayso.consent.store import open_store

CHAT = Use("content.chat", "provide")
SUMMARY, SEARCH = Feature("summary", 1, (CHAT,)), Feature("search", 1, (CHAT,))
_PARTY = Party("https://harbour.example/", "Harbour", "privacy@harbour.example")
_NOTICE = Notice("1", "2026-05-02", _PARTY, "IE", "IE", "P30D", "https://d.example/", "https://d.example/")
ROOM = "!harbour:x"


class Homeserver:
    """Answers with what was said since."""

    def __init__(self) -> None:
        self.news: list[dict[str, Any]] = []

    async def whoami(self) -> str:
        return "@sayso:x"

    async def remembered(self, _me: str, _kind: str) -> dict[str, Any]:
        return {"since": "0", "rooms": [ROOM]}

    async def remember(self, *_what: object) -> None:
        pass

    async def sync(self, _since: str) -> dict[str, Any]:
        news, self.news = self.news, []
        return {"next_batch": "1", "rooms": {"join": {ROOM: {"timeline": {"events": news}}}}}


class World:
    """One room, in which Ada and Ben write; a clock that the test sets."""

    def __init__(self, folder: Path) -> None:
        self.now, self.folder, self.home = datetime(2026, 6, 1, 9, tzinfo=UTC), folder, Homeserver()
        self.store = open_store("sqlite:///")
        self.features = {"summary": SUMMARY, "search": SEARCH}
        notices = {(name, version): _NOTICE for name in self.features for version in (1, 2)}
        self.rooms = Rooms(self.store, self.features, notices, clock=lambda: self.now)
        self.platform = Platform(self.rooms, NAME)
        self.there = self.platform.opened(ROOM, "", "Harbour", "channel")
        self.people = {
            name: self.platform.joined(self.there, f"@{name}:x", name, Kind.PERSON, ROOM) for name in ("ada", "ben")
        }
        self.transcripts = Transcripts(folder)

    def bot(self) -> Bot:
        return Bot(self.home, self.rooms, self.platform, self.transcripts, lambda *_: "")  # type: ignore[arg-type]

    def wait(self) -> None:
        self.now += timedelta(seconds=1)

    def on(self, feature: str = "summary") -> None:
        self.wait()
        self.rooms.turn_on(self.there.space, feature)

    def off(self, feature: str = "summary") -> None:
        self.wait()
        self.rooms.turn_off(self.there.space, feature)

    def says(self, who: str, says: Says, feature: str = "summary", version: int = 1) -> None:
        self.wait()
        self.rooms.answer(self.there.space, self.people[who], feature, version, {CHAT.name: says})

    def writes(self, who: str, text: str) -> None:
        self.wait()
        content = {"msgtype": "m.text", "body": text}
        at = int(self.now.timestamp() * 1000)
        event = {"type": "m.room.message", "event_id": f"${text}", "sender": f"@{who}:x", "origin_server_ts": at}
        self.home.news.append({**event, "content": content})

    def runs(self, bot: Bot | None = None) -> list[str]:
        """The bot is told what happened, and looks. What stands in the transcript."""
        self.wait()
        running = bot or self.bot()

        async def run() -> None:
            running._memory = await self.home.remembered("", "")
            await running.follow()
            await running.look()

        asyncio.run(run())
        return [line["text"] for line in self.lines()]

    def lines(self) -> list[Line]:
        file = self.transcripts.file(ROOM)
        return [json.loads(row) for row in file.read_text().splitlines()] if file.exists() else []


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.store.close()


def test_who_said_no_to_one_version_and_yes_to_the_next_is_read_and_stays(world: World) -> None:
    world.on()
    world.says("ada", Says.REFUSED)
    world.off()
    world.features["summary"] = Feature("summary", 2, (CHAT,))
    world.on()
    world.says("ada", Says.GIVEN, version=2)
    world.writes("ada", "hello")
    assert world.runs() == ["hello"]
    assert world.runs() == ["hello"]


def test_what_was_passed_on_under_one_version_goes_though_the_next_was_agreed_to(world: World) -> None:
    world.on()
    world.says("ada", Says.GIVEN)
    world.writes("ada", "old")
    assert world.runs() == ["old"]
    world.off()
    world.features["summary"] = Feature("summary", 2, (CHAT,))
    world.on()
    world.says("ada", Says.GIVEN, version=2)
    world.writes("ada", "new")
    world.says("ada", Says.REFUSED)  # while the bot is not there
    world.says("ada", Says.GIVEN)
    assert world.runs() == ["[withheld]", "new"]


def test_what_was_written_under_a_yes_that_was_withdrawn_is_not_read_under_another(world: World) -> None:
    world.on()
    world.says("ada", Says.GIVEN)
    world.writes("ada", "under the first yes")
    world.says("ada", Says.REFUSED)
    world.says("ada", Says.GIVEN)
    world.writes("ada", "under the second yes")
    assert world.runs() == ["under the second yes"]


def test_a_line_is_for_the_features_to_which_its_author_agreed_and_for_no_other(world: World) -> None:
    world.on()
    world.on("search")
    world.says("ada", Says.GIVEN)
    world.says("ben", Says.GIVEN, "search")
    world.says("ben", Says.GIVEN)
    world.writes("ada", "one")
    world.writes("ben", "two")
    world.runs()
    assert [line["features"] for line in world.lines()] == [["summary"], ["search", "summary"]]
    world.says("ben", Says.REFUSED)
    world.runs()
    assert [line["features"] for line in world.lines()] == [["summary"], ["search"]]


def test_a_withdrawal_while_a_message_is_written_down_takes_it_back(world: World) -> None:
    world.on()
    world.says("ada", Says.GIVEN)
    world.writes("ada", "hello")
    bot, take = world.bot(), world.transcripts.take

    def late(room: str, line: Line) -> None:
        world.says("ada", Says.REFUSED)
        asyncio.run(bot.look())
        take(room, line)

    world.transcripts.take = late  # type: ignore[method-assign]
    assert world.runs(bot) == ["[withheld]"]


def test_who_is_unknown_or_forgotten_is_not_read(world: World) -> None:
    world.on()
    for who in ("ada", "ben"):
        world.says(who, Says.GIVEN)
        world.writes(who, f"{who} is known")
    assert world.runs() == ["ada is known", "ben is known"]
    erase(world.rooms, "@ben:x", lambda _spaces: None)
    for who in ("ada", "ben", "mallory"):
        world.writes(who, f"{who} goes on")
    assert world.runs() == ["ada is known", "[withheld]", "ada goes on"]
