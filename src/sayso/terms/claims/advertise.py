"""`advertise`: marketing and advertising, the service's own or others', promotional messages too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims import advertising
from sayso.terms.claims.advertise_data import data as data_used
from sayso.terms.claims.advertise_say import CHOICE, level, signs_up
from sayso.terms.claims.common import (
    ANY,
    IT,
    VAGUE,
    Found,
    claim,
    negated,
    user_acts,
)
from sayso.terms.claims.controls import NEAR, FoundControl, follows
from sayso.terms.claims.mentions import only_mentioned
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.lexicon import Hit, holds
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

_GENERAL = frozenset({ANY, VAGUE})

#: Marks: all that is sent is a newsletter; the sentence says how to stop it; what is agreed to is for others.
NEWSLETTER, REFUSAL, PARTY = "newsletter", "refusal", "party"


def advertise(s: Sentence) -> Iterator[Found]:
    """Claims that data serves, or does not serve, advertising or marketing."""
    codes = s.codes
    if "T" in codes and "2" in codes and "a" not in codes and "N" not in codes and _AD_TECH.search(s.folded):
        yield claim(s, "advertise", level(s, s.end, False) or Say.NO_SAY, ("usage.device",), "adtech", "adtech")
        return
    if "a" not in codes and "m" not in codes and "k" not in codes and "as a customer" not in s.folded:
        return
    if (residual := _residual(s)) is not None:
        yield residual
        return
    if s.has("conduct") and not (s.has("license") or s.has("use") or "l" in s.codes):
        if (named := _naming(s)) is not None:
            yield named
        return
    if (named := _naming(s)) is not None:
        yield named
        if "1" not in s.codes or "l" in s.codes:
            return
    hits = advertising.strong(s)
    if not hits or s.has("feedback") or only_mentioned(s):
        return
    first = _first(s, hits)
    at = first.start
    refused = "Q" in s.codes and bool(CHOICE.search(s.folded))  # "you may opt out of our offers": they are sent
    if not refused and _CONTROLLED.match(s.folded):
        return
    asked = refused or (signs_up(s) and (_SENT.search(s.folded) or "would like to receive" in s.folded) is not None)
    wanted = not _UNWANTED.search(s.folded, 0, at - s.start)
    denied = (wanted and negated(s, at)) or _IS_NOT.match(s.folded, first.end - s.start) is not None
    asked = asked or (denied and bool(_NOT_DONE.search(s.folded)))
    if not asked and (not advertising.done(s, at) or _of_people(s, at)):
        return
    topic = advertising.topic(s, hits)
    data = data_used(s, at, topic)
    if refused and set(data) <= _GENERAL:  # what a control leaves of the use: whom they write to, what ads go by
        data = ("usage",) if topic in ("ads", "adtech") else ("profile.contact",)
    say = level(s, at, denied)
    if not data or say is None or (denied and _sliver(s, topic, data)):
        return
    found = claim(s, "advertise", say, data, "advertise", topic)
    found.scope = _scope(s, found.scope)
    if data == (VAGUE,) and (topic == "adtech" or (topic == "ads" and "D" not in s.codes)):
        found.flags |= {"implied"}
    elif data == (VAGUE,) and "D" not in s.full:
        found.flags |= {"loose"}
    if topic == "messages" and all("newsletter" in s.folded[h.start - s.start : h.end - s.start] for h in hits):
        found.flags |= {NEWSLETTER}
    if refused:
        found.flags |= {REFUSAL}
    if say is Say.OPT_IN and _TO_THIRD.search(s.folded):
        found.flags |= {PARTY}
    yield found


# Those who place ads, with what they place on people's devices: for ads, whatever else the sentence says.
_AD_TECH = re.compile(
    r"\bad(?:s|vertising)? (?:networks?|partners?|companies|servers?|exchanges?)\b[^.;]{0,60}?"
    r"\b(?:us(?:e|es|ing)|sets?|places?|stores?|drops?|serves?|deploys?)\b"
    r"[^.;]{0,60}?\b(?:cookies?|pixels?|beacons?|tags)\b"
)
# "You can manage your ad preferences": a control, and nothing done.
_CONTROLLED = re.compile(
    r"\W*(?:\w+[ ,]+){0,5}?you (?:can|may) (?:also |always )?"
    r"(?:control|manage|adjust|edit|change|customi[sz]e|set|review)\b"
)
_RUN_IN = re.compile(r"[*_•●\s-]*(?:\*\*|__)[^*\n]{1,90}(?:\*\*|__)")


def _first(s: Sentence, hits: list[Hit]) -> Hit:
    """The first phrase of advertising that is not in the run-in title ("**Advertising** - we do not ...")."""
    title = _RUN_IN.match(s.text)
    end = s.start + title.end() if title else s.start
    return next((h for h in hits if h.start >= end), hits[0])


def _of_people(s: Sentence, at: int) -> bool:
    """Whether it is people who advertise, or who get something: a row of a table names nobody who acts."""
    return s.kind is not Kind.ROW and user_acts(s, at) and not _TO_YOU.search(s.folded)


_TO_YOU = re.compile(
    r"\b(?:users|customers|members|subscribers) (?:will |may )?(?:also )?receive\b"
    r"|\byou (?:may|will|might|can|could|agree to|consent to) (?:also |sometimes |occasionally |only )?(?:receiv|see"
    r"|get|be (?:sent|shown|contacted))|\b(?:send|contact|show|email|target|serve)(?:ing)? you\b"
    r"|\badvertis\w+ (?:to you|on the service)"
)
_SENT = re.compile(r"\bwe (?:will |may |shall |can )?(?:also )?(?:use|process|send|e-?mail|contact|mail)\b")
_BOUND = re.compile(
    r"\bresidents? (?:of|in|outside)\b|\b(?:eea|eu|uk|california) (?:residents|users|consumers)\b|\bif you (?:are"
    r"|live|reside)\b[^.]{0,60}\b(?:in|outside|resident|located)\b"
    r"|(?:users|individuals|people|members|customers|visitors|persons|consumers) (?:located |residing |based "
    r"|who (?:live|reside|are) )?(?:in|within|from) (?:the )?(?:eea|eu\b|uk|europe|california|certain)|\b(?:in"
    r"|under) (?:the )?(?:eea|eu\b|uk|european|california|ccpa|cpra|gdpr|certain (?:u\.?s\.? )?states"
    r"|some jurisdictions|certain jurisdictions|state)"
)


def _scope(s: Sentence, scope: str) -> str:
    """A use is bound to a region by its heading or by whom it is about; "where the law requires" binds the consent."""
    if scope == "region" and not s.has("region") and not _BOUND.search(s.folded):
        return ""
    return scope


_SMALL = re.compile(
    r"\b(?:sensitive|special categor|precise|child|minor|under (?:the age of )?1[368]|phone number|sms|text messag"
    r"|mobile (?:number|information|opt)|api|premium|paid (?:members|subscribers|plans?)|(?:kids|children'?s?) profile"
    r"|their own|providers|vendors|processors|contractors|agents)"
)
_TO_THIRD = re.compile(r"\b(?:third|other) (?:part|compan|business)|\bpartners?\b|\badvertisers?\b|\bothers\b")
_NOT_DONE = re.compile(
    r"(?=n|cann|refr|under n|at n|in n|uses? n)"
    r"(?<!you )(?<!you will )(?<!you do )(?<!you may )(?<!us )(?<!them )(?<!they )(?<!they do )(?<!to )"
    r"(?:\bnot|\bcannot|\bnever|n't|\bnor|\bneither|\bno right to|\brefrain from|\bunder no circumstances|\bat no time"
    r"|\bin no (?:event|case|way))\b[ ,]+(?:\w+[ ,]+){0,4}?(?:us(?:e|es|ed|ing)|process\w*|show|serve|display|build"
    r"|rely|based?|exploit\w*|scan(?:s|ned|ning)?|read|mined?|target|track|analy[sz]ed?"
    r"|look(?:ed)? at"
    r"|contain|advertise|market|allow|permit|engage|conduct|run|host|accept|carry|include|feature|offer|have|place)\b"
    r"|\bnever see\b|\bus(?:e|es) (?:neither|no)\b|\b(?:not|never) for (?:\w+ )?(?:advertis|market)\w*"
    r"|\b(?:no|none of) (?:\w+ ){1,4}(?:is|are|will be) (?:\w+ )?(?:used|processed|based|targeted)\b"
    r"|\bno (?:third[- ]party )?(?:ads"
    r"|advertis\w+) (?:in|on|at|or)\b"
)
#: "If you don't want our newsletter": nothing is denied.
_UNWANTED = re.compile(r"\bif you(?: do not| don't| no longer|'d rather not| would (?:rather|prefer) not)\b[^.;,]*$")
#: "Advertising never uses ...": the denial stands behind.
_IS_NOT = re.compile(r" (?:(?:is|are|does|do|will|shall|can)(?: be)? ?)?(?:n't|not|never|cannot)\b")
_GIVEN = re.compile(r"[sg]")
_DATA = re.compile(r"[D123]")
_USED = re.compile(
    r"\b(?:not|never|n't)(?: \w+){0,2} (?:used?|process(?:ed)?) for (?:\w+ ){0,3}(?:advertis|market|promot)"
)
_USING = ("use", "uses", "used", "using", "process", "processed", "processing")


def _sliver(s: Sentence, topic: str, data: tuple[str, ...]) -> bool:
    """Whether a denial covers only a part (sensitive kinds, children, third parties), or is no denial of this."""
    if "4" in s.codes or _SMALL.search(s.folded):
        return True
    if _GIVEN.search(s.codes) and _TO_THIRD.search(s.folded) and not _USED.search(s.folded):
        return True
    if (
        data == (VAGUE,) and "D" in s.codes and not _NO_DATA.search(s.folded)
    ):  # "information that identifies you by name", "this data"
        return True
    m = _NOT_DONE.search(s.folded)
    if m is None or topic == "messages" or "Q" in s.codes:
        return True
    # "we do not use ..." of something that the book has no word for says nothing of the rest
    return m.group().endswith(_USING) and not _DATA.search(s.codes) and not IT.search(s.folded)


_NO_DATA = re.compile(r"\b(?:no|any) (?:personal )?(?:information|data)\b")
_NAMING = re.compile(
    r"\b(?:identify|name|list|refer to|reference|disclos\w+|mention|use|display|publish"
    r"|feature)\b[^.;]{0,120}\b(?:as (?:a|an|our|one of our) (?:\w+ )?(?:customer|client|user|reference)"
    r"|your (?:\w+[ ,]+){0,6}logos?\b|your (?:company|business|trade)"
    r" (?:or \w+ )?names?\b|(?:customer|client|subscriber|licensee|company"
    r"|other party|the other)'s (?:\w+[ ,]+){0,6}(?:name|logo)s?\b)"
)
_ORGANISATION = re.compile(r"\bif you(?:'re| are) an? (?:organi[sz]ation|company|business|corporat)")  # no person
_MUTUAL = re.compile(r"\b(?:either|each|both|neither) part(?:y|ies)\b|\byou or \w+|\bthe other(?:'s| party)?\b")
_NAMED = ("logo", "name", "as a", "as o")  # each of the alternatives needs one
_BY_US = re.compile(r"[WlN]")
_NAMING_FOR = re.compile(r"market|promot|publici|advertis|customer list|press release|website")


def _naming(s: Sentence) -> Found | None:
    """Naming the customer in marketing: said of who they are."""
    if not _BY_US.search(s.full) and "party" not in s.folded and "the other" not in s.folded:
        return None
    m = _NAMING.search(s.folded) if holds(s.folded, _NAMED) else None
    if m is None or not _NAMING_FOR.search(s.folded):
        return None
    at = s.start + m.start()
    if "l" not in s.codes and user_acts(s, at) and not _MUTUAL.search(s.folded):
        return None
    if _ORGANISATION.search(s.folded):
        return None
    denied = negated(s, at)
    say = level(s, at, denied) if "l" not in s.codes or denied else Say.NO_SAY
    return claim(s, "advertise", say, ("profile.identity",), "naming", "promote") if say else None


_AFTER_CHOICE = re.compile(r"\b(?:opt|turn|disabl|still|continue|prevent|less|generic|contextual|non-personal)")
# What other networks go on with after one of them was refused.
_OTHERS_REMAIN = re.compile(
    r"\b(?:selected members|participating|ad(?:vertising)? networks|self[- ]regulatory|certain (?:kinds|types))\b"
)
_RESIDUAL = re.compile(
    r"\b(?:still|continue to|will) (?:see|receive|be shown|be served|show|get|display|serve)\b[^.;]{0,60}\b(?:ads?"
    r"|advert\w*)\b|(?:not|n't) (?:prevent|mean|stop|eliminate|block|opt you out)[^.;]{0,100}\b(?:ads?|advert\w*)\b"
    r"|less relevant (?:ads?|advert)|\b(?:generic|non-personali[sz]ed|contextual) (?:ads?"
    r"|advert)\w*[^.;]{0,60}\b(?:including"
    r"|regardless|even|whether or not|all users|everyone)|\b(?:all users|everyone)\b[^.;]{0,30} generic ads"
)


def _residual(s: Sentence) -> Found | None:
    """Ads that remain whatever the person turns off: contextual ads count, and nothing is offered over them."""
    if "a" not in s.codes or not _AFTER_CHOICE.search(s.folded) or _OTHERS_REMAIN.search(s.folded):
        return None
    if not _RESIDUAL.search(s.folded):
        return None
    found = claim(s, "advertise", Say.NO_SAY, ("usage",), "residual", "remaining")
    found.scope = ""  # ads that remain after a regional opt-out are shown to everyone else all the more
    return found


#: By the topic of a use: the topics of controls that let a person refuse it.
_GOVERNED = {
    "messages": frozenset({"messages", "general"}),
    "ads": frozenset({"ads", "device", "general"}),
    "adtech": frozenset({"ads", "adtech", "device", "general"}),
    "general": frozenset({"messages", "ads", "general"}),
}


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it is about the same kind of advertising."""
    wanted = _GOVERNED.get(use.topic, frozenset())
    topics = {topic for purpose, topic in control.purposes if purpose == "advertise"}
    return bool(topics & wanted) or (NEAR in topics and follows(control, use))


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row: the least say, unless the row's own data is denied and only general words include it."""
    # Where no data is named: ads are shown by what people do, and marketing needs to know who they are.
    uses, denials = ([c for c in some if _reaches(c, row)] for some in (uses, denials))
    uses = _asked_for(uses)
    if not uses and not denials:
        return Settled(Say.UNSTATED, [], "only ads in general are named")
    named = [d for d in denials if not _GENERAL & set(d.data) and "exclusive" not in d.flags]
    if named and not any(_names(c, row) for c in uses):
        return Settled(Say.NEVER, named, "the document denies this use of this data by name")
    return settle_least(uses, denials, controls, governs)


def _asked_for(uses: list[Found]) -> list[Found]:
    """The uses without those that only say how to stop, or how is sent, what people asked for."""
    asked = [c for c in uses if c.say is Say.OPT_IN and c.topic == "messages" and PARTY not in c.flags]
    if not asked:
        return uses
    only_newsletters = all(NEWSLETTER in c.flags for c in asked)
    return [c for c in uses if c.say is Say.OPT_IN or not _same_mail(c, only_newsletters)]


def _same_mail(c: Found, only_newsletters: bool) -> bool:
    """Whether a use is no other than that of the messages asked for: how they are stopped, or who sends them out."""
    if NEWSLETTER in c.flags:
        return c.data == ("profile.contact",)
    return REFUSAL in c.flags and c.topic == "messages" and not only_newsletters


def _reaches(c: Found, row: str) -> bool:
    return row == "usage" or ("implied" not in c.flags and (row != "content" or "loose" not in c.flags))


def _names(c: Found, row: str) -> bool:
    """Whether a use reaches a row by name, not only by "your information"."""
    return any(n.partition(".")[0] == row for n in c.data) or not _GENERAL & set(c.data)
