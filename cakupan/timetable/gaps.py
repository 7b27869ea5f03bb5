"""Figures that are not in: what a regency hands in every month and has not handed in for this one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cakupan.catalogue import catalogue
from cakupan.message import Message, message
from cakupan.model import Figures, Region
from cakupan.period import Period

_LOOK_BACK = 12  # months; what was last given longer ago is not waited for
_LAST = 3  # months with figures that tell what is given every month
_Keys = set[tuple[str, str]]


@dataclass(frozen=True)
class Gap:
    """A regency or city, and the figures of it that are missing, by name; `all_` that are expected of it."""

    region: Region
    missing: tuple[Message, ...]
    all_: bool = False


def gaps(figures: Figures, period: Period) -> tuple[Gap, ...]:
    """The regencies that have not handed in, for `period`, what they hand in every month.

    Every month means: in most of the last three months in which there was anything, none
    longer ago than a year. So a figure that comes once a year is not waited for, and
    neither is a regency that has never given one.
    """
    given = _given(figures)
    found = []
    for region in figures.province.members:
        months = given.get(region.code, {})
        expected, there = _expected(months, period), months.get(period, set())
        if missing := expected - there:
            found.append(Gap(region, tuple(_names(missing)), missing == expected))
    return tuple(found)


def _given(figures: Figures) -> Mapping[str, Mapping[Period, _Keys]]:
    """By region and month, the figures there are."""
    given: dict[str, dict[Period, _Keys]] = {}
    for (region, measure, segment), series in figures.series.items():
        for figure in series:
            given.setdefault(region, {}).setdefault(Period.of(figure.as_of.day), set()).add((measure, segment))
    return given


def _expected(months: Mapping[Period, Collection[tuple[str, str]]], period: Period) -> _Keys:
    before = sorted(month for month in months if period.shift(-_LOOK_BACK) <= month < period)[-_LAST:]
    keys = {key for month in before for key in months[month]}
    return {key for key in keys if 2 * sum(key in months[month] for month in before) > len(before)}


def _names(keys: _Keys) -> Iterator[Message]:
    """Each measure once, with the segments it is missing for."""
    by_measure: dict[str, list[str]] = {}
    for measure, segment in sorted(keys):
        by_measure.setdefault(measure, []).append(segment)
    for measure, segments in by_measure.items():
        label = Message(catalogue().measures[measure].label)
        named = tuple(segment for segment in segments if segment != "total")
        yield message("{label} ({segments})", label=label, segments=", ".join(named)) if named else label
