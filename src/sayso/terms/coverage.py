"""What "the information we collect" covers in a document, by its own account of what it collects."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.terms.claims.common import ANY, VAGUE
from sayso.terms.lexicon import Hit
from sayso.terms.sentences import Sentence

_MADE = re.compile(r"\b(?:post|upload|create|share|submit|send|sent|provide|publish|generate|transmit|input|import|save|store|write|exchange|contribute|add)(?:s|ed|ing)?\b")
_CONTENT_NAMES = frozenset({"content", "content.post", "content.prompt", "content.chat"})
_TO_SUPPORT = re.compile(r"\b(?:contact(?:s|ed|ing)? us|customer support|with us|to us|our support|inquir|enquir|correspond|feedback|support request|contact support|survey)\b")
_NOT_COLLECTED = re.compile(r"\b(?:not|never|don't|doesn't)\s+(?:\w+\s){0,2}(?:collect|store|receive|have access|retain|log|record|read|access)")


@dataclass(slots=True)
class Coverage:
    """Offsets of the sentences that show which rows the document's general words cover."""

    content: list[tuple[int, int]]
    usage: list[tuple[int, int]]
    profile: list[tuple[int, int]]


def collected(s: Sentence, found: Coverage) -> None:
    """Note which rows a sentence says are collected."""
    if not ("c" in s.codes or s.has("collect") or "c" in s.context.codes):
        return
    if s.has("conduct") or _NOT_COLLECTED.search(s.folded):
        return
    for h in s.hits:
        if h.code == "1":
            made = h.name in _CONTENT_NAMES or _MADE.search(s.folded)
            if made and not _TO_SUPPORT.search(s.folded) and "profile p" not in s.folded:
                found.content.append((s.start, s.end))
        elif h.code == "2":
            found.usage.append((s.start, s.end))
        elif h.code == "3":
            found.profile.append((s.start, s.end))




def cover(found: Coverage, describes: bool) -> dict[str, frozenset[str]]:
    """The rows that each general word stands for.

    `describes`: the document is, or holds, an account of what is collected (a privacy policy). Elsewhere "your
    personal data" is who the person is and what they do there, and a bare "information" says nothing.
    """
    rows = {"usage", "profile"}
    if describes and found.content:
        rows.add("content")
    return {ANY: frozenset(rows), VAGUE: frozenset(rows if describes else ())}


#: General words for data ("information", "personal data") among a hundred words. Contracts have under one, accounts
#: of what is collected two or more; nothing much lies between.
_DENSITY = 1.4


def describes_collection(hits: list[Hit], words: int) -> bool:
    """Whether a document is an account of what is collected and why (a privacy policy), not a contract."""
    return 100 * sum(h.code == "D" for h in hits) >= _DENSITY * words
