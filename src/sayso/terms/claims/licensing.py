"""Licences for `share`: content that people let the service hand on to others, or let anyone use.

A licence that names the purpose counts as the use (guideline, rule 1): to authorise others, to sell or exploit, to
sublicense what may be distributed. One that is limited to running the service gives nobody anything.
"""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.claims.common import VAGUE, Found, claim, data_of
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

# A cheap look before the patterns: no licence that hands content on does without one of these words.
_HINTS = (
    "licens",
    "transferable",
    "assignable",
    "exploit",
    "authori",
    "third",
    "other",
    "partner",
    "commons",
    "any purpose",
)
_CONTENT = re.compile(
    r"\b(?:contents?|materials?|submissions?|contributions?|ugc|post(?:s|ings)?|comments?|works?|inputs?|photos?|"
    r"videos?|recordings?)\b"
)
_IDEAS = re.compile(r"\b(?:feedback|suggestions?|ideas|testimonials?|survey)\b")
# The person grants: to the company, to the public; the company's own licences to the person are another matter.
_GRANTS = re.compile(
    r"\byou (?:\w+ ){0,5}?(?:grant|licen[cs]e|give|gives|assign|transfer|authori[sz]e|permit|allow|agree|"
    r"consent|acknowledge|are (?:granting|giving|licensing))\b|\b(?:shall|will) have (?:\w+ ){0,3}(?:right|licen[cs]e)|"
    r"\bgrants? (?:to )?us\b|\blicen[cs]ed? (?:to us|by you|us|under|pursuant)\b|"
    r"\b(?:this|such|the) (?:licen[cs]e|right)s? includes?\b"
)
_RIGHTS = re.compile(r"\blicen[cs]|\brights?\b|\bgrant|\byou (?:agree|acknowledge|consent)\b")
_WORDS_OF_RIGHTS = ("licen", "right", "grant", "you a", "you consent")
_TO_PERSON = re.compile(
    r"\b(?:entirely|solely) responsible\b|"
    r"\b(?:we|company|hereby) (?:hereby )?(?:grants?|licen[cs]es?) (?:to )?(?:you|each|users?|customers?)\b|"
    r"\byou (?:may|must|shall|can|will|agree to|agree you will|agree that you will) not\b|"
    r"\bagree not to\b|\bshare\b[^.;]{0,60} with us\b|"
    r"\bgrants? (?:to )?(?:you|other users?|each (?:other )?user|users|members)\b"
)
_TO_OTHERS = re.compile(
    r"\b(?:authori[sz]e|authori[sz]ing|permit|allow|let|enable|right to (?:allow|permit|grant|"
    r"authori[sz]e)) (?:\w+ )?(?:others|third[- ]part\w+|other (?:companies|parties|organi[sz]ations|websites)|"
    r"any(?:one|body)|our (?:partners|licensees))\b(?! to (?:view|see|fork|access|read|find)\b)|"
    r"\b(?:companies|organi[sz]ations|partners?)\b[^.;]{0,80}"
    r"\b(?:syndicat|broadcast)|\bcommercially exploit|\b(?:any(?:one|body)|the public|third parties) (?:may|can) "
    r"(?:use|re-?use|copy)"
)
_CREATIVE_COMMONS = re.compile(r"\bcreative commons\b|\bcc[- ]by\b|\bcc0\b|\bpublic domain\b")
_OF_OTHERS = re.compile(r"\byour? (?:may |can )?(?:continued )?(?:use|download)\b")
_SELLS = re.compile(r"\b(?:sell|resell|rent|lease|loan|exploit|monetiz\w+)\b")
_HANDS_ON = re.compile(r"\b(?:distribut\w+|redistribute|transfer|disclose|sharing|share|sell|syndicate)\b")
_SUBLICENSED = re.compile(r"\bsub-?licens\w+|\btransferable\b(?<!non-transferable)(?<!nontransferable)|\bassignable\b")
_FREELY = re.compile(
    r"for any (?:lawful |other )?purposes?|as we see fit|in any (?:manner|way|media|format|form)|any and all|unlimited|"
    r"unrestricted|without (?:limitation|restriction)|perpetual|irrevocabl"
)
# What the licence is for: no more than the service itself.
_LIMITED = re.compile(
    r"\b(?:solely|only|limited to|strictly)\b|\bfor the (?:sole )?purposes? of\b|"
    r"\b(?:so that|to the extent|as) (?:\w+ )?(?:necessary|needed|required)\b|\bin connection with\b|\bin order to\b|"
    r"\bto (?:provide|operate|run|deliver|make) (?:you |to you |and |\w+ing )?(?:the|our|its|these|this|your)\b|"
    r"\bto (?:administer|provide|operate|promote|maintain|run|offer)"
    r"(?:(?:,|,? and|,? or|,? and/or)(?: otherwise)? \w+){1,5} "
    r"(?:the|our|its|these|this)\b"
)
_PAREN = re.compile(r"\([^()]*\)")  # an aside limits no licence
# Behind the grant, where it may be used; before it, where it was posted.
_ON_THE_SERVICE = re.compile(r"\bon (?:the|our) (?:service|site|platform|website)")


_ANY_PURPOSE = re.compile(r"\bfor any (?:lawful |other )?purposes?\b(?! (?:other|on|in connection|relat\w+)\b)")


def licensed(s: Sentence) -> Found | None:
    """A licence by which content may reach others for purposes of their own."""
    text = s.folded
    if (
        not holds(text, _HINTS)
        or not holds(text, _WORDS_OF_RIGHTS)
        or not _RIGHTS.search(text)
        or not (grant := _GRANTS.search(text))
        or _TO_PERSON.search(text)
    ):
        return None
    data = _licensed_data(s)
    if not data or not _hands_on(text, grant.end()):
        return None
    found = claim(s, "share", Say.NO_SAY, data, "share.licence")
    if found.scope == "region" and not s.has("region"):  # "within and outside Europe": where, not whose
        found.scope = ""
    return found


def _hands_on(text: str, granted: int) -> bool:
    """Whether a licence lets others have the content: named, or by rights to sell or sublicense that nothing limits."""
    if _TO_OTHERS.search(text) or (_CREATIVE_COMMONS.search(text) and not _OF_OTHERS.search(text)):
        return True
    if _ANY_PURPOSE.search(text) and _HANDS_ON.search(text):
        return True
    if _LIMITED.search(_PAREN.sub(" ", text)) or _ON_THE_SERVICE.search(text, granted):
        return False
    return bool(
        (_SELLS.search(text) and _FREELY.search(text)) or (_SUBLICENSED.search(text) and _HANDS_ON.search(text))
    )


def _licensed_data(s: Sentence) -> tuple[str, ...]:
    """The content that a licence names, by whatever word; ideas and feedback are not of the row."""
    data = tuple(n for n in data_of(s) if n != VAGUE)
    if "F" in s.codes and data == ("content.file",):  # "ideas, suggestions, documents, feedback"
        return ()
    if any(n.startswith(("content", "term:")) for n in data):
        return tuple(n for n in data if n.startswith(("content", "term:")))
    if _IDEAS.search(s.folded):
        return ()
    if data and _ANY_PURPOSE.search(s.folded):  # consent to handing on what the service records, for any purpose
        return data
    return ("content",) if _CONTENT.search(s.folded) else ()
