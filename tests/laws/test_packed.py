"""The laws of packed policies: however fast they are counted, they answer what the one-page rule does."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.decision import Level, Line, Verdict, decide, strictness
from sayso.grid import Cell, Grid, Quote
from sayso.row import ANY
from sayso.say import Say
from sayso.sharing.check import Finding, check
from sayso.sharing.impact import Impact, PolicyList, Touched, impact
from sayso.sharing.packed import Move, answer, cell_name, pack, packed_cell, turns
from sayso.sharing.packed_file import PackedFile, write
from sayso.sharing.policy import Policy
from sayso.sharing.service import Service
from sayso.terms.document import Document
from sayso.terms.reading import Reading
from sayso.vocabulary import READ_PURPOSES, data

DAY = date(2026, 6, 1)
CALLS = "content.audio.calls"

# Few words, so that lines meet often.
DATA = ["content", "content.audio", CALLS, "content.chat", "usage"]
PURPOSES = ["train-ai", "share"]
SERVICES = st.sampled_from(["", "Lantern", "lantern", "Harbour"])
SAID = st.sampled_from(list(Say))

lines = st.builds(
    Line,
    data=st.sampled_from([ANY, *DATA]),
    purpose=st.sampled_from([ANY, *PURPOSES]),
    least=st.sampled_from([say for say in Say if say is not Say.UNSTATED]),
    unstated=st.sampled_from([None, *Verdict]),
    delegated=st.booleans(),
    service=SERVICES,
    until=st.sampled_from([None, DAY - timedelta(1), DAY, DAY + timedelta(1)]),
)
levels = st.builds(Level, st.lists(lines, max_size=5).map(tuple), st.sampled_from([None, *Verdict]))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A chain of up to three levels; some know a kind of data of their own."""
    policy = None
    for level in draw(st.lists(levels, min_size=1, max_size=3)):
        own = draw(st.sampled_from([{}, {CALLS: "calls with patients"}]))
        policy = Policy("", "", level, own, policy)
    assert policy
    return policy


many = st.lists(policies(), max_size=3).map(lambda each: [(f"policy {n}", p) for n, p in enumerate(each)])
cells = st.builds(
    Cell,
    st.sampled_from([name for name in DATA if name != CALLS]),
    st.sampled_from(PURPOSES),
    SAID,
    st.just((Quote("so it is", 0, 8),)),
)
services = st.lists(cells, max_size=5).map(lambda each: Service("Lantern", (_reading(each),)))


def _reading(said: Sequence[Cell]) -> Reading:
    return Reading(Document("lantern.md", ""), Grid(said), (), (), ())


@given(policies(), st.sampled_from(DATA), st.sampled_from(PURPOSES), SERVICES)
def test_a_packed_cell_answers_as_the_reference_does(policy: Policy, name: str, purpose: str, service: str) -> None:
    bits = packed_cell(policy.rules(service, DAY), name, purpose)
    for say in Say:
        verdict, forbidden = strictness(decide(policy.levels, name, purpose, say, service=service, on=DAY))
        assert answer(bits, say) == verdict + forbidden


@given(policies(), st.sampled_from(DATA), st.sampled_from(PURPOSES), SAID, SAID)
def test_what_a_move_does_is_what_the_decisions_before_and_after_say(
    policy: Policy, name: str, purpose: str, was: Say, now: Say
) -> None:
    turned = turns(packed_cell(policy.rules("", DAY), name, purpose), Move(name, purpose, was, now))
    before, after = (decide(policy.levels, name, purpose, say, on=DAY).verdict for say in (was, now))
    assert turned.conflict == (after is Verdict.CONFLICT and before is not Verdict.CONFLICT)
    assert turned.freed == (before is Verdict.CONFLICT and after is not Verdict.CONFLICT)
    assert turned.ask == (after is Verdict.ASK and before is not Verdict.ASK)


@given(policies())
def test_every_cell_that_documents_are_read_for_is_packed(policy: Policy) -> None:
    names = [*data(), *policy.all_categories]
    assert set(pack(policy, "Lantern", DAY)) == {f"{name} {purpose}" for name in names for purpose in READ_PURPOSES}


@settings(max_examples=30, deadline=None)
@given(many, services, services)
def test_the_impact_by_packed_policies_is_that_of_a_loop_of_checks(
    each: list[tuple[str, Policy]], old: Service, new: Service
) -> None:
    expected = looped(each, old, new)
    for found, who in (listed(each, old, new), packed(each, old, new)):
        assert {one.policy: tuple({m.cell for m in turn} for turn in _turns(one)) for one in who} == expected
        for turn, name in enumerate(("conflict", "ask", "freed")):
            assert getattr(found.total, name) == sum(bool(cells[turn]) for cells in expected.values())
            for move, count in found.moves:
                assert getattr(count, name) == sum(move.cell in cells[turn] for cells in expected.values())


@settings(max_examples=30, deadline=None)
@given(many, services, services, st.randoms())
def test_the_order_of_policies_does_not_matter(each, old, new, random) -> None:  # type: ignore[no-untyped-def]
    other = random.sample(each, len(each))
    for way in (listed, packed):
        (one, who), (two, others) = way(each, old, new), way(other, old, new)
        assert one == two
        assert sorted(who, key=lambda t: t.policy) == sorted(others, key=lambda t: t.policy)


@settings(max_examples=30, deadline=None)
@given(many, services)
def test_a_document_beside_itself_concerns_nobody(each: list[tuple[str, Policy]], service: Service) -> None:
    for found, who in (listed(each, service, service), packed(each, service, service)):
        assert found.total.conflict == found.total.ask == found.total.freed == 0
        assert not found.moves
        assert not who


def listed(each: list[tuple[str, Policy]], old: Service, new: Service) -> tuple[Impact, list[Touched]]:
    return _impact(PolicyList(each, "Lantern", DAY), old, new)


def packed(each: list[tuple[str, Policy]], old: Service, new: Service) -> tuple[Impact, list[Touched]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "policies.parquet"
        write(file, each, "Lantern", DAY)
        return _impact(PackedFile(file), old, new)


def _impact(policies: PolicyList | PackedFile, old: Service, new: Service) -> tuple[Impact, list[Touched]]:
    found = impact(old, new, policies)
    return found, list(policies.touched([move for move, _ in found.moves]))


def looped(each: list[tuple[str, Policy]], old: Service, new: Service) -> dict[str, tuple[set[str], ...]]:
    """The cells that turned for each policy that has any, by two checks: newly in conflict, to be asked, freed."""
    found = {}
    for name, policy in each:
        before, after = (_verdicts(policy, service) for service in (old, new))
        became = {v: {c for c in after if after[c] is v is not before[c]} for v in Verdict}
        freed = {c for c in after if before[c] is Verdict.CONFLICT is not after[c]}
        if became[Verdict.CONFLICT] or became[Verdict.ASK] or freed:
            found[name] = (became[Verdict.CONFLICT], became[Verdict.ASK], freed)
    return found


def _verdicts(policy: Policy, service: Service) -> dict[str, Verdict]:
    """Every cell's verdict: a check tells of a kind only where it differs from what is above it."""
    findings = {(f.data, f.purpose): f for f in check(service, policy, DAY).findings}

    def holding(name: str, purpose: str) -> Finding:
        return findings.get((name, purpose)) or holding(name.rpartition(".")[0], purpose)

    names = [*data(), *policy.all_categories]
    return {cell_name(name, purpose): holding(name, purpose).verdict for name, purpose in product(names, READ_PURPOSES)}


def _turns(one: Touched) -> tuple[tuple[Move, ...], ...]:
    return one.conflict, one.ask, one.freed
