"""What a change of terms does to policies: the same of policies one by one and of a packed file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sayso.grid import Cell, CellException, Grid, Quote
from sayso.say import Say
from sayso.sharing.impact import Count, Impact, Policies, PolicyList, Touched, impact, moves
from sayso.sharing.load import from_text
from sayso.sharing.packed_file import PackedFile, write
from sayso.sharing.service import Service
from sayso.terms.document import Document
from sayso.terms.reading import Reading

DAY = date(2026, 6, 1)
QUOTE = (Quote("so it is", 0, 8),)

CAREFUL = 'version = 1\n[accept]\n"*" = "opt-in"\n'
EASY = 'version = 1\n[accept]\n"*" = "no-say"\n'
EXCEPTED = CAREFUL + '[[exceptions]]\nservice = "Lantern"\naccept = "no-say"\nreason = "a trial"\nuntil = 2026-06-01\n'
OWN = 'version = 1\n[categories]\n"usage.x" = "mine"\n[accept]\n"*" = "no-say"\n"usage.x" = "never"\n'

Make = Callable[..., Policies]


@pytest.fixture(params=["list", "file"])
def policies(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes policies by name, held in each of the two ways."""

    def make(on: date = DAY, **texts: str) -> Policies:
        each = [(name, from_text(text, name)) for name, text in texts.items()]
        if request.param == "list":
            return PolicyList(each, "Lantern", on)
        write(tmp_path / "people.parquet", each, "Lantern", on)
        return PackedFile(tmp_path / "people.parquet")

    return make


def says(**uses: Say) -> Service:
    """A service that says so much about usage, by purpose."""
    cells = [Cell("usage", purpose.replace("_", "-"), say, QUOTE) for purpose, say in uses.items()]
    return service(*cells)


def service(*cells: Cell, role: str = "person") -> Service:
    return Service("Lantern", (Reading(Document("lantern.md", ""), Grid(cells), (), (), ()),), role)


def of(found: Impact, cell: str) -> Count:
    return next(count for move, count in found.moves if move.cell == cell)


def who(found: Impact, among: Policies) -> dict[str, Touched]:
    return {one.policy: one for one in among.touched([move for move, _ in found.moves])}


def test_who_accepts_less_than_is_said_now_is_newly_in_conflict(policies: Make) -> None:
    among = policies(careful=CAREFUL, easy=EASY)
    found = impact(says(share=Say.OPT_IN), says(share=Say.NO_SAY), among)
    assert (found.service, found.on, found.policies) == ("Lantern", DAY, 2)
    assert found.total == of(found, "usage share") == of(found, "usage.device share") == Count(conflict=1)
    assert [move.cell for move in who(found, among)["careful"].conflict] == [move.cell for move, _ in found.moves]


def test_who_was_in_conflict_and_is_no_longer_is_freed(policies: Make) -> None:
    found = impact(says(share=Say.NO_SAY), says(share=Say.OPT_IN), policies(careful=CAREFUL, easy=EASY))
    assert found.total == of(found, "usage share") == Count(freed=1)


def test_silence_where_something_was_said_has_to_be_asked_about(policies: Make) -> None:
    found = impact(says(share=Say.NO_SAY), says(), policies(careful=CAREFUL, easy=EASY))
    assert found.total == Count(ask=2, freed=1)


def test_a_policy_can_gain_one_conflict_and_lose_another(policies: Make) -> None:
    among = policies(careful=CAREFUL)
    old, new = says(share=Say.NO_SAY, improve=Say.NEVER), says(share=Say.NEVER, improve=Say.LEAVE)
    found = impact(old, new, among)
    assert found.total == Count(conflict=1, freed=1)
    assert "usage improve" in [move.cell for move in who(found, among)["careful"].conflict]
    assert "usage share" in [move.cell for move in who(found, among)["careful"].freed]


def test_who_was_in_conflict_before_is_not_newly_so(policies: Make) -> None:
    found = impact(says(share=Say.OPT_OUT), says(share=Say.NO_SAY), policies(careful=CAREFUL))
    assert found.moves
    assert found.total == Count()


def test_an_exception_holds_to_the_end_of_its_day(policies: Make) -> None:
    old, new = says(share=Say.NEVER), says(share=Say.NO_SAY)
    assert impact(old, new, policies(ada=EXCEPTED)).total == Count()
    assert impact(old, new, policies(ada=EXCEPTED, on=date(2026, 6, 2))).total == Count(conflict=1)


def test_a_kind_of_data_of_ones_own_concerns_those_who_know_it(policies: Make) -> None:
    among = policies(easy=EASY, own=OWN)
    found = impact(says(share=Say.NEVER), says(share=Say.OPT_OUT), among)
    assert of(found, "usage.x share") == found.total == Count(conflict=1)
    assert of(found, "usage share") == Count()
    assert list(who(found, among)) == ["own"]


def test_the_same_terms_concern_nobody(policies: Make) -> None:
    among = policies(careful=CAREFUL)
    found = impact(says(share=Say.NO_SAY), says(share=Say.NO_SAY), among)
    assert (found.moves, found.total) == ((), Count())
    assert who(found, among) == {}


def test_nobody_at_all_is_counted_too(policies: Make) -> None:
    found = impact(says(share=Say.NEVER), says(share=Say.NO_SAY), policies())
    assert (found.policies, found.total) == (0, Count())


def test_a_kind_that_is_excepted_moves_by_itself() -> None:
    old = service(Cell("content", "train-ai", Say.NO_SAY, QUOTE))
    excepted = CellException("content.audio", Say.OPT_IN, QUOTE)
    new = service(Cell("content", "train-ai", Say.NO_SAY, QUOTE, (excepted,)))
    assert [move.cell for move in moves(old, new)] == ["content.audio train-ai"]


def test_it_counts_as_whom_the_documents_are_read() -> None:
    theirs = CellException("other:participants", Say.LEAVE, QUOTE)
    plain, excepted = (Cell("usage", "share", Say.OPT_IN, QUOTE, x) for x in ((), (theirs,)))
    assert moves(service(plain), service(excepted)) == []
    found = moves(service(plain, role="participant"), service(excepted, role="participant"))
    assert {move.now for move in found} == {Say.LEAVE}
