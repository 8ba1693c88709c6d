"""Third parties that take data themselves: "our partners may collect information about your visits", mostly by cookies.

What advertisers and the like record on the service's pages is given to them as much as what is sent (guideline,
column `share`).
"""

from __future__ import annotations

import re

from sayso.terms.claims import recipients
from sayso.terms.claims.common import ANY, DATA_CODES
from sayso.terms.claims.recipients import Kind, Recipient
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

_COOKIES = r"(?:cookie|pixel|tag|beacon|tracker|tracking|sdk|similar tech|software development)"
_TAKES = re.compile(
    r"(?: (?:with (?:whom|which) |that |which )?we (?:\w+ ){0,2}(?:work|partner|cooperate)(?: with)?\b)?"
    r"(?:(?!\b(?:we|us|you|not|never|no|cannot)\b)[^.;:]){0,120}?\b(?:collect|receive|obtain|gather|"
    r"(?:may|can|will|could|to|might) (?:\w+ )?(?:access|combine|track)|"
    rf"use (?:\w+ ){{0,3}}{_COOKIES}|(?:set|place|store|drop|serve)\b[^.;]{{0,40}}\b{_COOKIES})(?!\w*ed\b)"
)
_BY_COOKIES = re.compile(rf"\b{_COOKIES}")
_ACCESS = re.compile(
    r"(?:(?!\b(?:we|us|you)\b)[^.;:]){0,60}?\b(?:have|has|get|gain|receive|given|granted) (?:\w+ )?access to\b"
)
# What is bought, or received for purposes of their own, is no record of use; nor is what recipients are named for.
_BUYS = re.compile(r"(?: \w+){0,2}? (?:buys?|purchases?|licen[cs]es?|pays? us for)\b")
_RECEIVES = re.compile(r"(?: (?:may|can|will|could|also|then|sometimes))* (?:receives?|gets?|obtains?)\b")
_THEIR_PURPOSES = re.compile(r"\b(?:their|its) own\b|\bfor their (?:\w+ ){0,2}(?:marketing|purposes|advertising)\b")
_RECIPIENTS = re.compile(
    r"\b(?:part(?:y|ies)|partners|companies|those) (?:that|who|which|to whom we)"
    r" (?:\w+ )?(?:receive|get|obtain|disclose|share|sell)\b"
    r"[^.;]{0,60} include |"
    r"\brecipients? of [^.;]{0,80}?\b(?:include|are|may be|is)\b"
)
_LISTED = ("recipients of ", " include ")  # one of these stands in whatever that finds
#: "Cookies are placed by advertising networks": what they place, they read.
_PLACED_BY = re.compile(
    rf"{_COOKIES}\w*\b[^.;]{{0,60}}\b(?:placed|set|served|stored|deposited|dropped|delivered|operated|controlled|"
    rf"managed)"
    r"(?: \w+)? by (?:[\w-]+ ){0,3}$"
)
#: "The provider may use the collected data for its own advertising".
_OWN_USE = re.compile(
    r"(?:^|[,;(] ?|\b(?:which|that|who|and) )(?:(?!we\b|you\b|us\b|not\b|never\b|no\b)[\w'-]+ ){1,9}?(?:us(?:e|"
    r"es)|process(?:es)?) "
    r"[^.;]{0,60}?\b(?:data|information|cookies?)\b[^.;]{0,120}?"
    r"\b(?:its|their) own (?:\w+ )?(?:purposes?|advert\w*|ads?\b|marketing|products|services|business|commercial)\b"
)
_FROM = re.compile(r"\b(?:from (?:\w+ )?|by |via |through )$")
_NEAR = 80  # no word between is longer
_GIVES_ROOM = re.compile(r"\b(?:allow|permit|let|enable|authori[sz]e|work with|partner with)\b")
# "Third-party vendors, including Google, use cookies to serve ads": no vendors of the service's own.
_AD_VENDOR = re.compile(r"\bthird[- ]party (?:ad )?(?:vendors?|providers?|servers?|technolog\w+|tools)\b")
#: "They automatically receive your IP address when this happens": what goes along with any connection, and what no
#: choice over personalised ads stops.
_UNASKED = re.compile(
    r"\b(?:they|(?:these|those|such) (?:third[- ]part(?:y|ies)(?: \w+){0,2}|advertisers|companies|ad networks)) "
    r"(?:may |will )?automatically (?:receive|get|collect|obtain)\b"
)


def unasked(s: Sentence) -> Recipient | None:
    """Who gets what any connection carries."""
    m = _UNASKED.search(s.folded) if "2" in s.codes and "automatically" in s.folded else None
    return Recipient(Kind.PARTNER, s.start + m.start(), s.start + m.end()) if m else None


def taker(s: Sentence) -> tuple[Recipient, bool] | None:
    """Who takes data, and whether it is given access to what is named rather than records use."""
    usage = "2" in s.codes
    if not (usage or "D" in s.codes or "3" in s.codes):
        return None
    takers = list(recipients.named(s))
    if not takers and usage and (r := recipients.aforesaid(s)):
        takers = [r]
    if usage and "a" in s.codes and (m := _AD_VENDOR.search(s.folded)):
        takers.append(Recipient(Kind.ADS, s.start + m.start(), s.start + m.end()))
    for r in takers:
        at = r.end - s.start
        if usage and r.kind is not Kind.BARE and _PLACED_BY.search(s.folded, 0, r.start - s.start):
            return r, False
        if _FROM.search(s.folded, max(0, r.start - s.start - _NEAR), r.start - s.start):
            continue
        if "N" not in s.codes and _given_access(s, r, usage):
            return r, True
        if not (usage or "D" in s.codes) or not _TAKES.match(s.folded, at):
            continue
        if r.kind is not Kind.BARE or (usage and ("a" in s.codes or _GIVES_ROOM.search(s.folded))):
            return r, False
    if r := for_themselves(s):
        return r, any(h.code == "3" or h.name == ANY for h in s.hits)
    return None


def for_themselves(s: Sentence) -> Recipient | None:
    """Who uses what they have of people for purposes of their own, whatever they are called."""
    if "u" not in s.codes or " own " not in s.folded or (m := _OWN_USE.search(s.folded)) is None:
        return None
    return Recipient(Kind.ADS if "a" in s.codes else Kind.PARTNER, s.start + m.start(), s.start + m.end())


def takes_usage(s: Sentence, r: Recipient) -> bool:
    """Whether somebody records what is done on the service by cookies and the like."""
    at = r.end - s.start
    return "2" in s.codes and bool(_BY_COOKIES.search(s.folded, at) and _TAKES.match(s.folded, at))


def _given_access(s: Sentence, r: Recipient, usage: bool) -> bool:
    """Whether somebody is let at what the sentence names, buys it, or receives what is no record of use."""
    at = r.end - s.start
    if _BUYS.match(s.folded, at):
        return True
    if holds(s.folded, _LISTED) and _RECIPIENTS.search(s.folded, 0, r.start - s.start):
        return True
    if r.kind is Kind.BARE:
        return not usage and bool(_RECEIVES.match(s.folded, at) and _THEIR_PURPOSES.search(s.folded, at))
    if not usage and (m := _RECEIVES.match(s.folded, at)):
        return any(h.code in DATA_CODES and 0 <= h.start - s.start - m.end() < 20 for h in s.hits)
    return bool(_ACCESS.match(s.folded, at))


#: "Third parties have no access to your files", where nobody is named whom the promise is only about.
_UNTAKEN = re.compile(
    r"\b(?:third part(?:y|ies)|nobody|no one)\b(?: (?!may|must|should)\w+){0,3}?"
    r" (?:(?:have|has|get|gets|gain|given) no access to|(?:(?:can|could|do|does|will|shall)(?: ?not|n't| never)"
    r"|cannot|can't|don't|won't|never) (?:ever )?(?:have access to|see|read|access|receive|get|obtain|buy"
    r"|be given))\b(?! (?:the|our) )"
)


def untaken(s: Sentence) -> bool:
    """Whether third parties in general are said not to get at data that is named behind."""
    m = _UNTAKEN.search(s.folded)
    return m is not None and any(h.code in "D123" and 0 <= h.start - s.start - m.end() < 40 for h in s.hits)


#: "We may permit selected third parties to send you offers".
_LETS_CONTACT = re.compile(
    r"\b(?:allow|permit|enabl|let|authori[sz])\w* (?:(?:our|the|such|these|those|certain|some|other|select(?:ed)?"
    r"|carefully|trusted|reputable|approved|relevant|and|or) ){0,5}"
    r"(?:third[- ]part(?:y|ies)(?: partners| companies| organi[sz]ations)?|partners|companies|organi[sz]ations"
    r"|businesses|advertisers|sponsors|merchants|brands)\b[^.;]{0,60}?\bto (?:\w+ ){0,2}?(?:contact|send|e-?mail|call"
    r"|market|advertise|offer|provide|inform)\b(?: \w+){0,3}? ?you\b"
)
_LETS = ("allow", "permit", "enabl", "let ", "lets ", "authori")
_OFFERS = re.compile(r"\b(?:offers?|goods|products|promotion\w*|market\w*|advert\w*|interest you)\b")


def lets_contact(s: Sentence) -> int:
    """Where others are let contact people with what they sell (an offset), or -1."""
    if "N" in s.codes or " you" not in s.folded or not holds(s.folded, _LETS):
        return -1
    m = _LETS_CONTACT.search(s.folded)
    return s.start + m.start() if m and _OFFERS.search(s.folded, m.end()) else -1


_TO_NAME = re.compile(r"\b(?:shar|provid|giv|sen[dt]|disclos|transfer|pass|suppl)\w*\b[^.;,]{0,60} (?:with|to) $")


def to_company(s: Sentence) -> bool:
    """Whether data comes to the company by its name: "consent to share your data with Acme"."""
    for h in s.hits:
        at = h.start - s.start
        if h.code == "W" and _TO_NAME.search(s.folded, max(0, at - 100), at):
            return True
    return False
