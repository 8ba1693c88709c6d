"""The grid."""

from __future__ import annotations

from sayso.grid import Cell, Grid
from sayso.say import Say


def test_a_cell_that_nobody_filled_is_unstated() -> None:
    grid = Grid([Cell("content", "train-ai", Say.NEVER)])
    assert grid["content", "train-ai"].say is Say.NEVER
    assert grid["usage", "share"].say is Say.UNSTATED


def test_grids_with_the_same_cells_are_equal_in_any_order() -> None:
    cells = [Cell("content", "train-ai", Say.NEVER), Cell("usage", "share", Say.NO_SAY)]
    assert Grid(cells) == Grid(reversed(cells))
    assert len({Grid(cells), Grid(reversed(cells))}) == 1
    assert Grid(cells) != Grid(cells[:1])
