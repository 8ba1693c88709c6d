"""The laws of the one-page rule, each named as the sentence that it tests."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from sayso.decision import Decision, Level, Line, Rule, Verdict, decide, most_specific, strictness
from sayso.row import ANY
from sayso.say import Say, least
from sayso.sharing.policy import Rules
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

DAY = date(2026, 6, 1)
LEVELS = [say for say in Say if say is not Say.UNSTATED]

# Few names, so that lines meet often; with a kind of one's own, two below its row.
DATA = st.sampled_from(["content", "content.audio", "content.audio.calls", "content.chat", "usage"])
PURPOSES = st.sampled_from(["train-ai", "improve", "share"])
SERVICES = st.sampled_from(["", "Lantern", "Harbour"])
SILENCE = st.sampled_from([None, *Verdict])
STATED = st.sampled_from(LEVELS)
SAID = st.sampled_from(list(Say))

lines = st.builds(
    Line,
    data=st.one_of(st.just(ANY), DATA),
    purpose=st.one_of(st.just(ANY), PURPOSES),
    least=STATED,
    unstated=SILENCE,
    delegated=st.booleans(),
    service=SERVICES,
    until=st.sampled_from([None, DAY - timedelta(1), DAY, DAY + timedelta(1)]),
)
levels = st.builds(Level, st.lists(lines, max_size=6).map(tuple), SILENCE)
policies = st.lists(levels, max_size=3).map(tuple)
cells = st.tuples(DATA, PURPOSES, SAID)


def decided(policy: tuple[Level, ...], cell: tuple[str, str, Say], service: str = "Lantern") -> Decision:
    return decide(policy, *cell, service=service, on=DAY)


def with_line(policy: tuple[Level, ...], at: int, line: Line) -> tuple[Level, ...]:
    level = policy[at]
    return (*policy[:at], Level((*level.lines, line), level.unstated), *policy[at + 1 :])


def undelegated(policy: tuple[Level, ...]) -> tuple[Level, ...]:
    def plain(level: Level) -> Level:
        return Level(tuple(dataclasses.replace(x, delegated=False) for x in level.lines), level.unstated)

    return tuple(map(plain, policy))


@given(policies, DATA, PURPOSES)
def test_unknown_is_never_permission(policy: tuple[Level, ...], data: str, purpose: str) -> None:
    """Silence is fine only where a policy says, in words, that silence is fine to it."""
    decision = decided(policy, (data, purpose, Say.UNSTATED))
    if decision.verdict is Verdict.FINE:
        said = [level.unstated for level in policy] + [x.unstated for level in policy for x in level.lines]
        assert Verdict.FINE in said
    assert decision.rule is Rule.SILENCE


@given(cells)
def test_a_policy_that_says_nothing_accepts_nothing_but_what_is_never_done(cell: tuple[str, str, Say]) -> None:
    for empty in ((), (Level(()),), (Level(()), Level(()))):
        decision = decided(empty, cell)
        assert (decision.verdict is Verdict.FINE) == (cell[2] is Say.NEVER)
        assert decision.verdict is not Verdict.CONFLICT


@given(policies, cells)
def test_a_use_is_accepted_only_where_a_line_accepts_that_much_say(
    policy: tuple[Level, ...], cell: tuple[str, str, Say]
) -> None:
    data, purpose, say = cell
    decision = decided(policy, cell)
    if decision.verdict is Verdict.FINE and say not in (Say.NEVER, Say.UNSTATED):
        assert decision.line is not None
        assert decision.line.covers(data, purpose, "Lantern", DAY)
        assert least((say, decision.line.least)) is decision.line.least


@given(policies.filter(bool), cells, lines, st.data())
def test_adding_a_refusal_never_widens_sharing(
    policy: tuple[Level, ...], cell: tuple[str, str, Say], line: Line, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(policy) - 1))
    refusal = dataclasses.replace(line, least=Say.NEVER, delegated=False, unstated=None)
    before, after = decided(policy, cell), decided(with_line(policy, at, refusal), cell)
    # What is merely not decided may become decided; what was refused stays refused, what was asked is not let through.
    assert strictness(after) >= strictness(before)


@given(policies, cells, st.randoms())
def test_order_and_duplicates_do_not_matter(policy: tuple[Level, ...], cell: tuple[str, str, Say], random) -> None:  # type: ignore[no-untyped-def]
    def shuffled(level: Level) -> Level:
        own = [*level.lines, *level.lines]
        random.shuffle(own)
        return Level(tuple(own), level.unstated)

    before, after = decided(policy, cell), decided(tuple(map(shuffled, policy)), cell)
    assert (before.verdict, before.rule) == (after.verdict, after.rule)


@given(policies.filter(bool), cells, st.data())
def test_a_stricter_policy_never_has_fewer_conflicts(
    policy: tuple[Level, ...], cell: tuple[str, str, Say], data: st.DataObject
) -> None:
    def stricter(line: Line) -> Line:
        more = [say for say in LEVELS if (say.rank or 0) >= (line.least.rank or 0)]
        return dataclasses.replace(line, least=data.draw(st.sampled_from(more)))

    raised = tuple(Level(tuple(map(stricter, level.lines)), level.unstated) for level in policy)
    assert strictness(decided(raised, cell)) >= strictness(decided(policy, cell))


@given(policies.filter(bool), levels, cells)
def test_a_child_policy_never_accepts_what_its_parent_refuses(
    policy: tuple[Level, ...], child: Level, cell: tuple[str, str, Say]
) -> None:
    above = undelegated(policy)
    parent, with_child = decided(above, cell), decided((*above, child), cell)
    if parent.verdict is Verdict.CONFLICT:
        assert strictness(with_child) >= strictness(parent)


@given(policies.filter(bool), levels, cells)
def test_only_a_delegated_line_lets_a_child_accept_what_its_parent_refuses(
    policy: tuple[Level, ...], child: Level, cell: tuple[str, str, Say]
) -> None:
    parent, with_child = decided(policy, cell), decided((*policy, child), cell)
    if strictness(with_child) < strictness(parent) and parent.verdict is Verdict.CONFLICT:
        assert parent.line is not None
        assert parent.line.delegated


@given(st.lists(lines, min_size=1).map(tuple), cells)
def test_the_most_specific_line_wins(own: tuple[Line, ...], cell: tuple[str, str, Say]) -> None:
    data, purpose, say = cell
    assume(say not in (Say.NEVER, Say.UNSTATED))
    covering = [x for x in own if x.covers(data, purpose, "Lantern", DAY)]
    decision = decided((Level(own),), cell)
    assert decision.line == most_specific(covering)
    for other in covering:
        assert decision.line is not None
        assert decision.line.specificity() >= other.specificity()


@given(policies, cells)
def test_what_is_never_done_is_never_a_conflict(policy: tuple[Level, ...], cell: tuple[str, str, Say]) -> None:
    assert decided(policy, (*cell[:2], Say.NEVER)) == Decision(Verdict.FINE, Rule.NOT_USED)


@given(policies, DATA, PURPOSES)
def test_more_say_is_never_worse(policy: tuple[Level, ...], data: str, purpose: str) -> None:
    verdicts = [strictness(decided(policy, (data, purpose, say))) for say in LEVELS]
    assert verdicts == sorted(verdicts)


@given(policies, cells)
def test_an_exception_is_for_its_service_and_its_days_alone(
    policy: tuple[Level, ...], cell: tuple[str, str, Say]
) -> None:
    def general(level: Level) -> Level:
        return Level(tuple(x for x in level.lines if not x.service and not (x.until and x.until < DAY)), level.unstated)

    assert decided(policy, cell, "Elsewhere") == decided(tuple(map(general, policy)), cell, "Elsewhere")


@given(policies, cells, SERVICES)
def test_the_compiled_rules_equal_the_reference(
    policy: tuple[Level, ...], cell: tuple[str, str, Say], service: str
) -> None:
    rules = Rules(policy, service, DAY)
    assert rules.decide(*cell) == rules.decide(*cell) == decided(policy, cell, service)


@given(policies, DATA, PURPOSES)
def test_what_is_accepted_is_the_least_say_that_is_fine(policy: tuple[Level, ...], data: str, purpose: str) -> None:
    rules = Rules(policy, "Lantern", DAY)
    accepted = rules.accepted(data, purpose)
    for say in LEVELS[1:]:
        fine = rules.decide(data, purpose, say).verdict is Verdict.FINE
        assert fine == (accepted is not None and (say.rank or 0) >= (accepted.rank or 0))


def test_of_two_lines_as_close_the_one_that_takes_silence_more_seriously_says_what_it_means() -> None:
    mild, grave = (
        Line("content", ANY, say, means) for say, means in ((Say.NEVER, Verdict.FINE), (Say.NO_SAY, Verdict.CONFLICT))
    )
    for own in ((mild, grave), (grave, mild)):
        assert decided((Level(own),), ("content", "share", Say.UNSTATED)).verdict is Verdict.CONFLICT


def test_the_names_of_the_laws_are_of_the_vocabulary() -> None:
    assert {"content.audio", "content.chat", "usage"} <= set(known_data())
    assert {"train-ai", "improve", "share"} <= set(known_purposes())
