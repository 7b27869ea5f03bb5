"""The columns of a table, each with what its head means, however many rows that takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from cakupan.layout.days import read_day
from cakupan.layout.heads import Head, measure_in, read_head
from cakupan.layout.numbers import is_blank
from cakupan.layout.refusal import Refusal
from cakupan.layout.regions import Regions
from cakupan.layout.wide.cells import cell_at, counts_columns
from cakupan.model import Grid, Value

_CARRIED = ("figure", "before", "left")  # what a head may say of the columns to its right


@dataclass(frozen=True)
class Column:
    """A column: the text of all rows of its head, "" where it has none, and what that means."""

    number: int
    text: str
    head: Head

    @property
    def measure(self) -> str:
        """What a column of figures counts; "" where its head does not say."""
        return self.head.measure or ""


@dataclass(frozen=True)
class Columns:
    """Where the names of the regions stand, -1 where there are none; all other columns."""

    names: int
    others: tuple[Column, ...]

    def of(self, part: str) -> list[int]:
        """The numbers of the columns that hold a part of a table, like "code"."""
        return [column.number for column in self.others if column.head.part == part]


def read_columns(grid: Grid, rows: Sequence[Sequence[Value]], top: int, first: int, regions: Regions) -> Columns:
    """The columns whose heads stand from the row `top` on, above the row `first`; `rows` have merged cells filled."""
    width = max(map(len, grid.rows))
    texts = [_text(rows, _spanned(grid, top, first), number) for number in range(width)]
    title = " ".join(str(cell) for row in grid.rows[:top] for cell in row if isinstance(cell, str))
    columns = [Column(number, text, _completed(read_head(text), title)) for number, text in enumerate(texts)]
    names = _names(grid, columns, first, regions)
    return Columns(names, tuple(column for column in columns if column.number != names))


def _names(grid: Grid, columns: Sequence[Column], first: int, regions: Regions) -> int:
    """The column of names, found by what it holds where its head does not say."""
    found = {n for row in grid.rows[first:] for n, cell in enumerate(row) if regions.named(cell)}
    known = {column.number for column in columns if column.head.part == "name"} & found
    return min(known or found, default=-1)


def _spanned(grid: Grid, top: int, first: int) -> range:
    """The rows of a head, without the line that only numbers its columns."""
    numbered = first > top and counts_columns(grid.rows[first - 1])
    return range(top, first - 1 if numbered else first)


def _text(rows: Sequence[Sequence[Value]], span: range, column: int) -> str:
    own = [_as_text(cell_at(rows[number], column)) for number in span]
    if read_head(_joined(own)).part not in (*_CARRIED, "unknown"):
        return _joined(own)
    return _joined([text or _carried(rows, span, number, column) for number, text in zip(span, own, strict=True)])


def _carried(rows: Sequence[Sequence[Value]], span: range, number: int, column: int) -> str:
    """A head that spans the blanks to its right without being merged: what it says of figures holds for them."""
    below = any(_as_text(cell_at(rows[other], column)) for other in span if other > number)
    left = (_as_text(cell_at(rows[number], other)) for other in range(column - 1, -1, -1))
    text = next(filter(None, left), "") if below else ""
    return text if read_head(text).part in _CARRIED else ""


def _joined(texts: Sequence[str]) -> str:
    """The rows of a head as one, what a merged cell says in each of them only once."""
    return " ".join(dict.fromkeys(filter(None, texts)))


def _completed(head: Head, title: str) -> Head:
    """A head that names a segment only is about the measure of the title."""
    if head.part in ("figure", "before") and head.measure is None and head.segment:
        return Head(head.part, measure_in(title), head.segment, head.as_of)
    return head


def _as_text(cell: Value) -> str:
    if is_blank(cell):
        return "" if cell is None or not str(cell).strip() else str(cell).strip()
    if isinstance(cell, str):
        return " ".join(cell.split())
    try:
        return str(read_day(cell))
    except Refusal:
        return str(cell)
