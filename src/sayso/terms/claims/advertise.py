"""`advertise`: marketing and advertising, the service's own or others', promotional messages too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims import advertising
from sayso.terms.claims.common import (
    ANY,
    VAGUE,
    Found,
    claim,
    consent_level,
    negated,
    user_acts,
)
from sayso.terms.claims.controls import NEAR, FoundControl, follows
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

_GENERAL = frozenset({ANY, VAGUE})


def advertise(s: Sentence) -> Iterator[Found]:
    """Claims that data serves, or does not serve, advertising or marketing."""
    if not _KEY.search(s.codes) and "as a customer" not in s.folded:
        return
    if (residual := _residual(s)) is not None:
        yield residual
        return
    if s.has("conduct") and not s.has("license") and "l" not in s.codes:
        return
    if (named := _naming(s)) is not None:
        yield named
        return
    hits = advertising.strong(s)
    if not hits or s.has("feedback") or advertising.only_mentioned(s):
        return
    at = hits[0].start
    refused = "Q" in s.codes and bool(_CHOICE.search(s.folded))  # "you may opt out of our offers": they are sent
    asked = refused or (_SENT.search(s.folded) is not None and _signs_up(s))
    denied = negated(s, at)
    asked = asked or (denied and bool(_NOT_DONE.search(s.folded)))
    if not asked and (not advertising.done(s, at) or (user_acts(s, at) and not _TO_YOU.search(s.folded))):
        return
    topic = advertising.topic(s, hits)
    data = advertising.data(s, at, topic)
    if refused and set(data) <= _GENERAL:  # what a control leaves of the use: whom they write to, what ads go by
        data = ("usage",) if topic in ("ads", "adtech") else ("profile.contact",)
    say = _level(s, at, denied)
    if not data or say is None or (denied and _sliver(s, topic, data)):
        return
    found = claim(s, "advertise", say, data, "advertise", topic)
    found.scope = _scope(s, found.scope)
    if data == (VAGUE,) and (topic == "adtech" or (topic == "ads" and "D" not in s.codes)):
        found.flags |= {"implied"}
    elif data == (VAGUE,) and "D" not in s.full:
        found.flags |= {"loose"}
    yield found


_TO_YOU = re.compile(
    r"\byou (?:may|will|might|can|could|agree to|consent to) (?:also |sometimes |occasionally )?(?:receiv|see|get"
    r"|be (?:sent|shown|contacted))|\b(?:send|contact|show|email|target|serve)(?:ing)? you\b"
    r"|\badvertis\w+ (?:to you|on the service)"
)
_KEY = re.compile(r"[amk]")
_CHOICE = re.compile(
    r"\b(?:(?:opportunity|option|chance|able) to (?:say no|opt[- ]out|decline|refuse|object)"
    r"|unless you (?:have )?(?:opt|object|choose|tell|ask|request|unsub|instruct|indicate)"
    r"|subject (?:always )?to your (?:\w+ ){0,2}(?:choice|preference|setting|right to opt)"
    r"|(?:in accordance|according|subject|consistent|in line) (?:to|with) (?:your|their) (?:\w+ ){0,3}(?:choice"
    r"|preference|setting)|(?:depending|based) on your (?:\w+ ){0,2}(?:settings|preferences|choices)\b"
    r"|you (?:can|may) (?:\w+ ){0,3}(?:opt[- ]out|unsubscribe)"
    r"|(?:have|has|did|do) ?(?:not|n't) (?:\w+ )?(?:object|opt(?:ed)?[- ]out|unsubscrib)"
    r"|if you (?:do not|don't|no longer) (?:want|wish)(?: to)? (?:receiv|get|hear))"
)


def _level(s: Sentence, at: int, denied: bool) -> Say | None:
    """The level of a sentence by itself; None where it only offers a control."""
    if _CHOICE.search(s.folded) and not denied:
        return Say.OPT_OUT
    say = consent_level(s, at, denied)
    if "Q" in s.codes and _WITHDRAWN.search(s.folded):
        return None
    if say is Say.OPT_IN and (_WHERE_REQUIRED.search(s.folded) or not _AGREED.search(s.folded)):
        return Say.NO_SAY  # consent where the law asks for it: elsewhere the use is made without
    if say is not None:
        return say
    if denied:
        return Say.NEVER
    if _signs_up(s):
        return Say.OPT_IN
    return None if "Q" in s.codes else Say.NO_SAY


# People who ask for a newsletter agree to it by asking.
_SIGN_UP = re.compile(
    r"\b(?:if|when|where|once|after|for those who) you (?:have |choose to |decide to |also )*(?:sign(?:ed)? up"
    r"|subscribed?|register(?:ed)?|request(?:ed)?|opt(?:ed)? in) (?:\w+ ){0,5}(?:newsletters?|mailing lists?"
    r"|updates|marketing|promotional|e-?mails?)"
    r"|\byou (?:may|can) (?:\w+ ){1,8}(?:to receive|to sign up for|to subscribe to) (?:\w+ ){0,3}(?:newsletters?"
    r"|updates)|\bnewsletters? (?:that |which )?you (?:have )?(?:subscribed|signed|requested)"
)
_MAILS = ("newsletter", "mailing list", "updates", "marketing", "promotional", "mail")  # one is signed up for


def _signs_up(s: Sentence) -> bool:
    return holds(s.folded, _MAILS) and _SIGN_UP.search(s.folded) is not None


_SENT = re.compile(r"\bwe (?:will |may |shall |can )?(?:also )?(?:use|process|send|e-?mail|contact|mail)\b")
_WITHDRAWN = re.compile(r"\bwithdraw|\brevoke|change your mind")
_AGREED = re.compile(
    r"consent|permission|\baccept(?:ed)? (?:them|it|all|cookies|these)\b|\bopt(?:s|ed|ing)?[- ]in\b|\bagree"
    r"|authori[sz]|(?:choose|chosen|elect|ask|request)(?:ed"
    r"|s)? to receive|approv"
)
_WHERE_REQUIRED = re.compile(
    r"(?:where|if|when|as|to the extent|unless) (?:\w+ ){0,2}(?:required|necessary|applicable law|local law|the law"
    r"|permitted)|\(if required\)|legally required|\bor (?:where|as|when) (?:otherwise )?(?:we|you|permitted|allowed)"
    r"|\((?:[^)]*\b)?(?:if|where|with) you[^)]*\)"
    r"|otherwise,? (?:on )?(?:our|we)|\bor\b[^.;]{0,60}legitimate interest|legitimate interest[^.;]{0,60}\bor\b"
)
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
    r"|mobile (?:number|information|opt)|api)"
)
_TO_THIRD = re.compile(r"\b(?:third|other) (?:part|compan|business)|\bpartners?\b|\badvertisers?\b|\bothers\b")
_NOT_DONE = re.compile(
    r"(?=n)(?<!you )(?<!you will )(?<!you do )(?<!you may )(?<!us )(?<!them )(?<!they )(?<!they do )(?<!to )"
    r"(?:\bnot|\bnever|n't|\bnor|\bneither)\b (?:\w+[ ,]+){0,4}?(?:us(?:e|es|ed|ing)|process\w*|show|serve|display"
    r"|target|track|scan|analy[sz]e"
    r"|contain|advertise|market)\b|\b(?:not|never) for (?:\w+ )?(?:advertis|market)\w*"
    r"|\bno (?:\w+ ){1,4}(?:is|are|will be) (?:\w+ )?(?:used|processed)\b|\bno (?:third[- ]party )?(?:ads"
    r"|advertis\w+) (?:in|on|at|or)\b"
)
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
    return m.group().endswith(_USING) and not _DATA.search(s.codes)


_NO_DATA = re.compile(r"\b(?:no|any) (?:personal )?(?:information|data)\b")
_NAMING = re.compile(
    r"\b(?:identify|name|list|refer to|reference|disclos\w+|mention|use|display|publish"
    r"|feature)\b[^.;]{0,120}\b(?:as (?:a|an|our|one of our) (?:\w+ )?(?:customer|client|user|reference)"
    r"|your (?:\w+[ ,]+){0,6}logos?\b|(?:customer|client|subscriber|licensee|company"
    r"|other party)'s (?:\w+[ ,]+){0,6}(?:name|logo)s?\b)"
)
_NAMED = ("logo", "name", "as a", "as o")  # each of the alternatives needs one
_BY_US = re.compile(r"[WlN]")
_NAMING_FOR = re.compile(r"market|promot|publici|advertis|customer list|press release|website")


def _naming(s: Sentence) -> Found | None:
    """Naming the customer in marketing: said of who they are."""
    if not _BY_US.search(s.full):
        return None
    m = _NAMING.search(s.folded) if holds(s.folded, _NAMED) else None
    if m is None or not _NAMING_FOR.search(s.folded):
        return None
    at = s.start + m.start()
    if "l" not in s.codes and user_acts(s, at):
        return None
    denied = negated(s, at)
    say = _level(s, at, denied) if "l" not in s.codes or denied else Say.NO_SAY
    return claim(s, "advertise", say, ("profile.identity",), "naming", "promote") if say else None


_AFTER_CHOICE = re.compile(r"\b(?:opt|turn|disabl|still|continue|prevent|less|generic|contextual|non-personal)")
_RESIDUAL = re.compile(
    r"\b(?:still|continue to|will) (?:see|receive|be shown|be served|show|get|display|serve)\b[^.;]{0,60}\b(?:ads?"
    r"|advert\w*)\b|(?:not|n't) (?:prevent|mean|stop|eliminate|block|opt you out)[^.;]{0,100}\b(?:ads?|advert\w*)\b"
    r"|less relevant (?:ads?|advert)|\b(?:generic|non-personali[sz]ed|contextual) (?:ads?"
    r"|advert)\w*[^.;]{0,60}\b(?:including"
    r"|regardless|even|whether or not|all users|everyone)|\b(?:all users|everyone)\b[^.;]{0,30} generic ads"
)


def _residual(s: Sentence) -> Found | None:
    """Ads that remain whatever the person turns off: contextual ads count, and nothing is offered over them."""
    if "a" not in s.codes or not _AFTER_CHOICE.search(s.folded) or not _RESIDUAL.search(s.folded):
        return None
    found = claim(s, "advertise", Say.NO_SAY, ("usage",), "residual", "remaining")
    found.scope = ""  # ads that remain after a regional opt-out are shown to everyone else all the more
    return found


#: By the topic of a use: the topics of controls that let a person refuse it.
_GOVERNED = {
    "messages": frozenset({"messages", "general"}),
    "ads": frozenset({"ads", "general"}),
    "adtech": frozenset({"ads", "adtech", "general"}),
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
    if not uses and not denials:
        return Settled(Say.UNSTATED, [], "only ads in general are named")
    named = [d for d in denials if not _GENERAL & set(d.data) and "exclusive" not in d.flags]
    if named and not any(_names(c, row) for c in uses):
        return Settled(Say.NEVER, named, "the document denies this use of this data by name")
    return settle_least(uses, denials, controls, governs)


def _reaches(c: Found, row: str) -> bool:
    return row == "usage" or ("implied" not in c.flags and (row != "content" or "loose" not in c.flags))


def _names(c: Found, row: str) -> bool:
    """Whether a use reaches a row by name, not only by "your information"."""
    return any(n.partition(".")[0] == row for n in c.data) or not _GENERAL & set(c.data)
