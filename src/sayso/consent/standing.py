"""Standing answers: a person's sharing policy answers for them, where it says enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from sayso.consent.desk import Standing
from sayso.consent.fact import Says
from sayso.consent.feature import ALWAYS_EXTRA, Feature, Use
from sayso.consent.store import Store
from sayso.decision import Line
from sayso.row import ANY
from sayso.say import Say
from sayso.sharing.load import from_text
from sayso.sharing.policy import Rules
from sayso.vocabulary import row_of

#: Biometrics and health: a yes to these is explicit (GDPR Art. 9(2)(a)), which no policy is.
_HARMS_MOST = "sensitive"


def standing_answer(rules: Rules, use: Use) -> Says | None:
    """What a policy answers when its person is asked about one use; None where they must be asked themselves.

    A refusal may be general. An agreement may not: consent is specific (GDPR Art. 4(11), 6(1)(a); EDPB 05/2020,
    para. 55), so only a line that names this use (`_names`), and accepts that it is made unless refused, agrees for the
    person. `opt-in` on a line means: ask me.
    """
    decision = rules.decide(use.data, use.purpose, Say.OPT_IN)
    if decision.verdict == "conflict":
        return Says.REFUSED
    accepted = rules.accepted(use.data, use.purpose)
    if accepted is None or (accepted.rank or 0) >= (Say.OPT_IN.rank or 0):
        return None
    return Says.GIVEN if decision.line and _names(decision.line, use) else None


def _names(line: Line, use: Use) -> bool:
    """Whether a line is about a use in so many words: its purpose, and its data or the row that this is part of.

    What no feature ever needs takes a line for the very kind of data, and what may harm most is always asked about.
    """
    row = row_of(use.data)
    if ANY in (line.data, line.purpose) or row == _HARMS_MOST:
        return False
    return use.purpose not in ALWAYS_EXTRA or line.data == use.data != row


def foreseen(text: str, features: Iterable[Feature], on: date) -> list[tuple[Feature, Use, Says | None]]:
    """What a policy would answer on a day for each use of some features. Raises `PolicyError` for what is none."""
    rules = from_text(text).rules("", on)
    return [(feature, use, standing_answer(rules, use)) for feature in features for use in feature.uses]


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
