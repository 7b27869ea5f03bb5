"""Figures that the eye passes over: in hidden rows and columns, or struck through. They are taken, and told."""

from cakupan.layout.laid_out import LaidOut
from cakupan.message import Message, message
from cakupan.model import Grid, Where

_MOST = 10  # places that are named


def tell_unseen(grid: Grid, out: LaidOut) -> None:
    """A note for each of the kinds, at the first of its places."""
    rows = {place.row for place in out.places}
    columns = {place.column for place in out.places}
    hidden_rows = [grid.where(row, 0) for row in sorted(grid.hidden_rows) if row + 1 in rows]
    hidden = [grid.where(0, column) for column in sorted(grid.hidden_columns)]
    hidden_columns = [where for where in hidden if where.column in columns]
    struck = [grid.where(row, column) for row, column in sorted(grid.struck) if row + 1 in rows]
    _tell(out, hidden_rows, message("hidden rows are read like the others: {names}", names=_names(hidden_rows, "row")))
    _tell(
        out,
        hidden_columns,
        message("hidden columns are read like the others: {names}", names=_names(hidden_columns, "column")),
    )
    _tell(out, struck, message("cells that are struck through are read like the others: {names}", names=_names(struck)))


def _tell(out: LaidOut, places: list[Where], what: Message) -> None:
    if places:
        out.note(places[0], what, "unseen")


def _names(places: list[Where], part: str = "") -> str:
    names = [str(getattr(place, part)) if part else f"{place.column}{place.row}" for place in places]
    return ", ".join([*names[:_MOST], *(["…"] if len(names) > _MOST else [])])
