"""Cells and rows of a sheet, looked at one by one."""

from collections.abc import Sequence

from cakupan.layout.numbers import is_blank, looks_like_number
from cakupan.layout.regions import Regions
from cakupan.model import Value


def cell_at(row: Sequence[Value], column: int) -> Value:
    """The cell of a column; None where the row does not reach that far, or there is no such column."""
    return row[column] if 0 <= column < len(row) else None


def has_numbers(row: Sequence[Value], regions: Regions) -> bool:
    """Whether a row holds a number that is not the code of a region."""
    return any(looks_like_number(cell) and not regions.knows(cell) for cell in row)


def counts_columns(row: Sequence[Value]) -> bool:
    """The line (1) (2) (3) that official tables put under their heads."""
    numbers = [str(cell).strip("() .0") or "0" for cell in row if not is_blank(cell)]
    return len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]
