"""What was handed in and what was found in it; nothing here is believed yet."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan.message import Message, message

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Where:
    """A place in what was handed in; row counts lines from 1, the head included. 0 means the whole file.

    `column` is a column's name in a tidy table, its letter in a workbook, where `sheet` names the sheet.
    """

    file: str
    row: int = 0
    column: str = ""
    sheet: str = ""

    @property
    def place(self) -> Message:
        """The place as it is said, without its column."""
        if self.sheet:
            return message(
                "{file}, sheet {sheet}, row {row}", file=self.file, sheet=f'"{self.sheet}"', row=str(self.row)
            )
        if self.row:
            return message("{file}, row {row}", file=self.file, row=str(self.row))
        return message("{file}", file=self.file)


Value = str | float | int | bool | dt.datetime | dt.date | None


@dataclass(frozen=True)
class Grid:
    """One sheet as it lies there: rows of cells, counted from 0; blank cells are None or "".

    `percent` are the (row, column) of the cells that are shown as per cent: 0.4517 in
    one means 45.17 %. `merged` are (first row, first column, last row, last column),
    all inclusive. `scaled` are the cells whose format shows another number: 33 in one
    is shown as 33.000 or 33 ribu, or 33250 as 33. `struck` are cells
    that are struck through. `sheet` is "" for a text file.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Value]]
    hidden: bool = False
    percent: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    scaled: frozenset[tuple[int, int]] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def where(self, row: int, column: int) -> Where:
        """The place of a cell, as a person finds it: row 7, column D."""
        letters = ""
        number = column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return Where(self.file, row + 1, letters, self.sheet)


@dataclass(frozen=True)
class Table:
    """A tidy table as it was handed in: every cell is text, the index is the line in the file.

    `places` holds, for lines that were read out of workbooks, where their value stands.
    """

    path: Path
    rows: "pd.DataFrame"
    places: Mapping[int, Where] = field(default_factory=dict)

    def where(self, line: int, column: str) -> Where:
        """The place of a cell of this table."""
        return self.places.get(line) or Where(self.path.name, line, column)


@dataclass(frozen=True)
class Sheet:
    """A province folder as it was handed in, not yet believed.

    `grids` are the sheets of the files that branches handed in, `findings` what was
    found while they were opened. `inputs` are the bytes of all files by their name in the
    folder (what a query answered stands as figures.csv), `fingerprint` their SHA-256, so
    that two prints can be told apart.
    """

    folder: Path
    description: Mapping[str, Any]
    tables: Mapping[str, Table]
    fingerprint: str
    grids: "Sequence[Grid]" = ()
    findings: "Sequence[Finding]" = ()
    inputs: Mapping[str, bytes] = field(default_factory=dict)


class Severity(StrEnum):
    """An error stops the run, what holds keeps back a region's report; warnings and notes stand in the data notes.

    A note tells of a repair: a code 11.1 that was read as 11.10.
    """

    ERROR = "error"
    HOLD = "hold"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> Message:
        """The severity as it is said."""
        return Message(_LABELS[self])


_LABELS = {
    Severity.ERROR: message("error").template,
    Severity.HOLD: message("hold").template,
    Severity.WARNING: message("warning").template,
    Severity.NOTE: message("note").template,
}


@dataclass(frozen=True)
class Finding:
    """One thing wrong, in a clerk's words: what was expected, what came, what to do.

    `region` is whose figure it is, `day` the day the figure stands for; "" and None
    where a finding is of the whole province or of every day, `measure` what the figure
    counts. `stated`: it is about a target, which is shown even where it was stated after the period.
    """

    rule: str
    severity: Severity
    where: Where
    message: Message
    region: str = ""
    day: dt.date | None = None
    stated: bool = False
    measure: str = ""

    @property
    def told(self) -> Message:
        """The finding as one line: where, then what."""
        place, column = self.where.place, self.where.column
        if column:
            return message("{place}, column {column}: {what}", place=place, column=column, what=self.message)
        return message("{place}: {what}", place=place, what=self.message)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What blocks comes first, then by file and row."""
    weights = list(Severity)
    return tuple(sorted(findings, key=lambda f: (weights.index(f.severity), f.where.file, f.where.row)))


def findings_of(findings: Iterable[Finding], severity: Severity) -> tuple[Finding, ...]:
    """Those of one severity, in the order of file and row."""
    return tuple(sorted((f for f in findings if f.severity is severity), key=lambda f: (f.where.file, f.where.row)))
