"""Draw: the one module that knows both the indicators and the charts."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import charts
from cakupan.language import NOTHING, Language
from cakupan.message import Message, message
from cakupan.model import Gap, Indicator, Indicators, Reading, Sentences
from cakupan.period import Period
from cakupan.quantity import Count, Percent

WIDTH = 164.0  # mm: the text width of an A4 page with the punch margin
_RECENT = 13  # readings on page 1
_PARTS = ("PU", "BPU", "Jakon", "PMI")


def illustrate(indicators: Indicators, sentences: Sentences, language: Language) -> Mapping[str, charts.Chart]:
    """Every chart there are figures for, by name; sparklines as "spark.CODE"."""
    alts = {name: language.tell(alt) for name, alt in sentences.alts.items()}
    makers = {
        "summary": _summary,
        "path": _path,
        "ranking": _ranking,
        "tiles": _tiles,
        "segments": _segments,
        "multiples": _multiples,
        "activity": _activity,
        "villages": _villages,
    }
    drawn = {name: make(indicators, language, alts) for name, make in makers.items()}
    return {name: chart for name, chart in (drawn | _sparklines(indicators, language)).items() if chart}


def _summary(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
    """Page 1: the last year's readings and what is needed from here."""
    coverage = indicators.coverage
    if coverage is None or not _tells(coverage):
        return None
    height = 64.0 if indicators.is_province else 88.0  # a regency has no table of regencies below it
    return _draw_path(coverage, language, alts["path"], coverage.readings[-_RECENT:], (WIDTH, height), outlook=False)


def _path(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
    """Section 2: every published point, and where today's pace leads."""
    coverage = indicators.coverage
    if coverage is None or not _tells(coverage):
        return None
    return _draw_path(coverage, language, alts["path"], coverage.readings, (WIDTH, 62.0), outlook=True)


def _tells(coverage: Indicator) -> bool:
    """Whether there is a path to draw: one point without a target is a sentence, not a chart."""
    return len(coverage.readings) > 1 or bool(coverage.gaps)


def _draw_path(
    coverage: Indicator,
    language: Language,
    alt: str,
    readings: tuple[Reading, ...],
    size: tuple[float, float],
    *,
    outlook: bool,
) -> charts.Chart:
    first = readings[0].as_of.day
    targets = [t for t in coverage.targets if t.due >= first]
    dots = [_dot(reading, number, readings, language, coverage) for number, reading in enumerate(readings)]
    marks = [
        charts.Dot(
            t.due,
            float(t.value.value),
            language.tell(message("target {year}: {rate}", year=str(t.due.year), rate=t.rate)),
        )
        for t in targets
    ]
    last_day = max([first, readings[-1].as_of.day, *(t.due for t in targets)])
    gap = coverage.missing
    return charts.path(
        dots,
        marks,
        needed=_needed(coverage, language),
        outlook=_outlook(coverage, language) if outlook else None,
        gap=_gap_arrow(coverage, gap, language) if gap else None,
        ticks=_ticks(first, last_day, language),
        percent=lambda level: language.show(Percent(Decimal(level), 0)),
        alt=alt,
        size=size,
    )


def _dot(
    reading: Reading, number: int, readings: tuple[Reading, ...], language: Language, coverage: Indicator
) -> charts.Dot:
    rates = [r.rate.value for r in readings]
    last = number == len(readings) - 1
    telling = len(readings) <= 8 or last or number == 0 or number == rates.index(min(rates))
    return charts.Dot(
        reading.as_of.day,
        float(reading.rate.value),
        language.compact(reading.rate) if telling else "",
        hollow=last and coverage.carried,
    )


def _needed(coverage: Indicator, language: Language) -> charts.Line | None:
    """The straight way from the last reading to the farthest target."""
    missing = [gap for gap in coverage.gaps if not gap.reached and gap.days_left > 0]
    if not missing:
        return None
    gap = missing[-1]
    label = _needed_label(gap, language) if gap is not coverage.missing else ""
    start = charts.Dot(coverage.current.as_of.day, float(coverage.current.rate.value))
    return charts.Line(start, charts.Dot(gap.target.due, float(gap.target.value.value)), label)


def _outlook(coverage: Indicator, language: Language) -> charts.Line | None:
    """Where today's pace leads until the farthest target, or until it gets there."""
    if coverage.pace is None or not coverage.gaps:
        return None
    start = charts.Dot(coverage.current.as_of.day, float(coverage.current.rate.value))
    gap = coverage.gaps[-1]
    due = min(gap.target.due, gap.arrival or gap.target.due)
    months = Decimal((due - start.day).days) / Decimal("30.4375")
    end = coverage.current.rate.value + coverage.pace.points.value * months
    if months < 1:
        return None
    label = language.tell(message("at today's pace"))
    return charts.Line(start, charts.Dot(due, float(max(end, Decimal(0)))), label)


def _gap_arrow(coverage: Indicator, gap: Gap, language: Language) -> charts.Line:
    """What is missing; and what it takes, where the needed line ends at this same target."""
    words = _gap_label(gap, language)
    if all(other is gap or other.reached for other in coverage.gaps):
        words += "\n" + _needed_label(gap, language)
    level, aim = float(coverage.current.rate.value), float(gap.target.value.value)
    return charts.Line(charts.Dot(gap.target.due, level), charts.Dot(gap.target.due, aim), words)


def _gap_label(gap: Gap, language: Language) -> str:
    lines = [message("{points} missing", points=gap.points)]
    if gap.persons:
        lines.append(message("{persons} workers", persons=gap.persons))
    return "\n".join(map(language.tell, lines))


def _needed_label(gap: Gap, language: Language) -> str:
    lines = [message("needed: {points} a month", points=gap.needed_points)]
    if gap.needed_persons:
        lines.append(message("({persons} workers)", persons=gap.needed_persons))
    return "\n".join(map(language.tell, lines))


def _ticks(first: dt.date, last: dt.date, language: Language) -> list[tuple[dt.date, str]]:
    """Month names under the axis, at most nine, with the year under the first of each year."""
    start, end = Period.of(first), Period.of(last)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = next(s for s in (1, 2, 3, 6, 12, 24, 48, 120) if months / s <= 9)
    ticks: list[tuple[dt.date, str]] = []
    year = None
    for number in range(0, months, step):
        period = start.shift(number)
        label = language.month_name(period.first_day)
        if period.year != year:
            label, year = f"{label}\n{period.year}", period.year
        ticks.append((period.first_day, label))
    return [tick for tick in ticks if first - dt.timedelta(days=12) <= tick[0]]


def _ranking(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
    rows = [row.coverage for row in indicators.reporting if row.coverage]
    if not rows:
        return None
    bars = [
        charts.Bar(
            name=language.tell(row.region.short),
            value=float(row.current.rate.value),
            label=language.compact(row.current.rate),
            before=float(row.previous.rate.value) if row.previous and not row.carried else None,
            target=float(row.gap.target.value.value) if row.gap else None,
            note=language.short_date(row.current.as_of) if row.carried else _moved(row, language),
            hollow=row.carried,
            marked=row.region == indicators.region,
        )
        for row in rows
    ]
    return charts.ranking(bars, lines=_yardsticks(indicators, language), width=WIDTH, names=36, alt=alts["ranking"])


def _moved(row: Indicator, language: Language) -> str:
    if row.change is None:
        return language.short_date(row.current.as_of)
    sign = {"rises": "+", "falls": "−", "stays": "±"}[row.change.direction]
    return sign + language.show(row.change.points)


def _yardsticks(indicators: Indicators, language: Language) -> list[tuple[float, str]]:
    """The province's coverage; regencies' own targets differ and stand in the table."""
    whole = indicators.province_coverage
    if whole is None:
        return []
    label = language.tell(message("province {rate}", rate=whole.current.rate))
    return [(float(whole.current.rate.value), label)]


def _tiles(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
    placed = [row for row in indicators.rows if row.region.tile]
    rates = [float(row.coverage.current.rate.value) for row in placed if row.coverage]
    if not rates:
        return None
    low, high = min(rates), max(rates)
    span = (high - low) or 1.0
    squares = [
        charts.Tile(
            column=row.region.tile[0],
            row=row.region.tile[1],
            name=_two_lines(language.tell(row.region.short)),
            label=language.compact(row.coverage.current.rate) if row.coverage else NOTHING,
            share=(float(row.coverage.current.rate.value) - low) / span if row.coverage else None,
            marked=row.region == indicators.region,
            hollow=bool(row.coverage and row.coverage.carried),
        )
        for row in placed
        if row.region.tile
    ]
    return charts.tiles(squares, alt=alts["tiles"])


def _two_lines(name: str) -> str:
    """A long name broken before its last word: "Tanjung Jabung / Barat"."""
    head, _, tail = name.rpartition(" ")
    return f"{head}\n{tail}" if len(name) > 15 and head else name


def _segments(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
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
    return charts.bullets(rows, width=WIDTH, names=40, alt=alts["segments"])


SEGMENT_NAMES: Mapping[str, Message] = {
    "PU": message("Wage earners (PU)"),
    "BPU": message("Self-employed (BPU)"),
    "Jakon": message("Construction (Jakon)"),
    "PMI": message("Migrant workers (PMI)"),
}


def _multiples(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
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


def _activity(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
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
        ticks=_ticks(days[0], days[-1], language),
        count=lambda value: language.show(Count(int(value))),
        alt=alts["activity"],
        size=(WIDTH, 52.0),
    )


def _villages(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
    """By regency where known, else the region's own single bar."""
    rows = [row.villages for row in indicators.rows if row.villages] if indicators.is_province else []
    own = [indicators.villages] if indicators.villages else []
    counted = [i for i in rows or own if i.current.numerator and i.current.denominator]
    if not counted:
        return None
    stacks = [
        charts.Stack(
            name=language.tell(i.region.short),
            part=float(part.value),
            rest=float(whole.value - part.value),
            part_label=language.compact(part.count),
            rest_label=language.compact(i.current.rest),
            note=language.compact(i.current.rate),
            marked=False,
            hollow=i.carried,
        )
        for i in sorted(counted, key=lambda i: -i.current.rate.value)
        if (part := i.current.numerator) and (whole := i.current.denominator)
    ]
    heads = (language.tell(message("covered")), language.tell(message("not covered")))
    return charts.stacked(stacks, heads=heads, width=WIDTH, names=36, alt=alts["villages"])


def _sparklines(indicators: Indicators, language: Language) -> dict[str, charts.Chart | None]:
    """A year of coverage for each regency, all between the same two bounds."""
    if not indicators.is_province:
        return {}
    long = [row.coverage for row in indicators.reporting if row.coverage and len(row.coverage.readings) > 2]
    rates = [r.rate.value for indicator in long for r in indicator.readings]
    return {
        f"spark.{indicator.region.code}": charts.sparkline(
            [float(r.rate.value) for r in indicator.readings],
            low=float(min(rates)),
            high=float(max(rates)),
            alt=language.tell(
                message(
                    "{region}: from {first} on {start} to {last} on {end}",
                    region=indicator.region.short,
                    first=indicator.readings[0].rate,
                    start=indicator.readings[0].as_of,
                    last=indicator.current.rate,
                    end=indicator.current.as_of,
                )
            ),
        )
        for indicator in long
    }
