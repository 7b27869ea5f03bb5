"""Totals that some members are missing in: they are compared with nothing but the same members' earlier figures."""

from collections.abc import Collection

from cakupan.catalogue import IndicatorKind
from cakupan.indicators.readings import Lookup
from cakupan.model import Figures, Reading, Region, Series, added, by_month
from cakupan.period import Period


def left_out(figures: Figures, kind: IndicatorKind, segment: str, reading: Reading) -> tuple[Region, ...]:
    """The members that are missing above or below the line of a reading of the province."""
    parts = ((kind.numerator, reading.numerator), (kind.denominator, reading.denominator))
    keys = [(name, segment, Period.of(figure.as_of.day)) for name, figure in parts if figure]
    gone = {region.code: region for key in keys for region in figures.partial.get(key, ())}
    return tuple(gone[code] for code in sorted(gone))


def without(figures: Figures, kind: IndicatorKind, segment: str, absent: Collection[Region]) -> Lookup:
    """The counts of a rate for all other members together, of the months in which each of them has one."""
    codes = [member.code for member in figures.province.members if member not in absent]
    names = (kind.numerator, kind.denominator)
    own = figures.province.region.code
    return {(own, name, segment): _together(figures, codes, name, segment) for name in names}


def _together(figures: Figures, codes: Collection[str], name: str, segment: str) -> Series:
    found = [by_month(past) for code in codes if (past := figures.series.get((code, name, segment), ()))]
    months = sorted(set.intersection(*map(set, found))) if found else []
    return tuple(added([one[month] for one in found]) for month in months)
