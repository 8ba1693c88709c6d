"""Closed circles: "we only disclose your data where the law compels us", "we do not share it except in these cases".

Such a sentence denies what it does not name (guideline: a closed list). What it names stands elsewhere, in items and
sections, so its claims hold only where the whole document gives nothing to third parties for their own purposes.
"""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.claims import recipients
from sayso.terms.claims.common import ANY, Found, claim, data_of
from sayso.terms.sentences import Sentence

#: The topic of these denials.
CLOSED = "closed"

_GIVES = r"(?:shar|disclos|transfer|pass|releas|provid|giv)\w*"
_ONLY = re.compile(
    rf"\bwe (?:will |shall |do |may |can |would )?only (?:ever |be )?(?:\w+ (?:and|or) )?{_GIVES}\b|"
    rf"\bonly (?:where|when|if|as) [^.;]{{0,60}}\b(?:will|do|would|shall|may) we {_GIVES}\b|"
    rf"\b(?:will|shall|is|are|may|can) (?:only|exclusively|solely) be {_GIVES}\b|\b(?:is|are) only {_GIVES}\b|"
    rf"\b(?:is|are|be) {_GIVES} only\b|"
    rf"\bwe (?:will |may |do )?{_GIVES}\b [^.;]{{1,80}}\b(?:only|exclusively|solely) (?:in|to|with|when|where|if|as)\b"
)
_NAMES_CASES = re.compile(
    r"\b(?:following|below|these|limited)\b (?:\w+ ){0,3}(?:part(?:y|ies)|recipients|circumstances|situations|cases|"
    r"instances|ways|reasons|purposes|exceptions|entities|categories|events|conditions)\b|\bas follows|"
    r"\b(?:if|when|where|as|to the extent|unless)\b (?:\w+ ){0,5}?(?:required|compelled|obliged|obligated|ordered)\b"
    r"[^.;]{0,80}\b(?:laws?|legal\w*|courts?|authorit\w+|orders?|subpoena|prosecution|regulations?)\b|"
    r"\b(?:if|when|where|as|unless) (?:the |applicable )?(?:laws?|courts?|authorit\w+) (?:so )?(?:requires?|orders?|"
    r"compels?|demands?|obliges?)\b|\blegally (?:required|compelled|obliged|obligated)\b|"
    r"\bonly (?:where|when|if|as) (?:\w+ ){0,3}necessary\b(?! (?:for|to)\b)"
)
_OF_SOME = re.compile(
    r"\bsensitive\b|\bsuch (?:a )?(?:request|transfer|case)|\bin response to\b|\bpseudonymi|\bminimum\b"
)

#: Somebody hears of people's data: no claim, but a circle that it breaks is not closed.
_INSIDE = re.compile(
    r"\b(?:service providers?|on our behalf|(?:help|assist|enabl|support)\w* us|processors?|subsidiar\w+|affiliate\w*|"
    r"common (?:control|ownership)|group compan|merger|acqui[sr]\w+|law enforcement|court|law\b|legal|"
    r"authorit\w+|fraud\b|process (?:\S+ ){0,6}(?:payments?|transactions?)\b)"
)


def heard(s: Sentence) -> bool:
    """Whether a sentence or an item of a list of recipients names third parties, whatever their purposes."""
    if (
        "T" not in s.codes
        or s.folded.endswith((":", ":**"))
        or not ("s" in s.codes or "s" in s.context.codes)
        or not any(recipients.named(s))
    ):
        return False
    if "N" in s.codes and re.search("N[^WT]*s", s.codes):  # "no data is shared with third parties"
        return False
    return not _INSIDE.search(s.folded) or "their own" in s.folded


def closed(s: Sentence) -> Found | None:
    """A limit on every disclosure of people's data."""
    return denial(s) if "X" in s.codes and _ONLY.search(s.folded) else None


def denial(s: Sentence) -> Found | None:
    """The claim, where the sentence speaks of people's data in general or of their content, and lists the cases."""
    data = data_of(s)
    if ANY in data:
        data = (ANY,)
    elif not all(name.startswith("content") for name in data):
        return None
    if not data or "K" in s.codes or _OF_SOME.search(s.folded) or not _NAMES_CASES.search(s.folded):
        return None
    return claim(s, "share", Say.NEVER, data, "share.closed", CLOSED, "exclusive")
