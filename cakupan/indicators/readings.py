"""Readings: the rate of an indicator on each day that has a figure for it."""

from collections.abc import Mapping
from decimal import Decimal

from cakupan.catalogue import IndicatorKind
from cakupan.model import Measure, Reading, Series, published_rate
from cakupan.period import AsOf, months_between
from cakupan.quantity import Percent, rounding_step

OLDEST_DENOMINATOR = 24  # months: a potential older than this says nothing of today's workers

Lookup = Mapping[tuple[str, str, str], Series]


def readings(series: Lookup, kind: IndicatorKind, region: str, segment: str) -> tuple[Reading, ...]:
    """The indicator's readings, oldest first; days without a usable rate are left out, never filled in."""
    numerators = {m.as_of: m for m in series.get((region, kind.numerator, segment), ())}
    published = {m.as_of: m for m in series.get((region, kind.published or "", segment), ())}
    denominators = series.get((region, kind.denominator, segment), ())
    days = sorted(numerators.keys() | published.keys())
    found = (_reading(day, numerators.get(day), denominators, published.get(day)) for day in days)
    return tuple(reading for reading in found if reading)


def _reading(day: AsOf, numerator: Measure | None, denominators: Series, published: Measure | None) -> Reading | None:
    """The best rate of a day.

    Exact counts give the rate themselves. Where a count is rounded or only implied,
    the published rate knows better; without one, round figures give a round rate.
    """
    denominator = denominator_on(day, denominators)
    if numerator and denominator and denominator.value:
        rate = numerator.value / denominator.value * 100
        sure = numerator.precision == "exact" and not denominator.rounded
        if sure or (published is None and numerator.precision == "implied"):
            return Reading(day, Percent(rate), numerator, denominator, None)
        if published is None:
            return Reading(day, Percent(rate, places=1, about=True), numerator, denominator, None)
    if published is None:
        return None
    return Reading(day, published_rate(published), numerator, denominator, published)


def denominator_on(day: AsOf, denominators: Series) -> Measure | None:
    """The denominator in force on a day: the newest up to it.

    A round figure does not push out an exact one it agrees with: "1,3 juta lebih"
    leaves 1.312.370 standing, carried forward with its own date.
    """
    usable = [m for m in denominators if m.as_of <= day and months_between(m.as_of.day, day.day) <= OLDEST_DENOMINATOR]
    if not usable:
        return None
    newest = usable[-1]
    exact = next((m for m in reversed(usable) if not m.rounded), newest)
    agrees = abs(exact.value - newest.value) <= rounding_step(newest.value) / 2
    return exact if newest.rounded and agrees else newest


def share(part: Decimal, whole: Decimal) -> Percent:
    """A part of a whole in per cent."""
    return Percent(part / whole * 100)
