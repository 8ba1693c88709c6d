"""Promises that cover a sliver only: others' training, one feature, one sort of AI. They are exceptions, and no row."""

from __future__ import annotations

import re

from sayso.terms.claims.train_say import nots
from sayso.terms.sentences import Sentence

_PROVIDER = re.compile(
    r"\b(?:third[- ]part(?:y|ies)|(?:sub-?)?processors?|(?:service |model |ai |llm "
    r"|technology )*providers?|vendors?|partners?|suppliers?|contracts?|(?:states?|stated|says?"
    r"|confirm(?:s|ed)?|commit(?:s|ted)?) that|openai|anthropic|mistral|cohere)\b"
)
#: "... a model provider, which does not train": who was named just before.
_WHICH = re.compile(r"\b(?:which|who|they)$")
#: "We work with vendors, and your content is not used": by nobody.
_NEW_SUBJECT = re.compile(r",[^,]*\b(?:your|users?'?|customers?'?|no|none of)\b[^,]*$")
_BY_THEM = re.compile(r"\b(?:used|training|retained)\b[^.;,]{0,40}\bby (?!us\b)(?:[\w'-]+ ){0,4}?" + _PROVIDER.pattern)
_US = re.compile(r"\b(?:we|our|us)\b")
_MODELS_OF = re.compile(r"\bmodels of (?:\w+ ){0,3}?" + _PROVIDER.pattern)
_OURS = re.compile(r"\bby (?:us|our (?:staff|teams?|employees))\b")
_LET = re.compile(r"^[ ,]+(?:\w+,? )?(?:allow|permit|authori[sz]e|let|share|sell|disclose|provide|license|make)\b")
_THEIRS = re.compile(
    r"\b(?:train\w*|improv\w*|develop\w*|tun\w+|for"
    r"|enrich)\b(?: (?!our\b)[\w,'-]+){0,6}? (?:third[- ]part(?:y|ies)|their(?: own)?|other compan(?:y"
    r"|ies)|external|(?:openai|anthropic)'s)\b"
)


def by_others_only(s: Sentence, at: int) -> bool:
    """Whether only others' training is denied: a sliver (`other:third-party-training`), not the row."""
    text = s.folded
    if found := nots(s, at):
        no = found[-1]
        before, behind = text[: no.start - s.start], text[no.end - s.start :]
        us = [h.end - s.start for h in s.hits if h.code == "W" and h.start < no.start]
        them = _last(_PROVIDER, before)
        if them > (us[-1] if us else 0) and not _NEW_SUBJECT.search(before, them):
            return True
        if _WHICH.search(before.rstrip(" ,")) and not behind.startswith(" be "):
            return True
        if (
            _LET.match(behind)
            and _PROVIDER.search(behind[: max(0, at - no.end)])
            and not re.match(r"^ \w+ us\b", behind)
        ):
            return True
        if _BY_THEM.search(behind) and not _OURS.search(behind):
            return True
    if _MODELS_OF.search(text, max(0, at - s.start)):
        return True
    theirs = _THEIRS.search(text, max(0, at - s.start - 30))
    if not theirs:
        return False
    named = range(theirs.start(), theirs.end() + 4)
    return not any(h.code == "W" and h.start - s.start in named for h in s.hits) and not _US.search(theirs.group())


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=0)


_DOES_NOT = re.compile(r" (?:does|do|will|shall|is|are|can)(?: not\b|n't| never)")
_FEATURE = re.compile(
    r"(?:\b[Tt]h(?:e|is|ese) (?:\S+ ){1,4}(?:features?|tools?|assistants?|add-?ons?|extensions?|integrations?"
    r"|plug-?ins?)"
    r"|\b[A-Z][a-z]+(?: [A-Z]\w+){1,2})$"
)
#: What comes by an interface or a contract of its own is no more than a part.
_SEPARATE = re.compile(r"\bunder (?:a )?separate (?:\w+ )?agreements?\b")
_INTERFACE = re.compile(r"\b(?:from|by|through|via|of|to)\b[^.;:]{0,50}\bapis?\b")
_SUCH_AS = re.compile(
    r" (?:that|which|designed|intended|aimed|capable|to) (?:(?:aim|seek|are|is|can|could|may|would|will|of|to"
    r"|be|used|able|designed|intended) )*(?:replicat|imitat|mimic|clon|synthesi|impersonat|reproduc|simulat"
    r"|compet|identif|recogni)"
)


def of_a_feature(s: Sentence, at: int) -> bool:
    """Whether a promise is that of one feature, or about one sort of model ("that clone your voice")."""
    if _SUCH_AS.search(s.folded, max(0, at - s.start)) or _INTERFACE.search(s.folded) or _SEPARATE.search(s.folded):
        return True
    no = _DOES_NOT.search(s.folded)
    if not no or no.start() > at - s.start:
        return False
    subject = s.text[: no.start()]
    if any(h.code in "WYD1234" and h.end - s.start == no.start() for h in s.hits):
        return False
    return _FEATURE.search(subject) is not None
