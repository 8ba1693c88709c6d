"""Header fields of a response: AIPREF's `Content-Usage`, and `X-Robots-Tag`.

Content-Usage: train-ai=n                      (draft-ietf-aipref-attach)
X-Robots-Tag: noai, noimageai
X-Robots-Tag: somebot: noml
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.preferences.preference import Answer, Preference
from sayso.sharing.signals import aipref, fields

#: Directives that refuse training, and the beginning of the media types that they are about.
DIRECTIVES = {"noai": "", "noml": "", "noimageai": "image/"}

_AGENT = re.compile(r"\s*([A-Za-z0-9_-]+)\s*:(.*)", re.DOTALL)
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


def heard(pairs: Sequence[tuple[str, str]], media: str, purpose: str, agent: str) -> Iterator[Preference]:
    """What header fields say. `media`: of the response; empty where it is not known."""
    usage = [value for name, value in pairs if name.lower() == aipref.NAME.lower()]
    if usage and (found := usage_of(", ".join(usage), purpose, f"{aipref.NAME} header")):
        yield found
    for name, value in pairs:
        if name.lower() == "x-robots-tag":
            yield from directives(value, media, purpose, agent, "X-Robots-Tag")


def usage_of(value: str, purpose: str, signal: str) -> Preference | None:
    """What a statement of preference says; None where it does not speak of the purpose."""
    members = fields.tokens(value)
    if not members:
        return Preference(Answer.UNKNOWN, signal, value) if value.strip() else None
    if purpose not in members or purpose == "search":
        return None
    answer = {"y": Answer.ALLOWED, "n": Answer.REFUSED}.get(members[purpose] or "", Answer.UNKNOWN)
    return Preference(answer, signal, value)


def directives(value: str, media: str, purpose: str, agent: str, signal: str) -> Iterator[Preference]:
    """What a list of directives says to one crawler. A name with a colon addresses those that follow it."""
    if purpose != "train-ai":
        return
    ours = True
    for part in value.split(","):
        word = part
        if (addressed := _AGENT.match(part)) and addressed[1].lower() not in _WITH_VALUE:
            ours = addressed[1].lower() == agent.lower()
            word = addressed[2]
        directive = word.strip().lower()
        if not ours or directive not in DIRECTIVES:
            continue
        about = DIRECTIVES[directive]
        if not about or media.startswith(about):
            yield Preference(Answer.REFUSED, signal, value)
        elif not media:  # it may be one of those
            yield Preference(Answer.UNKNOWN, signal, value)
