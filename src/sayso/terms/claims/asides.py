"""Sentences that speak of giving where nothing is given to anybody, or not without more.

What is planned, what others give the service, what people may ask for or may do with what is lent to them, and what
people connect or hand on themselves.
"""

from __future__ import annotations

import re

from sayso.terms.lexicon import Hit, holds
from sayso.terms.sentences import Sentence

# The choice of the person: an integration they enable is an exception, never the cell.
AT_YOUR_WISH = re.compile(
    r"\b(?:you|users?|owners?|customers?|members?) (?:\w+ )?(?:choose|connect|link|direct|ask|request|enable|"
    r"install|integrate|authori[sz]|allow|instruct|interact|elect|sign|log|decide|use|access|purchase|"
    r"participate|engage|click)|your (?:direction|request|instruction)|at the direction|"
    r"(?:connect|link|enabl)\w* your|third[- ]party (?:apps?|websites?|sites?|links?|services?|integrations?|"
    r"logins?)|integrat(?:e|ed|es|ing|ions?)\b|when enabled"
)
# Descriptions of rights, of transfers abroad, of other people's doings: nothing is said to be given.
ASIDE = re.compile(
    r"\b(?:right to(?<!reserve the right to)(?<!reserves the right to)(?<!exercise, the right to)(?<!exercise the "
    r"right to)|you have the right|"
    r"you (?:can|may) (?:ask|request)|(?<!to the )(?<!to )(?<!with the )(?<!with )(?<!following )categories of "
    r"(?:third|recipients|sources)|"
    r"purposes? for (?:collect|shar|sell)|opt[- ]?(?:ing)?[- ]?out of|to opt out|(?:shared?|disclosed?|provided?|"
    r"sold|transferred) (?:to|with) us\b|"
    r"standard contractual|outside (?:of )?(?:the|your)|responsible for|we (?:receive|obtain|"
    r"collect)\b[^.]{0,60}\bfrom\b(?! you\b)|this (?:section|policy|notice|statement) (?:describes|explains|applies)|"
    r"for more information|"
    r"information (?:that )?you (?:provide|submit|enter) (?:\w+ ){1,2}(?:transmitted|sent|provided|"
    r"collected) directly|please (?:see|refer|read|visit)|in portable form|"
    r"password|(?:non)?confidential|warrant|indemnif|(?:re)?liab(?:le|ility)|trademark|copyright|infring)"
)
# What others give the service is collection.
TO_US = re.compile(
    r"\b(?:(?:provid\w+|shar\w+|giv\w+|send\w*|disclos\w+|transfer\w*|pass\w*|suppl\w+) "
    r"(?:us\b(?! (?:\w+ ){0,3}(?:consent|permission))|[^.;]{0,120}\b(?:with|to) us\b)|"
    r"we (?<!information we )(?<!data we )(?<!that we )(?:may |also |might |can |will |sometimes )*(?:receive|"
    r"obtain|get|collect|match)\b)"
)
#: "If we intend to disclose it, we will tell you": not done.
_PLANNED = re.compile(
    r"\b(?:if|should|before|whether|unless|in case) (?:we|it) (?:should |ever )?(?:intends?|plans?|decides?|"
    r"wants?|wish(?:es)?|proposes?|were|are going) to "
    r"(?:\w+ ){0,3}$"
)
_PLANS = ("intend", "plan", "decid", "want", "wish", "propos", "were", "going to")


def planned(s: Sentence, verb: Hit) -> bool:
    """Whether the company only might do it."""
    return holds(s.folded, _PLANS) and _PLANNED.search(s.folded, 0, verb.start - s.start) is not None


#: What people may do with what is lent to them.
OF_PEOPLE = re.compile(
    r"\b(?:get|obtain|have) their (?:\w+ )?consent\b|\bplease consider\b|\bgrants? (?:to )?you\b|\byou (?:may|"
    r"must|shall|will|agree to|can)(?:,? and \w+)? ?not\b"
)
#: Consent as one ground of several, or where a law asks for it: others are not asked.
OR_WITHOUT = re.compile(
    r"\bconsent\b[^.;]{0,80}\bor\b[^.;]{0,40}\blegitimate interests?\b|"
    r"\blegitimate interests?\b[^.;]{0,40}\bor\b[^.;]{0,60}"
    r"\bconsent\b|\b(?:consent|permission)\b,? (?:\()?(?:where|if|when|as) (?:\w+ ){0,2}(?:required|necessary)\b"
    r"|\b(?:where|if|when) (?:\w+ ){0,2}(?:required|necessary),? (?:\w+ )?(?:with )?(?:your|the) (?:\w+ )?consent\b"
)
