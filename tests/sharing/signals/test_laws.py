"""Laws of signals: what is read back is what was meant, or stricter, and nonsense is never permission."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.say import Say
from sayso.sharing.policy import Policy
from sayso.sharing.signals import aipref, dpv, gpc, odrl, robots, tdmrep
from sayso.sharing.signals.signal import Cells, Signal, spread, strictest
from sayso.sharing.statement import SharingStatement, state
from sayso.vocabulary import data as known_data
from sayso.vocabulary import purposes as known_purposes

from ..policies import DAY, LEVELS, alike, policies, services
from ..test_statement import looser

Write = Callable[[SharingStatement], Signal]
Read = Callable[[str], Cells]

FORMATS: dict[str, tuple[Write, Read]] = {
    "aipref": (aipref.write, aipref.read),
    "robots": (robots.write, robots.read),
    "gpc": (gpc.write, gpc.read),
    "tdmrep file": (tdmrep.write, tdmrep.read_file),
    "tdmrep header": (lambda s: tdmrep.write(s, "header"), tdmrep.read_header),
    "tdmrep meta": (lambda s: tdmrep.write(s, "meta"), tdmrep.read_meta),
    "odrl": (odrl.write, lambda text: odrl.read(text, DAY)),
    "dpv": (dpv.write, lambda text: dpv.read(text, DAY)),
}
laws = settings(deadline=None, max_examples=40)
every_format = pytest.mark.parametrize("form", FORMATS)


def heard(form: str, statement: SharingStatement) -> Cells:
    write, read = FORMATS[form]
    cells = read(write(statement).text)
    return cells if form == "odrl" else spread(cells, statement)


@every_format
@laws
@given(policies())
def test_what_is_read_back_is_never_looser_than_what_was_meant(form: str, policy: Policy) -> None:
    statement = state(policy, DAY)
    for use, said in heard(form, statement).items():
        assert not looser(said, statement.cells[use].least), use


@every_format
@laws
@given(policies(), st.sampled_from(["Lantern", "Harbour"]))
def test_what_everyone_reads_is_not_looser_than_what_holds_for_any_service(
    form: str, policy: Policy, service: str
) -> None:
    statement, rules = state(policy, DAY), policy.rules(service, DAY)
    for use, said in heard(form, statement).items():
        assert not looser(said, rules.accepted(*use)), use


@every_format
@laws
@given(policies(), st.sampled_from([1, 2, 41]), st.sampled_from(["", "Lantern"]))
def test_what_is_read_on_a_later_day_is_not_looser_than_what_the_policy_says_then(
    form: str, policy: Policy, days: int, service: str
) -> None:
    statement, later = state(policy, DAY), DAY + timedelta(days)
    text, rules = FORMATS[form][0](statement).text, policy.rules(service, later)
    reads: dict[str, Read] = {"odrl": lambda t: odrl.read(t, later), "dpv": lambda t: dpv.read(t, later)}
    cells = reads.get(form, FORMATS[form][1])(text)
    for use, said in (cells if form == "odrl" else spread(cells, statement)).items():
        assert not looser(said, rules.accepted(*use)), use


@every_format
@laws
@given(policies())
def test_what_is_carried_otherwise_than_meant_is_told(form: str, policy: Policy) -> None:
    statement = state(policy, DAY)
    cells, lost = heard(form, statement), " ".join(FORMATS[form][0](statement).lost)
    for (data, purpose), accepted in statement.cells.items():
        said = cells.get((data, purpose))
        if said is not accepted.least:
            told = f"It says `{said}` of" if said else "It does not say what is accepted for"
            assert told in lost, (data, purpose)
            assert purpose in lost


@laws
@given(policies(), services)
def test_odrl_carries_every_level_of_every_cell(policy: Policy, service: str) -> None:
    statement = state(policy, DAY, service)
    cells = odrl.read(odrl.write(statement).text, DAY, service)
    assert cells == {use: a.least for use, a in statement.cells.items() if a.least is not None}


@laws
@given(policies(), services)
def test_dpv_carries_the_strictest_of_what_shares_a_term(policy: Policy, service: str) -> None:
    statement = state(policy, DAY, service)
    cells = dpv.read(dpv.write(statement).text, DAY, service)
    for data, word in known_data().items():
        same = [n for n, w in known_data().items() if w.dpv == word.dpv]
        same += [own for own in statement.categories if nearest(own) in same]
        for purpose in known_purposes():
            meant = strictest(statement.cells[n, purpose].least for n in same)
            assert cells.get((data, purpose)) == (Say.LEAVE if meant is Say.NO_SAY else meant)


def nearest(name: str) -> str:
    return max((n for n in known_data() if name.startswith(n + ".")), key=len)


@laws
@given(policies(), st.sampled_from(["", "Harbour"]))
def test_what_is_addressed_to_one_service_is_not_for_others(policy: Policy, other: str) -> None:
    statement = state(policy, DAY, "Lantern")
    assert odrl.read(odrl.write(statement).text, DAY, other) == {}
    assert dpv.read(dpv.write(statement).text, DAY, other) == {}


CARRIED = {
    "aipref": {Say.NEVER: Say.NEVER, Say.OPT_IN: Say.NEVER, Say.NO_SAY: Say.NO_SAY},
    "gpc": {Say.NEVER: Say.NEVER, Say.OPT_IN: Say.NEVER},
    "odrl": {say: say for say in LEVELS},
    "dpv": {say: say for say in LEVELS} | {Say.NO_SAY: Say.LEAVE},
}
CARRIED |= {name: CARRIED["aipref"] for name in FORMATS if name not in CARRIED}


@every_format
@pytest.mark.parametrize("say", [*LEVELS, None])
def test_each_level_is_carried_as_its_format_can(form: str, say: Say | None) -> None:
    says = set(heard(form, alike(say)).values())
    assert says == ({CARRIED[form][say]} if say in CARRIED[form] else set())


@every_format
@laws
@given(text=st.text(max_size=300))
def test_any_text_is_read_without_an_error_and_says_nothing(form: str, text: str) -> None:
    assert FORMATS[form][1](text) == {}


@every_format
@settings(deadline=None, max_examples=150)
@given(policy=policies(), at=st.integers(0, 100_000), put=st.text(max_size=3), cut=st.integers(0, 4))
def test_a_damaged_signal_is_read_without_an_error(form: str, policy: Policy, at: int, put: str, cut: int) -> None:
    write, read = FORMATS[form]
    text = write(state(policy, DAY)).text
    at %= len(text) + 1
    damaged = text[:at] + put + text[at + cut :]
    assert set(read(damaged).values()) <= set(Say)


HOSTILE = ["[" * 100_000, '{"a":' * 100_000, "9" * 400_000, "NaN", "null", "[]", "{}", '""', "\x00", "\ud800", "y"]
HOSTILE += [
    "a" * 600_000,
    "Content-Usage: " + "train-ai=n," * 60_000,
    "<meta " * 60_000,
    "Content-Usage: /" + "*a" * 9000,
]


@every_format
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:12]!a}{len(text)}")
def test_hostile_texts_say_nothing(form: str, text: str) -> None:
    assert FORMATS[form][1](text) == {}
