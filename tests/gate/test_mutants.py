"""The laws are worth something: each notices what it is for when it is taken out of the rule."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import pytest

from sayso import decision
from sayso import row as row_module
from sayso.decision import Passage, Reason
from sayso.gate.grounds import Grounds
from sayso.row import Consent, Row

from .test_laws import LAWS, Rule, hold

#: Each condition of the rule, taken out or turned round.
MUTANTS = {
    "terms that are not known": ("if says is None or says in (Say.NEVER, Say.UNSTATED):", "if says is Say.NEVER:"),
    "terms that say never": ("or says in (Say.NEVER, Say.UNSTATED):", "or says is Say.UNSTATED:"),
    "a strategy that is silent": ("if intended is None or intended in", "if intended in"),
    "a strategy that says never": ("intended in (Say.NEVER, Say.UNSTATED)", "intended is Say.UNSTATED"),
    "signals": ("if heard is not Passage.ALLOWED:", "if False:"),
    "signals that are unknown": ("if heard is not Passage.ALLOWED:", "if heard is Passage.REFUSED:"),
    "collected after the moment": ("if row.at > as_of:", "if False:"),
    "nobody in it": ("if not all(row.subjects) or not row.subjects:", "if False:"),
    "said after the moment": (" if c.at <= as_of]", "]"),
    "the strictest": ("return min(found", "return max(found"),
    "asked by terms or strategy": ("return Say.OPT_IN in (says, intended)", "return says is Say.OPT_IN"),
    "asked at all": ("return Say.OPT_IN in (says, intended)", "return False"),
    "a no": ('if last and last.says != "given":', "if False:"),
    "a yes is needed": ("return Reason.CONSENT_MISSING", "return Reason.CONSENTED"),
    "a yes that is over": ("if last.until is not None and last.until <= as_of:", "if False:"),
    "a yes that came later": ("if (last.covers or last.at) > row.at:", "if False:"),
    "a yes that is not free": ("Reason.CONSENTED if last.free or alternative", "Reason.CONSENTED if True"),
    "the last word": ("last = max(speaking", "last = min(speaking"),
    "the no of two": ('self.says != "given", self.says, not', 'self.says == "given", self.says, not'),
    "the space": ("and self.space in (ANY, space)", ""),
    "the feature": ("and self.feature in (ANY, feature)", ""),
    "the data": ("return (whole or part) and", "return True and"),
    "a part": ("(whole or part) and", "whole and"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_the_laws_notice_when_a_condition_is_taken_out(name: str) -> None:
    was, becomes = MUTANTS[name]
    sources = [inspect.getsource(module) for module in (row_module, decision)]
    assert "".join(sources).count(was) == 1, was
    mutant: dict[str, Any] = {"__name__": decision.__name__}
    for source in sources:  # the rule's own import of rows is left out: the mutant has them already
        changed = source.replace(was, becomes).replace("from sayso.row import ANY, Consent, Row, parts\n", "")
        exec(compile(changed, f"<without {name}>", "exec", dont_inherit=True), mutant)
    with pytest.raises((AssertionError, ValueError)):
        _hold_all(_with_consents_of(SimpleNamespace(**mutant)))


def _hold_all(rule: Rule) -> None:
    for law in LAWS.values():
        hold(law, rule, 25)


def _with_consents_of(mutant: Any) -> Rule:
    """The mutant's rule over the mutant's own consents, and its reasons as ours."""

    def rule(row: Row, purpose: str, as_of: Any, known: Grounds) -> decision.Ruling:
        def own(consent: Consent) -> Any:
            return mutant.Consent(*(getattr(consent, name) for name in consent.__slots__))

        passages = {p.value: mutant.Passage(p.value) for p in Passage}
        asked = SimpleNamespace(
            terms=known.terms,
            strategy=known.strategy,
            signal=lambda source: passages[known.signal(source).value],
            consents=lambda person, purpose: [own(c) for c in known.consents(person, purpose)],
        )
        ruling = mutant.rule_on(row, purpose, as_of, asked)
        return decision.Ruling(Reason(ruling.reason.value), ruling.thing)

    return rule
