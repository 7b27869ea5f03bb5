"""What a line above or below a table says of days: the day of its figures, another one, or perhaps one."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from cakupan.layout.days import read_day, split_days
from cakupan.layout.heads import is_head, markers, title_words
from cakupan.layout.numbers import is_blank
from cakupan.layout.refusal import Refusal
from cakupan.layout.regions import Regions
from cakupan.model import Value
from cakupan.period import AsOf

_READ = 500  # letters of a cell that are looked at


class Says(Enum):
    """How a line names a day: after a word like Posisi, as part of a title, or among words that are not known."""

    POSITION = "position"
    TITLE = "title"
    PERHAPS = "perhaps"


@dataclass(frozen=True)
class Named:
    """A day that a line names, and the column of the cell it stands in."""

    says: Says
    as_of: AsOf
    column: int


def days_named(row: Sequence[Value], regions: Regions) -> list[Named]:
    """The days a line may name as those of the figures; of a span (s.d.) the last, of a print or a decree none."""
    line = _Line(regions)
    for column, cell in enumerate(row):
        line.read(column, cell)
    return line.named


def is_dated(row: Sequence[Value]) -> bool:
    """Whether a row of several cells is no head but a line like "Tanggal cetak | 5 Mei 2025", "Jambi | 5 Mei 2025"."""
    filled = [cell for cell in row if not is_blank(cell)]
    if _is_day(filled[0]) or any(isinstance(cell, str) and is_head(cell) for cell in filled):
        return False
    kinds = {kind for kind, _ in _pieces(str(filled[0]))}
    return "aside" in kinds or any(map(_is_day, filled))


def _is_day(cell: Value) -> bool:
    try:
        return bool(read_day(cell))
    except Refusal:
        return False


class _Line:
    """One line while it is read: a word like Posisi or Dicetak holds until a day has followed it."""

    def __init__(self, regions: Regions) -> None:
        self.named: list[Named] = []
        self._regions = regions
        self._marker, self._words = "", ""

    def read(self, column: int, cell: Value) -> None:
        """One more cell, to the right of those before."""
        if isinstance(cell, dt.date):
            cell = cell.strftime("%Y-%m-%d")
        if not isinstance(cell, str):
            return
        found = False
        for marker, words in _pieces(cell):
            self._mark(marker)
            try:
                days, rest = split_days(words)
            except Refusal:
                continue
            self._words += f" {rest}"
            self.named += [Named(says, day, column) for day in days for says in [self._says(day)] if says]
            found = found or bool(days)
        if found:
            self._marker = self._words = ""

    def _mark(self, marker: str) -> None:
        if marker == "until":
            self.named.clear()
        if marker and not (marker == "weak" and self._marker == "aside"):
            self._marker = marker

    def _says(self, day: AsOf) -> Says | None:
        if self._marker:
            return None if self._marker == "aside" else Says.POSITION
        words = set(re.findall("[a-z]+", self._words))
        places = words & self._regions.words
        if words - places - title_words():
            return Says.PERHAPS
        return None if places and words == places and not day.whole_month else Says.TITLE  # "Jambi, 5 Mei 2025"


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text cut before each of its markers: the kind of the marker, "" for the first piece, and what follows it."""
    plain = " ".join(text[:_READ].casefold().split())
    kinds = markers()
    form = "|".join(rf"\b{re.escape(word)}(?![a-z])" for word in sorted(kinds, key=len, reverse=True))
    first, *others = re.split(f"({form})", plain)
    yield "", first
    for word, words in zip(others[::2], others[1::2], strict=True):
        yield kinds[word], words
