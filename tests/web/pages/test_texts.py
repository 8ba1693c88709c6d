"""Every language says the same things."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest

import sayso.web.pages
from sayso.consent.fact import How, Kind, Relation, Says
from sayso.consent.outcome import Why
from sayso.consent.store.opened import Maker
from sayso.say import Say
from sayso.vocabulary import data, purposes
from sayso.web.links import LINK_LASTS, SESSION_LASTS
from sayso.web.pages import times
from sayso.web.pages.texts import choose, languages, own

ALL = languages()
EN = ALL["en"]
START = datetime(2026, 6, 1, 9, tzinfo=UTC)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", ALL)
def test_every_language_has_the_same_keys_with_the_same_gaps(code: str) -> None:
    assert ALL[code].keys() == EN.keys()
    for key in EN.keys():  # noqa: SIM118  (these are texts, not a dictionary)
        assert fields(ALL[code]._texts[key]) == fields(EN._texts[key]), key


@pytest.mark.parametrize("code", ALL)
def test_whatever_may_have_happened_has_a_text(code: str) -> None:
    wanted = {f"how.{h.name.lower()}" for h in How} | {f"why.{w.name.lower()}" for w in Why}
    wanted |= {f"relation.{r}" for r in Relation} | {f"people.{k}" for k in Kind if k is not Kind.PERSON}
    wanted |= {f"links.{m}" for m in Maker} | {f"status.{s}" for s in Says}
    assert wanted <= ALL[code].keys()


@pytest.mark.parametrize("code", ALL)
def test_every_word_of_the_vocabulary_has_a_text(code: str) -> None:
    wanted = {f"data.{d}" for d in data()} | {f"purpose.{p}" for p in purposes()} | {f"say.{s}" for s in Say}
    assert wanted <= ALL[code].keys()


def test_every_text_that_a_template_asks_for_is_there() -> None:
    folder = Path(sayso.web.pages.__file__).parent / "templates"
    written = "\n".join(file.read_text("utf-8") for file in folder.glob("*.html"))
    asked = set(re.findall(r'\bt(?:\.plain)?\("([a-z_.]+)"[,)]', written))
    assert asked
    assert {key for key in asked if not key.endswith(".")} <= EN.keys()


def test_no_text_is_left_over() -> None:
    root = Path(sayso.web.pages.__file__).parent
    code = "\n".join(f.read_text() for f in [*root.glob("*.py"), *root.glob("templates/*.html")])
    made = {"data", "purpose", "say", "relation", "status", "how", "why", "feature", "duration", "month", "error"}
    made |= {"links", "later", "wrong", "nav", "admin", "people", "host", "foreseen", "known"}
    made |= {"declare", "publish", "ground", "unit", "basis"}
    kept = {key for key in EN.keys() if key.partition(".")[0] not in made}  # noqa: SIM118
    # `guest.name_hint` belongs to the field `guest.name`, `guest.relation_peer` to its choices.
    used = set(re.findall(r'"([^"\s]+)"', code))
    assert {key for key in kept if not {key, key.partition("_")[0]} & used} == set()


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [
        (None, "", "en"),
        (None, "de-AT,de;q=0.9,en;q=0.5", "de"),
        (None, "fr, en;q=0.3, de;q=0.8", "de"),
        (None, "de;q=0", "en"),
        (None, "xx;q=nonsense", "en"),
        ("de", "en", "de"),
        ("xx", "de", "de"),
    ],
)
def test_the_language_is_the_one_that_was_asked_for_or_the_best_that_is_accepted(
    asked: str | None, accepted: str, chosen: str
) -> None:
    assert choose(asked, accepted).language == chosen


def test_somebody_elses_text_is_escaped_and_isolated() -> None:
    assert own("<b>") == "<bdi>&lt;b&gt;</bdi>"
    assert "\u202e" not in own("\u202e")


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("P30D", "30 days"),
        ("P1Y", "1 year"),
        ("P1M", "1 month"),
        ("PT1H30M", "1 hour, 30 minutes"),
        ("P", "<bdi>P</bdi>"),
    ],
)
def test_a_duration_is_said_in_words(iso: str, said: str) -> None:
    assert times.duration(iso, EN) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 seconds"), (1, "10 seconds"), (89.5, "90 seconds"), (121, "3 minutes"), (-5, "0 seconds")],
)
def test_the_time_left_is_rounded_up(seconds: float, said: str) -> None:
    assert times.remaining(START + timedelta(seconds=seconds), START, EN) == said


def test_a_moment_is_in_coordinated_universal_time_for_who_has_no_script() -> None:
    said = '<time datetime="2026-06-01T09:00:00+00:00">1 June 2026, 09:00 UTC</time>'
    assert times.moment(START, EN) == said
    assert "1. Juni 2026" in times.moment(START, ALL["de"])


def test_a_date_that_is_none_stays_as_it_is_written() -> None:
    assert times.day("2026-05-02", EN) == '<time datetime="2026-05-02">2 May 2026</time>'
    assert times.day("soon", EN) == "<bdi>soon</bdi>"


@pytest.mark.parametrize("code", ALL)
def test_how_long_a_browser_knows_somebody_is_said_as_it_is(code: str) -> None:
    for key in ("back.why", "lost.own", "open.once"):
        assert f" {SESSION_LASTS.days} " in ALL[code].plain(key)
    assert f" {LINK_LASTS.days} " in ALL[code].plain("error.dead_link")
