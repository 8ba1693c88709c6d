"""What "the information we collect" covers in a document, by its own account of what it collects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.terms.claims.common import ANY, VAGUE
from sayso.terms.lexicon import Hit
from sayso.terms.outline import Kind
from sayso.terms.sentences import Sentence

_MADE = re.compile(
    r"\b(?:post|upload|create|share|submit|send|sent|provide|publish|generate|transmit|input|import|save|store|write"
    r"|exchange|contribute|add|attach|associate)(?:s|ed|ing)?\b"
)
_CONTENT_NAMES = frozenset({"content", "content.post", "content.prompt", "content.chat"})
_TO_SUPPORT = re.compile(
    r"\b(?:contact(?:s|ed|ing)? us|customer support|with us|to us|our support|inquir|enquir|correspond|feedback"
    r"|support request|contact support|survey)\b"
)
#: What others made, or what is shown: content, and nobody's data.
_NOT_THEIRS = re.compile(
    r"third[- ]party content|marketing messages|promotional messages|advertising messages|e-?mail messages"
    r"|social (?:media|network)|displayed|shown on"
)
_THEIRS = re.compile(r"\b(?:you|your|users?|members?|customers?|people|players?|creators?)\b")
_NOT_COLLECTED = re.compile(
    r"\b(?:not|never|don't|doesn't|cannot|can't)\s+(?:\w+\s){0,3}"
    r"(?:collect|store|receive|have access|retain|log|record|read|access)"
)


#: Words for content that name something else: messages that the company sends, papers that prove who one is, what is
#: watched or recorded by a camera, files of the company and of cookies.
_SHOWN = (
    r"\b(?:watch|cctv|surveillance|security camera|government|passport|driver|selfie|verif\w+ (?:your )?(?:age|ident)"
    r"|ident\w+ (?:verification|check)|retail locations|our (?:stores|premises|offices|events))"
)
_APART = {
    "content.chat": re.compile(
        r"\bchat (?:duration|support|assistants?|bots?|services?|features?)\b|"
        r"\b(?:opt(?:ing)?[- ]?out|unsubscrib\w+|promotional|marketing|sms|stop receiving|receiv(?:e|ing) (?:\w+ ){0,4}"
        r"messages (?:from|by)|text messages|(?:send|sending) you|service messages|evidence of your identity)\b"
    ),
    "content.file": re.compile(r"\bcookies?\b|\b(?:small|text|active|log|image) files?\b|\bfiles or systems\b"),
    "content.image": re.compile(_SHOWN),
    "content.video": re.compile(_SHOWN),
    "content.audio": re.compile(_SHOWN),
    "content.post": re.compile(r"\bnotifications (?:for|about|when|of)\b"),
    "content": re.compile(r"\b(?:subscribing to|types of|interact with our|view) (?:\w+ )?content\b"),
    "content.prompt": re.compile(r"\b(?:respond|reply|answer)\w* to your queries\b"),
}


def collected(s: Sentence) -> Iterator[str]:
    """The rows that a sentence says are collected."""
    if not ("c" in s.codes or s.has("collect") or "c" in s.context.codes):
        return
    if s.has("conduct") or "1" not in s.codes or _NOT_COLLECTED.search(s.folded):
        return
    if "as long as" in s.folded:  # how long what is kept is kept
        return
    if _TO_SUPPORT.search(s.folded) or _NOT_THEIRS.search(s.folded) or "profile p" in s.folded:
        return
    if s.kind is Kind.PARAGRAPH and not _THEIRS.search(s.folded):
        return
    made = _MADE.search(s.folded)
    if any(h.code == "1" and (made or h.name in _CONTENT_NAMES) and not _apart(s, h) for h in s.hits):
        yield "content"


def _apart(s: Sentence, h: Hit) -> bool:
    """Whether a word for content names something that nobody made on the service."""
    pattern = _APART.get(h.name)
    return bool(pattern and pattern.search(s.folded))


def cover(collects: frozenset[str], defined: frozenset[str], describes: bool) -> dict[str, frozenset[str]]:
    """The rows that each general word stands for.

    `collects`: the rows said to be collected. `defined`: those that personal data is defined to cover.
    `describes`: the document is an account of what is collected (a privacy policy). Elsewhere "your personal data"
    is who the person is and what they do there, and a bare "information" says nothing.
    """
    rows = frozenset({"usage", "profile"})
    if describes:
        rows |= collects
    return {ANY: rows | defined, VAGUE: rows if describes else frozenset()}


#: General words for data ("information", "personal data") among a hundred words. Contracts have under one, accounts
#: of what is collected two or more; nothing much lies between.
_DENSITY = 1.4


def describes_collection(general: int, words: int) -> bool:
    """Whether a document is an account of what is collected and why (a privacy policy), not a contract."""
    return 100 * general >= _DENSITY * words
