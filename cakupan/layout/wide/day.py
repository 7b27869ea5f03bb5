"""The day a table is of: named above it, else by the sheet's name, else by the file's."""

import datetime as dt

from cakupan.layout.days import find_day, read_day
from cakupan.layout.laid_out import LaidOut
from cakupan.layout.refusal import Refusal
from cakupan.message import message
from cakupan.model import Grid, Value
from cakupan.period import AsOf, Period


def named_day(grid: Grid, top: int, out: LaidOut) -> AsOf | None:
    """The one day named above the row `top`, else by a name; several are refused, None when there is none."""
    named = {day for cells in grid.rows[:top] for day in map(day_in, cells) if day}
    for text in (grid.sheet, grid.file.replace("\\", "/").rpartition("/")[2]):
        if not named:
            named = {day for day in [_found(text.replace("_", " "))] if day}
    exact = {day for day in named if not day.whole_month}
    named = exact if {Period.of(day.day) for day in named} == {Period.of(day.day) for day in exact} else named
    if len(named) > 1:
        days = ", ".join(map(str, sorted(named)))
        told = message("more than one day is named above the table: {days}; keep one", days=days)
        out.refuse(grid.where(0, 0), told, "layout")
    return min(named, default=None)


def day_in(cell: Value) -> AsOf | None:
    """The day a cell above the table names; a number there is none, whatever it may mean."""
    if isinstance(cell, dt.date):
        return read_day(cell)
    return _found(cell) if isinstance(cell, str) else None


def _found(text: str) -> AsOf | None:
    try:
        return find_day(text)
    except Refusal:
        return None
