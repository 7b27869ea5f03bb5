"""Regencies and cities: ranked, on the schematic map, and as sparklines."""

from collections.abc import Mapping
from dataclasses import replace

import charts
from cakupan.illustrate.axis import PAGE, Size
from cakupan.language import NOTHING, Language
from cakupan.message import message
from cakupan.model import Indicator, Indicators


def ranking(
    indicators: Indicators,
    language: Language,
    alts: Mapping[str, str],
    size: Size = PAGE,
    reach: float = 0,
) -> charts.Chart | None:
    """By coverage, the highest first; `reach`: the highest of all where bars go on elsewhere."""
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
        for row in reversed(rows)  # drawn from below, so that equals stand as in the tables
    ]
    return charts.ranking(
        bars,
        lines=_yardsticks(indicators, language),
        width=size[0],
        height=size[1],
        names=36,
        alt=alts["ranking"],
        reach=reach,
    )


def _moved(row: Indicator, language: Language) -> str:
    if row.change is None:
        return language.short_date(row.current.as_of)
    sign = {"rises": "+", "falls": "−", "stays": "±"}[row.change.direction]
    points = row.change.points
    moved = sign + language.show(replace(points, about=False))
    return language.word("about {figure}").format(figure=moved) if points.about else moved


def _yardsticks(indicators: Indicators, language: Language) -> list[tuple[float, str]]:
    """The province's coverage; regencies' own targets differ and stand in the table."""
    whole = indicators.province_coverage
    if whole is None:
        return []
    label = language.tell(message("province {rate}", rate=whole.current.rate))
    return [(float(whole.current.rate.value), label)]


def tiles(
    indicators: Indicators, language: Language, alts: Mapping[str, str], size: Size = PAGE
) -> charts.Chart | None:
    """For the province only: a regency's place among the others is its bar in the ranking."""
    placed = [row for row in indicators.rows if row.region.tile] if indicators.is_province else []
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
    return charts.tiles(squares, width=size[0], height=size[1], alt=alts["tiles"])


def _two_lines(name: str) -> str:
    """A long name broken before its last word: "Tanjung Jabung / Barat"."""
    head, _, tail = name.rpartition(" ")
    return f"{head}\n{tail}" if len(name) > 15 and head else name


def sparklines(indicators: Indicators, language: Language) -> dict[str, charts.Chart | None]:
    """A year of coverage for each regency, all between the same two bounds."""
    if not indicators.is_province:
        return {}
    long = [row.coverage for row in indicators.reporting if row.coverage and len(row.coverage.readings) > 2]
    rates = [r.rate.value for indicator in long for r in indicator.readings]
    return {
        f"spark.{indicator.region.code}": charts.sparkline(
            [r.as_of.day for r in indicator.readings],
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
