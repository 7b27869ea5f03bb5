"""The gate of freshness: old figures are not sent as new ones."""

from collections.abc import Iterator
from dataclasses import replace

from cakupan.message import message
from cakupan.model import Figures, Finding, Measure, Region, Severity, Vintage, Where

_COVERAGE = ("active", "coverage_rate")


def hold_stale(figures: Figures, vintage: Vintage, months: int) -> Figures:
    """The figures with a hold for each region whose newest coverage is older than so many months before the period.

    0: no figure is too old. A region without any figure has no report anyway.
    """
    return replace(figures, holds=(*figures.holds, *_stale(figures, vintage, months))) if months else figures


def _stale(figures: Figures, vintage: Vintage, months: int) -> Iterator[Finding]:
    oldest = vintage.period.shift(-months).first_day
    for region in (figures.province.region, *figures.province.members):
        newest = _newest(figures, region)
        if newest and newest.as_of.day < oldest:
            late = figures.province.regions.get(region.branch, region)
            reason = message("{who}: last figure of {date}", who=late.full, date=newest.as_of)
            where = Where(figures.province.sources[newest.source].publisher)
            yield Finding("stale", Severity.HOLD, where, reason, region.code, newest.as_of.day)


def _newest(figures: Figures, region: Region) -> Measure | None:
    series = (figures.series.get((region.code, measure, "total"), ()) for measure in _COVERAGE)
    return max((measure for found in series for measure in found), key=lambda m: m.as_of.day, default=None)
