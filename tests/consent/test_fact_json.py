"""Facts survive being written and read, and the same fact is always the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.consent.fact import Answered, Asked, Fact, How, Joined, Kind, Left, Relation, Says, TurnedOff, TurnedOn
from sayso.consent.fact_json import dumps, loads
from sayso.consent.feature import Feature, Mode, Use

moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]))
texts = st.text(max_size=8)
uses = st.lists(
    st.builds(Use, st.sampled_from(["content", "usage.device"]), st.sampled_from(["provide", "improve"])),
    min_size=1,
    max_size=3,
    unique_by=lambda use: use.name,
)
features = st.builds(Feature, texts, st.integers(1, 9), uses.map(tuple), st.sampled_from(Mode), st.integers(1, 9))
facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(Joined, moments, texts, st.sampled_from(Kind), st.sampled_from(Relation)),
    st.builds(Left, moments, texts),
    st.builds(TurnedOn, moments, features),
    st.builds(TurnedOff, moments, texts),
    st.builds(Asked, moments, texts, texts, st.integers(1, 9), texts, texts, moments),
    st.builds(
        Answered,
        moments,
        texts,
        texts,
        st.integers(1, 9),
        texts,
        st.sampled_from(Says),
        st.sampled_from(How),
        texts,
        st.booleans(),
        texts,
    ),
)


@given(facts)
def test_a_fact_that_was_written_is_read_as_it_was(fact: Fact) -> None:
    assert loads(dumps(fact)) == fact


@given(facts)
def test_the_same_fact_is_the_same_bytes(fact: Fact) -> None:
    assert dumps(loads(dumps(fact))) == dumps(fact)
    assert "\n" not in dumps(fact)


def test_a_feature_that_has_no_fewest_people_is_written_and_read_as_before_there_were_any() -> None:
    feature = Feature("summary", 1, (Use("content.audio", "provide"),))
    on = TurnedOn(datetime(2026, 6, 1, tzinfo=UTC), feature)
    assert "fewest" not in dumps(on)
    assert loads(dumps(on)) == on
    few = TurnedOn(on.at, replace(feature, fewest=5))
    assert '"fewest":5' in dumps(few)
    assert loads(dumps(few)) == few


def test_an_answer_from_before_its_language_was_kept_is_read() -> None:
    answered = Answered(datetime(2026, 6, 1, tzinfo=UTC), "ada", "summary", 1, "content.audio provide", Says.GIVEN)
    assert loads(dumps(answered).replace(',"language":""', "")) == answered
    assert '"language":""' in dumps(answered)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"fact":"joined"}', '{"fact":"gone"}', '{"fact":"left","at":"soon","person":"a"}'],
)
def test_what_is_no_fact_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(text)
