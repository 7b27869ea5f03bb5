"""Alt texts: what a chart shows, its numbers in words."""

from collections.abc import Mapping

from cakupan.message import Message, message
from cakupan.model import Indicators, Reading
from cakupan.sentences.slope import slope_alt
from cakupan.sentences.timeline import timeline_alt
from cakupan.sentences.words import short_names

MANY = 8  # readings an alt text names one by one; of more it gives the first, the ends and the extremes


def alts(indicators: Indicators) -> Mapping[str, Message]:
    """By chart: its numbers in words."""
    found = {
        "path": _path(indicators),
        "ranking": _rows(indicators),
        "tiles": _rows(indicators),
        "segments": _segments(indicators),
        "multiples": _multiples(indicators),
        "activity": _activity(indicators),
        "villages": _villages(indicators),
        "slope": slope_alt(indicators),
        "timeline": timeline_alt(indicators),
    }
    return {name: alt for name, alt in found.items() if alt}


def _dated(reading: Reading) -> Message:
    return message("{rate} on {date}", rate=reading.rate, date=reading.as_of)


def _path(indicators: Indicators) -> Message | None:
    coverage = indicators.coverage
    if coverage is None:
        return None
    targets = tuple(message("{target} by {due}", target=t.rate, due=t.due) for t in coverage.targets)
    told = tuple(map(_dated, _telling(coverage.readings)))
    if coverage.absent:
        names = short_names(coverage.absent)
        return message("Coverage without {names}: {readings}.", names=names, readings=told)
    past = message("Coverage: {readings}.", readings=told)
    return message("{past} Targets: {targets}.", past=past, targets=targets) if targets else past


def _telling(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The readings an alt text names: all of few; of many the ends, the lowest and the highest."""
    if len(readings) <= MANY:
        return readings
    low = min(readings, key=lambda r: r.rate.value)
    high = max(readings, key=lambda r: r.rate.value)
    kept = {id(r) for r in (readings[0], low, high, readings[-1])}
    return tuple(r for r in readings if id(r) in kept)


def _rows(indicators: Indicators) -> Message | None:
    rows = sorted((r.coverage for r in indicators.reporting if r.coverage), key=lambda i: -i.current.rate.value)
    if not rows:
        return None
    said = tuple(
        message("{region} {rate} ({date})", region=i.region.short, rate=i.current.rate, date=i.current.as_of)
        for i in rows
    )
    listed = message("Coverage by regency and city: {rows}.", rows=said)
    if not indicators.silent:
        return listed
    return message("{listed} No figure: {silent}.", listed=listed, silent=short_names(indicators.silent))


def _segments(indicators: Indicators) -> Message | None:
    said = tuple(message("{segment} {rate}", segment=s, rate=i.current.rate) for s, i in indicators.segments.items())
    return message("Coverage by segment: {rows}.", rows=said) if said else None


def _multiples(indicators: Indicators) -> Message | None:
    said = tuple(
        message(
            "{region}: {parts}",
            region=row.region.short,
            parts=tuple(message("{segment} {rate}", segment=s, rate=i.current.rate) for s, i in row.segments.items()),
        )
        for row in indicators.rows
        if row.segments
    )
    return message("Coverage by segment. {rows}.", rows=said) if said else None


def _activity(indicators: Indicators) -> Message | None:
    activity = indicators.activity
    if activity is None:
        return None
    said = tuple(
        message(
            "{active} of {registered} on {date}",
            active=r.numerator.count if r.numerator else None,
            registered=r.denominator.count if r.denominator else None,
            date=r.as_of,
        )
        for r in _telling(activity.readings)
    )
    return message("Active of registered workers: {rows}.", rows=said)


def _villages(indicators: Indicators) -> Message | None:
    rows = [row.villages for row in indicators.rows if row.villages]
    if not rows and indicators.villages:
        rows = [indicators.villages]
    said = tuple(
        message("{region} {rate} ({date})", region=i.region.short, rate=i.current.rate, date=i.current.as_of)
        for i in rows
    )
    return message("Village institutions covered: {rows}.", rows=said) if said else None
