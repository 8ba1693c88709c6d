"""Where a control is and how it is used: the ways that a sentence names, and who can go them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.terms.sentences import Sentence

_KINDS = (
    (
        "unsubscribe",
        re.compile(r"unsubscribe|reply(?:ing)? ['\"“]?stop|stop receiving|opt[- ]?out (?:link|instruction)"),
    ),
    ("signal", re.compile(r"global privacy control|\bgpc\b")),
    ("cookies", re.compile(r"cookie")),
    ("device", re.compile(r"device settings|mobile device|operating system|advertising id|limit ad tracking")),
    (
        "setting",
        re.compile(
            r"setting|preference|toggle|turn(?:ing)? off|switch(?:ing)? off|turned off|disable|dashboard|\bswitch\b"
        ),
    ),
    ("form", re.compile(r"\bform\b")),
    ("email", re.compile(r"e-?mail(?:ing)? (?:us|to)|by e-?mail|contact|\bwrit(?:e|ing)\b")),
    ("link", re.compile(r"\blinks?\b|click|visit")),
)
_LINK = re.compile(r"\[([^\]\n]*)\]\(([^)\s]*)[^)]*\)")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"“”|*]+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# "Settings > Privacy > Ads": the last name ends where the sentence goes on.
_NAME = r"[A-Z][\w'’&-]*(?: (?!and\b|or\b|to\b|by\b|in\b|at\b|on\b|under\b|then\b|where\b)[\w'’&-]+){0,5}"
_PATH = re.compile(rf"{_NAME}(?:[*_\"”]*\s*(?:>|→|›|»|&gt;)\s*[*_\"“]*{_NAME})+")
_QUOTED = re.compile(r"(?:\*\*|“|\"|‘|(?<!\w)_)([^*“”\"‘’\n]{3,70}?)(?:\*\*|”|\"|’|_(?!\w))")
_BEFORE_NAME = re.compile(
    r"(?:\b(?:off|on|toggle|disabl\w+|enabl\w+|under|in|select\w*|click\w*|tap\w*|choos\w+|labell?ed|titled|called"
    r"|entitled|named|uncheck\w*|deselect\w*|us(?:e|ing)|via|through|open|visit\w*|go(?:ing)? to|follow\w*)"
    r"(?: (?:on|the|our|this|your|a))*)[\s\[]*$",
    re.I,
)
_AFTER_NAME = re.compile(
    r"[\]\s]*(?:links?|settings?|toggles?|buttons?|switch|tab|page|options?|controls?|checkbox|box|preferences)\b"
    r"|: (?:an? )?(?:\w+ )?(?:switch|setting|toggle)"
)
_BARE_NAME = re.compile(
    r"(?:(?:[Tt]urn(?:ing)?|[Ss]witch(?:ing)?|[Tt]oggl(?:e|ing)) (?:off|on)|[Dd]isabl(?:e|ing)) (?:the )?"
    r"(?!AI\b)([A-Z][\w'’]*(?: (?!and\b|or\b|in\b|under\b|from\b|at\b|by\b|setting|toggle)[\w'’]+){1,7})"
)
_PAGE = re.compile(
    r"\b(?:in|on|under|via|through|to) (?:the|our|your) ([A-Z]\w*(?: [A-Z]\w*){0,4}) (?:page|tab|section|menu|panel"
    r"|screen)\b"
)
_PLACE = re.compile(
    r"\b(?:your|the|our|its) ((?:(?!and\b|or\b|the\b|your\b|our\b|to\b|of\b|in\b|that\b|change\b"
    r"|adjust\b|manage\b)[\w-]+ ){0,3}?"
    r"(?:settings?|preferences|dashboard|preference cent(?:er|re)|privacy (?:portal|cent(?:er|re))"
    r"|cookie (?:banner|manager|tool)|admin\w* (?:console|panel)|control panel|consent (?:manager|banner|tool)))\b"
)
# Links that explain, not that refuse.
_EXPLAINS = re.compile(r"policy|policies|notice|terms|statement|section|about\b|learn more|\bapp\b|addendum")
_CHOOSES = re.compile(r"choice|opt|setting|preference|unsubscribe|form|manage|control|portal|here|request|sell")
_MOST = 4


def ways(s: Sentence) -> list[tuple[str, str]]:
    """The ways that a sentence names to use a control, each by kind and target; at least one."""
    found = list(dict.fromkeys(_named(s)))[:_MOST]
    kinds = {kind for kind, _ in found}
    if "signal" not in kinds and found and _KINDS[1][1].search(s.folded):
        found.append(("signal", ""))
    if found and "unsubscribe" in s.folded and kinds <= {"email", "setting"}:
        found.insert(0, ("unsubscribe", ""))
    if not found:
        kind = _kind(s.folded, "request")
        place = _PLACE.search(s.folded) if kind in ("setting", "cookies", "device") else None
        found = [(kind, place.group(1) if place else "")]
    return found


def _kind(text: str, otherwise: str) -> str:
    return next((name for name, pattern in _KINDS if pattern.search(text)), otherwise)


def _named(s: Sentence) -> Iterator[tuple[str, str]]:
    """The ways with an address, a path or a name of their own."""
    text = s.text
    for m in _LINK.finditer(text):
        label, url = m.group(1).lower(), m.group(2)
        if url.startswith("mailto:"):
            yield "email", url.removeprefix("mailto:").partition("?")[0]
        elif url and not url.startswith("#") and (_CHOOSES.search(label) or not _EXPLAINS.search(label)):
            yield _kind(label, _kind(s.folded[max(0, m.start() - 60) : m.end() + 20], _kind(s.folded, "link"))), url
    plain = _LINK.sub(
        lambda m: m.group(1).ljust(len(m.group())) if not _EMAIL.search(m.group(1)) else " " * len(m.group()), text
    )
    for m in _URL.finditer(plain):
        url = m.group().rstrip(".,;:’'")
        if f"]({url}" not in text:
            yield _kind(s.folded[max(0, m.start() - 60) : m.start()], _kind(s.folded, "link")), url
    for m in _EMAIL.finditer(plain) if "@" in plain else ():
        yield "email", m.group()
    if name := _setting(plain):
        kind = _kind(name.lower(), _kind(s.folded, "setting"))
        yield kind if kind in ("cookies", "device", "unsubscribe", "form", "link") else "setting", name


def _setting(text: str) -> str:
    """The name of a setting or a link, with its path where the sentence gives both; or empty."""
    path = _PATH.search(text)
    way = re.sub(r"\s*(?:>|→|›|»|&gt;)\s*", " > ", re.sub(r"[*_\"“”]", "", path.group())) if path else ""
    names = [m.group(1).strip() for m in _QUOTED.finditer(text) if _is_name(text, m)]
    if not names and (bare := _BARE_NAME.search(text) or (not way and _PAGE.search(text))):
        names = [bare.group(1)]
    own = [n for n in names if n not in way and not _PATH.fullmatch(n) and not _EMAIL.search(n)]
    return " > ".join(filter(None, [way, *own[:1]]))


def _is_name(text: str, m: re.Match[str]) -> bool:
    """Whether a quoted or bold run is the name of a control: "click **Opt out**", "the “Ads” tab"."""
    return bool(_BEFORE_NAME.search(text, 0, m.start()) or _AFTER_NAME.match(text, m.end()))


_SELF = re.compile(r"\byou (?:or|and) your|\b(?:you|users|members) (?:can|may)\b")
_AS_OTHER = re.compile(r"\b(?:if you are|as) (?:an?|the) (?:\w+ )?(?:administrator|admin|owner|host)\b")
_CAN = r"(?:can|may|might|has|have|is able|are able|must|gives?|decides?|controls?|manages?|turns?|switch(?:es)?)\b"
_WHO = (
    (
        "administrator",
        re.compile(
            rf"\b(?:administrators?|admins?|workspace owners?|your (?:organi[sz]ation|employer|school)) {_CAN}"
            r"|\b(?:only|by|ask|as|are) (?:an?|the|your) (?:\w+ )?(?:administrator|admin)\b"
        ),
    ),
    ("host", re.compile(rf"\bhosts? {_CAN}|\b(?:for|by|ask|as|are) (?:an?|the) (?:\w+ )?host\b")),
    (
        "account owner",
        re.compile(rf"\baccount (?:owners?|holders?) {_CAN}|\b(?:by|ask|as|are) the account (?:owner|holder)\b"),
    ),
)


def who(s: Sentence) -> str:
    """Who can use the control of a sentence: the person, unless it says that only another can."""
    if "O" not in s.codes and "Y" in s.codes and not _AS_OTHER.search(s.folded):
        return "person"
    if _SELF.search(s.folded) and not _AS_OTHER.search(s.folded):
        return "person"
    return next((name for name, pattern in _WHO if pattern.search(s.folded)), "person")
