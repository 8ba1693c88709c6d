"""Closed lists: "we will only use X to ..." denies what it does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import Found, claim, data_of, user_acts
from sayso.terms.sentences import Sentence
from sayso.vocabulary import row_of

_ONLY_USES = re.compile(
    r"\b(?:only|solely|exclusively)\b(?: \w+){0,2} (?:access|use|process|be used|be processed|for|to|in order)|"
    r"(?:use|used|process|processed|access)\b[^.;]{0,60}\b(?:only|solely|exclusively)\b(?: \w+)? (?:to|for|in|as)|"
    r"\bnot (?:access|use|process)\b[^.;]{0,80}\b(?:except|other than|for any purpose other|unless)|"
    r"for no other purpose"
)


# "You are solely responsible for your content": a duty of the person, not a limit on use; nor is a definition one.
_DUTY = re.compile(r"\b(?:solely|exclusively) (?:responsible|liable)|\bmeans\b")

# What the company lets the person do with what is on the service ("we grant you ... solely for your personal use",
# "only use the platform as we allow"): no limit on what the company does.
_LENT = re.compile(
    r"\bgrants? (?:to )?(?:you|each|that user|(?:the |any |all )?(?:users?|customers?|members?)|publisher|licensee)\b"
    r"|\b(?:we|hereby) grants? [^.;]{0,40}\b(?:you|users?)\b|\bnon-?commercial\b|\byour (?:own )?personal,? "
    r"|\bfor (?:use by )?users\b|^\W*(?:do not|don't|only|never|please) (?:use|access|copy|process|share|upload|post)\b"
)

# "Only in accordance with our privacy policy" sends the reader elsewhere: no closed list.
_REFERS = re.compile(
    r"\bonly\b[^.;]{0,90}\b(?:in accordance with|as (?:described|set out|set forth|permitted)(?: \w+)? (?:in|"
    r"by)) (?:this|these|our|the|section)\b"
)


# "Stored on your device and never sent to us": what the company never has, it makes no use of. Kinds that are named as
# examples ("information such as your name and messages") stand for their rows.
_LOCAL = re.compile(
    r"\b(?:stored|processed|kept|saved|remains?|stays?)\b[^.;]{0,40}\b(?:locally|on your (?:own )?(?:device|computer"
    r"|phone))\b[^.;]{0,40}\b(?:never|not)(?: \w+){0,2} (?:sent|transmitted|uploaded|shared)\b(?! without| unless)"
)
_SOMETIMES = re.compile(r"\b(?:unless|except|without|until|by default|may|some|cookies?)\b")


def _local(s: Sentence) -> Iterator[Found]:
    """Denials of every use of what stays on the person's device."""
    if not _LOCAL.search(s.folded) or _SOMETIMES.search(s.folded):
        return
    names = tuple(h.name for h in s.hits if h.code in "134")
    data = tuple(dict.fromkeys(map(row_of, names) if "D" in s.codes else names))
    for purpose in ("improve", "advertise", "share", "review"):  # of AI it says nothing
        yield claim(s, purpose, Say.NEVER, data, "local", "", "exclusive")


def _company_uses(s: Sentence, at: int) -> bool:
    """Whether the sentence limits the company, or all use of the data; "these tools use it only to" limits a tool."""
    before = [h.code for h in s.hits if h.start <= at and h.code in "WYTPOp1D"]
    return not before or before[-1] in "W1D"


def exclusive(s: Sentence) -> Iterator[Found]:
    """Denials of every use of content that an exclusive sentence leaves out, or that stays with the person."""
    if "N" in s.codes and re.search("[134]", s.codes):
        yield from _local(s)
    if not ("X" in s.codes or ("N" in s.codes and "E" in s.codes)) or not re.search("[1]", s.codes):
        return
    m = _ONLY_USES.search(s.folded)
    if not m or ("u" not in s.codes and "e" not in s.codes) or user_acts(s, s.start + m.end()):
        return
    if _LENT.search(s.folded) and not re.search(r"\bgrants? (?:to )?us\b", s.folded):
        return
    if _REFERS.search(s.folded) or _DUTY.search(s.folded) or not _company_uses(s, s.start + m.start()):
        return
    data = data_of(s)
    for purpose, named in (("improve", "[iy]"), ("advertise", "[amk]"), ("share", "s")):
        if not re.search(named, s.codes):
            yield claim(s, purpose, Say.NEVER, data, "exclusive", "", "exclusive")
