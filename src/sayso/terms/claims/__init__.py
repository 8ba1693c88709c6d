"""Rules that find claims and controls in one sentence. Each is pure: a sentence in, findings out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sayso.terms.claims import advertise, choices, deciders, exclusive, improve, review, share, train
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl
from sayso.terms.claims.settle import Settled
from sayso.terms.sentences import Sentence

RULES: tuple[Callable[[Sentence], Iterator[Found]], ...] = (
    train.train,
    improve.improve,
    advertise.advertise,
    share.share,
    review.review,
    exclusive.exclusive,
    deciders.deciders,
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
_MATTERS = re.compile("[iytMamkreHQsglXKNCT1]")


def find(s: Sentence) -> Iterator[Found]:
    """Every claim of a sentence."""
    if _MATTERS.search(s.full):
        for rule in RULES:
            yield from rule(s)
    yield from choices.choices(s)
