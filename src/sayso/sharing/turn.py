"""What changed between two checks: an earlier version of a service's documents, and this one, under one policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.decision import Verdict
from sayso.sharing.check import Check, Finding
from sayso.vocabulary import READ_PURPOSES, ROWS, data

Cells = dict[tuple[str, str], Finding]


@dataclass(frozen=True, slots=True)
class Turn:
    """One cell whose verdict changed, or that is in conflict and has another level of say than before."""

    data: str
    purpose: str
    before: Finding
    after: Finding


def turns(check: Check) -> tuple[Turn, ...]:
    """What changed for the person since `check.before`, the new conflicts first; empty without an earlier check."""
    if check.before is None:
        return ()
    return tuple(sorted(_turns(_cells(check.before), _cells(check)), key=_new_conflicts_first))


def _turns(old: Cells, new: Cells) -> Iterator[Turn]:
    order = {name: at for at, name in enumerate(data())}
    names = {name for name, _ in (*old, *new)}
    for name in sorted(names, key=lambda name: (order.get(name, len(order)), name)):
        for purpose in READ_PURPOSES:
            before, after = _holding(old, name, purpose), _holding(new, name, purpose)
            if name not in ROWS:
                above = name.rpartition(".")[0]
                same = (_state(_holding(old, above, purpose)), _state(_holding(new, above, purpose)))
                if (_state(before), _state(after)) == same:
                    continue
            if _differ(before, after):
                yield Turn(name, purpose, before, after)


def _cells(check: Check) -> Cells:
    return {(f.data, f.purpose): f for f in check.findings}


def _holding(cells: Cells, name: str, purpose: str) -> Finding:
    """What holds for a row or kind: a check has a kind's finding only where it differs from what is above it."""
    return cells.get((name, purpose)) or _holding(cells, name.rpartition(".")[0], purpose)


def _state(finding: Finding) -> tuple[str, str, str]:
    return finding.said.say, finding.verdict, finding.decision.rule


def _differ(before: Finding, after: Finding) -> bool:
    if before.verdict is not after.verdict:
        return True
    return after.verdict is Verdict.CONFLICT and _state(before) != _state(after)


def _new_conflicts_first(turn: Turn) -> tuple[int, int]:
    return _ORDER.index(turn.after.verdict), READ_PURPOSES.index(turn.purpose)


_ORDER = (Verdict.CONFLICT, Verdict.FINE, Verdict.ASK)
