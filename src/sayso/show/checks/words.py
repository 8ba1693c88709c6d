"""What a check comes to, in plain sentences: shared by the formats that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sayso.decision import Line, Rule, Verdict
from sayso.grid import Cell, Quote
from sayso.safe import one_line
from sayso.say import Say
from sayso.sharing.advice import Advice, Step
from sayso.sharing.check import Check, Finding
from sayso.sharing.service import Statement
from sayso.sharing.turn import Turn
from sayso.sharing.wording import MONTHS, YOURS, act, called, doing
from sayso.show.changes.words import means
from sayso.show.words import DEIDENTIFIED, listed
from sayso.vocabulary import READ_PURPOSES

#: How a verdict is marked in a grid, so that no colour is needed; a cell that is forbidden has a mark of its own.
FORBIDDEN = "NO!"
MARKS = {Verdict.FINE: "ok", Verdict.ASK: "?", Verdict.CONFLICT: "NO"}
LEGEND = (
    ("ok", "your policy accepts it"),
    ("NO", "your policy asks for more say than they leave you"),
    ("NO!", "your policy forbids this use, however much say they leave you"),
    ("?", "it cannot be decided: ask them, or add a line to your policy"),
)

_THEY = {
    Say.NEVER: "They say that they do not {act}.",
    Say.OPT_IN: "They may {act}, but only if you agree.",
    Say.OPT_OUT: "They may {act}, unless you turn it off.",
    Say.LEAVE: "They may {act}, and someone else decides for you, or saying no costs you {cost}.",
    Say.NO_SAY: "They may {act}, and you have no way to refuse.",
    Say.UNSTATED: "They do not say whether they {act}.",
}
_YOU = {
    Say.NEVER: "you do not accept this use at all",
    Say.OPT_IN: "you accept it only if they ask you first, and a no costs you nothing",
    Say.OPT_OUT: "you accept it only if you can turn it off",
    Say.LEAVE: "you accept it only if you can refuse by not taking part",
    Say.NO_SAY: "you accept it even without a way to refuse",
}
_ROLE = {
    "person": "", "participant": ", as a participant", "employee": ", as an employee",
    "host": ", as a host", "administrator": ", as an administrator",
}  # fmt: skip
_TURNED = {
    (Verdict.FINE, Verdict.CONFLICT): "No longer acceptable",
    (Verdict.ASK, Verdict.CONFLICT): "Now stated, and not acceptable",
    (Verdict.CONFLICT, Verdict.CONFLICT): "Still not acceptable, but it changed",
    (Verdict.CONFLICT, Verdict.FINE): "Now acceptable",
    (Verdict.ASK, Verdict.FINE): "Now stated, and acceptable",
    (Verdict.FINE, Verdict.ASK): "Not stated any more, so ask them",
    (Verdict.CONFLICT, Verdict.ASK): "No longer in conflict, but not stated any more, so ask them",
}


def title(check: Check) -> str:
    """`Lantern Rooms, as an employee`."""
    return one_line(check.service.name) + _ROLE[check.service.role]


def about(check: Check) -> str:
    """Which documents were held against which policy, on which day."""
    sources = [one_line(r.document.source) for r in check.service.readings]
    chain = listed([one_line(p.source) for p in reversed(check.policy.chain)])
    named = one_line(check.policy.name)
    policy = f"“{named}” ({chain})" if named else chain
    return f"{listed(sources)} held against the policy {policy}, as of {day(check.on)}."


def day(on: date) -> str:
    """`12 August 2023`."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def summary(check: Check) -> str:
    """The answer, in a sentence or two."""
    bad, open_ = len(check.conflicts), len(check.asks)
    forbidden = sum(is_forbidden(f) for f in check.conflicts)
    if bad:
        of_them = f", {forbidden} of them forbidden" if 0 < forbidden < bad else ""
        of_them = (", forbidden by it" if bad == 1 else ", all of them forbidden") if forbidden == bad else of_them
        said = f"Not acceptable: {counted(bad, 'use')} that your policy does not accept{of_them}."
        said += f" {counted(open_, 'more use', 'more uses')} cannot be decided." if open_ else ""
    elif open_:
        said = f"Not decided: nothing that your policy does not accept was found, but {counted(open_, 'use')} "
        said += "cannot be decided."
    else:
        said = "Acceptable: nothing that your policy does not accept was found."
    if check.missing:
        lost = listed([one_line(m) for m in check.missing])
        said += f" Beware: {lost} could not be read, so this is not the whole answer."
    return said


def counted(number: int, one: str, many: str = "") -> str:
    """`1 use`, `3 uses`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def mark(finding: Finding) -> str:
    """The mark of a cell."""
    return FORBIDDEN if is_forbidden(finding) else MARKS[finding.verdict]


def is_forbidden(finding: Finding) -> bool:
    """Whether no amount of say would do."""
    return finding.decision.rule is Rule.FORBIDDEN


def kind_of(finding: Finding) -> str:
    """`forbidden`, `not enough say`, `not stated`: why it is a conflict."""
    if finding.decision.rule is Rule.SILENCE:
        return "not stated"
    return "forbidden" if is_forbidden(finding) else "not enough say"


def data_of(check: Check, findings: Iterable[Finding]) -> str:
    """The data of some findings in words: `your video and your messages`."""
    categories = {name: one_line(about) for name, about in check.policy.all_categories.items()}
    return listed([called(f.data, YOURS, categories) for f in findings])


def use(check: Check, findings: Sequence[Finding]) -> str:
    """What is done with which data: `training AI models with your video`."""
    return doing(findings[0].purpose, data_of(check, findings))


def cells_of(findings: Sequence[Finding]) -> str:
    """The cells as the grid names them: `content.audio, content.video x train-ai`."""
    return f"{', '.join(one_line(f.data) for f in findings)} x {findings[0].purpose}"


def they_say(check: Check, findings: Sequence[Finding]) -> str:
    """What the documents say, in one sentence."""
    first = findings[0]
    done = act(first.purpose, data_of(check, findings))
    said = _THEY[first.said.say].format(act=done, cost=Say.LEAVE.cost)
    notes = []
    if first.said.by and first.said.by[0].cell.deidentified:
        notes.append(f"Said of {DEIDENTIFIED.removeprefix('only as ')} only.")
    if first.said.by and first.said.by[0].cell.contradiction:
        notes.append("The document contradicts itself about it; what leaves you less say is taken.")
    return " ".join([said, *notes])


def you_accept(finding: Finding) -> str:
    """What the policy makes of it, and the line that decided."""
    line = finding.decision.line
    if finding.decision.rule is Rule.SILENCE:
        said = "your policy takes silence for a no"
    elif finding.accepted is None:
        said = "no line of your policy speaks of it"
    else:
        said = _YOU[finding.accepted]
    return f"{said[:1].upper()}{said[1:]}{f' ({place(line)})' if line else ''}."


def place(line: Line) -> str:
    """Where a line stands, and its note or reason: `ada.toml:5, “calls with patients”`."""
    reason = one_line(line.reason)
    return one_line(line.place) + (f", “{reason}”" if reason else "")


def deciding(finding: Finding) -> Statement | None:
    """The statement with the least say, which decided; None where nothing is stated."""
    return finding.said.by[0] if finding.said.by else None


def quotes_of(statement: Statement) -> tuple[Quote, ...]:
    """The quotes behind a statement's level, the telling ones first.

    Where the level is that of those who only take part, what is said of them comes first, then what is said to all.
    """
    if statement.say is statement.cell.say:
        return statement.cell.evidence
    theirs = [q for e in statement.cell.exceptions if e.say is statement.say for q in e.evidence]
    return (*theirs[:1], *statement.cell.evidence[:1], *theirs[1:])


def telling(statement: Statement) -> tuple[Quote, ...]:
    """The one quote that tells a statement, or the two that only together do."""
    return quotes_of(statement)[: 1 if statement.say is statement.cell.say else 2]


def where(quote: Quote | None, source: str) -> str:
    """`10.4 Customer License Grant, terms.md`."""
    section = one_line(quote.section) if quote else ""
    return ", ".join(filter(None, [section, one_line(source)]))


def disagreement(less: Statement, more: Statement) -> str:
    """Which document says what, where they disagree."""
    promise, weaker = (f"{one_line(s.source)} says {s.say}" for s in (more, less))
    return f"The documents disagree: {promise}, {weaker}. The least say counts. The promise:"


def clash(finding: Finding) -> tuple[Statement, Statement] | None:
    """The statement that leaves the least say and the one that promises the most, where documents disagree."""
    return (finding.said.by[0], finding.said.by[-1]) if finding.said.clash else None


def asks(check: Check) -> list[str]:
    """What cannot be decided, all of it in one or two sentences."""
    said = []
    for rule, lead in (
        (Rule.SILENCE, "The documents say nothing about these uses, and silence is not permission"),
        (Rule.NO_LINE, "No line of your policy speaks of these uses"),
    ):
        by_purpose: dict[str, list[str]] = {purpose: [] for purpose in READ_PURPOSES}
        for f in check.asks:
            if f.decision.rule is rule:
                by_purpose[f.purpose].append(one_line(f.data))
        if told := [f"{p} ({', '.join(names)})" for p, names in by_purpose.items() if names]:
            said.append(f"{lead}: {'; '.join(told)}.")
    return said


def notes(check: Check) -> list[str]:
    """Exceptions that are over, and purposes that documents are not read for, a line each."""
    said = []
    for line in check.lapsed:
        until = day(line.until) if line.until else ""
        said.append(f"An exception for this service ended on {until} and no longer counts ({place(line)}).")
    if check.unread:
        names = listed(check.unread)
        said.append(f"Your policy also speaks of {names}; documents are not read for that, so it is not checked.")
    return said


def of_turns(same: Sequence[Turn]) -> list[Finding]:
    """The findings that a change is about, each called by the data that it is about."""
    return [replace(t.after, data=t.data) for t in same]


def turned(turn: Turn) -> str:
    """How the verdict changed: `No longer acceptable`."""
    if turn.before.verdict is Verdict.ASK is turn.after.verdict:
        return "Still to ask"
    return _TURNED.get((turn.before.verdict, turn.after.verdict), "As acceptable as before")


def turn_means(turn: Turn) -> str:
    """What the change means for the person, in one plain clause."""
    return means(*(Cell(turn.data, turn.purpose, f.said.say) for f in (turn.before, turn.after)))


def since(check: Check) -> str:
    """What an earlier version was, and whether anything changed for the person since."""
    if check.before is None:
        return ""
    old = listed([one_line(r.document.source) for r in check.before.service.readings])
    return f"What changed for you since {old}"


LETTERS = "To read a letter: add `--letter N`; to save all of them: `--letters FOLDER`."
NOTHING_TURNED = "Nothing that your policy speaks of: no verdict changed."


def who(advice: Advice) -> str:
    """Who can do it: `You`, `Host`."""
    return "You" if advice.who == "me" else f"{advice.who[:1].upper()}{one_line(advice.who)[1:]}"


def details(advice: Advice) -> list[str]:
    """Where and how to do it, until when, and what that rests on, a line each."""
    found = [f"Where: {one_line(advice.where)}"] if advice.where else []
    if advice.step in (Step.NOTHING, Step.CONTROL, Step.SETTING):
        found += [one_line(step) for step in advice.how]
    found += [f"Until: {one_line(advice.until)}"] if advice.until else []
    if advice.step in (Step.CONTROL, Step.SETTING, Step.PLAN) and advice.source:
        found.append(f"Source: {one_line(advice.source)}")
    return found
