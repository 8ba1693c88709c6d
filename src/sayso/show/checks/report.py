"""A check made ready to be told: conflicts that say the same as one, and what to do with each thing told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sayso.sharing.advice import Advice, Step, advise
from sayso.sharing.check import Check, Finding
from sayso.sharing.letter import Letter, together
from sayso.sharing.turn import Turn, turns
from sayso.show.checks import words


@dataclass(frozen=True, slots=True)
class Entry:
    """Conflicts over the same purpose that the same words and the same line of the policy make."""

    number: int
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """Stands for all of them: they differ in their data alone."""
        return self.findings[0]


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do, for which conflicts (by number), with which letters (by number)."""

    advice: Advice
    entries: tuple[int, ...]
    letters: tuple[int, ...]

    @property
    def numbers(self) -> str:
        """`for 1-3; letters 2, 4`."""
        letters = f"; {'letter' if len(self.letters) == 1 else 'letters'} {ranges(self.letters)}"
        return f"for {ranges(self.entries)}" + (letters if self.letters else "")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that is written already. `about`: what it is, and which uses it is about."""

    number: int
    about: str
    text: str


class Report:
    """One check, told."""

    def __init__(self, check: Check) -> None:
        self.check = check

    @cached_property
    def entries(self) -> list[Entry]:
        """The conflicts, the worst first."""
        groups: dict[tuple[object, ...], list[Finding]] = {}
        for f in self.check.conflicts:
            said = tuple((s.source, s.say, words.quotes_of(s)) for s in f.said.by)
            key = (f.purpose, f.said.say, f.accepted, f.decision.rule, f.decision.line, said)
            groups.setdefault(key, []).append(f)
        return [Entry(number, tuple(same)) for number, same in enumerate(groups.values(), 1)]

    @cached_property
    def rows(self) -> dict[str, dict[str, Finding]]:
        """The findings by data, then by purpose, in the order of the grid."""
        found: dict[str, dict[str, Finding]] = {}
        for f in self.check.findings:
            found.setdefault(f.data, {})[f.purpose] = f
        return found

    @cached_property
    def turns(self) -> list[tuple[Turn, ...]]:
        """What changed since the earlier version: changes that differ in their data alone as one."""
        groups: dict[tuple[object, ...], list[Turn]] = {}
        for t in turns(self.check):
            key = (t.purpose, t.before.verdict, t.after.verdict, t.before.said.say, t.after.said.say)
            groups.setdefault(key, []).append(t)
        return [tuple(same) for same in groups.values()]

    def advice(self, finding: Finding) -> tuple[Advice, ...]:
        """What can be done about one finding, cheapest first."""
        return self._advice[finding.data, finding.purpose]

    @cached_property
    def letters(self) -> list[Written]:
        """All letters: about the conflicts first, then the questions about what is not stated."""
        return [_written(number, found) for number, found in enumerate(self._letters.values(), 1)]

    @cached_property
    def _letters(self) -> dict[Letter, list[tuple[Letter, Finding]]]:
        """The letters about each finding, by their kind: those of one kind are sent as one."""
        found: dict[Letter, list[tuple[Letter, Finding]]] = {}
        conflicts = (f for entry in self.entries for f in entry.findings)
        for f in (*conflicts, *self.check.asks):
            for letter in (advice.letter for advice in self.advice(f) if advice.letter):
                found.setdefault(letter.kind, []).append((letter, f))
        return found

    @cached_property
    def to_do(self) -> list[ToDo]:
        """What to do about the conflicts, cheapest first; what is the same for several of them once."""
        found: dict[tuple[str, ...], tuple[Advice, list[int], list[int]]] = {}
        numbers = {kind: number for number, kind in enumerate(self._letters, 1)}
        for entry in self.entries:
            for f in entry.findings:
                for advice in self.advice(f):
                    key = (advice.step, advice.who, advice.what, advice.where, *advice.how)
                    if advice.step is Step.LEAVE:  # whoever leaves for the worst of them leaves for all
                        key = (advice.step, advice.who)
                    _, entries, letters = found.setdefault(key, (advice, [], []))
                    entries.append(entry.number)
                    letters += [numbers[advice.letter.kind]] if advice.letter else []
        order = list(Step)
        every = sorted(found.values(), key=lambda one: order.index(one[0].step))
        return [ToDo(a, _unique(entries), _unique(letters)) for a, entries, letters in every]

    @cached_property
    def _advice(self) -> dict[tuple[str, str], tuple[Advice, ...]]:
        found = (*self.check.conflicts, *self.check.asks)
        return {(f.data, f.purpose): advise(self.check, f) for f in found}


def _unique(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def _written(number: int, parts: list[tuple[Letter, Finding]]) -> Written:
    (whole,) = together(letter for letter, _ in parts)
    findings = [f for _, f in parts]
    uses = words.cells_of(findings) if len(findings) == 1 else f"{len(findings)} uses"
    law = f" ({whole.law})" if whole.law else ""
    return Written(number, f"{whole.subject}{law} to {whole.to}, {uses}", whole.text)


def ranges(numbers: Iterable[int]) -> str:
    """`1-4, 7`."""
    runs: list[list[int]] = []
    for n in sorted(set(numbers)):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs)
