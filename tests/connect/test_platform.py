"""Laws of platforms: whatever comes, in whatever order, nothing runs that somebody there has not agreed to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.connect.platform import Platform
from sayso.consent.fact import Kind, Says
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.rooms import Rooms
from sayso.consent.store import open_store
from sayso.errors import ConsentError

AUDIO = Use("content.audio", "provide")
_PARTY = Party("https://harbour.example/", "Harbour", "privacy@harbour.example")
_NOTICE = Notice("1", "2026-05-02", _PARTY, "IE", "IE", "P30D", "https://d.example/", "https://d.example/")
_PEOPLE, _FEATURES = st.sampled_from(["ada", "ben", "phone"]), st.sampled_from(["summary", "recording", "unknown"])
_CONNECTIONS = st.sampled_from(["1", "2"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("joined"), _PEOPLE, _CONNECTIONS),
        st.tuples(st.just("left"), _PEOPLE, _CONNECTIONS),
        st.tuples(st.just("started"), _FEATURES),
        st.tuples(st.just("stopped"), _FEATURES),
        st.tuples(st.just("answers"), _PEOPLE, _FEATURES, st.sampled_from(list(Says)[:2])),
        st.tuples(st.just("waits"), st.sampled_from([1, 40, 91])),
        st.tuples(st.just("closed")),
    ),
    max_size=25,
)


class Meeting:
    """One meeting of a platform, its desk, and what those who are asked have said."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 9, tzinfo=UTC)
        self.store = open_store("sqlite:///")
        features = {
            "summary": Feature("summary", 1, (AUDIO,)),
            "recording": Feature("recording", 1, (AUDIO,), Mode.EVERYONE),
        }
        notices = {(name, feature.version): _NOTICE for name, feature in features.items()}
        self.rooms = Rooms(self.store, features, notices, clock=lambda: self.now)
        self.platform = Platform(self.rooms, "p")
        self.there = self.platform.opened("m", "", "Weekly")
        self.connected: dict[str, set[str]] = {}
        self.said: dict[tuple[str, str], Says] = {}

    def does(self, step: tuple[Any, ...]) -> None:
        self.now += timedelta(seconds=1)
        there = self.platform.find("m")
        assert there
        match step:
            case "joined", who, connection:
                kind = Kind.DIAL_IN if who == "phone" else Kind.PERSON
                if self.platform.joined(there, who, who, kind, connection):
                    self.connected.setdefault(who, set()).add(connection)
            case "left", who, connection:
                self.platform.left("m", who, connection)
                self.connected.get(who, set()).discard(connection)
            case "started", feature:
                self.platform.started(there, feature)
            case "stopped", feature:
                self.platform.stopped("m", feature)
            case "answers", who, feature, says:
                self._answers(who, feature, says)
            case "waits", seconds:
                self.now += timedelta(seconds=seconds)
            case ("closed",):
                self.platform.closed("m")
                self.connected.clear()

    def here(self) -> set[str]:
        return {who for who, connections in self.connected.items() if connections}

    def _answers(self, who: str, feature: str, says: Says) -> None:
        person = next((p for p, known in self.store.known_as(self.there.space).items() if known == who), "")
        try:
            self.rooms.answer(self.there.space, person, feature, 1, {AUDIO.name: says})
        except ConsentError:  # was not asked
            return
        self.said[who, feature] = says


@given(STEPS)
@settings(deadline=None)
def test_only_who_has_agreed_is_captured_and_what_runs_whole_runs_where_all_have(
    steps: list[tuple[Any, ...]],
) -> None:
    meeting = Meeting()
    for step in steps:
        meeting.does(step)
        known = meeting.store.known_as(meeting.there.space)
        for feature in ("summary", "recording", "unknown"):
            found = meeting.platform.instruction(meeting.there.space, feature)
            agreed = {who for who in meeting.here() if meeting.said.get((who, feature)) is Says.GIVEN}
            captured = {known[person] for person in found.capture}
            assert captured <= agreed
            assert not found.whole or (found.run and captured == agreed == meeting.here() != set())
            assert found.run == bool(captured)
    meeting.store.close()


@given(STEPS)
@settings(deadline=None, max_examples=50)
def test_who_is_there_is_who_has_a_connection_left(steps: list[tuple[Any, ...]]) -> None:
    meeting = Meeting()
    for step in steps:
        meeting.does(step)
        known = meeting.store.known_as(meeting.there.space)
        assert {known[person] for person in meeting.rooms.state(meeting.there.space).here} == meeting.here()
    meeting.store.close()
