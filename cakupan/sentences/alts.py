"""Alt texts: what a chart shows, its numbers in words."""

from collections.abc import Iterator, Mapping

from cakupan.message import Message, message
from cakupan.model import Gap, Indicator, Indicators, Reading
from cakupan.quantity import Month
from cakupan.sentences.slope import slope_alt
from cakupan.sentences.timeline import timeline_alt
from cakupan.sentences.words import dated, short_names

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
    if not targets:
        return past
    said = message("{past} Targets: {targets}.", past=past, targets=targets)
    ahead = tuple(_ahead(coverage))
    return message("{said} From here: {ahead}.", said=said, ahead=ahead) if ahead else said


def _ahead(coverage: Indicator) -> Iterator[Message]:
    """What is drawn from the newest reading on: the gap, what is needed, and where today's pace leads."""
    missing = [gap for gap in coverage.gaps if not gap.reached]
    if missing:
        yield _gap(missing[0])
    if missing and missing[-1].needed_points:
        far = missing[-1]
        yield message(
            "{points} a month are needed to {target} by {due}",
            points=far.needed_points,
            target=far.target.rate,
            due=far.target.due,
        )
    for gap in missing[-1:]:
        if gap.arrival:
            month = Month(gap.arrival.year, gap.arrival.month)
            yield message("today's pace leads to {target} in {month}", target=gap.target.rate, month=month)
        elif coverage.pace:
            yield message("today's pace does not lead to {target}", target=gap.target.rate)


def _gap(gap: Gap) -> Message:
    values = {"points": gap.points, "target": gap.target.rate}
    if gap.persons:
        return message("{points} ({persons} workers) are missing to {target}", **values, persons=gap.persons)
    return message("{points} are missing to {target}", **values)


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
    said = tuple(map(dated, rows))
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
    said = tuple(map(dated, rows))
    return message("Village institutions covered: {rows}.", rows=said) if said else None
