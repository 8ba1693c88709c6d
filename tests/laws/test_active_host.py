"""A host who does all that a host can do learns no more of who refused than one who only looks.

Two spaces differ in who of a crowd refuses, in time and in so many words. The host lets people in, makes them go, turns
the feature off and on, looks at the preview and at the outcome, and tries to answer for others: and is told the same.
What shows all the same has a test each, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.consent.fact import Asked, Kind, Relation, Says
from sayso.consent.feature import Feature, Mode, Use
from sayso.consent.notice import Notice, Party
from sayso.consent.outcome import Why
from sayso.consent.rooms import Rooms
from sayso.consent.store import open_store
from sayso.consent.view import CROWD, HostView
from sayso.errors import ConsentError

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
CROWDS = ("ada", "ben", "cem", "dee", "eve", "fay", "gus")
STRANGERS = ("hal", "ida", "jon", "kay", "liv")
YES, NO = {AUDIO.name: Says.GIVEN, TRAIN.name: Says.REFUSED}, {AUDIO.name: Says.REFUSED, TRAIN.name: Says.REFUSED}
NOTICE = Notice("1", "2026-05-02", Party("https://h.example/", "Harbour", "p@h.example"), "IE", "IE", "P30D", "a", "b")


@dataclass(frozen=True)
class Crowd:
    """Who was asked first: who answers when, who of them has a policy that agrees, and how the refuser refuses."""

    people: tuple[str, ...]
    seconds: tuple[int, ...]
    policies: frozenset[str] = frozenset()
    unseen: bool = False
    by_policy: bool = False


@dataclass(frozen=True)
class Step:
    """What the host does, so many seconds later. `says`: what a stranger answers as soon as they are let in."""

    later: int
    act: str
    whom: str = ""
    kind: Kind = Kind.PERSON
    says: Says | None = None


@dataclass
class Space:
    """A space in which one of a crowd refuses, and all that its host is told. `stays`: who cannot be made to go."""

    mode: Mode
    crowd: Crowd
    refuser: str
    stays: str = ""
    now: datetime = START
    told: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = open_store("sqlite://")
        feature = Feature("summary", 1, (AUDIO, TRAIN), self.mode)
        self.rooms = Rooms(
            self.store, {"summary": feature}, {("summary", 1): NOTICE}, clock=lambda: self.now, standing=self._policy
        )
        self.id = self.rooms.open("meeting", "Weekly")
        self.people = {name: self._join(name, Kind.PERSON) for name in self.crowd.people}
        self.answers = sorted(zip(self.crowd.seconds, self.crowd.people, strict=True))
        self.do(Step(0, "on"))

    def play(self, steps: list[Step]) -> list[object]:
        """Everything that the host was told."""
        for step in steps:
            self.wait(step.later)
            self.do(step)
        self.wait(200)
        self.look()
        self.store.close()
        return self.told

    def wait(self, seconds: int) -> None:
        """Time passes, and who has not yet answers at their second, wherever they are."""
        self.now += timedelta(seconds=seconds)
        end, self.now = self.now, self.now
        while self.answers and START + timedelta(seconds=self.answers[0][0]) <= end:
            second, name = self.answers.pop(0)
            self.now = START + timedelta(seconds=second)
            if not (name == self.refuser and self.crowd.by_policy):
                self.answer(name, NO if name == self.refuser else YES, self.crowd.unseen and name == self.refuser)
        self.now = end

    def answer(self, name: str, says: dict[str, Says], unseen: bool = False) -> None:
        self.rooms.answer(self.id, self.people[name], "summary", 1, says, unseen=unseen)

    def do(self, step: Step) -> None:
        """One thing that a host can do, what comes of it, and a look at everything."""
        try:
            getattr(self, f"_{step.act}")(step)
        except ConsentError as error:
            self.told.append(str(error))
        self.look()

    def look(self) -> HostView:
        view = self.rooms.host_view(self.id, "summary")
        self.told += [view, self.rooms.preview(self.id, "summary")]
        return view

    def _on(self, _step: Step) -> None:
        asked: list[int] = []
        self.rooms.turn_on(
            self.id, "summary", keep=lambda facts: asked.append(sum(isinstance(f, Asked) for f in facts))
        )
        self.told += asked

    def _off(self, _step: Step) -> None:
        self.rooms.turn_off(self.id, "summary")

    def _again(self, step: Step) -> None:
        self._off(step)
        self._on(step)

    def _leave(self, step: Step) -> None:
        if step.whom in self.people and step.whom != self.stays:
            self.rooms.leave(self.id, self.people[step.whom])

    def _only(self, step: Step) -> None:
        for name in self.people.keys() - {step.whom, self.stays}:
            self.rooms.leave(self.id, self.people[name])

    def _back(self, step: Step) -> None:
        for name in self.crowd.people:
            if name != step.whom:
                self._join(name, Kind.PERSON)

    def _by_phone(self, step: Step) -> None:
        self._leave(step)
        self._join(step.whom, Kind.DIAL_IN)
        self._speak(step)

    def _join_(self, step: Step) -> None:
        self.people[step.whom] = self._join(step.whom, step.kind)
        if step.whom in STRANGERS and step.says and step.kind is Kind.PERSON:
            self.answer(step.whom, YES if step.says is Says.GIVEN else NO)

    def _speak(self, step: Step) -> None:
        if step.whom in self.people:  # whom the host may not answer for, they are told
            self.rooms.spoken(self.id, self.people[step.whom], "summary", 1, YES, "host")

    def _join(self, name: str, kind: Kind) -> str:
        return self.rooms.join(self.id, name, name.title(), kind, Relation.EMPLOYER)

    def _policy(self, who: str, use: Use) -> Says | None:
        if who == self.refuser and self.crowd.by_policy:
            return Says.REFUSED
        return Says.GIVEN if who in self.crowd.policies else None


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    """At least as many as can hide a refusal, of whom everybody answers before the first release."""
    people = CROWDS[: draw(st.integers(CROWD, len(CROWDS)))]
    seconds = tuple(draw(st.integers(1, 80)) for _ in people)
    # Who has which policy is the same in both spaces, but for a refusing one, which must look like none.
    policies = draw(st.frozensets(st.sampled_from(people[2:])))
    return Crowd(people, seconds, policies, draw(st.booleans()), draw(st.booleans()))


def scripts(*strangers: str) -> st.SearchStrategy[list[Step]]:
    """What a host does with a crowd, and with strangers that they let in."""
    later = st.sampled_from([0, 1, 45, 91, 91, 200])
    anybody = st.sampled_from((*CROWDS, *strangers))
    joins = st.builds(
        Step,
        later,
        st.just("join_"),
        anybody,
        st.sampled_from(list(Kind)),
        st.sampled_from([Says.GIVEN, Says.REFUSED, None]),
    )
    moves = st.builds(Step, later, st.sampled_from(["leave", "only", "back", "speak", "by_phone"]), anybody)
    buttons = st.builds(Step, later, st.sampled_from(["on", "off", "again"]))
    return st.lists(st.one_of(buttons, moves, joins), max_size=15)


def same(mode: Mode, crowd: Crowd, steps: list[Step], stays: str = "") -> None:
    first, second = (Space(mode, crowd, refuser, stays).play(steps) for refuser in ("ada", "ben"))
    assert first == second


@settings(max_examples=200)
@given(crowds(), scripts(*STRANGERS))
def test_where_all_must_agree_nothing_that_a_host_does_tells_who_refused(crowd: Crowd, steps: list[Step]) -> None:
    same(Mode.EVERYONE, crowd, steps)


@settings(max_examples=200)
@given(crowds(), scripts(*STRANGERS))
def test_where_each_is_left_out_nothing_tells_who_refused_while_another_who_agrees_is_here(
    crowd: Crowd, steps: list[Step]
) -> None:
    same(Mode.EACH, crowd, steps, stays="cem")


@settings(max_examples=200)
@given(crowds(), scripts())
def test_where_each_is_left_out_nothing_tells_who_refused_whoever_is_made_to_go(
    crowd: Crowd, steps: list[Step]
) -> None:
    same(Mode.EACH, crowd, steps)


def told(mode: Mode, people: str, says: dict[str, dict[str, Says]], *steps: Step) -> HostView:
    """What the host sees at last of a space in which these answered, and of the others nobody did."""
    names = tuple(people.split())
    space = Space(mode, Crowd(names, (500,) * len(names)), "")
    for name, said in says.items():
        space.answer(name, said)
    for step in steps:
        space.wait(step.later)
        space.do(step)
    space.wait(91)
    view = space.look()
    space.store.close()
    return view


def test_it_shows_who_did_not_answer_where_all_must_agree() -> None:
    """Silence ends when its person goes: otherwise a wrong address would keep the feature off for good."""
    rest = dict.fromkeys(("ben", "cem", "dee", "eve", "fay"), YES)
    assert not told(Mode.EVERYONE, "ada ben cem dee eve fay", rest, Step(91, "leave", "ben")).on
    assert told(Mode.EVERYONE, "ada ben cem dee eve fay", rest, Step(91, "leave", "ada")).on


def test_it_shows_who_alone_agrees_where_each_is_left_out() -> None:
    """Without them nobody agrees, and the feature has nothing to work on."""
    one = {"ada": YES, **dict.fromkeys(("ben", "cem", "dee", "eve", "fay"), NO)}
    assert told(Mode.EACH, "ada ben cem dee eve fay", one, Step(91, "leave", "ben")).on
    view = told(Mode.EACH, "ada ben cem dee eve fay", one, Step(91, "leave", "ada"))
    assert (view.on, view.why, view.held) == (False, Why.NOBODY_AGREES, False)


@pytest.mark.parametrize("says", [YES, NO], ids=["yes", "no"])
def test_it_shows_what_somebody_answers_among_others_who_are_all_the_hosts(says: dict[str, Says]) -> None:
    """Whoever plays all others knows what they answered: what is left is hers."""
    others = dict.fromkeys(("ben", "cem", "dee", "eve"), NO)
    assert told(Mode.EACH, "ada ben cem dee eve", {"ada": says, **others}).on == (says == YES)


def test_it_shows_what_somebody_answers_who_comes_later_where_all_must_agree() -> None:
    """They are told so before they answer: they are asked alone."""
    every = dict.fromkeys(("ada", "ben", "cem", "dee", "eve"), YES)
    for says, on in ((Says.GIVEN, True), (Says.REFUSED, False)):
        late = Step(91, "join_", "hal", says=says)
        assert told(Mode.EVERYONE, "ada ben cem dee eve", every, late).on == on


def test_the_preview_shows_that_somebodys_policy_does_not_agree_and_not_whether_it_refuses() -> None:
    names = CROWDS[:6]
    for by_policy in (False, True):
        crowd = Crowd(names, (500,) * 6, frozenset(names[1:]), by_policy=by_policy)
        space = Space(Mode.EVERYONE, crowd, "ada")
        seen = [space.rooms.preview(space.id, "summary")]
        for name in ("ben", "ada"):
            space.do(Step(0, "leave", name))
            seen.append(space.rooms.preview(space.id, "summary"))
            space.do(Step(0, "join_", name))
        assert seen == ["asks", "asks", "works"]
        space.store.close()


def test_what_is_held_back_is_shown_when_enough_are_here_again() -> None:
    rest = {"ada": NO, **dict.fromkeys(("ben", "cem", "dee", "eve", "fay"), YES)}
    names = "ada ben cem dee eve fay"
    alone = told(Mode.EACH, names, rest, Step(91, "only", "ada"))
    assert (alone.on, alone.held, alone.released) == (True, True, START + timedelta(seconds=90))
    again = told(Mode.EACH, names, rest, Step(91, "only", "ada"), Step(91, "again"))
    assert (again.on, again.held, again.why, again.agreed) == (False, True, Why.WAITING, None)
    back = told(Mode.EACH, names, rest, Step(91, "only", "ada"), Step(91, "again"), Step(91, "back"))
    assert (back.on, back.held, back.why, back.agreed) == (True, False, Why.AGREED, None)


def test_a_room_that_was_always_small_sees_every_release() -> None:
    assert told(Mode.EACH, "ada ben", {"ada": YES, "ben": NO}).on
    view = told(Mode.EACH, "ada ben", {"ada": YES, "ben": NO}, Step(91, "leave", "ada"))
    assert (view.on, view.why, view.held) == (False, Why.POLICY, False)
