"""Rules that find claims and controls in one sentence. Each is pure: a sentence in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sayso.terms.claims import advertise, choices, deciders, exclusive, improve, review, share, train
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl
from sayso.terms.claims.settle import Settled
from sayso.terms.sentences import Sentence

#: The rules, each with codes of which a sentence or its lead-in has one wherever the rule finds anything.
RULES: tuple[tuple[Callable[[Sentence], Iterator[Found]], frozenset[str]], ...] = (
    (train.train, frozenset("Mti")),
    (improve.improve, frozenset("iy")),
    (advertise.advertise, frozenset()),
    (share.share, frozenset("slTKQO2")),
    (review.review, frozenset()),
    (exclusive.exclusive, frozenset("NXl")),
    (deciders.deciders, frozenset("K")),
)

#: By purpose: how the claims on a row settle into a level (row, uses, denials, controls).
SETTLE: dict[str, Callable[[str, list[Found], list[Found], list[FoundControl]], Settled]] = {
    "train-ai": train.settle,
    "improve": improve.settle,
    "advertise": advertise.settle,
    "share": share.settle,
    "review": review.settle,
}

# Sentences without any of these codes, a third of a document, name no use and no denial.
_MATTERS = frozenset("iytMamkreHQsglXKNCT1")


def find(s: Sentence) -> Iterator[Found]:
    """Every claim of a sentence."""
    codes = frozenset(s.full)
    if not codes.isdisjoint(_MATTERS):
        for rule, needed in RULES:
            if not needed or not codes.isdisjoint(needed):
                yield from rule(s)
    if "improving" in s.context.headings and codes.isdisjoint("iy"):
        yield from improve.under_heading(s)
    yield from choices.choices(s)
