"""Which columns of a table are read: those whose heads are understood; of the others nothing is dropped in silence."""

from collections.abc import Mapping, Sequence

from cakupan.layout.heads import is_doubtful
from cakupan.layout.laid_out import LaidOut
from cakupan.layout.numbers import is_blank, looks_like_number
from cakupan.layout.regions import Regions
from cakupan.layout.wide.body import Body
from cakupan.layout.wide.cells import cell_at
from cakupan.layout.wide.columns import Column, Columns
from cakupan.message import Message, message
from cakupan.model import Grid, Value

_LONGEST = 60  # letters of a head that are repeated


def figure_columns(grid: Grid, columns: Columns, body: Body, regions: Regions, out: LaidOut) -> list[Column]:
    """The columns to read; what is not understood is an error where it holds anything but names of the row's region."""
    for column in columns.others:
        cells = {row: cell_at(grid.rows[row], column.number) for row in body}
        filled = {row: cell for row, cell in cells.items() if not is_blank(cell) and not regions.named(cell)}
        where = grid.where(min(body, default=1) - 1, column.number)
        if column.head.part == "remarks":
            _tell_remarks(grid, column, filled, out)
        elif column.head.part == "left" and any(map(looks_like_number, filled.values())):
            out.note(where, message("the column {head} is understood and not taken", head=_quoted(column)), "left")
        elif filled and (reason := _not_understood(column, list(filled.values()))):
            out.refuse(where, reason, "head")
    return [column for column in columns.others if column.head.part == "figure" and column.head.measure is not None]


def _tell_remarks(grid: Grid, column: Column, filled: Mapping[int, Value], out: LaidOut) -> None:
    """Remarks are not read; one after which the figures beside it may be others is told by itself."""
    words = {row: str(cell) for row, cell in filled.items() if not looks_like_number(cell)}
    for row, text in words.items():
        if is_doubtful(text):
            told = message(
                "the figures beside the remark {text} are taken as they are; are they counted, and of this day?",
                text=f'"{text[:_LONGEST]}"',
            )
            out.warn(grid.where(row, column.number), told, "remark")
    if words:
        told = message("the remarks under {head} are not read", head=_quoted(column))
        out.note(grid.where(min(words), column.number), told, "left")


def _not_understood(column: Column, filled: Sequence[Value]) -> Message | None:
    """Why cells under this head mean nothing; None where they do, or where other parts of a table stand."""
    if not column.text:
        return None if _counts(filled) else message("a column without a head is filled in; give it one, or take it out")
    if column.head.part == "unknown":
        return message(
            "the head {head} is not understood; use the words of the form, or take the column out", head=_quoted(column)
        )
    if column.head.part == "name":
        return message(
            "the column {head} names no region; take it out, or sum the table up by region", head=_quoted(column)
        )
    if column.head.part == "figure" and column.head.measure is None:
        return message(
            "the head {head} does not say what is counted: potential, active or registered", head=_quoted(column)
        )
    return None


def _counts(filled: Sequence[Value]) -> bool:
    """Whether cells only number the rows."""
    return [str(cell).strip(" .)").removesuffix(".0") for cell in filled] == [str(n) for n in range(1, len(filled) + 1)]


def _quoted(column: Column) -> str:
    return f'"{column.text[:_LONGEST]}"'
