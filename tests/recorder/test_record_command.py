"""The command beside a desk that is served: who refuses is in none of its files, and who withdraws is taken out."""

from __future__ import annotations

import asyncio
import threading
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner, Result

from sayso.cli import main
from sayso.consent.erasure import erase
from sayso.consent.fact import Kind, Relation, Says
from sayso.consent.feature import Feature, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.store import open_store
from sayso.consent.store.tokens import Scope
from sayso.web.app import app
from sayso.web.desk import Desk

AUDIO = Use("content.audio", "provide")
_PARTY = Party("https://harbour.example/", "Harbour", "privacy@harbour.example")
_HERE, _TEXTS = "https://d.example/", {AUDIO.name: "What you say is written down."}
_NOTICE = Notice("1", "2026-05-02", _PARTY, "IE", "IE", "P30D", _HERE, _HERE, texts=_TEXTS)


class World:
    """A desk on loopback with one meeting: Ada, Ben and Dee agree, Cem refuses."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, open_store(f"sqlite:///{folder}/desk.db")
        summary = Feature("summary", 1, (AUDIO,))
        self.store.features.add(summary)
        self.store.notices.add(summary, _NOTICE)
        self.desk = Desk(self.store)
        rooms, now = self.desk.rooms, datetime.now(UTC)
        self.space = rooms.open("meeting", "Weekly")
        self.people = {
            name: rooms.join(self.space, f"{name}@x.example", name, Kind.PERSON, Relation.PEER)
            for name in ("Ada", "Ben", "Cem", "Dee")
        }
        rooms.turn_on(self.space, "summary")
        for name in self.people:
            self.says(name, Says.REFUSED if name == "Cem" else Says.GIVEN)
        self.token = self.store.tokens.new("r", [Scope.RECORD], now, now + timedelta(days=1))[1]
        self.tracks, self.out, self.address = folder / "tracks", folder / "out", ""
        self.tracks.mkdir()
        for name, person in self.people.items():
            stem = person if name == "Ben" else name
            with wave.open(str(self.tracks / f"{stem}.wav"), "wb") as file:
                file.setparams((1, 2, 8000, 0, "NONE", ""))
                file.writeframes(b"ab" * 8000 * 3)
            text = f"WEBVTT\n\n00:02.500 --> 00:02.900\n{name} says this.\n"
            (self.tracks / f"{stem}.vtt").write_text(text)

    def says(self, name: str, says: Says) -> None:
        self.desk.rooms.answer(self.space, self.people[name], "summary", 1, {AUDIO.name: says})

    def records(self, *arguments: str) -> Result:
        return CliRunner().invoke(
            main,
            ["record", self.space, "--desk", self.address, "--token", self.token, "--out", str(self.out), *arguments],
        )

    def words(self) -> str:
        return "".join(f.read_text() for f in self.out.iterdir() if f.suffix != ".wav")


@contextmanager
def served(world: World) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app(world.desk), port=0, log_level="error", lifespan="on"))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),))
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        (port,) = {s.getsockname()[1] for one in server.servers for s in one.sockets}
        world.address = f"http://127.0.0.1:{port}"
        yield
    finally:
        server.should_exit = True
        thread.join(20)
        loop.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    with served(world):
        yield world
    world.store.close()


def test_who_refuses_is_in_nothing_that_is_written_or_told_and_who_withdraws_is_taken_out(world: World) -> None:
    def withdraw_when_captured() -> None:
        for _ in range(500):
            if (world.out / "Dee.wav").exists():
                break
            time.sleep(0.02)
        world.says("Dee", Says.REFUSED)

    dee = threading.Thread(target=withdraw_when_captured)
    dee.start()
    found = world.records("--tracks", str(world.tracks))
    dee.join()
    assert (found.exit_code, found.output) == (0, f"What may be kept is in {world.out}.\n")
    ben = f"{world.people['Ben']}.wav"
    written = {"transcript.vtt", "minutes.md", "recording.json"}
    assert {f.name for f in world.out.iterdir()} == {"Ada.wav", ben, *written}
    assert "Ada says this." in world.words()
    for name in ("Cem", "Dee"):
        assert name not in world.words()
        assert world.people[name] not in world.words()

    world.says("Ada", Says.REFUSED)  # while no recorder runs
    world.says("Ada", Says.GIVEN)
    assert world.records().exit_code == 0
    assert {f.name for f in world.out.iterdir()} == {ben, *written}
    assert "Ada" not in world.words()
    assert "Ben says this." in world.words()

    erase(world.desk.rooms, "Ben@x.example", lambda _spaces: None)
    again = world.records("--tracks", str(world.tracks))
    assert (again.exit_code, "holds a recording already" in again.output) == (2, True)
    assert {f.name for f in world.out.iterdir()} == written
    assert "Ben" not in world.words()


def test_a_folder_that_holds_no_recording_of_the_space_is_told(world: World) -> None:
    found = world.records()
    assert (found.exit_code, "holds no recording of this space and feature" in found.output) == (2, True)


def test_two_people_of_one_name_are_told_apart_before_anything_is_recorded(world: World) -> None:
    world.desk.rooms.join(world.space, "another@x.example", "ada", Kind.PERSON, Relation.PEER)
    found = world.records("--tracks", str(world.tracks))
    assert (found.exit_code, "Ada.wav: could be of several people" in found.output) == (2, True), found.output
    assert list(world.out.iterdir()) == []
