"""Rules that find claims and controls in one sentence. Each is pure: a sentence in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sayso.terms.claims import advertise, exclusive, improve, review, share, train
from sayso.terms.claims.common import Found
from sayso.terms.claims.controls import FoundControl
from sayso.terms.sentences import Sentence

RULES: tuple[Callable[[Sentence], Iterator[Found]], ...] = (
    train.train,
    improve.improve,
    advertise.advertise,
    share.share,
    review.review,
    exclusive.exclusive,
)

#: By purpose: whether a control lets a person refuse a use.
GOVERNS: dict[str, Callable[[FoundControl, Found], bool]] = {
    "train-ai": train.governs,
    "improve": improve.governs,
    "advertise": advertise.governs,
    "share": share.governs,
    "review": review.governs,
}


def find(s: Sentence) -> Iterator[Found]:
    """Every claim of a sentence."""
    if s.has("toc"):
        return
    for rule in RULES:
        yield from rule(s)
