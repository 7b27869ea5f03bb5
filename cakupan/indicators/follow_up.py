"""Permits, funds and decisions: how far what was meant to help has come."""

import datetime as dt
from collections.abc import Iterable, Mapping

from cakupan.model import Action, Followed, Funded, Funding, Indicator, Permits
from cakupan.period import Period
from cakupan.quantity import Percent, Rupiah

_TOLD = 12  # months for which a fund that has ended is still told
_DONE = "done"


def permits(indicator: Indicator | None) -> Permits | None:
    """The newest month and its year so far; permits are counted in the month they are issued in."""
    if indicator is None:
        return None
    newest = indicator.current
    year = [r for r in indicator.readings if r.as_of.day.year == newest.as_of.day.year]
    counted = [(r.denominator.value, r.numerator.value) for r in year if r.denominator and r.numerator]
    assert counted, "a rate that nobody publishes is made of counts"
    issued, registered = (tuple(map(int, column)) for column in zip(*counted, strict=True))
    sums = sum(issued), sum(registered)
    return Permits(newest.as_of, indicator.carried, issued[-1], registered[-1], *sums, newest.best.source)


def funded(funds: Iterable[Funding], period: Period) -> tuple[Funded, ...]:
    """Funds that pay, or have ended within a year, soonest to end first."""
    found = (_funded(fund, period) for fund in funds)
    told = (one for one in found if one.left >= -_TOLD)
    return tuple(sorted(told, key=lambda one: (one.ended, one.fund.ends, one.fund.region, one.fund.fund)))


def _funded(fund: Funding, period: Period) -> Funded:
    monthly = fund.workers * fund.contribution
    months = _between(fund.starts, fund.ends) + 1
    return Funded(fund, _between(period, fund.ends), Rupiah(monthly), Rupiah(monthly * months))


def _between(first: Period, last: Period) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def followed(
    actions: Iterable[Action], found: Mapping[tuple[str, str, str], Indicator], today: dt.date
) -> tuple[Followed, ...]:
    """What became of each decision: overdue first, the longest of them first, then by due day; done last."""
    told = (_followed(action, found.get((action.indicator, action.region, "total")), today) for action in actions)
    return tuple(sorted(told, key=lambda f: (f.action.status == _DONE, -f.late, f.action.due, f.action.number)))


def _followed(action: Action, indicator: Indicator | None, today: dt.date) -> Followed:
    late = 0 if action.status == _DONE else max(0, (today - action.due).days)
    past = [r for r in indicator.readings if r.as_of.day <= action.decided] if indicator else []
    then: Percent | None = past[-1].rate if past else None
    return Followed(action, late, then, indicator.current.rate if indicator else None)
