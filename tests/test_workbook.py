"""A workbook is looked at before it is read; then its cells are what they are, with what the reader does not tell."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cakupan.model import Finding, Grid
from cakupan.read.limits import MAX_CELLS, MAX_PARTS, MAX_TEXT
from cakupan.read.refusal import Refusal
from cakupan.read.workbook import read_workbook

Writer = Callable[[xlsxwriter.Workbook], object]
CELLS = "<c r='A1'><v>1</v></c>"


def workbook(write: Writer) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        write(book)
    return file.getvalue()


def read(content: bytes) -> tuple[list[Grid], list[Finding]]:
    return read_workbook("rekap.xlsx", content)


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read(content)
    where = caught.value.finding.where
    return f"{caught.value.finding.rule} {where.sheet}!{where.column}{where.row}: {caught.value}"


KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Rekap" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>",
    "xl/sharedStrings.xml": "<sst><si><t>a</t></si></sst>",
    "_rels/.rels": '<Relationships><Relationship Id="rId1" Type="'
    + KINDS
    + '/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Type="x/worksheet" '
    'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    "</Relationships>",
}


def packed(cells: str = CELLS, **more: str | bytes | None) -> bytes:
    """A workbook by hand: the rows of its one sheet, and parts in place of others, None for none."""
    sheet = f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
    parts = PARTS | {"xl/worksheets/sheet1.xml": sheet} | {_NAMES.get(name, name): part for name, part in more.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return file.getvalue()


def altered(place: int) -> bytes:
    """A workbook in whose list of parts one bit is another."""
    content = bytearray(packed())
    content[content.index(b"PK\x01\x02") + place] ^= 1
    return bytes(content)


_NAMES = {
    "workbook": "xl/workbook.xml",
    "relations": "xl/_rels/workbook.xml.rels",
    "sheet": "xl/worksheets/sheet1.xml",
    "root": "_rels/.rels",
    "styles": "xl/styles.xml",
    "texts": "xl/sharedStrings.xml",
}


def test_cells_keep_what_they_are() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Rekap")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        clock = book.add_format({"num_format": "hh:mm"})
        sheet.write_row(1, 1, ["Kerinci", 592806, 45.17, True])
        sheet.write_datetime(2, 1, dt.datetime(2024, 12, 2), day)  # noqa: DTZ001  # a spreadsheet knows no zones
        sheet.write_number(2, 2, 0.5, clock)
        sheet.write_formula(2, 3, "=1+1", None, 2)

    [grid], findings = read(workbook(write))
    assert [list(row) for row in grid.rows] == [
        [None] * 5,
        [None, "Kerinci", 592806.0, 45.17, True],
        [None, dt.date(2024, 12, 2), "12:00:00", 2.0, None],
    ]
    assert (grid.file, grid.sheet, grid.hidden) == ("rekap.xlsx", "Rekap", False)
    assert not findings


def test_an_error_is_its_text_even_where_the_reader_sees_the_end() -> None:
    [grid], _ = read(packed("<c r='A1'><v>1</v></c><c r='A2' t='e'><v>#N/A</v></c><c r='C3' t='e'><v>#DIV/0!</v></c>"))
    assert grid.rows[1][0] == "#N/A"
    assert grid.rows[2][2] == "#DIV/0!"


def test_sheets_come_in_order_hidden_ones_flagged_and_charts_left_out() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Jambi").write(0, 0, 1)
        hidden, deep = book.add_worksheet("Lama"), book.add_worksheet("Sangat Lama")
        hidden.hide()
        deep.very_hidden()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Jambi!$A$1:$A$2"})
        book.add_chartsheet("Grafik").set_chart(chart)

    grids, _ = read(workbook(write))
    assert [(grid.sheet, grid.hidden) for grid in grids] == [("Jambi", False), ("Lama", True), ("Sangat Lama", True)]


def test_merged_ranges_end_where_the_cells_end() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:B1", "PU")
        sheet.merge_range("C1:XFD1", "BPU")
        sheet.merge_range("A900:B1048576", "")
        sheet.merge_range("F2:H3", "")
        sheet.write("D2", 1)

    assert read(workbook(write))[0][0].merged == ((0, 0, 0, 1), (0, 2, 0, 3))


def test_cells_shown_as_per_cent_are_known() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        formats = ["0%", "0.00%", "0.0 %", "[Red]0.0%;-0.0%", '0.0" % "', "0.0\\%", "#,##0", "dd%"]
        for column, shown in enumerate(formats):
            sheet.write_number(0, column, 0.4517, book.add_format({"num_format": shown}))
        sheet.write_string(1, 0, "45,17%", book.add_format({"num_format": "0%"}))
        sheet.write_blank(2, 0, None, book.add_format({"num_format": "0%"}))
        sheet.write_formula(3, 1, "=A1", book.add_format({"num_format": "0%"}), 0.5)

    assert read(workbook(write))[0][0].percent == {(0, 0), (0, 1), (0, 2), (0, 3), (0, 7), (3, 1)}


@pytest.mark.parametrize("styles", [None, "<styleSheet/>", "<styleSheet><cellXfs><xf/></cellXfs></styleSheet>"])
def test_a_workbook_without_formats_shows_nothing_as_per_cent(styles: str | None) -> None:
    [grid], _ = read(packed("<c r='A1' s='0'><v>1</v></c><c r='B1' s='x'><v>1</v></c>", styles=styles))
    assert grid.percent == frozenset()


def test_a_built_in_number_may_be_given_another_format() -> None:
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="9" formatCode="0.0"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="10"/></cellStyleXfs><cellXfs><xf numFmtId="9"/><xf numFmtId="10"/></cellXfs>'
        "</styleSheet>"
    )
    [grid], _ = read(packed("<c r='A1' s='0'><v>1</v></c><c r='B1' s='1'><v>1</v></c>", styles=styles))
    assert grid.percent == {(0, 1)}


def test_a_formula_that_was_never_calculated_is_named() -> None:
    cells = (
        "<row r='3'><c r='B3'><f>1+1</f></c><c r='C3'><f>1+1</f><v></v></c><c r='D3'><f>1+1</f><v>0</v></c></row>"
        "<row r='4'><c r='A4' t='str'><f>\"\"</f><v></v></c></row>"
    )
    _, findings = read(packed(cells))
    assert [(f.where.sheet, f.where.column, f.where.row) for f in findings] == [("Rekap", "B", 3), ("Rekap", "C", 3)]
    assert "never calculated" in str(findings[0].message)


def test_a_nought_that_a_program_left_in_a_formula_is_no_figure() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Rekap").write_formula("B3", "=SUM(B1:B2)")

    _, [finding] = read(workbook(write))
    assert (finding.where.column, finding.where.row) == ("B", 3)


def test_rows_and_cells_may_go_without_their_place() -> None:
    cells = "<row><c s='1'><v>1</v></c><c><v>2</v></c></row><row r='3'><c t='e'><v>#REF!</v></c></row>"
    [grid], _ = read(packed(cells))
    assert list(grid.rows[0]) == [1.0, 2.0]
    assert grid.rows[2][0] == "#REF!"


def test_prefixed_names_of_elements_are_the_same_elements() -> None:
    sheet = "<x:worksheet xmlns:x='x'><x:sheetData><x:c r='XFD1048576'><x:v>1</x:v></x:c></x:sheetData></x:worksheet>"
    assert refused(packed(sheet=sheet)).startswith("hostile Rekap!XFD1048576: a cell far away")


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("r='XFD1048576'", "XFD1048576"),
        ("s='1' r = \"XFD1048576\"", "XFD1048576"),
        ("r='ZZ2000'", "ZZ2000"),
        ("r='AAA1'", "AAA1"),
        ("r='A100001'", "A100001"),
    ],
)
def test_a_cell_far_away_is_named_and_nothing_is_laid_out(place: str, where: str) -> None:
    assert refused(packed(f"{CELLS}<c {place}><v>1</v></c>")).startswith(f"hostile Rekap!{where}: a cell far away")


def test_a_far_row_without_places_of_cells_is_far_too() -> None:
    assert refused(packed("<row r='1048576'><c><v>1</v></c></row>")).startswith("hostile Rekap!A1048576: a cell far")


def test_a_blank_cell_far_away_does_no_harm() -> None:
    [grid], findings = read(packed(f"{CELLS}<c r='XFD1048576' s='1'/>"))
    assert [list(row) for row in grid.rows] == [[1.0]]
    assert not findings


def test_too_many_cells_are_refused() -> None:
    cells = "<row>" + "<c/>" * (MAX_CELLS + 1) + "</row>"
    assert "more than 400000 cells" in refused(packed(cells, padding="x" * 1000))


@pytest.mark.parametrize(
    "parts",
    [
        {"texts": f"<sst><si><t>short</t></si><si><t>{'x' * MAX_TEXT}</t><t>y</t></si></sst>"},
        {"cells": f"<c r='A1' t='inlineStr'><is><t>{'x' * (MAX_TEXT + 1)}</t></is></c>"},
        {"cells": f"<c r='A1' t='str'><v>{'x' * (MAX_TEXT + 1)}</v></c>"},
    ],
    ids=["shared", "inline", "formula"],
)
def test_a_text_longer_than_a_cell_is_refused(parts: dict[str, str]) -> None:
    assert "a cell holds more than 32767 characters" in refused(packed(**parts))


@pytest.mark.parametrize("size", [150_000_000, 8_000_000], ids=["large", "packed too well"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(size: int) -> None:
    assert f"unpacks to {size // 1_000_000} MB" in refused(packed(bomb=b" " * size))


@pytest.mark.parametrize("part", ["root", "workbook", "relations", "sheet", "styles", "texts"])
def test_entities_are_refused_wherever_they_stand(part: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    assert refused(packed(**{part: bomb})).startswith("hostile !0: its XML declares entities")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\x", "C:\\x", "a\nb", "XL/WORKBOOK.XML"])
def test_names_of_parts_that_no_workbook_has_are_refused(name: str) -> None:
    assert refused(packed(**{name: ""})).startswith("hostile !0: names its parts as no workbook does")


def test_too_many_parts_are_refused() -> None:
    assert "more than 2000 parts" in refused(packed(**{f"p{number}": "" for number in range(MAX_PARTS)}))


def test_parts_that_are_encrypted_or_packed_strangely_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "cannot be read; save it anew" in refused(file.getvalue())
    assert "cannot be read; save it anew" in refused(altered(8))


@pytest.mark.parametrize(
    "content",
    [
        packed()[:-30],
        packed(workbook=None),
        packed(root=PARTS["_rels/.rels"].replace("xl/", "other/")),
        packed(sheet=None),
        packed(sheet="<worksheet><sheetData>"),
        packed(sheet="not XML at all"),
        packed(texts="<sst>"),
        packed(cells="<c r='A1' t='s'><v>7</v></c><c r='A2'><v>x</v></c>"),
        altered(16),  # a checksum
        packed(
            workbook=PARTS["xl/workbook.xml"].replace("/></sheets>", '/><sheet name="Rekap" r:id="rId1"/></sheets>')
        ),
    ],
    ids=["cut", "no workbook", "elsewhere", "no sheet", "unfinished", "no XML", "texts", "values", "checksum", "twice"],
)
def test_a_damaged_workbook_is_said_to_be_damaged(content: bytes) -> None:
    assert refused(content).startswith("file !0: is a damaged workbook")


@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused_in_words(data: st.DataObject) -> None:
    content = bytearray(packed(styles="<styleSheet/>", texts="<sst><si><t>a</t></si></sst>"))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    try:
        grids, findings = read(bytes(content))
    except Refusal as refusal:
        grids, findings = [], [refusal.finding]
    assert grids or findings or b"Rekap" not in content
