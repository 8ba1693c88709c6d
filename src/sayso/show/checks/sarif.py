"""SARIF 2.1.0 (OASIS, with errata 01): conflicts and asks as results that code-scanning viewers open.

A rule is a rule of the decision for a purpose (`forbidden/train-ai`). Forbidden uses are errors, uses with too
little say are warnings, and what must be asked is a note. A place has lines and columns where the document is
Markdown or plain text; other formats are read as what they were turned into, whose lines no viewer could show.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote as percent

from sayso.decision import Line, Rule, Verdict
from sayso.grid import Quote
from sayso.safe import escaped, one_line
from sayso.sharing.check import Check, Finding
from sayso.sharing.service import Statement
from sayso.sharing.turn import turns
from sayso.show.checks import words
from sayso.show.checks.report import Report
from sayso.terms.document import Document
from sayso.vocabulary import purposes

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVEL = {Rule.FORBIDDEN: "error", Rule.TOO_LITTLE_SAY: "warning"}
_RULE = {
    Rule.FORBIDDEN: "The policy forbids this use",
    Rule.TOO_LITTLE_SAY: "The policy asks for more say than the documents leave",
    Rule.SILENCE: "The documents do not say whether they make this use",
    Rule.NO_LINE: "No line of the policy speaks of this use",
}


def whole(reports: Sequence[Report]) -> str:
    """One run for each service."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report) for report in reports]}
    return escaped(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _run(report: Report) -> dict[str, Any]:
    check = report.check
    results = [*check.conflicts, *check.asks]
    rules = list(dict.fromkeys(_rule_id(f) for f in results))
    notifications = [_notification(source) for source in check.missing]
    return {
        "tool": {
            "driver": {
                "name": "sayso",
                "semanticVersion": version("sayso"),
                "rules": [_rule(next(f for f in results if _rule_id(f) == rule)) for rule in rules],
            }
        },
        "automationDetails": {"id": f"sayso/{_plain_id(check.service.name)}/"},
        "invocations": [{"executionSuccessful": not check.missing, "toolExecutionNotifications": notifications}],
        "artifacts": [_artifact(r.document) for r in check.service.readings],
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, f, rules.index(_rule_id(f))) for f in results],
        "properties": {"verdict": str(check.verdict), "summary": words.summary(check)},
    }


def _rule_id(finding: Finding) -> str:
    return f"{finding.decision.rule}/{finding.purpose}"


def _rule(finding: Finding) -> dict[str, Any]:
    rule = finding.decision.rule
    return {
        "id": _rule_id(finding),
        "name": "".join(part.capitalize() for part in re.split(r"[-/]", _rule_id(finding))),
        "shortDescription": {"text": f"{_RULE[rule]}: {purposes()[finding.purpose].about}"},
        "defaultConfiguration": {"level": _LEVEL.get(rule, "note")},
    }


def _result(report: Report, finding: Finding, rule: int) -> dict[str, Any]:
    check, said = report.check, words.deciding(finding)
    places = [_place(check, said, quote) for quote in words.telling(said)] if said else []
    found: dict[str, Any] = {
        "ruleId": _rule_id(finding),
        "ruleIndex": rule,
        "level": _level(finding),
        "message": {"text": _message(report, finding)},
        "locations": places[:1] or [{"physicalLocation": {"artifactLocation": _artifact_location(_first(check))}}],
        "partialFingerprints": {"cell/v1": _fingerprint(check, finding, said)},
        "properties": {
            "data": finding.data,
            "purpose": finding.purpose,
            "say": str(finding.said.say),
            "accepted": str(finding.accepted) if finding.accepted else None,
        },
    }
    if related := [*places[1:], *_related(check, finding)]:
        found["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(related, 1)]
    if check.before is not None:
        changed = {(t.data, t.purpose): t.before.verdict for t in turns(check)}
        before = changed.get((finding.data, finding.purpose), finding.verdict)
        same = (finding.data, finding.purpose) not in changed
        found["baselineState"] = "unchanged" if same else "updated" if before is finding.verdict else "new"
    return found


def _level(finding: Finding) -> str:
    if finding.verdict is Verdict.ASK:
        return "note"
    return _LEVEL.get(finding.decision.rule, "warning")


def _message(report: Report, finding: Finding) -> str:
    lines = [words.they_say(report.check, [finding]), words.you_accept(finding)]
    if said := words.deciding(finding):
        lines += [f"“{one_line(quote.text)}” ({words.where(quote, said.source)})" for quote in words.telling(said)]
    lines += [f"{words.who(a)}: {one_line(a.what)}" for a in report.advice(finding)]
    return _literal("\n".join(lines))


def _literal(text: str) -> str:
    """Text in which nothing is a link or a place for an argument (sections 3.11.5 and 3.11.6)."""
    return re.sub(r"([\\\[\]])", r"\\\1", text).replace("{", "{{").replace("}", "}}")


def _related(check: Check, finding: Finding) -> list[dict[str, Any]]:
    """The line of the policy that decided, and what the other documents say."""
    line = finding.decision.line
    found = [_policy_place(line)] if line and line.place else []
    for other in finding.said.by[1:]:
        for quote in words.telling(other):
            found.append(_place(check, other, quote) | {"message": {"text": f"This document says {other.say}."}})
    return found


def _policy_place(line: Line) -> dict[str, Any]:
    source, _, number = line.place.rpartition(":")
    place: dict[str, Any] = {"artifactLocation": {"uri": uri(source or line.place)}}
    if source and number.isdigit() and int(number):
        place["region"] = {"startLine": int(number)}
    return {
        "physicalLocation": place,
        "message": {"text": _literal(f"The line of the policy that decided: {words.place(line)}")},
    }


def _place(check: Check, said: Statement, quote: Quote) -> dict[str, Any]:
    document = next(r.document for r in check.service.readings if r.document.source == said.source)
    place: dict[str, Any] = {"artifactLocation": _artifact_location(document)}
    if document.format in ("markdown", "text"):
        place["region"] = region(document, quote)
    found: dict[str, Any] = {"physicalLocation": place}
    if quote.section:
        found["logicalLocations"] = [{"fullyQualifiedName": one_line(quote.section), "kind": "section"}]
    return found


def region(document: Document, quote: Quote) -> dict[str, Any]:
    """Where a quote stands, lines and columns counted from 1; characters too where the file is the text itself."""
    (line, column), (end_line, end_column) = (_position(document.text, at) for at in (quote.start, quote.end))
    found: dict[str, Any] = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "snippet": {"text": quote.text},
    }
    # Line ends that were made one kind, or a byte order mark, move characters but no lines.
    if _is_file(document):
        found |= {"charOffset": quote.start, "charLength": quote.end - quote.start}
    return found


def _position(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _is_file(document: Document) -> bool:
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest() == document.sha256


def _fingerprint(check: Check, finding: Finding, said: Statement | None) -> str:
    """The same as long as the service, the cell, the rule and the words are: wherever the words stand."""
    spoken = " ".join(re.findall(r"\w+", words.quotes_of(said)[0].text.casefold())) if said else ""
    parts = (check.service.name.casefold(), finding.data, finding.purpose, str(finding.decision.rule), spoken)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _artifact(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {"location": _artifact_location(document)}
    return found | ({"hashes": {"sha-256": document.sha256}} if document.sha256 else {})


def _artifact_location(document: Document) -> dict[str, str]:
    return {"uri": uri(document.source)}


def _first(check: Check) -> Document:
    return check.service.readings[0].document


def _notification(source: str) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": _literal(f"{one_line(source)} could not be read, so this is not the whole answer.")},
    }


def uri(source: str) -> str:
    """A source as a URI reference (RFC 3986): a web address as it is, a path relative or with `file:`."""
    if "://" in source:
        return percent(source, safe=":/?#[]@!$&'()*+,;=%~-._")
    if source == "-":
        return "stdin"
    path = PurePath(source)
    if path.is_absolute():
        return path.as_uri()
    return percent(path.as_posix(), safe="/~-._", errors="surrogatepass")


def _plain_id(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", one_line(name)).strip("-") or "service"
