"""`advertise`: marketing and advertising, the service's own or others', promotional messages too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import Found, claim, consent_level, data_of, in_use_context, negated, user_acts
from sayso.terms.claims.controls import FoundControl
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.sentences import Sentence

_CONTEXT = re.compile(r"[ucsgfD1234lT]")


def advertise(s: Sentence) -> Iterator[Found]:
    """Claims that data serves, or does not serve, advertising or marketing."""
    hits = [h for h in s.hits if h.code in "amk"]
    if not hits or s.has("conduct") and not s.has("license"):
        return
    if not _CONTEXT.search(s.codes) and not in_use_context(s):
        return
    at = hits[0].start
    if user_acts(s, at) and not re.search(r"you (?:may|will|might|can) (?:also )?(?:receive|see|get)|(?:send|contact|show) you", s.folded):
        return
    denied = negated(s, at)
    topic = "messages" if any(h.code == "m" for h in hits) else "ads" if any(h.code == "a" for h in hits) else "general"
    if topic == "messages" and any(h.code == "a" for h in hits) and "s" not in s.codes:
        topic = "general"
    data = data_of(s)
    if topic == "messages" and not data:
        data = ("profile.contact",)
    elif topic == "ads" and not data:
        data = ("usage",)
    say = consent_level(s, at, denied)
    if say is None:
        if denied:
            say = Say.NEVER
        elif "Q" in s.codes:
            return  # a control, not a use
        else:
            say = Say.NO_SAY
    if data:
        yield claim(s, "advertise", say, data, "advertise", topic)


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it is about the same kind of advertising."""
    return any(
        purpose == "advertise" and (use.topic == "general" or topic in (use.topic, "general"))
        for purpose, topic in control.purposes
    )


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims."""
    return settle_least(uses, denials, controls, governs)
