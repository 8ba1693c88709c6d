"""Statements of choice and denial that are claims in their own right: what a sentence offers, asks or rules out.

They name what a person may say yes or no to where no use of the grid is settled by it: cookies that a browser
refuses, e-mails one unsubscribes from, details one gives or keeps, data that is not collected. All carry the flag
`choice`: a grid is composed without them. A denial with exceptions ("we do not share ... without your consent")
rules out what it does not except, and is marked `excepting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import VAGUE, Found, claim, data_of
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

_ASIDE = re.compile(r"\b(?:child(?:ren)?|minors?|under (?:the age of )?1[368]|years? (?:of age|old)|shine the light)\b")

_DATA = frozenset("D1234")
_GIVEN = _DATA | set("mkasc")  # what is given, sent or received on a yes

# --- opt-out: a control is offered. Any way to say no counts, the service's own, a browser's or a third party's.
_REFUSES = re.compile(
    r"\bopt(?:ing|ed|s)?[- ]?out\b(?!\"?[ -](?:choices?|requests?|rights?|information|preferences?|exceptions?"
    r"|options?|and other|standard|means|provision))|\bunsubscrib|\b(?:turn|switch)(?:ing"
    r"|ed)? (?:\w+ ){0,3}off\b(?! (?:your|the) computer)|\bdisabl(?:e|ing)\b|\bde-?activat(?:e|ing) (?:cookies|the"
    r"|these|this)|\b(?:revok|withdraw)\w* (?:your |any )?(?:\w+ )?consent"
    r"|\b(?:stop|cease|discontinue) (?:receiving|getting|sending|our|the (?:collection|use|sharing))|\b(?:removed?"
    r"|taken?|delet\w+) (?:\w+ ){0,4}(?:from|off) (?:\w+ ){0,4}(?:lists?|mailings?|communications|database)"
    r"|\bobject to (?:the|our|such|this|receiving|having)|\b(?:request|ask|tell|instruct"
    r"|direct)(?:ing)? (?:that )?(?:us|we) (?:not|to stop|to cease|stop|to remove)"
)
_REFUSE = (
    r"(?:refus|reject|block|declin|disabl|delet|remov|eras|clear(?! gif| graphic)|restrict|manag|disallow"
    r"|de-?activat|turn|opt)\w*"
)
_TRACKERS = (
    r"(?:cookies?|local (?:storage|shared)|flash|web beacons?|pixels?|gifs?|tracking|location (?:services|data"
    r"|information|tracking)|geolocation|push notifications?|notifications|javascript|it from (?:your|you))"
)
_TRACKS_REFUSED = re.compile(
    rf"\b(?:you|users?|visitors?|browsers?|devices?|to|by|please|and|or|can|may|,) (?:\w+ ){{0,4}}?(?:{_REFUSE}"
    rf"|not (?:to )?(?:accept|allow)|control|prevent|limit|avoid|accept or)\b[^.;]{{0,70}}\b{_TRACKERS}"
    rf"|\bcookies?\b[^.;]{{0,60}}\b(?:can|may|could) be (?:\w+ )?{_REFUSE}"
    rf"|\b(?:browsers?|devices?|computer|settings?)\b[^.;]{{0,50}}\b(?:to|can|allow\w*|let\w*|ability"
    rf"|options?)\b[^.;]{{0,40}}\b(?:{_REFUSE}|not (?:to )?accept|notif\w*|warn\w*|alert\w*)"
    r"|\b(?:set|configur\w*|adjust\w*|chang\w*|modify\w*|us(?:e|ing)) (?:your|the|their|internet|web|its"
    r"|most) (?:\w+ ){0,3}(?:browsers?|browser's|device settings|privacy settings)\b[^.;]{0,80}\b(?:to|settings?"
    r"|preferences|cookies?)\b|\bwhether (?:or not )?(?:to|you want to|you wish to) (?:accept|allow)"
)
_UNWANTED = re.compile(
    r"\b(?:(?:do|does|would|did) not|don't|no longer) (?:\w+ )?(?:want|wish|like|desire|care)\w*\b(?! to (?:proceed"
    r"|use|register|provide|participate))|\b(?:prefer|rather|wish|want|choose|elect|like"
    r"|decide)\w* not to (?:receive|have|be|share|allow|participate|accept|get)\b|\bdecline to (?:receive|have|be)\b"
)
# Their no means going without: that is no control.
_WITHOUT = re.compile(
    r"\b(?:should|must|please do|can|may) not (?:use|enter|provide|register|submit|visit|participate|access)"
    r"|\bto not provide\b|\bnot be able to (?:access|use)|\bgo (?:directly )?to\b[^;]{0,40}\bto apply"
    r"|\bdo not (?:use|provide|submit|enter|visit|connect|link) (?:the|our|this|these|any|your|it|us)\b"
)
_HOW = re.compile(
    r"\b(?:please|simply|just|contact|click\w*|adjust\w*|follow\w*|visit\w*|e-?mail(?:ing)? us|writ(?:e"
    r"|ing) (?:to )?us|notify|notifying|let us know|inform(?:ing)? us|tell us|go to|indicat|check\w*|uncheck"
    r"|select\w*|settings?|preferences?|by (?:e-?mail|sending|calling|writing)|reply|send|call us|you (?:can|may"
    r"|could|should|must|need to|will)|update|change|log ?in|option|opportunity|at any time)"
)
_MAY = re.compile(r"\b(?:may|can|allows?|would like|wish|want|right to|links?|pages?|tools?|you|to learn|how to)\b")
_SETTINGS = re.compile(
    r"\b(?:chang|adjust|modif|updat|manag|edit|control|alter|customiz|select|configur|choos|specif"
    r"|exercis)\w*\b[^.;]{0,50}\b(?:communications?|e-?mail|privacy|marketing|notifications?|subscription|contact"
    r"|advertising|ad|sharing|mailing|cookies?|newsletter|device)\s*(?:\w+ )?(?:preferences?|settings?|options?"
    r"|choices)\b"
    r"|\b(?:choose|elect|chosen|decide|right|option|opportunity|ability|able) (?:not to|to not) (?:receive|have"
    r"|be contacted|accept|allow|permit|let|participate in)\b|\bpreferences (?:regarding|about|concerning"
    r"|for) (?:\w+ ){0,3}(?:receiv|these|communic|market|promot|alerts|e-?mail)"
)
_CANNOT = re.compile(
    r"\b(?:cannot|can not|can't|may not|unable to|not (?:be )?able to|no way to|not (?:currently )?(?:offer"
    r"|provide)\w*) (?:\w+ ){0,3}(?:opt[- ]?out|unsubscribe|disable|turn off|refuse)|\bmay not opt[- ]?out"
    r"|\bnot possible to"
)
# A choice that was made, is described elsewhere or belongs to other people is not offered here.
_NOT_OFFERED = re.compile(
    r"\bnot opt(?:ed)?[- ]out|\bafter opting|\b(?:have|has|had) (?:previously |already )?opted[- ]?out\b"
    r"|\bexercis(?:ed|es) an? (?:option|right)|\beven if (?:you|the|a)\b|\bwill not remove\b|\bre-enter\b"
    r"|\bshine the light\b|\bcalifornia|\b(?:do|does|not|will|currently|unable) (?:\w+ ){0,3}(?:respond|act on|honor"
    r"|support|treat|recogniz|alter)\w*\b[^.;]{0,60}do[- ]not[- ]track|\bparents?\b|\bguardian|\b(?:explains?"
    r"|describes?|outlines?|purpose of this)\b[^.;]{0,60}(?:choices|opt)"
)
_OFFERED = re.compile(
    r"\b(?:you|your|yourself|users?|visitors?|customers?|members?|subscribers?|consumers?|individuals?|anyone|people"
    r"|browsers?|devices?|click\w*|please|visit\w*|follow\w*|contact\w*|to opt|simply|choices?|opt-out)\b"
)

# --- opt-in: made only on a person's yes, or with what they choose to give. Voluntary provision counts.
_AGREES = re.compile(
    r"\b(?:with|without|upon|after|have|has|had|obtain\w*|get|give\w*|given|provide[sd]?|subject to"
    r"|unless we (?:have|get|receive|obtain)|receive[sd]?|ask(?:ing|ed)? (?:for|you for)|request|seek|require[sd]?"
    r"|grant\w*) (?:\w+[ ,]+){0,5}?(?:consent|permission|authori[sz]ation|approval)\b"
    r"|\b(?:if|when|where|unless|until|only (?:if|when)|once|after) (?:you|users?|they|the user|a user|customers?"
    r"|members?|visitors?) (?:\w+ ){0,4}?(?:consent|agree|authori[sz]e|opt(?:ed)?[- ]?in|permit|allow|elect|direct"
    r"|enable|volunteer)\w*"
    r"|\bopt(?:ed|ing)?[- ]?in(?:to)?\b|\baffirmative(?:ly)?\b|\bat your (?:request|direction|option|discretion"
    r"|choice)|\byour (?:prior |express |explicit |written )*(?:consent|permission|authori[sz]ation)\b"
)
_GIVES = re.compile(
    r"\bvoluntar(?:y|ily)\b|\boptional(?:ly)?\b|\bvolunteer\w*|\byou (?:may |can |might |could |also |will |are "
    r"|always |do )*(?:choose|elect|decide|wish|prefer|want|free)\w* to (?:provid|giv|submit|shar|suppl|regist|send"
    r"|disclos|participat|sign|creat|join|subscrib|connect|link|receiv|upload|allow|complete|includ|enabl|access)\w*"
    r"|\byou (?:choose|elect|decide) to (?:provide|give|submit|share|disclose|supply)|\byour (?:choice|decision"
    r"|option) (?:whether )?to\b|\byou are (?:not required|under no obligation|not obligated|free)\b"
    r"|\bnot required to (?:provide|give|submit|register|disclose|supply)|\boptions? (?:of|to) (?:provid|elect"
    r"|receiv|sign|subscrib)"
    r"|\b(?:users?|visitors?|customers?|members?|individuals?) (?:who|that|may|can) (?:choose|elect|wish|volunt\w+)"
)
_NO_CHOICE = re.compile(
    r"\b(?:our|its|their|written|another \w+'s) (?:\w+,? ){0,3}(?:consent|permission|authori[sz]ation|approval)\b"
    r"|\b(?:permission|consent|authori[sz]ation) (?:from|of) (?:us|the (?:company|owner|author))\b"
    r"|\bwith or without\b|\bassign\b|\bhave the authori|\byou (?:may|must|shall|agree|will) not\b|"
    r"\bopt(?:ing)?[- ]?out\b|\bunsubscrib|\bdeclin|\bparent|\bguardian|\bchildren\b|\bminors?\b"
    r"|\bwill be required\b|\bmust (?:provide|grant|give)|\bnot responsible\b|\b(?:by|when) (?:using|visiting"
    r"|accessing|submitting|providing)\b|\bwithout authori[sz]ation\b|\binvoluntary"
    r"|\bconsent to this (?:privacy )?(?:policy|statement)|\brevok|\bwithdraw|\bmaterial(?:ly)?\b|\bhave already\b"
    r"|\bif you have (?:already|previously|any|registered|submitted|provided|opted|voluntarily)\b"
)

# --- never: the company's own denial.
_DO = (
    r"(?:collects?|collected|shares?|shared|sells?|sold|rents?|rented|leases?|leased|discloses?|disclosed|discloses"
    r"|uses?|used|stores?|stored|trades?|traded|releases?|released|gives?|given|provides?|provided|swap"
    r"|transfer(?:red|s)?|retain(?:ed|s)?|tracks?|tracked|keeps?|kept|saves?|saved|gathers?|gathered|obtains?"
    r"|obtained|recorded|exchanged?|distributed?|distributes|reveal(?:ed|s)?|barter|monitor(?:ed)?|captured?"
    r"|pass(?:ed)?(?: on| along)?|logged|made available|make available|solicits?|divulged?|processed?|access(?:ed)?"
    r"|intend to (?:sell|share|rent|collect))"
)
_DENIES = re.compile(
    rf"\b(?:do(?:es)? not|don't|doesn't|will not|won't|shall not|would not|never|cannot|did not)\s+(?:and (?:will|do"
    rf"|can|does|would) (?:not|never),? |and cannot |nor |\w+ly |then |otherwise |in any way |ever |itself "
    rf"|ourselves |currently |normally ){{0,3}}(?:\w+(?:, |,? or |/| and )(?:otherwise )?){{0,5}}{_DO}\b"
    rf"|\b(?:in no (?:event|case|way)|under no circumstances|at no time)\b[^.;]{{0,30}}\b{_DO}\b"
    rf"|\b(?:not|never) (?:in the (?:business|practice|habit) of|(?:our|the) (?:practice|policy) (?:to|of))\b"
    rf"|\b(?:no|none of (?:the|this|your|our)) (?:\S+ ){{0,4}}?(?:information|data|pin|pii|addresses|details|address"
    rf"|names?)(?: \([^)]*\))? (?:is|are|will be|was|gets?|has been|\w+ (?:is|will be)) (?:ever |\w+ly )?(?:\w+(?:, "
    rf"|,? or )){{0,4}}{_DO}\b"
    rf"|\b(?:is|are|will|shall) (?:not|never) (?:be |\w+ly |being |ever ){{0,3}}(?:\w+(?:, |,? or "
    rf"|,? nor )(?:otherwise )?){{0,5}}{_DO}\b"
)
_NOT_A_DENIAL = re.compile(
    r"\bprovide (?:services|such|that|the (?:services|information))|\bnot (?:\w+ly )?(?:provide|give) (?:us|you)\b"
    r"|\bnot (?:use|access) (?:the|our|this|these|those|that|any) (?:site|service|website|web|app|feature|cookie)"
    r"|\bknowingly\b|\bnot be (?:liable|responsible)|\bplease do not\b|\bwithout\b[^.;]{0,30}(?:do not|not)\b"
    r"|\bif (?:you|users?|we|one) (?:do|choose|elect|decide|would|does|did|are|have|can)(?: ?not|n't)\b"
    r"|\bchoose not to|\bdo[- ]not[- ]track\b|\bdnt\b|\blonger than\b|\bnot (?:only|necessarily|always|all)\b"
    r"|\b(?:cookies?|beacons?|gifs?|pixels?|technolog\w+|tags?|logs?) (?:themselves )?(?:do|does|is|are|will"
    r"|can) ?not\b|\bpasswords?\b|\bused to identify\b|\b(?:would|wish|want|like|prefer)\b[^.;]{0,30}\bnot\b"
)
_SUBJECT_OTHERS = re.compile(
    r"\b(?:third part(?:y|ies)|(?:service )?providers?|vendors?|contractors?|agents?|advertisers?|partners?|they"
    r"|(?:such|these|those|other|some|certain|outside) (?:\w+ )?(?:compan(?:y|ies)|businesses|entities)|recipients?"
    r"|you|users?|members?|visitors?|who|sponsors?|intermediar(?:y|ies)|parents?|sites|merchants|which|cookies?"
    r"|beacons?) (?:\w+ )?(?:(?:do|does|will|may|shall|can|are|must|could|would) ?(?:not|never)|cannot|can't|don't"
    r"|never|not (?:authorized|permitted|allowed))"
)


_FREELY = ("option", "volunt", "choose", "elect ")
_KEPT = ("stor", "keep", "retain", "track")
_ACTED = re.compile("[scuge]")
# A cheap look before the patterns: one of these words stands in whatever `_CANNOT`, `_SETTINGS` and `_UNWANTED` find.
_NO = ("not", "n't", "unable", "no way")
_SET = ("setting", "preference", "option", "choice", " not")
_NOT = ("not ", "don't", "no longer", "decline")


def choices(s: Sentence) -> Iterator[Found]:
    """What a sentence lets a person refuse, asks them for, or rules out."""
    codes, text = s.codes, s.folded
    if s.has("conduct") and "1" not in codes:
        return
    if ("Q" in codes or "C" in codes or "Z" in codes or "no longer" in text) and _offers(s):
        yield _found(s, Say.OPT_OUT, "choice.control")
    if ("K" in codes or holds(text, _FREELY)) and _asks(s):
        yield _found(s, Say.OPT_IN, "choice.consent")
    if "N" in codes and (_ACTED.search(codes) or holds(text, _KEPT)) and _rules_out(s):
        yield _found(s, Say.NEVER, "choice.denial")


def _offers(s: Sentence) -> bool:
    """Whether a sentence offers a way to say no."""
    if not _OFFERED.search(s.folded):
        return False
    text = _CANNOT.sub(" ", s.folded) if "Q" in s.codes and holds(s.folded, _NO) else s.folded
    return _control(s.codes, text) and not _NOT_OFFERED.search(text)


def _control(codes: str, text: str) -> bool:
    """Whether a way to refuse is named, with how."""
    if ("Q" in codes or "unsubscribe" in text) and _REFUSES.search(text) and (_HOW.search(text) or _MAY.search(text)):
        return True
    if ("2" in codes or "browser" in text) and _TRACKS_REFUSED.search(text):
        return True
    if ("C" in codes or "Q" in codes) and holds(text, _SET) and _SETTINGS.search(text):
        return True
    unwanted = holds(text, _NOT) and _UNWANTED.search(text)
    return bool(unwanted and _HOW.search(text)) and not _WITHOUT.search(text)


def _asks(s: Sentence) -> bool:
    """Whether a sentence makes a use hang on a person's yes, or on what they choose to give."""
    if not _GIVEN & {*s.codes, *s.context.codes}:
        return False
    return bool(_AGREES.search(s.folded) or _GIVES.search(s.folded)) and not _NO_CHOICE.search(s.folded)


def _rules_out(s: Sentence) -> bool:
    """Whether the company says of itself that it does not do something with data."""
    text = s.folded
    if not _DATA & {*s.codes, *s.context.codes} or not (m := _DENIES.search(text)) or _ASIDE.search(text):
        return False
    return not _NOT_A_DENIAL.search(text) and not _SUBJECT_OTHERS.search(text, 0, m.end())


def _found(s: Sentence, say: Say, rule: str) -> Found:
    excepted = ("excepting",) if say is Say.NEVER and ("E" in s.codes or "K" in s.codes) else ()
    return claim(s, _purpose(s), say, data_of(s) or (VAGUE,), rule, "", "choice", *excepted)


def _purpose(s: Sentence) -> str:
    """The nearest word of the vocabulary for what the choice is about."""
    codes = s.codes
    if "a" in codes or "m" in codes or "k" in codes:
        return "advertise"
    if "s" in codes:
        return "share"
    return "improve" if "y" in codes else "provide"
