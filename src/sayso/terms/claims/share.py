"""`share`: given, sold, licensed or disclosed to third parties for their own purposes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import Found, claim, consent_level, data_of, negated, user_acts
from sayso.terms.lexicon import Hit
from sayso.terms.claims.controls import FoundControl, same_section
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.sentences import Sentence

_TO = re.compile(r"\b(?:with|to|by|for|from|among)\b")
_AT_YOUR_WISH = re.compile(r"you (?:choose|connect|link|direct|ask|request|share|decide|authori)|your (?:direction|request|instruction)|if you (?:use|choose|log|sign|connect|link|enable)|connect your|links? to|third[- ]party (?:apps?|websites?|sites?|links?|services?|integrations?)")
_FOR_US = re.compile(r"on (?:our|their|its) behalf|(?:provide|perform|process)\w* (?:\w+ ){0,3}(?:services?|functions|tasks) (?:for|to) us|(?:help|assist|enabl|support)\w* us\b|to help (?:us|provide|operate)|our instruction|process(?:ors?|ing) (?:data )?for us|in order to provide|act(?:ing)? for us|work(?:ing)? for us")


def share(s: Sentence) -> Iterator[Found]:
    """Claims that data is, or is not, given to third parties for their own purposes."""
    if s.has("conduct"):
        return
    h = _trigger(s)
    if h is None or user_acts(s, h.start):
        return
    denied = negated(s, h.start)
    topic = "sale" if re.match(r"s(?:ell|old|ale)|rent", s.folded[h.start - s.start :]) else ""
    third = [x for x in (*s.hits, *s.context.hits) if x.code == "T"]
    if not denied:
        if not third:
            return
        if "P" in s.full and (_FOR_US.search(s.folded) or s.full.index("P") < s.full.find("T") or "T" not in s.codes):
            return
        if _FOR_US.search(s.folded) and not re.search(r"own (?:purposes|use|marketing)|advertis", s.folded):
            return
        if s.codes.count("L") >= 1 and not re.search("advertis|partner|marketing", s.folded):
            return
    elif not third and topic != "sale" and not re.search(r"\b(?:anyone|others|outside)\b", s.folded):
        return
    elif "L" in s.codes and "E" not in s.codes and topic != "sale":
        return
    data = data_of(s)
    say = consent_level(s, h.start, denied)
    if say is None:
        if denied:
            say = Say.NEVER
        elif _AT_YOUR_WISH.search(s.folded):
            say = Say.OPT_IN
        else:
            say = Say.NO_SAY
    flags = ["wish"] if say is Say.OPT_IN and _AT_YOUR_WISH.search(s.folded) else []
    if re.search(r"for their own|marketing purposes|advertis|promotional", s.folded):
        flags.append("marketing")
    if data:
        yield claim(s, "share", say, data, "share", topic, *flags)


def _trigger(s: Sentence) -> Hit | None:
    for h in s.hits:
        if h.code == "s" and h.name != "grant":
            return h
    if "s" in s.context.codes and "T" in s.codes:
        return next(h for h in s.hits if h.code == "T")
    for g, t in ((g, t) for g in s.hits if g.code == "g" for t in s.hits if t.code == "T" and t.start > g.end):
        gap = s.folded[g.end - s.start : t.start - s.start]
        if len(gap) < 100 and re.search(r"\bto\b", gap) and re.search("[D1234]", s.codes):
            return g
    return None


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it stands in the same section."""
    return same_section(control, "share", use.section)


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims."""
    return settle_least(uses, denials, controls, governs)
