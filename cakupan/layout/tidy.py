"""A tidy table in any spelling: a figure a row, the columns of docs/data.md in any order."""

from collections.abc import Callable
from functools import partial

from cakupan.catalogue import Catalogue, MeasureKind
from cakupan.layout.days import is_serial, read_day
from cakupan.layout.laid_out import COLUMNS, LaidOut
from cakupan.layout.numbers import is_blank, read_figure, separator
from cakupan.layout.refusal import Refusal
from cakupan.layout.regions import Regions
from cakupan.layout.scale import SCALED, is_full
from cakupan.message import message
from cakupan.model import Grid, Value, Where
from cakupan.nearest import did_you_mean

_NEEDED = ("as_of", "region", "measure", "value")
_HIGHEST_HEAD = 10  # rows that may stand above the head


def tidy_head(grid: Grid) -> int | None:
    """The row of a tidy table's head; None when the sheet is no tidy table."""
    for number, row in enumerate(grid.rows[:_HIGHEST_HEAD]):
        if set(_NEEDED) <= {_name(cell) for cell in row}:
            return number
    return None


def tidy(grid: Grid, head: int, regions: Regions, catalogue: Catalogue, source: str) -> LaidOut:
    """The figures of a tidy table; what is not given is the measure's unit, the total, exact, and from `source`."""
    return _Tidy(grid, head, regions, catalogue, source).read()


class _Tidy:
    """One tidy table while it is read."""

    def __init__(self, grid: Grid, head: int, regions: Regions, catalogue: Catalogue, source: str) -> None:
        self.grid, self.head, self.regions, self.catalogue, self.source = grid, head, regions, catalogue, source
        self.columns = {_name(cell): number for number, cell in enumerate(grid.rows[head]) if not is_blank(cell)}
        self.body = [row for row in range(head + 1, len(grid.rows)) if not all(map(is_blank, grid.rows[row]))]
        self.out = LaidOut()

    def read(self) -> LaidOut:
        for name in sorted(self.columns.keys() - set(COLUMNS)):
            self.out.refuse(
                self.grid.where(self.head, self.columns[name]),
                message("unknown column; {advice}", advice=did_you_mean(name, COLUMNS)),
                "columns",
            )
        if not self.out.findings and is_full(self.grid, self.out):
            thousands = self._separators()
            for row in self.body:
                self._row(row, thousands)
        return self.out

    def _separators(self) -> dict[str, str | None]:
        """What separates thousands, for each measure by itself: rates and counts stand in one column here."""
        cells: dict[str, list[Value]] = {}
        for row in self.body:
            cells.setdefault(_name(self._cell(row, "measure")), []).append(self._cell(row, "value"))
        return {measure: separator(values, whole=self._is_count(measure)) for measure, values in cells.items()}

    def _is_count(self, measure: str) -> bool:
        kind = self.catalogue.measures.get(measure)
        return kind is not None and self.catalogue.units[kind.unit] == "count"

    def _row(self, row: int, thousands: dict[str, str | None]) -> None:
        measure = _name(self._cell(row, "measure"))
        kind = self.catalogue.measures.get(measure)
        if kind is None:
            advice = did_you_mean(measure, self.catalogue.measures)
            reason = message("{came} is not known; {advice}", came=f'"{measure[:60]}"', advice=advice)
            self.out.refuse(self._where(row, "measure"), reason, "cell")
            return
        if self.catalogue.units[kind.unit] == "count" and (row, self.columns["value"]) in self.grid.scaled:
            self.out.refuse(self._where(row, "value"), SCALED, "scale")
            return
        found = {
            "as_of": self._try(row, "as_of", partial(self._day, row)),
            "region": self._try(row, "region", partial(self._region, row)),
            "value": self._try(row, "value", partial(self._value, row, kind, thousands[measure])),
        }
        if None not in found.values():
            given = {n: str(self._cell(row, n)).strip() for n in self.columns if not is_blank(self._cell(row, n))}
            plain = {"segment": "total", "unit": kind.unit, "precision": "exact", "source": self.source}
            full = plain | given | found | {"measure": measure}
            self.out.add(self._where(row, "value"), tuple(str(full[name]) for name in COLUMNS))

    def _try(self, row: int, name: str, read: Callable[[Value], str]) -> str | None:
        try:
            return read(self._cell(row, name))
        except Refusal as refusal:
            self.out.refuse(self._where(row, name), refusal.reason, "cell")
            return None

    def _day(self, row: int, value: Value) -> str:
        day = read_day(value)
        if is_serial(value):
            what = message("the number {came} read as the day {day}", came=str(value), day=day)
            self.out.note(self._where(row, "as_of"), what, "repair")
        return str(day)

    def _region(self, row: int, value: Value) -> str:
        found = self.regions.find(value, None) if self.regions.named(value) else self.regions.find(None, value)
        if found.repair:
            self.out.note(self._where(row, "region"), found.repair, "repair")
        return found.code

    def _value(self, row: int, kind: MeasureKind, thousands: str | None, value: Value) -> str:
        if is_blank(value):
            raise Refusal(message("must not be empty"))
        percent = (row, self.columns["value"]) in self.grid.percent
        return format(read_figure(self.catalogue.units[kind.unit], value, thousands, percent=percent), "f")

    def _cell(self, row: int, name: str) -> Value:
        cells, number = self.grid.rows[row], self.columns[name]
        return cells[number] if number < len(cells) else None

    def _where(self, row: int, name: str) -> Where:
        return self.grid.where(row, self.columns[name])


def _name(cell: Value) -> str:
    return str(cell or "").strip().casefold()
