"""What holds for every row, whoever is in it and whatever was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sayso import decision
from sayso.decision import Passage, Reason
from sayso.gate.grounds import Grounds
from sayso.gate.strategy import ASKED, Strategy, Use
from sayso.grid import Cell, Grid
from sayso.row import Consent, Row
from sayso.say import Say

from .worlds import AS_OF, PEOPLE, PURPOSE, consents, grounds, hour, rows

Rule = Callable[[Row, str, Any, Grounds], decision.Ruling]


def passes(rule: Rule, row: Row, known: Grounds) -> bool:
    return rule(row, PURPOSE, AS_OF, known).reason.passage is Passage.ALLOWED


def law_unknown_is_never_permission(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    if passes(rule, row, known):
        assert row.subjects
        assert row.terms in known.grids
        assert known.terms(row.terms, row.data, PURPOSE) not in (None, Say.UNSTATED)
        assert known.strategy(row.data, PURPOSE)[0] not in (None, Say.UNSTATED)
        assert not row.source or known.signal(row.source) is Passage.ALLOWED
        assert row.at <= AS_OF


def law_never_is_never(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    said = known.terms(row.terms, row.data, PURPOSE), known.strategy(row.data, PURPOSE)[0]
    if Say.NEVER in said:
        assert rule(row, PURPOSE, AS_OF, known).reason.passage is Passage.REFUSED


def law_a_refusal_of_the_source_is_heard(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    if row.source and known.signal(row.source) is Passage.REFUSED:
        assert rule(row, PURPOSE, AS_OF, known).reason.passage is Passage.REFUSED


def law_adding_a_refusal_never_lets_more_pass(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    no = replace(more, says="withdrawn" if more.says == "given" else more.says)
    if passes(rule, row, replace(known, consented=(*known.consented, no))):
        assert passes(rule, row, known)


def law_a_last_no_of_anybody_in_it_refuses_the_row(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    latest = max((c.at for c in known.consented), default=hour(0))
    for person in row.subjects:
        for says in ("refused", "withdrawn"):
            no = Consent(person, row.data, PURPOSE, says, min(AS_OF, latest + timedelta(hours=1)))
            if all(c.at < no.at for c in known.consented):
                against = replace(known, consented=(*known.consented, no))
                assert rule(row, PURPOSE, AS_OF, against).reason.passage is Passage.REFUSED


def law_a_no_to_a_part_is_a_no_to_the_whole(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    if row.data == "content" and row.subjects:
        no = Consent(row.subjects[0], "content.image", PURPOSE, "refused", AS_OF)
        if all(c.at < AS_OF for c in known.consented):
            against = replace(known, consented=(*known.consented, no))
            assert not passes(rule, row, against)


def law_every_person_in_it_counts(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    each = [passes(rule, replace(row, subjects=(person,)), known) for person in row.subjects]
    assert passes(rule, row, known) is (bool(each) and all(each))


def law_where_people_are_asked_only_a_yes_that_stands_and_reaches_back_passes(
    rule: Rule, row: Row, known: Grounds, more: Consent
) -> None:
    asked = Say.OPT_IN in (known.terms(row.terms, row.data, PURPOSE), known.strategy(row.data, PURPOSE)[0])
    if asked and passes(rule, row, known):
        for person in row.subjects:
            assert any(
                c.says == "given" and c.at <= AS_OF and c.speaks_of(row.data, row.space, row.feature)
                and (c.covers or c.at) <= row.at and (c.until is None or c.until > AS_OF)
                and (c.free or known.strategy(row.data, PURPOSE)[1])
                for c in known.consents(person, PURPOSE)
            )  # fmt: skip


def law_a_yes_that_covers_it_all_passes_where_terms_and_strategy_ask(
    rule: Rule, row: Row, known: Grounds, more: Consent
) -> None:
    said = known.terms(row.terms, row.data, PURPOSE), known.strategy(row.data, PURPOSE)[0]
    if said == (Say.OPT_IN, Say.OPT_IN) and row.subjects and not row.source and row.at <= AS_OF:
        every = tuple(Consent(person, "*", PURPOSE, "given", hour(0)) for person in PEOPLE)
        ruling = rule(row, PURPOSE, AS_OF, replace(known, consented=every))
        assert ruling.reason is Reason.CONSENTED


def law_what_is_said_after_the_moment_changes_nothing(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    later = replace(more, at=AS_OF + timedelta(seconds=1))
    with_it = replace(known, consented=(*known.consented, later))
    assert rule(row, PURPOSE, AS_OF, with_it) == rule(row, PURPOSE, AS_OF, known)


def law_order_and_duplicates_do_not_matter(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    mixed = replace(known, consented=(*reversed(known.consented), *known.consented))
    turned = replace(row, subjects=(*reversed(row.subjects), *row.subjects))
    assert rule(turned, PURPOSE, AS_OF, mixed).reason == rule(row, PURPOSE, AS_OF, known).reason


def law_one_purpose_says_nothing_of_another(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    other = replace(more, purpose="improve")
    with_it = replace(known, consented=(*known.consented, other))
    assert rule(row, PURPOSE, AS_OF, with_it) == rule(row, PURPOSE, AS_OF, known)


def law_a_consent_for_one_space_says_nothing_of_another(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    elsewhere = replace(more, space="elsewhere"), replace(more, feature="elsewhere")
    with_them = replace(known, consented=(*known.consented, *elsewhere))
    assert rule(row, PURPOSE, AS_OF, with_them) == rule(row, PURPOSE, AS_OF, known)


def law_where_all_else_is_clear_each_ground_decides_alone(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    yes = tuple(Consent(person, "*", PURPOSE, "given", hour(0)) for person in PEOPLE)
    row = replace(row, subjects=row.subjects or ("ada",), terms="v1", data="content", at=hour(3))
    clear = replace(known, consented=yes, intended=ASKED)
    assert passes(rule, replace(row, source=""), clear)
    assert passes(rule, row, clear) is (not row.source or known.signal(row.source) is Passage.ALLOWED)
    assert not passes(rule, replace(row, source="", terms="v9"), clear)
    assert not passes(rule, replace(row, source="", at=hour(7)), clear)
    assert not passes(rule, replace(row, source="", subjects=()), clear)
    assert not passes(rule, replace(row, source="", subjects=("ada", "")), clear)
    own = replace(row, source="", subjects=("ada",))
    for say in Say:
        grids = {"v1": Grid([Cell("content", PURPOSE, say)])}
        expected = say not in (Say.NEVER, Say.UNSTATED)
        assert passes(rule, own, replace(clear, grids=grids)) is expected
        intended = Strategy((Use("content", PURPOSE, say),))
        assert passes(rule, own, replace(clear, intended=intended)) is expected
    assert not passes(rule, own, replace(clear, intended=Strategy(())))
    assert not passes(rule, own, replace(clear, intended=Strategy((Use("usage", PURPOSE, Say.OPT_IN),))))


def law_silence_passes_only_where_terms_and_strategy_both_leave_it_to_objections(
    rule: Rule, row: Row, known: Grounds, more: Consent
) -> None:
    own = replace(row, source="", subjects=("ada",), terms="v1", data="content", at=hour(3))
    no = Consent("ada", "content", PURPOSE, "refused", hour(2))
    for says in (Say.OPT_IN, Say.OPT_OUT, Say.LEAVE, Say.NO_SAY):
        for intended in (Say.OPT_IN, Say.OPT_OUT, Say.LEAVE, Say.NO_SAY):
            strategy = Strategy((Use("*", "*", intended),))
            silent = Grounds({"v1": Grid([Cell("content", PURPOSE, says)])}, (), strategy)
            assert passes(rule, own, silent) is (Say.OPT_IN not in (says, intended))
            assert not passes(rule, own, replace(silent, consented=(no,)))


def law_of_what_a_person_said_the_last_word_about_it_counts(
    rule: Rule, row: Row, known: Grounds, more: Consent
) -> None:
    clear = Grounds(grids={"v1": Grid([Cell("content", PURPOSE, Say.OPT_IN)])})
    own = replace(row, source="", subjects=("ada",), terms="v1", data="content", at=hour(5), space="weekly")
    given, no = (
        Consent("ada", "content", PURPOSE, "given", hour(1)),
        Consent("ada", "content", PURPOSE, "refused", hour(2)),
    )
    for heard, expected in {
        (given,): True,
        (given, no): False,
        (no, given): False,
        (no, replace(given, at=hour(3))): True,
        (replace(given, at=hour(3)), no): True,
        (given, replace(no, at=given.at)): False,
        (replace(no, at=given.at), given): False,
        (given, replace(no, says="withdrawn")): False,
        (replace(given, data="usage"),): False,
        (replace(given, data="content.audio"),): False,
        (given, replace(no, data="usage")): True,
        (given, replace(no, data="content.audio")): False,
        (given, replace(no, data="contentious")): True,
        (replace(given, space="weekly"),): True,
        (replace(given, space="daily"),): False,
        (replace(given, feature="other"),): False,
        (replace(given, until=hour(6)),): False,
        (given, replace(no, at=hour(7))): True,
        (replace(given, free=False),): False,
        (replace(given, at=hour(6), covers=hour(0)),): True,
        (replace(given, at=hour(6)),): False,
    }.items():
        assert passes(rule, own, replace(clear, consented=heard)) is expected, heard


def law_where_all_else_is_clear_one_consent_decides(rule: Rule, row: Row, known: Grounds, more: Consent) -> None:
    row = replace(row, terms="v1", data="content", at=hour(3))
    clear = replace(known, intended=ASKED)
    alone = replace(
        more, person="ada", purpose=PURPOSE, says="given", at=hour(1), data="content", space="*", feature="*"
    )
    own = replace(row, source="", subjects=("ada",))
    stands = alone.until is None or alone.until > AS_OF
    expected = stands and (alone.covers or alone.at) <= own.at and alone.free
    assert passes(rule, own, replace(clear, consented=(alone,))) is expected
    assert not passes(rule, own, replace(clear, consented=()))


LAWS = {name: law for name, law in globals().items() if name.startswith("law_")}


def hold(law: Callable[..., None], rule: Rule, examples: int) -> None:
    @settings(
        max_examples=examples, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    @given(rows, grounds, consents)
    def holds(row: Row, known: Grounds, more: Consent) -> None:
        law(rule, row, known, more)

    holds()


@pytest.mark.parametrize("name", LAWS)
def test_the_rule_keeps_every_law(name: str) -> None:
    hold(LAWS[name], decision.rule_on, 100)


def test_reasons_pass_refuse_or_are_unknown_in_that_order() -> None:
    order = [reason.passage for reason in Reason]
    assert order == sorted(order, key=[Passage.REFUSED, Passage.UNKNOWN, Passage.ALLOWED].index)
