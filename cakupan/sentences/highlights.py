"""Three things to know: of all that can be said, what concerns most people."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cakupan.message import Message, message
from cakupan.model import Change, Direction, Indicator, Indicators
from cakupan.quantity import Percent
from cakupan.sentences.outlook import outlook
from cakupan.sentences.words import apart, dated, ends, level, named, standing

WANTED = 3


@dataclass(frozen=True)
class Candidate:
    """A thing to know and how many people it is about."""

    persons: int
    message: Message


def highlights(indicators: Indicators) -> tuple[Message, ...]:
    """The way to the target first, then what was lost and not regained, then what concerns most people."""
    way = outlook(indicators.coverage) if indicators.coverage else None
    first = (*((way,) if way else ()), *_below_peak(indicators))
    candidates = sorted(_candidates(indicators), key=lambda c: -c.persons)
    return (*first, *(c.message for c in candidates))[:WANTED]


def _candidates(indicators: Indicators) -> Iterator[Candidate]:
    yield from _segment(indicators)
    yield from _villages(indicators)
    yield from _lapsed(indicators)
    yield from _ending(indicators)
    if indicators.is_province:
        yield from _falling(indicators)
        yield from _spread(indicators)
    else:
        yield from _beside_province(indicators)


def _below_peak(indicators: Indicators) -> Iterator[Message]:
    """The highest reading of the last twelve months, not regained; a fall since the last reading is in the headline."""
    coverage = indicators.coverage
    if coverage is None or coverage.peak is None or coverage.peak is coverage.previous:
        return
    peak, rises = coverage.peak, coverage.change and coverage.change.direction is Direction.RISES
    template = _STILL_BELOW if rises and not coverage.carried else _BELOW_PEAK
    values = {"points": apart(coverage.current, peak), "rate": peak.rate, "date": peak.as_of}
    yield _dated(coverage, Message(template, values))


_STILL_BELOW = message("Still {points} below the highest of the last twelve months, {rate} on {date}.").template
_BELOW_PEAK = message("{points} below the highest of the twelve months before, {rate} on {date}.").template


def _dated(indicator: Indicator, text: Message) -> Message:
    """The text, with its day where it is not of this period."""
    if not indicator.carried:
        return text
    return message("As of {date}: {text}", date=indicator.current.as_of, text=text)


def _segment(indicators: Indicators) -> Iterator[Candidate]:
    """The segment in which most of the uncovered are."""
    missing = {s: n for s, i in indicators.segments.items() if (n := _uncovered(i)) is not None and n > 0}
    if len(missing) < 2:
        return
    segment = max(missing, key=lambda s: missing[s])
    total = sum(missing.values())
    rate = indicators.segments[segment].current.rate
    text = message(
        "{count} of the {total} uncovered workers ({share}) are in the segment {segment}, where coverage is {rate}.",
        count=missing[segment],
        total=total,
        share=Percent(_of(missing[segment], total), 0),
        segment=segment,
        rate=rate,
    )
    yield Candidate(missing[segment], _dated(indicators.segments[segment], text))


def _of(part: int, whole: int) -> Decimal:
    return Decimal(part) * 100 / whole


def _uncovered(indicator: Indicator) -> int | None:
    rest = indicator.current.rest
    return rest.value if rest else None


def _villages(indicators: Indicators) -> Iterator[Candidate]:
    villages = indicators.villages
    missing = villages.current.rest if villages else None
    if villages is None or not missing or missing.value <= 0:
        return
    text = message(
        "{count} of {total} people in village institutions are not covered ({share}).",
        count=missing,
        total=villages.current.whole,
        share=Percent(100 - villages.current.rate.value, villages.current.rate.places),
    )
    yield Candidate(missing.value, _dated(villages, text))


def _lapsed(indicators: Indicators) -> Iterator[Candidate]:
    activity = indicators.activity
    missing = activity.current.rest if activity else None
    if activity is None or not missing or missing.value <= 0:
        return
    share = Percent(100 - activity.current.rate.value, 1)
    text = message(
        "{count} registered workers are not active any more ({share} of the registered).", count=missing, share=share
    )
    yield Candidate(missing.value, _dated(activity, text))


def _ending(indicators: Indicators) -> Iterator[Candidate]:
    """Workers whose contribution stops being paid within three months of the period."""
    ending = [f for f in indicators.funding if f.ends_soon(indicators.period)]
    if not ending:
        return
    workers = sum(f.workers for f in ending)
    values = {"count": workers, "funds": tuple(sorted({f.fund for f in ending}))}
    first, latest = min(f.ends for f in ending), max(f.ends for f in ending)
    if first == latest:
        text = message("The paid contributions of {count} workers end in {first} ({funds}).", **values, first=first)
    else:
        text = message(
            "The paid contributions of {count} workers end between {first} and {last} ({funds}).",
            **values,
            first=first,
            last=latest,
        )
    yield Candidate(workers, text)


def _falling(indicators: Indicators) -> Iterator[Candidate]:
    """The regency that lost most members since its last reading."""
    falls: list[tuple[int, Indicator, Change]] = []
    for row in indicators.reporting:
        change = row.coverage.change if row.coverage else None
        if row.coverage and change and change.direction is Direction.FALLS and not row.coverage.carried:
            falls.append((abs(change.persons.value) if change.persons else 0, row.coverage, change))
    if not falls:
        return
    most = max((persons, change.points.rounded) for persons, _, change in falls)
    worst = [(i, change) for persons, i, change in falls if (persons, change.points.rounded) == most]
    coverage, change = worst[0]
    values = {"number": len(falls), "total": len(indicators.reporting)}
    if len(worst) == 1:
        everywhere = len(falls) == len(indicators.reporting) > 1
        text = Message(
            _ALL_FALL if everywhere else _SOME_FALL,
            {**values, "region": coverage.region.short, "points": change.points, "rate": coverage.current.rate},
        )
    else:
        text = message("Falling: {number} of {total} regencies and cities.", **values)
    yield Candidate(most[0], text)


_ALL_FALL = message("Falling: all {total} regencies and cities, most of all {region}, by {points} to {rate}.").template
_SOME_FALL = message(
    "Falling: {number} of {total} regencies and cities, most of all {region}, by {points} to {rate}."
).template


def _spread(indicators: Indicators) -> Iterator[Candidate]:
    """From the highest to the lowest, each with its day; equals stand together."""
    found = ends(row.coverage for row in indicators.reporting)
    if found is None:
        return
    if not found.apart.rounded:
        yield Candidate(1, message("{level}.", level=level(found)))
        return
    high, low = (named(one, dated) for one in (found.high, found.low))
    yield Candidate(
        1, message("{points} apart: highest is {high}, lowest {low}.", points=found.apart, high=high, low=low)
    )


def _beside_province(indicators: Indicators) -> Iterator[Candidate]:
    whole, own, place = indicators.province_coverage, indicators.coverage, standing(indicators)
    if whole is None or own is None or place is None:
        return
    points = apart(own.current, whole.current)
    template = _LEVEL if points.rounded == 0 else _ABOVE if points.value > 0 else _BELOW
    values = {"points": points, "rate": whole.current.rate, "date": whole.current.as_of}
    yield Candidate(1, Message(template, {**values, "region": indicators.region.full}))


_LEVEL = message("{region} is level with the province ({rate}, {date}).").template
_ABOVE = message("{region} lies {points} above the province ({rate}, {date}).").template
_BELOW = message("{region} lies {points} below the province ({rate}, {date}).").template
