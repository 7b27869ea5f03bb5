"""What the meetings follow up: the cost of closing the gap, permits, who pays until when, what became of decisions."""

from dataclasses import dataclass
from decimal import Decimal

from cakupan.model.province import Action, Funding
from cakupan.period import AsOf, Period
from cakupan.quantity import Count, Percent, Rupiah


@dataclass(frozen=True)
class Cost:
    """What the contributions of all workers missing to a target cost, at the least that the law asks for.

    `sector` is "all", or one whose contribution differs; `monthly` is for the month of the
    report, `until` the sum of the months after it up to `last`, the month in which the
    target is due, each at the contribution then in force; None where none is left or
    a month has none. `rupiah` is per worker and month.
    """

    target: Percent
    sector: str
    persons: Count
    rupiah: Rupiah
    monthly: Rupiah
    last: Period
    until: Rupiah | None
    source: str


@dataclass(frozen=True)
class Permits:
    """Permits issued and how many holders are registered: in the newest month, and since January of its year.

    `source` is the newest month's.
    """

    month: AsOf
    carried: bool
    issued: int
    registered: int
    year_issued: int
    year_registered: int
    source: str

    @property
    def open(self) -> int:
        """Holders of this year's permits who are not registered."""
        return self.year_issued - self.year_registered

    @property
    def rate(self) -> Percent:
        """Registered in per cent of this year's permits; a month without any makes no rate, so there are some."""
        return Percent(Decimal(self.year_registered * 100) / self.year_issued)


@dataclass(frozen=True)
class Funded:
    """A fund that pays, or paid until at most a year ago. `left` are months after the period; below 0 it has ended."""

    fund: Funding
    left: int
    monthly: Rupiah
    total: Rupiah

    @property
    def ended(self) -> bool:
        """Whether its last month lies before the period."""
        return self.left < 0


@dataclass(frozen=True)
class Followed:
    """A decision and what became of it; `late` are the days it is overdue, 0 where it is done or not due yet.

    `then` and `now` are the rate of the indicator it was to move: on the day it was
    decided or the last before, and the newest; None where there is none.
    """

    action: Action
    late: int
    then: Percent | None
    now: Percent | None
