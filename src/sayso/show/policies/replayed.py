"""One line for each version with which a verdict changed."""

from __future__ import annotations

import json

from sayso.decision import Rule
from sayso.safe import escaped, excerpt
from sayso.sharing.check import Finding
from sayso.sharing.replay import Event, Turn
from sayso.show.words import listed


def line(event: Event, form: str) -> str:
    """An event: for a person to read, or one JSON object (`jsonl`)."""
    version = event.version
    if form == "jsonl":
        value = {
            "on": version.on.isoformat(),
            "service": version.service,
            "document": version.document,
            "turns": [_plain(turn) for turn in event.turns],
        }
        return escaped(json.dumps(value, ensure_ascii=False)) + "\n"
    named = excerpt(f"{version.service} / {version.document}", 60)
    # Kinds of data that turned in the same way are told together.
    courses: dict[tuple[str, str], list[str]] = {}
    for turn in event.turns:
        courses.setdefault((turn.after.purpose, _course(turn)), []).append(turn.after.data)
    told = [f"{purpose} on {listed(names)}: {course}" for (purpose, course), names in courses.items()]
    return f"{version.on}  {named}: {'; '.join(told)}\n"


def _course(turn: Turn) -> str:
    after = turn.after
    if turn.before is None:
        return f"{after.said.say}, {verdict(after)}"
    return f"{turn.before.said.say} -> {after.said.say}, {verdict(turn.before)} -> {verdict(after)}"


def verdict(finding: Finding) -> str:
    """The verdict; `forbidden` is told from a conflict that more say would mend."""
    return str(finding.decision.rule if finding.decision.rule is Rule.FORBIDDEN else finding.verdict)


def _plain(turn: Turn) -> dict[str, object]:
    return {
        "data": turn.after.data,
        "purpose": turn.after.purpose,
        "before": _found(turn.before) if turn.before else None,
        "after": _found(turn.after),
    }


def _found(finding: Finding) -> dict[str, object]:
    line = finding.decision.line
    return {"say": str(finding.said.say), "verdict": verdict(finding), "line": line.place if line else ""}
