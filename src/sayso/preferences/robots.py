"""`robots.txt`: AIPREF's `Content-Usage` rules, Content Signals, and what may not be fetched at all (RFC 9309).

User-Agent: *
Content-Usage: train-ai=n
Content-Signal: search=yes, ai-train=no
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.preferences.headers import usage_of
from sayso.preferences.preference import Answer, Preference
from sayso.sharing.signals.robots import disallowed, nearest, rules_for
from sayso.sharing.signals.signal import MOST_BYTES

_SIGNALS = {"train-ai": "ai-train"}
_ANSWERS = {"yes": Answer.ALLOWED, "no": Answer.REFUSED}


def heard(text: str, path: str, purpose: str, agent: str) -> Iterator[Preference]:
    """What a file says of a normal path to one crawler."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        yield Preference(Answer.UNKNOWN, "robots.txt", "too large to be read")
        return
    rules = rules_for(text, agent)
    if disallowed(rules, path):  # whoever may not fetch it may not train on it
        yield Preference(Answer.REFUSED, "robots.txt", "Disallow")
    for value in nearest(rules, "content-usage", path):
        if found := usage_of(value, purpose, "Content-Usage in robots.txt"):
            yield found
    for value in nearest(rules, "content-signal", path):
        yield from _signal(value, _SIGNALS.get(purpose, ""))


def _signal(value: str, name: str) -> Iterator[Preference]:
    """Names with yes or no, between commas. What it leaves out it neither grants nor refuses."""
    signal = "Content-Signal in robots.txt"
    for part in value.lower().split(","):
        key, equals, said = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not equals:
            yield Preference(Answer.UNKNOWN, signal, value)
        elif key == name:
            yield Preference(_ANSWERS.get(said, Answer.UNKNOWN), signal, value)
