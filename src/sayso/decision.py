"""What is allowed, and why: the one-page reference that every faster engine must equal.

A sharing policy is a chain of levels, the outermost first: organisation, team, person. Each is a set of lines, "of
this data, for this purpose, I accept this much say or more". `decide` holds one cell of what is said against it.

A training set is made of rows. `rule_on` holds one row against everything that has a say in it: the terms under which
it was collected, the strategy, the preference signals of its source, and what every person in it has answered. Of a
transcript each segment is such a row (`rule_on_transcript`).

Unknown is never permission: what nobody has accepted is asked about, and so is silence, unless a policy says in
words what silence means to it; and a row of which anything is unknown does not pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from sayso.row import ANY, Consent, Row, parts
from sayso.say import Say, least


class Verdict(StrEnum):
    """What a decision comes to, from the mildest to the strictest."""

    FINE = "fine"
    ASK = "ask"
    CONFLICT = "conflict"


class Rule(StrEnum):
    """Which rule decided. `forbidden` is told from `too-little-say`: there, no amount of say would do."""

    NOT_USED = "not-used"
    ENOUGH_SAY = "enough-say"
    SILENCE = "silence"
    NO_LINE = "no-line"
    TOO_LITTLE_SAY = "too-little-say"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a policy: for this data and purpose, the least say that is accepted (`never` forbids the use).

    `unstated`: what silence means here, if the line says so. `delegated`: the next level down may accept less.
    `service`, `until`: an exception holds for that service alone, up to and including that day, for that `reason`.
    `place`: where the line stands (`ada.toml:12`).
    """

    data: str
    purpose: str
    least: Say
    unstated: Verdict | None = None
    delegated: bool = False
    service: str = ""
    until: date | None = None
    reason: str = ""
    place: str = ""

    def covers(self, data: str, purpose: str, service: str, on: date) -> bool:
        """Whether the line speaks of this cell, for this service, on this day."""
        whole = self.data == ANY or data == self.data or data.startswith(self.data + ".")
        here = not self.service or self.service.casefold() == service.casefold()
        return whole and self.purpose in (ANY, purpose) and here and (self.until is None or on <= self.until)

    def specificity(self) -> tuple[bool, int, bool]:
        """The greater, the closer: an exception before a rule, then the data named, then the purpose."""
        depth = 0 if self.data == ANY else 1 + self.data.count(".")
        return (bool(self.service), depth, self.purpose != ANY)


@dataclass(frozen=True, slots=True)
class Level:
    """One policy of the chain: its lines, in any order, and what silence means where no line says so."""

    lines: tuple[Line, ...]
    unstated: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, the rule that gave it, and the line that decided, if one did."""

    verdict: Verdict
    rule: Rule
    line: Line | None = None


def most_specific(lines: Iterable[Line]) -> Line | None:
    """The line that speaks most closely of the cell; among equals the one that accepts and delegates least."""
    return max(lines, key=lambda line: (*line.specificity(), line.least.rank or 0, not line.delegated), default=None)


def on_silence(lines: Iterable[Line]) -> Line | None:
    """The line that says most closely what silence means; among equals the one that takes it most seriously."""
    saying = [(line.specificity(), _VERDICTS.index(line.unstated), line) for line in lines if line.unstated]
    return max(saying, key=lambda found: found[:2])[2] if saying else None


def decide(levels: Sequence[Level], data: str, purpose: str, say: Say, *, service: str = "", on: date) -> Decision:
    """The decision over one cell: `say` is what is said of this use of this data (by `service`, as of `on`).

    Every level that has something to say is heard, and the strictest wins: a lower level can only be stricter,
    unless the level above it delegated the cell.
    """
    if say is Say.NEVER:
        return Decision(Verdict.FINE, Rule.NOT_USED)
    heard: list[Decision] = []
    for level in levels:
        covering = [line for line in level.lines if line.covers(data, purpose, service, on)]
        if say is Say.UNSTATED:
            line = on_silence(covering)
            if means := line.unstated if line else level.unstated:
                heard.append(Decision(means, Rule.SILENCE, line))
        elif line := most_specific(covering):
            if heard and heard[-1].line and heard[-1].line.delegated:
                heard.pop()
            heard.append(_compare(line, say))
    nobody = Decision(Verdict.ASK, Rule.SILENCE if say is Say.UNSTATED else Rule.NO_LINE)
    return max(heard, key=strictness, default=nobody)


def strictness(decision: Decision) -> tuple[int, bool]:
    """The greater, the stricter: fine, ask, conflict because of too little say, conflict because forbidden."""
    return (_VERDICTS.index(decision.verdict), decision.rule is Rule.FORBIDDEN)


def _compare(line: Line, say: Say) -> Decision:
    """What a line makes of a level of say other than `never`."""
    if line.least is Say.NEVER:
        return Decision(Verdict.CONFLICT, Rule.FORBIDDEN, line)
    if least((say, line.least)) is line.least:
        return Decision(Verdict.FINE, Rule.ENOUGH_SAY, line)
    return Decision(Verdict.CONFLICT, Rule.TOO_LITTLE_SAY, line)


_VERDICTS = list(Verdict)


class Passage(StrEnum):
    """What the gate does with a row. Only `allowed` passes."""

    REFUSED = "refused"
    UNKNOWN = "unknown"
    ALLOWED = "allowed"


class Reason(StrEnum):
    """Why, from what weighs most to what weighs least: of several reasons, the first of them is given."""

    TERMS_NEVER = "terms-never"
    STRATEGY_NEVER = "strategy-never"
    SIGNAL_REFUSES = "signal-refuses"
    CONSENT_REFUSED = "consent-refused"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    COLLECTED_LATER = "collected-later"
    TERMS_UNKNOWN = "terms-unknown"
    TERMS_SILENT = "terms-silent"
    STRATEGY_SILENT = "strategy-silent"
    SIGNAL_UNKNOWN = "signal-unknown"
    NOBODY_NAMED = "nobody-named"
    CONSENT_MISSING = "consent-missing"
    CONSENT_OVER = "consent-over"
    CONSENT_LATER = "consent-later"
    CONSENT_PRESSED = "consent-pressed"
    NOT_REFUSED = "not-refused"
    CONSENTED = "consented"

    @property
    def passage(self) -> Passage:
        """What it comes to."""
        if self in (Reason.NOT_REFUSED, Reason.CONSENTED):
            return Passage.ALLOWED
        return Passage.REFUSED if _REASONS.index(self) < _REASONS.index(Reason.COLLECTED_LATER) else Passage.UNKNOWN


_REASONS = list(Reason)


class Known(Protocol):
    """What is known beside the row. None, and `unstated`, where nothing is."""

    def terms(self, version: str, data: str, purpose: str) -> Say | None:
        """How much say that version left over the use."""

    def strategy(self, data: str, purpose: str) -> tuple[Say | None, bool]:
        """How much say the business intends, and whether those who depend on it have an equal alternative."""

    def signal(self, source: str) -> Passage:
        """What the preference signals recorded for a source come to; silence is no refusal."""

    def consents(self, person: str, purpose: str) -> Iterable[Consent]:
        """Everything that a person has said of a purpose."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Why a row passes or does not, and the deciding thing: a person, a source, a version, a kind of data."""

    reason: Reason
    thing: str


def rule_on(row: Row, purpose: str, as_of: datetime, known: Known) -> Ruling:
    """The ruling over one row as of a moment: of everything that has a say in it, the strictest.

    A person has to have agreed where the terms or the strategy say `opt-in`, before the row was collected and still;
    where they leave less say than that, it is enough that nobody in it has refused. A refusal counts in either case.
    """
    says = known.terms(row.terms, row.data, purpose)
    intended, alternative = known.strategy(row.data, purpose)
    found = [*on_use(row.data, row.terms, says, intended), *on_source(row.source, known)]
    if row.at > as_of:
        found.append(Ruling(Reason.COLLECTED_LATER, row.id))
    if not all(row.subjects) or not row.subjects:
        found.append(Ruling(Reason.NOBODY_NAMED, row.id))
    for person in row.subjects:
        consents = [c for c in known.consents(person, purpose) if c.at <= as_of]
        found.append(Ruling(_of_person(row, consents, as_of, is_asked(says, intended), alternative), person))
    return min(found, key=lambda ruling: (_REASONS.index(ruling.reason), ruling.thing))


def rule_on_transcript(row: Row, speakers: Sequence[str], purpose: str, as_of: datetime, known: Known) -> list[Ruling]:
    """The rulings over the segments of a transcript, by their speakers, in order: each is a row of its own."""
    return [rule_on(part, purpose, as_of, known) for part in parts(row, speakers)]


def is_asked(says: Say | None, intended: Say | None) -> bool:
    """Whether people have to have agreed: of terms and strategy, the one that leaves them more say counts."""
    return Say.OPT_IN in (says, intended)


def on_use(data: str, version: str, says: Say | None, intended: Say | None) -> Iterator[Ruling]:
    """What terms and strategy have against a use of this data, whoever is in the row."""
    if says is None or says in (Say.NEVER, Say.UNSTATED):
        reasons = {None: Reason.TERMS_UNKNOWN, Say.NEVER: Reason.TERMS_NEVER, Say.UNSTATED: Reason.TERMS_SILENT}
        yield Ruling(reasons[says], version)
    if intended is None or intended in (Say.NEVER, Say.UNSTATED):
        yield Ruling(Reason.STRATEGY_NEVER if intended is Say.NEVER else Reason.STRATEGY_SILENT, data)


def on_source(source: str, known: Known) -> Iterator[Ruling]:
    """What the preference signals of a source have against it."""
    heard = known.signal(source) if source else Passage.ALLOWED
    if heard is not Passage.ALLOWED:
        yield Ruling(Reason.SIGNAL_REFUSES if heard is Passage.REFUSED else Reason.SIGNAL_UNKNOWN, source)


def _of_person(row: Row, consents: Iterable[Consent], as_of: datetime, asked: bool, alternative: bool) -> Reason:
    speaking = [c for c in consents if c.speaks_of(row.data, row.space, row.feature)]
    last = max(speaking, key=Consent.order, default=None)
    if last and last.says != "given":
        return Reason.CONSENT_WITHDRAWN if last.says == "withdrawn" else Reason.CONSENT_REFUSED
    if not asked:
        return Reason.NOT_REFUSED
    if last is None:
        return Reason.CONSENT_MISSING
    if last.until is not None and last.until <= as_of:
        return Reason.CONSENT_OVER
    if (last.covers or last.at) > row.at:
        return Reason.CONSENT_LATER
    return Reason.CONSENTED if last.free or alternative else Reason.CONSENT_PRESSED
