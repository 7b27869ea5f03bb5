"""The monthly form: the workbook a branch fills in, a row a regency, older figures in grey beside the empty cells."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from cakupan.catalogue import Catalogue
from cakupan.language import Language
from cakupan.layout.precision import PRECISIONS
from cakupan.message import Message, message
from cakupan.model import Figures, Measure, Region
from cakupan.period import Period

_SEGMENTED = ("potential", "registered", "active")
_WHOLE = ("village_potential", "village_active", "firms_registered", "permits_issued", "permit_holders_registered")
_GROUP_ROW, _HEAD_ROW, _FIRST_ROW = 5, 6, 7
_NAMES = 3  # columns that stay in sight: number, code, name
_A4 = 9  # as the format numbers it
_MOST = 10**9  # no count of persons is higher

_HEADS = {
    "potential": message("Potential"),
    "registered": message("Registered"),
    "active": message("Active"),
    "village_potential": message("Village potential"),
    "village_active": message("Village active"),
    "firms_registered": message("Registered firms"),
    "permits_issued": message("Permits issued"),
    "permit_holders_registered": message("Permit holders registered"),
}
_NOTES = {
    "potential": message("Workers who could be members, covered or not. Say in the remarks when the source changed."),
    "registered": message("All who are registered, active or not."),
    "active": message("Registered, and the contribution is paid. Never more than the registered."),
    "village_potential": message("Village heads, staff, councils (BPD) and community bodies (LKD, RT/RW)."),
    "village_active": message("Of these, those who are active members."),
    "firms_registered": message("Firms, not persons."),
    "permits_issued": message("Permits issued this month by the one-stop service (PTSP)."),
    "permit_holders_registered": message("Of these permit holders, those who are registered."),
}
_GROUPS = {
    "PU": message("Wage earners (PU)"),
    "BPU": message("Not wage earners (BPU)"),
    "Jakon": message("Construction (Jakon)"),
    "PMI": message("Migrant workers (PMI)"),
    "total": message("All segments"),
}


@dataclass(frozen=True)
class _Column:
    """A figure to fill in; the column before it shows the figure before."""

    measure: str
    segment: str


def write_form(figures: Figures, period: Period, catalogue: Catalogue, language: Language, branch: str | None) -> bytes:
    """The form for a month: for the regencies of one branch, or with None for all of the province."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"Cakupan {period}"})
    _Form(book, figures, period, catalogue, language, branch).write()
    book.close()
    return content.getvalue()


class _Form:
    """One workbook while it is written."""

    def __init__(
        self, book: Any, figures: Figures, period: Period, catalogue: Catalogue, language: Language, branch: str | None
    ) -> None:
        self.figures, self.period, self.language = figures, period, language
        self.branch = figures.province.regions[branch] if branch else None
        self.columns = list(_columns(catalogue))
        self.sheet = book.add_worksheet(language.tell(message("Form")))
        self.help = book.add_worksheet(language.tell(message("Instructions")))
        base = {"font_name": "Calibri", "font_size": 10, "border": 1, "border_color": "#9AA5AD"}
        self.formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "label": book.add_format({"bold": True}),
            "group": book.add_format(
                {**base, "bold": True, "align": "center", "bg_color": "#0B6E7F", "font_color": "#FFFFFF"}
            ),
            "head": book.add_format({**base, "bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D9DFE3"}),
            "name": book.add_format({**base, "bg_color": "#EEF2F4"}),
            "before": book.add_format({**base, "bg_color": "#EEF2F4", "font_color": "#808B93", "num_format": "#,##0"}),
            "entry": book.add_format({**base, "locked": False, "num_format": "#,##0"}),
            "text": book.add_format({**base, "locked": False}),
            "day": book.add_format({**base, "locked": False, "num_format": "d mmmm yyyy", "align": "left"}),
        }

    def write(self) -> None:
        self._top()
        self._heads()
        for number, region in enumerate(self._regions()):
            self._region(number, region)
        self._guards()
        self._instructions()

    def _say(self, what: Message) -> str:
        return self.language.tell(what)

    def _regions(self) -> Sequence[Region]:
        members = self.figures.province.members
        return [r for r in members if self.branch is None or r.branch == self.branch.code]

    def _top(self) -> None:
        title = message("Coverage form, {period}", period=self.period)
        self.sheet.write_string(0, 0, self._say(title), self.formats["title"])
        self.sheet.write_string(1, 0, self._say(message("As of (day of the figures)")), self.formats["label"])
        self.sheet.write_datetime(1, _NAMES, self.period.last_day, self.formats["day"])
        whose = self.branch or self.figures.province.region
        self.sheet.write_string(2, 0, self._say(message("For")), self.formats["label"])
        self.sheet.write_string(2, _NAMES, self._say(whose.full))
        if self.figures.province.sample:
            self.sheet.write_string(
                3, 0, self._say(message("SAMPLE DATA: invented figures, not for use")), self.formats["label"]
            )

    def _heads(self) -> None:
        for number, title in enumerate((message("No"), message("Code"), message("Regency/City"))):
            self.sheet.merge_range(_GROUP_ROW, number, _HEAD_ROW, number, self._say(title), self.formats["head"])
        groups: dict[str, list[int]] = {}
        for place, column in self._places():
            if column.measure in _SEGMENTED:
                groups.setdefault(column.segment, []).append(place)
            head = self._say(_HEADS[column.measure])
            before = self._say(message("{head} before", head=_HEADS[column.measure]))
            self.sheet.write_string(_HEAD_ROW, place - 1, before, self.formats["head"])
            self.sheet.write_string(_HEAD_ROW, place, head, self.formats["head"])
            self.sheet.write_comment(_HEAD_ROW, place, self._say(_NOTES[column.measure]))
        for segment, places in groups.items():
            name = self._say(_GROUPS[segment])
            self.sheet.merge_range(_GROUP_ROW, places[0] - 1, _GROUP_ROW, places[-1], name, self.formats["group"])
        for place, title in ((self._end, message("Precision")), (self._end + 1, message("Remarks"))):
            self.sheet.write_string(_HEAD_ROW, place, self._say(title), self.formats["head"])

    @property
    def _end(self) -> int:
        return _NAMES + 2 * len(self.columns)

    def _places(self) -> Iterator[tuple[int, _Column]]:
        """Each figure and its column; the one to its left shows the figure before."""
        return ((_NAMES + 2 * number + 1, column) for number, column in enumerate(self.columns))

    def _region(self, number: int, region: Region) -> None:
        row = _FIRST_ROW + number
        self.sheet.write_number(row, 0, number + 1, self.formats["name"])
        self.sheet.write_string(row, 1, region.code, self.formats["name"])
        self.sheet.write_string(row, 2, Language("id").tell(region.full), self.formats["name"])
        for place, column in self._places():
            self._before(row, place - 1, self._newest(region, column))
            self.sheet.write_blank(row, place, None, self.formats["entry"])
        self.sheet.write_string(row, self._end, self._say(PRECISIONS["exact"]), self.formats["text"])
        self.sheet.write_blank(row, self._end + 1, None, self.formats["text"])

    def _newest(self, region: Region, column: _Column) -> Measure | None:
        series = self.figures.series.get((region.code, column.measure, column.segment), ())
        return next((m for m in reversed(series) if m.as_of.day < self.period.first_day), None)

    def _before(self, row: int, place: int, measure: Measure | None) -> None:
        if measure is None:
            self.sheet.write_blank(row, place, None, self.formats["before"])
            return
        self.sheet.write_number(row, place, int(measure.value), self.formats["before"])
        if measure.as_of.day < self.period.shift(-1).first_day:
            self.sheet.write_comment(row, place, self.language.show(measure.as_of))

    def _guards(self) -> None:
        last = _FIRST_ROW + len(self._regions()) - 1
        for place, _ in self._places():
            self.sheet.data_validation(_FIRST_ROW, place, last, place, self._whole_number())
        words = [self._say(word) for word in PRECISIONS.values()]
        self.sheet.data_validation(_FIRST_ROW, self._end, last, self._end, {"validate": "list", "source": words})
        self.sheet.data_validation(1, _NAMES, 1, _NAMES, self._in_month())
        self.sheet.set_column(0, 0, 4)
        self.sheet.set_column(1, 1, 7)
        self.sheet.set_column(2, 2, 30)
        self.sheet.set_column(_NAMES, self._end, 11)
        self.sheet.set_column(self._end + 1, self._end + 1, 40)
        self.sheet.freeze_panes(_FIRST_ROW, _NAMES)
        self.sheet.protect(options={"format_columns": True, "format_rows": True})
        self.sheet.set_row(_HEAD_ROW, 30)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)

    def _whole_number(self) -> dict[str, Any]:
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": _MOST,
            "error_title": self._say(message("Whole numbers only")),
            "error_message": self._say(
                message("A whole number, 0 or more. Leave the cell empty when there is no figure.")
            ),
        }

    def _in_month(self) -> dict[str, Any]:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": self.period.first_day,
            "maximum": self.period.last_day,
            "error_title": self._say(message("A day of the month")),
            "error_message": self._say(message("The day the figures are of must lie in {period}.", period=self.period)),
        }

    def _instructions(self) -> None:
        lines = (
            message("Fill in the white cells. The grey ones show the figures before, to compare with."),
            message("Leave a cell empty when there is no figure: a 0 means nobody."),
            message("Write whole numbers, no rounding; where only a round figure is known, say so under Precision."),
            message("Correct the day at the top when the figures are not of the last day of the month."),
            message("No names, no numbers of persons: the report needs counts only, and refuses anything else."),
            message("Put the file as it is into the folder handed_in of the province; its name does not matter."),
        )
        self.help.set_column(0, 0, 110)
        for row, line in enumerate(lines):
            self.help.write_string(row, 0, self._say(line))


def _columns(catalogue: Catalogue) -> Iterator[_Column]:
    """What is asked: every segment by itself, then all together, then villages, firms and permits."""
    for segment in sorted(catalogue.segments, key=lambda s: s == "total"):
        yield from (_Column(measure, segment) for measure in _SEGMENTED)
    yield from (_Column(measure, "total") for measure in _WHOLE)
