"""Which figures count: the period a report is about, the day after which nothing is known, and what is too old."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cakupan.errors import RequestError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Contribution, Figures, Finding, Measure, Province, Region, Series, Severity, Vintage, Where
from cakupan.nearest import nearest
from cakupan.period import Period

_COVERAGE = ("active", "coverage_rate")
_BySeries = Mapping[tuple[str, str, str], Series]


def periods(figures: Figures) -> tuple[Period, ...]:
    """The months in which the province or a regency has a dated coverage figure, oldest first."""
    codes = {region.code for region in _reported(figures)}
    series = (s for (code, measure, _), s in figures.series.items() if code in codes and measure in _COVERAGE)
    days = (m.as_of.day for s in series for m in s)
    return tuple(sorted(set(map(Period.of, days))))


def choose(figures: Figures, period: Period | None, as_of: dt.date | None, today: dt.date | None = None) -> Vintage:
    """What to report on: the asked period, else the newest with province figures up to `as_of`, or to `today`.

    RequestError when there is no such period, or when `as_of` lies before it.
    """
    chosen = period or _newest(figures, as_of or today)
    known = periods(figures)
    if chosen not in known:
        raise RequestError(
            message(
                "no figures for {period}; there are: {periods}",
                period=str(chosen),
                periods=", ".join(map(str, known)) or "-",
            )
        )
    if as_of and as_of < chosen.first_day:
        raise RequestError(
            message("--as-of {day} lies before the period {period}", day=as_of.isoformat(), period=str(chosen))
        )
    return Vintage(chosen, min(as_of or chosen.last_day, chosen.last_day), hindsight=as_of is None)


def _reported(figures: Figures) -> tuple[Region, ...]:
    """The regions a report can be about: the province first, then its members; branches are none."""
    return (figures.province.region, *figures.province.members)


def _newest(figures: Figures, as_of: dt.date | None) -> Period:
    found = _coverage(figures, figures.province.region)
    days = [m.as_of.day for m in found if as_of is None or m.as_of.day <= as_of]
    if not days:
        name = figures.province.region.full
        if as_of:
            raise RequestError(message("no coverage figure of {region} up to {day}", region=name, day=as_of))
        raise RequestError(message("no coverage figure of {region}; name a period with --period", region=name))
    return Period.of(max(days))


def _coverage(figures: Figures, region: Region) -> list[Measure]:
    """All figures of a region's coverage, of all segments together."""
    series = (figures.series.get((region.code, measure, "total"), ()) for measure in _COVERAGE)
    return [measure for found in series for measure in found]


def newer(figures: Figures, vintage: Vintage) -> tuple[Region, ...]:
    """The regions that have a coverage figure of a later month than the vintage's."""
    last = vintage.period.last_day
    return tuple(r for r in _reported(figures) if any(m.as_of.day > last for m in _coverage(figures, r)))


def hold_stale(figures: Figures, vintage: Vintage, months: int) -> Figures:
    """The figures with a hold for each region whose newest coverage is older than so many months before the period.

    0: no figure is too old. A region without any figure has no report anyway.
    """
    return replace(figures, holds=(*figures.holds, *_stale(figures, vintage, months))) if months else figures


def _stale(figures: Figures, vintage: Vintage, months: int) -> Iterator[Finding]:
    oldest = vintage.period.shift(-months).first_day
    for region in _reported(figures):
        newest = max(_coverage(figures, region), key=lambda measure: measure.as_of.day, default=None)
        if newest and newest.as_of.day < oldest:
            late = figures.province.regions.get(region.branch, region)
            reason = message("{who}: last figure of {date}", who=late.full, date=newest.as_of)
            where = Where(figures.province.sources[newest.source].publisher)
            yield Finding("stale", Severity.HOLD, where, reason, region.code, newest.as_of.day)


def as_known(figures: Figures, vintage: Vintage) -> Figures:
    """The figures up to the cutoff, that day included."""
    targets = figures.targets
    if not vintage.hindsight:
        targets = {
            region: tuple(t for t in found if t.value.as_of.day <= vintage.cutoff) for region, found in targets.items()
        }
    return replace(
        figures,
        series=_until(figures.series, vintage.cutoff),
        undated=_until(figures.undated, vintage.cutoff),
        targets=targets,
        register=tuple(e for e in figures.register if e.since is None or e.since.day <= vintage.cutoff),
        funding=tuple(f for f in figures.funding if f.starts <= vintage.period),
        laws=tuple(law for law in figures.laws if law.since <= vintage.period),
        contributions=tuple(c for c in figures.contributions if vintage.hindsight or _published(figures, c, vintage)),
        actions=tuple(a for a in figures.actions if a.decided <= vintage.cutoff),
        warnings=tuple(f for f in figures.warnings if _shown(f, vintage)),
        holds=tuple(f for f in figures.holds if _shown(f, vintage)),
    )


def _published(figures: Figures, contribution: Contribution, vintage: Vintage) -> bool:
    """Whether a contribution was known by the cutoff: an unknown day of publication counts as its first month."""
    published = figures.province.sources[contribution.source].published
    return (published.day if published else contribution.since.first_day) <= vintage.cutoff


def _shown(finding: Finding, vintage: Vintage) -> bool:
    """Whether the figure or the target it is about is among those that are used."""
    return finding.day is None or finding.day <= vintage.cutoff or (finding.stated and vintage.hindsight)


def _until(series: _BySeries, day: dt.date) -> _BySeries:
    kept = {key: tuple(m for m in measures if m.as_of.day <= day) for key, measures in series.items()}
    return {key: measures for key, measures in kept.items() if measures}


def pick_regions(province: Province, asked: Iterable[str]) -> tuple[Region, ...]:
    """The regions asked for by code or name, or all of them: the province first, then by code.

    RequestError names every unknown one with its nearest.
    """
    all_regions = (province.region, *province.members)
    by_name = {name.casefold(): r for r in all_regions for name in _names(r)}
    picked, unknown = [], []
    for word in asked:
        region = by_name.get(word.casefold())
        if region:
            picked.append(region)
        else:
            unknown.append(_unknown(word, all_regions))
    if unknown:
        raise RequestError(*unknown)
    return tuple(r for r in all_regions if r in picked) if picked else all_regions


def _names(region: Region) -> tuple[str, ...]:
    """What a region answers to: its code, its full name as officials write it, its variants."""
    return (region.code, Language("id").tell(region.full), *region.variants)


def _unknown(word: str, known: tuple[Region, ...]) -> Message:
    names = {name: region for region in known for name in (*_names(region), region.name)}
    near = nearest(word, names)
    if near is None:
        codes = ", ".join(region.code for region in known)
        return message("no region {word}; known are: {names}", word=word, names=codes)
    region = names[near]
    return message("no region {word}; did you mean {code} ({region})?", word=word, code=region.code, region=region.full)
