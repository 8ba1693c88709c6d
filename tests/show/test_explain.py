import pytest

from sayso.errors import UnknownWordError
from sayso.say import Say
from sayso.show.examples import DATA, LEVEL, PURPOSE
from sayso.show.explain import explain
from sayso.vocabulary import data, purposes


@pytest.mark.parametrize("say", Say)
def test_a_level_is_explained_by_its_meaning_its_cost_and_an_example(say: Say) -> None:
    shown = explain(say)
    assert shown.startswith(f"{say}\n")
    assert " ".join(say.meaning.split()) in " ".join(shown.split())
    assert f"saying no costs: {say.cost}" in shown
    assert "for example: " in shown


@pytest.mark.parametrize("name", [*data(), *purposes()])
def test_a_word_is_explained_by_what_it_covers_an_example_and_its_iri(name: str) -> None:
    word = {**data(), **purposes()}[name]
    shown = explain(name)
    assert word.about[1:] in " ".join(shown.split())
    assert "for example: " in shown
    assert f"DPV: {word.dpv}" in shown


def test_a_row_names_its_kinds() -> None:
    assert "kinds: biometric, health" in explain("sensitive")


def test_a_kind_can_be_named_without_its_row_and_in_capitals() -> None:
    assert explain("Audio") == explain("content.audio")


def test_without_a_word_every_word_is_explained_once() -> None:
    lines = explain().splitlines()
    for name in [*Say, *data(), *purposes()]:
        assert lines.count(name) == 1


def test_every_word_has_an_example_and_no_example_is_left_over() -> None:
    assert (list(LEVEL), list(DATA), list(PURPOSE)) == (list(Say), list(data()), list(purposes()))


def test_a_word_that_is_not_known_is_answered_with_those_most_like_it() -> None:
    with pytest.raises(UnknownWordError, match=r"`optout` is not a word of the say grid; the words are: .*opt-out"):
        explain("optout")
    with pytest.raises(UnknownWordError, match="those that `sayso explain` lists"):
        explain("zzz")


def test_no_line_is_wider_than_eighty_columns() -> None:
    assert max(map(len, explain().splitlines())) <= 80
