"""The rows of a table that are about a region, told from sums, footnotes and blanks."""

from collections.abc import Mapping, Sequence

from cakupan.layout.heads import is_note, is_sum
from cakupan.layout.laid_out import LaidOut
from cakupan.layout.numbers import is_blank, looks_like_number
from cakupan.layout.refusal import Refusal
from cakupan.layout.regions import Regions
from cakupan.layout.wide.cells import cell_at, counts_columns, has_numbers
from cakupan.layout.wide.columns import Columns
from cakupan.model import Grid, Value

Body = Mapping[int, str]  # a row's number, and the code of its region


def read_body(grid: Grid, columns: Columns, first: int, regions: Regions, out: LaidOut) -> Body:
    """The rows from `first` on that are about a region; one whose region cannot be told is refused."""
    names, codes = columns.names, columns.of("code")
    body: dict[int, str] = {}
    for number in range(first, len(grid.rows)):
        row = grid.rows[number]
        name, code = cell_at(row, names), next((cell_at(row, c) for c in codes), None)
        if _is_other(row, name, code, regions):
            continue
        try:
            found = regions.find(name, code)
        except Refusal as refusal:
            column = names if not is_blank(name) else max(codes, default=names)
            out.refuse(grid.where(number, column), refusal.reason, "name")
            continue
        if found.repair:
            out.note(grid.where(number, codes[0] if codes else names), found.repair, "repair")
        body[number] = found.code
    return body


def _is_other(row: Sequence[Value], name: Value, code: Value, regions: Regions) -> bool:
    """A blank row, a sum, a footnote, or the numbers of columns under a head."""
    words = [str(cell) for cell in row if isinstance(cell, str) and not is_blank(cell) and not looks_like_number(cell)]
    if any(map(is_sum, words)) and not regions.knows(name):
        return True
    if is_blank(name) and is_blank(code):
        return (
            not any(looks_like_number(cell) for cell in row) or bool(words and is_note(words[0])) or counts_columns(row)
        )
    return not regions.knows(name) and not has_numbers(row, regions)
