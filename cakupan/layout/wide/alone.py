"""A sheet holds one table: another one below it, or beside it, would be read under heads that are not its own."""

from collections.abc import Sequence

from cakupan.layout.heads import is_sum, read_head
from cakupan.layout.laid_out import LaidOut
from cakupan.layout.numbers import is_blank, looks_like_number
from cakupan.layout.regions import Regions
from cakupan.layout.wide.body import Body
from cakupan.layout.wide.columns import Columns
from cakupan.layout.wide.lines import days_named
from cakupan.message import message
from cakupan.model import Grid, Value


def is_alone(grid: Grid, columns: Columns, body: Body, regions: Regions, out: LaidOut) -> bool:
    """Whether the table of the rows `body` is the only one of its sheet; the place of another one is refused."""
    below, beside = _below(grid, body, regions), _beside(grid, columns, body, regions)
    if below is not None:
        column = next(number for number, cell in enumerate(grid.rows[below]) if not is_blank(cell))
        told = message("another table, or another part of one, begins here; give each a sheet of its own")
        out.refuse(grid.where(below, column), told, "layout")
    if beside is not None:
        told = message("another region is named here than where the row begins; give each table a sheet of its own")
        out.refuse(grid.where(*beside), told, "layout")
    return below is None and beside is None


def _below(grid: Grid, body: Body, regions: Regions) -> int | None:
    """The first row that reads as a head or a title, with rows about regions above and below it."""
    between = (number for number in range(min(body, default=0), max(body, default=0)) if number not in body)
    return next((number for number in between if _is_title(grid.rows[number], regions)), None)


def _is_title(row: Sequence[Value], regions: Regions) -> bool:
    """A row without numbers and regions that holds the head of a column, or names a day."""
    if any(looks_like_number(cell) or regions.named(cell) for cell in row):
        return False
    return bool(days_named(row, regions)) or any(isinstance(cell, str) and _is_head(cell) for cell in row)


def _is_head(text: str) -> bool:
    return not is_sum(text) and read_head(text).part in ("figure", "name")


def _beside(grid: Grid, columns: Columns, body: Body, regions: Regions) -> tuple[int, int] | None:
    """The first cell that names another region than that of its row, none that this one belongs to."""
    for number, code in body.items():
        for column, cell in enumerate(grid.rows[number]):
            if column != columns.names and regions.named(cell) and not regions.may_stand_beside(cell, code):
                return number, column
    return None
