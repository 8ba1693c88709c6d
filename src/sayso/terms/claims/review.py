"""`review`: people read, listen to or look at the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.terms.claims.common import ANY, VAGUE, Found, claim, lead_denies
from sayso.terms.claims.controls import FoundControl
from sayso.terms.claims.review_data import object_of, reach, subject_of
from sayso.terms.claims.review_say import review_say
from sayso.terms.claims.review_staff import ONLY_PEOPLE, people
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

# Only people review, read or listen; "access", "monitor" and "scan" are also what machines do.
_WE_REVIEW = re.compile(
    r"\b(?:review|read|listen to|listen in(?: on| to)|view|inspect|look (?:at|through)|examine|browse"
    r"|screen|pre-?screen|moderate)\b"
)
_LOOKS = ("view", "read", "listen", "look", "inspect", "examine", "browse", "screen", "moderate")  # one of its words
#: What machines do as well: a claim only over what people make, and where no machine is named.
_LOOSE = frozenset({"view", "screen", "pre-screen", "prescreen", "moderate", "browse"})
_SCREENS = frozenset({"pre-screen", "prescreen", "moderate"})
_RIGHT = re.compile(
    r"\bwe only $|\b(?:rights?|reserves?|entitled|discretion)\b|\b(?:may|can|could|might|never|not|cannot|don't"
    r"|won't)\b(?:(?!\bhow\b).){0,45}$"
)
_BY_MACHINE = re.compile(r"\bautomat|\bmachine|\balgorithm|\bai\b")
_REVIEWED = re.compile(
    r"\b(?:is|are|be|been|being|gets?) (?:\w+ly )?(?:sampled and )?(?:recorded and |monitored and |monitored or "
    r"|read or "
    r"|recorded or )?(?:reviewed|listened to)\b"
)
_WE_MAY = re.compile(
    r"\b(?:(?:may|will|can|could|might|shall|must)(?:,[^,;.]{0,60},)?|right(?:,[^,;.]{0,60},)? to"
    r"|rights?\b[^.;]{0,60} to|choose to|need to"
    r"|sometimes|also|reserves?\b[^.;]{0,40}to|permission to|able to|ability to|entitled to|unable to|not|never"
    r"|cannot|can't|don't|doesn't|want to|we|by|and|or|,)\s+(?:\w+ly\s+)?$"
)
_BY_OTHERS = re.compile(r"\W*by (?!us\b|our\b|hand\b|people\b|humans\b)")
#: The opening of an item of a list of uses: "To monitor and review ...".
_OPENS = re.compile(
    r"^\W*(?:to )?(?:(?:monitor|moderate|analy[sz]e|screen|check|scan|filter|store|investigate|access),? (?:and |or )?)"
    r"{0,3}$"
)
# Where the lexicon takes them for noise ("the right to review") or for the company ("our team").
_WORDS = ("review", "read", "listen", "no one", "nobody", " team")
# A right to have a decision looked at by a person is no looking at data.
_APPEAL = re.compile(
    r"\b(?:appeal|contest|solely|automated decisions?|automated decision-making|legal effect|human intervention"
    r"|mistake|in error|right to (?:request|obtain)|request (?:a )?(?:human|manual))\b"
)
_OTHERS = re.compile(
    r"\b(?:third[- ]part(?:y|ies)|other (?:site|website|compan)|linked|advertisers?|our (?:content|policies"
    r"|practices|terms|records)|disclaimer|disclosures|faqs?\b|with us\b|with (?:our |customer |technical )*support"
    r"|applica(?:tion|nt)|candidate|résumé|resume|cv|complain|request|inquir|enquir|appeal|notice|reports?\b)"
)
# "We cannot access your files" leaves nobody who could look at them.
_NO_ACCESS = re.compile(
    r"\b(?:cannot|can't|do not|don't|will not|won't|never|unable to|not able to|not have (?:the |any )?(?:ability"
    r"|(?:technical )?means|way)s? to|no (?:way|ability|means) (?:to|of))\s+(?:\w+ly )?(?:\w+(?:,? or |, | and )){0,3}"
    r"(?:access|see|view|read|decrypt|open|listen to|look at|review)\b"
    r"|\b(?:do not|don't|does not|doesn't|will not|never) have (?:any )?access to\b(?! or\b| and\b)"
    r"|\b(?:not possible|impossible) for us to (?:access|see|view|read|decrypt|open|listen to)\b"
)
_EXCEPT = re.compile(r"\b(?:except|unless|other than|until)\b")
#: "Review, improve and develop the platform", "your review score": no data is looked at.
_OF_THINGS = re.compile(
    r"(?:,? (?:and |or )?(?!on\b|in\b|your\b|any\b|to\b)\w+){0,4},? (?:our|the|this) (?:\w+ )?(?:services?|platform"
    r"|site|website|products?|apps?)\b"
    r"|,? (?:improve|change|modify|amend)\b| (?:scores?|sites?|process)\b| (?:and \w+ )?(?:\w+ )?purposes?\b"
)
#: "Our vendors may review": those who work for the company look for it.
_FOR_US = re.compile(
    r"\b(?:vendors?|service providers?|contractors?) (?:\w+ly )?(?:may|can|will) (?:\w+ (?:and|or) )?$"
)


def review(s: Sentence) -> Iterator[Found]:
    """Claims that people do, or do not, look at data."""
    text, codes = s.folded, s.codes
    looks = "H" in codes or "r" in codes or "e" in codes or "H" in s.context.codes
    if not looks and not holds(text, _WORDS) and not ("N" in codes and "access to" in text):
        return
    found = people(s) or _we(s)
    if found is None or _APPEAL.search(text) or s.has("feedback"):  # what nobody asked for is no content
        return
    at, data = found
    say = review_say(s, at)
    if say is not None and data:
        yield claim(s, "review", say, data, "review", "", *(["human"] if "H" in codes else []))


def _we(s: Sentence) -> tuple[int, tuple[str, ...]] | None:
    """Where a sentence says that the company does, or cannot do, what only people do, and to what."""
    text = s.folded
    for m in _WE_REVIEW.finditer(text) if holds(text, _LOOKS) else ():
        before = text[max(0, m.start() - 90) : m.start()]
        denied = lead_denies(s)
        listed = _OPENS.match(before) and (denied or s.has("use") or re.search("[ufcs]", s.context.codes))
        plainly = m.group() in _SCREENS and before.endswith("we ") and not before.endswith("how we ")
        if m.group() in _LOOSE and not plainly and (not _RIGHT.search(before) or _BY_MACHINE.search(text)):
            continue
        if _OF_THINGS.match(text, m.end()):
            continue
        if m.group() == "read" and listed and not denied:  # "Read our instructions": the person reads
            continue
        for_us = m.group() in ONLY_PEOPLE and _FOR_US.search(before)
        if not for_us and (
            not (listed or _WE_MAY.search(before)) or _actor(s, m.start()) not in ("W?" if listed else "W")
        ):
            continue
        data = object_of(s, m.end())
        if _named(data, m.group()) and not _OTHERS.search(text, m.start(), m.end() + min(80, reach(text[m.end() :]))):
            return m.start(), data
    unable = _NO_ACCESS.search(text) if "N" in s.codes else None
    if unable and _unable(s, unable):
        data = object_of(s, unable.end())
        kept = not _EXCEPT.search(text) or unable.group().endswith(ONLY_PEOPLE)
        if kept and any(name.startswith("content") for name in data):
            return unable.end(), data
    passive = _REVIEWED.search(text) if "N" not in s.codes and ("reviewed" in text or "listened" in text) else None
    if passive and not _OTHERS.search(text):
        data = subject_of(s, passive.start())
        if not _BY_OTHERS.match(text, passive.end()) and _named(data, "review"):
            return passive.start(), data
    return None


def _named(data: tuple[str, ...], verb: str) -> bool:
    """Whether data is named that people would look at: "we review our practices for information" names none."""
    if verb in _LOOSE:
        return any(name.startswith("content") for name in data)
    return bool(set(data) - {ANY, VAGUE})


_WHERE = re.compile(r"\b(?:if|when|where)\b")


def _unable(s: Sentence, m: re.Match[str]) -> bool:
    """Whether the company is who cannot; only of itself does it say that it "does not have access"."""
    if m.group().endswith("have access to"):
        return _WHERE.search(s.folded, 0, m.start()) is None and any(
            h.code == "W" and 0 <= s.start + m.start() - h.end <= 1 for h in s.hits
        )
    return _actor(s, m.start()) in "WH?"


#: "On the Acme site", "posted to Acme": the company's name where the service is meant.
_PLACE = re.compile(r"\b(?:the|use|on|to|with|via|from|through|in|at|using) $")


def _actor(s: Sentence, at: int) -> str:
    """The code of the nearest actor before this place, `?` if there is none: in "hosts can review" not the company."""
    for h in reversed([*s.context.hits, *(h for h in s.hits if h.start < s.start + at)]):
        if h.code not in "WHYOTJ" or s.folded.startswith("'s", max(0, h.end - s.start)):
            continue
        if h.code != "W" or not _PLACE.search(s.folded, 0, max(0, h.start - s.start)):
            return h.code
    return "?"


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it names people's looking."""
    return "review" in control.named


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims."""
    return settle_least(uses, denials, controls, governs)
