"""`improve`: developing, improving, testing or analysing products and services, AI apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import ANY, VAGUE, Found, claim, consent_level, data_of, user_acts
from sayso.terms.claims.controls import FoundControl, same_section
from sayso.terms.claims.improving import improvements
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.lexicon import Hit
from sayso.terms.sentences import Sentence
from sayso.terms.outline import Kind

_CONFIDENTIAL = re.compile(r"\bconfidential information\b|\breverse engineer|\bbenchmark (?:tests?|results)\b")


def improve(s: Sentence) -> Iterator[Found]:
    """Claims that data serves, or does not serve, to improve or analyse products."""
    if "i" not in s.codes and "y" not in s.codes:
        return
    if s.has("conduct") and not ("l" in s.full and "1" in s.full or s.has("license")):
        return
    if _CONFIDENTIAL.search(s.folded):  # what two parties keep secret is no data of the grid
        return
    for m in improvements(s):
        at = s.start + m.start()
        if user_acts(s, at) or _is_feedback(s, at):
            continue
        data = _data(s, at)
        if not data:
            continue
        say = _level(s, at)
        if say is not None:
            yield claim(s, "improve", say, data, "improve")
            return


def _is_feedback(s: Sentence, at: int) -> bool:
    """Whether only feedback is what is used: it never sets a row."""
    if s.has("feedback"):
        return True
    before = [h for h in s.hits if h.start < at]
    return any(h.name == "feedback" for h in before) and not any(h.code in "D123" for h in before)


# -- which data


_WEAK = re.compile(
    r"your account (?:settings|page|dashboard|preferences)|(?:unless|if|when|where|while|during|through|in|from|by|of) (?:your use of|your account|visits)|(?:your use of|use of (?:the|our) services?) (?:is|of|shall|may|will|must)\b"
)
_ELSEWHERE_CONTENT = re.compile(r"\b(?:social media|publicly available|public sources|other websites)\b")


def _data(s: Sentence, at: int) -> tuple[str, ...]:
    """The data that is used to improve: what the sentence names before it, else what it hangs from."""
    if "l" in s.full and "1" in s.full:  # a licence is over content
        names = data_of(s, at)
        return tuple(n for n in names if n.startswith(("content", "term:"))) or names
    own = _named(s, [h for h in s.hits if h.start < at])
    if own:
        return data_of(s, at)
    lead = [h for h in s.context.hits if h.code in "D123"]
    after = _named(s, [h for h in s.hits if h.start >= at])
    if lead:
        generic = {ANY} if any(h.name == ANY for h in lead) else {VAGUE} if any(h.code == "D" for h in lead) else {h.name for h in lead}
        return tuple(dict.fromkeys([*sorted(generic), *(h.name for h in after if h.code != "D")]))
    if after:
        return data_of(s)
    if s.has("use"):
        return (VAGUE,)
    return ("usage",) if "analytics" in s.folded and "u" in s.codes else ()


def _named(s: Sentence, hits: list[Hit]) -> list[Hit]:
    return [h for h in hits if h.code in "D123"]


# -- the level


_BREAK = re.compile(r"[;.]\s|, but | but |\bhowever\b|, and (?:we|you|they)\b|, (?:which|while|whereas|so) |\bexcept\b|\bunless\b|\bother than\b|\bonly\b")
_USED = re.compile(r"\b(?:us(?:e|es|ed|ing)|process\w*|analy[sz]\w*|collect\w*|access\w*|shar\w+|disclos\w+)\b")


def _denied(s: Sentence, at: int) -> bool:
    """Whether the sentence says that this is not done: the denial governs a use, and nothing is excepted."""
    for h in reversed(s.hits):
        if h.code != "N" or h.start >= at:
            continue
        between = s.folded[h.end - s.start : at - s.start]
        if len(between) > 220 or _BREAK.search(between) or s.folded[h.start - s.start : h.end - s.start] == "without":
            return False
        return bool(_USED.search(between)) or len(between) < 4
    return False


_DECIDED = re.compile(
    r"\b(?:authori[sz]ed|permitted|enabled|allowed|instructed|directed|chosen|turned on) by (?:the |your |an |any )?(?:\w+ )?(?:applicable settings|account owners?|administrators?|admins?|organi[sz]ation|employer|host|customers?|workspace owners?|school)"
    r"|\b(?:in accordance with|according to|on|under|pursuant to|based on|following) (?:the |our |their )?(?:customers?'?s?'?|controllers?'?s?|organi[sz]ations?'?s?|administrators?'?s?|employers?'?s?)'? (?:written |documented )?(?:instructions|settings|directions|choices)"
)
_CONSENT_CELL = re.compile(r"\|\s*(?:your |explicit |with your )?consent\s*(?:\([^|)]*\))?\s*(?:\||$)")
_OFFERED = re.compile(r"\bopt(?:ing)?[- ]?out|\bopt out\b|\bunless you\b|\bturn(?:ing)? (?:it |this |them )?off|\bdisabl(?:e|ing)\b|\bobject\b")


def _level(s: Sentence, at: int) -> Say | None:
    if _denied(s, at):
        return Say.OPT_IN if consent_level(s, at, True) is Say.OPT_IN else Say.NEVER
    if s.kind is Kind.ROW and _CONSENT_CELL.search(s.folded):  # a table's column of legal bases
        return Say.OPT_IN
    if _DECIDED.search(s.folded):
        return Say.LEAVE
    if (say := consent_level(s, at, False)) is not None:
        return say
    return Say.OPT_OUT if "Q" in s.codes and _OFFERED.search(s.folded) else Say.NO_SAY


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it stands in the same section, and is not for cookies only."""
    return same_section(control, "improve", use.section) and ("improve", "cookies") not in control.purposes


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims."""
    return settle_least(uses, denials, controls, governs)
