"""The figures of a table: what the cells of its columns say."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from cakupan.catalogue import Catalogue
from cakupan.layout.laid_out import LaidOut, Shown
from cakupan.layout.numbers import is_blank, read_figure, separator
from cakupan.layout.precision import read_precision
from cakupan.layout.refusal import Refusal
from cakupan.layout.scale import SCALED
from cakupan.layout.wide.body import Body
from cakupan.layout.wide.cells import cell_at
from cakupan.layout.wide.columns import Column, Columns
from cakupan.model import Grid, Value
from cakupan.period import AsOf

Precisions = Mapping[int, str]  # of the rows of a body


def read_precisions(grid: Grid, columns: Columns, body: Body, out: LaidOut) -> Precisions:
    """How well the figures of each row are known: exact where no column says; a row with an unknown word has none."""
    column = next(iter(columns.of("precision")), -1)
    known: dict[int, str] = {}
    for row in body:
        try:
            known[row] = read_precision(cell_at(grid.rows[row], column))
        except Refusal as refusal:
            out.refuse(grid.where(row, column), refusal.reason, "cell")
    return known


class Figures:
    """What reads the columns of one table; `dayless` is true once a figure had no day."""

    def __init__(
        self, grid: Grid, body: Body, precisions: Precisions, catalogue: Catalogue, source: str, out: LaidOut
    ) -> None:
        self.grid, self.body, self.precisions = grid, body, precisions
        self.catalogue, self.source, self.out = catalogue, source, out
        self.dayless = False

    def read(self, column: Column, day: AsOf | None) -> None:
        """Every figure of a column, of the day its head names, else of `day`; none where there is no day."""
        values = {row: cell_at(self.grid.rows[row], column.number) for row in self.body}
        values = {row: value for row, value in values.items() if not is_blank(value)}
        as_of = column.head.as_of or day
        if values and as_of is None:
            self.dayless = True
            return
        unit = self.catalogue.measures[column.measure].unit
        segment = column.head.segment or "total"
        for row, value in self._believed(column, values, unit):
            if row in self.precisions:
                figure = (column.measure, segment, format(value, "f"), unit, self.precisions[row], self.source)
                self.out.add(self.grid.where(row, column.number), (str(as_of), self.body[row], *figure))

    def show(self, column: Column, day: AsOf, counted: Sequence[Column]) -> None:
        """Every figure of a column that shows those of before `day`, beside the columns of figures."""
        values = {row: cell_at(self.grid.rows[row], column.number) for row in self.body}
        values = {row: value for row, value in values.items() if not is_blank(value)}
        key = (column.measure, column.head.segment or "total")
        same = [other.number for other in counted if (other.measure, other.head.segment or "total") == key]
        for row, value in self._believed(column, values, self.catalogue.measures[column.measure].unit):
            alone = all(is_blank(cell_at(self.grid.rows[row], number)) for number in same)
            self.out.shown.append(Shown(self.grid.where(row, column.number), day, self.body[row], *key, value, alone))

    def _believed(self, column: Column, values: Mapping[int, Value], unit: str) -> Iterator[tuple[int, Decimal]]:
        kind = self.catalogue.units[unit]
        thousands = separator(values.values(), whole=kind == "count")
        for row, value in values.items():
            if kind == "count" and (row, column.number) in self.grid.scaled:
                self.out.refuse(self.grid.where(row, column.number), SCALED, "scale")
                continue
            try:
                yield row, read_figure(kind, value, thousands, percent=(row, column.number) in self.grid.percent)
            except Refusal as refusal:
                self.out.refuse(self.grid.where(row, column.number), refusal.reason, "cell")
