"""A check: what a service's documents say, held against a sharing policy, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from sayso.decision import Decision, Line, Verdict, strictness
from sayso.row import ANY
from sayso.say import Say
from sayso.sharing.policy import Policy, Rules
from sayso.sharing.service import Said, Service
from sayso.vocabulary import READ_PURPOSES, ROWS, data


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell: what is said, what is accepted (None where no line speaks of it), and the decision with its line."""

    data: str
    purpose: str
    said: Said
    accepted: Say | None
    decision: Decision

    @property
    def verdict(self) -> Verdict:
        """`fine`, `ask` or `conflict`."""
        return self.decision.verdict


@dataclass(frozen=True)
class Check:
    """All cells of one service held against one policy on one day.

    `findings`: every row by every purpose that documents are read for; kinds of data only where what is said or
    decided of them differs from what holds above them. `lapsed`: exceptions for this service that are over.
    `unread`: purposes that the policy names and documents are not read for. `missing`: documents that could not be
    read, so that this is not the whole answer. `before`: the check of an earlier version, if one was asked for.
    """

    service: Service
    policy: Policy
    on: date
    findings: tuple[Finding, ...]
    lapsed: tuple[Line, ...] = ()
    unread: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    before: Check | None = None

    @property
    def conflicts(self) -> tuple[Finding, ...]:
        """What the policy does not accept, what it forbids first, then AI training, then the least say."""
        found = [f for f in self.findings if f.verdict is Verdict.CONFLICT]
        return tuple(sorted(found, key=_worst_first))

    @property
    def asks(self) -> tuple[Finding, ...]:
        """What cannot be decided: the documents, or the policy, are silent."""
        return tuple(f for f in self.findings if f.verdict is Verdict.ASK)

    @property
    def verdict(self) -> Verdict:
        """The strictest verdict of all cells."""
        if self.conflicts:
            return Verdict.CONFLICT
        return Verdict.ASK if self.asks else Verdict.FINE


def check(service: Service, policy: Policy, on: date) -> Check:
    """Holds a service against a policy, as the policy stands on that day."""
    rules = policy.rules(service.name, on)
    findings: list[Finding] = []
    kinds = _kinds(service, policy)
    finding = cache(partial(_finding, service, rules))
    for row in ROWS:
        findings += (finding(row, purpose) for purpose in READ_PURPOSES)
        for name in (kind for kind in kinds if kind.startswith(row + ".")):
            above = name.rpartition(".")[0]
            findings += (finding(name, p) for p in READ_PURPOSES if _differ(finding(name, p), finding(above, p)))
    lapsed = tuple(x for x in policy.lines if x.service.casefold() == service.name.casefold() and _over(x, on))
    unread = {line.purpose for line in policy.lines} - {ANY, *READ_PURPOSES}
    return Check(service, policy, on, tuple(findings), lapsed, tuple(sorted(unread)))


def _finding(service: Service, rules: Rules, name: str, purpose: str) -> Finding:
    said = service.said(name, purpose)
    return Finding(name, purpose, said, rules.accepted(name, purpose), rules.decide(name, purpose, said.say))


def _kinds(service: Service, policy: Policy) -> list[str]:
    """The kinds that the documents or the policy tell apart, in the vocabulary's order, own ones last."""
    every = service.kinds() | {line.data for line in policy.lines}
    return [name for name in (*data(), *policy.all_categories) if name in every and "." in name]


def _differ(own: Finding, above: Finding) -> bool:
    return (own.said.say, own.accepted, own.verdict) != (above.said.say, above.accepted, above.verdict)


def _over(line: Line, on: date) -> bool:
    return bool(line.service) and line.until is not None and line.until < on


def _worst_first(finding: Finding) -> tuple[int, bool, int, int]:
    verdict, forbidden = strictness(finding.decision)
    order = READ_PURPOSES.index(finding.purpose)
    return (-verdict, not forbidden, order, finding.said.say.rank or 0)
