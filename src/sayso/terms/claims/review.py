"""`review`: people read, listen to or look at the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import Found, claim, consent_level, data_of, negated, user_acts
from sayso.terms.claims.controls import FoundControl, same_section
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.sentences import Sentence

_SAFEGUARD = re.compile(r"(?:limit|restrict|need[- ]to[- ]know|confidentialit|only (?:those|authori)|who need|trained|access controls?|safeguard|obligat)")
_ABLE = re.compile(r"(?:not able|unable|cannot|can't|do(?:es)? not have (?:the ability|access)|no (?:way|ability)|not have access)")


def review(s: Sentence) -> Iterator[Found]:
    """Claims that people do, or do not, look at data."""
    codes = s.codes
    if s.has("conduct") and "1" not in codes:
        return
    human, looks, sees = "H" in codes, "r" in codes, "e" in codes
    h = next((h for h in s.hits if h.code in "re"), None)
    if human and not h:
        h = next((h for h in s.hits if h.code == "H"), None) if re.search("[u1y]", codes) and re.search(r"human review|manual", s.folded) else None
    if h is None or user_acts(s, h.start):
        return
    content = "1" in codes or "D" in codes or "2" in codes
    denied = negated(s, h.start) or bool(_ABLE.search(s.folded))
    if not content:
        return
    if denied:
        if not (human or looks or "1" in codes and sees):
            return
    elif human:
        if _SAFEGUARD.search(s.folded) or not (looks or sees or re.search(r"human review|manual", s.folded)):
            return
    elif not (looks and "W" in codes and re.search(r"\b(?:we|us|our|may|right to|will)\b", s.folded) and re.search(r"\b(?:review|read|listen|pre-screen)", s.folded)):
        return
    data = data_of(s)
    say = consent_level(s, h.start, denied)
    if say is None:
        say = Say.NEVER if denied else Say.NO_SAY
    if data:
        yield claim(s, "review", say, data, "review", "", *(["human"] if human else []))


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it stands in the same section."""
    return same_section(control, "review", use.section)


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims."""
    return settle_least(uses, denials, controls, governs)
