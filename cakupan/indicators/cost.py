"""What closing the gap costs: the missing workers times the contribution in force, month by month."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cakupan.model import Contribution, Cost, Gap, Indicator, Vintage
from cakupan.period import Period
from cakupan.quantity import Count, Rupiah

ALL = "all"
_PARTS = ("transport", "other")  # what "all" is made of, where a discount parts them


def costs(contributions: Sequence[Contribution], coverage: Indicator | None, vintage: Vintage) -> tuple[Cost, ...]:
    """By sector where sectors pay differently by then, else one for all; nothing where nobody is known to be missing.

    All are taken to register as workers without a wage, at the least that is asked for:
    what a government would pay that pays for every one of them. A target that is due in
    less than a month stands beside the next one, for which there is time.
    """
    return tuple(cost for gap in _priced(coverage) for cost in _to_close(contributions, gap, vintage.period))


def _priced(coverage: Indicator | None) -> Iterator[Gap]:
    """The gaps up to the first that leaves a month or more."""
    for gap in coverage.gaps if coverage and coverage.missing else ():
        yield gap
        if gap.needed_points:
            return


def _to_close(contributions: Sequence[Contribution], gap: Gap, period: Period) -> tuple[Cost, ...]:
    if gap.persons is None:
        return ()
    by_sector = [_cost(contributions, sector, gap, gap.persons, period) for sector in _PARTS]
    known = tuple(cost for cost in by_sector if cost)
    same = len({(cost.rupiah, cost.until) for cost in known}) == 1
    return (replace(known[0], sector=ALL),) if same else known


def in_force(contributions: Sequence[Contribution], month: Period, sector: str) -> Contribution | None:
    """The contribution of a sector in a month: one of its own before one for all, and of two the younger."""
    there = [c for c in contributions if c.since <= month and (c.until is None or month <= c.until)]
    own = [c for c in there if c.sector == sector] or [c for c in there if c.sector == ALL]
    return max(own, key=lambda c: c.since, default=None)


def _cost(contributions: Sequence[Contribution], sector: str, gap: Gap, persons: Count, period: Period) -> Cost | None:
    last = Period.of(gap.target.due)
    now = in_force(contributions, period, sector)
    if now is None:
        return None
    ahead = (last.year - period.year) * 12 + last.month - period.month
    later = [in_force(contributions, period.shift(n), sector) for n in range(1, ahead + 1)]
    amounts = [one.rupiah for one in later if one]
    until = Rupiah(persons.rounded * sum(amounts), persons.about) if amounts and len(amounts) == ahead else None
    monthly = Rupiah(persons.rounded * now.rupiah, persons.about)
    return Cost(gap.target.rate, sector, persons, Rupiah(now.rupiah), monthly, last, until, now.source)
