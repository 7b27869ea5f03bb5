"""Indicators of every region, and from them what one region's report may show."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from cakupan.catalogue import Catalogue
from cakupan.indicators.between import between
from cakupan.indicators.cost import costs
from cakupan.indicators.follow_up import followed, funded, permits
from cakupan.indicators.partial import left_out, without
from cakupan.indicators.progress import change, gap, pace, peak, year_pace
from cakupan.indicators.readings import readings
from cakupan.indicators.statements import statements
from cakupan.message import Message, message
from cakupan.model import (
    Action,
    Cost,
    CountedTarget,
    Figures,
    Finding,
    Funding,
    Indicator,
    Indicators,
    Kind,
    Measure,
    Rank,
    Region,
    RegisterEntry,
    Row,
    Source,
    Statement,
    Target,
    Vintage,
)

_SPARK = 13  # readings a row keeps: a year of months and the one before it
_PARTS = ("PU", "BPU", "Jakon", "PMI")
_STATED = ("gap_to_target", "coverage_change", "kemnaker_active", "kemnaker_inactive")  # told in words instead
_ROW_MEASURES = ("active", "potential", "coverage_rate", "village_active", "village_potential", "village_rate")


def measure(figures: Figures, vintage: Vintage, catalogue: Catalogue) -> dict[str, Indicators]:
    """The indicators of the province and of each regency that has any figure, by code."""
    province = figures.province
    all_regions = (province.region, *province.members)
    found = {
        (key, region.code, segment): indicator
        for region in all_regions
        for segment in catalogue.segments
        for key in catalogue.indicators
        if (indicator := _indicator(figures, vintage, catalogue, key, region, segment))
    }
    rows = tuple(_row(found, region) for region in province.members)
    return {
        region.code: _cut(figures, vintage, catalogue, found, rows, region)
        for region in all_regions
        if region.kind is Kind.PROVINCE or _has_figures(figures, region)
    }


Found = Mapping[tuple[str, str, str], Indicator]


def _has_figures(figures: Figures, region: Region) -> bool:
    return any(code == region.code for code, _, _ in figures.series)


def _indicator(
    figures: Figures, vintage: Vintage, catalogue: Catalogue, key: str, region: Region, segment: str
) -> Indicator | None:
    kind = catalogue.indicators[key]
    past = readings(figures.series, kind, region.code, segment)
    if not past:
        return None
    absent = left_out(figures, kind, segment, past[-1]) if region.kind is Kind.PROVINCE else ()
    if absent:
        past = readings(without(figures, kind, segment, absent), kind, region.code, segment) or past[-1:]
    current = past[-1]
    targets = _targets(figures, region, segment) if key == "coverage" else ()
    today, year = pace(past), year_pace(past)
    if year and today and year.since == today.since:
        year = None
    carried = current.as_of.day not in vintage.period
    since = vintage.cutoff if carried else current.as_of.day
    return Indicator(
        key=key,
        region=region,
        segment=segment,
        readings=past,
        carried=carried,
        change=change(current, past[-2]) if len(past) > 1 else None,
        pace=today,
        targets=targets,
        gaps=tuple(gap(current, t, today, since, year) for t in targets if t.due >= vintage.cutoff and not absent),
        absent=absent,
        year=year,
        peak=peak(past),
    )


def _targets(figures: Figures, region: Region, segment: str) -> tuple[Target, ...]:
    """The region's own coverage targets, else its province's; of two for one day the one stated last."""
    own = _rate_targets(figures.targets.get(region.code, ()), segment)
    if own or region.kind is Kind.PROVINCE:
        return own
    above = _rate_targets(figures.targets.get(region.parent, ()), segment)
    return tuple(replace(target, inherited=True) for target in above)


def _rate_targets(targets: Iterable[Target], segment: str) -> tuple[Target, ...]:
    """One target a day, earliest due first; one that is only stated again keeps its first source."""
    by_day: dict[dt.date, Target] = {}
    for target in targets:
        dated = target.value.precision != "undated"
        if dated and target.measure == "target_rate" and target.segment == segment:
            known = by_day.get(target.due)
            if known is None or known.value.value != target.value.value:
                by_day[target.due] = target
    return tuple(by_day[due] for due in sorted(by_day))


def _row(found: Found, region: Region) -> Row:
    coverage = found.get(("coverage", region.code, "total"))
    return Row(
        region=region,
        coverage=_short(coverage, _SPARK),
        villages=_short(found.get(("villages", region.code, "total")), 2),
        segments={s: i for s in _PARTS if (i := _short(found.get(("coverage", region.code, s)), 2))},
        permits=permits(found.get(("permits", region.code, "total"))),
    )


def _short(indicator: Indicator | None, length: int) -> Indicator | None:
    """The indicator with the newest readings only: a table row needs no more of the past."""
    return indicator and replace(indicator, readings=indicator.readings[-length:])


def _cut(
    figures: Figures, vintage: Vintage, catalogue: Catalogue, found: Found, rows: tuple[Row, ...], region: Region
) -> Indicators:
    """What the report of one region may show."""
    code, province = region.code, figures.province
    coverage = found.get(("coverage", code, "total"))
    whole = found.get(("coverage", province.region.code, "total"))
    own = {key for key in figures.series if key[0] == code}
    register = tuple(e for e in figures.register if region.kind is Kind.PROVINCE or e.region == code)
    actions = tuple(a for a in figures.actions if region.kind is Kind.PROVINCE or a.region == code)
    own_funds = tuple(f for f in figures.funding if region.kind is Kind.PROVINCE or f.region == code)
    paid = costs(figures.contributions, coverage, vintage)
    spoken = statements(figures, vintage, catalogue, region, coverage)
    return Indicators(
        period=vintage.period,
        cutoff=vintage.cutoff,
        province=province,
        region=region,
        coverage=coverage,
        province_coverage=whole if whole and not whole.absent else None,
        segments={s: found["coverage", code, s] for s in _PARTS if ("coverage", code, s) in found},
        registered=found.get(("registered", code, "total")),
        activity=found.get(("activity", code, "total")),
        activity_by_segment={s: found["activity", code, s] for s in _PARTS if ("activity", code, s) in found},
        parts={s: past[-1] for s in _PARTS if (past := figures.series.get((code, "active", s)))},
        main_figures=_main_figures(figures, catalogue, code, coverage),
        villages=found.get(("villages", code, "total")),
        rank=_rank(figures, vintage, code),
        rows=rows,
        counted=_counted(figures, vintage, catalogue, code),
        register=register,
        funding=own_funds,
        actions=actions,
        statements=spoken,
        warnings=tuple(f for f in figures.warnings if _concerns(f, region)),
        sources=_sources(figures, own, spoken, region, coverage, (*register, *actions, *own_funds, *paid)),
        fingerprint=figures.fingerprint,
        held=tuple(f for f in figures.holds if region.kind is Kind.PROVINCE or f.region == region.parent),
        accepted=tuple(a for a in figures.accepted if _concerns(a.finding, region)),
        absent=_absent(found, region),
        withheld=_withheld(figures, region, _ROW_MEASURES),
        withheld_funds=_withheld(figures, region, ("funding",)),
        costs=paid,
        permits=permits(found.get(("permits", code, "total"))),
        funded=funded(own_funds, vintage.period),
        followed=followed(actions, found, vintage.cutoff),
        laws=figures.laws,
        between=between(rows) if region.kind is Kind.PROVINCE else None,
    )


def _absent(found: Found, region: Region) -> tuple[Region, ...]:
    """Who is missing in a total that the report shows, by code."""
    gone = {one.code: one for (_, code, _), known in found.items() if code == region.code for one in known.absent}
    return tuple(gone[code] for code in sorted(gone))


def _withheld(figures: Figures, region: Region, names: Collection[str]) -> tuple[Region, ...]:
    """Whose figures are left out here because they are too small: all in the province's report, else its own."""
    codes = {code for code, name in figures.withheld if name in names}
    shown = (region, *figures.province.members) if region.kind is Kind.PROVINCE else (region,)
    return tuple(one for one in shown if one.code in codes)


def _concerns(finding: Finding, region: Region) -> bool:
    """A finding is told where its figure may be shown: in its region's report and in the province's."""
    return region.kind is Kind.PROVINCE or finding.region in ("", region.code)


def _main_figures(
    figures: Figures, catalogue: Catalogue, code: str, coverage: Indicator | None
) -> tuple[tuple[Message, Measure], ...]:
    """The newest figure of each measure, in the order of the catalogue; the potential that is used comes first."""
    used = coverage.current.denominator if coverage else None
    main = [(message("Potential workers, used as denominator"), used)] if used else []
    for name, kind in catalogue.measures.items():
        past = figures.series.get((code, name, "total"), ())
        if past and past[-1] is not used and name not in _STATED:
            main.append((Message(kind.label), past[-1]))
    return tuple(main)


def _rank(figures: Figures, vintage: Vintage, code: str) -> Rank | None:
    """The newest rank that stands beside its base."""
    bases = {m.as_of.day: m for m in figures.series.get((code, "rank_base", "total"), ())}
    for place in reversed(figures.series.get((code, "rank", "total"), ())):
        if base := bases.get(place.as_of.day):
            carried = place.as_of.day not in vintage.period
            return Rank(int(place.value), int(base.value), place.as_of, place.source, carried)
    return None


def _counted(figures: Figures, vintage: Vintage, catalogue: Catalogue, code: str) -> tuple[CountedTarget, ...]:
    """Targets in firms or persons due in the period's year, with what was reached of them."""
    counted = []
    for target in figures.targets.get(code, ()):
        reached_by = catalogue.targets[target.measure].reached
        dated = target.value.precision != "undated"
        if dated and reached_by and target.due.year == vintage.period.year and target.due >= vintage.period.first_day:
            past = figures.series.get((code, reached_by, target.segment), ())
            counted.append(CountedTarget(target, past[-1] if past else None))
    return tuple(counted)


def _sources(
    figures: Figures,
    own: set[tuple[str, str, str]],
    spoken: Iterable[Statement],
    region: Region,
    coverage: Indicator | None,
    listed: Iterable[RegisterEntry | Action | Funding | Cost],
) -> tuple[Source, ...]:
    """The sources of all a report may show, oldest publication first."""
    keys = {m.source for key in own for m in figures.series[key]}
    keys |= {statement.source for statement in spoken}
    keys |= {t.value.source for t in coverage.targets} if coverage else set()
    if region.kind is Kind.PROVINCE:
        members = {member.code for member in figures.province.members}
        shown = (past for (code, name, _), past in figures.series.items() if code in members and name in _ROW_MEASURES)
        keys |= {m.source for past in shown for m in past[-2:]}
    keys |= {entry.source for entry in listed}
    found = (figures.province.sources[key] for key in keys)
    return tuple(sorted(found, key=lambda s: (str(s.published or ""), s.key)))
