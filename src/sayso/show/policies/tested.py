"""What came of the cases kept beside a policy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from xml.etree import ElementTree

from sayso.safe import escaped, excerpt, one_line, visible
from sayso.sharing.cases import Result
from sayso.sharing.policy import Policy
from sayso.show.table import wrapped


def show(policy: Policy, results: Sequence[Result], form: str) -> str:
    """The results: `table`, `json` or `junit`."""
    if form == "json":
        return escaped(json.dumps([_plain(r) for r in results], ensure_ascii=False, indent=2)) + "\n"
    if form == "junit":
        return _junit(policy, results)
    failed = [r for r in results if not r.passed]
    lines = [f"{'passed' if r.passed else 'FAILED'}  {excerpt(r.case.name, 70)}{_why(r)}" for r in results]
    count = f"{len(results)} cases" if len(results) != 1 else "1 case"
    return "\n".join([*lines, "", f"{count}, {len(failed)} failed."]) + "\n"


def _why(result: Result) -> str:
    return (
        "" if result.passed else "\n" + wrapped(reason(result), "        ") + f"\n        {one_line(result.case.place)}"
    )


def reason(result: Result) -> str:
    """What came in place of what was expected, and the line that decided."""
    came = f"expected {result.case.expect}, but came {result.came}"
    if result.decision is None or result.said is None:
        return f"{came}."
    cell = f"{result.said} is said of {result.purpose} on {result.data}"
    line = result.decision.line
    if line is None:
        return f"{came}: {cell}, and no line speaks of it."
    return f"{came}: {cell}, and {one_line(line.place)} accepts {line.least}."


def _plain(result: Result) -> dict[str, object]:
    line = result.decision.line if result.decision else None
    return {
        "name": result.case.name,
        "passed": result.passed,
        "expected": result.case.expect,
        "came": result.came,
        "data": result.data,
        "purpose": result.purpose,
        "said": str(result.said) if result.said else None,
        "line": line.place if line else "",
        "case": result.case.place,
    }


def _junit(policy: Policy, results: Sequence[Result]) -> str:
    failures = sum(not r.passed for r in results)
    counts = {"name": visible(policy.name), "tests": str(len(results)), "failures": str(failures)}
    suite = ElementTree.Element("testsuite", counts)
    for r in results:
        case = ElementTree.SubElement(suite, "testcase", {"name": one_line(r.case.name), "classname": "policy"})
        if not r.passed:
            told = ElementTree.SubElement(case, "failure", {"message": reason(r)})
            told.text = one_line(r.case.place)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"
