"""Delimited text becomes a grid whatever its encoding and separator; nothing is shifted."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.model import Finding, Severity
from cakupan.read.delimited import read_delimited
from cakupan.read.limits import MAX_COLUMNS, MAX_FINDINGS, MAX_ROWS, MAX_TEXT
from cakupan.read.refusal import Refusal

TABLE = "kabupaten;aktif;cakupan\nKerinci;592.806;45,17%\nTebo – Ilir;1.234;3,5%\n"
ROWS = [["kabupaten", "aktif", "cakupan"], ["Kerinci", "592.806", "45,17%"], ["Tebo – Ilir", "1.234", "3,5%"]]


def read(content: bytes | str) -> tuple[list[list[str]], list[Finding]]:
    grids, findings = read_delimited("a.csv", content.encode() if isinstance(content, str) else content)
    return [list(map(str, row)) for grid in grids for row in grid.rows], findings


def errors(content: str) -> list[str]:
    rows, findings = read(content)
    assert not rows
    assert all(finding.severity is Severity.ERROR for finding in findings)
    return [f"{finding.where.row}: {finding.message}" for finding in findings]


def refused(content: bytes | str) -> str:
    with pytest.raises(Refusal) as caught:
        read(content)
    finding = caught.value.finding
    return f"{finding.rule} {finding.where.row}: {finding.message}"


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.encode("utf-32"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.encode() + b"\x1a",
    ],
    ids=[
        "utf-8",
        "utf-8 mark",
        "utf-16 mark",
        "big-endian mark",
        "utf-16",
        "big-endian",
        "utf-32",
        "crlf",
        "cr",
        "dos",
    ],
)
def test_every_encoding_gives_the_same_grid(content: bytes) -> None:
    assert read(content) == (ROWS, [])


def test_windows_text_is_the_last_resort_and_never_without_a_word() -> None:
    rows, [note] = read(TABLE.encode("cp1252"))
    assert rows == ROWS
    assert (note.severity, note.where.row) == (Severity.NOTE, 3)
    assert "cp1252" in str(note.message)


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_the_separator_is_the_one_that_cuts_rows_alike(mark: str) -> None:
    rows, findings = read(f'a{mark}b{mark}c\n1{mark}"x,y;z"{mark}2\n3{mark}4{mark}5\n')
    assert rows == [["a", "b", "c"], ["1", "x,y;z", "2"], ["3", "4", "5"]]
    assert not findings


def test_decimal_commas_in_every_row_do_not_make_commas_the_separator() -> None:
    assert read("1,5;2,5\n3,5;4,5\n")[0] == [["1,5", "2,5"], ["3,5", "4,5"]]


def test_a_spreadsheet_may_name_its_separator_and_rows_still_count() -> None:
    assert read("sep=;\na;b,c\n1;2,3\n")[0] == [[], ["a", "b,c"], ["1", "2,3"]]


def test_a_single_column_is_a_grid_too() -> None:
    assert read("aktif\n592806\n")[0] == [["aktif"], ["592806"]]


def test_blank_rows_count_and_titles_and_footnotes_may_stand_alone() -> None:
    rows, findings = read("REKAP DESEMBER\n\na;b;c\n1;2;3\n;;\nSumber: cabang\n")
    assert rows == [["REKAP DESEMBER"], [], ["a", "b", "c"], ["1", "2", "3"], ["", "", ""], ["Sumber: cabang"]]
    assert not findings


def test_blank_cells_at_the_end_of_a_row_are_no_cells() -> None:
    assert read("a,b\n1,2,,\n3,4, \n")[0] == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_every_ragged_row_is_named_and_nothing_is_handed_on() -> None:
    told = "expected 3 cells as in most rows, got"
    assert errors("a,b,c\n1,2,3\n4,5\n6\n7,8,9\n1,2,3,4\n") == [
        f"{row}: {told} {came}; check the separators and the quotation marks" for row, came in ((3, 2), (4, 1), (6, 4))
    ]


def test_of_many_ragged_rows_the_first_are_named_and_the_rest_counted() -> None:
    told = errors("a,b,c\n" + "1,2,3\n" * 100 + "1,2\n" * (MAX_FINDINGS + 30))
    assert len(told) == MAX_FINDINGS + 1
    assert told[-1] == "122: and 30 more like this"


@pytest.mark.parametrize("content", ['a,b\n1,"2\n', 'a,b\n1,"2"x\n', "a,b\n1," + "x" * 200_000])
def test_quotation_marks_that_do_not_pair_are_refused_with_their_row(content: str) -> None:
    assert refused(content).startswith("file 2: a quotation mark is missing")


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b"a,b\n1,\0\n", 2),
        (b"a,b\n\x01,2\n", 2),
        (b"a,b\n1,\x81\n", 2),  # neither UTF-8 nor Windows text
        (codecs.BOM_UTF8 + b"a,b\n1,2\n\xff", 3),
        (codecs.BOM_UTF16_LE + b"a\0\n\0\0\xd8a\0", 2),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_row(content: bytes, row: int) -> None:
    assert refused(content).startswith(f"hostile {row}: holds bytes that are no text")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,b\n" * (MAX_ROWS + 1), f"hostile {MAX_ROWS + 1}: more than 100000 rows"),
        ("," * 99 + "\n" + ("1," * 99 + "1\n") * 10_000, "hostile 10001: more than 1000000 cells"),
        ("," * MAX_COLUMNS, "hostile 1: more than 702 columns"),
        ("a,b\n1," + "x" * (MAX_TEXT + 1), "hostile 2: a cell holds more than 32767 characters"),
    ],
    ids=["rows", "cells", "columns", "text"],
)
def test_a_text_larger_than_a_table_is_refused(content: str, told: str) -> None:
    assert refused(content).startswith(told)


@pytest.mark.parametrize("content", [b"", b" \r\n\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b"\n\0"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    assert refused(content) == "file 0: is empty; expected a table"


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(str.encode)
    | st.text('a1,;\t"\n\r', max_size=60).map(str.encode)
)
def test_any_bytes_are_a_grid_or_refused_in_words(content: bytes) -> None:
    try:
        rows, findings = read(content)
    except Refusal as refusal:
        rows, findings = [], [refusal.finding]
    assert bool(rows) != any(finding.severity is Severity.ERROR for finding in findings)


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        ("Jambi, 5 Mei 2025\nLaporan\na,b\n1,2\n", ["Jambi, 5 Mei 2025"]),
        ("Jambi, Senin, 5 Mei 2025\na,b\n1,2\n", ["Jambi, Senin, 5 Mei 2025"]),
        ("Jambi, 5 Mei 2025\na,b,c\n1,2,3\n4,5,6\n", ["Jambi, 5 Mei 2025"]),
        ("a, b\n1, 2\n", ["a", " b"]),
        ("a, b\n", ["a", " b"]),
    ],
)
def test_a_title_with_commas_is_one_cell_and_a_head_is_not(lines: str, first: list[str]) -> None:
    [grid], findings = read_delimited("a.csv", lines.encode())
    assert grid.rows[0] == first
    assert not findings
