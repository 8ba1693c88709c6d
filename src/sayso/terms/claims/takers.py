"""Third parties that take data themselves: "our partners may collect information about your visits", mostly by cookies.

What advertisers and the like record on the service's pages is given to them as much as what is sent (guideline,
column `share`).
"""

from __future__ import annotations

import re

from sayso.terms.claims import recipients
from sayso.terms.claims.recipients import Kind, Recipient
from sayso.terms.sentences import Sentence

_COOKIES = r"(?:cookie|pixel|tag|beacon|tracker|tracking|sdk|similar tech|software development)"
_TAKES = re.compile(
    r"(?: (?:with (?:whom|which) |that |which )?we (?:\w+ ){0,2}(?:work|partner|cooperate)(?: with)?\b)?"
    r"(?:(?!\b(?:we|us|you|not|never|no|cannot)\b)[^.;:]){0,120}?\b(?:collect|receive|obtain|gather|"
    r"(?:may|can|will|could|to|might) (?:\w+ )?(?:access|combine|track)|"
    rf"use (?:\w+ ){{0,3}}{_COOKIES}|(?:set|place|store|drop|serve)\b[^.;]{{0,40}}\b{_COOKIES})(?!\w*ed\b)"
)
_ACCESS = re.compile(
    r"(?:(?!\b(?:we|us|you)\b)[^.;:]){0,60}?\b(?:have|has|get|gain|receive|given|granted) (?:\w+ )?access to\b"
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
        if _FROM.search(s.folded, max(0, r.start - s.start - _NEAR), r.start - s.start):
            continue
        if r.kind is not Kind.BARE and "N" not in s.codes and _ACCESS.match(s.folded, at):
            return r, True
        if not (usage or "D" in s.codes) or not _TAKES.match(s.folded, at):
            continue
        if r.kind is not Kind.BARE or (usage and ("a" in s.codes or _GIVES_ROOM.search(s.folded))):
            return r, False
    return None


_TO_NAME = re.compile(r"\b(?:shar|provid|giv|sen[dt]|disclos|transfer|pass|suppl)\w*\b[^.;,]{0,60} (?:with|to) $")


def to_company(s: Sentence) -> bool:
    """Whether data comes to the company by its name: "consent to share your data with Acme"."""
    for h in s.hits:
        at = h.start - s.start
        if h.code == "W" and _TO_NAME.search(s.folded, max(0, at - 100), at):
            return True
    return False
