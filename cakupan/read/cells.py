"""A look at every cell of a sheet before the reader lays it out: how far it goes, and what the reader does not tell."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from cakupan.message import Message, message
from cakupan.model import Finding, Grid, Severity
from cakupan.read.archive import Archive
from cakupan.read.formats import Formats
from cakupan.read.limits import MAX_AREA, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT
from cakupan.read.refusal import Refusal

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TRUE = ("1", "true")
_COUNTED = re.compile(r"[1-9][0-9]{0,6}")
_SAID = ("e", "str", "inlineStr")  # kinds of cells whose text stands in the sheet; that of others is a number


@dataclass
class Seen:
    """What was seen of the sheets so far: cells, and the area from A1 to the last of each; both are bounded."""

    cells: int = 0
    area: int = 0
    calculated: bool = True  # by a spreadsheet; a program that writes workbooks leaves a 0 in formulas and says so


@dataclass
class Cells:
    """What the reader does not tell of one sheet, rows and columns counted from 0."""

    percent: set[tuple[int, int]] = field(default_factory=set)
    scaled: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def look(archive: Archive, part: str, sheet: str, formats: Formats, seen: Seen) -> Cells:
    """All that is to be known of the cells of `part`; Refusal where one lies too far away or there are too many."""
    scan = _Scan(Grid(archive.where.file, sheet, ()), formats, seen)
    archive.scan(part, scan.parser)
    scan.settle()
    return scan.cells


class _Scan:
    """The handler of the parser; a cell is settled when the next one begins."""

    def __init__(self, grid: Grid, formats: Formats, seen: Seen) -> None:
        self.cells = Cells()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self._grid, self._formats, self._seen = grid, formats, seen
        self._before = seen.area
        self._uncalculated = ("",) if seen.calculated else ("", "0")
        self._row, self._column, self._last_row, self._last_column = -1, -1, 0, 0
        self._kind, self._format, self._formula, self._filled, self._text = "n", "0", False, False, ""

    def settle(self) -> None:
        """Note what the last cell was."""
        if self._formula and self._kind != "str" and self._text in self._uncalculated:
            told = message("the formula was never calculated; open the file in a spreadsheet and save it")
            where = self._grid.where(self._row, self._column)
            self.cells.findings.append(Finding("file", Severity.ERROR, where, told))
        elif self._filled:
            self._want_near()
            if self._kind == "e":
                self.cells.errors[self._row, self._column] = self._text
            if self._format.isdecimal():
                self._note_format(int(self._format))
        self._formula = self._filled = False

    def _note_format(self, number: int) -> None:
        if self._kind == "n" and number in self._formats.percent:
            self.cells.percent.add((self._row, self._column))
        if self._kind == "n" and number in self._formats.scaled:
            self.cells.scaled.add((self._row, self._column))
        if number in self._formats.struck:
            self.cells.struck.add((self._row, self._column))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self.settle()
            self._begin(attributes)
        elif name in ("v", "is"):
            self._filled = True
            self.parser.CharacterDataHandler = self._gather if self._formula or self._kind in _SAID else None
        elif name == "f":
            self._formula = True
        elif name == "row":
            self.settle()
            self._begin_row(attributes)
        elif name == "col":
            self._note_columns(attributes)

    def _note_columns(self, attributes: dict[str, str]) -> None:
        first, last = (attributes.get(end, "") for end in ("min", "max"))
        if attributes.get("hidden") in _TRUE and _COUNTED.fullmatch(first) and _COUNTED.fullmatch(last):
            self.cells.hidden_columns.update(range(int(first) - 1, min(int(last), MAX_COLUMNS)))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) - 1 if _COUNTED.fullmatch(number) else self._row + 1
        self._column = -1
        if attributes.get("hidden") in _TRUE and self._row < MAX_ROWS:
            self.cells.hidden_rows.add(self._row)

    def _begin(self, attributes: dict[str, str]) -> None:
        self.parser.CharacterDataHandler = None
        self._seen.cells += 1
        if self._seen.cells > MAX_CELLS:
            raise self._hostile(message("more than {limit} cells; hand in the summary by region", limit=MAX_CELLS))
        self._kind, self._format, self._text = attributes.get("t", "n"), attributes.get("s", "0"), ""
        place = _PLACE.fullmatch(attributes.get("r", ""))
        if place:
            self._row, self._column = int(place[2]) - 1, _column(place[1])
        else:
            self._column += 1

    def _want_near(self) -> None:
        self._last_row, self._last_column = max(self._last_row, self._row), max(self._last_column, self._column)
        self._seen.area = self._before + (self._last_row + 1) * (self._last_column + 1)
        if self._row >= MAX_ROWS or self._column >= MAX_COLUMNS or self._seen.area > MAX_AREA:
            told = message("a cell far away from the table; delete its row and its column, or keep only the table")
            raise self._hostile(told)

    def _gather(self, text: str) -> None:
        self._text += text
        if len(self._text) > MAX_TEXT:
            raise self._hostile(message("a cell holds more than {limit} characters", limit=MAX_TEXT))

    def _hostile(self, told: Message) -> Refusal:
        return Refusal("hostile", self._grid.where(max(self._row, 0), max(self._column, 0)), told)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def want_short_texts(archive: Archive, part: str) -> None:
    """Refuse a table of shared texts in which one is longer than a cell can hold."""
    length = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal length
        if name.rpartition(":")[2] == "si":
            length = 0

    def text(data: str) -> None:
        nonlocal length
        length += len(data)
        if length > MAX_TEXT:
            told = message("a cell holds more than {limit} characters", limit=MAX_TEXT)
            raise Refusal("hostile", archive.where, told)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    archive.scan(part, parser)
