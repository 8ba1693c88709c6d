"""The laws of removal, each named as the sentence that it tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from test_consent import (
    EACH,
    EVERYONE,
    PEOPLE,
    START,
    SUMMARY,
    TRAIN,
    after,
    answer,
    answers,
    ask,
    histories,
    meeting,
)

from sayso.consent.changes import changes, reached
from sayso.consent.fact import Answered, Fact, Joined, Left, Says, TurnedOff, TurnedOn
from sayso.consent.outcome import outcome
from sayso.consent.removals import Ordered, Removal, Span, removals
from sayso.consent.state import State, state_at

Use = tuple[str, str, int, str]
PERSON, THREE = st.sampled_from(PEOPLE), PEOPLE[:3]
STEPS = ["all say yes", "two say yes", "says", "says", "says", "says", "goes", "comes", "off", "on"]


@st.composite
def meetings(draw: st.DrawFn) -> list[Fact]:
    """A meeting of three in which much is captured, and much taken back; many facts have one moment."""
    feature = draw(st.sampled_from([EACH, EVERYONE]))
    versions, seconds, now = [feature, replace(feature, version=2)], 0, feature
    facts: list[Fact] = [Joined(START, p) for p in THREE]
    facts += [TurnedOn(START, feature), *(ask(p, START, feature) for p in THREE)]
    for step in draw(st.lists(st.sampled_from(STEPS), max_size=14)):
        seconds += draw(st.sampled_from([0, 1, 1]))
        person, at = draw(st.sampled_from(THREE)), after(seconds)
        match step:
            case "all say yes" | "two say yes":
                who = THREE if step == "all say yes" else THREE[:2]
                facts += [f for p in who for f in answers(p, Says.GIVEN, at, now)]
            case "says":
                uses = draw(st.lists(st.sampled_from(feature.uses), min_size=1, unique=True))
                says, about = draw(st.sampled_from(list(Says))), draw(st.sampled_from(versions))
                facts += [answer(person, says, at, use, about, unseen=draw(st.booleans())) for use in uses]
            case "goes":
                facts.append(Left(at, person))
            case "comes":
                facts.append(Joined(at, person))
            case "off":
                facts.append(TurnedOff(at, feature.name))
            case "on":
                now = draw(st.sampled_from(versions))
                facts.append(TurnedOn(at, now))
    return facts


def key(fact: Answered) -> Use:
    return fact.person, fact.feature, fact.version, fact.use


def captured(state: State, use: Use) -> bool:
    """Whether a person is captured for a use at this moment, by what recorders are told."""
    person, name, version, named = use
    feature = state.features.get(name)
    if feature is None or feature.version != version:
        return False
    said = outcome(state, feature)
    return person in said.extra.get(named, said.captured)


def stretches(facts: list[Fact], use: Use) -> list[tuple[int, set[int]]]:
    """Each withdrawal of a use, and after which facts its person was captured under the yes that it took back."""
    found, under, given_ = [], set[int](), False
    for number in range(1, len(facts) + 1):
        state = state_at(facts[:number], facts[number - 1].at)
        said = state.answers.get(use)
        fact = facts[number - 1]
        if isinstance(fact, Answered) and key(fact) == use and said and said.says is not Says.GIVEN:
            found.append((number, under))
            under, given_ = set(), False
        given_ = given_ or (said is not None and said.says is Says.GIVEN)
        if given_ and captured(state, use):
            under.add(number)
    return found


ANY = st.one_of(histories(), meetings(), meetings())


def _what(removal: Removal) -> tuple[str, str, int, tuple[Span, ...]]:
    return removal.person, removal.feature, removal.version, removal.spans


def within(removal: Removal) -> set[int]:
    return {number for span in removal.spans for number in range(span.first, span.last)}


@given(ANY)
def test_removed_are_exactly_the_spans_in_which_somebody_was_captured_under_a_yes_that_was_withdrawn(
    facts: list[Fact],
) -> None:
    found = removals(facts)
    for use in {key(f) for f in facts if isinstance(f, Answered)}:
        mine = [r for r in found if (r.person, r.feature, r.version) == use[:3] and use[3] in r.uses]
        expected = [numbers for _, numbers in stretches(facts, use) if numbers]
        assert [within(r) for r in mine] == expected
    for removal in found:
        for span in removal.spans:
            assert (span.since, span.until) == (facts[span.first - 1].at, facts[span.last - 1].at)
            assert span.first < span.last <= removal.number
        assert removal.everything == any(use.name in removal.uses for use in EACH.needed)


@given(ANY, st.integers(0, 25))
def test_what_was_ordered_stays_ordered_whatever_happens_later(facts: list[Fact], number: int) -> None:
    before, now = removals(facts[:number]), removals(facts)
    for removal in before:
        same = [r for r in now if (r.person, r.feature, r.version, r.spans) == _what(removal)]
        assert any(set(removal.uses) <= set(r.uses) for r in same)
    assert [r.number for r in now] == sorted({r.number for r in now})
    assert {r for r in now if r.number <= number} <= set(before)


@given(ANY, PERSON, st.sampled_from([EACH, EVERYONE]))
def test_a_yes_that_is_given_later_brings_nothing_back_and_removes_nothing(
    facts: list[Fact], person: str, feature: object
) -> None:
    again = [answer(person, Says.GIVEN, after(500), use) for use in EACH.uses]
    assert removals([*facts, *again]) == removals(facts)


@given(ANY, PERSON)
def test_who_withdraws_everything_leaves_nothing_that_was_captured_of_them(facts: list[Fact], person: str) -> None:
    out = [
        answer(person, Says.WITHDRAWN, after(500), use, feature)
        for feature in {f.feature for f in facts if isinstance(f, TurnedOn)}
        for use in feature.uses
    ]
    removed = {n for r in removals([*facts, *out]) if r.person == person and r.everything for n in within(r)}
    for number in range(1, len(facts) + 1):
        state = state_at(facts[:number], facts[number - 1].at)
        if any(person in outcome(state, feature).captured for feature in state.features.values()):
            assert number in removed


@given(ANY, PERSON, st.integers(0, 600))
def test_being_asked_and_the_end_of_the_time_to_answer_capture_nobody_more_or_less(
    facts: list[Fact], person: str, seconds: int
) -> None:
    state = state_at(facts, after(400))
    later = state_at(facts, after(400 + seconds))
    for feature in state.features.values():
        assert outcome(state, feature).captured == outcome(later, feature).captured


@given(ANY, PERSON, st.sampled_from([EACH, EVERYONE]))
def test_a_yes_never_lets_less_be_captured(facts: list[Fact], person: str, feature: object) -> None:
    before = state_at(facts, after(400))
    now = before.after([answer(person, Says.GIVEN, after(401), use) for use in EACH.uses])
    for running in before.features.values():
        assert outcome(before, running).captured <= outcome(now, running).captured


@given(ANY, st.integers(0, 500), st.lists(st.integers(0, 25), max_size=4))
def test_who_comes_back_to_the_stream_has_been_told_every_removal(
    facts: list[Fact], seconds: int, numbers: list[int]
) -> None:
    told, since = set[Removal](), None
    for number in [*sorted(n for n in numbers if n <= len(facts)), len(facts)]:
        past = facts[:number]
        now = max([after(seconds), *(f.at for f in past)])
        since = reached(past, since, now)
        told |= {r for r in removals(past) if r.number > (since.facts if since else 0)}
        _, since = changes(past, since, now)
    assert {(r.number, r.uses) for r in removals(facts)} <= {(r.number, r.uses) for r in told}


@given(ANY)
def test_found_again_as_more_happens_removals_are_the_same(facts: list[Fact]) -> None:
    ordered = Ordered()
    for number in range(len(facts) + 1):
        assert ordered.of("space", facts[:number]) == removals(facts[:number])
    assert Ordered().of("space", facts) == removals(facts)


def test_a_withdrawal_next_year_orders_what_was_captured_while_the_feature_ran() -> None:
    facts = meeting(EACH, ["ada", "ben"], {"ada": Says.GIVEN, "ben": Says.GIVEN})
    facts += [Left(after(60), "ada"), TurnedOff(after(100), "summary")]
    year = after(365 * 24 * 3600)
    facts += [answer("ada", Says.WITHDRAWN, year, use) for use in EACH.uses]
    first, last = (next(n for n, f in enumerate(facts, 1) if f.at == at) for at in (after(20), after(60)))
    needed, train = removals(facts)
    assert (needed.uses, needed.everything) == (tuple(use.name for use in SUMMARY), True)
    assert (train.uses, train.everything) == ((TRAIN.name,), False)
    assert needed.spans == (Span(after(20), after(60), first + 1, last),)
    assert (needed.person, needed.feature, needed.version, needed.at) == ("ada", "summary", 1, year)


def test_what_somebody_else_refused_for_all_was_not_captured_and_is_not_removed() -> None:
    facts = meeting(EACH, ["ada", "ben"], {"ada": Says.GIVEN})
    facts += answers("ben", Says.REFUSED, after(40), unseen=True)
    needed, _ = removals([*facts, *answers("ada", Says.WITHDRAWN, after(60))])
    assert [(span.since, span.until) for span in needed.spans] == [(after(20), after(40))]


def test_who_withdraws_an_extra_use_alone_keeps_the_rest() -> None:
    facts = meeting(EACH, ["ada", "ben"], {"ada": Says.GIVEN, "ben": Says.GIVEN})
    (removal,) = removals([*facts, answer("ada", Says.WITHDRAWN, after(60), TRAIN)])
    assert (removal.uses, removal.everything) == ((TRAIN.name,), False)


def test_a_clock_that_was_set_back_hides_nothing() -> None:
    facts = meeting(EACH, ["ada"], {"ada": Says.GIVEN}, at=0)  # since when no second seems to pass
    facts += answers("ada", Says.WITHDRAWN, after(0))
    (removal,) = [r for r in removals(facts) if r.everything]
    (span,) = removal.spans
    assert span.until - span.since == timedelta()
    assert span.first < span.last
