"""Every signal, its traps, and what all of them come to."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.preferences.preference import Answer, Preference, strictest
from sayso.preferences.source import heard, preference, source

REFUSED, UNKNOWN, ALLOWED, SILENT = Answer.REFUSED, Answer.UNKNOWN, Answer.ALLOWED, Answer.SILENT
URL = "https://harbour.example/boats/a.html?x=1"


def answer(record: dict[str, Any], **asked: str) -> Answer:
    return preference(source({"url": URL, **record}), **asked).answer


def training(label: str, entries: Any, **more: Any) -> dict[str, Any]:
    return {"assertions": [{"label": label, "data": {"entries": entries}, **more}]}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, SILENT),
        # AIPREF, header
        ({"headers": {"Content-Usage": "train-ai=n"}}, REFUSED),
        ({"headers": {"content-usage": "train-ai=y, search=n"}}, ALLOWED),
        ({"headers": {"Content-Usage": "search=n"}}, SILENT),
        ({"headers": {"Content-Usage": ["search=y", "train-ai=n"]}}, REFUSED),
        ({"headers": {"Content-Usage": "train-ai=N"}}, UNKNOWN),
        ({"headers": {"Content-Usage": "train-ai=no;"}}, UNKNOWN),
        ({"headers": {"Content-Usage": "train-ai"}}, UNKNOWN),
        ({"headers": {"Content-Usage": "Train-AI=n"}}, UNKNOWN),
        ({"headers": {"Content-Usage": ""}}, SILENT),
        # X-Robots-Tag
        ({"headers": {"X-Robots-Tag": "noindex"}}, SILENT),
        ({"headers": {"X-Robots-Tag": "noai"}}, REFUSED),
        ({"headers": {"X-Robots-Tag": "noindex, NoML"}}, REFUSED),
        ({"headers": {"X-Robots-Tag": "otherbot: noai"}}, SILENT),
        ({"headers": {"X-Robots-Tag": "otherbot: noindex, noai"}}, SILENT),
        ({"headers": {"X-Robots-Tag": "max-snippet: 3, noai"}}, REFUSED),
        ({"headers": {"X-Robots-Tag": "noimageai"}}, UNKNOWN),
        ({"headers": {"X-Robots-Tag": "noimageai", "Content-Type": "image/png"}}, REFUSED),
        ({"headers": {"X-Robots-Tag": "noimageai", "Content-Type": "text/html; charset=utf-8"}}, SILENT),
        # TDMRep
        ({"headers": {"tdm-reservation": "1"}}, REFUSED),
        ({"headers": {"TDM-Reservation": "0"}}, ALLOWED),
        ({"headers": {"tdm-reservation": "yes"}}, UNKNOWN),
        ({"headers": {"tdm-reservation": ["0", "1"]}}, REFUSED),
        ({"tdmrep": '[{"location": "/boats/", "tdm-reservation": 1}]'}, REFUSED),
        ({"tdmrep": '[{"location": "/cars/", "tdm-reservation": 1}]'}, SILENT),
        ({"tdmrep": '[{"location": "/boats", "tdm-reservation": 0}, {"location": "", "tdm-reservation": 1}]'}, ALLOWED),
        ({"tdmrep": '[{"location": "/", "tdm-reservation": true}]'}, UNKNOWN),
        ({"tdmrep": '[{"tdm-reservation": 1}]'}, UNKNOWN),
        ({"tdmrep": "<html>not found</html>"}, UNKNOWN),
        ({"page": '<head><meta name="tdm-reservation" content="1"></head>'}, REFUSED),
        ({"page": '<body><meta name="tdm-reservation" content="0"></body>'}, SILENT),
        ({"page": '<head></head><body><p>x<meta name="TDM-reservation" content="1"></body>'}, REFUSED),
        # pages
        ({"page": '<meta name="robots" content="noai, noimageai">'}, REFUSED),
        ({"page": '<meta name="robots" content="index">'}, SILENT),
        ({"page": '<meta name="otherbot" content="noai">'}, SILENT),
        # robots.txt
        ({"robots": "User-Agent: *\nContent-Usage: train-ai=n\n"}, REFUSED),
        ({"robots": "User-Agent: *\nContent-Usage: /cars train-ai=n\n"}, SILENT),
        ({"robots": "User-Agent: *\nContent-Usage: /boats train-ai=y\nContent-Usage: / train-ai=n\n"}, ALLOWED),
        ({"robots": "User-Agent: *\nContent-Usage: train-ai=perhaps\n"}, UNKNOWN),
        ({"robots": "\ufeffUser-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n"}, REFUSED),
        ({"robots": "User-agent: *\nContent-signal: search=yes,ai-train=yes\n"}, ALLOWED),
        ({"robots": "User-agent: *\nContent-Signal: search=yes\n"}, SILENT),
        ({"robots": "User-agent: *\nContent-Signal: ai-train=maybe\n"}, UNKNOWN),
        ({"robots": "User-agent: *\nContent-Signal: no training\n"}, UNKNOWN),
        ({"robots": "User-agent: *\nDisallow: /boats\n"}, REFUSED),
        ({"robots": "User-agent: *\nDisallow: /boats\nAllow: /boats/a\n"}, SILENT),
        ({"robots": "User-agent: otherbot\nContent-Signal: ai-train=no\n"}, SILENT),
        # ai.txt
        ({"ai_txt": "User-Agent: *\nDisallow: *.html\n"}, REFUSED),
        ({"ai_txt": "User-Agent: *\nDisallow: *.jpg\nAllow: *.html\n"}, ALLOWED),
        ({"ai_txt": "User-Agent: *\nDisallow: /\nAllow: *.html\n"}, REFUSED),
        ({"ai_txt": "User-Agent: *\nDisallow:\n"}, SILENT),
        ({"ai_txt": "# About us\n\nWe sell boats.\n"}, UNKNOWN),
        # C2PA and CAWG
        (training("c2pa.training-mining", {"c2pa.ai_generative_training": {"use": "notAllowed"}}), REFUSED),
        (training("cawg.training-mining", {"cawg.ai_training": {"use": "notAllowed"}}), REFUSED),
        (training("cawg.training-mining.v2__1", {"cawg.data_mining": {"use": "constrained"}}), UNKNOWN),
        (training("cawg.training-mining", {"cawg.ai_training": {"use": "allowed"}}), UNKNOWN),
        (training("cawg.training-mining", {"cawg.ai_training": {"use": "allowed"}}, valid=True), ALLOWED),
        (training("cawg.training-mining", {"cawg.ai_inference": {"use": "notAllowed"}}), SILENT),
        (training("cawg.training-mining", ["notAllowed"]), UNKNOWN),
        (training("c2pa.actions", {"c2pa.ai_training": {"use": "notAllowed"}}), SILENT),
        ({"assertions": [7]}, UNKNOWN),
    ],
)  # fmt: skip
def test_each_signal_says(record: dict[str, Any], expected: Answer) -> None:
    assert answer(record) is expected


def test_a_crawler_hears_what_is_addressed_to_it() -> None:
    assert answer({"headers": {"X-Robots-Tag": "somebot: noai"}}, agent="SomeBot") is REFUSED
    assert answer({"page": '<meta name="somebot" content="noai">'}, agent="somebot") is REFUSED
    assert answer({"robots": "User-agent: somebot\nContent-Signal: ai-train=no\n"}, agent="somebot") is REFUSED


def test_other_purposes_are_not_refused_by_signals_about_training() -> None:
    every = {
        "headers": {"Content-Usage": "train-ai=n", "X-Robots-Tag": "noai"},
        "ai_txt": "User-Agent: *\nDisallow: /\n",
        "robots": "User-agent: *\nContent-Signal: ai-train=no\n",
    }
    assert answer(every, purpose="improve") is SILENT
    assert answer({"headers": {"tdm-reservation": "1"}}, purpose="research") is REFUSED


PREFERENCES = st.builds(Preference, st.sampled_from(Answer), st.sampled_from("ab"), st.sampled_from("xy"))


@given(st.lists(PREFERENCES, max_size=5))
def test_order_and_duplicates_do_not_matter(signals: list[Preference]) -> None:
    assert {strictest(several) for several in itertools.permutations(signals)} == {strictest(signals * 2)}


@given(st.lists(PREFERENCES, max_size=5), PREFERENCES)
def test_one_more_signal_never_turns_a_refusal_or_the_unknown_into_permission(
    signals: list[Preference], more: Preference
) -> None:
    if strictest(signals).answer in (REFUSED, UNKNOWN):
        assert strictest([*signals, more]).answer in (REFUSED, UNKNOWN)


TEXT = st.text(max_size=60)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "headers": st.lists(
                st.tuples(st.sampled_from(["Content-Usage", "X-Robots-Tag", "tdm-reservation", "Content-Type"]), TEXT)
            ),
            "robots": TEXT, "ai_txt": TEXT, "tdmrep": TEXT, "page": TEXT,
            "assertions": st.lists(st.recursive(st.none() | TEXT, lambda x: st.lists(x) | st.dictionaries(TEXT, x))),
        },
    )
)  # fmt: skip
def test_nothing_that_was_recorded_breaks_reading_it(record: dict[str, Any]) -> None:
    record = json.loads(json.dumps(record))
    signals = heard(source(record))
    assert preference(source(record)) == strictest(signals)


@pytest.mark.parametrize(
    "record",
    [[], 7, {"headers": 7}, {"headers": [["a"]]}, {"headers": {"a": 1}}, {"robots": None}, {"assertions": {}},
     {"robot": ""}, {"url": "http://[x"}],
)  # fmt: skip
def test_a_record_of_another_shape_is_an_error(record: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        source(record)
