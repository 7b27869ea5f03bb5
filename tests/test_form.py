"""The monthly form: what a branch fills in comes back as the figures it wrote."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.check.folder import judge_sheet
from cakupan.errors import RequestError
from cakupan.form import _columns, write_form
from cakupan.language import Language
from cakupan.layout import lay_out
from cakupan.layout.precision import read_precision
from cakupan.model import Limits
from cakupan.period import Period
from cakupan.pipeline.hand_out import hand_out
from cakupan.read import read
from cakupan.read.child import read_grids
from tests.provinces import DATA

APRIL = Period(2025, 4)
FIRST_ROW, FIRST_ENTRY = 8, 5  # as a workbook counts them, from 1


def form(language: str = "id", branch: str | None = None, folder: str = "contoh") -> openpyxl.Workbook:
    figures = check(read(DATA / folder), catalogue())
    content = write_form(figures, APRIL, catalogue(), Language(language), branch)
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_filled_form_comes_back_as_what_was_written(tmp_path: Path, language: str) -> None:
    book = form(language)
    sheet = book.worksheets[0]
    expected = set()
    for number, column in enumerate(_columns(catalogue())):
        sheet.cell(FIRST_ROW, FIRST_ENTRY + 2 * number, 1000 + number)
        expected.add(f"2025-04-28 15.01 {column.measure} {column.segment} {1000 + number} rounded")
    sheet["D2"] = dt.date(2025, 4, 28)
    sheet.cell(FIRST_ROW, FIRST_ENTRY + 2 * number + 1, Language(language).word("rounded"))
    book.save(tmp_path / "form.xlsx")
    grids, findings = read_grids([tmp_path / "form.xlsx"])
    regions = check(read(DATA / "contoh"), catalogue()).province.regions
    table, more, _ = lay_out(grids, regions, catalogue(), {grid.file: "form" for grid in grids})
    columns = ["as_of", "region", "measure", "segment", "value", "precision"]
    assert {" ".join(row) for row in table.rows[columns].itertuples(index=False, name=None)} == expected
    assert [*findings, *more] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_precision_the_form_offers_is_understood(language: str) -> None:
    validations = form(language).worksheets[0].data_validations.dataValidation
    (words,) = (v.formula1.strip('"').split(",") for v in validations if v.type == "list")
    assert [read_precision(word) for word in words] == ["exact", "rounded"]


def test_the_figures_before_stand_beside_the_empty_cells() -> None:
    sheet = form().worksheets[0]
    assert sheet.cell(FIRST_ROW, FIRST_ENTRY - 1).value == 22644
    assert sheet.cell(FIRST_ROW, FIRST_ENTRY).value is None


def test_an_older_figure_carries_its_day() -> None:
    sheet = form(folder="jambi").worksheets[0]
    names = [sheet.cell(row, 3).value for row in range(FIRST_ROW, FIRST_ROW + 11)]
    row = FIRST_ROW + names.index("Kabupaten Batanghari")
    comments = [cell.comment.text for cell in sheet[row] if cell.comment]
    assert comments
    assert all("2024" in text for text in comments)


def test_only_the_entries_are_open_and_they_take_whole_numbers() -> None:
    sheet = form().worksheets[0]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "D8"
    assert not sheet.cell(FIRST_ROW, FIRST_ENTRY).protection.locked
    assert sheet.cell(FIRST_ROW, FIRST_ENTRY - 1).protection.locked
    kinds = {validation.type for validation in sheet.data_validations.dataValidation}
    assert kinds == {"whole", "list", "date"}
    assert sheet.cell(7, FIRST_ENTRY).comment


def test_a_branch_gets_its_own_regencies(tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    assert hand_out(DATA / "jambi", APRIL, "kacab-jambi", "id", out) == 5
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(FIRST_ROW, FIRST_ROW + 6)] == [
        "15.04", "15.05", "15.06", "15.07", "15.71", None,
    ]  # fmt: skip
    assert sheet["D3"].value == "Kantor Cabang Jambi"
    assert hand_out(DATA / "jambi", APRIL, None, "id", out) == 11


def test_a_branch_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="kacab-jambi"):
        hand_out(DATA / "jambi", APRIL, "kacab-jamb", "id", tmp_path / "form.xlsx")
    assert not list(tmp_path.iterdir())


def judged(tmp_path: Path, change: Callable[[Worksheet], None], folder: str = "contoh") -> list[str]:
    """What the rule of the grey cells says of a form that was changed."""
    book = form(folder=folder)
    change(book.worksheets[0])
    book.save(tmp_path / "form.xlsx")
    sheet = read(DATA / folder, tmp_path / "form.xlsx")
    found = judge_sheet(sheet, catalogue(), None, Limits()).findings
    return [f"{f.where.column}{f.where.row}: {f.message}" for f in found if f.rule == "before"]


def test_a_form_whose_grey_cells_stand_as_they_were_is_believed(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["E8"] = 22644

    assert judged(tmp_path, fill) == []


def test_an_older_form_shows_older_figures_and_is_believed(tmp_path: Path) -> None:
    def before(sheet: Worksheet) -> None:
        sheet["D8"], sheet["E8"] = series("contoh", "15.01", "potential", "PU")[0], 22644

    assert judged(tmp_path, before) == []


def test_a_figure_typed_over_a_grey_cell_is_refused_by_its_cell(tmp_path: Path) -> None:
    def over(sheet: Worksheet) -> None:
        sheet["D8"] = 22999

    [said] = judged(tmp_path, over)
    assert said.startswith("D8: 22999 stands where the form shows the figure before, which was 22644;")


def test_regions_moved_by_a_row_are_refused_for_they_would_take_the_figures_of_others(tmp_path: Path) -> None:
    def move(sheet: Worksheet) -> None:
        for column in "BC":
            one, other = sheet[f"{column}8"], sheet[f"{column}9"]
            one.value, other.value = other.value, one.value

    assert {said.split(":")[0][-1] for said in judged(tmp_path, move)} == {"8", "9"}


def test_a_figure_typed_where_none_was_before_is_refused_where_the_white_cell_is_empty(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        for row in (8, 9):
            sheet.cell(row, FIRST_ENTRY - 1).value = 7
        sheet.cell(9, FIRST_ENTRY).value = 7

    [said] = judged(tmp_path, change, "jambi")
    assert said.startswith("D8")
    assert "and there is none" in said


def series(folder: str, region: str, measure: str, segment: str) -> list[int]:
    """The figures of a province before the form's month, the earliest first."""
    found = check(read(DATA / folder), catalogue()).series[region, measure, segment]
    return [int(one.value) for one in found if one.as_of.day < APRIL.first_day]
