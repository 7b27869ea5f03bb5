"""Where in a sheet the table lies: the first row of its head, and the first that is about a region."""

from collections.abc import Sequence

from cakupan.layout.days import is_serial
from cakupan.layout.heads import is_head
from cakupan.layout.numbers import is_blank, looks_like_number
from cakupan.layout.regions import Regions
from cakupan.layout.wide.cells import cell_at, counts_columns, has_numbers
from cakupan.layout.wide.lines import is_dated
from cakupan.model import Grid, Value

_TALLEST_HEAD = 4  # rows
_DEEPEST_HEAD = 40  # rows a title and a head may take


def first_row(grid: Grid, regions: Regions) -> int | None:
    """The first row that is about a region and has a number; None when there is none."""
    for number, row in enumerate(grid.rows[: _DEEPEST_HEAD + 1]):
        if any(map(regions.knows, row)) and (has_numbers(row, regions) or _is_listed(grid, number, regions)):
            return _before_mistyped(grid, number, regions)
    return None


def _before_mistyped(grid: Grid, number: int, regions: Regions) -> int:
    """The same row, or the first of those right above it whose region is mistyped: they are no heads."""
    names = [column for column, cell in enumerate(grid.rows[number]) if regions.named(cell)]
    while number and _is_mistyped(grid.rows[number - 1], names, regions):
        number -= 1
    return number


def _is_mistyped(row: Sequence[Value], names: Sequence[int], regions: Regions) -> bool:
    """Whether almost a region's name stands in a column of names, beside other cells of which none is a head."""
    near = any(regions.nearly_named(cell_at(row, column)) for column in names)
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    beside = len(texts) > 1 or any(map(looks_like_number, row))
    return near and beside and not any(map(is_head, texts))


def _is_listed(grid: Grid, number: int, regions: Regions) -> bool:
    """Whether the next row is about a region too: an empty form has no numbers yet."""
    below = grid.rows[number + 1 : number + 2]
    return any(regions.named(cell) for row in below for cell in row)


def top_row(grid: Grid, rows: Sequence[Sequence[Value]], first: int) -> int:
    """The first row of the head: `rows`, merged cells filled, right above the table with two cells and more filled."""
    top = first - 1 if first and counts_columns(grid.rows[first - 1]) else first
    while top > 0 and first - top < _TALLEST_HEAD and _is_head(rows[top - 1]):
        top -= 1
    return top


def _is_head(row: Sequence[Value]) -> bool:
    filled = [cell for cell in row if not is_blank(cell)]
    return (
        len(set(map(str, filled))) > 1
        and not is_dated(row)
        and all(isinstance(cell, str) or is_serial(cell) or not looks_like_number(cell) for cell in filled)
    )


def filled_in(grid: Grid) -> list[list[Value]]:
    """The rows, merged cells filled with what their first says."""
    rows = [list(row) for row in grid.rows]
    for top, left, bottom, right in grid.merged:
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            cells = rows[row]
            cells += [None] * (right + 1 - len(cells))
            cells[left : right + 1] = [cell_at(grid.rows[top], left)] * (right + 1 - left)
    return rows
