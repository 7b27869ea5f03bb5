"""Cells of a table become values, or findings that name file, row and column."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from cakupan.address import fits_head
from cakupan.layout.refusal import Refusal
from cakupan.message import Message, message
from cakupan.model import Finding, Region, Severity, Table
from cakupan.nearest import did_you_mean, nearest
from cakupan.period import AsOf, Period

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
Parser = Callable[[str], T]

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_LONGEST_NAME = 60
_WHOLE = re.compile(r"[0-9]{1,15}")
_SEPARATED = re.compile(r"-?[0-9][0-9.,]*%?")


class Cells:
    """The columns of one table, read one by one; `findings` gathers what was refused."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        self.where = table.where
        self.findings: list[Finding] = []
        self._rows = table.rows
        self._refused: set[int] = set()
        self._check_head(columns)

    def read(self, column: str, parse: Parser[T]) -> list[T]:
        """The column's values; in the place of a refused one stands None, and its row is refused."""
        known: dict[str, Any] = {}
        values = []
        for line, text in zip(self._rows.index.tolist(), self._rows[column].tolist(), strict=True):
            if text not in known:
                known[text] = _attempt(parse, text)
            value = known[text]
            if isinstance(value, Refusal):
                self.refuse(line, column, "cell", value.reason)
                value = None
            values.append(value)
        return values

    def refuse(self, line: int, column: str, rule: str, reason: Message) -> None:
        """Note an error; the row is not believed any more."""
        self._refused.add(line)
        self.findings.append(Finding(rule, Severity.ERROR, self.where(line, column), reason))

    def leave_out(self, lines: Iterable[int]) -> None:
        """Rows that are not believed any more; another row's finding says why."""
        self._refused.update(lines)

    def believed(self, columns: Mapping[str, Sequence[Any]]) -> dict[int, tuple[Any, ...]]:
        """The rows of which no cell was refused, by their line in the file."""
        rows = zip(*columns.values(), strict=True)
        return {
            line: row for line, row in zip(self._rows.index.tolist(), rows, strict=True) if line not in self._refused
        }

    def kept(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """The rows that no later rule of form refused; its index are the lines of the file."""
        return frame[~frame.index.isin(self._refused)] if self._refused else frame

    @property
    def usable(self) -> bool:
        """Whether every expected column is there."""
        return not self.findings

    def _check_head(self, columns: Sequence[str]) -> None:
        came = list(self._rows.columns)
        for column in columns:
            if column not in came:
                self._head(column, message("the column is missing; expected {columns}", columns=", ".join(columns)))
        for column in came:
            if column not in columns:
                self._head(column, message("unknown column; {advice}", advice=did_you_mean(column, columns)))
        for column in {name for name in came if came.count(name) > 1}:
            self._head(column, message("the column stands twice; keep one"))

    def _head(self, column: str, reason: Message) -> None:
        self.findings.append(Finding("columns", Severity.ERROR, self.where(1, column), reason))


def _attempt(parse: Parser[T], text: str) -> T | Refusal:
    try:
        return parse(text)
    except Refusal as refusal:
        return refusal


def expected(expected: Message, came: str) -> Refusal:
    """What a cell should hold, and what came."""
    return Refusal(message("expected {expected}, got {came}", expected=expected, came=f'"{came[:60]}"'))


def text(cell: str) -> str:
    """Any text that is not blank."""
    if not cell:
        raise Refusal(message("must not be empty"))
    return cell


def short_text(cell: str) -> str:
    """Text that fits where a name is printed: 60 characters at most."""
    if len(text(cell)) > _LONGEST_NAME:
        raise expected(message("at most {number} characters", number=_LONGEST_NAME), cell)
    return cell


def head_text(cell: str) -> str:
    """A name that may stand in a letter's head, beside an address or in the subject."""
    if not fits_head(short_text(cell)):
        raise expected(message("a name without =? and unseen characters"), ascii(cell))
    return cell


def number(cell: str) -> Decimal:
    """A plain number with a point before decimals; separators of thousands are refused, never guessed."""
    if _NUMBER.fullmatch(cell):
        return Decimal(cell)
    if _SEPARATED.fullmatch(cell):
        raise expected(message("a plain number like 1312370 or 45.17, without separators or %"), cell)
    raise expected(message("a number like 1312370 or 45.17"), cell)


def whole(cell: str) -> int:
    """A whole number, not negative; "580.000" is none: it may mean 580 or 580 thousand."""
    if not _WHOLE.fullmatch(cell):
        raise expected(message("a whole number like 1312370, 0 or more, without separators"), cell)
    return int(cell)


def is_whole(value: Decimal) -> bool:
    """Whether a number was written without decimals and is not negative."""
    return value >= 0 and value.as_tuple().exponent == 0


def as_of(cell: str) -> AsOf:
    """A day, or a month where only the month is known."""
    try:
        return AsOf.parse(cell)
    except ValueError:
        raise expected(message("a day like 2024-12-02 or a month like 2024-12"), cell) from None


def day(cell: str) -> dt.date:
    """A day of the calendar."""
    stamp = as_of(cell)
    if stamp.whole_month:
        raise expected(message("a day like 2024-12-02"), cell)
    return stamp.day


def month(cell: str) -> Period:
    """A month of the calendar."""
    try:
        return Period.parse(cell)
    except ValueError:
        raise expected(message("a month like 2024-12"), cell) from None


def one_of(known: Iterable[str]) -> Parser[str]:
    """One of the known words."""
    names = tuple(known)

    def parse(cell: str) -> str:
        if cell in names:
            return cell
        raise Refusal(message("{came} is not known; {advice}", came=f'"{cell[:60]}"', advice=did_you_mean(cell, names)))

    return parse


def optional(parse: Parser[T]) -> Parser[T | None]:
    """The same, or None for a blank cell."""
    return lambda cell: parse(cell) if cell else None


def region_code(regions: Mapping[str, Region]) -> Parser[str]:
    """The Kemendagri code of a region of this province."""
    by_bps = {region.bps: region for region in regions.values() if region.bps}
    by_name = {name: code for code, region in regions.items() for name in (code, region.name, *region.variants)}

    def parse(cell: str) -> str:
        if cell in regions:
            return cell
        if cell in by_bps:  # the nearest Kemendagri code of 1507 is 15.07, and that is another regency's
            raise _bps(cell, by_bps[cell])
        code = by_name.get(nearest(cell, by_name) or "")
        if code is None:
            advice = message("known are: {names}", names=", ".join(regions))
        else:
            advice = message(
                "did you mean {name}?", name=message("{code} ({region})", code=code, region=regions[code].full)
            )
        raise Refusal(message("{came} is not known; {advice}", came=f'"{cell[:60]}"', advice=advice))

    return parse


def _bps(cell: str, region: Region) -> Refusal:
    return Refusal(
        message(
            "{came} is the code of Statistics Indonesia (BPS); the Kemendagri code of {region} is {code}",
            came=f'"{cell}"',
            region=region.full,
            code=region.code,
        )
    )
