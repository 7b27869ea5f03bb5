"""The annex: the tables of a report as a workbook, its figures live, its text nothing but text."""

import datetime as dt
import io
import re
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cakupan.disclosure import withhold
from cakupan.excel import write_workbook
from cakupan.excel.write import _change, _percent
from cakupan.model import Change, Direction, Imprint, Indicators, Report
from cakupan.period import AsOf
from cakupan.quantity import Percent, Points
from cakupan.sentences import write_sentences
from tests import test_disclosure as small
from tests.provinces import REGIONS, measured, real
from tests.test_pages import nasty


def annex(known: Indicators, language: str = "id", paper: str = "A4", imprint: Imprint | None = None) -> bytes:
    return write_workbook(Report(known, write_sentences(known), {}, language, paper, imprint))


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@cache
def book(name: str, period: str, code: str = "15", language: str = "id") -> Workbook:
    return opened(annex(real(name, period)[code], language))


def head_of(sheet: Worksheet) -> int:
    return int(str(sheet.print_title_rows).split(":")[0].strip("$"))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """The table of a sheet, a row by its heads."""
    head = head_of(sheet)
    names = [str(cell.value) for cell in sheet[head]]
    found = []
    for row in sheet.iter_rows(min_row=head + 1, values_only=True):
        if all(value is None for value in row):
            break
        found.append(dict(zip(names, row, strict=True)))
    return found


def test_the_sample_has_every_table_and_a_regency_its_own() -> None:
    assert book("contoh", "2025-03", language="en").sheetnames == [
        "Main figures", "Coverage", "Segments", "Targets", "Active and not active", "Village institutions", "Register",
        "Permits", "Funds", "Cost", "Decisions", "Every reading", "Data notes", "Sources",
    ]  # fmt: skip
    assert {row["Kode"] for row in rows(book("contoh", "2025-03", "15.71")["Cakupan"])} == {"15.71"}


def test_a_table_without_rows_has_no_sheet() -> None:
    names = book("jambi", "2024-12").sheetnames
    assert "Cakupan" in names
    assert not {"Izin", "Keputusan", "Segmen"} & set(names)


def test_figures_are_live() -> None:
    sheet = book("jambi", "2024-12")["Cakupan"]
    total = rows(sheet)[-1]
    assert (total["Potensi"], total["Aktif"]) == (1_312_370, 592_806)
    assert total["Cakupan"] == pytest.approx(592_806 / 1_312_370)
    assert str(total["Per"]) == "2024-12-02 00:00:00"
    assert total["Perubahan, poin"] == 3.79
    formats = {
        str(sheet.cell(head_of(sheet), cell.column).value): cell.number_format for cell in sheet[head_of(sheet) + 12]
    }
    assert formats["Potensi"] == "#,##0"
    assert formats["Cakupan"] == "0.00%"
    assert formats["Per"] == "[$-421]d mmm yyyy"


def test_a_rate_has_the_decimals_it_is_known_to() -> None:
    assert _percent(Percent(44, 0)) == (0.44, "0%")  # type: ignore[arg-type]  # a whole number will do
    assert _percent(Percent(44, 1, about=True)) == (0.44, '"±"0.0%')  # type: ignore[arg-type]


def test_a_change_carries_its_arrow_and_what_rounding_could_have_made_is_none() -> None:
    since = AsOf(dt.date(2024, 10, 1))

    def shown(direction: Direction, points: float, *, about: bool = False) -> tuple[float, str]:
        return _change(Change(since, direction, Points(points, 2, about), None))  # type: ignore[arg-type]

    assert shown(Direction.FALLS, -1.5) == (-1.5, '"▲ "0.00;"▼ "0.00')
    assert shown(Direction.STAYS, 0.2) == (0.2, '"■ "0.00;"■ "0.00')
    assert shown(Direction.RISES, 0.2, about=True) == (0.2, '"▲ ±"0.00;"▼ ±"0.00')


def test_every_sheet_names_its_sources_and_the_list_has_them_all() -> None:
    for code in ("15", "15.71"):
        workbook = book("contoh", "2025-03", code)
        for sheet in workbook.worksheets[:-2]:
            texts = [str(row[0]) for row in sheet.iter_rows(min_row=head_of(sheet), values_only=True)]
            assert "Sumber" in texts, sheet.title
            assert "Data contoh" in texts[texts.index("Sumber") + 1]
    assert [row["No."] for row in rows(book("jambi", "2024-12")["Sumber"])] == list(range(1, 10))


def test_a_source_that_the_list_lacks_goes_by_its_name() -> None:
    figures = """\
2024-12-02,15,coverage_rate,total,50,percent,rate,press
2024-12-02,15.01,permits_issued,total,9,permits,exact,town
2024-12-02,15.01,permit_holders_registered,total,4,permits,exact,town
"""
    sources = "source,publisher,published,note_id,note_en\npress,Koran,2024-12-04,a,a\ntown,Kota,,a,a\n"
    workbook = opened(annex(measured(figures, sources=sources)["15"]))
    assert rows(workbook["Izin"])[0]["Sumber"] == "Kota"


def test_a_region_without_coverage_has_no_such_sheet() -> None:
    found = measured("2024-12-02,15.01,enrolled,total,5\n2024-12-02,15,coverage_rate,total,40")["15.01"]
    assert opened(annex(found)).sheetnames == ["Angka utama", "Catatan data", "Sumber"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_heads_stay_and_pages_are_landscape(language: str) -> None:
    for sheet in book("contoh", "2025-03", language=language).worksheets:
        head = head_of(sheet)
        assert str(sheet.freeze_panes).endswith(str(head + 1))
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            "landscape",
            1,
            0,
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert all(8 <= sheet.column_dimensions[cell.column_letter].width <= 64 for cell in sheet[head])


def test_the_paper_is_the_one_of_the_report() -> None:
    sheets = [opened(annex(real("jambi", "2024-12")["15"], paper=paper)).worksheets[0] for paper in ("A4", "F4")]
    assert [sheet.page_setup.paperSize for sheet in sheets] == [9, 14]


def test_a_sample_says_so_on_every_sheet_and_every_printed_page() -> None:
    for sheet in book("contoh", "2025-03").worksheets:
        assert any("DATA CONTOH" in str(row[0]) for row in sheet.iter_rows(max_row=5, values_only=True))
        assert "DATA CONTOH" in sheet.oddHeader.center.text
    for sheet in book("jambi", "2024-12").worksheets:
        assert not sheet.oddHeader.center.text


def test_an_edition_is_named() -> None:
    sheet = opened(annex(real("jambi", "2024-12")["15"], imprint=Imprint(3, 2, (), ()))).worksheets[0]
    assert "3" in str(sheet["A4"].value)


def test_the_document_says_what_it_is() -> None:
    about = book("jambi", "2024-12").properties
    assert about.title == "Lampiran laporan cakupan · Provinsi Jambi · Desember 2024"
    assert (about.language, about.creator) == ("id-ID", "Cakupan")
    assert "45,17%" in str(about.subject)
    assert str(about.created) == str(about.modified) == "2024-12-31 00:00:00"


def test_the_same_report_gives_the_same_bytes() -> None:
    known = real("jambi", "2024-12")["15"]
    content = annex(known)
    assert content == annex(known)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1")


def test_no_text_becomes_a_formula() -> None:
    register = "name,kind,region,since,source\n" + "".join(f'"{text}",village,15.01,,press\n' for text in FORMULAS)
    content = annex(measured("2024-12-02,15,coverage_rate,total,40", register=register)["15"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "/sheet" in name]
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
    sheet = opened(content)["Daftar sadar"]
    cells = [row[0] for row in sheet.iter_rows(min_row=head_of(sheet) + 1, max_row=head_of(sheet) + len(FORMULAS))]
    assert {str(cell.value).strip() for cell in cells} == {text.strip() for text in FORMULAS}
    assert all(cell.data_type == "s" for cell in cells)
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))


def test_what_a_clerk_writes_arrives_as_text_and_ends_no_sheet() -> None:
    content = annex(nasty("15"))
    told = [
        str(value) for sheet in opened(content).worksheets for row in sheet.iter_rows(values_only=True) for value in row
    ]
    assert any("<b>&''" in text for text in told)
    foot = opened(content).worksheets[0].oddFooter.left.text
    assert "&&" in str(foot) or "&" not in str(foot)


def test_signs_that_no_workbook_can_hold_are_left_out() -> None:
    known = measured("2024-12-02,15,coverage_rate,total,40", regions=REGIONS.replace("Jambi,prov", "Jam\x02bi,prov"))[
        "15"
    ]
    assert opened(annex(known)).properties.title == "Lampiran laporan cakupan · Provinsi Jambi · Desember 2024"


def test_what_is_withheld_is_named_and_not_there(tmp_path: Path) -> None:
    figures = withhold(small.believed(tmp_path, {"15.01": 3, "15.02": 71, "15.03": 80}), 5)
    workbook = opened(annex(small.measured(figures)))
    gone = [row for row in rows(workbook["Kelembagaan desa"]) if row["Tercakup"] == "tidak ditampilkan"]
    assert [row["Kode"] for row in gone] == ["15.01", "15.02"]
    assert all(set(list(row.values())[3:]) == {None} for row in gone)
    everything = [value for sheet in workbook.worksheets for row in sheet.iter_rows(values_only=True) for value in row]
    assert 80 in everything
    assert not {997, 71, 929} & {value for value in everything if isinstance(value, int)}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("name", "period", "code"), [("sultra", "2018-06", "74"), ("jambi", "2025-05", "15.71")])
def test_every_cell_is_whole(name: str, period: str, code: str, language: str) -> None:
    for sheet in book(name, period, code, language).worksheets:
        for row in sheet.iter_rows(values_only=True):
            assert not any(re.search(r"\bNone\b|Message\(|Count\(|\{[a-z_]+\}", str(value or "")) for value in row)
