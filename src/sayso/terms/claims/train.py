"""`train-ai`: training, tuning or improving AI. Only where AI, models or algorithms are named as what is improved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.say import Say
from sayso.terms.claims.common import Found, claim, consent_level, data_of, negated, user_acts
from sayso.terms.claims.controls import FoundControl
from sayso.terms.claims.settle import Settled, settle_least
from sayso.terms.sentences import Sentence

_BETWEEN_BAD = re.compile(r"[;.]\s|\bby (?:using|means)|\busing\b|\bthrough\b|\bwith\b(?! (?:your|respect))|\bfor\b")
_LIST = re.compile(r"\b(?:for the purposes? of|for|including)\b[^.;]{0,160}$")


def train(s: Sentence) -> Iterator[Found]:
    """Claims that AI is, or is not, trained with data."""
    if "M" not in s.codes or s.has("conduct"):
        return
    at = _trigger(s)
    if at < 0 or user_acts(s, at):
        return
    denied = negated(s, at)
    data = data_of(s)
    say = consent_level(s, at, denied)
    if say is None:
        say = Say.NEVER if denied else Say.OPT_OUT if "Q" in s.codes else Say.NO_SAY
    if data:
        yield claim(s, "train-ai", say, data, "train", "", *_flags(s))


def _flags(s: Sentence) -> tuple[str, ...]:
    generative = "generative" in s.folded
    third = "T" in s.codes or "P" in s.codes
    return tuple(name for name, on in (("generative", generative), ("third", third)) if on)


def _trigger(s: Sentence) -> int:
    """Where the training is named, or -1."""
    models = [h for h in s.hits if h.code == "M"]
    for m in models:
        for h in s.hits:
            if h.code == "t":
                gap = s.folded[min(h.end, m.end) - s.start : max(h.start, m.start) - s.start]
                if len(gap) < 90 and ". " not in gap:
                    return min(h.start, m.start)
            elif h.code in "iy" and h.start < m.start:
                gap = s.folded[h.end - s.start : m.start - s.start]
                if len(gap) < 70 and not _BETWEEN_BAD.search(gap) and not _other_object(s, h.end, m.start):
                    return h.start
        before = s.folded[: m.start - s.start]
        if ("f" in s.codes or "l" in s.codes) and _LIST.search(before) and re.search("[iky]", s.codes):
            return m.start
    return -1


def _other_object(s: Sentence, start: int, end: int) -> bool:
    """Whether something else than AI is what is improved, and AI merely named behind it."""
    gap = s.folded[start - s.start : end - s.start]
    return any(h.code == "p" and start <= h.start < end for h in s.hits) and "including" not in gap and " and " not in gap


def governs(control: FoundControl, use: Found) -> bool:
    """Whether a control lets a person refuse this use: it names training itself."""
    return any(purpose == "train-ai" for purpose, _ in control.purposes)


def settle(row: str, uses: list[Found], denials: list[Found], controls: list[FoundControl]) -> Settled:
    """The level of a row from its claims."""
    return settle_least(uses, denials, controls, governs)
