"""Tidy CSV: comma, UTF-8, one head row; every cell stays the text it was."""

import csv
import io
from pathlib import Path

import pandas as pd

from cakupan.message import Message, message
from cakupan.model import Finding, Severity, Table, Where

Answer = tuple[Table | None, list[Finding]]


def read_csv(path: Path) -> Answer:
    """The table, or everything that keeps it from being taken in.

    Python's csv and not pandas.read_csv, which shifts ragged rows, renames double
    columns and turns a region called "NA" into nothing, all without a word.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None, [_wrong(path, message("the file is missing"))]
    except OSError as error:
        return None, [_wrong(path, message("cannot be read: {reason}", reason=error.strerror or str(error)))]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [_wrong(path, message("expected text in UTF-8; save the file in that encoding"), line)]
    if "\0" in text:
        return None, [_wrong(path, message("holds NUL bytes; it is not a text file"))]
    return _table(path, text)


def _table(path: Path, text: str) -> Answer:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head: list[str] = []
    mistakes: list[Finding] = []
    lines: list[int] = []
    rows: list[list[str]] = []
    try:
        head = [cell.strip() for cell in next(reader, [])]
        for cells in reader:
            if len(cells) == len(head):
                lines.append(reader.line_num)
                rows.append([cell.strip() for cell in cells])
            elif cells:
                mistakes.append(_wrong(path, _ragged(len(head), len(cells)), reader.line_num))
    except csv.Error as error:
        mistakes.append(_wrong(path, Message("{reason}", {"reason": str(error)}), reader.line_num))
    if len(head) == 1 and any(mark in head[0] for mark in ";\t"):
        return None, [_wrong(path, message("its cells are not separated by commas; save it as CSV with commas"))]
    if not any(head) and not mistakes:
        return None, [_wrong(path, message("is empty; expected a head row"))]
    if mistakes:
        return None, mistakes
    return Table(path, pd.DataFrame(rows, columns=head, index=lines, dtype="str")), []


def _wrong(path: Path, reason: Message, row: int = 0) -> Finding:
    """Row 0 means the whole file."""
    return Finding("table", Severity.ERROR, Where(path.name, row), reason)


def _ragged(expected: int, came: int) -> Message:
    return message(
        "expected {expected} cells as in the head, got {came}; check the commas", expected=expected, came=came
    )
