"""Months and days: the period a report is about and the day a figure stands for."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering

_PERIOD = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, order=True)
class Period:
    """A calendar month, the unit a report is made for."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read "2024-12"; ValueError for anything else."""
        match = _PERIOD.fullmatch(text)
        if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1900:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: dt.date) -> "Period":
        """The month that holds `day`."""
        return cls(day.year, day.month)

    def shift(self, months: int) -> "Period":
        """The period so many months later (earlier when negative)."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Period(year, month + 1)

    @property
    def first_day(self) -> dt.date:
        """The first of the month."""
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        """The last of the month, inclusive."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __contains__(self, day: dt.date) -> bool:
        """Whether `day` lies in the month, both ends included."""
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        """The form that is parsed: 2024-12."""
        return f"{self.year:04}-{self.month:02}"


@total_ordering
@dataclass(frozen=True, eq=True)
class AsOf:
    """The day a figure stands for; some are published for a month, not a day."""

    day: dt.date
    whole_month: bool = False

    @classmethod
    def parse(cls, text: str) -> "AsOf":
        """Read "2024-12-02", or "2018-06" (its last day, marked); ValueError otherwise."""
        if _PERIOD.fullmatch(text):
            return cls(Period.parse(text).last_day, whole_month=True)
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return cls(dt.date.fromisoformat(text))

    def __lt__(self, other: "AsOf") -> bool:
        """Earlier day first."""
        return self.day < other.day

    def __str__(self) -> str:
        """The form that is parsed."""
        return str(Period.of(self.day)) if self.whole_month else self.day.isoformat()


def months_between(earlier: dt.date, later: dt.date) -> float:
    """Days between the two in months of 365.25 / 12 days; negative when reversed."""
    return (later - earlier).days / _DAYS_A_MONTH


def add_months(day: dt.date, months: float) -> dt.date:
    """The day so many months of 365.25 / 12 days later."""
    return day + dt.timedelta(days=round(months * _DAYS_A_MONTH))
