"""What a sentence says of advertising: whether it is done, of which kind, and with which data."""

from __future__ import annotations

import re

from sayso.terms.claims.advertise_data import names_content
from sayso.terms.claims.common import in_use_context
from sayso.terms.lexicon import Hit, holds
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

# A phrase of advertising that names who, which tool or which page, not what is done: "marketing vendors",
# "identifiers for advertising", "see our Advertising Policy".
_NOUN_TAIL = re.compile(
    r"[\s-]*(?:,? ?(?:\w+,? )?(?:and|or|&) (?!other )(?:\w+ ){0,2})?(?:vendors?|firms?|agenc(?:y|ies)|providers?"
    r"|partners?|compan(?:y|ies)|networks?|teams?|departments?|identifiers?|ids?\b"
    r"|polic(?:y|ies)|section|standards|guidelines|terms\b|settings|preferences|choices|tab\b|page\b|blockers?"
    r"|laws?\b|industry|list\b|data\b|information\b"
    r"|accounts?|products? and|solutions? (?:and|for)|customers|campaign(?:s)? (?:performed|that you)|opt-?outs?"
    r"|consents?|rates?|pric(?:e|ing)|period|codes?|credits?|trial|discount)"
)
_SEEN = re.compile(
    r"(?:click(?:s|ed|ing)?(?: on)?|view(?:s|ed|ing)?|interact(?:s|ed|ing|ions?)? with|seen|engage(?:d|ment)? with"
    r"|respond(?:ed)? to|see our|see the|(?:stated|specified|described|set out|contained|listed) in|creating"
    r"|identif\w+ (?:used )?for|related to|includ(?:e|es|ing) our)\s(?:\w+\s){0,3}$"
)
_CONTESTS = re.compile(r"\b(?:sweepstakes?|contests?|prize draws?|giveaways?|competitions?|prize)\b")

# What is done with ads and messages, by the service or by others through it.
_ACT = re.compile(
    r"\b(?:serv(?:e|es|ed|ing)\b|show(?:s|n|ing)?\b|display|deliver|target|personali[sz]|tailor|customi[sz]|sen[dt]"
    r"|provid|offer|run(?:s|ning)?\b|plac(?:e|es|ed|ing)\b"
    r"|(?:we|may|will|partners|networks|are|be|only) set (?!out|forth|off|up)"
    r"|promot|market(?:s|ing)? (?:to|our|the|and)\b|advertis(?:e|es|ing) (?:to|our|the|and|of|for|on|you)\b|measur"
    r"|contact|notif|inform|tell(?:ing)?\b|let you know"
    r"|surface|highlight|select|moneti[sz]|support|assist|relevan|receiv|see\b|make\b|choos|decid|invit|conduct"
    r"|engag|communicat|appear in (?:our|its)\b|reach|participate|allow)"
)


def _phrase(s: Sentence, h: Hit) -> str:
    return s.folded[h.start - s.start : h.end - s.start]


def strong(s: Sentence) -> list[Hit]:
    """The phrases that say that advertising is done, not those that only mention something of it."""
    hits = []
    for h in s.hits:
        if h.code not in "amk":
            continue
        before, after = (
            s.folded[max(0, h.start - s.start - 40) : h.start - s.start],
            s.folded[h.end - s.start : h.end - s.start + 40],
        )
        if (
            before.endswith("-")
            or _NOUN_TAIL.match(after)
            or _SEEN.search(before)
            or (s.folded.startswith("offers", h.start - s.start) and not _OFFERS.search(before))
        ):
            continue
        if h.code == "m" and holds(_phrase(s, h), _PLEASING) and not _SOLD.search(s.folded):
            continue
        if " about our" in _phrase(s, h) and not _TOLD.search(before):
            continue
        if _phrase(s, h) == "promotional" and not _PROMOTIONAL.match(after):
            continue
        if h.code == "k" and not _selling(s, h, before, after):
            continue
        hits.append(h)
    if (
        hits
        and all("newsletter" in _phrase(s, h) for h in hits)
        and not _MAILED.search(f"{s.context.folded} {s.folded}")
    ):
        return []
    collected = "c" in s.full and "l" not in s.full
    if (
        hits
        and collected
        and not _SENT.search(s.folded)
        and all(_SIGNED_UP.search(s.folded, 0, h.start - s.start) for h in hits)
    ):
        return []  # "we collect your name when you subscribe to our newsletter"
    if hits and all(h.code == "k" or h.name == "ads" for h in hits) and _CONTESTS.search(s.folded):
        return [h for h in hits if h.code != "k"]
    return hits


# "Send you information about our products": what is only there to be read advertises nobody.
_TOLD = re.compile(r"\b(?:send|sends|sending|sent|mail|e-?mail|contact|call|text|write to|receive|get|with)\b[^.;]*$")
# What "may interest you" must be for it to be marketing: posts and people are only suggested.
_PROMOTIONAL = re.compile(
    r" (?:purposes?|and|or|efforts?|campaigns?|communications?|messages?|e-?mails?|materials?|offers?|content"
    r"|information|use|texts?|calls?|mail|notifications?|newsletters?|updates?|announcements?|activities|literature"
    r"|items?|measures)\b|[,/.)]"
)
_PLEASING = ("interest", "like")
_SOLD = re.compile(
    r"\b(?:products?|services|goods|offers?|offerings?|promotions?|events?|news|deals|brands?"
    r"|information (?:about|on|that)|communicat\w+|materials?|send|contact|e-?mail|notif\w+|inform"
    r"|messages|market\w*|advert\w*)\b"
)
# A newsletter that is only named ("the address of an account or newsletter") goes to nobody.
_MAILED = re.compile(
    r"\b(?:send|sent|sending|receiv|subscri|deliver|sign(?:ed|ing)?[- ]up|unsubscri|distribut|offer|provide|publish"
    r"|regist|mail(?:ed|ing)|market|promot|advert)|\b(?:us(?:e|es|ed|ing)|our) [^.;]{0,80}\bnewsletter"
)
# What people do to get messages: nothing is sent by it.
_SIGNED_UP = re.compile(
    r"\b(?:when|if|where|once|by|who|as|you) (?:\w+[ ,]+){0,6}?(?:subscrib|sign(?:ed|ing)? up|regist|participat"
    r"|enter|tak\w+ part"
    r"|enrol|respond)\w*\b[^.;]{0,90}$"
)
_SENT = re.compile(
    r"\b(?:we|us) (?:(?:will|may|shall|can|also|then) )*(?:use|process|send|e-?mail|contact|mail|provide|share|show)\b"
    r"|\b(?:us(?:e|ed)|consent)\b[^.;]{0,60}\bto\b|\bto (?:send|receive)\b"
)
_GOODS = re.compile(
    r"[^.;]{0,50}?\b(?:our|its|their|us|your|to you|services?|products?|platforms?|apps?|sites?|websites?|goods"
    r"|brands?|business(?:es)?|offers?|offerings?|events?|features?|membership|content|advertis\w+|market\w*"
    r"|purposes|it|them|creators?|materials?|communicat\w+|campaigns?|activit\w+|efforts)\b|\W*$|[,/|;)]"
)
_MARKETS = re.compile(
    r" (?:overview|value|situation|share|price|conditions?|data|research|place|maker|trends?|abuse|manipul|capital"
    r"|for\b)"
)
_RUN_FOR_PEOPLE = re.compile(
    r"(?:contests?|games?|enter(?:ing)?|abuse|sweepstakes|rights? of|giveaways)\W+(?:\w+ ){0,2}(?:or |and )?$"
    r"|(?:participat\w+ in|tak(?:e|ing) part in) (?:[\w ]+, ){0,4}(?:\w+ ){0,3}$"
)
_SAFETY = re.compile(
    r"\W+(?:\w+\W+){0,2}?(?:safety|security|safe\b|integrity|economic|illegal|physical|hat(?:e|red)|violen\w+|trust"
    r"|health|educat\w+|understanding|fair\w*|diversity|compet\w+|terroris\w+|crim\w+|harm\w*|discriminat\w+|self"
    r"|wellbeing|public)"
)


_RIGHTS = re.compile(r"\b(?:rights?|privacy)\b[^.;]*$")  # "rights of privacy, publicity and the like"
_TO_MARKET = re.compile(r"(?:\bto|\band|\bor|,|\bwe|\bmay) $")
_FOR = re.compile(r"\bfor (?:the )?(?:\w+ ){0,2}$")


def _selling(s: Sentence, h: Hit, before: str, after: str) -> bool:
    """Whether "market", "promote" are about selling: "promote safety", "market value" are not."""
    word = _phrase(s, h)
    if _RUN_FOR_PEOPLE.search(before) or _SAFETY.match(after) or after.startswith(" rights"):
        return False
    if word == "publicity" and _RIGHTS.search(before):
        return False
    if word == "market":
        return not _MARKETS.match(after) and bool(_TO_MARKET.search(before))
    if word.startswith("promot") and not word.startswith("promotional"):
        return bool(_GOODS.match(after) or _FOR.search(before))
    return True


_OFFERS = re.compile(
    r"(?:\b|^)(?:special|promotional|exclusive|and|or|with|of|,|about|relevant|personali[sz]ed|tailored|other|our|you"
    r"|these|receive|get|no|any) $"
)  # "offers" as a noun


_ACTS = re.compile(r"[usgf]")
_ACTS_OR_CONTROL = re.compile(r"[usgfQ]")
_INVOLVED = re.compile(r"[WYTPKcusgflD1234]")
_YOU_RECEIVE = re.compile(r"\b(?:you (?:\w+ )|users |customers |members |subscribers )(?:\w+ ){0,2}receiv")
_SUBORDINATE = re.compile(r"\b(?:when|if|where|whether) (?:we|you|an? \w+) (?:\w+ ){0,2}$")


def done(s: Sentence, at: int) -> bool:
    """Whether something is done with data or towards people up to this phrase, or in what introduces it."""
    before = s.folded[: at - s.start]
    if _SUBORDINATE.search(before):
        return False
    acts = "".join([h.code for h in s.hits if h.start < at])
    if "c" in s.codes and not _ACTS_OR_CONTROL.search(acts) and not _YOU_RECEIVE.search(before):
        collect = next(h for h in s.hits if h.code == "c")
        wants_yes = collect.start > at and "K" in s.codes  # "only if you give us permission"
        if not wants_yes and not _PURPOSE.search(before, min(len(before), collect.end - s.start)):
            return False  # "we receive information from marketing campaigns"
    elif not _ACTS.search(acts) and _collected(s) and not _PURPOSE.search(before):
        return False  # "usage information, including the ads you have seen"
    if _ACTS.search(acts) or _ACT.search(s.folded):
        return bool(_INVOLVED.search(s.codes)) or in_use_context(s)
    return in_use_context(s) or s.kind is Kind.ROW


_COLLECTS = re.compile(
    r"\W*(?:we|[\w.]+) (?:may |also |will |can |automatically )*(?:collect|receive|obtain|gather)s?\b(?!.* to:?\W*$)"
)


def _collected(s: Sentence) -> bool:
    """Whether a sentence stands in a list of what is collected."""
    lead = s.context.codes
    if re.search("c[^ufsgl]*$", lead) or _COLLECTS.match(s.context.folded):
        return True
    return s.has("collect") and not s.has("use") and not re.search("[ufsgl]", lead)


_PURPOSE = re.compile(r"\b(?:to|for|so that|enabl\w+|help\w*|can|may)\b")


_PARTY = re.compile(
    r"\b(?:third[- ]part|others\b|partners?\b|networks?\b|cookies?\b|pixels?\b|beacons?\b"
    r"|other (?:sites|websites|platforms|services)|adsense|admob|doubleclick|google\b|remarket|retarget|their own)"
)
_FOR_ADVERTISERS = re.compile(
    r"\b(?:on behalf of|for) (?:our |other )?(?:third[- ]party )?advertisers\b"
)  # our own doing
_OWN = re.compile(
    r"\b(?:promot|market|advertis|publici[sz])\w*\s(?:and \w+ )?(?:membership|our|the|its|their|of our|of the|these)\b"
)
_MESSAGE = re.compile(r"\b(?:send|contact|e-?mail|notif|newsletter|messag|communicat|inform you|receive|text)")


#: The header of a table of cookies: what a browser refuses.
_COOKIE_TABLE = re.compile(r"[^|]*\|[^|]{0,30}\bcookies?\b")


def topic(s: Sentence, hits: list[Hit]) -> str:
    """Which kind: `messages` to the person, `ads`, `adtech` (by others, by cookies), `promote`, or `general`."""
    if _promotes_with_content(s):
        return "promote"
    codes = {h.code for h in hits}
    if s.kind is Kind.ROW and _COOKIE_TABLE.match(s.context.folded):
        return "adtech"
    if "a" in codes:
        if _PARTY.search(_FOR_ADVERTISERS.sub(" ", _around(s, hits))):
            return "adtech"
        return "general" if codes & {"m", "k"} else "ads"
    if "m" in codes and _MESSAGE.search(s.folded):
        return "messages"
    return "general"


#: As far from the words for ads stands who takes part in them; a long list of purposes names others for other things.
_NEAR = 100


def _around(s: Sentence, hits: list[Hit]) -> str:
    """The words around those for ads; of a row, all."""
    if s.kind is Kind.ROW:
        return s.folded
    ads = [h for h in hits if h.code == "a"]
    return s.folded[max(0, ads[0].start - s.start - _NEAR) : ads[-1].end - s.start + _NEAR]


def _promotes_with_content(s: Sentence) -> bool:
    """Whether content serves to promote, by a licence or outright: controls of ads and mail are not for that."""
    if "l" in s.full and any(h.code == "1" or h.name.startswith("term:") for h in s.full_hits):
        return True
    return ("1" in s.codes or names_content(s)) and bool(_OWN.search(s.folded)) and not _TO_YOU.search(s.folded)


_TO_YOU = re.compile(r"\bto you\b")
