"""Coverage as tables: main figures, regencies, segments, registered and active, every reading."""

from collections.abc import Iterator
from itertools import chain

from cakupan.catalogue import catalogue
from cakupan.excel.table import Cells, Cited, Table, figure, yes
from cakupan.labels import PRECISIONS
from cakupan.message import Message, message
from cakupan.model import Indicator, Indicators, Reading, Region

REGION = (message("Code"), message("Region"))
DATED = (message("As of"), message("Carried forward"), message("Source of the figure"))


def main_figures(indicators: Indicators) -> Table:
    """The figures used, each with its kind and source."""
    heads = (message("Figure"), message("Value"), message("As of"), message("Kind"), message("Source of the figure"))
    rows = (
        (name, figure(one), one.as_of, PRECISIONS[one.precision], Cited(one.source))
        for name, one in indicators.main_figures
    )
    title = message("The main figures and where they come from")
    return Table(message("Main figures"), title, heads, tuple(rows))


def regions(indicators: Indicators) -> Table:
    """Coverage by regency and city; in a regency's workbook its own."""
    heads = (
        *REGION, message("Potential"), message("Active"), message("Coverage"), message("Change, points"),
        message("Change since"), message("Target"), message("Due"), message("Missing, points"),
        message("Missing, workers"), message("Needed a month"), *DATED,
    )  # fmt: skip
    members = [(row.region, row.coverage) for row in indicators.rows] if indicators.is_province else []
    rows = [_region(region, coverage, len(heads)) for region, coverage in members]
    if indicators.coverage:
        rows.append(_region(indicators.region, indicators.coverage, len(heads)))
    title = message("Coverage by regency and city")
    total = indicators.is_province and indicators.coverage is not None
    return Table(message("Coverage"), title, heads, tuple(rows), fixed=2, total=total)


def _region(region: Region, coverage: Indicator | None, width: int) -> Cells:
    if coverage is None:
        return (region.code, region.full, message("no figure"), *(None,) * (width - 3))
    now, gap, change = coverage.current, coverage.gap, coverage.change
    left = coverage.missing
    return (
        region.code, region.full, now.whole, now.part, now.rate, change, change.since if change else None,
        gap.target.rate if gap else None, gap.target.due if gap else None,
        left.points if left else message("reached") if gap else None,
        left.persons if left else None, left.needed_persons if left else None, *dated(coverage),
    )  # fmt: skip


def dated(indicator: Indicator) -> Cells:
    """The day of an indicator's newest reading, whether it is an older one, and its source."""
    return indicator.current.as_of, yes(indicator.carried), Cited(indicator.current.best.source)


def segments(indicators: Indicators) -> Table:
    """Coverage by segment, or the active participants where no potential makes a rate of them."""
    heads = (*REGION, message("Segment"), message("Potential"), message("Active"), message("Coverage"),
             message("Change, points"), *DATED)  # fmt: skip
    members = [(row.region, row.segments) for row in indicators.rows] if indicators.is_province else []
    rows = [
        (region.code, region.full, segment, one.current.whole, one.current.part, one.current.rate, one.change,
         *dated(one))
        for region, found in (*members, (indicators.region, indicators.segments))
        for segment, one in found.items()
    ]  # fmt: skip
    rows += [
        (indicators.region.code, indicators.region.full, segment, None, one.count, None, None, one.as_of,
         yes(one.as_of.day < indicators.period.first_day), Cited(one.source))
        for segment, one in indicators.parts.items()
        if segment not in indicators.segments
    ]  # fmt: skip
    return Table(message("Segments"), message("Figures by segment"), heads, tuple(rows), fixed=3)


def counted(indicators: Indicators) -> Table:
    """Targets in firms and participants."""
    heads = (message("Target"), message("Segment"), message("Due"), message("To be reached"), message("Reached"),
             message("As of"), message("Source of the figure"))  # fmt: skip
    rows = (
        (Message(catalogue().targets[one.target.measure].label), segment_name(one.target.segment), one.target.due,
         one.target.value.count, one.reached.count if one.reached else None,
         one.reached.as_of if one.reached else None, Cited(one.target.value.source))
        for one in indicators.counted
    )  # fmt: skip
    return Table(message("Targets"), message("Targets in firms and participants"), heads, tuple(rows))


def segment_name(segment: str) -> Message | str:
    """A segment by its short name; all of them together in a word."""
    return message("all") if segment == "total" else segment


def activity(indicators: Indicators) -> Table:
    """Registered and active, together and by segment."""
    heads = (message("Segment"), message("Registered"), message("Active"), message("Not active"),
             message("Active of registered"), message("Change, points"), *DATED)  # fmt: skip
    whole = {"total": indicators.activity} if indicators.activity else {}
    rows = (
        (segment_name(segment), one.current.whole, one.current.part, one.current.rest, one.current.rate, one.change,
         *dated(one))
        for segment, one in (*indicators.activity_by_segment.items(), *whole.items())
    )  # fmt: skip
    title = message("Registered and active by segment")
    return Table(message("Active and not active"), title, heads, tuple(rows), total=bool(whole))


def readings(indicators: Indicators) -> Table:
    """Every reading that a chart or a table of the report shows."""
    heads = (
        *REGION, message("Indicator"), message("Segment"), message("As of"), message("Counted"), message("Of"),
        message("Day of the whole"), message("Rate"), message("Kind"), message("Source of the figure"),
    )  # fmt: skip
    rows = (_reading(one, reading) for one in _all(indicators) for reading in reversed(one.readings))
    return Table(message("Every reading"), message("Every reading, the newest first"), heads, tuple(rows), fixed=2)


def _reading(one: Indicator, reading: Reading) -> Cells:
    whole = reading.denominator
    label = Message(catalogue().indicators[one.key].label)
    return (
        one.region.code, one.region.full, label, segment_name(one.segment), reading.as_of, reading.part, reading.whole,
        whole.as_of if whole else None, reading.rate, PRECISIONS[reading.best.precision], Cited(reading.best.source),
    )  # fmt: skip


def _all(indicators: Indicators) -> Iterator[Indicator]:
    own = (indicators.coverage, indicators.registered, indicators.activity, indicators.villages)
    yield from filter(None, own)
    yield from chain(indicators.segments.values(), indicators.activity_by_segment.values())
    if indicators.is_province:
        for row in indicators.rows:
            yield from filter(None, (row.coverage, row.villages, *row.segments.values()))
