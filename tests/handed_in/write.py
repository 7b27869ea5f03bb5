"""Write the files of this folder: shapes that tables really arrive in, each with what must come of it.

Run by hand (`python tests/handed_in/write.py`) after a change; the files are committed, and a test says when they are
not what this script writes. What is expected stands beside each shape: figures as
"day region measure segment value", findings as "severity rule sheet!cell".
"""

import datetime as dt
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.json"

Rows = Sequence[Sequence[Any]]


class Shape:
    """One file: its name, its bytes, and what must come of it."""

    def __init__(self, name: str, content: bytes, figures: Sequence[str] = (), findings: Sequence[str] = ()) -> None:
        self.name, self.content, self.figures, self.findings = name, content, figures, findings


def csv(name: str, text: str, *, encoding: str = "utf-8", **expected: Any) -> Shape:
    """A text file."""
    return Shape(name, text.encode(encoding), **expected)


def book(
    name: str,
    sheets: Mapping[str, Rows],
    *,
    merged: Mapping[str, Sequence[str]] | None = None,
    hidden: Sequence[str] = (),
    percent: Sequence[str] = (),
    days: Sequence[str] = (),
    looks: Mapping[str, Mapping[str, Any]] | None = None,
    formulas: Mapping[str, tuple[str, Any]] | None = None,
    unseen: Sequence[str] = (),
    **expected: Any,
) -> Shape:
    """A workbook; `merged` are ranges by sheet, `hidden` sheets.

    Of the first sheet: `percent` and `days` are cells with that format, `looks` others with
    theirs, `unseen` hidden rows and columns by their numbers and letters.
    """
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    workbook.set_properties({"created": dt.datetime(2025, 1, 1)})  # noqa: DTZ001  # a day for the file, not a moment
    formats = {
        **dict.fromkeys(percent, workbook.add_format({"num_format": "0.00%"})),
        **dict.fromkeys(days, workbook.add_format({"num_format": "dd-mm-yyyy"})),
        **{place: workbook.add_format(dict(look)) for place, look in (looks or {}).items()},
    }
    for number, (title, rows) in enumerate(sheets.items()):
        sheet = workbook.add_worksheet(title)
        _fill(sheet, rows, formats if number == 0 else {})
        for span in (merged or {}).get(title, ()):
            first = span.split(":")[0]
            column, row = ord(first[0]) - 65, int(first[1:]) - 1
            sheet.merge_range(span, rows[row][column])
        for place, (formula, value) in (formulas or {}).items() if number == 0 else ():
            sheet.write_formula(place, formula, None, value)
        _hide(sheet, unseen if number == 0 else ())
        if title in hidden:
            sheet.hide()
    workbook.close()
    return Shape(name, content.getvalue(), **expected)


def _fill(sheet: Any, rows: Rows, formats: Mapping[str, Any]) -> None:
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(row, column, value, formats.get(f"{chr(65 + column)}{row + 1}"))


def _hide(sheet: Any, unseen: Sequence[str]) -> None:
    for place in unseen:
        if place.isdecimal():
            sheet.set_row(int(place) - 1, None, None, {"hidden": True})
        else:
            sheet.set_column(f"{place}:{place}", None, None, {"hidden": True})


TIDY = "as_of,region,measure,segment,value\n"
ONE = ["2024-12-02 15.04 active total 49803"]
TITLE: Rows = [["REKAPITULASI KEPESERTAAN"], ["Posisi 31 Mei 2025"], []]
HEAD: Rows = [["No", "Kabupaten/Kota", "Potensi", "Aktif"]]
TWO = [
    "2025-05-31 15.04 potential total 98206",
    "2025-05-31 15.06 potential total 110250",
    "2025-05-31 15.04 active total 49803",
    "2025-05-31 15.06 active total 41200",
]
BODY: Rows = [[1, "Batanghari", 98206, 49803], [2, "Tanjung Jabung Barat", 110250, 41200]]
TALL: Rows = [
    ["No", "Kabupaten/Kota", "Penerima Upah (PU)", None, "Bukan Penerima Upah (BPU)", None],
    [None, None, "Potensi", "Aktif", "Potensi", "Aktif"],
]
TALL_BODY: Rows = [[1, "Kab. Bungo", 70000, 52104, 60263, 26973], [2, "Kab. Tebo", 61000, 20100, 52000, 15400]]
TALL_FIGURES = [
    "2025-05-31 15.08 potential PU 70000",
    "2025-05-31 15.09 potential PU 61000",
    "2025-05-31 15.08 active PU 52104",
    "2025-05-31 15.09 active PU 20100",
    "2025-05-31 15.08 potential BPU 60263",
    "2025-05-31 15.09 potential BPU 52000",
    "2025-05-31 15.08 active BPU 26973",
    "2025-05-31 15.09 active BPU 15400",
]
TALL_MERGED = ["A4:A5", "B4:B5", "C4:D4", "E4:F4"]


def wide(name: str, cell: Any, **expected: Any) -> Shape:
    """A workbook with one region and one cell of active participants (D5)."""
    return book(name, {"Mei": [*TITLE, *HEAD, [1, "Batanghari", 98206, cell]]}, **expected)


def active(value: int) -> list[str]:
    """What comes of `wide` with that count."""
    return [TWO[0], f"2025-05-31 15.04 active total {value}"]


def named(name: str, region: Any, code: str) -> Shape:
    """A workbook in which a region goes by another spelling."""
    rows = [*TITLE, *HEAD, [1, region, 98206, 49803], [2, "Kerinci", 5, 4]]
    figures = [f"2025-05-31 {code} potential total 98206", "2025-05-31 15.01 potential total 5"]
    figures += [f"2025-05-31 {code} active total 49803", "2025-05-31 15.01 active total 4"]
    return book(name, {"Mei": rows}, figures=figures)


def dated(name: str, day: Any, as_of: str, **more: Any) -> Shape:
    """A workbook whose day is written another way."""
    rows = [["Rekap"], ["Posisi", day], [], *HEAD, *BODY]
    return book(name, {"Data": rows}, figures=[line.replace("2025-05-31", as_of) for line in TWO], **more)


TIDY_FILES = [
    csv("tidy-comma.csv", TIDY + "2024-12-02,15.04,active,total,49803\n", figures=ONE),
    csv("tidy-semicolon.csv", TIDY.replace(",", ";") + "2024-12-02;15.04;active;total;49803\n", figures=ONE),
    csv("tidy-tab.txt", TIDY.replace(",", "\t") + "2024-12-02\t15.04\tactive\ttotal\t49803\n", figures=ONE),
    csv("tidy-bom.csv", TIDY + "2024-12-02,15.04,active,total,49803\n", encoding="utf-8-sig", figures=ONE),
    csv("tidy-utf16.csv", TIDY + "2024-12-02,15.04,active,total,49803\n", encoding="utf-16", figures=ONE),
    csv(
        "tidy-cp1252.csv",
        TIDY + "2024-12-02,Batang\u00a0Hari,active,total,49803\n",
        encoding="cp1252",
        figures=ONE,
        findings=["note file !2"],
    ),
    csv(
        "tidy-crlf-quoted.csv",
        TIDY.replace("\n", "\r\n") + '"2024-12-02","15.04","active","total","49.803,0"\r\n',
        figures=ONE,
    ),
    csv("tidy-short.csv", "region,measure,value,as_of\nBatanghari,active,49803,2 Des 2024\n", figures=ONE),
    csv("tidy-day-first.csv", "region,measure,value,as_of\nBatanghari,active,49803,02-12-2024\n", figures=ONE),
    csv(
        "tidy-serial-day.csv",
        "region,measure,value,as_of\nBatanghari,active,49803,45628\n",
        figures=ONE,
        findings=["note repair !D2"],
    ),
    csv(
        "tidy-month-first.csv",
        "region,measure,value,as_of\nBatanghari,active,49803,12/25/2024\n",
        findings=["error cell !D2"],
    ),
    csv("tidy-csv-named.xlsx", TIDY + "2024-12-02,15.04,active,total,49803\n", figures=ONE),
    csv(
        "tidy-unknown-column.csv",
        "region,measure,value,as_of,segmen\nBatanghari,active,49803,2024-12-02,PU\n",
        findings=["error columns !E1"],
    ),
    csv(
        "tidy-unknown-measure.csv",
        "region,measure,value,as_of\nBatanghari,activ,49803,2024-12-02\n",
        findings=["error cell !B2"],
    ),
    csv("tidy-ragged.csv", TIDY + "2024-12-02,15.04,active,total,49803,7\n", findings=["error file !2"]),
    csv(
        "tidy-rate.csv",
        'region;measure;value;as_of\nBatanghari;coverage_rate;"50,71%";12 Agustus 2024\n',
        figures=["2024-08-12 15.04 coverage_rate total 50.71"],
    ),
    csv(
        "tidy-digit-too-many.csv",
        "region,measure,value,as_of\nBatanghari,active,18.8662,2024-12-02\n",
        findings=["error cell !C2"],
    ),
]
NUMBERS = [
    wide("number-id.xlsx", "1.312.370", figures=active(1312370)),
    wide("number-en.xlsx", "1,312,370", figures=active(1312370)),
    wide("number-spaced.xlsx", "49 803", figures=active(49803)),
    wide("number-star.xlsx", "49803*)", figures=active(49803)),
    wide("number-ambiguous.xlsx", "1.312", figures=[TWO[0]], findings=["error cell Mei!D5"]),
    wide("number-fraction.xlsx", 1.312, figures=[TWO[0]], findings=["error cell Mei!D5"]),
    wide("number-word.xlsx", "sekitar 580 ribu", figures=[TWO[0]], findings=["error cell Mei!D5"]),
    wide("number-formula-failed.xlsx", "#REF!", figures=[TWO[0]], findings=["error cell Mei!D5"]),
    wide("number-dash.xlsx", "-", figures=[TWO[0]]),
    wide(
        "number-formula-as-text.xlsx", "=1+1", figures=[TWO[0]], findings=["error hostile Mei!D5", "error cell Mei!D5"]
    ),
    book(
        "number-settled-by-its-column.xlsx",
        {"Mei": [*TITLE, *HEAD, [1, "Batanghari", 98206, "1.312"], [2, "Tanjung Jabung Barat", 110250, "41.200"]]},
        figures=[*TWO[:2], "2025-05-31 15.04 active total 1312", TWO[3]],
    ),
    book(
        "number-two-hands.xlsx",
        {
            "Mei": [
                *TITLE,
                *HEAD,
                [1, "Batanghari", 98206, "1.312.370"],
                [2, "Tebo", 5, "1,312,371"],
                [3, "Kerinci", 5, "1.312"],
            ]
        },
        figures=[
            TWO[0],
            "2025-05-31 15.09 potential total 5",
            "2025-05-31 15.01 potential total 5",
            "2025-05-31 15.04 active total 1312370",
            "2025-05-31 15.09 active total 1312371",
        ],
        findings=["error cell Mei!D7"],
    ),
    book(
        "number-cached-formula.xlsx",
        {"Mei": [*TITLE, *HEAD, [1, "Batanghari", 98206, None], [2, "Tanjung Jabung Barat", 110250, 41200]]},
        formulas={"D5": ("=40000+9803", 49803)},
        figures=TWO,
    ),
    book(
        "rate-percent-cells.xlsx",
        {"Mei": [*TITLE, ["Kabupaten/Kota", "Cakupan"], ["Batanghari", 0.5071], ["Tebo", "45,17%"], ["Bungo", 60.7]]},
        percent=["B5"],
        figures=[
            "2025-05-31 15.04 coverage_rate total 50.71",
            "2025-05-31 15.09 coverage_rate total 45.17",
            "2025-05-31 15.08 coverage_rate total 60.7",
        ],
    ),
    book(
        "rate-bare-share.xlsx",
        {"Mei": [*TITLE, ["Kabupaten/Kota", "Cakupan"], ["Batanghari", 0.4517], ["Tebo", 31.49]]},
        figures=["2025-05-31 15.09 coverage_rate total 31.49"],
        findings=["error cell Mei!B5"],
    ),
]
NAMES = [
    named("name-kab-batang-hari.xlsx", "Kab. Batang Hari", "15.04"),
    named("name-tanjab-timur.xlsx", "Tanjab Timur", "15.07"),
    named("name-muarobungo.xlsx", "Muarobungo", "15.08"),
    named("name-double-space.xlsx", "KABUPATEN  SAROLANGUN", "15.03"),
    named("name-kota.xlsx", "Kota Jambi", "15.71"),
    named("name-sungaipenuh.xlsx", "Sungaipenuh", "15.72"),
    book(
        "name-city-or-province.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY, [3, "Jambi", 7, 6]]},
        figures=TWO,
        findings=["error name Mei!B7"],
    ),
    book(
        "name-unknown.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY, [3, "Palembang", 7, 6]]},
        figures=TWO,
        findings=["error name Mei!B7"],
    ),
]


def coded(name: str, code: Any, region: Any, **expected: Any) -> Shape:
    """A workbook with a column of codes and one region."""
    rows = [*TITLE, ["Kode", "Kabupaten/Kota", "Aktif"], [code, region, 41200], ["15.01", "Kerinci", 4]]
    return book(name, {"Mei": rows}, **expected)


KERINCI = "2025-05-31 15.01 active total 4"
CODES = [
    coded("code-float.xlsx", 15.71, "Kota Jambi", figures=["2025-05-31 15.71 active total 41200", KERINCI]),
    coded(
        "code-bps-with-name.xlsx",
        1507,
        "Tanjung Jabung Barat",
        figures=["2025-05-31 15.06 active total 41200", KERINCI],
        findings=["note repair Mei!A5"],
    ),
    coded("code-swapped.xlsx", "15.07", "Tanjung Jabung Barat", figures=[KERINCI], findings=["error name Mei!B5"]),
    coded("code-bps-alone.xlsx", 1507, None, figures=[KERINCI], findings=["error name Mei!A5"]),
    coded(
        "code-bps-same.xlsx",
        1503,
        None,
        figures=["2025-05-31 15.03 active total 41200", KERINCI],
        findings=["note repair Mei!A5"],
    ),
]
LAYOUTS = [
    book(
        "wide-merged-heads.xlsx",
        {"Rekap": [*TITLE, *TALL, *TALL_BODY]},
        merged={"Rekap": TALL_MERGED},
        figures=TALL_FIGURES,
    ),
    book("wide-unmerged-heads.xlsx", {"Rekap": [*TITLE, *TALL, *TALL_BODY]}, figures=TALL_FIGURES),
    csv(
        "wide.csv",
        ";;;\nPosisi 31 Mei 2025;;;\nNo;Kabupaten/Kota;Potensi;Aktif\n"
        "1;Batanghari;98.206;49.803\n2;Tanjung Jabung Barat;110.250;41.200\n",
        figures=TWO,
    ),
    book(
        "wide-blank-columns.xlsx",
        {
            "Mei": [
                *TITLE,
                ["No", None, "Kabupaten/Kota", None, "Potensi", None, "Aktif"],
                *([n, None, r, None, p, None, a] for n, r, p, a in BODY),
            ]
        },
        figures=TWO,
    ),
    book("wide-sum.xlsx", {"Mei": [*TITLE, *HEAD, *BODY, [None, "JUMLAH", 208456, 91003]]}, figures=TWO),
    book(
        "wide-sum-wrong.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY, [None, "JUMLAH", 208456, 91030]]},
        figures=TWO,
        findings=["warning sheet-sum Mei!D7"],
    ),
    book(
        "wide-subtotals.xlsx",
        {"Mei": [*TITLE, *HEAD, BODY[0], [None, "Sub Total", 98206, 49803], BODY[1], [None, "Total", 208456, 91003]]},
        figures=TWO,
    ),
    book(
        "wide-footnotes.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY, ["*) angka sementara"], ["Sumber: Kacab Jambi, 2 Juni 2025"]]},
        figures=TWO,
    ),
    book("wide-column-numbers.xlsx", {"Mei": [*TITLE, *HEAD, ["(1)", "(2)", "(3)", "(4)"], *BODY]}, figures=TWO),
    book(
        "wide-unknown-head.xlsx",
        {"Mei": [*TITLE, ["No", "Kabupaten/Kota", "Potensi", "Iuran"], *BODY]},
        figures=TWO[:2],
        findings=["error head Mei!D4"],
    ),
    book(
        "wide-inactive.xlsx",
        {"Mei": [*TITLE, ["No", "Kabupaten/Kota", "Potensi", "Tidak Aktif"], *BODY]},
        figures=TWO[:2],
        findings=["note left Mei!D4"],
    ),
    book(
        "wide-precision.xlsx",
        {
            "Mei": [
                *TITLE,
                ["No", "Kabupaten/Kota", "Potensi", "Aktif", "Sifat angka"],
                [*BODY[0], "Dibulatkan"],
                [*BODY[1], None],
            ]
        },
        figures=TWO,
    ),
    book(
        "wide-precision-unknown.xlsx",
        {
            "Mei": [
                *TITLE,
                ["No", "Kabupaten/Kota", "Potensi", "Aktif", "Sifat angka"],
                [*BODY[0], "pasti"],
                [*BODY[1], "kira-kira"],
            ]
        },
        figures=[TWO[0], TWO[2]],
        findings=["error cell Mei!E6"],
    ),
    book("wide-no-day.xlsx", {"Data": [["Rekap"], [], *HEAD, *BODY]}, findings=["error day Data!A1"]),
    book(
        "wide-two-days.xlsx",
        {"Data": [["Posisi 31 Mei 2025"], ["Posisi 30 April 2024"], [], *HEAD, *BODY]},
        findings=["error layout Data!A1"],
        figures=[line.replace("2025-05-31", "2024-04-30") for line in TWO],
    ),
    book(
        "wide-sheet-names-the-month.xlsx",
        {"Mei 2025": [["Rekap"], [], *HEAD, *BODY]},
        figures=[line.replace("2025-05-31", "2025-05") for line in TWO],
    ),
    book(
        "wide-2025-05.xlsx",
        {"Data": [["Rekap"], [], *HEAD, *BODY]},
        figures=[line.replace("2025-05-31", "2025-05") for line in TWO],
    ),
    dated("wide-day-typed.xlsx", dt.date(2024, 12, 2), "2024-12-02", days=["B2"]),
    dated("wide-day-short.xlsx", "2 Des 2024", "2024-12-02"),
    dated("wide-day-numbers.xlsx", "02-12-2024", "2024-12-02"),
    book(
        "wide-hidden-sheet.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY], "Lama": [["Posisi 30 April 2025"], [], *HEAD, *BODY]},
        hidden=["Lama"],
        figures=TWO,
        findings=["note left Lama!A1"],
    ),
    book(
        "wide-two-sheets.xlsx",
        {
            "PU": [*TITLE, ["Kabupaten/Kota", "PU Aktif"], ["Bungo", 52104]],
            "BPU": [*TITLE, ["Kabupaten/Kota", "BPU Aktif"], ["Bungo", 26973]],
            "Catatan": [["Angka belum diperiksa"]],
        },
        figures=["2025-05-31 15.08 active PU 52104", "2025-05-31 15.08 active BPU 26973"],
    ),
    book(
        "wide-measure-in-title.xlsx",
        {
            "Mei": [
                ["Peserta aktif per segmen"],
                ["Posisi 31 Mei 2025"],
                [],
                ["Kabupaten/Kota", "PU", "BPU"],
                ["Bungo", 52104, 26973],
            ]
        },
        figures=["2025-05-31 15.08 active PU 52104", "2025-05-31 15.08 active BPU 26973"],
    ),
    book(
        "wide-without-measure.xlsx",
        {"Mei": [*TITLE, ["Kabupaten/Kota", "PU", "BPU"], ["Bungo", 52104, 26973]]},
        findings=["error head Mei!B4", "error head Mei!C4", "error layout Mei!A5"],
    ),
    book(
        "wide-province-row.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY, [None, "Provinsi Jambi", 1312370, 592806]]},
        figures=[*TWO[:2], "2025-05-31 15 potential total 1312370", *TWO[2:], "2025-05-31 15 active total 592806"],
    ),
    book(
        "no-table.xlsx", {"Surat": [["Dengan hormat,"], ["terlampir rekap bulan Mei."]]}, findings=["error layout !0"]
    ),
    book(
        "person-nik.xlsx",
        {"Peserta": [["NIK", "NAMA", "TANGGAL LAHIR"], ["1571010101900001", "Fulan", "01-01-1990"]]},
        findings=[f"error personal Peserta!{letter}1" for letter in "ABC"],
    ),
    csv("person-kpj.csv", "No. KPJ,Upah\n26133068531,3000000\n", findings=["error personal !A1", "error personal !B1"]),
    csv("person-sixteen-digits.csv", "kolom,nilai\nx,1571010101900001\n", findings=["error personal !B2"]),
]
SECOND: Rows = [[1, "Tebo", 128086, 53200], [2, "Bungo", 126053, 77000]]
ANOTHER = [
    book(
        "second-of-another-day.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY, [], ["Posisi 31 Desember 2024"], *HEAD, *SECOND]},
        findings=["error layout Mei!A8"],
    ),
    book(
        "second-of-another-measure.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY, [], ["No", "Kabupaten/Kota", "Potensi", "Terdaftar"], *SECOND]},
        findings=["error layout Mei!A8"],
    ),
    book(
        "second-under-a-title-only.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY, [None, "Bukan Penerima Upah (BPU)"], *SECOND]},
        findings=["error layout Mei!B7"],
    ),
    csv(
        "second.csv",
        "Posisi 30 April 2025;\nKabupaten/Kota;Terdaftar\nKerinci;43650\nTebo;64300\n;\nAKTIF;\n"
        "Kabupaten/Kota;Aktif\nBungo;78500\nMerangin;57900\n",
        findings=["error layout !A6"],
    ),
    book(
        "second-beside.xlsx",
        {"Mei": [*TITLE, [*HEAD[0], None, *HEAD[0]], *([*o, None, *t] for o, t in zip(BODY, SECOND, strict=True))]},
        findings=["error layout Mei!G5"],
    ),
    book(
        "branch-and-province-beside.xlsx",
        {
            "Mei": [
                *TITLE,
                ["Provinsi", "Cabang", "Kabupaten/Kota", "Aktif"],
                ["Jambi", "Jambi", "Batanghari", 49803],
                ["Jambi", "Muara Bungo", "Tebo", 53200],
                [],
                ["Keterangan: aktif per 31 Mei 2025"],
            ]
        },
        figures=[TWO[2], "2025-05-31 15.09 active total 53200"],
    ),
]


def numbers(formats: Mapping[str, str]) -> Mapping[str, Mapping[str, Any]]:
    """Cells and their number formats."""
    return {place: {"num_format": code} for place, code in formats.items()}


IN_THOUSANDS = ["Angka dalam ribuan", "(Ribu Orang)", "Data dalam ribu orang", "Satuan: jutaan rupiah", "dalam Rp"]
IN_THOUSANDS += ["Numbers in thousands", "satuan x 1.000", "('000)"]
SCALES = [
    *(
        book(f"scale-title-{number}.xlsx", {"Mei": [*TITLE[:2], [text], *HEAD, *BODY]}, findings=["error scale Mei!A3"])
        for number, text in enumerate(IN_THOUSANDS, 1)
    ),
    book(
        "scale-note.xlsx", {"Mei": [*TITLE, *HEAD, *BODY, ["*) angka dalam ribuan"]]}, findings=["error scale Mei!A7"]
    ),
    book(
        "scale-on-a-sheet-of-notes.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY], "Catatan": [["Semua angka dalam ribuan"]]},
        figures=TWO,
        findings=["error scale Catatan!A1"],
    ),
    csv(
        "scale-head.csv",
        "Posisi 31 Mei 2025;\nKabupaten/Kota;Aktif (ribu)\nKerinci;33\nTebo;53\n",
        findings=["error scale !B2"],
    ),
    csv(
        "scale-tidy.csv",
        "dalam ribuan,,,,\n" + TIDY + "2024-12-02,15.04,active,total,49\n",
        findings=["error scale !A1"],
    ),
    book(
        "scale-formats.xlsx",
        {"Mei": [*TITLE, *HEAD, [1, "Batanghari", 98, 49803], [2, "Tanjung Jabung Barat", 110, 41]]},
        looks=numbers({"C5": '0" ribu"', "D5": "#,##0,", "C6": "0.000", "D6": '0" orang"'}),
        figures=["2025-05-31 15.06 active total 41"],
        findings=["error scale Mei!C5", "error scale Mei!C6", "error scale Mei!D5"],
    ),
    book(
        "scale-formats-tidy.xlsx",
        {"Mei": [TIDY.strip().split(","), ["2024-12-02", "15.04", "active", "total", 49]]},
        looks=numbers({"E2": '0".000"'}),
        findings=["error scale Mei!E2"],
    ),
    book(
        "scale-none.xlsx",
        {"Mei": [*TITLE[:2], ["Data dalam orang, bukan per 100 penduduk"], *HEAD, *BODY]},
        figures=TWO,
    ),
]


def with_column(name: str, head: Any, one: Any, two: Any, **expected: Any) -> Shape:
    """A workbook with a column more; its figures are `TWO`, unless others are expected."""
    rows = [*TITLE, [*HEAD[0], head], [*BODY[0], one], [*BODY[1], two]]
    return book(name, {"Mei": rows}, **{"figures": TWO, **expected})


MISTYPED = [
    csv(
        "mistyped-first-row.csv",
        "Posisi 31 Mei 2025;\nKabupaten/Kota;Aktif\nKerinic;33250\nTebo;53200\n",
        figures=["2025-05-31 15.09 active total 53200"],
        findings=["error name !A3"],
    ),
    book(
        "mistyped-first-rows.xlsx",
        {"Mei": [*TITLE, *HEAD, [1, "Kerinic", "-", 5], [2, "Merangjn", "belum ada", None], *BODY]},
        figures=TWO,
        findings=["error name Mei!B5", "error name Mei!B6"],
    ),
    book(
        "no-region-in-a-row.xlsx",
        {"Mei": [*TITLE, *HEAD, BODY[0], [None, None, 5, 6], BODY[1]]},
        figures=TWO,
        findings=["error name Mei!B6"],
    ),
    csv(
        "title-with-a-comma.csv",
        "Jambi, 5 Juni 2025\nLaporan bulan Mei 2025\nKabupaten/Kota,Aktif\nKerinci,33250\nTebo,53200\n",
        figures=["2025-05 15.01 active total 33250", "2025-05 15.09 active total 53200"],
    ),
    csv(
        "title-with-a-comma-right-above.csv",
        "Posisi 31 Mei 2025,\nJambi, 5 Juni 2025\nKabupaten/Kota,Aktif\nKerinci,33250\nTebo,53200\n",
        figures=["2025-05-31 15.01 active total 33250", "2025-05-31 15.09 active total 53200"],
    ),
    csv(
        "title-with-two-commas.csv",
        "Jambi, Kamis, 5 Juni 2025\nPosisi, 31 Mei 2025\nKabupaten/Kota,Aktif\nKerinci,33250\nTebo,53200\n",
        figures=["2025-05-31 15.01 active total 33250", "2025-05-31 15.09 active total 53200"],
    ),
    csv(
        "ragged-under-the-head.csv",
        "Posisi 31 Mei 2025\nKabupaten/Kota,Potensi,Aktif\nKerinci 5 6\nTebo,5,6\nBungo,5,6\n",
        findings=["error file !3"],
    ),
]
COLUMNS = [
    book(
        "before.xlsx",
        {"Mei": [*TITLE, [*HEAD[0], "Aktif bulan lalu"], [*BODY[0], "48.001.1"], [*BODY[1], 41000]]},
        figures=TWO,
        findings=["error cell Mei!E5"],
    ),
    book(
        "before-as-a-group.xlsx",
        {
            "Mei": [
                *TITLE,
                ["No", "Kabupaten/Kota", "Bulan lalu", None, "Penerima Upah", None],
                [None, None, "Potensi", "Aktif", "Potensi", "Aktif"],
                [1, "Kab. Bungo", 1, 2, 70000, 52104],
                [2, "Kab. Tebo", 3, 4, 61000, 20100],
            ]
        },
        figures=TALL_FIGURES[:4],
    ),
    with_column("column-segment.xlsx", "Segmen", "PU", "BPU", findings=["error head Mei!E4"]),
    with_column("column-gender.xlsx", "Jenis Kelamin", "L", "P", findings=["error head Mei!E4"]),
    with_column("column-program.xlsx", "Program", "JKK", None, findings=["error head Mei!E4"]),
    with_column("column-subdistrict.xlsx", "Kecamatan", "Muara Bulian", "Betara", findings=["error head Mei!E4"]),
    with_column("column-month.xlsx", "Bulan", "April 2025", "Mei 2025", findings=["error head Mei!E4"]),
    with_column("column-of-no-region.xlsx", "Wilayah", "Barat", "Timur", findings=["error head Mei!E4"]),
    with_column("column-without-head.xlsx", None, "PU", "BPU", findings=["error head Mei!E4"]),
    with_column("column-without-head-numbers.xlsx", None, 7, 8, findings=["error head Mei!E4"]),
    with_column("column-that-counts.xlsx", None, "1.", "2."),
    with_column("column-remarks.xlsx", "Keterangan", "sudah dicek", None, findings=["note left Mei!E5"]),
    with_column("column-remarks-numbers.xlsx", "Sumber", 1, 2),
    with_column(
        "column-remarks-doubt.xlsx",
        "Catatan",
        "angka bulan lalu",
        "target",
        findings=["warning remark Mei!E5", "warning remark Mei!E6", "note left Mei!E5"],
    ),
]


def lines(name: str, *above: Sequence[Any], sheet: str = "Data", below: Rows = (), **expected: Any) -> Shape:
    """A workbook with other lines above its table, or below it; its figures are `TWO`, unless others are expected."""
    return book(name, {sheet: [*above, *HEAD, *BODY, *below]}, **{"figures": TWO, **expected})


APRIL = [line.replace("2025-05-31", "2025-04") for line in TWO]
DAYS = [
    lines("day-printed.xlsx", ["Rekap"], ["Dicetak 5 Mei 2025"], figures=[], findings=["error day Data!A1"]),
    lines("day-printed-typed.xlsx", ["Tanggal cetak", "05-05-2025"], figures=[], findings=["error day Data!A1"]),
    book(
        "day-printed-right-above.xlsx",
        {"Mei": [["Tanggal cetak", "5 Mei 2025"], ["Kabupaten/Kota", "Aktif"], ["Tebo", 5], ["Bungo", 6]]},
        findings=["error day Mei!A1"],
    ),
    lines("day-position-right-above.xlsx", ["Posisi", "31 Mei 2025"]),
    lines("day-downloaded.xlsx", ["Diunduh tanggal 05/05/2025 10:31"], figures=[], findings=["error day Data!A1"]),
    lines("day-decree.xlsx", ["SK 12/2024 tanggal 2 Januari 2025"], figures=[], findings=["error day Data!A1"]),
    lines("day-printed-sheet.xlsx", ["Dicetak 5 Mei 2025"], sheet="April 2025", figures=APRIL),
    lines("day-title-printed.xlsx", ["Data peserta April 2025"], ["Dicetak 5 Mei 2025"], figures=APRIL),
    lines("day-position-printed.xlsx", ["Posisi 31 Mei 2025, dicetak per 5 Juni 2025"]),
    lines("day-decree-position.xlsx", ["SK No. 12 tanggal 2 Januari 2025, keadaan 31 Mei 2025"]),
    lines("day-until.xlsx", ["Periode 1 Januari 2025 s.d. 31 Mei 2025"]),
    lines("day-letter.xlsx", ["Kota Jambi, 5 Juni 2025"], ["per tanggal 31 Mei 2025"]),
    lines("day-letter-only.xlsx", ["Jambi, 5 Mei 2025"], figures=[], findings=["error day Data!A1"]),
    lines("day-place-and-month.xlsx", ["Kabupaten Kerinci dan Kota Jambi April 2025"], figures=APRIL),
    lines("day-perhaps.xlsx", ["Paparan Gubernur 5 Mei 2025"], figures=[], findings=["error day Data!A1"]),
    lines(
        "day-perhaps-against-the-sheet.xlsx",
        ["Paparan Gubernur 5 Mei 2025"],
        sheet="April 2025",
        figures=[],
        findings=["error day April 2025!A1"],
    ),
    lines(
        "day-perhaps-as-the-sheet.xlsx",
        ["Paparan Gubernur 5 Mei 2025"],
        sheet="Mei 2025",
        figures=[line.replace("2025-05-31", "2025-05") for line in TWO],
    ),
    lines("day-perhaps-beside-position.xlsx", ["Paparan 5 Juni 2025"], ["Kondisi 31 Mei 2025"]),
    lines("day-other-sheet.xlsx", *TITLE, sheet="Maret 2025", findings=["warning day Maret 2025!A1"]),
    lines(
        "day-in-a-note.xlsx",
        *TITLE,
        below=[["Catatan: angka Tebo adalah posisi 31 Desember 2024"], ["Sumber: data per 30 Mei 2025"]],
        findings=["warning day Data!A7"],
    ),
]
UNSEEN = [
    book(
        "unseen-rows-and-columns.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY]},
        unseen=["1", "5", "C", "F"],
        figures=TWO,
        findings=["note unseen Mei!A5", "note unseen Mei!C1"],
    ),
    book(
        "unseen-struck.xlsx",
        {"Mei": [*TITLE, *HEAD, *BODY]},
        looks={place: {"font_strikeout": True} for place in ("A1", "B5", "D6")},
        figures=TWO,
        findings=["note unseen Mei!B5"],
    ),
]
SHAPES = [*TIDY_FILES, *NUMBERS, *NAMES, *CODES, *LAYOUTS, *ANOTHER, *SCALES, *DAYS, *COLUMNS, *MISTYPED, *UNSEEN]


def expected() -> dict[str, dict[str, list[str]]]:
    """What must come of each file."""
    return {shape.name: {"figures": list(shape.figures), "findings": list(shape.findings)} for shape in SHAPES}


def write(folder: Path, say: Callable[[str], object] = print) -> None:
    """Write every file and what is expected of it."""
    for shape in SHAPES:
        (folder / shape.name).write_bytes(shape.content)
    (folder / EXPECTED.name).write_text(json.dumps(expected(), indent=1) + "\n", "utf-8")
    say(f"{len(SHAPES)} files in {folder.name}")


if __name__ == "__main__":
    write(HERE)
