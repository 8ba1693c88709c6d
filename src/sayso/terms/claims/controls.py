"""Controls: the ways to say no that the document offers, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.terms.claims.common import scope_of
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence


@dataclass(slots=True)
class FoundControl:
    """A control as found: what it governs by purpose and topic."""

    kind: str
    target: str
    purposes: tuple[tuple[str, str], ...]
    start: int
    end: int
    section: int
    scope: str

    @property
    def named(self) -> tuple[str, ...]:
        """The purposes that the control itself names."""
        return tuple(dict.fromkeys(purpose for purpose, topic in self.purposes if topic != NEAR))


#: The topic of "you can opt out of this": what is refused is named by the sentence before.
NEAR = "near"

_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)[^)]*\)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_OFFERS = re.compile(
    r"\b(?:you (?:can|may|could|have|might|also have|always have|are able|will be able)|to (?:opt|unsubscribe"
    r"|object|turn|disable|stop|exercise|manage|limit)|if you (?:do not|don't|no longer|would|want|wish|prefer"
    r"|choose)|unless you|we (?:offer|provide|give|allow|let)|your (?:choice|right|option|settings)|please (?:visit"
    r"|contact|click|use|refer|see)|by (?:visiting|clicking|following|adjusting|changing|contacting)|lets? you"
    r"|allows? you|manage|ways? to|users (?:can|may)|members can|opportunity|at any time|will include)"
)
_CHANGED = re.compile(
    r"\b(?:you can|you may|you're able to|you are able to|to) (?:\w+ ){0,3}?(?:change|adjust|manage|control|update"
    r"|edit|modify|choose|decide|select|customi[sz]e|exercise|go to|visit|review|set)\b[^.;]{0,120}\b(?:settings?"
    r"|preferences?|choices?|consents?|toggles?|controls|banner|manager|tool)\b"
)
_NO_CHOICE = re.compile(
    r"(?:cannot|can not|can't|may not|unable to|not be able to|will not be able to) (?:opt|unsubscribe|object|turn)"
)
_BUT_CHOICE = re.compile(r"\byou (?:can|may) (?!not\b)(?:\w+ ){0,2}(?:opt|unsub|manage|choose|stop|object)")
# The company's own choice, a price that ends, an opt-out that is only presupposed: nothing is offered.
_NOT_THEIRS = re.compile(
    r"reserves? the right|\b(?:trial|promotional) (?:period|price|plan)|\bregardless of whether you\b"
)
_KINDS = (
    ("unsubscribe", re.compile(r"unsubscribe|reply stop|stop receiving|opt[- ]?out (?:link|instruction)")),
    ("signal", re.compile(r"global privacy control|\bgpc\b")),
    ("cookies", re.compile(r"cookie")),
    ("device", re.compile(r"device settings|mobile device|operating system|advertising id|limit ad tracking")),
    ("setting", re.compile(r"setting|preference|toggle|turn off|switch off|disable|dashboard")),
    ("form", re.compile(r"\bform\b")),
    ("email", re.compile(r"e-?mail (?:us|to)|by e-?mail|contact")),
    ("link", re.compile(r"\blinks?\b|click|visit")),
)


def controls(s: Sentence) -> Iterator[FoundControl]:
    """The control that a sentence offers, with the uses it names."""
    text = s.folded
    if "Q" not in s.codes and not ("C" in s.codes and _CHANGED.search(text)):
        return
    if not _OFFERS.search(text) or _NOT_THEIRS.search(text):
        return
    if _NO_CHOICE.search(text) and not _BUT_CHOICE.search(text):
        return
    purposes = tuple(_governed(s))
    if not purposes:
        return
    kind = next((name for name, pattern in _KINDS if pattern.search(text)), "request")
    link = _LINK.search(s.text)
    email = _EMAIL.search(s.text)
    target = link.group(2) if link else email.group() if email else ""
    yield FoundControl(kind, target, purposes, s.start, s.end, s.section, scope_of(s))


# A control over training may leave AI unnamed ("opt out of training").
_TRAINING = re.compile(r"\b(?:out of|off|from|for|to) (?:\w+ ){0,4}training\b|\bused for training\b")
_OF_THIS = re.compile(
    r"\bopt[- ]?out(?: of (?:this|these|it|such)\b| (?:here|at any time|by|in|through|via|using|from|with)\b|\W*$)"
    r"|\b(?:turn|switch) (?:this|it|these) off\b|\bturn off this\b"
    r"|\b(?:disable|object to|refuse|decline) (?:this|it|such|these)\b"
)
_SHORT = 250

# Opting out of other companies' advertising, or of cookies, leaves what the service does by itself.
_OTHERS_ADS = re.compile(
    r"\b(?:browsers?|networks?|initiative|alliance|aboutads|adchoices|adsense|doubleclick|google ads?"
    r"|third[- ]part\w+|partners?"
    r"|their (?:practices|sites?)|mobile device|device settings|operating system|limit ad tracking|some of)\b"
)
_MARKETING = re.compile(r"unsubscribe|marketing|promotion")
_SHARING = re.compile(r"\b(?:sale|sell|selling|sharing|share|shared|disclos\w+)\b")
_IMPROVING = re.compile(r"analytics|telemetry|improv|diagnostic|usage data|crash|data collection")
_BY_MAIL = re.compile(r"unsubscribe|communications?\b|\be-?mails?\b|messages?\b|newsletter|\bsms\b")
_OWN_SETTING = re.compile(
    r"\b(?:(?:account|privacy|your|ad|ads|our) (?:\w+ )?(?:settings?|preferences?|choices)|preference cent)"
)


# People's looking at data.
_LOOKED_AT = re.compile(r"\bhuman review|\breview(?:ed)? by (?:humans?|people|our staff)\b|\bmanual review")


def _governed(s: Sentence) -> Iterator[tuple[str, str]]:
    codes, text = s.full, s.folded
    if s.kind is not Kind.ROW and (
        ("M" in s.codes and re.search("[ti]", s.codes)) or ("t" in s.codes and _TRAINING.search(text))
    ):
        yield "train-ai", ""
    elif len(text) < _SHORT and "Q" in s.codes and _OF_THIS.search(text):
        yield "train-ai", NEAR
        if "cookie" not in text and not re.search("[makst]", s.codes):
            yield "improve", NEAR
    if "m" in codes or _MARKETING.search(text):
        yield "advertise", "messages"
    if (
        "a" in codes
        or "ad tracking" in text
        or (s.has("ads") and not re.search("[km]", codes) and not _BY_MAIL.search(text))
    ):
        others = "cookie" in text or (_OTHERS_ADS.search(text) and not _OWN_SETTING.search(text))
        yield "advertise", "adtech" if others else "ads"
    if "k" in codes and "m" not in codes and "a" not in codes:
        yield "advertise", "general"
    if _SHARING.search(text):
        yield "share", ""
    if _LOOKED_AT.search(text):
        yield "review", ""
    trains = re.search("[Mt]", s.codes) and "p" not in s.codes
    if not trains and _IMPROVING.search(text):
        cookies = "cookie" in text or "google analytics" in text
        yield "improve", "cookies" if cookies else "whole" if _WHOLE.search(text) else ""
    if "cookie" in text:
        yield "advertise", "adtech"


#: A control over improving with all that is collected, not over one stream of it (telemetry, crash reports).
_WHOLE = re.compile(
    r"\b(?:your (?:personal )?(?:data|information|content)|information we collect"
    r"|data we collect)\b[^.;]{0,140}\bimprov"
)


def same_section(control: FoundControl, purpose: str, section: int) -> bool:
    """Whether a control names this purpose and stands in the same section as the use."""
    return control.section == section and any(p == purpose for p, _ in control.purposes)
