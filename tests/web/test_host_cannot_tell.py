"""A hostile host collects everything that the desk shows a host, second by second, and must not learn who refused.

Two meetings are the same but for who refused, and when within the time to answer. Whatever the host asks for, by token,
by link and by page, must be the same in both, to the letter, at every moment; and so must all that comes of what a host
can do: make people go, let them in, turn features off and on, answer for others.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from test_article import AUDIO, HERE, NAMES, TRAIN, Meeting, _post

from sayso.consent.store import open_store
from sayso.consent.store.tokens import Scope
from sayso.web.limits import Rate

#: Before, between and after the releases; the first is 90 seconds after the host turned the summary on, at 2.
MOMENTS = (2, 3, 50, 91, 92, 93, 183)
SECRET = re.compile(r"[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}")


class Spy:
    """The host, with a token and with the page, who tries everything."""

    def __init__(self, meeting: Meeting) -> None:
        self._meeting, self._names = meeting, {person: name for name, person in meeting.people.items()}
        _, secret = meeting.store.tokens.new("host", [Scope.HOST], meeting.now, meeting.now + timedelta(days=1))
        self._by_token = TestClient(meeting.app, HERE, headers={"Authorization": f"Bearer {secret}"})
        self.seen: list[tuple[str, int, str]] = []

    def look(self) -> None:
        """Everything that can be asked for without changing anything; and what a curious host would press."""
        here = f"/spaces/{self._meeting.space}"
        for path in ("", "/people", "/features/summary", "/features/summary/preview"):
            self._api("GET", here + path)
        for path in ("/outcomes", "/removals", "/decisions"):
            self._api("GET", here + path)
        self._api("POST", here + "/features", {"feature": "summary"})
        for person in (self._meeting.people[name] for name in ("Ada", "Ben", "Eve")):
            me = f"{here}/people/{person}"
            for path in ("/asks", "/consents", "/receipt", "/policy"):
                self._api("GET", me + path)
            self._api("POST", here + "/links", {"person": person})
            spoken = {"feature": "summary", "version": 1, "says": {AUDIO: "given"}}
            self._api("POST", me + "/spoken-answers", spoken)
            self._api("POST", me + "/answers", spoken)
        for path in ("/acts", "/webhooks"):
            self._api("GET", path)
        self._note("page", self._meeting.host.get(f"{here}/host"))

    def _api(self, method: str, path: str, body: object = None) -> None:
        sent: dict[str, Any] = {"json": body} if body is not None else {}
        own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
        for name, client in (("token", self._by_token), ("link", self._meeting.host)):
            answer = client.request(method, f"{HERE}/api/v1{path}", headers=own, **sent)
            self._note(f"{name} {method} {path}", answer)

    def _note(self, what: str, answer: Any) -> None:
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        self.seen.append((self._same(what), answer.status_code, self._same(f"{headers} {answer.text}")))

    def _same(self, text: str) -> str:
        for person, name in self._names.items():
            text = text.replace(person, name)
        return SECRET.sub("SECRET", text.replace(self._meeting.space, "SPACE"))


def played(folder: Path, refuser: str, moment: int, unseen: bool) -> list[tuple[str, int, str]]:
    """What the host saw of a meeting in which one refused at a moment, and all others agreed by then."""
    store = open_store(f"sqlite:///{folder}/desk.db")
    try:
        meeting = Meeting(store)
        often = Rate(1e9, 1e9)
        meeting.desk.settings = replace(meeting.desk.settings, tokens=often, people=often, strangers=often)
        spy = Spy(meeting)
        for seconds in MOMENTS:
            meeting.at(seconds)
            if seconds == MOMENTS[0]:
                meeting.turn_on()
            for name in NAMES:
                if seconds == (moment if name == refuser else 3):
                    answer(meeting, name, name == refuser, unseen)
            spy.look()
        return spy.seen
    finally:
        store.close()


def answer(meeting: Meeting, name: str, refuses: bool, unseen: bool) -> None:
    """Somebody answers; who refuses may have the feature kept off by policy."""
    if refuses and unseen:
        here = f"/spaces/{meeting.space}/people/{meeting.people[name]}"
        assert _post(meeting.browsers[name], here + "/keep-off", {"feature": "summary", "version": "1"}).is_success
    else:
        meeting.press(name, {AUDIO: "refused" if refuses else "given", TRAIN: "refused"})


@pytest.mark.parametrize("unseen", [False, True], ids=["a refusal", "kept off by policy"])
def test_whoever_refused_and_whenever_the_host_sees_the_same(
    tmp_path: Path, unseen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Among who came at one moment, lists are in the order of their names in the space: here, of their coming.
    number = iter(range(1_000_000))
    monkeypatch.setattr("secrets.token_urlsafe", lambda _bytes=32: f"id-{next(number):012}-and-as-long-as-a-secret-is")
    seen = [played(tmp_path, *who, unseen) for who in (("Ada", 3), ("Eve", 3), ("Ben", 50), ("Ada", 91))]
    for other in seen[1:]:
        for one, another in zip(seen[0], other, strict=True):
            assert one == another
    assert {status for _, status, _ in seen[0]} == {200, 403, 404, 409}
    if not unseen:  # and it looks closely enough: that nobody refused is no secret
        assert "5 of the 6 people who were here when it was first turned on had agreed" in seen[0][-1][2]
        assert played(tmp_path, "nobody", 3, unseen)[-1] != seen[0][-1]


class Schemer(Spy):
    """The host, who does things to see what changes."""

    def do(self, act: str) -> None:
        """One act, such as `on`, `leave Ada` or `dial-in Ada`, and a look at what it changed."""
        here, (verb, _, name) = f"/spaces/{self._meeting.space}", act.partition(" ")
        person = self._meeting.people.get(name, "")
        match verb:
            case "wait":
                self._meeting.at(self._meeting.seconds() + 91)
            case "on":
                self._act(here + "/features", {"feature": "summary"})
            case "off":
                self._act(here + "/features/summary/endings", {})
            case "leave":
                self._act(f"{here}/people/{person}/leavings", {})
            case "speak":
                said = {"feature": "summary", "version": 1, "says": {AUDIO: "given"}}
                self._act(f"{here}/people/{person}/spoken-answers", said)
            case kind:
                who = {"who": f"{name.lower()}@harbour.example", "name": name, "relation": "employer", "kind": kind}
                self._act(here + "/people", who)
        self.look_again()

    def look_again(self) -> None:
        """At what changes."""
        here = f"/spaces/{self._meeting.space}"
        for path in ("/people", "/features/summary", "/features/summary/preview"):
            self._act(here + path)
        self._note("page", self._meeting.host.get(f"{here}/host"))

    def _act(self, path: str, body: object = None) -> None:
        sent: dict[str, Any] = {"json": body} if body is not None else {}
        self._note(path, self._by_token.request("POST" if sent else "GET", f"{HERE}/api/v1{path}", **sent))


def schemed(mode: str, refuser: str, acts: list[str]) -> list[tuple[str, int, str]]:
    """What the host saw who did these things after one had refused and all others had agreed."""
    number = iter(range(1_000_000))
    store = open_store("sqlite://")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_urlsafe", lambda _bytes=32: f"id-{next(number):012}-and-as-long-as-a-secret-is")
        try:
            meeting = Meeting(store, mode)
            often = Rate(1e9, 1e9)
            meeting.desk.settings = replace(meeting.desk.settings, tokens=often, people=often, strangers=often)
            host = Schemer(meeting)
            meeting.at(2)
            host.do("on")
            for name in NAMES:
                meeting.press(name, {AUDIO: "refused" if name == refuser else "given", TRAIN: "refused"})
            for act in acts:
                host.do(act)
            return host.seen
        finally:
            store.close()


#: Each made to go in turn, with the feature turned off and on without them; and put back.
ONE_BY_ONE = [a for name in NAMES for a in ("off", f"leave {name}", "on", "wait", f"person {name}", "wait")]
#: Each made to come back as a telephone that says yes.
BY_PHONE = [
    a
    for name in NAMES
    for a in (f"leave {name}", f"dial-in {name}", f"speak {name}", f"leave {name}", f"person {name}", "wait")
]
#: All made to go but one, for each.
ALONE = [
    a
    for name in NAMES
    for others in [[n for n in NAMES if n != name]]
    for a in (*(f"leave {n}" for n in others), "wait", "off", "on", "wait", *(f"person {n}" for n in others), "wait")
]


@pytest.mark.parametrize("mode", ["each", "everyone"])
@pytest.mark.parametrize("acts", [ONE_BY_ONE, BY_PHONE, ALONE], ids=["one by one", "by telephone", "alone"])
def test_whatever_the_host_does_they_see_the_same_whoever_refused(mode: str, acts: list[str]) -> None:
    first, second = (schemed(mode, refuser, ["wait", *acts]) for refuser in ("Ada", "Eve"))
    for one, another in zip(first, second, strict=True):
        assert one == another
    assert any('"held":true' in text for _, _, text in first) == (acts is ALONE)


@settings(max_examples=15)
@given(
    st.sampled_from(["each", "everyone"]),
    st.lists(
        st.sampled_from(["wait", "wait", "on", "off"])
        | st.builds("{} {}".format, st.sampled_from(["leave", "person", "dial-in", "speak"]), st.sampled_from(NAMES)),
        max_size=15,
    ),
)
def test_whatever_else_the_host_does_they_see_the_same_whoever_refused(mode: str, acts: list[str]) -> None:
    assert schemed(mode, "Ada", acts) == schemed(mode, "Eve", acts)
