"""How much say a sentence leaves over the training that it names: whether it is denied, and what it hangs on."""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

_CLAUSE_END = re.compile(
    r"[;|]|\. |, but | but we |\bbut (?:you|may|can|will|might) (?!not|never)"
    r"|, and (?:may|can|will|might|do) (?!not|never)"
    r"|(?<!^, )\bhowever\b|, and (?:we|you|they) (?!do not|don't|will not)|, (?:while|whereas) |<br>"
    r"|, which (?!(?:is|are) (?:owned|subject|provided|delivered|made|not)|(?:do|does|will) not|belong|contain|includ)"
)
#: "Not" that denies something else: what the data is not, what the person does not want, more than is needed.
_OTHER_NOT = re.compile(
    r"(?:not (?:only|just|merely|solely|all|(?:yet )?opted)\b|(?:is|are|do|does)(?: not|n't) (?:\w+ )?(?:personal"
    r"|associated|linked|limited|contain|include(?! (?:the|any|a) (?:right|licen|permission))|identif|considered"
    r"|intended|required|necessary)|(?:do|does|did)(?: not|n't) (?:wish|want|contain"
    r"|include (?:any )?personal|identify)|cannot,?(?: \S+){0,4} (?:identify|be)|whether or not"
    r"|don't want to use more|not more than|you (?:do|did|have|are)(?: not|n't)|you don't|why not|non-)"
)


def nots(s: Sentence, at: int) -> list[Hit]:
    """The denials before an offset; "not to use the" is one, whatever else it may mean."""
    return [h for h in s.hits if h.start < at and (h.code == "N" or (h.code in "ZQ" and _no(s, h)))]


def _no(s: Sentence, h: Hit) -> bool:
    return s.folded.startswith(
        ("not to use", "don't use", "do not use", "don't sell", "do not sell", "refrain from using"), h.start - s.start
    )


#: Refusals without a "not": "is excluded from training", "we have opted out of having it used".
_LEFT_OUT = re.compile(
    r"\b(?:(?:is|are|be|remains?) (?:\w+ )?|we (?:\w+ )?)exclude[ds]? (?:[\w' ]{0,60} )?from\b"
    r"|\bwe (?:have |'ve )?(?:\w+ )?(?:opted out|disabled|turned off|switched off)\b"
)
#: "You cannot opt out of training": a use, and no way round it.
CANNOT_REFUSE = re.compile(
    r"\b(?:cannot|can't|can not|unable to|not (?:be )?(?:able|possible) to) (?:opt|object|refuse|turn|switch|disable"
    r"|decline)"
)


def denied(s: Sentence, at: int) -> bool:
    """Whether a denial reaches the training."""
    text = s.folded
    before = text[: max(0, at - s.start)]
    if CANNOT_REFUSE.search(before):
        return False
    if _LEFT_OUT.search(before):
        return True
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


_YES = r"(?:consent|permission|approval|authori[sz]ation|agreement)"
_AGREE = (
    r"(?:consent|agree|opt|permi|allow|authori[sz]|approv|enabl|instruct|direct|request|ask|tell|turn|cho?ose|give)\w*"
)
_ASKED_FIRST = re.compile(
    rf"\bwithout (?:[\w']+ ){{0,8}}?{_YES}\b"
    rf"|\b(?:unless|until|except|only)\b[^.;]{{0,100}}\b(?:your?|users?|customers?)\b[^.;]{{0,60}}\b(?:{_AGREE}|{_YES})"
    r"|\b(?:unless|until) (?:\w+ ){0,2}(?:agreed|authori[sz]ed|instructed|opted[- ]in)"
    r"|\b(?:unless|except|only)\b[^.;]{0,60} (?:authori[sz]|approv|instruct|permitt)\w* (?:\w+ )?by (?:the )?(?:\w+ )?"
    r"(?:you|users?|customers?|members?|creators?)\b"
)
#: Consent to this use, not to another: what a person does to use the service ("choose to upload") is none.
_CONSENTED = re.compile(
    rf"\b(?:with|upon|after|on|(?:obtain|ask|seek|request|requir)\w*|get|given|have|by) (?:us )?(?:for )?(?:\w+ )?"
    rf"(?:your|their|users?'?|customers?'?|you for) (?:[\w-]+ ){{0,3}}{_YES}\b|\bopt(?:ed|s|ing)?[- ]?in\b"
    r"|\b(?:if|when|where|once|unless|only) (?:and to the extent )?(?:you|users?|customers?) (?:have |has |\w+ly )*"
    r"(?:consent|agree|permit|allow us|authori[sz]e|give us|given us|grant us|enable|tell us|instruct|direct)"
    r"|\bonly (?:if|when|where|after) you (?!us|upload|submit|post|access|interact|creat)"
    r"|\bchoose to (?:let|allow|permit|participate|take part)\b"
    r"|\bask(?:s|ed)? (?:you )?for (?:[\w-]+ ){0,3}(?:consent|permission)"
    r"|\b(?:we|it) (?:always |will always |will |'ll )?ask(?:s)? (?:you )?(?:first,? )?before\b"
)
#: In a table row, how far before the training its condition may stand.
_ROW_BEFORE = 150
#: Between a consent and the training: another thing is what is consented to.
_ANOTHER = re.compile(
    r"[;|]|\. |<br>|, but |\bbut (?:we|you|may)\b|,? and (?:we|may|us(?:e|es|ed))\b|\b(?:and|or|but),? $"
)
_WHERE_REQUIRED = re.compile(r"^,?[^.;,]{0,20}\b(?:where|if|when|as|to the extent) (?:\w+ ){0,3}(?:required|requires)")
_REFUSED = re.compile(
    r"\b(?:if|when|once|after|where) (?:\S+ ){0,12}?(?:opt(?:ed|s|ing)?[- ]?out|off\b|disabled?"
    r"|untick\w*|object)|^\W*(?:if|when|once) you (?:\w+ ){0,2}(?:enable|turn on|select|activate|use"
    r"|choose|do not want|don't want|do not wish|would prefer)"
    r"|\byou (?:can|may|have the (?:right|option)) (?:\w+ ){0,3}?(?:instruct|ask|request|tell|direct"
    r"|require|notify)\b"
)
#: "If you delete it, it is no longer used": until then it is.
_ENDS = re.compile(r"\b(?:if|when|once|after) (?:\S+ ){0,8}?(?:delet|remov|clos|terminat|cancel)\w*[^.;]*\bno longer\b")
_BY_DEFAULT = re.compile(r"\bby default\b")
_UNLESS = re.compile(r"\b(?:unless|except|other than)\b")
_FIRST_UNLESS = re.compile(r"\W*(?:unless|except|other than)\b")
_SWITCH = re.compile(
    r"\b(?:subject to|depending on|in (?:accordance|line) with|consistent with) your (?:\w+ ){0,3}(?:settings|choices"
    r"|preferences)\b|"
    r"\b(?:if|when|while) (?:\S+ ){1,8}?(?:is|are) (?:turned |switched |set to )?(?:on|enabled)\b|\bon by default\b"
    r"|\bunless (?:you|users?) (?:\S+ ){0,4}?(?:out|off|disabl\w*|object|tell|ask|instruct|request|untick)\b"
    r"|\bnot (?:\w+ )?opted out\b|\b(?:turn|switch)(?:ed)? (?:this|it|that) off\b"
)
_DOOR = re.compile(
    r"\bif you (?:do not|don't|disagree|object)\b[^.;]*\b(?:do not|don't|stop|not to|refrain from|should not|must not) "
    r"(?:\w+ )?(?:us(?:e|ing)|upload|post|submit|enter|provid|join|shar)"
)
_TURNED_ON = re.compile(
    r"\b(?:if|when|once|where) (?:you|users?) (?:\w+ ){0,3}(?:turn|switch)(?:ed|s)? (?:\w+ ){0,3}on\b"
    r"|\boff by default\b|\bchoose to (?:let|allow|permit)\b"
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
    where = at - s.start if near is text else min(at - s.start, _ROW_BEFORE)
    if denied:
        if _REFUSED.search(near):  # "if you opt out, we will not ...": made unless refused
            return Say.OPT_OUT
        if _ENDS.search(near):
            return Say.NO_SAY
        if _hangs_on(_ASKED_FIRST, near, where) or _BY_DEFAULT.search(near):
            return Say.OPT_IN
        behind = _CLAUSE_END.split(text[max(0, at - s.start) :])[0]
        unless = _UNLESS.search(behind) or _FIRST_UNLESS.match(text)
        if "E" in s.codes and unless and "feedback" not in behind and "L" not in s.codes:
            return Say.NO_SAY  # the most that the exception permits
        return Say.NEVER
    if _OTHERS_DECIDE.search(near):
        return Say.LEAVE
    if CANNOT_REFUSE.search(near):
        return Say.NO_SAY
    if _DOOR.search(near):
        return Say.LEAVE
    if _TURNED_ON.search(near):
        return Say.OPT_IN
    if any(_refuses(s, h, at) for h in s.hits):
        return Say.OPT_OUT
    if s.kind is Kind.ROW and not re.search(r"consent|opt|permission", near):
        return Say.NO_SAY
    if _SWITCH.search(near):
        return Say.OPT_OUT
    return Say.OPT_IN if _hangs_on(_CONSENTED, near, where) else Say.NO_SAY


def _hangs_on(yes: re.Pattern[str], text: str, at: int) -> bool:
    """Whether the training hangs on a yes: to it, and not only where the law requires one."""
    for m in yes.finditer(text):
        gap = text[m.end() : at] if m.end() <= at else text[at : m.start()]
        if not _ANOTHER.search(gap) and not _WHERE_REQUIRED.match(text[m.end() :]):
            return True
    return False


def _refuses(s: Sentence, h: Hit, at: int) -> bool:
    """Whether a phrase is that of refusing the training, not mail, or another thing in a table row."""
    if h.code != "Q" or _no(s, h) or "subscri" in s.folded[h.start - s.start : h.end - s.start]:
        return False
    return s.kind is not Kind.ROW or 0 <= at - h.end < _ROW_BEFORE


def _near(s: Sentence, at: int) -> str:
    """The words around: a table row says many things, and a consent in it may be for another."""
    return s.folded if s.kind is not Kind.ROW else s.folded[max(0, at - s.start - _ROW_BEFORE) : at - s.start + 200]
