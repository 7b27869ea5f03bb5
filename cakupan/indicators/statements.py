"""What was published otherwise than it is computed here, or cannot be used, and why."""

from collections.abc import Iterator
from decimal import Decimal

from cakupan.catalogue import Catalogue
from cakupan.indicators.progress import count_of
from cakupan.message import Message, message
from cakupan.model import Figures, Indicator, Measure, Reading, Region, Statement, Target, Vintage, published_rate
from cakupan.quantity import Percent, rounding_step

_PARTS = ("PU", "BPU", "Jakon", "PMI")


def statements(
    figures: Figures, vintage: Vintage, catalogue: Catalogue, region: Region, coverage: Indicator | None
) -> tuple[Statement, ...]:
    """All that a reader who saw the press should be told, the weightiest first."""
    found: list[Statement] = []
    if coverage:
        found += _gap(figures, region, coverage)
        found += _target_counts(figures, vintage, region, coverage)
        found += _change(figures, region, coverage)
        found += _rates(figures, region, coverage)
    found += _segments(figures, region)
    found += _other_base(figures, catalogue, region)
    found += _undated(figures, catalogue, region)
    return tuple(found)


def _on_the_day(figures: Figures, region: Region, measure: str, reading: Reading) -> tuple[Measure, ...]:
    """The published figures of a measure on the day of a reading."""
    return tuple(m for m in figures.series.get((region.code, measure, "total"), ()) if m.as_of.day == reading.as_of.day)


def _gap(figures: Figures, region: Region, coverage: Indicator) -> Iterator[Statement]:
    gap = coverage.gap
    for published in _on_the_day(figures, region, "gap_to_target", coverage.current):
        if gap and gap.persons and gap.persons.value != published.value:
            text = message(
                "Gap to the {target} target: {published} was published; {computed} is the smallest whole number "
                "of workers that reaches it.",
                published=published.count,
                target=gap.target.rate,
                computed=gap.persons,
            )
            yield Statement("gap", text, published.source)


def _target_counts(figures: Figures, vintage: Vintage, region: Region, coverage: Indicator) -> Iterator[Statement]:
    """Counts published for a target rate that are not that rate of the denominator in force."""
    rates = {target.due: target for target in coverage.targets}
    for stated in figures.targets.get(region.code, ()):
        rate = rates.get(stated.due)
        if stated.measure == "target_active" and rate and stated.value.as_of.day <= vintage.cutoff:
            yield from _target_count(stated.value, rate, coverage.current)


def _target_count(stated: Measure, target: Target, reading: Reading) -> Iterator[Statement]:
    computed = count_of(reading, target.rate)
    if computed is None or reading.denominator is None:
        return
    slack = rounding_step(stated.value) / 2 if stated.precision != "exact" else Decimal(1)
    if abs(computed.value - stated.value) > slack:
        text = message(
            'Target {target}: "{published}" workers was published, but that is {share} of {potential}; '
            "{target} is {computed} workers.",
            target=target.rate,
            published=stated.plain,
            share=Percent(stated.value / reading.denominator.value * 100, 1),
            potential=reading.denominator.count,
            computed=computed,
        )
        yield Statement("target", text, stated.source)


def _change(figures: Figures, region: Region, coverage: Indicator) -> Iterator[Statement]:
    """A rise published in per cent that is one in percentage points."""
    change, before = coverage.change, coverage.previous
    for published in _on_the_day(figures, region, "coverage_change", coverage.current):
        if change and before and before.rate.value:
            relative = (coverage.current.rate.value / before.rate.value - 1) * 100
            text = message(
                'A change of "{published}" was published: it is {points} (percentage points); '
                "in per cent it is {relative}.",
                published=published_rate(published),
                points=change.points,
                relative=Percent(relative),
            )
            yield Statement("change", text, published.source)


def _rates(figures: Figures, region: Region, coverage: Indicator) -> Iterator[Statement]:
    """Published rates that their own counts do not give."""
    for reading in coverage.readings:
        for published in _on_the_day(figures, region, "coverage_rate", reading):
            rate = published_rate(published)
            if abs(rate.value - reading.rate.value) > Decimal(5).scaleb(-rate.places - 1):
                text = message(
                    "{date}: {published} was published; the counts give {computed}.",
                    date=reading.as_of,
                    published=rate,
                    computed=reading.rate,
                )
                yield Statement("rate", text, published.source)


def _segments(figures: Figures, region: Region) -> Iterator[Statement]:
    """Segments that do not add up to the published total of the same day."""
    for total in figures.series.get((region.code, "active", "total"), ()):
        parts = [
            m
            for s in _PARTS
            for m in figures.series.get((region.code, "active", s), ())
            if m.as_of.day == total.as_of.day
        ]
        added = sum(part.value for part in parts)
        if len(parts) > 1 and added != total.value:
            text = message(
                "{date}: the segments add up to {added}, the published total is {total}.",
                date=total.as_of,
                added=int(added),
                total=total.count,
            )
            yield Statement("segments", text, total.source)


def _other_base(figures: Figures, catalogue: Catalogue, region: Region) -> Iterator[Statement]:
    """The ministry counts on another base: shown beside, never mixed in."""
    for name in ("kemnaker_active", "kemnaker_inactive"):
        for figure in figures.series.get((region.code, name, "total"), ()):
            text = message(
                "{label}, {date}: {figure}. Another counting base; not used here.",
                label=Message(catalogue.measures[name].label),
                date=figure.as_of,
                figure=figure.count,
            )
            yield Statement("base", text, figure.source)


def _undated(figures: Figures, catalogue: Catalogue, region: Region) -> Iterator[Statement]:
    """Figures published without a day, of the region and of its targets."""
    for (code, name, segment), past in sorted(figures.undated.items()):
        if code == region.code:
            for figure in past:
                yield _without_day(figure, catalogue.measures[name].label, segment)


def _without_day(figure: Measure, label: str, segment: str) -> Statement:
    what = (
        Message(label) if segment == "total" else message("{label}, {segment}", label=Message(label), segment=segment)
    )
    text = message(
        "{label}: {figure}, published without a day (not later than {date}); not drawn and not compared.",
        label=what,
        figure=published_rate(figure) if figure.unit == "percent" else figure.plain,
        date=figure.as_of,
    )
    return Statement("undated", text, figure.source)
