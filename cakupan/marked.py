"""A copy of what a branch handed in, to send back: the cells in question marked, what is wrong in their comments."""

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cakupan.language import Language
from cakupan.message import message
from cakupan.model import Advised, Grid, Severity

_FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="F4C7BD"),
    Severity.HOLD: PatternFill("solid", fgColor="F9E0B5"),
    Severity.WARNING: PatternFill("solid", fgColor="FFF5CC"),
    Severity.NOTE: PatternFill("solid", fgColor="D6EAF0"),
}
_WIDTH, _LINE = 320, 22  # pixels of a comment
_COLUMNS = {"A": 16, "B": 14, "C": 90, "D": 70}  # letters wide
_ROW = 15  # points a line
_NAME = 31  # letters a sheet's name may have


def marked(path: Path, grids: Sequence[Grid], findings: Sequence[Advised], language: Language) -> bytes:
    """The workbook with its cells marked and a sheet that lists all findings; a text file as a workbook.

    `grids` are what was read of the file: one that was refused as hostile has none, and is
    not opened here either. Of one with data of persons, on whatever sheet, nothing is copied.
    """
    personal = any(advised.finding.rule == "personal" for advised in findings)
    whole = not personal and any(grid.sheet for grid in grids)
    book = openpyxl.load_workbook(path) if whole else _book_of(() if personal else grids)
    told: dict[tuple[str, str], list[Advised]] = {}
    for advised in findings:
        where = advised.finding.where
        if where.column.isalpha() and where.row:
            told.setdefault((where.sheet or book.sheetnames[0], f"{where.column}{where.row}"), []).append(advised)
    for (sheet, place), there in told.items():
        if sheet in book.sheetnames:  # a file that was refused whole is not opened, and its sheets are not there
            _mark(book[sheet], place, there, language)
    _list(book, findings, language)
    if personal:
        why = message("The file holds data of persons, so nothing of it is copied here.")
        _write(book.worksheets[0], 1, 1, language.tell(why))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _book_of(grids: Sequence[Grid]) -> Workbook:
    """The rows of a text file, cell by cell as they were, none of them a formula."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet), "a new workbook has a sheet"
    for row, cells in enumerate((row for grid in grids for row in grid.rows), 1):
        for column, value in enumerate(cells, 1):
            _write(sheet, row, column, str(value or ""))
    return book


def _mark(sheet: Worksheet, place: str, there: Sequence[Advised], language: Language) -> None:
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        span = next(span for span in sheet.merged_cells.ranges if place in span)
        cell = sheet.cell(span.min_row, span.min_col)
    cell.fill = _FILLS[min((advised.finding.severity for advised in there), key=list(Severity).index)]
    lines = [f"{language.tell(a.finding.message)} → {language.tell(a.remedy)}" for a in there]
    comment = Comment("\n".join(lines), "Cakupan")
    comment.width, comment.height = _WIDTH, _LINE * (2 + sum(len(line) for line in lines) // 40)
    cell.comment = comment


def _list(book: Workbook, findings: Sequence[Advised], language: Language) -> None:
    """All findings on a sheet of their own, what blocks first."""
    sheet = book.create_sheet(language.tell(message("Findings"))[:_NAME])
    heads = (message("place"), message("severity"), message("finding"), message("what to do"))
    for column, head in enumerate(heads, 1):
        _write(sheet, 1, column, language.tell(head)).font = Font(bold=True)
    for row, advised in enumerate(findings, 2):
        finding = advised.finding
        place = f"{finding.where.sheet} {finding.where.column}{finding.where.row or ''}".strip()
        label = language.tell(finding.severity.label)
        for column, text in enumerate((place, label, language.tell(finding.message), language.tell(advised.remedy)), 1):
            _write(sheet, row, column, text).alignment = Alignment(wrap_text=True, vertical="top")
        longest = max(len(language.tell(finding.message)) / 80, len(language.tell(advised.remedy)) / 60)
        sheet.row_dimensions[row].height = _ROW * (1 + int(longest))
    for letter, width in _COLUMNS.items():
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Text that stays text: one that begins with = is no formula."""
    cell: Cell = sheet.cell(row, column, text)
    cell.data_type = "s"
    return cell
