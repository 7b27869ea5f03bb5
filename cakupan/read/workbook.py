"""Workbooks become grids: guarded first, then read by calamine, which dies of a cell too far away."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cakupan.model import Finding, Grid, Value
from cakupan.read.archive import Archive
from cakupan.read.cells import Cells, Seen, look, want_short_texts
from cakupan.read.delimited import cut_short
from cakupan.read.formats import read_formats

_ROOT = "_rels/.rels"
_DOCUMENT = "officeDocument"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def read_workbook(file: str, content: bytes) -> tuple[list[Grid], list[Finding]]:
    """Its sheets in their order, hidden ones flagged, and what is to be said of them; Refusal for the whole file."""
    archive = Archive(file, content)
    if [target.lstrip("/") for kind, target in _relations(archive, _ROOT).values() if kind == _DOCUMENT] != [_WORKBOOK]:
        raise archive.damaged()  # the reader would look elsewhere than the guard
    parts = _relations(archive, _RELATIONS)
    for kind, target in parts.values():
        if kind == "sharedStrings":
            want_short_texts(archive, _part(target))
    formats = read_formats(archive)
    seen = Seen()
    sheets = _sheets(archive, parts, seen)
    looks = {name: look(archive, part, name, formats, seen) for name, part in sheets}
    findings = [finding for cells in looks.values() for finding in cut_short(cells.findings)]
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            grids = list(_grids(file, workbook, looks))
    except (CalamineError, KeyError):  # a sheet that was not looked at is not laid out
        raise archive.damaged() from None
    return grids, findings


def _relations(archive: Archive, of: str) -> dict[str, tuple[str, str]]:
    """What a part says it consists of: by their keys the kind and the name of other parts, as the reader finds them."""
    found: dict[str, tuple[str, str]] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

    archive.elements(of, relation)
    return found


def _sheets(archive: Archive, parts: dict[str, tuple[str, str]], seen: Seen) -> list[tuple[str, str]]:
    """Names of the sheets and the parts they are in; `seen` hears whether they were ever calculated."""
    sheets: list[tuple[str, str]] = []

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for label, value in attributes.items() if label.endswith(":id")), "")
            kind, target = parts.get(key, ("", ""))
            if kind == "worksheet":
                sheets.append((attributes.get("name", ""), _part(target)))
        elif name == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true"):
            seen.calculated = False

    archive.elements(_WORKBOOK, sheet)
    return sheets


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"


def _grids(file: str, workbook: CalamineWorkbook, looks: dict[str, Cells]) -> Iterator[Grid]:
    for told in workbook.sheets_metadata:
        if told.typ is SheetTypeEnum.WorkSheet:
            hidden = told.visible is not SheetVisibleEnum.Visible
            yield _grid(file, workbook.get_sheet_by_name(told.name), hidden, looks.pop(told.name))


def _grid(file: str, sheet: CalamineSheet, hidden: bool, cells: Cells) -> Grid:
    rows = [[_value(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), text in cells.errors.items():
        _write(rows, row, column, text)
    merged = (
        (top, left, min(bottom, len(rows) - 1), min(right, len(rows[top]) - 1))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < len(rows) and left < len(rows[top])
    )
    return Grid(
        file,
        sheet.name,
        rows,
        hidden,
        percent=frozenset(cells.percent),
        merged=tuple(merged),
        scaled=frozenset(cells.scaled),
        struck=frozenset(cells.struck),
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=frozenset(cells.hidden_columns),
    )


def _write(rows: list[list[Value]], row: int, column: int, text: str) -> None:
    """Put an error where the reader leaves a blank, if need be beyond its last cell."""
    rows += [[] for _ in range(row + 1 - len(rows))]
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = text


def _value(value: Any) -> Value:
    """Blank cells are None; a time of day or a span is none of the values of a figure and becomes its text."""
    if isinstance(value, dt.time | dt.timedelta):
        return str(value)
    return None if value == "" else value
