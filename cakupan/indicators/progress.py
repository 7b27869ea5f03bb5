"""How far and how fast: change since the last reading, pace, gap to a target, day of arrival."""

import datetime as dt
from decimal import ROUND_CEILING, Decimal

from cakupan.model import Change, Direction, Gap, Pace, Reading, Target
from cakupan.period import add_months, months_between
from cakupan.quantity import Count, Percent, Points, rounding_step

SHORTEST_STRETCH = 45  # days: a pace over less says more about cut-off days than about members
LONGEST_STRETCH = 400  # days: a pace over more is no longer today's
YEAR = 365  # days, and so many more or less are still about a year:
ABOUT_A_YEAR = LONGEST_STRETCH - YEAR
FARTHEST_ARRIVAL = 240  # months: beyond twenty years "never at this pace" is the truer word


def difference(current: Reading, earlier: Reading) -> tuple[Direction, Points]:
    """The way and the points between two readings, as finely as both are known.

    A difference that rounding could have made, or that is written 0,00, is none.
    """
    value = current.rate.value - earlier.rate.value
    places = min(current.rate.places, earlier.rate.places)
    coarse = current.rate.places != earlier.rate.places
    points = Points(value, places, about=coarse or current.rate.about or earlier.rate.about)
    if abs(value) <= current.slack + earlier.slack or points.rounded == 0:
        return Direction.STAYS, points
    return (Direction.RISES if value > 0 else Direction.FALLS), points


def change(current: Reading, earlier: Reading) -> Change:
    """Since an earlier reading; persons only where both counts are known."""
    direction, points = difference(current, earlier)
    persons = None
    if current.numerator and earlier.numerator:
        persons = _difference_in_persons(current, earlier)
    return Change(earlier.as_of, direction, points, persons)


def _difference_in_persons(current: Reading, earlier: Reading) -> Count:
    assert current.numerator, "the caller has looked"
    assert earlier.numerator, "the caller has looked"
    step = max(_step(current), _step(earlier))
    value = int(current.numerator.value - earlier.numerator.value)
    return Count(value, step, about=step > 1)


def _step(reading: Reading) -> int:
    """How coarsely a count is known: one worked out from a rate is as coarse as the rate's last digit."""
    assert reading.numerator, "the caller has looked"
    if reading.numerator.precision != "implied" or not reading.published or not reading.rate.value:
        return reading.numerator.count.step
    slack = reading.numerator.value * reading.slack / reading.rate.value
    return int(Decimal(10) ** max(0, slack.adjusted() + 1))


def pace(readings: tuple[Reading, ...]) -> Pace | None:
    """Points a month up to the newest reading, from the last one at least 45 and at most 400 days before it."""
    current = readings[-1]
    for earlier in reversed(readings[:-1]):
        days = (current.as_of.day - earlier.as_of.day).days
        if SHORTEST_STRETCH <= days <= LONGEST_STRETCH:
            return _pace(current, earlier)
    return None


def year_pace(readings: tuple[Reading, ...]) -> Pace | None:
    """Points a month up to the newest reading, from the one that is nearest to a year older, of 330 to 400 days."""
    current = readings[-1]
    ages = [((current.as_of.day - earlier.as_of.day).days, earlier) for earlier in readings[:-1]]
    about = [(abs(days - YEAR), days, earlier) for days, earlier in ages if abs(days - YEAR) <= ABOUT_A_YEAR]
    return _pace(current, min(about, key=lambda one: one[:2])[2]) if about else None


def peak(readings: tuple[Reading, ...]) -> Reading | None:
    """The highest reading of the twelve months before the newest that it is below by more than rounding hides.

    Of equals the latest.
    """
    current = readings[-1]
    above = [
        earlier
        for earlier in readings[:-1]
        if (current.as_of.day - earlier.as_of.day).days <= YEAR + 1
        and difference(current, earlier)[0] is Direction.FALLS
    ]
    return max(above, key=lambda earlier: (earlier.rate.value, earlier.as_of), default=None)


def _pace(current: Reading, earlier: Reading) -> Pace:
    direction, points = difference(current, earlier)
    months = Decimal(months_between(earlier.as_of.day, current.as_of.day))
    a_month = Points(points.value / months, 2, points.about)
    return Pace(earlier.as_of, direction, a_month)


def gap(current: Reading, target: Target, today_pace: Pace | None, since: dt.date, year: Pace | None = None) -> Gap:
    """What is missing to a target on the day of the newest reading, and per month until it is due.

    Days and months left are counted from `since`: the reading's day, or the end of the period
    where it is carried forward.
    """
    value = target.rate.value - current.rate.value
    points = Points(value, current.rate.places, current.rate.about)
    months = Decimal(months_between(since, target.due))
    target_count = count_of(current, target.rate)
    persons = _missing_persons(current, target_count)
    needed_points = needed_persons = None
    if months >= 1:  # with less than a month left, a pace by the month would mislead
        needed_points = Points(value / months, 2, points.about)
    if months >= 1 and persons:
        a_month = int((persons.value / months).to_integral_value(ROUND_CEILING))
        needed_persons = Count(a_month, min(persons.step, 1000), persons.about)
    return Gap(
        target=target,
        reached=value <= 0,
        points=points,
        persons=persons,
        days_left=(target.due - since).days,
        needed_points=needed_points,
        needed_persons=needed_persons,
        target_count=target_count,
        arrival=_arrival(current, value, today_pace),
        arrival_by_year=_arrival(current, value, year),
    )


def count_of(current: Reading, rate: Percent) -> Count | None:
    """The smallest whole number of persons that reaches a rate of the reading's denominator.

    Rounded up: 53% of 1.312.370 is 695.556,1 persons, so 695.557 it takes.
    """
    if current.denominator is None:
        return None
    exact = rate.value * current.denominator.value / 100
    rounded = current.denominator.rounded
    step = int(rounding_step(current.denominator.value)) if rounded else 1
    return Count(int(exact.to_integral_value(ROUND_CEILING)), step, about=rounded)


def _missing_persons(current: Reading, target_count: Count | None) -> Count | None:
    if target_count is None or current.numerator is None:
        return None
    step = max(target_count.step, current.numerator.count.step)
    missing = target_count.value - int(current.numerator.value)
    return Count(missing, step, about=step > 1) if missing > 0 else None


def _arrival(current: Reading, missing: Decimal, today_pace: Pace | None) -> dt.date | None:
    """The day a target is reached at a pace; None when never, or not within twenty years."""
    if today_pace is None or today_pace.direction is not Direction.RISES or missing <= 0:
        return None
    months = float(missing / today_pace.points.value)
    return add_months(current.as_of.day, months) if months <= FARTHEST_ARRIVAL else None
