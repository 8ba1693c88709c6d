"""`improve`: developing, improving, testing or analysing products and services, AI apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import (
    Found,
    claim,
    consent_level,
    data_of,
    in_use_context,
    negated,
    user_acts,
)
from sayso.terms.claims.controls import FoundControl, same_section
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.sentences import Sentence

_USES = re.compile(r"[ucfDl1234]")


def improve(s: Sentence) -> Iterator[Found]:
    """Claims that data serves, or does not serve, to improve or analyse products."""
    if s.has("conduct") and not s.has("license"):
        return
    at = _trigger(s)
    if at < 0 or user_acts(s, at):
        return
    full = s.full
    if not _USES.search(s.codes) and not in_use_context(s):
        return
    if "F" in full and "D" not in full and "1" not in full:
        return
    denied = negated(s, at)
    data = data_of(s)
    if not data and re.search(r"analytics|measure|traffic", s.folded):
        data = ("usage",)
    say = consent_level(s, at, denied)
    if say is None:
        say = Say.NEVER if denied else Say.NO_SAY
    if data:
        yield claim(s, "improve", say, data, "improve")


_ANALYSE = re.compile(
    r"analytics|research|trends|statistic|usage|measure|how (?:you|people|users|our)|insight|demographic|traffic|test|experiment|performance|quality assurance"
)
_NOT_PRODUCT = re.compile(r"(?:safety|security|fraud|abuse|advertis|\bads\b)")


def _trigger(s: Sentence) -> int:
    for h in s.hits:
        if h.code == "i":
            phrase = s.folded[h.start - s.start : h.end - s.start]
            tail = s.folded[h.end - s.start : h.end - s.start + 90]
            if " " in phrase and phrase.split()[-1] not in ("and",):
                return h.start
            if re.match(r"[^.;]{0,60}?\b(?:security|safety)\b", tail) and not re.match(r"[^.;]{0,40}(?:service|product|platform)", tail):
                continue
            for p in s.hits:
                if p.code in "pi12M" and 0 <= p.start - h.end < 80:
                    return h.start
            if re.match(r"\W*(?:and|,|or|how|it\b|them\b|our\b|the\b|your\b|$)", tail) or phrase.endswith(("ments", "ment")):
                return h.start
        elif h.code == "y" and _ANALYSE.search(s.folded):
            return h.start
    return -1


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it stands in the same section, and is not for cookies only."""
    return same_section(control, "improve", use.section) and ("improve", "cookies") not in control.purposes


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims."""
    return settle_least(uses, denials, controls, governs)
