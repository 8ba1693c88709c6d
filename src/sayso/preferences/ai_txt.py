"""`ai.txt` as Spawning wrote it in 2023: groups like those of `robots.txt`, of paths and kinds of files.

    User-Agent: *
    Disallow: *.jpg
    Allow: *.txt

Two other files carry this name and say nothing about use; a file without groups is therefore unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.preferences.preference import Answer, Preference
from sayso.sharing.signals.paths import matched
from sayso.sharing.signals.robots import rules_for
from sayso.sharing.signals.signal import MOST_BYTES

_SIGNAL = "ai.txt"


def heard(text: str, path: str, purpose: str, agent: str) -> Iterator[Preference]:
    """What a file says of training with a normal path. Of rules that match it, any refusal counts."""
    if purpose != "train-ai" or not text.strip():
        return
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        yield Preference(Answer.UNKNOWN, _SIGNAL, "too large to be read")
        return
    rules = rules_for(text, agent)
    if not rules and "user-agent:" not in text.lower().replace(" ", ""):
        yield Preference(Answer.UNKNOWN, _SIGNAL, "has no User-Agent")
    place = path.partition("?")[0]
    for name, value in rules:
        if name in ("allow", "disallow") and value and _matches(value, place):
            answer = Answer.REFUSED if name == "disallow" else Answer.ALLOWED
            yield Preference(answer, _SIGNAL, f"{name.capitalize()}: {value}")


def _matches(pattern: str, path: str) -> bool:
    """A kind of file (`*.jpg`) matches the end of a path, everything else its beginning."""
    if pattern.startswith("*."):
        return path.lower().endswith(pattern[1:].lower())
    return matched(pattern, path) is not None
