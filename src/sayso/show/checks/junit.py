"""JUnit XML: a suite for each service, a case for each cell; a conflict is a failure, what must be asked is skipped.

Made to hold to both schemas in use: that of Apache Ant (Windy Road) and that of Jenkins (xUnit plug-in).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from sayso.decision import Verdict
from sayso.safe import one_line
from sayso.sharing.check import Finding
from sayso.show.checks import words
from sayso.show.checks.report import Report

#: What XML 1.0 cannot hold even as a reference (section 2.2), beyond what is never shown anyway.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def whole(reports: Sequence[Report]) -> str:
    """The document."""
    root = ET.Element("testsuites")
    for number, report in enumerate(reports):
        root.append(_suite(report, number))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(report: Report, number: int) -> ET.Element:
    check = report.check
    name = _text(words.title(check)) or "service"
    suite = ET.Element(
        "testsuite",
        {
            "name": name,
            "package": "sayso",
            "id": str(number),
            "timestamp": f"{check.on.isoformat()}T00:00:00",
            "hostname": "localhost",
            "tests": str(len(check.findings) + len(check.missing)),
            "failures": str(len(check.conflicts)),
            "errors": str(len(check.missing)),
            "skipped": str(len(check.asks)),
            "time": "0",
        },
    )
    properties = ET.SubElement(suite, "properties")
    for policy in check.policy.chain:
        ET.SubElement(properties, "property", {"name": "policy", "value": _text(policy.source)})
    for reading in check.service.readings:
        ET.SubElement(properties, "property", {"name": "document", "value": _text(reading.document.source)})
    for finding in check.findings:
        suite.append(_case(report, name, finding))
    for source in check.missing:
        case = ET.SubElement(suite, "testcase", _named(name, f"document {_text(source)}"))
        ET.SubElement(case, "error", {"type": "unreadable", "message": "this document could not be read"})
    ET.SubElement(suite, "system-out").text = _text(words.summary(check))
    ET.SubElement(suite, "system-err")
    return suite


def _case(report: Report, suite: str, finding: Finding) -> ET.Element:
    case = ET.Element("testcase", _named(suite, f"{_text(finding.data)} x {finding.purpose}"))
    if finding.verdict is Verdict.FINE:
        return case
    message = _text(f"{words.they_say(report.check, [finding])} {words.you_accept(finding)}")
    if finding.verdict is Verdict.ASK:
        ET.SubElement(case, "skipped", {"message": message})
        return case
    failure = ET.SubElement(case, "failure", {"type": str(finding.decision.rule), "message": message})
    lines = []
    if said := words.deciding(finding):
        lines += [f"“{_text(q.text)}” ({_text(words.where(q, said.source))})" for q in words.telling(said)]
    lines += [f"{words.who(a)}: {_text(a.what)}" for a in report.advice(finding)]
    failure.text = "\n".join(lines)
    return case


def _named(suite: str, name: str) -> dict[str, str]:
    return {"classname": suite, "name": name, "time": "0"}


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", one_line(text))
