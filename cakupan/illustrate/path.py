"""The path to the target, as page 1 and as its own section show it."""

from collections.abc import Mapping
from decimal import Decimal

import charts
from cakupan.illustrate.axis import WIDTH, ticks
from cakupan.language import Language
from cakupan.message import message
from cakupan.model import Gap, Indicator, Indicators, Reading
from cakupan.quantity import Percent

_RECENT = 13  # readings on page 1
_LETTER = (106.0, 68.0)  # mm: small type that is still read when a phone shows it 340 pixels wide
_BRIEFING, _LOWEST = 24.0, 42.0  # mm: what a meeting takes on page 1; a chart that is lower cannot be read
_USUAL = 12  # regencies that all stand on page 1 (templates/standings.html.j2)


def summary(
    indicators: Indicators, language: Language, alts: Mapping[str, str], *, low: bool = False
) -> charts.Chart | None:
    """Page 1: the last year's readings and what is needed from here; `low` where a meeting stands above it."""
    coverage = indicators.coverage
    if coverage is None or not _tells(coverage):
        return None
    height = 88.0  # mm; a regency has no table of regencies below it
    if indicators.is_province:
        height = 64.0 if len(indicators.reporting) <= _USUAL else 52.0  # more lines below it
    if low:
        height = max(_LOWEST, height - _BRIEFING)
    return _draw_path(coverage, language, alts["path"], coverage.readings[-_RECENT:], (WIDTH, height), outlook=False)


def path(
    indicators: Indicators, language: Language, alts: Mapping[str, str], size: tuple[float, float] = (WIDTH, 62.0)
) -> charts.Chart | None:
    """Every published point, and where today's pace leads."""
    coverage = indicators.coverage
    if coverage is None or not _tells(coverage):
        return None
    return _draw_path(coverage, language, alts["path"], coverage.readings, size, outlook=True)


def letter(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
    """What page 1 shows, narrow enough to be read in a mail on a phone."""
    coverage = indicators.coverage
    if coverage is None or not _tells(coverage):
        return None
    return _draw_path(coverage, language, alts["path"], coverage.readings[-_RECENT:], _LETTER, outlook=False)


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
    targets = [t for t in coverage.targets if t.due >= first and not coverage.absent]
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
        outlook=_outlook(coverage) if outlook else None,
        gap=_gap_arrow(coverage, gap, language) if gap else None,
        ticks=ticks(first, last_day, language),
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
    label = _needed_label(gap, language) if gap is not coverage.missing and gap.needed_points else ""
    start = charts.Dot(coverage.current.as_of.day, float(coverage.current.rate.value))
    return charts.Line(start, charts.Dot(gap.target.due, float(gap.target.value.value)), label)


def _outlook(coverage: Indicator) -> charts.Line | None:
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
    end = min(max(end, Decimal(0)), Decimal(100))
    return charts.Line(start, charts.Dot(due, float(end)))  # the caption says what the dashes mean


def _gap_arrow(coverage: Indicator, gap: Gap, language: Language) -> charts.Line:
    """What is missing; and what it takes, where the needed line ends at this same target."""
    words = _gap_label(gap, language)
    if gap.needed_points and all(other is gap or other.reached for other in coverage.gaps):
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
