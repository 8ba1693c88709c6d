"""Controls: the ways to say no that the document offers, wherever they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from sayso.say import Say
from sayso.terms.claims.common import Found, scope_of
from sayso.terms.claims.conditions import condition
from sayso.terms.claims.ways import ways, who
from sayso.terms.lexicon import holds
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence
from sayso.terms.splitting import LONGEST


@dataclass(slots=True)
class FoundControl:
    """A control as found: what it governs by purpose and topic. `yes`: it is turned on, to agree, not off."""

    kind: str
    target: str
    purposes: tuple[tuple[str, str], ...]
    start: int
    end: int
    section: int
    scope: str
    who: str = "person"
    yes: bool = False

    @property
    def refuses(self) -> bool:
        """Whether it lets the person themselves say no."""
        return self.who == "person" and not self.yes

    @property
    def named(self) -> tuple[str, ...]:
        """The purposes that the control governs, each once."""
        return tuple(dict.fromkeys(purpose for purpose, _ in self.purposes if purpose))


#: The topic of "you can opt out of this": what is refused is named by the sentence before.
NEAR = "near"

#: The topic of "you can opt out of any of these uses": what is refused is named by the sentences before.
NEAR_ALL = "near-all"

_OFFERS = re.compile(
    r"\b(?:you (?:can|may|could|have|might|also have|always have|are able|will be able)|to (?:opt|unsubscribe"
    r"|object|turn|disable|stop|exercise|manage|limit)|if you (?:do not|don't|no longer|would|want|wish|prefer"
    r"|choose)|unless you|we (?:offer|provide|give|allow|let)|your (?:choice|right|option|settings)|please (?:visit"
    r"|contact|click|use|refer|see)|by (?:visiting|clicking|following|adjusting|changing|contacting)|lets? you"
    r"|allows? you|manage|ways? to|(?:users|members|customers|administrators?|admins?|hosts?|owners?"
    r"|holders?) (?:can|may)|opportunity|at any time|will include|can be (?:set|modified|configured"
    r"|changed) to (?:decline|refuse|reject|block|disable)"
    r"|we (?:will )?stop\b|we (?:also )?(?:honou?r|recogni[sz]e|respond to|treat|act on))"
)
_CHANGED = re.compile(
    r"\b(?:you can|you may|you're able to|you are able to|to) (?:\w+ ){0,3}?(?:change|adjust|manage|control|update"
    r"|edit|modify|choose|decide|select|customi[sz]e|exercise|go to|visit|review|set)\b[^.;]{0,120}\b(?:settings?"
    r"|preferences?|choices?|consents?|toggles?|controls|banner|manager|tool)\b"
)
_SET = ("setting", "preference", "choice", "consent", "toggle", "control", "banner", "manager", "tool")  # what is set
_NO_CHOICE = re.compile(
    r"(?:cannot|can not|can't|may not|unable to|not be able to|will not be able to) (?:opt|unsubscribe|object|turn)"
)
_BUT_CHOICE = re.compile(r"\byou (?:can|may) (?!not\b)(?:\w+ ){0,2}(?:opt|unsub|manage|choose|stop|object)")
# The company's own choice, a price that ends, an opt-out that is only presupposed: nothing is offered.
_NOT_THEIRS = re.compile(
    r"\b(?:p?reserves? the right|not (?:currently |yet )?(?:respond|honou?r|recogni[sz]e|act on|support)\b"
    r"|(?:trial|promotional) (?:period|price|plan)|regardless of whether you\b)"
)
# What follows from a choice that was made: the choice itself is offered elsewhere.
_FOLLOWS = re.compile(
    r"\b(?:even )?if you (?:do |choose to |decide to |also )*(?:opt"
    r"|delete|clear|remove|block|disable"
    r"|reject|refuse|turn|decline|unsubscribe|withdraw)\w*\b[^.;]*?,? (?:you (?:may|might|will|can)(?: still"
    r"| also)? (?:not|need|see|receive|continue|lose|find|have"
    r"|be unable)|(?:some|certain|parts?|our|this|the|that|we|it)\b[^.;]{0,60} (?:may|will|might|can))"
    r"|\bopting[- ]out\b[^.;]{0,60}\b(?:does not|doesn't|will not|won't|only)\b"
    r"|\byou (?:will|may) need to (?:opt|set|repeat|re)"
)
_REFUSES = re.compile(r"\b(?:opt|unsubscribe|turn|switch|disable|object|refuse|reject|block|manage|control)\b")


def controls(s: Sentence) -> Iterator[FoundControl]:
    """The ways that a sentence offers to say no, or yes, with the uses it names."""
    text = s.folded
    yes = "K" in s.codes and ("consent by" in text or "can opt" in text) and _YES.search(text) is not None
    if not yes and "Q" not in s.codes and not ("C" in s.codes and holds(text, _SET) and _CHANGED.search(text)):
        return
    if not (yes or _OFFERS.search(text) or _ASKED.search(text)) or _NOT_THEIRS.search(text):
        return
    if (after := _FOLLOWS.search(text)) and not _REFUSES.search(text, 0, after.start()):
        return
    if _NO_CHOICE.search(text) and not _BUT_CHOICE.search(text):
        return
    purposes = tuple(_governed(s))
    if not purposes or condition(text) is Say.LEAVE:  # "if you do not want this, do not use the feature"
        return
    scope, by = scope_of(s), who(s)
    for kind, target in ways(s):
        yield FoundControl(kind, target, purposes, s.start, s.end, s.section, scope, by, yes)


# Imperatives: "Use the unsubscribe link", "open **Settings** and turn off ...".
_ASKED = re.compile(
    r"(?:^|[.:;,] |\band |\bthen )\W*(?:use|click|tap|open|go to|visit|turn off|switch off|toggle|uncheck|deselect"
    r"|reply|text|e-?mail|write"
    r"|contact|select|set|follow|send|change|adjust|let us know|tell us)\b|\b(?:has|have|contains?|includes?|carr(?:y"
    r"|ies)) an? (?:\w+ )?(?:unsubscribe|opt[- ]out)"
    r"|\b(?:via|through|using|with|by) (?:the|our|an?) (?:[\w\"“-]+ ){0,3}(?:link|form|tool|settings?|button"
    r"|toggle)\b|\bcan be (?:turned|switched|disabled|refused|opted)"
)
# A yes that is given by a control: "a Host gives that consent by switching on ...".
_YES = re.compile(
    r"\b(?:giv|express)\w* (?:that|this|your|their|such|his|her|us)? ?consent by\b|\byou can opt[- ]?in\b"
)

# A control over training may leave AI unnamed ("opt out of training").
_TRAINING = re.compile(
    r"\b(?:out of|off|from|for|to) (?:\w+ ){0,4}training\b|\btraining (?:toggle|switch|setting)|\bused for training\b"
)
_OF_THIS = re.compile(
    r"\bopt[- ]?out(?: of (?:any of |all of )?(?:this|these|it|such|that|them)\b| (?:here|at|at any time|by|in"
    r"|through|via|using|from"
    r"|with)\b|,? (?:please )?(?:write|e-?mail|contact|click|visit|go|use|send|fill|call|tell|let|change|follow|untick"
    r"|tick)\b|\W*$)"
    r"|\b(?:turn|switch|toggl)\w* (?:this|it|these|that|them) off\b|\b(?:turn|switch)\w* off (?:this|it|these|that"
    r"|them)\b"
    r"|\bsay no\b|\b(?:disable|object to|refuse|decline|stop|block|reject) (?:this|it|such|these|that|them)\b"
    r"|\byou (?:can|may) object (?:\w+ )?at any time\b|\b(?:about|of) th(?:is|ese) practices?\b"
    r"|\b(?:this|it|that|these|they) can be (?:turned|switched) off"
    r"|\b(?:turn|switch|untick|uncheck|write|e-?mail|contact|tell|let)\b[^.;]* if you(?:'d| would| do not| don't)"
    r" (?:rather not|prefer not|want|like|wish|agree)\b"
    r"|\bif you(?: would|'d| do not| don't) (?:rather|prefer|want|wish|like|agree|object)\b[^.;]{0,60}, [^.;]*"
    r"\b(?:open|go to|visit|use|change|turn|switch|toggle|click|write|contact|e-?mail|let us know|tell us"
    r"|tick|untick|check|uncheck|select|fill)\b|\b(?:giv|express)\w* (?:that|this|such) consent by\b"
)
_ALL_OF_THESE = re.compile(r"\bany of (?:this|these)|\b(?:these|such) (?:uses|purposes|activities|practices)\b")
_SHORT = 250

# Opting out of other companies' advertising, or of cookies, leaves what the service does by itself.
_OTHERS_ADS = re.compile(
    r"\b(?:browsers?|networks?|initiative|alliance|aboutads|adchoices|adsense|doubleclick|google ads?|by google"
    r"|third[- ]part\w+|partners?"
    r"|these companies|participating|self-regulatory|app ?choices|their (?:practices|sites?)|mobile device"
    r"|device settings|operating system|limit ad tracking|some of)\b"
)
# The pages of the industry, by where their links lead.
_INDUSTRY = ("networkadvertising.", "aboutads.", "youronlinechoices.", "youradchoices.", "adssettings.", "gaoptout")
# What the device keeps from all who show ads, the service too.
_ON_DEVICE = re.compile(
    r"^(?!.*\b(?:third[- ]part|partners|networks?|alliance|initiative|some of)\b).*"
    r"\b(?:ad tracking|ads? personali[sz]ation|interest-based ads|device settings"
    r"|settings (?:on|of|in) your (?:mobile )?device)\b"
)
_MARKETING = re.compile(
    r"unsubscribe|marketing|promotion|\bhear from us|\bopt(?:ing)?[- ]?out (?:of|from) (?:receiving )?(?:\w+ ){0,3}"
    r"(?:messages|e-?mails?|communications|mailings)\b"
)
# The right to object to direct marketing covers what is done for it, not only the messages.
_OBJECT = re.compile(r"\b(?:object|objection)\b[^.;]{0,80}\b(?:process|us(?:e|ing)\b)[^.;]{0,300}\bmarketing")
# A control over one kind of data leaves what else is given out.
_ONE_KIND = re.compile(r"\bshar(?:e|ing) (?:of )?your (?:\w+ )?(?:location|contacts|calendar|photos)\b")
_SHARING = re.compile(r"\b(?:sale|sell|selling|sharing|share|shared|disclos\w+)\b")
_IMPROVING = re.compile(r"analytics|telemetry|improv|diagnostic|usage data|crash|data collection")
_BY_MAIL = re.compile(r"unsubscribe|communications?\b|\be-?mails?\b|messages?\b|newsletter|\bsms\b")
# Under a heading on ads: what is refused is something else.
_APART = re.compile(
    r"\b(?:location|geo\w*|notifications?|alerts|analytics|badge|photos?|camera|microphone|contacts|passwords?"
    r"|sensitive"
    r"|privacy rights)\b"
)
_OWN_SETTING = re.compile(
    r"\b(?:(?:account|privacy|your|ad|ads|our) (?:\w+ )?(?:settings?|preferences?)"
    r"|(?:privacy|ads?) choices|preference cent)"
)


# People's looking at data.
_LOOKED_AT = re.compile(r"\bhuman review|\breview(?:ed)? by (?:humans?|people|our staff)\b|\bmanual review")


def _governed(s: Sentence) -> Iterator[tuple[str, str]]:
    codes, text = s.full, s.folded
    if s.kind is not Kind.ROW and (
        ("M" in s.codes and re.search("[ti]", s.codes)) or ("t" in s.codes and _TRAINING.search(text))
    ):
        yield "train-ai", ""
    elif len(text) < _SHORT and _OF_THIS.search(text):
        yield "", NEAR_ALL if _ALL_OF_THESE.search(text) else NEAR
    if "m" in codes or _MARKETING.search(text):
        yield "advertise", "general" if _OBJECT.search(text) else "messages"
    if (
        "a" in codes
        or "ad tracking" in text
        or (s.has("ads") and not re.search("[km]", codes) and not _BY_MAIL.search(text) and not _APART.search(text))
    ):
        if "cookie" in text:
            yield "advertise", "adtech"
        elif (_OTHERS_ADS.search(text) or holds(s.text, _INDUSTRY)) and not _OWN_SETTING.search(text):
            yield "advertise", "device" if _ON_DEVICE.search(text) else "adtech"
        else:
            yield "advertise", "ads"
    if "k" in codes and "m" not in codes and "a" not in codes:
        yield "advertise", "general"
    if _SHARING.search(text) and not _ONE_KIND.search(text):
        yield "share", ""
    if _LOOKED_AT.search(text):
        yield "review", ""
    trains = re.search("[Mt]", s.codes) and "p" not in s.codes
    if not trains and _IMPROVING.search(text):
        cookies = "cookie" in text or "google analytics" in text
        yield "improve", "cookies" if cookies else "whole" if _WHOLE.search(text) else ""
    if "cookie" in text:
        yield "advertise", "adtech"
        yield "improve", "cookies"


#: A control over improving with all that is collected, not over one stream of it (telemetry, crash reports).
_WHOLE = re.compile(
    r"\b(?:your (?:personal )?(?:data|information|content)|information we collect"
    r"|data we collect)\b[^.;]{0,140}\bimprov"
)


def same_section(control: FoundControl, purpose: str, section: int) -> bool:
    """Whether a control names this purpose and stands in the same section as the use."""
    return control.section == section and any(p == purpose for p, _ in control.purposes)


# How far before a control the sentences stand that name what it refuses.
_BEFORE = {NEAR: 300, NEAR_ALL: 1500}


def follows(control: FoundControl, use: Found) -> bool:
    """Whether a control stands right after a use."""
    return control.section == use.section and use.start <= control.start < use.end + _BEFORE[NEAR]


def attached(controls: Iterable[FoundControl], claims: Iterable[Found]) -> list[FoundControl]:
    """The controls, those over "this" with the purposes of the sentence before them, if it names a use."""
    by_section: dict[int, list[Found]] = {}
    for c in claims:
        if "choice" not in c.flags and c.say not in (Say.NEVER, Say.UNSTATED):
            by_section.setdefault(c.section, []).append(c)
    return [_attached(k, by_section.get(k.section, [])) for k in controls]


_start = attrgetter("start")


def _attached(control: FoundControl, uses: list[Found]) -> FoundControl:
    topic = next((topic for purpose, topic in control.purposes if not purpose), None)
    if topic is None:
        return control
    window = slice(  # by position in the document, so that a long section costs no more than its neighbours do
        bisect_left(uses, control.start - _BEFORE[topic] - LONGEST, key=_start),
        bisect_right(uses, control.start, key=_start),
    )
    near = [u for u in uses[window] if control.start - u.end < _BEFORE[topic]]
    last = max((u.start for u in near), default=0)
    over = dict.fromkeys(u.purpose for u in near if topic == NEAR_ALL or u.start == last)
    named = [(purpose, of) for purpose, of in control.purposes if purpose]
    known = {purpose for purpose, _ in named}
    return replace(control, purposes=(*named, *((purpose, NEAR) for purpose in over if purpose not in known)))
