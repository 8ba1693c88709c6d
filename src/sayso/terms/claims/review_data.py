"""Which data people look at: what stands behind the verb, before a passive, or near by."""

from __future__ import annotations

import re

from sayso.terms.claims.common import ANY, DATA_CODES, VAGUE, data_of
from sayso.terms.sentences import Sentence

_CONTENT = re.compile(
    r"\b(?:(?<!our )(?<!our own )(?<!party )content|contents of|(?:your|user|posted|uploaded) (?:materials?"
    r"|submissions?|postings?|uploads?)|materials? (?:you |that you |users? )?(?:post|upload|submit)\w*|submissions"
    r"|postings|conversations?|messages?|communications|recordings?|prompts?|(?:user|customer|guest) reviews"
    r"|(?:your|the) calls|calls (?:that )?you make|content of your calls|the recording"
    r"|your (?:\w+ ){0,2}(?:e-?mails|files|documents|notes?|chats|work|posts?|comments?|photos?|videos?|projects?))\b"
    r"(?! (?:address|system))"
)
_PRONOUN = re.compile(r"\s*(?:and \w+ |or \w+ |, \w+,? )*(?:it|them|this|these|those|such)\b")
_STOP = re.compile(
    r"[;:]|\. |(?<!access) to (?!your\b|us\b)|in order|\bwhere\b|\bwhen\b|\bif\b|\bunless\b|\bexcept\b|\bwithout\b"
    r"|\bso that\b"
    r"|\bwhich\b|\bfor (?:the|legal|safety|quality|compliance|purposes)\b|\bvia\b|\bthrough\b|\bon (?:our"
    r"|the) (?:site|website|service|platform)"
)


def object_of(s: Sentence, at: int) -> tuple[str, ...]:
    """The data that what stands at this place acts on."""
    tail = s.folded[at:]
    if names := _names(s, at, at + reach(tail)):
        return names
    if not _PRONOUN.match(tail):
        return ()
    return _names(s, 0, at) or tuple(n for n in data_of(s, s.start + at) if n != VAGUE)


def reach(tail: str) -> int:
    """How far the object of a verb may reach into what follows it."""
    stop = _STOP.search(tail)
    return stop.start() if stop else len(tail)


def subject_of(s: Sentence, at: int) -> tuple[str, ...]:
    """The data named before a passive: "messages may be reviewed by ..."."""
    return _names(s, 0, at)


def around(s: Sentence, at: int) -> tuple[str, ...]:
    """The data named near "human review", or by the lead-in."""
    near = _names(s, max(0, at - 160), at + 160) or data_of(s)
    if any(n.startswith("content") for n in near):
        return tuple(n for n in near if n.startswith(("content", "term:")) or n in (ANY, VAGUE))
    return near


def _names(s: Sentence, start: int, end: int) -> tuple[str, ...]:
    names = [h.name for h in s.hits if h.code in DATA_CODES and s.start + start <= h.start < s.start + end]
    if _CONTENT.search(s.folded, start, end):  # "email content" is no contact detail
        names = ["content", *(n for n in names if n != "profile.contact")]
    return tuple(dict.fromkeys(names))
