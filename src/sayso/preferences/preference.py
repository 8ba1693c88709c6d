"""What one signal, or all signals together, say about one purpose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What a signal says about a purpose. Only `ALLOWED` is a yes, and `SILENT` is not a no."""

    REFUSED = "refused"
    #: Something was said that cannot be understood, or that hangs on what is not known here. It never passes.
    UNKNOWN = "unknown"
    ALLOWED = "allowed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Preference:
    """What was heard. `signal`: its name (`Content-Usage header`); `words`: what it said, literally."""

    answer: Answer
    signal: str = ""
    words: str = ""


SILENCE = Preference(Answer.SILENT)
_ORDER = list(Answer)


def strictest(heard: Iterable[Preference]) -> Preference:
    """The most restrictive of several: a refusal, then what cannot be understood, then a yes, then silence.

    Of two that are as strict, the first by name and words, so that order never matters.
    """
    return min(heard, key=lambda p: (_ORDER.index(p.answer), p.signal, p.words), default=SILENCE)
