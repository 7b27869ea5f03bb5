"""Three things to know: of all that can be said, what concerns most people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cakupan.message import Message, message
from cakupan.model import Change, Direction, Gap, Indicator, Indicators
from cakupan.quantity import Month, Percent, Points
from cakupan.sentences.words import standing

WANTED = 3


@dataclass(frozen=True)
class Candidate:
    """A thing to know and how many people it is about."""

    persons: int
    message: Message


def highlights(indicators: Indicators) -> tuple[Message, ...]:
    """The way to the target first, then the candidates that concern most people."""
    first = tuple(_outlook(indicators))
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


def _outlook(indicators: Indicators) -> Iterator[Message]:
    coverage = indicators.coverage
    if coverage is None or coverage.gap is None or coverage.gap.reached or coverage.pace is None:
        return
    gap, pace = coverage.gap, coverage.pace
    if pace.direction is not Direction.RISES:
        word = _STANDSTILL[pace.direction]
        yield Message(word, {"since": pace.since, "points": pace.points, "target": gap.target.rate})
        return
    values = {"pace": pace.points, "target": gap.target.rate, "due": gap.target.due}
    if gap.arrival is None:
        yield message("At today's pace, {pace} a month, the target of {target} is out of reach.", **values)
    elif gap.arrival <= gap.target.due:
        month = Month(gap.arrival.year, gap.arrival.month)
        yield message(
            "At today's pace, {pace} a month, the target of {target} is reached in {month}, in time.",
            **values,
            month=month,
        )
    else:
        yield _too_slow(gap, values)


def _too_slow(gap: Gap, values: Mapping[str, object]) -> Message:
    """Today's pace beside what the target takes: by the month, or all of it in the days that are left."""
    assert gap.arrival, "the caller has looked"
    month = Month(gap.arrival.year, gap.arrival.month)
    if gap.needed_points is None:
        return message(
            "Today's pace is {pace} a month; {target} by {due} takes {missing} in {days} days. "
            "At this pace it is reached in {month}.",
            **values,
            missing=gap.points,
            days=gap.days_left,
            month=month,
        )
    return message(
        "Today's pace is {pace} a month; {target} by {due} takes {needed} a month. "
        "At this pace it is reached in {month}.",
        **values,
        needed=gap.needed_points,
        month=month,
    )


_STANDSTILL = {
    Direction.FALLS: message(
        "Since {since} coverage has been falling by {points} a month; this way {target} is not reached."
    ).template,
    Direction.STAYS: message("Since {since} coverage has stood still; this way {target} is not reached.").template,
}


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
    persons, coverage, change = max(falls, key=lambda fall: fall[0])
    text = message(
        "Falling: {number} of {total} regencies and cities, most of all {region}, by {points} to {rate}.",
        number=len(falls),
        total=len(indicators.reporting),
        region=coverage.region.short,
        points=change.points,
        rate=coverage.current.rate,
    )
    yield Candidate(persons, text)


def _spread(indicators: Indicators) -> Iterator[Candidate]:
    rows = sorted((r.coverage for r in indicators.reporting if r.coverage), key=lambda i: i.current.rate.value)
    if len(rows) < 2:
        return
    low, high = rows[0], rows[-1]
    text = message(
        "{points} apart: highest is {high} {high_rate} ({high_date}), lowest {low} {low_rate} ({low_date}).",
        points=Points(
            high.current.rate.value - low.current.rate.value, min(high.current.rate.places, low.current.rate.places)
        ),
        high=high.region.short,
        high_rate=high.current.rate,
        high_date=high.current.as_of,
        low=low.region.short,
        low_rate=low.current.rate,
        low_date=low.current.as_of,
    )
    yield Candidate(1, text)


def _beside_province(indicators: Indicators) -> Iterator[Candidate]:
    whole, own, place = indicators.province_coverage, indicators.coverage, standing(indicators)
    if whole is None or own is None or place is None:
        return
    difference = own.current.rate.value - whole.current.rate.value
    places = min(own.current.rate.places, whole.current.rate.places)
    points = Points(difference, places)
    template = _LEVEL if points.rounded == 0 else _ABOVE if difference > 0 else _BELOW
    values = {"points": points, "rate": whole.current.rate, "date": whole.current.as_of}
    yield Candidate(1, Message(template, {**values, "region": indicators.region.full}))


_LEVEL = message("{region} is level with the province ({rate}, {date}).").template
_ABOVE = message("{region} lies {points} above the province ({rate}, {date}).").template
_BELOW = message("{region} lies {points} below the province ({rate}, {date}).").template
