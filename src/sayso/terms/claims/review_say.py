"""How much say a sentence leaves over people's looking at data."""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.claims.common import lead_denies
from sayso.terms.claims.conditions import condition
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

_NOT_ALL = re.compile(
    r"\b(?:as a (?:rule|matter of course)|in (?:general|principle)|usually|proactively|all|every|each|routinely"
    r"|generally|ordinarily|normally|regularly|always|actively|obligat\w+|obliged"
    r"|required to|duty|responsib\w+|undertake|necessarily|prior to|before|in advance|guarantee|typically"
    r"|systematically|oblig\w*|pre-?screen)\b"
)
_EXCEPT = re.compile(
    r"\b(?:except|unless|other than|apart from|aside from|besides|but for|without|until|only (?:if|when|with|where"
    r"|in|as|for|to)|save)\b(?:[^.]"
    r"|\.(?=\w)){0,400}"
)
_AGREED = re.compile(
    r"consent|permission|permit|opt|agree|allow|choose|request|ask|approv|instruct|direct|authori[sz]|invit|grant"
)
_DECIDED = re.compile(r"administrator|account owner|\badmin|organi[sz]ation|employer|\bhost|workspace")
_ANYWAY = re.compile(
    r"\b(?:or|and)\b|following|law\b|legal|safety|security|violat|investigat|necessary|required|circumstances"
    r"|provided (?:for )?in|needed|support|abuse|described|outlined|set forth"
)
_NO_DUTY = re.compile(
    r"\b(?:no (?:obligation|duty|responsibility)|not (?:obliged|obligated|required|responsible|assume any))\b[^;.]*$"
    r"|\bhave not\b[^,;]{0,20}$"
)
_MAY = re.compile(r"\b(?:may|rights?|can|reserves?)\b")
_BUT_MAY = re.compile(
    r"\b(?:but|though|however)\b[^.;]{0,50}\b(?:may|can|reserves?|(?:have|has) the right)\b"
    r"[^.;]{0,60}\b(?:do so|review|read|look|monitor|screen|inspect|moderate)\b"
)
_DUTY = re.compile(r"\W*(?:the |an |any |be )?(?:oblig|dut(?:y|ies)\b|require|responsib)")
_NO_NOTICE = re.compile(r"without (?:\S+ ){0,3}(?:notice|consent|permission|further)")
_IF_AGREED = re.compile(
    r"\bonly\b[^.;]{0,60}?\b(?:if|when|where|after|once|unless) you (?:\w+ )?(?:give|given|grant|granted|allow"
    r"|allowed|share"
    r"|invite|ask|request|permit|agree)\b|\bask (?:you )?(?:for )?(?:your )?(?:consent|permission) before\b"
    r"|\b(?:with|if|when|where|upon|at|once)\b[^.;]{0,40}\b(?:consent|permission|opt in|opt-in|opted in|your request"
    r"|you ask us to|authori[sz]e|you choose|you allow)"
)
_OR_ELSE = re.compile(r"\b(?:or|and) (?:to|as|if|where|when|for)\b")
_CLAUSE = re.compile(r"[;.]\s|, but\b|\bhowever\b|\(|\band (?:we|you|a person)\b|, (?:which|while|whereas) ")
_NOBODY = re.compile(r"\b(?:no ?one|nobody)\b")
#: "No human ever reads", "no employee has access to".
_NOBODY_IN = re.compile(
    r"\b(?:no|none of our) (?:human|employee|person|member of (?:our )?(?:staff|team)|staff member)s?\b"
)
_STAFF_NEVER = re.compile(
    r"\b(?:employees|staff|personnel|team) (?:will|do|may|can|shall|must) (?:not|never):?[\s*_]*$"
)
#: The person's refusing; the company "may review, remove or disable access to" what it likes.
_REFUSES = re.compile(
    r"(?:\byou\b[^.;]{0,80}|^\W*(?:to )?|[;.:,] (?:please )?|\bby )\b(?:opt(?:ing)? out|(?:turn|switch)(?:ing)? off"
    r"|disabl(?:e|ing)|choose not to|declin|stop\b|object to)"
)
_UNABLE = re.compile(
    r"(?:not able|unable|inability|cannot|can't|could not|no (?:way|ability|means)|not have (?:the ability|access"
    r"|any (?:ability|access))|(?:impossible|not possible) for us)\b"
)


def review_say(s: Sentence, at: int) -> Say | None:
    """How much say there is over the looking that stands at this place; None where the sentence settles nothing."""
    text = s.folded
    if (m := _NO_DUTY.search(text, max(0, at - 60), at)) and not _MAY.search(text, max(0, m.start() - 60), at):
        return Say.NO_SAY if _BUT_MAY.search(text, at) else None
    if _denied(s, at):
        but = _EXCEPT.search(text)
        if _NOT_ALL.search(text):  # "we do not routinely read": nothing is denied
            return Say.NO_SAY if _BUT_MAY.search(text, at) else None
        return _excepted(but.group()) if but else Say.NEVER
    if _NO_NOTICE.search(text):
        return Say.NO_SAY
    if _IF_AGREED.search(text) and not _OR_ELSE.search(text):
        return Say.OPT_IN
    if (left := condition(text)) is not None and not _OR_ELSE.search(text):
        return left
    return Say.OPT_OUT if refusable(s) else Say.NO_SAY


def refusable(s: Sentence) -> bool:
    """Whether the sentence lets the person refuse."""
    return "Q" in s.codes and s.kind is not Kind.ROW and _REFUSES.search(s.folded) is not None


def _denied(s: Sentence, at: int) -> bool:
    text = s.folded
    if lead_denies(s) or _STAFF_NEVER.search(s.context.folded) or _NOBODY_IN.search(text, 0, at):
        return True
    for h in s.hits:
        if h.code == "N" and -120 < h.start - s.start - at < 0:
            between = text[h.end - s.start : at]
            if _DUTY.match(between) or text[h.start - s.start : h.end - s.start] == "without":
                continue  # "the right but not the obligation to review"
            if not _CLAUSE.search(between):
                return True
    return bool(_UNABLE.search(text, 0, at) or _NOBODY.search(text, 0, at + 20))


def _excepted(exception: str) -> Say:
    """What an exception leaves of a denial: the person's own yes only, somebody else's, or reasons of the company."""
    if not _AGREED.search(exception) or _ANYWAY.search(exception):
        return Say.NO_SAY
    return Say.LEAVE if _DECIDED.search(exception) else Say.OPT_IN
