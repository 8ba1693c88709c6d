"""How much say a sentence leaves over the training that it names: whether it is denied, and what it hangs on."""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.claims.common import consent_level
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

_CLAUSE_END = re.compile(
    r"[;|]|\. |, but | but we |(?<!^, )\bhowever\b|, and (?:we|you|they) (?!do not|don't|will not)|, (?:which"
    r"|while|whereas) |<br>"
)
#: "Not" that denies something else: what the data is not, what the person does not want, more than is needed.
_OTHER_NOT = re.compile(
    r"(?:(?:is|are|do|does)(?: not|n't) (?:\w+ )?(?:personal|associated|linked|limited|contain"
    r"|include(?! (?:the|any|a) (?:right|licen|permission))"
    r"|identif|considered|intended|required|necessary)|(?:do|does|did)(?: not|n't) (?:wish|want|contain"
    r"|include (?:any )?personal|identify)|cannot,?(?: \S+){0,4} (?:identify|be)|whether or not"
    r"|don't want to use more|not more than|you (?:do|did|have|are)(?: not|n't)|you don't|why not|non-)"
)


def nots(s: Sentence, at: int) -> list[Hit]:
    """The denials before an offset; "not to use the" is one, whatever else it may mean."""
    return [h for h in s.hits if h.start < at and (h.code == "N" or (h.code in "ZQ" and _no(s, h)))]


def _no(s: Sentence, h: Hit) -> bool:
    return s.folded.startswith(
        ("not to use", "don't use", "do not use", "don't sell", "do not sell"), h.start - s.start
    )


def denied(s: Sentence, at: int) -> bool:
    """Whether a denial reaches the training."""
    text = s.folded
    for h in reversed(nots(s, at)):
        start, end = h.start - s.start, h.end - s.start
        if _CLAUSE_END.search(text[end : at - s.start]):
            return False
        around = text[max(0, start - 12) : end + 40]
        if text[start:end] == "without" or ((m := _OTHER_NOT.search(around)) and m.start() <= 12):
            continue
        return True
    lead = s.context
    return (
        any(h.code == "N" and h.start >= lead.start for h in lead.hits) and re.search("N[^W]*$", lead.codes) is not None
    )


_ASKED_FIRST = re.compile(
    r"\b(?:without|unless|until|except|only)\b[^.;]{0,120}\b(?:consent|permission|opt(?:ed|ing"
    r"|s)?[- ]in|authori[sz]|agree|allow|choose|request|enable|turn on|instruct|approv)"
)
_REFUSED = re.compile(
    r"\b(?:if|when|once|after|where) (?:\S+ ){0,12}?(?:opt(?:ed|s|ing)?[- ]?out|off\b|disabled?"
    r"|untick\w*|object)|^\W*(?:if|when|once) you (?:\w+ ){0,2}(?:enable|turn on|select|activate|use"
    r"|choose|do not want|don't want|do not wish|would prefer)"
    r"|\byou (?:can|may|have the (?:right|option)) (?:\w+ ){0,3}?(?:instruct|ask|request|tell|direct"
    r"|require|notify)\b"
)
_BY_DEFAULT = re.compile(r"\bby default\b")
_UNLESS = re.compile(r"\b(?:unless|except|other than)\b")
_SWITCH = re.compile(
    r"\b(?:if|when|while) (?:\S+ ){1,8}?(?:is|are) (?:turned |switched |set to )?(?:on|enabled)\b|\bon by default\b"
    r"|\bunless (?:you|users?) (?:\S+ ){0,4}?(?:out|off|disabl\w*|object|tell|ask|instruct|request|untick)\b"
    r"|\bnot (?:\w+ )?opted out\b|\b(?:turn|switch)(?:ed)? (?:this|it|that) off\b"
)
_TURNED_ON = re.compile(
    r"\b(?:if|when|once|where) (?:you|users?) (?:\w+ ){0,3}(?:turn|switch)(?:ed|s)? (?:\w+ ){0,3}on\b"
    r"|\boff by default\b"
    r"|\bchoose to (?:let|allow|permit|share|contribute|donate|help)\b"
)
_OTHERS_DECIDE = re.compile(
    r"\b(?:administrators?|admins?|account owners?|workspace owners?|hosts?|organi[sz]ations?"
    r"|employers?|schools?)\b(?: \S+){0,8} (?:choose|chooses|enables?|opts?|turn|turns|controls?"
    r"|consents?|agrees?|permits?|allows?|decides?|authori[sz]es?)\b"
)


def level_of(s: Sentence, at: int, denied: bool) -> Say:
    """How much say the sentence leaves over the training that it names."""
    text = s.folded
    near = _near(s, at)
    if denied:
        if _REFUSED.search(near):  # "if you opt out, we will not ...": made unless refused
            return Say.OPT_OUT
        if _ASKED_FIRST.search(near) or _BY_DEFAULT.search(near):
            return Say.OPT_IN
        behind = _CLAUSE_END.split(text[max(0, at - s.start) :])[0]
        if "E" in s.codes and _UNLESS.search(behind) and "feedback" not in behind and "L" not in s.codes:
            return Say.NO_SAY  # the most that the exception permits
        return Say.NEVER
    if _OTHERS_DECIDE.search(near):
        return Say.LEAVE
    if _TURNED_ON.search(near):
        return Say.OPT_IN
    if any(h.code == "Q" and not _no(s, h) for h in s.hits) and not ("|" in text and s.kind is Kind.ROW):
        return Say.OPT_OUT
    if s.kind is Kind.ROW and not re.search(r"consent|opt|permission", near):
        return Say.NO_SAY
    if _SWITCH.search(near):
        return Say.OPT_OUT
    return consent_level(s, at, denied) or Say.NO_SAY


def _near(s: Sentence, at: int) -> str:
    """The words around: a table row says many things, and a consent in it may be for another."""
    return s.folded if s.kind is not Kind.ROW else s.folded[max(0, at - s.start - 150) : at - s.start + 200]
