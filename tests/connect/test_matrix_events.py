"""What Matrix events say, and a transcript that forgets."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.connect.matrix import event
from sayso.connect.matrix.asking import answer
from sayso.connect.matrix.settings import from_environment
from sayso.connect.matrix.transcript import Transcripts
from sayso.consent.fact import Says
from sayso.consent.feature import Feature, Use
from sayso.consent.removals import Removal, Span
from sayso.errors import ConnectError


def said(body: object, **more: object) -> dict[str, Any]:
    content = {"msgtype": "m.text", "body": body, **more}
    return {"type": "m.room.message", "event_id": "$1", "sender": "@ada:x", "origin_server_ts": 5, "content": content}


def test_the_words_of_others_that_a_reply_repeats_are_cut_off() -> None:
    found = event.message(said("> <@cem:x> a secret\n> more of it\n\nI agree"))
    assert found is not None
    assert found.text == "I agree"


def test_a_new_wording_is_of_the_message_that_it_replaces() -> None:
    relation = {"rel_type": "m.replace", "event_id": "$0"}
    new = {"msgtype": "m.text", "body": "better"}
    found = event.message(said("* better", **{"m.relates_to": relation, "m.new_content": new}))
    assert found == event.Message("$1", "@ada:x", 5, "better", "$0")


json_values = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
)


@given(json_values, json_values, json_values)
def test_whatever_is_sent_is_a_message_or_none(body: object, relation: object, new: object) -> None:
    found = event.message(said(body, **{"m.relates_to": relation, "m.new_content": new}))
    assert found is None or isinstance(found.text, str)


def state(version: str, powers: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"type": "m.room.create", "state_key": "", "sender": "@ada:x", "content": {"room_version": version}},
        {"type": "m.room.power_levels", "state_key": "", "content": powers},
    ]


@pytest.mark.parametrize(
    ("version", "powers", "person", "may"),
    [
        ("11", {"users": {"@ada:x": 100}}, "@ada:x", True),
        ("11", {"users": {"@ada:x": 100}}, "@ben:x", False),
        ("11", {"users": {"@ben:x": 50}}, "@ben:x", True),
        ("11", {"users": {"@ben:x": 49}}, "@ben:x", False),
        ("11", {"users": {}, "state_default": 0}, "@ben:x", False),
        ("12", {"users": {}}, "@ada:x", True),
        ("11", {"users": {}}, "@ada:x", False),
        ("11", {"users": {"@ben:x": "100"}}, "@ben:x", False),
    ],
)
def test_only_who_may_change_a_room_moderates_it(version: str, powers: dict[str, Any], person: str, may: bool) -> None:
    assert event.moderates(state(version, powers), person) is may


def test_a_reaction_is_a_no_to_all_or_a_yes_to_what_is_needed_and_anything_else_is_no_answer() -> None:
    uses = (Use("content.chat", "provide"), Use("content.chat", "train-ai", needed=False))
    feature = Feature("summary", 1, uses)
    assert answer("👍", feature) == {"content.chat provide": Says.GIVEN}
    assert answer("👍🏽", feature) == {"content.chat provide": Says.GIVEN}
    assert answer("👎️", feature) == {"content.chat provide": Says.REFUSED, "content.chat train-ai": Says.REFUSED}
    assert answer("🎉", feature) is None


MOMENT = datetime(2026, 6, 1, 9, tzinfo=UTC)
LINE = {"id": "$1", "person": "p", "name": "Ben", "at": "now", "seq": 7, "features": ["search", "summary"], "text": "x"}


def removal(feature: str, first: int, last: int, everything: bool = True) -> Removal:
    return Removal(
        last, MOMENT, "p", feature, 1, ("content.chat provide",), everything, (Span(MOMENT, MOMENT, first, last),)
    )


def written(transcripts: Transcripts) -> list[dict[str, Any]]:
    return [json.loads(row) for row in transcripts.file("!room").read_text().splitlines()]


def test_what_was_withdrawn_is_not_in_the_file_any_more_and_does_not_come_back(tmp_path: Path) -> None:
    transcripts = Transcripts(tmp_path)
    for more in ({}, {"id": "$2", "seq": 9}, {"id": "$3", "person": "q"}):
        transcripts.take("!room", {**LINE, "features": ["summary"], **more})
    transcripts.remove("!room", removal("summary", 5, 9))
    transcripts.take("!room", LINE)
    found = written(transcripts)
    assert found[0] == {"id": "$1", "text": "[withheld]"}
    assert [line["text"] for line in found[1:]] == ["x", "x"]
    transcripts.withhold("!room", "$2")
    assert transcripts.people("!room") == {"q"}


def test_what_is_not_for_one_feature_any_more_stays_for_another(tmp_path: Path) -> None:
    transcripts = Transcripts(tmp_path)
    transcripts.take("!room", LINE)
    transcripts.remove("!room", removal("summary", 5, 9, everything=False))
    assert written(transcripts) == [LINE]
    transcripts.remove("!room", removal("summary", 5, 9))
    assert written(transcripts) == [{**LINE, "features": ["search"]}]
    transcripts.remove("!room", removal("search", 5, 9))
    assert written(transcripts) == [{"id": "$1", "text": "[withheld]"}]


def test_a_part_of_the_settings_is_refused_with_the_name_of_what_is_missing() -> None:
    assert from_environment({}) is None
    with pytest.raises(ConnectError, match="SAYSO_MATRIX_TOKEN is not set"):
        from_environment({"SAYSO_MATRIX_HOMESERVER": "http://x", "SAYSO_MATRIX_TRANSCRIPTS": "y"})
