"""The article's meeting, end to end, on both databases: the boss turns on the summary, one person refuses and stays.

What the recorder wrote is the evidence.
"""

from __future__ import annotations

import re
import wave
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from sayso.consent.signing import verify
from sayso.consent.store import Store, open_store
from sayso.consent.store.tokens import Scope
from sayso.recorder.audio import copy_allowed
from sayso.recorder.minutes import CONSENT_LINE, minutes
from sayso.recorder.timeline import Timeline
from sayso.recorder.transcript import allowed_cues, read_webvtt, write_webvtt
from sayso.web.app import app
from sayso.web.desk import Desk

HERE = "http://127.0.0.1:8420"
NAMES = ("Ada", "Ben", "Cem", "Dee", "Eve", "Fay")
AUDIO, TRAIN = "content.audio provide", "content.audio train-ai"
LATE = "Gus"
SAID = {name: f"This is {name}, and these are {name}'s own words." for name in (*NAMES, LATE)}
#: Each speaks in turn, from ten seconds on, and all of them again after two minutes.
SPEAKS = {name: (10 + 10 * n, 130 + 10 * n) for n, name in enumerate((*NAMES, LATE))}
LENGTH, RATE = 200, 800
NOTICE = {
    "feature": "summary",
    "version": "2026-05",
    "date": "2026-05-02",
    "controller": {"id": "https://harbour.example/", "name": "Harbour Ltd", "email": "privacy@harbour.example"},
    "jurisdiction": "IE",
    "storage": "IE",
    "retention": "P30D",
    "withdraw_at": f"{HERE}/",
    "rights_at": "https://harbour.example/rights",
    "texts": {
        AUDIO: "What you say is made into a summary of this meeting.",
        TRAIN: "What you say trains the models of Lantern Rooms.",
    },
    "grounds": {
        AUDIO: {
            "say": "leave",
            "quote": "If you do not agree, you may leave the meeting.",
            "section": "4.2 Assistive features",
            "source": "Lantern Rooms, terms of 2 May 2026",
        }
    },
}


class Meeting:
    """A desk with one meeting, the clock turned by hand, everybody in a browser of their own, and a recorder."""

    def __init__(self, store: Store, mode: str = "each") -> None:
        self.now = self.began = datetime(2026, 6, 1, 9, tzinfo=UTC)
        self.store = store
        self.desk = Desk(store, clock=lambda: self.now, steady=self.seconds)
        self.app = app(self.desk)
        self.timelines = {AUDIO: Timeline(), TRAIN: Timeline()}
        self.admin, self.boss, self.recorder = (self._api(scope) for scope in (Scope.ADMIN, Scope.HOST, Scope.RECORD))
        uses = [
            {"data": "content.audio", "purpose": purpose, "needed": purpose == "provide"}
            for purpose in ("provide", "train-ai")
        ]
        if "summary" not in store.features:
            self.admin("POST", "/features", {"name": "summary", "version": 1, "mode": mode, "uses": uses})
            self.admin("POST", "/notices", NOTICE)
        self.space = self.boss("POST", "/spaces", {"kind": "meeting", "name": "All hands"})["id"]
        self.people: dict[str, str] = {}
        self.browsers: dict[str, TestClient] = {}
        for name in NAMES:
            self.come_in(name)
        self.host = self._browser(self.boss("POST", f"/spaces/{self.space}/links", {})["link"])

    def seconds(self) -> float:
        """Since the recording began."""
        return (self.now - self.began).total_seconds()

    def come_in(self, name: str) -> None:
        """Somebody comes in; the connector that let them in sends them their link."""
        guest = {"who": f"{name.lower()}@harbour.example", "name": name, "relation": "employer"}
        self.people[name] = self.recorder("POST", f"/spaces/{self.space}/people", guest)["person"]
        made = self.recorder("POST", f"/spaces/{self.space}/links", {"person": self.people[name]})
        self.browsers[name] = self._browser(made["link"])

    def at(self, seconds: float) -> None:
        """Time passes; the recorder hears what holds from here on."""
        self.now = self.began + timedelta(seconds=seconds)
        self.hear()

    def hear(self) -> None:
        """The recorder takes the decision that holds now."""
        for item in self.recorder("GET", f"/spaces/{self.space}/outcomes")["items"]:
            self.timelines[AUDIO].decide(self.seconds(), item["captured"])
            self.timelines[TRAIN].decide(self.seconds(), item["extra"][TRAIN])

    def press(self, name: str, says: dict[str, str]) -> None:
        """Somebody answers on their card."""
        here = f"/spaces/{self.space}/people/{self.people[name]}"
        for use, said in says.items():
            fields = {"feature": "summary", "version": "1", "use": use, "says": said}
            page = _post(self.browsers[name], f"{here}/answer", fields)
            assert page.status_code == 200
        self.hear()

    def asks(self, name: str) -> list[dict[str, Any]]:
        """What somebody is asked."""
        here = f"/api/v1/spaces/{self.space}/people/{self.people[name]}/asks"
        return list(self.browsers[name].get(here).json()["items"])

    def answer(self, name: str, says: dict[str, str], version: int) -> None:
        """Somebody answers about one version."""
        here = f"{HERE}/api/v1/spaces/{self.space}/people/{self.people[name]}/answers"
        own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
        body = {"feature": "summary", "version": version, "says": says}
        assert self.browsers[name].post(here, json=body, headers=own).status_code == 201

    def turn_on(self) -> None:
        """The boss presses the button."""
        page = _post(self.host, f"/spaces/{self.space}/host/turn-on", {"feature": "summary"})
        assert page.status_code == 200
        self.hear()

    def host_page(self) -> str:
        """What the boss sees, without the names under which this meeting alone knows people."""
        page = self.host.get(f"/spaces/{self.space}/host").text
        for name, person in self.people.items():
            page = page.replace(person, name)
        return page.replace(self.space, "SPACE")

    def _api(self, scope: Scope) -> Callable[..., Any]:
        _, secret = self.store.tokens.new(f"the {scope}", [scope], self.now, self.now + timedelta(days=1))
        client = TestClient(self.app, f"{HERE}/api/v1", headers={"Authorization": f"Bearer {secret}"})

        def call(method: str, path: str, body: object = None) -> Any:
            answer = client.request(method, path.removeprefix("/"), **({"json": body} if body is not None else {}))
            assert answer.is_success, f"{answer.status_code} {answer.text}"
            return answer.json()

        return call

    def _browser(self, link: str) -> TestClient:
        client = TestClient(self.app, HERE, follow_redirects=True)
        assert _post(client, link).status_code == 200
        return client


def _post(client: TestClient, url: str, fields: dict[str, str] | None = None) -> Any:
    return client.post(url, data=fields or {}, headers={"Origin": HERE, "Sec-Fetch-Site": "same-origin"})


def record(meeting: Meeting, folder: Path, use: str = AUDIO) -> tuple[dict[str, bytes], str, str]:
    """What the recorder writes of the meeting: each one's audio, the transcript and the minutes."""
    tracks, cues = {}, []
    names = {person: name for name, person in meeting.people.items()}
    for name, person in meeting.people.items():
        source, target = folder / f"{name}.wav", folder / f"{name}.out.wav"
        with wave.open(str(source), "wb") as track:
            track.setparams((1, 2, RATE, 0, "NONE", "NONE"))
            track.writeframes(b"\x11\x22" * RATE * LENGTH)
        copy_allowed(source, target, person, meeting.timelines[use])
        tracks[name] = b""
        if target.exists():  # of whom nothing was captured there is no track
            with wave.open(str(target), "rb") as track:
                tracks[name] = track.readframes(RATE * LENGTH)
        blocks = [f"{_clock(at)} --> {_clock(at + 5)}\n{SAID[name]}" for at in SPEAKS[name]]
        cues += read_webvtt("WEBVTT\n\n" + "\n\n".join(blocks), person)
    allowed = list(allowed_cues(cues, meeting.timelines[use]))
    return tracks, write_webvtt(allowed), minutes("All hands", allowed, names)


def _clock(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}.000"


def captured(track: bytes) -> set[int]:
    """The whole seconds of a track that hold anything but silence."""
    second = RATE * 2
    return {n for n in range(LENGTH) if track[n * second : (n + 1) * second].strip(b"\0")}


@pytest.fixture
def meeting(address: str) -> Iterator[Meeting]:
    store = open_store(address)
    try:
        yield Meeting(store)
    finally:
        store.close()


def everybody_answers(meeting: Meeting, refuser: str = "Ada") -> None:
    """The boss turns the summary on at 2 seconds; one refuses, five agree to the summary and not to training."""
    meeting.at(2)
    meeting.turn_on()
    all_answer(meeting, refuser)


def all_answer(meeting: Meeting, refuser: str = "Ada") -> None:
    """One after the other, from three seconds on."""
    for n, name in enumerate(NAMES):
        meeting.at(3 + n)
        meeting.press(name, {AUDIO: "refused" if name == refuser else "given", TRAIN: "refused"})


def test_one_refuses_and_stays_and_only_her_words_are_missing(meeting: Meeting, tmp_path: Path) -> None:
    card = meeting.browsers["Ada"].get(f"/spaces/{meeting.space}/people/{meeting.people['Ada']}")
    assert "Nothing is being asked of you now." in card.text
    meeting.at(2)
    meeting.turn_on()
    card = meeting.browsers["Ada"].get(card.url)
    assert "The host is your employer, or acts for them." in card.text
    assert "If you do not agree, you may leave the meeting." in card.text
    assert "Here you can say no and stay." in card.text

    all_answer(meeting)

    tracks, transcript, said = record(meeting, tmp_path)
    assert captured(tracks["Ada"]) == set()
    assert captured(tracks["Ben"]) == set(range(4, LENGTH))
    assert SAID["Ada"] not in transcript + said
    assert meeting.people["Ada"] not in transcript
    assert "Ada" not in said
    for name in NAMES[1:]:
        assert said.count(SAID[name]) == 2
    assert CONSENT_LINE in said
    assert said.removeprefix(f"# All hands\n\n*{CONSENT_LINE}*").count("[withheld]") == 2

    assert "Ada" in {p["name"] for p in meeting.recorder("GET", f"/spaces/{meeting.space}/people")["items"]}


def test_nothing_is_captured_before_an_answer_and_silence_is_none(meeting: Meeting, tmp_path: Path) -> None:
    meeting.at(2)
    meeting.turn_on()
    meeting.at(40)
    meeting.press("Ben", {AUDIO: "given"})
    meeting.at(100)
    tracks, _, _ = record(meeting, tmp_path)
    assert captured(tracks["Ben"]) == set(range(40, LENGTH))
    assert not any(captured(tracks[name]) for name in NAMES if name != "Ben")


def test_nobody_trains_anything_unless_they_gave_that_too(meeting: Meeting, tmp_path: Path) -> None:
    everybody_answers(meeting)
    assert not any(captured(track) for track in record(meeting, tmp_path, TRAIN)[0].values())
    meeting.at(60)
    meeting.press("Ben", {TRAIN: "given"})
    tracks, _, _ = record(meeting, tmp_path, TRAIN)
    assert captured(tracks["Ben"]) == set(range(60, LENGTH))
    assert not any(captured(tracks[name]) for name in NAMES if name != "Ben")


def test_a_withdrawal_stops_the_capture_in_the_middle_of_the_meeting(meeting: Meeting, tmp_path: Path) -> None:
    everybody_answers(meeting)
    meeting.at(100)
    page = _post(meeting.browsers["Cem"], f"/spaces/{meeting.space}/people/{meeting.people['Cem']}/withdraw")
    meeting.hear()
    assert "You withdrew your yes." in page.text
    tracks, _, said = record(meeting, tmp_path)
    assert captured(tracks["Cem"]) == set(range(5, 100))
    assert said.count(SAID["Cem"]) == 1
    assert said.count(SAID["Dee"]) == 2


def test_who_comes_late_is_asked_on_arrival_and_captured_after_their_yes(meeting: Meeting, tmp_path: Path) -> None:
    everybody_answers(meeting)
    meeting.at(65)
    meeting.come_in(LATE)
    meeting.at(80)
    card = meeting.browsers[LATE].get(f"/spaces/{meeting.space}/people/{meeting.people[LATE]}")
    assert "This room is too small to hide in" not in card.text, "one of seven says no, and it goes on"
    meeting.press(LATE, {AUDIO: "given"})
    assert captured(record(meeting, tmp_path)[0][LATE]) == set(range(80, LENGTH))


def test_the_host_learns_the_count_at_the_release_and_never_who(address: str) -> None:
    seen = []
    for refuser in ("Ada", "Eve"):
        store = open_store(address)
        try:
            meeting = Meeting(store)
            everybody_answers(meeting, refuser)
            waiting = meeting.host_page()
            assert "People are being asked." in waiting
            assert not re.search(r"\d of \d", waiting)
            meeting.at(93)
            assert "5 of the 6 people who were here when it was first turned on had agreed" in meeting.host_page()
            seen.append((waiting, meeting.host_page()))
        finally:
            store.close()
    assert seen[0] == seen[1]


def test_the_one_who_refused_holds_the_proof(meeting: Meeting) -> None:
    everybody_answers(meeting)
    here = f"/spaces/{meeting.space}/people/{meeting.people['Ada']}"
    signed, keys = meeting.browsers["Ada"].get(f"{here}/receipt").text, meeting.browsers["Ada"].get(f"{here}/keys")
    found = verify(signed, keys.json())
    assert "dpv:ConsentRefused" in str(found)
    assert "dpv:ConsentGiven" not in str(found)
    assert "dpv:Employee" in str(found)
    assert "Ada" not in str(found)
    assert meeting.store.broken(meeting.space) is None
