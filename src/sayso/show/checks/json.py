"""JSON, as `check.schema.json` describes it. Nothing is left out; keys always stand in the same order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sayso.decision import Line, Verdict
from sayso.safe import escaped
from sayso.sharing.advice import Advice
from sayso.sharing.check import Check, Finding
from sayso.sharing.service import Statement
from sayso.sharing.turn import turns
from sayso.show.checks import words
from sayso.show.checks.report import Report


def whole(reports: Sequence[Report], several: bool) -> str:
    """One object for one service, a list where several were asked for."""
    every = [as_dict(report) for report in reports]
    return escaped(json.dumps(every if several else every[0], ensure_ascii=False, indent=2)) + "\n"


def lines(reports: Sequence[Report]) -> str:
    """A service a line, for JSON Lines."""
    return "".join(escaped(json.dumps(as_dict(report), ensure_ascii=False)) + "\n" for report in reports)


def as_dict(report: Report) -> dict[str, Any]:
    """A check as plain dicts, lists, strings, numbers and booleans."""
    check = report.check
    return {
        "service": check.service.name,
        "role": check.service.role,
        "on": check.on.isoformat(),
        "policy": {"name": check.policy.name, "sources": [p.source for p in check.policy.chain]},
        "documents": _documents(check),
        "missing": list(check.missing),
        "verdict": str(check.verdict),
        "summary": words.summary(check),
        "counts": {
            **{str(v): sum(f.verdict is v for f in check.findings) for v in Verdict},
            "forbidden": sum(words.is_forbidden(f) for f in check.findings),
        },
        "findings": [_finding(report, f) for f in check.findings],
        "lapsed": [_line(line) for line in check.lapsed],
        "unread": list(check.unread),
        "since": _since(check),
    }


def _documents(check: Check) -> list[dict[str, Any]]:
    return [
        {"source": d.source, "title": d.title, "sha256": d.sha256, "language": d.language, "words": d.words}
        for d in (r.document for r in check.service.readings)
    ]


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    open_ = finding.verdict is not Verdict.FINE
    return {
        "data": finding.data,
        "purpose": finding.purpose,
        **_state(finding),
        "accepted": str(finding.accepted) if finding.accepted else None,
        "line": _line(finding.decision.line) if finding.decision.line else None,
        "clash": finding.said.clash,
        "they_say": words.they_say(report.check, [finding]),
        "you_accept": words.you_accept(finding),
        "statements": [_statement(s) for s in finding.said.by],
        "advice": [_advice(a) for a in report.advice(finding)] if open_ else [],
    }


def _state(finding: Finding) -> dict[str, str]:
    return {"say": str(finding.said.say), "verdict": str(finding.verdict), "rule": str(finding.decision.rule)}


def _line(line: Line) -> dict[str, Any]:
    return {
        "place": line.place,
        "data": line.data,
        "purpose": line.purpose,
        "accept": str(line.least),
        "unstated": str(line.unstated) if line.unstated else None,
        "delegated": line.delegated,
        "service": line.service,
        "until": line.until.isoformat() if line.until else None,
        "reason": line.reason,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "source": statement.source,
        "say": str(statement.say),
        "deidentified": statement.cell.deidentified,
        "contradiction": statement.cell.contradiction,
        "reason": statement.cell.reason,
        "evidence": [
            {"quote": q.text, "section": q.section, "start": q.start, "end": q.end} for q in words.quotes_of(statement)
        ],
    }


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "step": str(advice.step),
        "who": advice.who,
        "what": advice.what,
        "where": advice.where,
        "how": list(advice.how),
        "until": advice.until,
        "source": advice.source,
        "letter": advice.letter.text if advice.letter else "",
    }


def _since(check: Check) -> dict[str, Any] | None:
    if check.before is None:
        return None
    return {
        "documents": _documents(check.before),
        "verdict": str(check.before.verdict),
        "changed": [
            {
                "data": t.data,
                "purpose": t.purpose,
                "before": _state(t.before),
                "after": _state(t.after),
                "means": words.turn_means(t),
            }
            for t in turns(check)
        ],
    }
