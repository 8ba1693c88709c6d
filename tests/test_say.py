"""The levels of say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.say import Say, least

says = st.sampled_from(list(Say))


def test_the_levels_are_ordered_from_never_to_no_say() -> None:
    ranked = sorted((s for s in Say if s.rank is not None), key=lambda s: -(s.rank or 0))
    assert [str(s) for s in ranked] == ["never", "opt-in", "opt-out", "leave", "no-say"]


def test_every_level_says_what_saying_no_costs_and_what_it_means() -> None:
    assert all(s.cost and s.meaning for s in Say)
    assert len({s.meaning for s in Say}) == len(Say)


@given(st.lists(says))
def test_unstated_never_decides_and_the_least_say_wins(many: list[Say]) -> None:
    stated = [s for s in many if s is not Say.UNSTATED]
    found = least(many)
    if not stated:
        assert found is Say.UNSTATED
    else:
        assert found in stated
        assert all((found.rank or 0) <= (s.rank or 0) for s in stated)


@given(st.lists(says), st.randoms())
def test_order_and_duplicates_do_not_matter(many: list[Say], chance: object) -> None:
    shuffled = many + many
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert least(shuffled) is least(many)
