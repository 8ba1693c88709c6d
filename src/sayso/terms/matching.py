"""Claims and controls of two versions, matched by what they mean and, where several mean the same, by their words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from sayso.terms.reading import Claim, Control
from sayso.terms.wording import Wording, likeness

#: From this likeness on, two claims of the same meaning are one claim in other words.
_REWORDED = 0.5
#: A word that more claims of one meaning have tells none of them from the others.
_FEW = 40


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that is new (`before` is None), removed (`after` is None), or said in other words (both are there)."""

    before: Claim | None
    after: Claim | None

    @property
    def claim(self) -> Claim:
        """The claim as it now stands, or as it stood last."""
        claim = self.after or self.before
        assert claim is not None  # one of the two is always there
        return claim

    @property
    def what(self) -> str:
        """`new`, `removed` or `reworded`."""
        if self.before is None:
            return "new"
        return "removed" if self.after is None else "reworded"


@dataclass(frozen=True, slots=True)
class ControlChange:
    """A way to refuse one use that came (`before` is None) or went (`after` is None)."""

    purpose: str
    before: Control | None
    after: Control | None

    @property
    def control(self) -> Control:
        """The control that came or went."""
        control = self.after or self.before
        assert control is not None  # one of the two is always there
        return control

    @property
    def what(self) -> str:
        """`added` or `removed`."""
        return "added" if self.before is None else "removed"


def control_changes(
    old: Iterable[Control], new: Iterable[Control], before: Wording, after: Wording
) -> Iterator[ControlChange]:
    """Kinds of control, use by use, that only one version offers; how a control is described does not matter."""
    was, now = _by_kind(old), _by_kind(new)
    for key, control in was.items():
        if key not in now and not after.says(before.passage(control.quote)):
            yield ControlChange(key[0], control, None)
    for key, control in now.items():
        if key not in was and not before.says(after.passage(control.quote)):
            yield ControlChange(key[0], None, control)


def _by_kind(controls: Iterable[Control]) -> dict[tuple[str, str, str, str], Control]:
    found: dict[tuple[str, str, str, str], Control] = {}
    for control in controls:
        for purpose in control.purposes:
            found.setdefault((purpose, control.kind, control.who, control.scope), control)
    return found


def claim_changes(old: Sequence[Claim], new: Sequence[Claim], before: Wording, after: Wording) -> list[ClaimChange]:
    """Claims whose sentence only one version has: new, removed, or, where the meaning is the same, reworded."""
    gone = [(c, p.words) for c in old if not after.says(p := before.passage(c.quote))]
    come = [(c, p.words) for c in new if not before.says(p := after.passage(c.quote))]
    # The likest pairs first, so that the order of sentences decides nothing.
    pairs = sorted(
        (-score, i, j) for i, j in _candidates(gone, come) if (score := likeness(gone[i][1], come[j][1])) >= _REWORDED
    )
    matched: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in matched and j not in matched.values():
            matched[i] = j
    changes = [ClaimChange(None, c) for j, (c, _) in enumerate(come) if j not in matched.values()]
    changes += [ClaimChange(c, None) for i, (c, _) in enumerate(gone) if i not in matched]
    changes += [ClaimChange(gone[i][0], come[j][0]) for i, j in sorted(matched.items())]
    return changes


def _candidates(gone: list[tuple[Claim, str]], come: list[tuple[Claim, str]]) -> set[tuple[int, int]]:
    """Pairs that mean the same and share a word that few of them have: all that are worth comparing word by word."""
    where: dict[tuple[Hashable, str], tuple[list[int], list[int]]] = {}
    for side, said in enumerate((gone, come)):
        for at, (claim, words) in enumerate(said):
            for word in set(words.split()):
                where.setdefault((_meaning(claim), word), ([], []))[side].append(at)
    rare = (places for places in where.values() if sum(map(len, places)) <= _FEW)
    return {pair for one, two in rare for pair in product(one, two)}


def _meaning(claim: Claim) -> Hashable:
    return claim.purpose, claim.say, frozenset(claim.data), claim.scope, claim.conditions
