"""The funds that pay contributions, from month to month."""

from collections.abc import Iterable, Mapping

import charts
from cakupan.illustrate.axis import PAGE, Size, ticks
from cakupan.language import Language
from cakupan.message import message
from cakupan.model import ENDS_SOON, FUNDS_DRAWN, Funding, Indicators
from cakupan.period import AsOf
from cakupan.quantity import Count


def timeline(
    indicators: Indicators,
    language: Language,
    alts: Mapping[str, str],
    size: Size = PAGE,
    most: int = FUNDS_DRAWN,
) -> charts.Chart | None:
    """Funds as bars, at `most` so many, and the sum of all below; without it where a height is given."""
    drawn, known = indicators.drawn_funding(most), indicators.funding
    if not drawn:
        return None
    shown = message("{shown} of {total} funds", shown=len(drawn), total=len(known))
    on_axis = drawn if size[1] else known
    first, last = min(f.starts for f in on_axis), max([indicators.period, *(f.ends for f in on_axis)])
    return charts.timeline(
        [_span(fund, indicators, language) for fund in drawn],
        today=(indicators.cutoff, language.show(indicators.cutoff)),
        soon=indicators.period.shift(ENDS_SOON).last_day,
        ticks=ticks(first.first_day, last.last_day, language, 7 if size[1] else 9),
        size=size,
        names=36,
        alt=alts["timeline"],
        steps=None if size[1] else _sum(known, language),
        note=language.tell(shown) if len(drawn) < len(known) else "",
    )


def _span(fund: Funding, indicators: Indicators, language: Language) -> charts.Span:
    region = language.tell(indicators.province.regions[fund.region].short)
    part = region if indicators.is_province else fund.segment if fund.segment != "total" else ""
    return charts.Span(
        " · ".join(filter(None, (fund.fund, part))),
        fund.starts.first_day,
        fund.ends.last_day,
        language.show(fund.workers),
        language.tell(message("to {month}", month=language.short_date(AsOf(fund.ends.last_day, whole_month=True)))),
    )


def _sum(funds: Iterable[Funding], language: Language) -> charts.Steps:
    """Workers paid for, by month: a step where a fund begins or has ended."""
    months = sorted({f.starts for f in funds} | {f.ends.shift(1) for f in funds})
    paid = [(m.first_day, float(sum(f.workers for f in funds if f.starts <= m <= f.ends))) for m in months]
    return charts.Steps(
        language.tell(message("Workers, all funds")),
        paid[:-1],  # from the last one on there is none
        months[-1].shift(-1).last_day,
        lambda value: language.show(Count(int(value))),
    )
