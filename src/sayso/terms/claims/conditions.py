"""On what a use hangs in its own sentence: somebody else's decision, going without, a switch that is off, or a no."""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.lexicon import holds

_DECIDED = re.compile(
    r"\b(?:decided|determined|controlled|chosen) by (?:your|the|an?) (?:\w+ )?(?:administrator|admin|owner|holder|host"
    r"|employer|school|organi[sz]ation|company)\b|"
    r"\b(?:administrators?|admins?|(?:account|workspace|team) (?:owners?|holders?)|hosts?|employers?|schools?"
    r"|your organi[sz]ation|your company)\b(?: (?!you\b|we\b)[\w']+){0,6}? (?:(?:decides?|chooses?|determines?"
    r"|controls?) (?:whether|if|to|that|which)\b"
    r"|(?:may|can|will) (?:decide|choose|enable|turn on|agree|consent|allow us|permit us)\b)"
    r"|\b(?:if|where|when|unless|only after) (?:your|the|an|its) (?:\w+ )?(?:administrator|admin|owner|holder|host"
    r"|employer|school|organi[sz]ation|company) (?:has )?(?:allow|permit|enabl|agree|consent|switch|turn)\w*\b"
)
# "Your only option is to leave": to say no is to go without.
_TIED = re.compile(
    r"\bif (?:you|users?) (?:do not|don't|disagree|object|would rather not|prefer not|no longer)\b[^.;]*?[,;] [^.;]*?"
    r"\b(?:do not|don't|stop|not to|refrain from|should not|must not|must (?:stop|close|delete|leave)|only \w+ is to)"
    r" (?:\w+ )?(?:us(?:e|ing)|join\w*|tak(?:e|ing) part|attend\w*|upload|post|submit|provide"
    r"|enter|your account|leave|close|delete|stop)"
    r"|\bonly (?:option|choice|way)\b[^.;]{0,90}\bis to (?:stop|leave|close|delete|cancel|not|refrain)"
    r"|\b(?:must|have to|need to|required to) (?:agree|consent)\b[^.;]*\bto (?:use|join|take part|access)\b"
    r"|\bby (?:taking part|participating|joining|attending)\b[^.;]*\byou (?:\w+ )?(?:consent|agree|accept)\b"
    r"(?! to (?:be bound|abide|comply|(?:the|these|this|our|all) (?:\w+ ){0,2}(?:rules|terms|polic|agreement)))"
    r"|\b(?:is|are) a (?:pre)?condition (?:of|for)\b"
)
_OFF = re.compile(
    r"\b(?:off|disabled|deactivated) (?:by default|until|unless)\b|\byou (?:can|may) volunteer to (?:let|allow"
    r"|share)\b|\bnot (?:\w+ )?(?:on|enabled|active|activated) by default\b"
    r"|\b(?:if|when|once|where|unless|until) (?:you|users?) (?:\w+ ){0,3}(?:turn|switch)(?:ed|s)? (?:\w+ ){0,3}on\b"
    r"|\byou (?:can|may) (?:turn|switch) (?:it|this|them) on\b"
    r"|\b(?:if|when|once|where|unless|until) (?:you|users?) (?:have )?tick(?:ed)? (?:the|a|this) "
)
_UNLESS = re.compile(
    r"\b(?:unless|until) (?:and until )?(?:you|users?|customers?|members?|they|the (?:user|customer|member"
    r"|client|licensee"
    r"|subscriber))\b (?:[\w']+ ){0,5}?(?:opt(?:ed|s)?[- ]out|object|refus|declin|withdraw|unsubscrib|disabl|untick"
    r"|uncheck|(?:turn|switch)(?:ed|es|s)? (?:[\w']+ ){0,3}off|(?:ask|asked|tell|told|instruct\w*|request\w*)"
    r" (?:us )?(?:not to|otherwise|to stop|that we (?:not|do not|stop)"
    r"|that (?:you|they) (?:do not|don't|would rather not))|notif"
    r"|(?:choose|chosen|elect|elected|prefer) not)"
)
_CUES = (" decide", "choos", "determin", "control", "enabl", "turn", "agree", "consent", "allow", "permit", "switch")
_DOORS = ("if you", "if user", "only ", "must", "have to", "need to", "required", "by taking", "by part", "by join")
_MORE_DOORS = ("by attend", "condition")


def condition(text: str) -> Say | None:
    """How much say the sentence leaves over the use that it names, where it says so; folded text in."""
    if holds(text, _CUES) and _DECIDED.search(text):
        return Say.LEAVE
    if (holds(text, _DOORS) or holds(text, _MORE_DOORS)) and _TIED.search(text):
        return Say.LEAVE
    if holds(text, ("default", "turn", "switch", "tick", " off ", "disabled ", "volunteer")) and _OFF.search(text):
        return Say.OPT_IN
    return Say.OPT_OUT if ("unless" in text or "until" in text) and _UNLESS.search(text) else None
