"""A wide table: a row a region, heads above that name measure and segment, a title that names the day."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cakupan.catalogue import Catalogue
from cakupan.layout.days import find_day, is_serial, read_day
from cakupan.layout.heads import Head, is_note, is_sum, measure_in, read_head
from cakupan.layout.laid_out import LaidOut
from cakupan.layout.numbers import is_blank, looks_like_number, read_count, read_figure, separator
from cakupan.layout.refusal import Refusal
from cakupan.layout.regions import Regions
from cakupan.message import message
from cakupan.model import Grid, Value
from cakupan.period import AsOf, Period

_TALLEST_HEAD = 4  # rows
_DEEPEST_HEAD = 40  # rows a title and a head may take
_WORDS = {"pasti": "exact", "exact": "exact", "dibulatkan": "rounded", "rounded": "rounded"}


@dataclass(frozen=True)
class _Column:
    number: int
    text: str
    head: Head


def wide(grid: Grid, regions: Regions, catalogue: Catalogue, source: str) -> LaidOut:
    """The figures of a sheet; a sheet without a table gives a note, one that cannot be understood gives errors."""
    return _Sheet(grid, regions, catalogue, source).read()


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, grid: Grid, regions: Regions, catalogue: Catalogue, source: str) -> None:
        self.grid, self.regions, self.catalogue, self.source = grid, regions, catalogue, source
        self.out = LaidOut()
        self.rows = _filled_in(grid)
        self.dayless = False

    def read(self) -> LaidOut:
        first = self._first_row()
        if first is None:
            if any(map(self._numbers, self.grid.rows)):
                self.out.note(self.grid.where(0, 0), message("no table of regions was found here"), "left")
            return self.out
        top = self._top(first)
        columns = self._columns(top, first)
        day = self._day(top)
        self._figures(columns, first, day)
        return self.out

    def _first_row(self) -> int | None:
        """The first row that is about a region and has a number."""
        for number, row in enumerate(self.grid.rows[: _DEEPEST_HEAD + 1]):
            if any(map(self.regions.knows, row)) and (self._numbers(row) or self._is_listed(number)):
                return number
        return None

    def _numbers(self, row: Sequence[Value]) -> bool:
        return any(looks_like_number(cell) and not self.regions.knows(cell) for cell in row)

    def _is_listed(self, number: int) -> bool:
        """Whether the next row is about a region too: an empty form has no numbers yet."""
        below = self.grid.rows[number + 1 : number + 2]
        return any(self.regions.named(cell) for row in below for cell in row)

    def _top(self, first: int) -> int:
        """The first row of the head: rows right above the table in which two cells and more are filled."""
        top = first - 1 if first and _counts_columns(self.grid.rows[first - 1]) else first
        while top > 0 and first - top < _TALLEST_HEAD and self._is_head(top - 1):
            top -= 1
        return top

    def _is_head(self, number: int) -> bool:
        filled = [cell for cell in self.rows[number] if not is_blank(cell)]
        return len(set(map(str, filled))) > 1 and all(
            isinstance(cell, str) or is_serial(cell) or not looks_like_number(cell) for cell in filled
        )

    def _columns(self, top: int, first: int) -> list[_Column]:
        width = max(map(len, self.grid.rows))
        texts = [self._head_text(range(top, first), number) for number in range(width)]
        title = " ".join(str(cell) for row in self.grid.rows[:top] for cell in row if isinstance(cell, str))
        columns = [
            _Column(number, text, _completed(read_head(text), title)) for number, text in enumerate(texts) if text
        ]
        return [self._named(columns, first), *columns]

    def _named(self, columns: Sequence[_Column], first: int) -> _Column:
        """The column of names, found by what it holds where its head does not say."""
        rows = self.grid.rows[first:]
        found = {n for row in rows for n, cell in enumerate(row) if self.regions.named(cell)}
        known = {column.number for column in columns if column.head.part == "name"} & found
        return _Column(min(known or found, default=-1), "", Head("names"))

    def _head_text(self, rows: range, column: int) -> str:
        rows = range(rows.start, rows.stop - 1) if rows and _counts_columns(self.grid.rows[rows[-1]]) else rows
        own = [_as_text(_at(self.rows[number], column)) for number in rows]
        if read_head(_joined(own)).part not in ("figure", "unknown"):
            return _joined(own)
        return _joined([text or self._carried(number, column, rows) for number, text in zip(rows, own, strict=True)])

    def _carried(self, number: int, column: int, rows: range) -> str:
        """A head that spans the blanks to its right without being merged: what it says of figures holds for them."""
        below = any(_as_text(_at(self.rows[other], column)) for other in rows if other > number)
        left = (_as_text(_at(self.rows[number], other)) for other in range(column - 1, -1, -1))
        text = next(filter(None, left), "") if below else ""
        return text if read_head(text).part == "figure" else ""

    def _day(self, top: int) -> AsOf | None:
        """The one day named above the table, else by the sheet's name, else by the file's."""
        named = {day for cells in self.grid.rows[:top] for day in map(_day_in, cells) if day}
        for text in (self.grid.sheet, self.grid.file.replace("\\", "/").rpartition("/")[2]):
            if not named:
                named = {day for day in [_found(text.replace("_", " "))] if day}
        exact = {day for day in named if not day.whole_month}
        named = exact if {Period.of(day.day) for day in named} == {Period.of(day.day) for day in exact} else named
        if len(named) > 1:
            self.out.refuse(
                self.grid.where(0, 0),
                message(
                    "more than one day is named above the table: {days}; keep one",
                    days=", ".join(map(str, sorted(named))),
                ),
                "layout",
            )
        return min(named, default=None)

    def _figures(self, columns: Sequence[_Column], first: int, day: AsOf | None) -> None:
        names, *others = columns
        taken = [column for column in others if column.number != names.number]
        body = self._body(names.number, [c.number for c in taken if c.head.part == "code"], first)
        figures = [column for column in taken if self._is_figure(column, body)]
        if not figures and body:
            self.out.refuse(
                self.grid.where(first, 0),
                message("no column of figures is understood; use the heads of the form that `template` writes"),
                "layout",
            )
        precisions = next((c.number for c in taken if c.head.part == "precision"), None)
        for column in figures:
            self._column(column, body, column.head.as_of or day, precisions)
        if self.dayless:
            self.out.refuse(
                self.grid.where(0, 0),
                message("no day is named: write above the table which day the figures are of, like Posisi 31 Mei 2025"),
                "day",
            )
        self._check_sums(figures, body, first)

    def _body(self, names: int, codes: Sequence[int], first: int) -> dict[int, str]:
        """The rows that are about a region, and its code."""
        body: dict[int, str] = {}
        for number in range(first, len(self.grid.rows)):
            row = self.grid.rows[number]
            name, code = _at(row, names), next((_at(row, c) for c in codes), None)
            if self._is_other(row, name, code):
                continue
            try:
                found = self.regions.find(name, code)
            except Refusal as refusal:
                self.out.refuse(
                    self.grid.where(number, names if not is_blank(name) else max(codes, default=0)),
                    refusal.reason,
                    "name",
                )
                continue
            if found.repair:
                self.out.note(self.grid.where(number, codes[0] if codes else names), found.repair, "repair")
            body[number] = found.code
        return body

    def _is_other(self, row: Sequence[Value], name: Value, code: Value) -> bool:
        """A blank row, a sum, a footnote, or the numbers of columns under a head."""
        words = [
            str(cell) for cell in row if isinstance(cell, str) and not is_blank(cell) and not looks_like_number(cell)
        ]
        if any(map(is_sum, words)) and not self.regions.knows(name):
            return True
        if is_blank(name) and is_blank(code):
            return (
                not any(looks_like_number(cell) for cell in row)
                or bool(words and is_note(words[0]))
                or _counts_columns(row)
            )
        return not self.regions.knows(name) and not self._numbers(row)

    def _is_figure(self, column: _Column, body: Mapping[int, str]) -> bool:
        """Whether to read a column; what is not understood is an error when it holds numbers."""
        numbers = [row for row in body if looks_like_number(_at(self.grid.rows[row], column.number))]
        where = self.grid.where(min(body, default=1) - 1, column.number)
        if column.head.part == "left" and numbers:
            self.out.note(
                where, message("the column {head} is understood and not taken", head=f'"{column.text}"'), "left"
            )
        if column.head.part == "unknown" and numbers:
            self.out.refuse(
                where,
                message(
                    "the head {head} is not understood; use the words of the form, or take the column out",
                    head=f'"{column.text[:60]}"',
                ),
                "head",
            )
        if column.head.part == "figure" and numbers and column.head.measure is None:
            self.out.refuse(
                where,
                message(
                    "the head {head} does not say what is counted: potential, active or registered",
                    head=f'"{column.text[:60]}"',
                ),
                "head",
            )
        return column.head.part == "figure" and column.head.measure is not None

    def _column(self, column: _Column, body: Mapping[int, str], day: AsOf | None, precisions: int | None) -> None:
        measure = column.head.measure or ""
        unit = self.catalogue.measures[measure].unit
        values = {row: _at(self.grid.rows[row], column.number) for row in body}
        values = {row: value for row, value in values.items() if not is_blank(value)}
        if values and day is None:
            self.dayless = True
            return
        for row, value in self._read(column, values, unit):
            precision = _precision(_at(self.grid.rows[row], precisions)) if precisions is not None else "exact"
            segment = column.head.segment or "total"
            self.out.add(
                self.grid.where(row, column.number),
                (str(day), body[row], measure, segment, format(value, "f"), unit, precision, self.source),
            )

    def _read(self, column: _Column, values: Mapping[int, Value], unit: str) -> Iterator[tuple[int, Decimal]]:
        kind = self.catalogue.units[unit]
        thousands = separator(values.values(), whole=kind == "count")
        for row, value in values.items():
            try:
                yield row, read_figure(kind, value, thousands, percent=(row, column.number) in self.grid.percent)
            except Refusal as refusal:
                self.out.refuse(self.grid.where(row, column.number), refusal.reason, "cell")

    def _check_sums(self, figures: Sequence[_Column], body: Mapping[int, str], first: int) -> None:
        """A sum in the sheet that is not the sum of the rows above it: told, and not taken."""
        for number in range(first, len(self.grid.rows)):
            row = self.grid.rows[number]
            if number in body or not any(isinstance(cell, str) and is_sum(cell) for cell in row):
                continue
            for column in figures:
                self._check_sum(column, number, body)

    def _check_sum(self, column: _Column, number: int, body: Mapping[int, str]) -> None:
        measure = column.head.measure or ""
        if self.catalogue.units[self.catalogue.measures[measure].unit] == "rate":
            return
        above = {row: _at(self.grid.rows[row], column.number) for row in body if row < number}
        said = _at(self.grid.rows[number], column.number)
        values = [value for value in above.values() if not is_blank(value)]
        thousands = separator([*values, said], whole=True)
        try:
            total, whole = sum((read_count(v, thousands) for v in values), Decimal(0)), read_count(said, thousands)
        except Refusal:
            return
        if values and total != whole:
            self.out.warn(
                self.grid.where(number, column.number),
                message("the sheet's own sum is {said}, its rows add up to {total}", said=int(whole), total=int(total)),
                "sheet-sum",
            )


def _joined(texts: Sequence[str]) -> str:
    """The rows of a head as one, what a merged cell says in each of them only once."""
    return " ".join(dict.fromkeys(filter(None, texts)))


def _completed(head: Head, title: str) -> Head:
    """A head that names a segment only is about the measure of the title."""
    if head.part == "figure" and head.measure is None:
        return Head(head.part, measure_in(title), head.segment, head.as_of)
    return head


def _filled_in(grid: Grid) -> list[list[Value]]:
    """The cells, merged ones filled with what their first says."""
    rows = [list(row) for row in grid.rows]
    for top, left, bottom, right in grid.merged:
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            cells = rows[row]
            cells += [None] * (right + 1 - len(cells))
            cells[left : right + 1] = [_at(grid.rows[top], left)] * (right + 1 - left)
    return rows


def _at(row: Sequence[Value], column: int) -> Value:
    return row[column] if 0 <= column < len(row) else None


def _as_text(cell: Value) -> str:
    if is_blank(cell):
        return "" if cell is None or not str(cell).strip() else str(cell).strip()
    if isinstance(cell, str):
        return " ".join(cell.split())
    try:
        return str(read_day(cell))
    except Refusal:
        return str(cell)


def _day_in(cell: Value) -> AsOf | None:
    """The day a cell above the table names; a number there is none, whatever it may mean."""
    if isinstance(cell, dt.date):
        return read_day(cell)
    return _found(cell) if isinstance(cell, str) else None


def _found(text: str) -> AsOf | None:
    try:
        return find_day(text)
    except Refusal:
        return None


def _counts_columns(row: Sequence[Value]) -> bool:
    """The line (1) (2) (3) that official tables put under their heads."""
    numbers = [str(cell).strip("() .0") or "0" for cell in row if not is_blank(cell)]
    return len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _precision(cell: Value) -> str:
    return _WORDS.get(str(cell).strip().casefold(), "exact") if not is_blank(cell) else "exact"
