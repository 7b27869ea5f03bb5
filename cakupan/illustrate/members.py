"""Members: by segment, active beside registered, and in village institutions."""

from collections.abc import Mapping

import charts
from cakupan.illustrate.axis import PAGE, WIDTH, Size, ticks
from cakupan.language import NOTHING, Language
from cakupan.message import Message, message
from cakupan.model import Indicator, Indicators
from cakupan.period import AsOf
from cakupan.quantity import Count

_PARTS = ("PU", "BPU", "Jakon", "PMI")


def segments(
    indicators: Indicators, language: Language, alts: Mapping[str, str], size: Size = PAGE
) -> charts.Chart | None:
    if not indicators.segments:
        return None
    rows = []
    for segment, indicator in indicators.segments.items():
        gap, reading = indicator.gap, indicator.current
        counts = message(
            "{active} of {potential}",
            active=reading.numerator.count if reading.numerator else None,
            potential=reading.denominator.count if reading.denominator else None,
        )
        rows.append(
            charts.Bullet(
                name=language.word(SEGMENT_NAMES[segment].template),
                value=float(reading.rate.value),
                label=language.compact(reading.rate),
                target=float(gap.target.value.value) if gap else None,
                target_label=language.tell(message("target {rate}", rate=gap.target.rate)) if gap else "",
                note=language.tell(counts) if reading.numerator and reading.denominator else "",
            )
        )
    return charts.bullets(rows, width=size[0], height=size[1], names=40, alt=alts["segments"])


SEGMENT_NAMES: Mapping[str, Message] = {
    "PU": message("Wage earners (PU)"),
    "BPU": message("Self-employed (BPU)"),
    "Jakon": message("Construction (Jakon)"),
    "PMI": message("Migrant workers (PMI)"),
}


def multiples(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
    rows = [row for row in indicators.rows if row.segments]
    if len(rows) < 2 or not indicators.is_province:
        return None
    parts = [segment for segment in _PARTS if any(segment in row.segments for row in rows)]
    panels = [
        charts.Panel(
            name=language.tell(row.region.short),
            values=[float(i.current.rate.value) if (i := row.segments.get(part)) else None for part in parts],
            labels=[language.compact(i.current.rate) if (i := row.segments.get(part)) else NOTHING for part in parts],
        )
        for row in rows
    ]
    return charts.multiples(panels, parts=parts, width=WIDTH, alt=alts["multiples"])


def activity(
    indicators: Indicators, language: Language, alts: Mapping[str, str], size: tuple[float, float] = (WIDTH, 52.0)
) -> charts.Chart | None:
    """Over time where there is a time to speak of; a single day is a sentence, not a chart."""
    if indicators.activity is None or len(indicators.activity.readings) < 3:
        return None
    counted = [r for r in indicators.activity.readings if r.numerator and r.denominator]
    days = [r.as_of.day for r in counted]
    active = [float(r.numerator.value) for r in counted if r.numerator]
    registered = [float(r.denominator.value) for r in counted if r.denominator]
    words = (
        language.tell(message("registered {count}", count=int(registered[-1]))),
        language.tell(message("active {count}", count=int(active[-1]))),
        language.tell(message("not active {count}", count=int(registered[-1] - active[-1]))),
    )
    return charts.activity(
        days,
        registered,
        active,
        words=words,
        ticks=ticks(days[0], days[-1], language),
        count=lambda value: language.show(Count(int(value))),
        alt=alts["activity"],
        size=size,
    )


def villages(
    indicators: Indicators,
    language: Language,
    alts: Mapping[str, str],
    size: Size = PAGE,
    reach: float = 0,
) -> charts.Chart | None:
    """By regency where known, else the region's own bar; `reach`: the largest whole where bars go on elsewhere."""
    rows = [row.villages for row in indicators.rows if row.villages] if indicators.is_province else []
    own = [indicators.villages] if indicators.villages else []
    counted = [i for i in rows or own if i.current.numerator and i.current.denominator]
    if not counted:
        return None
    said = indicators.villages.current.as_of if indicators.villages else None
    stacks = [
        charts.Stack(
            name=language.tell(i.region.short),
            part=float(part.value),
            rest=float(whole.value - part.value),
            part_label=language.compact(part.count),
            rest_label=language.compact(i.current.rest),
            note=_dated(i, said, language),
            marked=False,
            hollow=i.carried,
        )
        for i in sorted(counted, key=lambda i: -i.current.rate.value)
        if (part := i.current.numerator) and (whole := i.current.denominator)
    ]
    heads = (language.tell(message("covered")), language.tell(message("not covered")))
    return charts.stacked(
        stacks, heads=heads, width=size[0], height=size[1], names=36, alt=alts["villages"], reach=reach
    )


def _dated(indicator: Indicator, said: AsOf | None, language: Language) -> str:
    """The rate, with its day where it is not the one the section speaks of."""
    rate, day = language.compact(indicator.current.rate), indicator.current.as_of
    return rate if said in (None, day) else f"{rate} ({language.short_date(day)})"
