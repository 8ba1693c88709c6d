"""A policy over archived versions: which verdicts would have changed, and when.

Each version is checked as of its own day, joined with the latest versions of the service's other documents until
then, as a check joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sayso.decision import Verdict, strictness
from sayso.sharing.check import Finding, check
from sayso.sharing.policy import Policy
from sayso.sharing.role import ROLES
from sayso.sharing.service import join
from sayso.terms.reading import Reading

_Cells = Mapping[tuple[str, str], Finding]


@dataclass(frozen=True, slots=True)
class Version:
    """One archived version of a document: of which service, and since when. `reading` is None where it was taken
    out of the archive.
    """

    service: str
    document: str
    on: date
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A cell whose verdict changed: what was found before (None in the first version of a service), and after."""

    before: Finding | None
    after: Finding


@dataclass(frozen=True, slots=True)
class Event:
    """A version with which verdicts changed; the turns to a conflict stand first."""

    version: Version
    turns: tuple[Turn, ...]


def replay(versions: Iterable[Version], policy: Policy, role: str = ROLES[0]) -> Iterator[Event]:
    """The versions, in their order, with which a verdict changed.

    Of the first version of a service, what is no conflict is no event: nothing was known before it.
    """
    standing: dict[str, dict[str, Reading]] = {}
    known: dict[str, _Cells] = {}
    for version in versions:
        documents = standing.setdefault(version.service, {})
        if version.reading is None:
            documents.pop(version.document, None)
        else:
            documents[version.document] = version.reading
        if not documents:
            continue
        service = join(tuple(documents.values()), version.service, role)
        now = {(f.data, f.purpose): f for f in check(service, policy, version.on).findings}
        turns = _turns(known.get(version.service), now)
        known[version.service] = now
        if turns:
            yield Event(version, turns)


def _turns(before: _Cells | None, after: _Cells) -> tuple[Turn, ...]:
    if before is None:
        return tuple(Turn(None, f) for f in _top(after, lambda f: f.verdict is Verdict.CONFLICT))
    turns = []
    for cell in dict.fromkeys([*after, *before]):
        was, now = _holds(before, *cell), _holds(after, *cell)
        if strictness(was.decision) != strictness(now.decision):
            turns.append(Turn(was, now))
    # A kind that turned as its row did is told with its row.
    rows = {(t.after.data, t.after.purpose): t for t in turns}
    turns = [t for t in turns if not _as_above(t, rows)]
    return tuple(sorted(turns, key=lambda t: strictness(t.after.decision), reverse=True))


def _top(cells: _Cells, wanted: Callable[[Finding], bool]) -> list[Finding]:
    return [f for f in cells.values() if wanted(f) and not ("." in f.data and wanted(_above(cells, f)))]


def _above(cells: _Cells, finding: Finding) -> Finding:
    return _holds(cells, finding.data.rpartition(".")[0], finding.purpose)


def _holds(cells: _Cells, name: str, purpose: str) -> Finding:
    """What holds for a kind that has no finding of its own is what holds above it."""
    nearest = name
    while (nearest, purpose) not in cells:
        nearest = nearest.rpartition(".")[0]
    return replace(cells[nearest, purpose], data=name)


def _as_above(turn: Turn, rows: Mapping[tuple[str, str], Turn]) -> bool:
    name = turn.after.data.rpartition(".")[0]
    above = rows.get((name, turn.after.purpose)) if name else None
    return above is not None and _course(above) == _course(turn)


def _course(turn: Turn) -> tuple[object, ...]:
    return tuple(strictness(f.decision) for f in (turn.before, turn.after) if f)
