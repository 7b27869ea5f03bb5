"""Tidy CSV: comma, UTF-8, one head row; every cell stays the text it was."""

import csv
import io
from pathlib import Path

import pandas as pd

from cakupan.message import Message, message
from cakupan.model import Table


def read_csv(path: Path) -> tuple[Table | None, list[Message]]:
    """The table, or everything that keeps it from being taken in.

    Python's csv and not pandas.read_csv, which shifts ragged rows, renames double
    columns and turns a region called "NA" into nothing, all without a word.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None, [message("{file}: the file is missing", file=path.name)]
    except OSError as error:
        return None, [message("{file}: cannot be read: {reason}", file=path.name, reason=error.strerror or str(error))]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [
            message(
                "{file}, row {row}: expected text in UTF-8; save the file in that encoding", file=path.name, row=line
            )
        ]
    if "\0" in text:
        return None, [message("{file}: holds NUL bytes; it is not a text file", file=path.name)]
    return _table(path, text)


def _table(path: Path, text: str) -> tuple[Table | None, list[Message]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head: list[str] = []
    mistakes: list[Message] = []
    lines: list[int] = []
    rows: list[list[str]] = []
    try:
        head = [cell.strip() for cell in next(reader, [])]
        for cells in reader:
            if len(cells) == len(head):
                lines.append(reader.line_num)
                rows.append([cell.strip() for cell in cells])
            elif cells:
                mistakes.append(_ragged(path.name, reader.line_num, len(head), len(cells)))
    except csv.Error as error:
        mistakes.append(message("{file}, row {row}: {reason}", file=path.name, row=reader.line_num, reason=str(error)))
    if len(head) == 1 and any(mark in head[0] for mark in ";\t"):
        return None, [
            message("{file}: its cells are not separated by commas; save it as CSV with commas", file=path.name)
        ]
    if not any(head) and not mistakes:
        return None, [message("{file}: is empty; expected a head row", file=path.name)]
    if mistakes:
        return None, mistakes
    return Table(path, pd.DataFrame(rows, columns=head, index=lines, dtype="str")), []


def _ragged(file: str, row: int, expected: int, came: int) -> Message:
    return message(
        "{file}, row {row}: expected {expected} cells as in the head, got {came}; check the commas",
        file=file,
        row=row,
        expected=expected,
        came=came,
    )
