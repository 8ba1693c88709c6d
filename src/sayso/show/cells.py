"""Which cells of a grid are shown, in which order."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.grid import Cell, CellException, Grid
from sayso.say import Say
from sayso.vocabulary import READ_PURPOSES, ROWS, data, row_of


def shown_cells(grid: Grid) -> Iterator[Cell]:
    """Every row by every purpose, stated or not; after each row, the cells of its kinds that differ."""
    for row in ROWS:
        yield from (grid[row, purpose] for purpose in READ_PURPOSES)
        for kind in kinds_that_differ(grid, row):
            yield from (cell for purpose in READ_PURPOSES if (cell := differing(grid, kind, purpose)))


def kinds_that_differ(grid: Grid, row: str) -> list[str]:
    """The kinds of a row that have a cell of their own which says something else than the row's."""
    kinds = [name for name in data() if name != row and row_of(name) == row]
    return [k for k in kinds if any(differing(grid, k, p) for p in READ_PURPOSES)]


def differing(grid: Grid, kind: str, purpose: str) -> Cell | None:
    """The cell of a kind, where it is stated and differs from the cell of its row."""
    cell, row = grid[kind, purpose], grid[row_of(kind), purpose]
    if cell.say is Say.UNSTATED or (cell.say, cell.deidentified) == (row.say, row.deidentified):
        return None
    return cell


def unshown_exceptions(grid: Grid, cell: Cell) -> tuple[CellException, ...]:
    """The exceptions of a cell that no kind's row in the grid shows already."""
    return tuple(e for e in cell.exceptions if not _has_row(grid, e.data, cell.purpose))


def is_silent(grid: Grid, row: str) -> bool:
    """Whether nothing is stated of a row or of its kinds."""
    return not kinds_that_differ(grid, row) and all(
        grid[row, p].say is Say.UNSTATED and not grid[row, p].exceptions for p in READ_PURPOSES
    )


def _has_row(grid: Grid, name: str, purpose: str) -> bool:
    return name in data() and differing(grid, name, purpose) is not None
