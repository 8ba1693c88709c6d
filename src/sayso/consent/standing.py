"""Standing answers: a person's sharing policy answers for them, where it says enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from sayso.consent.desk import Standing
from sayso.consent.fact import Says
from sayso.consent.feature import Use
from sayso.consent.store import Store
from sayso.row import ANY
from sayso.say import Say
from sayso.sharing.load import from_text
from sayso.sharing.policy import Rules


def standing_answer(rules: Rules, use: Use) -> Says | None:
    """What a policy answers when its person is asked about one use; None where they must be asked themselves.

    A refusal may be general. An agreement may not: consent is given to a purpose (GDPR Art. 6(1)(a); EDPB 05/2020,
    para. 55), so only a line that names the purpose, and accepts that the use is made unless refused, agrees for the
    person. `opt-in` on a line means: ask me.
    """
    decision = rules.decide(use.data, use.purpose, Say.OPT_IN)
    if decision.verdict == "conflict":
        return Says.REFUSED
    accepted = rules.accepted(use.data, use.purpose)
    line = decision.line
    if line is None or line.purpose == ANY or accepted is None or (accepted.rank or 0) >= (Say.OPT_IN.rank or 0):
        return None
    return Says.GIVEN


def given_policies(store: Store, today: Callable[[], date]) -> Callable[[str], Standing]:
    """What people's own policies answer, for a space, by the names that people have there."""

    def in_space(space: str) -> Standing:
        given, day = store.policies.of(space), today()

        def says(person: str, use: Use) -> Says | None:
            return standing_answer(_rules(given[person], day), use) if person in given else None

        return says

    return in_space


@lru_cache(1000)
def _rules(text: str, day: date) -> Rules:
    # Which service a feature works with is no part of a feature: exceptions for one service do not answer.
    return from_text(text).rules("", day)
