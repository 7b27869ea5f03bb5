"""The province's figure where nobody gave one: the sum of its regencies and cities, when all of them are in."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from cakupan.catalogue import Catalogue
from cakupan.check.figures import BySeries
from cakupan.check.rules.complete import COUNTED
from cakupan.language import CODES, Language
from cakupan.message import message
from cakupan.model import SUM_OF_MEMBERS, Measure, Province, Region, Series, Source, added, by_month
from cakupan.period import Period

ALL = 100  # per cent of the members
_ADDED = ("persons", "firms", "permits")  # ranks and rates do not add up

Missing = Mapping[tuple[str, str, Period], tuple[Region, ...]]
Key = tuple[str, str, str]  # region, measure, segment


def add_totals(
    series: Mapping[Key, Series],
    province: Province,
    catalogue: Catalogue,
    complete: int = ALL,
    unsound: Collection[str] = (),
) -> tuple[BySeries, Province, Missing]:
    """The series with a total for each month in which the province has none, and who is missing in which.

    A total is made of at least `complete` per cent of the regencies and cities, and
    never of one; its day is the newest of theirs, its precision "implied". Figures of
    the `unsound`, whose report is held, are in no total.
    """
    totals: dict[Key, Series] = {}
    missing: dict[tuple[str, str, Period], tuple[Region, ...]] = {}
    left_out = set(unsound) - {province.region.code}
    parts = {key: found for key, found in series.items() if key[0] not in left_out}
    for measure, kind in catalogue.measures.items():
        for segment in catalogue.segments if kind.unit in _ADDED else ():
            key = (province.region.code, measure, segment)
            found = list(_totals(parts, province, measure, segment, complete))
            if found:
                own = [*series.get(key, ()), *(total for total, _ in found)]
                totals[key] = tuple(sorted(own, key=lambda m: m.as_of))
                missing |= {(measure, segment, Period.of(total.as_of.day)): absent for total, absent in found if absent}
    return {**series, **totals}, _with_source(province) if totals else province, missing


def _totals(
    series: Mapping[Key, Series], province: Province, measure: str, segment: str, complete: int
) -> Iterator[tuple[Measure, tuple[Region, ...]]]:
    """The totals of one measure, each with the members it is without.

    A member that is in for the month but has never had the measure has none of it: a
    city without villages is not missing in the village institutions.
    """
    newest = {m.code: by_month(series.get((m.code, measure, segment), ())) for m in province.members}
    own = by_month(series.get((province.region.code, measure, segment), ()))
    months = {month for found in newest.values() for month in found} - own.keys()
    for month in sorted(months):
        parts = {code: found[month] for code, found in newest.items() if month in found}
        asked = [m for m in province.members if newest[m.code] or not _handed_in(series, m, month)]
        if len(parts) > 1 and len(parts) * 100 >= complete * len(asked):
            yield added(list(parts.values())), tuple(m for m in asked if m.code not in parts)


def _handed_in(series: Mapping[Key, Series], member: Region, month: Period) -> bool:
    """Whether a member is in for a month at all."""
    return any(measure.as_of.day in month for measure in series.get((member.code, COUNTED, "total"), ()))


def _with_source(province: Province) -> Province:
    note = {
        c: Language(c).tell(message("Added up by the program from the figures of the regencies and cities."))
        for c in CODES
    }
    source = Source(SUM_OF_MEMBERS, Language("id").tell(message("Sum of the regencies and cities")), None, note)
    return replace(province, sources={**province.sources, SUM_OF_MEMBERS: source})
