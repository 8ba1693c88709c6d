"""What hosts can turn on and what people are shown for it: a notice belongs to one version, and says all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from notices import NOTICE

from sayso.consent.feature import Feature, Use
from sayso.consent.store import Store
from sayso.errors import ConsentError

AUDIO, TRAIN = Use("content.audio", "provide"), Use("content.audio", "train-ai", needed=False)
SUMMARY = Feature("summary", 1, (AUDIO, TRAIN))
NEXT = replace(SUMMARY, version=2)
GERMAN = {AUDIO.name: "Ihre Worte werden mitgeschrieben.", TRAIN.name: "Ihre Worte trainieren Modelle."}


def test_a_notice_belongs_to_the_version_that_it_was_published_for(store: Store) -> None:
    later = replace(NOTICE, version="2026-07", retention="P1Y")
    store.notices.add(SUMMARY, NOTICE)
    assert ("summary", 2) not in store.notices
    store.notices.add(NEXT, later)
    assert dict(store.notices) == {("summary", 1): NOTICE, ("summary", 2): later}
    assert store.notices.newest() == {"summary": later}
    assert store.notices.every() == [("summary", 2, later), ("summary", 1, NOTICE)]
    assert store.notices.by_version() == {"2026-05": NOTICE, "2026-07": later}


def test_people_who_were_asked_with_one_notice_are_not_told_something_else_under_their_answers(store: Store) -> None:
    store.notices.add(SUMMARY, NOTICE)
    for version in ("2026-05", "2026-07"):
        with pytest.raises(ConsentError, match="declare the next version of the feature"):
            store.notices.add(SUMMARY, replace(NOTICE, version=version, retention="P10Y"))
    with pytest.raises(ConsentError, match="exists already, and is never changed"):
        store.notices.add(NEXT, replace(NOTICE, retention="P10Y"))
    assert dict(store.notices) == {("summary", 1): NOTICE}


@pytest.mark.parametrize(
    ("texts", "german", "missing"),
    [
        ({}, {}, "`content.audio provide` in the language `en`"),
        ({TRAIN.name: " "}, {}, "`content.audio train-ai` in the language `en`"),
        ({}, {"de": {AUDIO.name: GERMAN[AUDIO.name]}}, "`content.audio train-ai` in the language `de`"),
        ({}, {"de": {**GERMAN, AUDIO.name: ""}}, "`content.audio provide` in the language `de`"),
    ],
    ids=["none", "an empty one", "none in a translation", "an empty one in a translation"],
)
def test_a_notice_has_a_sentence_for_each_use_in_each_of_its_languages(
    store: Store, texts: dict[str, str], german: dict[str, dict[str, str]], missing: str
) -> None:
    said = {**NOTICE.texts, **texts} if texts or german else {}
    with pytest.raises(ConsentError, match=f"has no sentence for {missing}"):
        store.notices.add(SUMMARY, replace(NOTICE, texts=said, translations=german))
    assert dict(store.notices) == {}
    store.notices.add(SUMMARY, replace(NOTICE, translations={"de": GERMAN}))


def test_a_feature_for_fewer_people_than_one_is_none() -> None:
    with pytest.raises(ValueError, match="give 1 or more"):
        replace(SUMMARY, fewest=0)
