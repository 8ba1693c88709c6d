"""What happened to one company's terms in 2023, as reading and comparing tell it.

The terms themselves are not part of the project: they are looked for beside it, or where SAYSO_GOLD says.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import sayso
from sayso.grid import CellException
from sayso.say import Say
from sayso.terms.change import CellChange, Change
from sayso.terms.reading import Reading

GOLD = Path(os.environ.get("SAYSO_GOLD") or Path(__file__).parents[3] / "shared" / "gold")
VERSIONS = ("2023-02", "2023-04", "2023-08-07", "2023-08-11")

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not GOLD.is_dir(), reason="the labelled documents are not beside the project (SAYSO_GOLD)"),
]


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {v: sayso.read(GOLD / "docs" / f"zoom-tos-{v}.md") for v in VERSIONS}


def excepted(reading: Reading) -> dict[str, CellException]:
    return {e.data: e for e in reading.answer.exceptions}


def told(change: Change, data: str, purpose: str = "train-ai") -> CellChange:
    """The change of that cell: there must be one, and both versions must hold its quotes."""
    (found,) = (c for c in change.cells if (c.data, c.purpose) == (data, purpose))
    for document, side in ((change.old, found.before), (change.new, found.after)):
        assert bool(side.evidence) is (side.say is not Say.UNSTATED)
        assert all(q.text == document.text[q.start : q.end] for q in side.evidence)
    return found


def steps(change: CellChange) -> tuple[Say, Say]:
    return change.before.say, change.after.say


def test_before_april_nothing_is_said_of_training(readings: dict[str, Reading]) -> None:
    grid = readings["2023-02"].grid
    assert {grid[row, "train-ai"].say for row in ("content", "usage", "profile")} == {Say.UNSTATED}


def test_in_april_there_is_no_say_over_content_and_service_data(readings: dict[str, Reading]) -> None:
    grid = readings["2023-04"].grid
    assert grid["content", "train-ai"].say is Say.NO_SAY
    assert grid["usage", "train-ai"].say is Say.NO_SAY
    assert excepted(readings["2023-04"]) == {}


def test_on_7_august_audio_video_and_chat_are_asked_for_and_the_rest_is_not(readings: dict[str, Reading]) -> None:
    reading = readings["2023-08-07"]
    assert reading.answer.say is Say.NO_SAY
    asked = {name for name, e in excepted(reading).items() if e.say is Say.OPT_IN}
    assert asked == {"content.audio", "content.video", "content.chat"}
    assert all("without your consent" in excepted(reading)[name].evidence[0].text for name in asked)


def test_on_7_august_participants_can_only_leave(readings: dict[str, Reading]) -> None:
    assert excepted(readings["2023-08-07"])["other:participants"].say is Say.LEAVE


def test_on_11_august_content_never_trains(readings: dict[str, Reading]) -> None:
    reading = readings["2023-08-11"]
    assert reading.answer.say is Say.NEVER
    assert "does not use any of your audio, video, chat" in reading.answer.evidence[0].text
    assert not [e for e in reading.answer.exceptions if e.say is not Say.NEVER]


def test_april_is_told_as_training_stated_for_the_first_time_without_say(readings: dict[str, Reading]) -> None:
    change = sayso.compare(readings["2023-02"], readings["2023-04"])
    assert steps(told(change, "content")) == steps(told(change, "usage")) == (Say.UNSTATED, Say.NO_SAY)
    assert "machine learning" in told(change, "content").after.evidence[0].text
    assert "Service Generated Data" in told(change, "usage").after.evidence[0].text


def test_7_august_is_told_as_consent_for_three_kinds_that_others_give(readings: dict[str, Reading]) -> None:
    change = sayso.compare(readings["2023-04"], readings["2023-08-07"])
    for kind in ("content.audio", "content.video", "content.chat"):
        step = told(change, kind)
        assert steps(step) == (Say.NO_SAY, Say.OPT_IN)
        assert "machine learning" in step.before.evidence[0].text
        assert "without your consent" in step.after.evidence[0].text
    assert steps(told(change, "other:participants")) == (Say.NO_SAY, Say.LEAVE)
    assert {c.purpose for c in change.cells} == {"train-ai"}
    assert "content" not in {c.data for c in change.cells}


def test_11_august_is_told_as_never_for_content_with_both_quotes(readings: dict[str, Reading]) -> None:
    change = sayso.compare(readings["2023-08-07"], readings["2023-08-11"])
    whole = told(change, "content")
    assert steps(whole) == (Say.NO_SAY, Say.NEVER)
    assert "machine learning" in whole.before.evidence[0].text
    assert "does not use any of your audio, video, chat" in whole.after.evidence[0].text
    assert steps(told(change, "content.audio")) == (Say.OPT_IN, Say.NEVER)
    assert steps(told(change, "usage")) == (Say.NO_SAY, Say.UNSTATED)
