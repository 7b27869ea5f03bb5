"""What a branch gets back: its own workbook, the cells in question marked, and nothing that was refused."""

import io
from pathlib import Path

import openpyxl
import pytest

from cakupan.language import Language
from cakupan.marked import marked
from cakupan.message import message
from cakupan.model import Advised, Finding, Limits, Severity, Where
from cakupan.pipeline.send_back import send_back
from cakupan.pipeline.verdict import check_folder
from cakupan.read.child import read_grids
from tests.handed_in import write
from tests.provinces import DATA


def back(path: Path, tmp_path: Path) -> openpyxl.Workbook:
    verdict = check_folder(DATA / "jambi", None, Limits(), path)
    out = tmp_path / "back.xlsx"
    assert send_back(path, verdict, Language("id"), out)
    return openpyxl.load_workbook(out)


def test_the_cell_is_coloured_and_its_comment_says_what_to_do(tmp_path: Path) -> None:
    book = back(write.HERE / "number-ambiguous.xlsx", tmp_path)
    cell = book["Mei"]["D5"]
    assert cell.fill.fgColor.rgb == "00F4C7BD"
    assert "dapat berarti ribuan atau desimal" in cell.comment.text
    assert "→" in cell.comment.text
    assert book["Mei"]["C5"].comment is None
    assert [row[0].value for row in book.worksheets[-1].iter_rows(min_row=2)] == ["Mei D5"]


def test_a_text_comes_back_as_a_workbook(tmp_path: Path) -> None:
    book = back(write.HERE / "tidy-digit-too-many.csv", tmp_path)
    assert book.worksheets[0]["C2"].value == "18.8662"
    assert book.worksheets[0]["C2"].comment


@pytest.mark.parametrize("name", ["person-nik.xlsx", "person-kpj.csv"])
def test_of_persons_nothing_is_sent_around(tmp_path: Path, name: str) -> None:
    book = back(write.HERE / name, tmp_path)
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "Fulan" not in text
    assert "1571010101900001" not in text
    assert "26133068531" not in text


def test_of_a_workbook_no_sheet_goes_back_where_one_holds_data_of_persons(tmp_path: Path) -> None:
    path = tmp_path / "rekap.xlsx"
    persons = [["NIK", "NAMA"], ["1571010101900001", "Fulan"]]
    path.write_bytes(write.book("", {"Mei": [*write.TITLE, *write.HEAD, *write.BODY], "TK": persons}).content)
    book = back(path, tmp_path)
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not {"Mei", "TK"} & set(book.sheetnames)
    assert "Fulan" not in text
    assert "98206" not in text
    assert "memuat data pribadi, jadi isinya tidak disalin" in text


def test_several_findings_of_a_merged_cell_stand_in_its_first(tmp_path: Path) -> None:
    path = write.HERE / "wide-merged-heads.xlsx"
    grids, _ = read_grids([path])
    where = Where(path.name, 4, "D", "Rekap")
    findings = [
        Advised(Finding("head", severity, where, message("{came}", came="=1+1")), message("{came}", came="=2"))
        for severity in (Severity.WARNING, Severity.ERROR)
    ]
    findings.append(Advised(Finding("file", Severity.NOTE, Where(path.name), message("x")), message("y")))
    book = openpyxl.load_workbook(io.BytesIO(marked(path, grids, findings, Language("en"))))
    cell = book["Rekap"]["C4"]
    assert cell.fill.fgColor.rgb == "00F4C7BD"
    assert cell.comment.text.count("=1+1") == 2
    assert book.worksheets[-1]["C2"].data_type == "s"
    assert book.worksheets[-1].max_row == 4
