"""The regencies between the reading before and the newest one."""

from collections.abc import Mapping

import charts
from cakupan.illustrate.axis import WIDTH
from cakupan.language import Language
from cakupan.model import Between, Direction, Indicator, Indicators
from cakupan.period import AsOf


def slope(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> charts.Chart | None:
    """The province's report only; a day that is not its side's stands behind the name."""
    between = indicators.between
    if between is None:
        return None
    rows = [_row(i, between, language) for i in between.both] + [_alone(i, language) for i in between.alone]
    heads = (language.show(between.before), language.show(between.now))
    return charts.slope(rows, heads=heads, width=WIDTH, alt=alts["slope"])


def _row(row: Indicator, between: Between, language: Language) -> charts.Slope:
    assert row.previous, "both have a reading before"

    def note(day: AsOf, usual: AsOf) -> str:
        return "" if day == usual else language.short_date(day)

    return charts.Slope(
        language.tell(row.region.short),
        float(row.previous.rate.value),
        float(row.current.rate.value),
        language.compact(row.previous.rate),
        language.compact(row.current.rate),
        note(row.previous.as_of, between.before),
        note(row.current.as_of, between.now),
        falls=bool(row.change and row.change.direction is Direction.FALLS),
        marked=row in between.told,
    )


def _alone(row: Indicator, language: Language) -> charts.Slope:
    """To the left what is older than the period, to the right what is the first of its region."""
    name, value = language.tell(row.region.short), float(row.current.rate.value)
    label, day = language.compact(row.current.rate), language.short_date(row.current.as_of)
    if row.carried:
        return charts.Slope(name, value, None, before_label=label, before_note=day)
    return charts.Slope(name, None, value, now_label=label, now_note=day)
