"""The day a table is of: named above it, else by the sheet's name, else by the file's."""

from collections.abc import Iterable
from dataclasses import dataclass

from cakupan.layout.days import find_day
from cakupan.layout.laid_out import LaidOut
from cakupan.layout.refusal import Refusal
from cakupan.layout.regions import Regions
from cakupan.layout.wide.lines import Says, days_named
from cakupan.message import Message, message
from cakupan.model import Grid, Where
from cakupan.period import AsOf, Period


@dataclass(frozen=True)
class TableDay:
    """The day of a table; None where it is not known, and then what to say of it where."""

    as_of: AsOf | None
    where: Where
    reason: Message


def day_of(grid: Grid, top: int, regions: Regions, out: LaidOut) -> TableDay:
    """The one day named above the row `top`, else by a name; several are refused, and another one in a name is told."""
    named, perhaps = _above(grid, top, regions)
    names = [day for text in (grid.sheet, _file_name(grid)) for day in [_found(text.replace("_", " "))] if day]
    days = _one_month(named or set(names[:1]))
    if len(days) > 1:
        told = message(
            "more than one day is named above the table: {days}; keep one", days=", ".join(map(str, sorted(days)))
        )
        out.refuse(grid.where(0, 0), told, "layout")
    day = min(days, default=None)
    for where, found in () if named else perhaps.items():
        if day is None or _month(found) != _month(day):
            told = message("does this line name the day of the figures? Write Posisi before the day, or take it out")
            return TableDay(None, where, told)
    for other in names:
        if day and _month(other) != _month(day):
            told = message("the name says {name}, the figures are taken as of {day}", name=other, day=day)
            out.warn(grid.where(0, 0), told, "day")
    told = message("no day is named: write above the table which day the figures are of, like Posisi 31 Mei 2025")
    return TableDay(day, grid.where(0, 0), told)


def check_notes(grid: Grid, below: int, day: AsOf | None, regions: Regions, out: LaidOut) -> None:
    """Warn of each line from the row `below` on that gives another month than the table's as that of figures."""
    for number in range(below, len(grid.rows)):
        for named in days_named(grid.rows[number], regions):
            if day and named.says is Says.POSITION and _month(named.as_of) != _month(day):
                told = message(
                    "a note names {other}, the table is of {day}; are all its figures?", other=named.as_of, day=day
                )
                out.warn(grid.where(number, named.column), told, "day")


def _above(grid: Grid, top: int, regions: Regions) -> tuple[set[AsOf], dict[Where, AsOf]]:
    """The days that lines above the table name, and those they may name."""
    named: set[AsOf] = set()
    perhaps: dict[Where, AsOf] = {}
    for number, cells in enumerate(grid.rows[:top]):
        for found in days_named(cells, regions):
            if found.says is Says.PERHAPS:
                perhaps[grid.where(number, found.column)] = found.as_of
            else:
                named.add(found.as_of)
    return named, perhaps


def _one_month(days: Iterable[AsOf]) -> set[AsOf]:
    """Without the month beside one of its days."""
    exact = {_month(day) for day in days if not day.whole_month}
    return {day for day in days if not (day.whole_month and _month(day) in exact)}


def _month(day: AsOf) -> Period:
    return Period.of(day.day)


def _file_name(grid: Grid) -> str:
    return grid.file.replace("\\", "/").rpartition("/")[2]


def _found(text: str) -> AsOf | None:
    try:
        return find_day(text)
    except Refusal:
        return None
