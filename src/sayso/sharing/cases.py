"""Cases kept beside a policy: "with these terms, expect a conflict here". A TOML file, `NAME.cases.toml`.

version = 1
on = 2026-06-01                       # optional: the day on which the policy is asked; else today

[[cases]]
name = "our calls train nothing"
terms = "We may use your content to train our AI models."
data = "content.audio"                # without data and purpose, the strictest verdict of all counts
purpose = "train-ai"
expect = "forbidden"                  # fine, ask or conflict; or forbidden: a conflict that no say would mend

[[cases]]
name = "the trial of Lantern Rooms"
service = "Lantern Rooms"
data = "usage"
purpose = "improve"
say = "no-say"                        # a bare cell: this is what is said
expect = "fine"

A case has `terms`, or `document` or `documents` (files beside it), or `say`. `role` is as whom terms are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sayso.decision import Decision, Rule, Verdict
from sayso.say import Say
from sayso.sharing.check import check
from sayso.sharing.places import Path as Key
from sayso.sharing.policy import Policy
from sayso.sharing.role import ROLES
from sayso.sharing.service import join
from sayso.sharing.source import Source
from sayso.sharing.stance import names
from sayso.terms.reading import Reading
from sayso.vocabulary import READ_PURPOSES, purposes

VERSION = 1
#: A conflict that no amount of say would mend.
FORBIDDEN = str(Rule.FORBIDDEN)
EXPECTED = (*map(str, Verdict), FORBIDDEN)

_KEYS = ("version", "on", "cases")
_CASE_KEYS = ("name", "terms", "document", "documents", "say", "service", "role", "data", "purpose", "expect")
_GIVEN = ("terms", "document", "documents", "say")


@dataclass(frozen=True, slots=True)
class Case:
    """One case. Exactly one of `terms`, `documents` and `say` is given. `place`: where it stands."""

    name: str
    expect: str
    place: str
    data: str = ""
    purpose: str = ""
    say: Say | None = None
    terms: str = ""
    documents: tuple[str, ...] = ()
    service: str = ""
    role: str = ROLES[0]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a case: the verdict (or `forbidden`), what was said and of which cell, and the decision."""

    case: Case
    came: str
    data: str = ""
    purpose: str = ""
    said: Say | None = None
    decision: Decision | None = None

    @property
    def passed(self) -> bool:
        """Whether what was expected came. What is forbidden is a conflict, too."""
        return self.case.expect == self.came or (self.case.expect, self.came) == (str(Verdict.CONFLICT), FORBIDDEN)


def parse_cases(source: Source, policy: Policy) -> tuple[tuple[Case, ...], date | None]:
    """The cases of a file, and the day on which they are asked. Raises `PolicyError`."""
    source.version(VERSION)
    source.only(source.content, _KEYS, ())
    on = source.day(source.content["on"], ("on",)) if "on" in source.content else None
    entries = source.tables(source.content.get("cases", []), ("cases",))
    if not entries:
        source.fail(0, "has no cases", "write each under `[[cases]]`")
    return tuple(_case(source, policy, entry, ("cases", number)) for number, entry in enumerate(entries)), on


def run(case: Case, policy: Policy, on: date, read: Callable[[Case], Sequence[Reading]]) -> Result:
    """Asks the policy. `read` gives the readings of the case's terms or documents."""
    if case.say is not None:
        rules = policy.rules(case.service, on)
        return _result(case, case.data, case.purpose, case.say, rules.decide(case.data, case.purpose, case.say))
    service = join(read(case), case.service, case.role)
    if case.data:
        said = service.said(case.data, case.purpose).say
        decision = policy.rules(service.name, on).decide(case.data, case.purpose, said)
        return _result(case, case.data, case.purpose, said, decision)
    checked = check(service, policy, on)
    if worst := next(iter(checked.conflicts or checked.asks), None):
        return _result(case, worst.data, worst.purpose, worst.said.say, worst.decision)
    return Result(case, str(Verdict.FINE))


def _result(case: Case, data: str, purpose: str, said: Say, decision: Decision) -> Result:
    came = FORBIDDEN if decision.rule is Rule.FORBIDDEN else str(decision.verdict)
    return Result(case, came, data, purpose, said, decision)


def _case(source: Source, policy: Policy, entry: dict[str, Any], at: Key) -> Case:
    number = int(at[-1]) + 1
    source.only(entry, _CASE_KEYS, at)
    given = [key for key in _GIVEN if key in entry]
    if len(given) != 1:
        has = f"both `{given[0]}` and `{given[1]}`" if given else "nothing to ask of"
        source.refuse(at, f"case {number} has {has}", f"give it one of {', '.join(_GIVEN)}")
    if "expect" not in entry:
        source.refuse(at, f"case {number} has no `expect`", f"add one of {', '.join(EXPECTED)}")
    cell = [key for key in ("data", "purpose") if key in entry]
    if len(cell) == 1 or ("say" in entry and not cell):
        source.refuse(at, f"case {number} does not name a cell", "give both `data` and `purpose`")
    say = None
    if "say" in entry:
        say = Say(source.one_of(entry["say"], list(Say), (*at, "say"), "a level of say"))
    data = purpose = ""
    if cell:
        known = list(purposes()) if say else READ_PURPOSES
        what = "a purpose" if say else "a purpose that documents are read for"
        data = source.one_of(entry["data"], names(policy), (*at, "data"), "a kind of data")
        purpose = source.one_of(entry["purpose"], known, (*at, "purpose"), what)
    return Case(
        source.filled(entry["name"], (*at, "name")) if "name" in entry else f"case {number}",
        source.one_of(entry["expect"], EXPECTED, (*at, "expect"), "what can be expected"),
        source.at(at),
        data,
        purpose,
        say,
        _terms(source, entry, at),
        _documents(source, entry, at),
        source.short(entry["service"], (*at, "service")) if "service" in entry else "",
        source.one_of(entry.get("role", ROLES[0]), ROLES, (*at, "role"), "a role"),
    )


def _terms(source: Source, entry: dict[str, Any], at: Key) -> str:
    """Terms may have many lines, and hold what they want: they are read, not shown."""
    terms = entry.get("terms", "x")
    if not isinstance(terms, str) or not terms.strip():
        source.refuse((*at, "terms"), "`terms` is not the text of terms", "write it in quotes")
    return terms if "terms" in entry else ""


def _documents(source: Source, entry: dict[str, Any], at: Key) -> tuple[str, ...]:
    if "document" in entry:
        return (source.filled(entry["document"], (*at, "document")),)
    every = entry.get("documents", [])
    if "documents" in entry and (not isinstance(every, list) or not every):
        source.refuse((*at, "documents"), "`documents` is not a list of files", 'write ["terms.md", "privacy.md"]')
    return tuple(source.filled(file, (*at, "documents")) for file in every)
