"""The sums a sheet states itself: held against its rows, and not taken."""

from collections.abc import Iterable
from decimal import Decimal

from cakupan.catalogue import Catalogue
from cakupan.layout.heads import is_sum
from cakupan.layout.laid_out import LaidOut
from cakupan.layout.numbers import is_blank, read_count, separator
from cakupan.layout.refusal import Refusal
from cakupan.layout.wide.body import Body
from cakupan.layout.wide.cells import cell_at
from cakupan.layout.wide.columns import Column
from cakupan.message import message
from cakupan.model import Grid


def check_sums(grid: Grid, columns: Iterable[Column], body: Body, catalogue: Catalogue, out: LaidOut) -> None:
    """Warn of each sum of a column of counts that is not the sum of the rows above it."""
    counted = [column for column in columns if catalogue.units[catalogue.measures[column.measure].unit] != "rate"]
    for number in range(min(body, default=0), len(grid.rows)):
        if number not in body and any(isinstance(cell, str) and is_sum(cell) for cell in grid.rows[number]):
            for column in counted:
                _check_sum(grid, column, number, body, out)


def _check_sum(grid: Grid, column: Column, number: int, body: Body, out: LaidOut) -> None:
    above = [cell_at(grid.rows[row], column.number) for row in body if row < number]
    said = cell_at(grid.rows[number], column.number)
    values = [value for value in above if not is_blank(value)]
    thousands = separator([*values, said], whole=True)
    try:
        total, whole = sum((read_count(v, thousands) for v in values), Decimal(0)), read_count(said, thousands)
    except Refusal:
        return
    if values and total != whole:
        told = message("the sheet's own sum is {said}, its rows add up to {total}", said=int(whole), total=int(total))
        out.warn(grid.where(number, column.number), told, "sheet-sum", column.measure)
