"""How much say a person has over a use that improves: denied, on consent, decided by others, refusable, or none."""

from __future__ import annotations

import re

from sayso.say import Say
from sayso.terms.claims.common import lead_denies
from sayso.terms.claims.conditions import condition
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence


def say_of(s: Sentence, at: int) -> Say:
    """The level at which data is used at this offset, `UNSTATED` where the sentence speaks of something else."""
    if (denial := _denial(s, at)) is not None:
        return denial
    if s.kind is Kind.ROW:  # a row holds many statements: only a cell of its own tells the legal basis of them all
        return Say.OPT_IN if _CONSENT_CELL.search(s.folded) else Say.NO_SAY
    if "legal bas" in s.folded and _CONSENT_BASIS.search(s.folded):
        return Say.OPT_IN
    if _DECIDED.search(s.folded):
        return Say.LEAVE
    if (left := condition(s.folded)) is not None and not (left is Say.OPT_OUT and _GOES_ON.search(s.folded)):
        return left
    if "K" in s.codes and _on_consent(s, at):
        return Say.OPT_IN
    return Say.OPT_OUT if "Q" in s.codes and _OFFERED.search(s.folded) and not _GOES_ON.search(s.folded) else Say.NO_SAY


# -- denials


#: What ends the reach of a denial: another clause, another actor, an exception.
_BREAK = re.compile(
    r"[;.:]\s|,? but |\bhowever\b|\b(?:and|,) (?:we|you|they)\b|\bwe (?:may|will|can|use|also|collect|have)\b"
    r"|, (?:which|while|whereas|so|the|this) |\b(?:and|that|which) (?:is|are)\b"
    r"|\bexcept\b|\bunless\b|\bother than\b|\bonly\b|\bsolely\b|\bwithout\b|\bso that\b|\band the\b|\bto which\b"
    r"|\bthat (?:do|does) not\b|\bmore\b"
)
#: The denial's own verb is a use of data: "will not use", "is never processed".
_USE = (
    r"(?:us(?:e|ed|ing)|process(?:ed|ing)?|analy[sz](?:e|ed|ing)|collect(?:ed|ing)?|access(?:ed|ing)?"
    r"|shar(?:e|ed|ing)|disclos(?:e|ed|ing)|leverag(?:e|ed)|utili[sz](?:e|ed))\b"
)
_DENIED_USE = re.compile(r"^\s*(?:\w+ly |be |been |being |\w+,? (?:and|or|nor) |\w+, ){0,4}" + _USE)
#: "None of your data is used": the noun is denied, and its verb with it.
_NONE_USED = re.compile(
    r"^(?: of)? (?:your|our users'|user|users'|customer|customers'|personal|content|usage)\b[^.;:,]{0,60}? "
    r"(?:is|are|will be|shall be) (?:ever |being )?" + _USE
)
_DENIED_DIRECTLY = re.compile(r"^\s*(?:\w+ly )?$")
_SUPPOSED = re.compile(
    r"\b(?:if|whether|want|wish|you|(?:users?|customers?)(?! (?:content|data|information)\b)|who|that|while|where"
    r"|although|though|unless"
    r"|when) (?:[^\s,]+ ){0,2}$"
)
_EXCEPTED = re.compile(r"\b(?:except(?:ions?)?|unless|without|other than|save (?:as|for)|until)\b(?P<what>.{0,110})")
_BUT_USED = re.compile(r"\bbut\b[^.;]{0,40}\b(?:us(?:e|ed)|process(?:ed)?|analy[sz]ed?)\b")
_AGREED = re.compile(r"consent|permission|opt|authori[sz]|agree|allow|direct|choose|request|enable|instruct|approv")
_OFF = re.compile(r"\bby default\b")


def _denial(s: Sentence, at: int) -> Say | None:
    """`NEVER` where the sentence says that this is not done, `UNSTATED` where it denies something else, else None.

    To read `never` is the worst error, so a denial must have a use of data for its verb ("we do not use X to
    improve", not "we are not required to"), stand in the same clause, and except nothing.
    """
    if lead_denies(s):
        return _excepted(s, 0)
    if "N" in s.context.codes and "W" in s.context.codes and not re.search("[EX]", s.context.codes):
        return Say.UNSTATED  # an item of what is not done: which part of it the lead-in denies cannot be told
    for h in reversed(s.hits):
        if h.code != "N" or h.start >= at:
            continue
        word = s.folded[h.start - s.start : h.end - s.start]
        between = s.folded[h.end - s.start : at - s.start]
        if word == "without" or len(between) > 220 or _BREAK.search(between):
            return None
        if word in _NOUN_DENIALS and _NONE_USED.match(between):
            return _excepted(s, at)
        if word in _NOUN_DENIALS or _SUPPOSED.search(s.folded, 0, h.start - s.start):
            return Say.UNSTATED
        if not (_DENIED_USE.match(between) or _DENIED_DIRECTLY.match(between)):
            return Say.UNSTATED
        return _excepted(s, at)
    return None


_NOUN_DENIALS = frozenset(
    {"no", "none", "nor", "nothing", "neither", "unable to", "prohibited", "prohibit", "prohibits"}
)


def _excepted(s: Sentence, at: int) -> Say:
    if _OFF.search(s.folded):
        return Say.OPT_IN
    if m := _EXCEPTED.match(s.folded):  # "Unless you agree, we do not use ..."
        return Say.OPT_IN if _AGREED.search(m["what"]) else Say.UNSTATED
    if _BUT_USED.search(s.folded, at - s.start):  # "... but we do use what is de-identified"
        return Say.NO_SAY if "G" in s.codes else Say.UNSTATED
    if m := _EXCEPTED.search(s.folded, at - s.start):
        return Say.OPT_IN if _AGREED.search(m["what"]) else Say.UNSTATED
    return Say.NEVER


# -- consent


_ASKED = (
    r"(?:(?:your|the user's|their|our users'|users'|customer's) )?(?:(?:prior|explicit|express|voluntary|informed"
    r"|additional|separate|specific|affirmative|opt-in|freely given|and|written|revocable|consents?),? )*"
    r"(?:consents?|permission|authori[sz]ation|opt-in|approval|agreement)\b"
)
_CONDITION = re.compile(
    r"\b(?:with|without|upon|after|based on|subject to|obtain(?:ed|ing)?|rely on|relying on|on the basis of|given"
    r"|gave|provided?|have|receiv(?:e|ed)|ask(?:ed|ing)? for|request(?:ed|ing)?|requires?) (?:us )?"
    + _ASKED
    + r"|\b(?:if|when|where|once|only if|unless|provided that) (?:you|customer"
    r"|the user) (?:\w+ ){0,3}?(?:opt[- ]?in|opted[- ]in|consent(?:ed)?|enable|turn on|allow|explicitly agrees?"
    r"|agree to (?:participate|share|join|take part|help)|choose to (?:enable|share|participate|allow|turn on"
    r"|join|opt|take part|let)|accept (?:them|it|these|analytics|cookies))\b"
    r"|\bopt(?:ed|ing)?[- ]in\b|\b(?:if|where|when|once|unless) (?:you|users?|the user) (?:have |has )?agreed?"
    r"(?: to (?:that|this|it|such use))?(?=[,.]|$)"
)
#: "You give us permission to ...", "by posting you consent": a licence, not a choice (the guideline ignores it).
_GIVEN = re.compile(
    r"\byou (?:hereby |also |expressly )?(?:give|grant|provide|authori[sz]e|consent|agree|acknowledge)\b"
    r"|\bby (?:using|providing|submitting|accessing|agreeing|continuing|posting|uploading|creating|installing)"
)
_TRULY = re.compile(
    r"\bonly\b|\bif you (?:\w+ )?(?:agree|consent|choose|opt|give|have given|gave|enable)|\bopt(?:ed|ing)?[- ]in"
)
#: "With your consent, where required by law": everyone else gets no choice.
_WHERE_REQUIRED = re.compile(
    r"\bconsent\b[^.;]{0,40}\b(?:where|if|when|as|to the extent|unless)\b[^.;]{0,20}\b(?:requir(?:ed|es)|necessary"
    r"|applicable|needed)|\b(?:where|if|when|as) (?:\w+ ){0,3}?(?:requir(?:ed|es)|necessary|applicable"
    r"|needed)[^.;]{0,40}\bconsent"
)
_NOT_NEEDED = re.compile(
    r"\bwithout (?:\S+ ){0,5}?(?:notice|notifying|compensation|payment|obligation|further|prior|your)\b"
)


def _on_consent(s: Sentence, at: int) -> bool:
    """Whether the use hangs on the person's consent."""
    text = s.folded
    if _WHERE_REQUIRED.search(text) or _NOT_NEEDED.search(text):
        return False
    m = _CONDITION.search(text)
    if m is None or (_GIVEN.search(text) and not _TRULY.search(text)):
        return False
    if m.start() > at - s.start:  # behind the use: only where it follows closely, not as one more legal basis in a list
        between = text[at - s.start : m.start()]
        return len(between) < 140 and not re.search(r"[;,] (?:and|or),? $|;", between)
    return ";" not in text[m.end() : at - s.start]


# -- others who decide, and controls


_DECIDED = re.compile(
    r"\b(?:authori[sz]ed|permitted|enabled|allowed|instructed|directed|chosen|turned on) by (?:the |your |an "
    r"|any )?(?:\w+ )?(?:applicable settings|account owners?|administrators?|admins?|organi[sz]ation|employer|host"
    r"|customers?|workspace owners?|school)"
    r"|\b(?:in accordance with|according to|on|under|pursuant to|based on|following) (?:the |our "
    r"|their )?(?:customers?'?s?'?|controllers?'?s?|organi[sz]ations?'?s?|administrators?'?s?"
    r"|employers?'?s?)'? (?:written |documented )?(?:instructions|settings|directions|choices)"
)
_CONSENT_CELL = re.compile(
    r"\|\s*(?:your |explicit |with your |based on your )?consent\s*(?:\([^|)]*\))?\.?\s*(?:\||$)"
)
_CONSENT_BASIS = re.compile(
    r"\blegal bas[ie]s for [^.;|]{1,90}? (?:is|are) (?:your |the )?(?:explicit )?consent\b(?![^.;|]*\b(?:or|and)\b)"
    r"|\blegal bas[ie]s\W+(?:(?:is|your|the|explicit|users?'?s?) )*consent\b(?![^.;|]*\b(?:or|and)\b)"
)
_OFFERED = re.compile(
    r"\bopt(?:ing)?[- ]?out|\bunless you\b|\b(?:can|may|allows? you to|lets? you) (?:\w+ )?limit\b"
    r"|\bturn(?:ing)? (?:it |this |them )?off|\bdisabl(?:e|ing)\b|\byou (?:can|may) (?:\w+ )?object\b"
)
#: The use goes on whatever the person turns off.
_GOES_ON = re.compile(
    r"\bstill\b|\bcontinue to\b|\b(?:not|un)\s?(?:\w+ )?(?:possible|able) to (?:opt|object|turn|disable)"
    r"|\b(?:cannot|can't|may not|can not) (?:opt|object|turn|disable)"
)
