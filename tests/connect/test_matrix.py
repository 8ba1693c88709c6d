"""A real Matrix homeserver, a real desk, three people: one refuses and stays, one withdraws."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from synapse import HOME, Somebody, homeserver

from system import absent

pytestmark = pytest.mark.system
T = TypeVar("T")


@pytest.fixture
def matrix(tmp_path: Path) -> Iterator[str]:
    if not (HOME / "bin" / "synapse_homeserver").exists():
        absent("Synapse is not installed", "run .ci/system")
    with homeserver(tmp_path) as address:
        yield address


@pytest.fixture
def people(matrix: str, tmp_path: Path) -> Iterator[dict[str, Somebody]]:
    """The bot at a desk that is served, and three people."""
    found = {name: Somebody(matrix, name) for name in ("sayso", "ada", "ben", "cem", "dora")}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "SAYSO_MATRIX_HOMESERVER": matrix, "SAYSO_MATRIX_TOKEN": found["sayso"].token,
        "SAYSO_MATRIX_TRANSCRIPTS": str(tmp_path / "transcripts"),
    }  # fmt: skip
    command = [sys.executable, "-c", "from sayso.cli import main; main()", "serve", "--demo", "--port", str(port)]
    command += ["--store", f"sqlite:///{tmp_path}/desk.db"]
    desk = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    yield found
    desk.terminate()
    desk.wait(20)
    for somebody in found.values():
        somebody.close()


def soon(look: Callable[[], T]) -> T:
    """What comes of something that takes a moment."""
    for _ in range(150):
        if found := look():
            return found
        time.sleep(0.2)
    pytest.fail("it did not come in time")


def lines(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for file in folder.glob("*.jsonl") for line in file.read_text().splitlines()]


def test_the_people_of_a_room_are_asked_one_refuses_and_stays_and_one_withdraws(
    people: dict[str, Somebody], tmp_path: Path
) -> None:
    bot, ada, ben, cem, dora = people.values()
    folder = tmp_path / "transcripts"
    invite = [bot.id, ben.id, cem.id]
    room = ada.call("POST", "/createRoom", {"name": "Harbour", "preset": "private_chat", "invite": invite})["room_id"]
    for somebody in (ben, cem):
        somebody.call("POST", f"/join/{room}", {})
    soon(lambda: [m for m in ada.heard(room) if m["sender"] == bot.id])

    def said_by_bot(text: str) -> list[str]:
        return [m["content"]["body"] for m in ada.heard(room) if m["sender"] == bot.id and text in m["content"]["body"]]

    ben.say(room, "!sayso on summary")
    soon(lambda: said_by_bot("Only a moderator"))
    ada.say(room, "before anybody was asked")
    ada.say(room, "!sayso on summary")
    soon(lambda: said_by_bot("Everybody here is asked"))
    asks = {somebody.id: soon(somebody.asked) for somebody in (ada, ben, cem)}
    links = {re.findall(r"http\S+/open/\S+", ask["content"]["body"])[0] for _, ask in asks.values()}
    assert len(links) == 3
    ada.say(room, "while nobody has answered")

    for somebody, sign in ((ada, "👍"), (ben, "👍"), (cem, "👎")):
        where, ask = asks[somebody.id]
        somebody.react(where, ask["event_id"], sign)
        soon(lambda s=somebody, w=where: [m for m in s.heard(w) if m["content"]["body"].startswith("Noted")])  # type: ignore[misc]
    ada.say(room, "ada is read")
    ben.say(room, "ben is read")
    secret = cem.say(room, "cem is not read")
    ben.send(room, {
        "msgtype": "m.text", "body": "> <cem> cem is not read\n\nben answers",
        "m.relates_to": {"m.in_reply_to": {"event_id": secret}},
    })  # fmt: skip
    soon(lambda: [line for line in lines(folder) if line["text"] == "ben answers"])
    assert [line["text"] for line in lines(folder)] == ["ada is read", "ben is read", "ben answers"]
    assert {line["name"] for line in lines(folder)} == {"ada", "ben"}

    # Ben withdraws: what was passed on of him is gone, and names nobody.
    where, ask = asks[ben.id]
    ben.react(where, ask["event_id"], "👎")
    soon(lambda: [line for line in lines(folder) if line["text"] == "[withheld]"])
    assert lines(folder)[0]["text"] == "ada is read"
    assert lines(folder)[1:] == [{"id": line["id"], "text": "[withheld]"} for line in lines(folder)[1:]]
    ben.say(room, "ben is not read any more")
    ada.say(room, "ada goes on")
    soon(lambda: [line for line in lines(folder) if line["text"] == "ada goes on"])
    assert [line["text"] for line in lines(folder)] == ["ada is read", "[withheld]", "[withheld]", "ada goes on"]

    # Who comes late is asked on arrival, and not read before the answer.
    ada.call("POST", f"/rooms/{room}/invite", {"user_id": dora.id})
    dora.call("POST", f"/join/{room}", {})
    dora.say(room, "dora has not answered")
    where, ask = soon(dora.asked)
    dora.react(where, ask["event_id"], "👍")
    soon(lambda: [m for m in dora.heard(where) if m["content"]["body"].startswith("Noted")])
    dora.say(room, "dora is read")
    soon(lambda: [line for line in lines(folder) if line["text"] == "dora is read"])
    assert len(lines(folder)) == 5

    # All stay, and what the room was told names nobody and counts nobody.
    here = ada.call("GET", f"/rooms/{room}/joined_members")["joined"]
    assert {somebody.id for somebody in people.values()} == set(here)
    told = [m["content"]["body"] for m in ada.heard(room) if m["sender"] == bot.id]
    assert len(told) == 3
    assert not any(name in text.lower() for text in told for name in ("ben", "cem", "refuse", "withdr"))
