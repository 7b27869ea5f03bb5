"""What the timeline of the funds says: for how many they pay, for how many that ends; and its numbers."""

from cakupan.message import Message, message
from cakupan.model import ENDS_SOON, FUNDS_DRAWN, Funding, Indicators


def timeline_title(indicators: Indicators) -> Message | None:
    """How many workers are paid for in the period, and how many of them not much longer."""
    funds, period = indicators.funding, indicators.period
    if not funds:
        return None
    running = [f for f in funds if f.ends >= period]
    if not running:
        last = max(f.ends for f in funds)
        return message("No fund pays for anybody in {month}; the last one ended in {last}", month=period, last=last)
    paid = sum(f.workers for f in running)
    ending = [f for f in running if f.ends_soon(period)]
    values = {"count": paid, "month": period}
    if not ending:
        return message(
            "Funds pay for {count} workers in {month}; none of them ends within {months} months",
            **values,
            months=ENDS_SOON,
        )
    workers, last = sum(f.workers for f in ending), max(f.ends for f in ending)
    if workers == paid:
        return message(
            "Funds pay for {count} workers in {month}; for all of them this ends by {last}", **values, last=last
        )
    return message(
        "Funds pay for {count} workers in {month}; for {ending} of them this ends by {last}",
        **values,
        ending=workers,
        last=last,
    )


def timeline_alt(indicators: Indicators, most: int = FUNDS_DRAWN) -> Message | None:
    """Every fund that is drawn, with its workers and months; how many are not drawn, where `most` are."""
    drawn = indicators.drawn_funding(most)
    if not drawn:
        return None
    rows = tuple(_row(fund, indicators) for fund in drawn)
    listed = message("Funds that pay contributions: {rows}.", rows=rows)
    if len(drawn) == len(indicators.funding):
        return listed
    return message(
        "{listed} These are {shown} of {total}: those that end soon, then the largest, then those that ended last.",
        listed=listed,
        shown=len(drawn),
        total=len(indicators.funding),
    )


def _row(fund: Funding, indicators: Indicators) -> Message:
    return message(
        "{fund} in {region} for {workers} workers from {starts} to {ends}",
        fund=fund.fund,
        region=indicators.province.regions[fund.region].short,
        workers=fund.workers,
        starts=fund.starts,
        ends=fund.ends,
    )
