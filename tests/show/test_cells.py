from sayso.grid import Cell, Grid, Quote
from sayso.say import Say
from sayso.show.cells import is_silent, kinds_that_differ, shown_cells, unshown_exceptions
from sayso.terms.reading import Reading
from sayso.vocabulary import READ_PURPOSES, ROWS


def test_every_row_and_purpose_is_shown_even_of_an_empty_grid() -> None:
    shown = list(shown_cells(Grid([])))
    assert [(c.data, c.purpose) for c in shown] == [(r, p) for r in ROWS for p in READ_PURPOSES]
    assert {c.say for c in shown} == {Say.UNSTATED}


def test_a_kind_is_shown_after_its_row_only_where_it_differs(reading: Reading) -> None:
    names = [(c.data, c.purpose) for c in shown_cells(reading.grid)]
    assert names.index(("content.audio", "train-ai")) == len(READ_PURPOSES)
    assert ("content.chat", "improve") not in names
    assert kinds_that_differ(reading.grid, "content") == ["content.audio"]


def test_an_exception_with_a_row_of_its_own_is_not_told_twice(reading: Reading) -> None:
    cell = reading.grid["content", "train-ai"]
    assert [e.data for e in unshown_exceptions(reading.grid, cell)] == ["other:managers"]


def test_a_row_is_silent_where_neither_it_nor_a_kind_of_it_is_stated(reading: Reading) -> None:
    quote = (Quote("x", 0, 1),)
    assert is_silent(reading.grid, "sensitive")
    assert not is_silent(Grid([Cell("sensitive.health", "share", Say.NEVER, quote)]), "sensitive")
    assert not is_silent(Grid([Cell("sensitive", "share", Say.NEVER, quote)]), "sensitive")


def test_what_holds_for_a_kind_is_its_own_cell_else_its_exception_else_its_row(reading: Reading) -> None:
    assert reading.grid.nearest("content.audio", "train-ai").say is Say.OPT_IN
    only_row = Grid([reading.grid["content", "train-ai"]])
    assert only_row.nearest("content.audio", "train-ai").say is Say.OPT_IN
    assert only_row.nearest("content.video", "train-ai").say is Say.NO_SAY
    assert Grid([]).nearest("content.video", "train-ai").say is Say.UNSTATED
