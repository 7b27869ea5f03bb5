"""A workbook with live figures: a sheet a table, heads that stay, sources named, the same bytes for the same report."""

import datetime as dt
import io
import re
import textwrap
import zipfile
from collections.abc import Callable, Mapping

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cakupan.excel import coverage, follow_up
from cakupan.excel.table import Cited, Table, numbered, some, told
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Change, Direction, Report
from cakupan.period import AsOf
from cakupan.quantity import Count, Percent, Points, Rupiah

_LOCALES = {"id": ("id-ID", "[$-421]"), "en": ("en-GB", "[$-809]")}  # as documents and formats name them
_PAPERS = {"A4": 9, "F4": 14}  # as the format numbers them; 14 is 8.5 x 13 inches, within a millimetre of F4
_NAME = 31  # letters a sheet's name may have
_NARROW, _WIDE = 7, 60  # letters of a column; where there are many, their text is folded earlier
_LINE = 15  # points
_FIGURES = (int, Percent, Points, Change, Count, Rupiah)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what would begin one if somebody typed it
_HEAD = PatternFill("solid", fgColor="D9DFE3")
_MISS = "C4522F"
_RULE = Border(bottom=Side(style="thin", color="D9DFE3"))
_SUM = Border(top=Side(style="medium", color="1D2B36"))
_STARTED = (1980, 1, 1, 0, 0, 0)  # the first time a zip file can name


def write_workbook(report: Report) -> bytes:
    """The tables of a report, one a sheet, those without rows left out; the same report gives the same bytes."""
    book = Workbook()
    book.remove(book.active)
    _describe(book, report)
    writer = _Writer(report)
    for table in _tables(report):
        writer.write(book, table)
    content = io.BytesIO()
    book.save(content)
    return _settled(content.getvalue(), report.indicators.cutoff)


def _tables(report: Report) -> tuple[Table, ...]:
    known = report.indicators
    makers = (
        coverage.main_figures, coverage.regions, coverage.segments, coverage.counted, coverage.activity,
        follow_up.villages, follow_up.register, follow_up.permits, follow_up.funds, follow_up.costs,
        follow_up.decisions, coverage.readings,
    )  # fmt: skip
    ends = (follow_up.remarks(report), follow_up.sources(known, report.language))
    return some((*(make(known) for make in makers), *ends))


def _describe(book: Workbook, report: Report) -> None:
    """What a reader of the file's properties sees; the times are the last day whose figures are used."""
    language, known = Language(report.language), report.indicators
    about = book.properties
    about.creator = about.lastModifiedBy = "Cakupan"
    about.title = _plain(language.tell(_title(report)))
    about.subject = _plain(language.sentence(report.sentences.headline))
    about.keywords = known.fingerprint
    about.language = _LOCALES[report.language][0]
    about.created = about.modified = dt.datetime.combine(known.cutoff, dt.time())


def _title(report: Report) -> Message:
    known = report.indicators
    return message("Annex to the coverage report · {region} · {period}", region=known.region.full, period=known.period)


def _settled(content: bytes, day: dt.date) -> bytes:
    """The archive without the time of its writing: no clock is read anywhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{day}T00:00:00Z".encode(), part)
            new.writestr(zipfile.ZipInfo(name, _STARTED), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


class _Writer:
    """Writes tables in one language, with the source numbers of one report."""

    def __init__(self, report: Report) -> None:
        self.report, self.language = report, Language(report.language)
        self.numbers = numbered(report.indicators)
        self.day = _LOCALES[report.language][1]
        self.writers: Mapping[type, Callable[..., tuple[object, str]]] = {
            Percent: _percent,
            Points: lambda points: (float(points.rounded), _format("0.00", points.about)),
            Change: _change,
            Count: lambda count: (count.rounded, _format("#,##0", count.about)),
            Rupiah: lambda amount: (amount.value, _format("#,##0", amount.about)),
            int: lambda number: (number, "#,##0"),
            dt.date: lambda day: (day, f"{self.day}d mmm yyyy"),
            AsOf: lambda as_of: (as_of.day, self.day + ("mmm yyyy" if as_of.whole_month else "d mmm yyyy")),
        }

    def write(self, book: Workbook, table: Table) -> None:
        """A sheet: what it is, the heads, the rows, and below them the sources in full."""
        sheet = book.create_sheet(self.language.sentence(table.name)[:_NAME])
        head = self._top(sheet, table)
        for column, name in enumerate(table.heads, 1):
            self._head(sheet.cell(head, column), name, right=_counts(table, column - 1))
        for number, row in enumerate(table.rows, head + 1):
            total = table.total and number == head + len(table.rows)
            for column, value in enumerate(row, 1):
                self._cell(sheet.cell(number, column), value, total=total)
        last = head + len(table.rows)
        self._sources(sheet, last + 2, table)
        _fit(sheet, head, table)
        self._print_set_up(sheet, head, last, table)

    def _top(self, sheet: Worksheet, table: Table) -> int:
        """What stands above the table; the row of its heads."""
        known, imprint = self.report.indicators, self.report.imprint
        lines = [(table.title, _font(bold=True, size=14)), (_title(self.report), _font(color="56626B"))]
        data = message("Figures up to {day} · data {fingerprint}", day=known.cutoff, fingerprint=known.fingerprint[:8])
        lines.append((data, _font(color="56626B")))
        if imprint:
            lines.append((imprint.title, _font(color="56626B")))
        if known.province.sample:
            lines.append((_SAMPLE, _font(bold=True, color=_MISS)))
        for row, (line, font) in enumerate(lines, 1):
            self._text(sheet.cell(row, 1), self.language.sentence(line))
            sheet.cell(row, 1).font = font
        return len(lines) + 2

    def _head(self, cell: Cell, name: Message, *, right: bool) -> None:
        self._text(cell, self.language.sentence(name))
        cell.font, cell.fill = _font(bold=True), _HEAD
        cell.alignment = _aligned(cell, right=right, vertical="bottom")

    def _cell(self, cell: Cell, value: object, *, total: bool) -> None:
        writer = self.writers.get(type(value))
        if writer:
            cell.value, cell.number_format = writer(value)
            cell.font = _font()
            cell.alignment = _aligned(cell, right=isinstance(value, _FIGURES))
        elif value is not None:
            self._text(cell, self._told(value))
            cell.font = _font()
            cell.alignment = _aligned(cell)
        cell.border = _SUM if total else _RULE
        if total:
            cell.font = _font(bold=True)

    def _told(self, value: object) -> str:
        if isinstance(value, Cited):
            return told(self.report.indicators.province.sources[value.source], self.numbers.get(value.source, 0))
        return self.language.show(value)

    def _text(self, cell: Cell, text: str) -> None:
        """Text that stays text, also when somebody opens the cell and leaves it again: = + - @ begin no formula."""
        cell.value = _plain(text)
        cell.data_type = "s"
        if text.startswith(_FORMULA):
            cell.quotePrefix = True

    def _sources(self, sheet: Worksheet, row: int, table: Table) -> None:
        """Who published what stands above, with the day: a sheet may be copied without the others."""
        if not table.sources:
            return
        self._text(sheet.cell(row, 1), self.language.tell(message("Sources")))
        sheet.cell(row, 1).font = _font(bold=True)
        for number, key in enumerate(table.sources, row + 1):
            source = self.report.indicators.province.sources[key]
            line = message(
                "{source}, {day}",
                source=told(source, self.numbers.get(key, 0)),
                day=source.published or message("day of publication unknown"),
            )
            self._text(sheet.cell(number, 1), self.language.tell(line))

    def _print_set_up(self, sheet: Worksheet, head: int, last: int, table: Table) -> None:
        """Landscape, as wide as the page; heads stay in sight and stand on every page."""
        end = get_column_letter(len(table.heads))
        sheet.freeze_panes = sheet.cell(head + 1, table.fixed + 1)
        sheet.print_title_rows = f"{head}:{head}"
        sheet.auto_filter.ref = f"A{head}:{end}{last - table.total}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _PAPERS[self.report.paper]
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.7, bottom=0.7, header=0.3, footer=0.3)
        sheet.oddFooter.left.text = self._running(_title(self.report))
        sheet.oddFooter.right.text = f"{self.language.word('page')} &P {self.language.word('of')} &N"
        if self.report.indicators.province.sample:
            sheet.oddHeader.center.text = self._running(_SAMPLE)

    def _running(self, line: Message) -> str:
        """At the foot or head of a printed page, where & would begin a code."""
        return _plain(self.language.tell(line)).replace("&", "&&")


def _font(*, bold: bool = False, size: int = 11, color: str = "1D2B36") -> Font:
    return Font(name="Calibri", bold=bold, size=size, color=color)


_SAMPLE = message("SAMPLE DATA: invented figures, not for use")


def _format(pattern: str, about: bool) -> str:
    """A number's format; ± stands before what is only known about."""
    return f'"±"{pattern}' if about else pattern


def _percent(rate: Percent) -> tuple[float, str]:
    """A fraction that is shown as per cent, with the decimals it is known to."""
    decimals = "." + "0" * rate.places if rate.places else ""
    return float(rate.value / 100), _format(f"0{decimals}%", rate.about)


def _change(change: Change) -> tuple[float, str]:
    """Points with their sign; the arrow follows the number, but what rounding could have made is a change of none."""
    about = "±" if change.points.about else ""
    value = float(round(change.points.value, change.points.places or 2))
    if change.direction is Direction.STAYS:
        return value, f'"■ {about}"0.00;"■ {about}"0.00'
    return value, f'"▲ {about}"0.00;"▼ {about}"0.00'


def _aligned(cell: Cell, *, right: bool = False, vertical: str = "top") -> Alignment:
    """Figures at the right, all else at the left, clear of the figures before it."""
    if right:
        return Alignment(horizontal="right", vertical=vertical, wrap_text=cell.data_type == "s")
    return Alignment(horizontal="left", indent=int(cell.column > 1), vertical=vertical, wrap_text=True)


def _counts(table: Table, column: int) -> bool:
    """Whether a column holds figures, which stand at the right, under a head that does."""
    return any(isinstance(row[column], _FIGURES) for row in table.rows)


def _fit(sheet: Worksheet, head: int, table: Table) -> None:
    """Columns as wide as what stands in them, within bounds; longer text is folded into rows as high as it takes."""
    last = head + len(table.rows)
    widths: list[int] = []
    widest = max(_WIDE // 2, min(_WIDE, 4 * _WIDE // len(table.heads)))
    for column in range(1, len(table.heads) + 1):
        cells = [sheet.cell(row, column) for row in range(head + 1, last + 1)]
        words = max(map(len, str(sheet.cell(head, column).value).split()))
        widths.append(min(max(*map(_letters, cells), words, _NARROW), widest))
        sheet.column_dimensions[get_column_letter(column)].width = widths[-1] + 3
    for row in range(head, last + 1):
        lines = (_lines(sheet.cell(row, column).value, width) for column, width in enumerate(widths, 1))
        sheet.row_dimensions[row].height = _LINE * max(lines)


def _lines(value: object, width: int) -> int:
    return len(textwrap.wrap(value, width)) if isinstance(value, str) else 1


def _letters(cell: Cell) -> int:
    """About how many letters a cell is wide."""
    value = cell.value
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dt.date):
        return len("28 Feb 2025")
    return 0 if value is None else len(f"{value:,.0f}") + 2
