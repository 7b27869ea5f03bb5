"""Readings: the rate of an indicator on each day that has a figure for it."""

import datetime as dt
from collections.abc import Mapping

from cakupan.catalogue import IndicatorKind
from cakupan.model import Measure, Reading, Series, published_rate
from cakupan.quantity import Percent, rounding_step

OLDEST_DENOMINATOR = 731  # days, two years: a potential older than this says nothing of today's workers

Lookup = Mapping[tuple[str, str, str], Series]


def readings(series: Lookup, kind: IndicatorKind, region: str, segment: str) -> tuple[Reading, ...]:
    """The indicator's readings, oldest first; days without a usable rate are left out, never filled in."""
    numerators = {m.as_of.day: m for m in series.get((region, kind.numerator, segment), ())}
    published = {m.as_of.day: m for m in series.get((region, kind.published or "", segment), ())}
    denominators = series.get((region, kind.denominator, segment), ())
    days = sorted(numerators.keys() | published.keys())
    found = (_reading(numerators.get(day), denominator_on(day, denominators), published.get(day)) for day in days)
    return tuple(reading for reading in found if reading)


def _reading(numerator: Measure | None, denominator: Measure | None, published: Measure | None) -> Reading | None:
    """The best rate of a day.

    Exact counts give the rate themselves. Where a count is rounded or only implied,
    the published rate knows better; without one, round figures give a round rate.
    """
    if numerator and denominator:
        rate = numerator.value / denominator.value * 100
        round_figures = numerator.rounded or denominator.rounded
        if not round_figures and (published is None or numerator.precision == "exact"):
            return Reading(numerator.as_of, Percent(rate), numerator, denominator, None)
        if published is None:
            return Reading(numerator.as_of, Percent(rate, places=1, about=True), numerator, denominator, None)
    if published is None:
        return None
    return Reading(published.as_of, published_rate(published), numerator, denominator, published)


def denominator_on(day: dt.date, denominators: Series) -> Measure | None:
    """The denominator in force on a day: the newest up to it.

    A round figure does not push out an exact one it agrees with: "1,3 juta lebih"
    leaves 1.312.370 standing, carried forward with its own date.
    """
    usable = [m for m in denominators if m.value and 0 <= (day - m.as_of.day).days <= OLDEST_DENOMINATOR]
    if not usable:
        return None
    newest = usable[-1]
    exact = next((m for m in reversed(usable) if not m.rounded), newest)
    agrees = abs(exact.value - newest.value) <= rounding_step(newest.value) / 2
    return exact if newest.rounded and agrees else newest
