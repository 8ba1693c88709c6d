"""Who decides for whom: a customer who must obtain the consent of others ("end users", "participants").

Where a use hangs on consent, and the customer gives it for the people it brings along, those people can only leave
(guideline, rule 7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import Found, claim
from sayso.terms.lexicon import holds
from sayso.terms.sentences import Sentence

#: The flag of these claims: they make no cell, only the exception `other:participants`.
PARTICIPANTS = "participants"

_OTHERS = (
    r"(?:end users?|participants?|attendees|guests|meeting participants|students|employees|personnel|third part(?:y"
    r"|ies)|individuals|others)"
)
_OBTAINS = re.compile(
    rf"\byou(?:r| are| must| will| shall|'re)?\b[^.;]*\b(?:obtain|secure|procure|obtained|get"
    rf"|collect)\w*\b[^.;]{{0,60}}\b{_OTHERS}\b[^.;]{{0,40}}\b(?:consents?|permissions?)\b"
    rf"|\byou(?:r| are| must| will| shall|'re)?\b[^.;]*\b(?:obtain|secure|procure|obtained|get"
    rf"|collect)\w*\b[^.;]{{0,60}}\b(?:consents?|permissions?)\b[^.;]{{0,40}}\b{_OTHERS}\b"
)
_WORDS = ("obtain", "secure", "procure", "get", "collect")  # the pattern takes long, and needs one


def deciders(s: Sentence) -> Iterator[Found]:
    """That the customer must have other people's consent to the service's use of content."""
    if "K" in s.codes and "1" in s.codes and holds(s.folded, _WORDS) and _OBTAINS.search(s.folded):
        yield claim(s, "provide", Say.LEAVE, ("content",), "deciders", "", PARTICIPANTS)
