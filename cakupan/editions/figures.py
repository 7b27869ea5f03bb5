"""The figures a report rests on, and how they differ from what was reported earlier."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from operator import attrgetter

from cakupan.catalogue import catalogue
from cakupan.model import (
    RATE,
    Edition,
    FigureChange,
    Figures,
    Indicator,
    Indicators,
    KeptFigure,
    Measure,
    Reading,
    Reason,
)

Key = tuple[str, str, str]
_MEMBERS = ("active", "potential", "coverage_rate")  # of regencies, in the province's report


def reported(figures: Figures, indicators: Indicators) -> tuple[KeptFigure, ...]:
    """What one region's report rests on: published figures, and the rates and gaps computed of them.

    `figures` are those known at the cutoff. The province's report shows its regencies'
    coverage, so it rests on theirs too.
    """
    own = indicators.region.code
    found = {figure.key: figure for figure in _published(figures, own)}
    found |= {figure.key: figure for figure in _computed(own, _indicators(indicators))}
    if indicators.is_province:
        for row in indicators.reporting:
            code = row.region.code
            found |= {f.key: f for f in _published(figures, code) if f.measure in _MEMBERS}
            found |= {f.key: f for f in _computed(code, [row.coverage])}
    return tuple(found[key] for key in sorted(found))


def _published(figures: Figures, code: str) -> Iterator[KeptFigure]:
    """The newest figure of each measure."""
    for (region, name, segment), past in figures.series.items():
        if region == code:
            yield KeptFigure(code, name, segment, past[-1])


def _indicators(indicators: Indicators) -> Iterator[Indicator | None]:
    yield from (indicators.coverage, indicators.registered, indicators.activity, indicators.villages)
    yield from indicators.segments.values()
    yield from indicators.activity_by_segment.values()


def _computed(code: str, found: Iterable[Indicator | None]) -> Iterator[KeptFigure]:
    """Rates that were computed; one that was published stands among the published figures already."""
    for indicator in found:
        if indicator is None:
            continue
        current = indicator.current
        if indicator.key == "coverage" and current.denominator:  # the one in force, which need not be the newest
            yield KeptFigure(code, "potential", indicator.segment, current.denominator)
        if current.published is None:
            yield KeptFigure(code, RATE + indicator.key, indicator.segment, _rate(current))
        if indicator.missing and indicator.missing.persons:
            missing = indicator.missing.persons
            figure = Measure(
                Decimal(missing.rounded),
                "persons",
                current.as_of,
                "rounded" if missing.about else "exact",
                current.best.source,
            )
            yield KeptFigure(code, "missing", indicator.segment, figure)


def _rate(reading: Reading) -> Measure:
    """The rate as it is printed."""
    value = reading.rate.value.quantize(Decimal(1).scaleb(-reading.rate.places))
    return Measure(value, "percent", reading.as_of, "rounded" if reading.rate.about else "exact", reading.best.source)


def differing(
    edition: Edition,
    then: Iterable[KeptFigure],
    now: Iterable[KeptFigure],
    between: Iterable[KeptFigure] | None,
    shift: Reason,
) -> tuple[FigureChange, ...]:
    """Figures that `edition` reported otherwise.

    `between` are the figures that today's program makes of the edition's own data:
    where they differ from `now` the source has changed, where they differ from `then`
    it is `shift`. None where they cannot be made.
    """
    old, new = _by_key(then), _by_key(now)
    middle = None if between is None else _by_key(between)
    changes = []
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if not _same(before, after):
            reasons = _reasons(before, after, middle, key, shift)
            changes.append(FigureChange(edition.period, edition.number, *key, before, after, reasons))
    return tuple(changes)


def _reasons(
    before: Measure | None, after: Measure | None, middle: Mapping[Key, Measure] | None, key: Key, shift: Reason
) -> tuple[Reason, ...]:
    if middle is None:
        return (Reason.UNSURE,)
    source = () if _same(middle.get(key), after) else (Reason.SOURCE,)
    return source if _same(before, middle.get(key)) else (*source, shift)


def _same(one: Measure | None, other: Measure | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.value, one.as_of) == (other.value, other.as_of)


def _by_key(figures: Iterable[KeptFigure]) -> dict[Key, Measure]:
    return {figure.key: figure.figure for figure in figures}


def restated(figures: Figures, editions: Iterable[Edition]) -> tuple[FigureChange, ...]:
    """Published figures that the data no longer hold as they were last reported, by month and region.

    A change that a kept report of its region told of is reported by it, and is not told again.
    """
    changes = []
    for (key, day), (edition, before) in _last_said(editions).items():
        after = next((m for m in figures.series.get(key, ()) if m.as_of.day == day), None)
        same = before is after or (before and after and before.value == after.value)
        if key[1] in catalogue().measures and not same:
            changes.append(FigureChange(edition.period, edition.number, *key, before, after, (Reason.SOURCE,)))
    return tuple(sorted(changes, key=lambda c: (c.period, c.region, c.measure, c.segment, c.edition)))


def _last_said(editions: Iterable[Edition]) -> dict[tuple[Key, dt.date], tuple[Edition, Measure | None]]:
    """By figure and day, what the edition made last says of it; None where it says that the figure is gone."""
    said: dict[tuple[Key, dt.date], tuple[Edition, Measure | None]] = {}
    for edition in sorted(editions, key=attrgetter("turn")):
        for report in edition.reports:
            said |= {(kept.key, kept.figure.as_of.day): (edition, kept.figure) for kept in report.figures}
            for change in (c for c in report.imprint.restated if c.region == report.region):
                stood = change.old or change.new
                assert stood, "a change is from or to something"
                said[change.key, stood.as_of.day] = (edition, change.new)
    return said
