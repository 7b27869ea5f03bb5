"""One wide table, read from top to bottom."""

from cakupan.catalogue import Catalogue
from cakupan.layout.laid_out import LaidOut
from cakupan.layout.regions import Regions
from cakupan.layout.scale import is_full
from cakupan.layout.wide.alone import is_alone
from cakupan.layout.wide.body import read_body
from cakupan.layout.wide.cells import has_numbers
from cakupan.layout.wide.columns import read_columns
from cakupan.layout.wide.day import check_notes, day_of
from cakupan.layout.wide.figures import Figures, read_precisions
from cakupan.layout.wide.place import filled_in, first_row, top_row
from cakupan.layout.wide.sums import check_sums
from cakupan.layout.wide.understood import figure_columns
from cakupan.message import message
from cakupan.model import Grid


def wide(grid: Grid, regions: Regions, catalogue: Catalogue, source: str) -> LaidOut:
    """The figures of a sheet; a sheet without a table gives a note, one that cannot be understood gives errors."""
    out = LaidOut()
    first = first_row(grid, regions)
    if first is None and any(has_numbers(row, regions) for row in grid.rows):
        out.note(grid.where(0, 0), message("no table of regions was found here"), "left")
    elif is_full(grid, out) and first is not None:
        _read(grid, first, regions, catalogue, source, out)
    return out


def _read(grid: Grid, first: int, regions: Regions, catalogue: Catalogue, source: str, out: LaidOut) -> None:
    rows = filled_in(grid)
    top = top_row(grid, rows, first)
    columns = read_columns(grid, rows, top, first, regions)
    day = day_of(grid, top, regions, out)
    body = read_body(grid, columns, first, regions, out)
    if not is_alone(grid, columns, body, regions, out):
        return
    counted = figure_columns(grid, columns, body, regions, out)
    if not counted and body:
        told = message("no column of figures is understood; use the heads of the form that `template` writes")
        out.refuse(grid.where(first, 0), told, "layout")
    figures = Figures(grid, body, read_precisions(grid, columns, body, out), catalogue, source, out)
    for column in counted:
        figures.read(column, day.as_of)
    for column in columns.others:
        if day.as_of and column.head.part == "before" and column.measure:
            figures.show(column, day.as_of, counted)
    if figures.dayless:
        out.refuse(day.where, day.reason, "day")
    check_notes(grid, max(body, default=first) + 1, day.as_of, regions, out)
    check_sums(grid, counted, body, catalogue, out)
