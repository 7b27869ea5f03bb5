"""A table of the workbook: typed cells under their heads, with the sources they come from."""

from collections.abc import Iterable
from dataclasses import dataclass

from cakupan.message import Message, message
from cakupan.model import Indicators, Measure, Source, published_rate
from cakupan.period import AsOf, Period
from cakupan.quantity import Count, Percent

Cells = tuple[object, ...]


@dataclass(frozen=True)
class Cited:
    """Where a row comes from: the key of its source."""

    source: str


@dataclass(frozen=True)
class Table:
    """A sheet: its name, what it shows, the heads of its columns, and rows of values as wide as the heads.

    A value is a figure of `quantity`, a `Change`, a day, a `Cited`, a message or text;
    None stays empty. `total`: the last row sums up the others. `fixed` columns at the
    left stay in sight.
    """

    name: Message
    title: Message
    heads: tuple[Message, ...]
    rows: tuple[Cells, ...]
    fixed: int = 1
    total: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources of its rows, each once."""
        return tuple(dict.fromkeys(cell.source for row in self.rows for cell in row if isinstance(cell, Cited)))


def figure(measure: Measure) -> Percent | Count:
    """A published figure as it is written."""
    return published_rate(measure) if measure.unit == "percent" else measure.count


def month(period: Period) -> AsOf:
    """A month as a day that is one."""
    return AsOf(period.first_day, whole_month=True)


def yes(holds: bool) -> Message | None:
    """A column in which only what holds is said."""
    return message("yes") if holds else None


def told(source: Source, number: int) -> str:
    """A source in a cell: who published it, and its number in the list."""
    return f"{source.publisher} [{number}]" if number else source.publisher


def numbered(indicators: Indicators) -> dict[str, int]:
    """The sources of a report, by key, as its list numbers them."""
    return {source.key: number for number, source in enumerate(indicators.sources, 1)}


def some(tables: Iterable[Table]) -> tuple[Table, ...]:
    """Those with rows."""
    return tuple(table for table in tables if table.rows)
