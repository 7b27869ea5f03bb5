"""Delimited text becomes a grid: its encoding and its separator are found out, its rows are never shifted."""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cakupan.message import message
from cakupan.model import Finding, Grid, Severity, Where
from cakupan.read.limits import MAX_AREA, MAX_COLUMNS, MAX_FINDINGS, MAX_ROWS, MAX_TEXT
from cakupan.read.refusal import Refusal

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
          (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip
_SEPARATORS = ("\t", ";", ",")  # where two would do, the one that is rarer in numbers and names
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_HINT = re.compile(r"sep=([\t;,])\r?\n", re.IGNORECASE)
_SAMPLE = 200  # rows that show which separator it is


def read_delimited(file: str, content: bytes) -> tuple[list[Grid], list[Finding]]:
    """The grid, and what is to be said of it; no grid where rows are ragged. Refusal when it is no text at all."""
    text, findings = _decoded(file, content)
    rows, ragged = _rows(file, text)
    grids = [] if ragged else [Grid(file, "", rows)]
    return grids, findings + ragged


def _decoded(file: str, content: bytes) -> tuple[str, list[Finding]]:
    """The text, and a note where its encoding is a guess."""
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
        findings: list[Finding] = []
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _no_text(file, error.object[: error.start].count(b"\n") + 1) from None
        text, findings = _western(file, content)
    text = text.rstrip("\x1a")  # the end of a text in DOS
    if strange := _CONTROL.search(text):
        raise _no_text(file, text.count("\n", 0, strange.start()) + 1)
    if not text.strip():
        raise Refusal("file", Where(file), message("is empty; expected a table"))
    return text, findings


def _encoding(content: bytes) -> str:
    """By its mark; without one UTF-16 is told by the NULs beside its letters, else it should be UTF-8."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    even, odd = content[:4000:2].count(0), content[1:4000:2].count(0)
    half = len(content[:4000]) // 2
    if odd > half * 0.7 and not even:
        return "utf-16-le"
    if even > half * 0.7 and not odd:
        return "utf-16-be"
    return "utf-8"


def _western(file: str, content: bytes) -> tuple[str, list[Finding]]:
    """The last resort, and never without a word: any bytes but five are text in this encoding."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _no_text(file, error.object[: error.start].count(b"\n") + 1) from None
    row = next(number for number, line in enumerate(text.splitlines(), 1) if not line.isascii())
    told = message("is not UTF-8 and was read as Windows text (cp1252); look whether its letters are right")
    return text, [Finding("file", Severity.NOTE, Where(file, row), told)]


def _no_text(file: str, row: int) -> Refusal:
    told = message("holds bytes that are no text (NUL or others); save it as CSV in UTF-8")
    return Refusal("hostile", Where(file, row), told)


def _rows(file: str, text: str) -> tuple[list[list[str]], list[Finding]]:
    """All rows, blank ones included so that they count, and a finding for each that is ragged."""
    hint = _HINT.match(text)
    separator = hint[1] if hint else _separator(text)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            rows.append([] if hint and not rows else cells)
            _want_bounds(file, len(rows), cells)
    except csv.Error:
        told = message('a quotation mark is missing or one too many, or a cell is too long; expected text like "a, b"')
        raise Refusal("file", Where(file, len(rows) + 1), told) from None
    return rows, _ragged(file, rows)


def _separator(text: str) -> str:
    """The one that cuts most rows into the same number of cells, more than one."""
    return max(_SEPARATORS, key=lambda mark: _agreement(text, mark))


def _agreement(text: str, mark: str) -> float:
    """The largest share of rows that it cuts into the same number of cells, more than one."""
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for cells, _ in zip(reader, range(_SAMPLE), strict=False):
            widths[len(cells)] += bool(cells)
    except csv.Error:
        return 0.0
    return max((number for width, number in widths.items() if width > 1), default=0) / max(1, widths.total())


def _want_bounds(file: str, row: int, cells: Sequence[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise Refusal("hostile", Where(file, row), message("more than {limit} columns", limit=MAX_COLUMNS))
    if row * len(cells) > MAX_AREA:
        told = message("more than {limit} cells; hand in the summary by region", limit=MAX_AREA)
        raise Refusal("hostile", Where(file, row), told)
    if row > MAX_ROWS:
        told = message("more than {limit} rows; hand in the summary by region", limit=MAX_ROWS)
        raise Refusal("hostile", Where(file, row), told)
    if any(len(cell) > MAX_TEXT for cell in cells):
        told = message("a cell holds more than {limit} characters", limit=MAX_TEXT)
        raise Refusal("hostile", Where(file, row), told)


def _ragged(file: str, rows: list[list[str]]) -> list[Finding]:
    """Rows with more or fewer cells than the others; blanks at an end are cut, titles and footnotes may be alone.

    Of two widths equally frequent the first counts, that of the head. A title that the
    separator cuts ("Jambi, 5 Mei 2025") is put together again.
    """
    widths = Counter(len(cells) for cells in rows if any(map(str.strip, cells)))
    width = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))[0]
    full = [number for number, cells in enumerate(rows) if len(cells) >= width]
    start = _first_of_table(rows, full, width)
    for number, cells in enumerate(rows[:start]):
        if _is_prose(cells):
            rows[number] = [",".join(cells)]
    wrong = []
    for number, cells in enumerate(rows):
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        alone = len(cells) == 1 and not start < number < full[-1]
        if any(map(str.strip, cells)) and len(cells) != width and not alone:
            wrong.append(_uneven(file, number + 1, width, len(cells)))
    return cut_short(wrong)


def _first_of_table(rows: Sequence[Sequence[str]], full: Sequence[int], width: int) -> int:
    """The first full row that is no title: a title is prose, and longer than the table or followed by a shorter row."""
    filled = [number for number, cells in enumerate(rows) if any(map(str.strip, cells))]
    titles = {
        number
        for number, below in itertools.pairwise(filled)
        if _is_prose(rows[number]) and (len(rows[number]) > width or len(rows[below]) < width)
    }
    return next((number for number in full if number not in titles), full[0])


def _is_prose(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and all(cell.startswith(" ") for cell in cells[1:])


def _uneven(file: str, row: int, expected: int, came: int) -> Finding:
    told = message(
        "expected {expected} cells as in most rows, got {came}; check the separators and the quotation marks",
        expected=expected,
        came=came,
    )
    return Finding("file", Severity.ERROR, Where(file, row), told)


def cut_short(findings: list[Finding]) -> list[Finding]:
    """The first of many of the same kind, and at the place of the next how many more there are."""
    if len(findings) <= MAX_FINDINGS:
        return findings
    more = message("and {count} more like this", count=len(findings) - MAX_FINDINGS)
    return [*findings[:MAX_FINDINGS], replace(findings[MAX_FINDINGS], message=more)]
