"""Closed lists: "we will only use X to ..." denies what it does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import Found, claim, data_of, user_acts
from sayso.terms.sentences import Sentence

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


def _company_uses(s: Sentence, at: int) -> bool:
    """Whether the sentence limits the company, or all use of the data; "these tools use it only to" limits a tool."""
    before = [h.code for h in s.hits if h.start <= at and h.code in "WYTPOp1D"]
    return not before or before[-1] in "W1D"


def exclusive(s: Sentence) -> Iterator[Found]:
    """Denials of every use of content that an exclusive sentence leaves out."""
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
