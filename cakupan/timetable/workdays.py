"""The days on which somebody works: neither Saturday nor Sunday, national holiday nor cuti bersama."""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata
from typing import NamedTuple

from cakupan.message import Message, message
from cakupan.model import Timetable
from cakupan.period import Period

_DAY = dt.timedelta(days=1)
_WEEKEND = {5: message("Saturday"), 6: message("Sunday")}
_ESTIMATED = " (perkiraan)"  # as the package marks lunar days nobody has announced yet


class Estimate(NamedTuple):
    """A holiday whose day follows the moon and is not announced yet."""

    day: dt.date
    name: str


@cache
def _public(year: int) -> Mapping[dt.date, str]:
    """National holidays and cuti bersama of a year, by their Indonesian names."""
    import holidays  # takes a while, and most commands ask for no day

    known = holidays.country_holidays("ID", years=year, categories=("public", "government"), language="id")
    return dict(known.items())


def is_free(day: dt.date) -> bool:
    """Whether nobody works then by the public calendar alone."""
    return day.weekday() in _WEEKEND or day in _public(day.year)


class WorkingDays:
    """The public calendar, with what a person added to it and took out of it."""

    def __init__(self, timetable: Timetable) -> None:
        self._added = timetable.added
        self._removed = timetable.removed

    def is_working(self, day: dt.date) -> bool:
        """Whether people are at work on that day."""
        return day.weekday() not in _WEEKEND and self._holiday(day) is None

    def why_not(self, day: dt.date) -> Message | None:
        """Why nobody works on that day: the holiday's name, or the day of the week; None on a working day."""
        name = self._holiday(day)
        if name is None:
            return _WEEKEND.get(day.weekday())
        if _ESTIMATED in name:
            return message("{name}, estimated", name=name.replace(_ESTIMATED, ""))
        return Message("{name}", {"name": name})

    def _holiday(self, day: dt.date) -> str | None:
        if day in self._added:
            return self._added[day]
        return None if day in self._removed else _public(day.year).get(day)

    def shift(self, day: dt.date, number: int) -> dt.date:
        """The working day so many working days after `day`, before where negative; for 0 the day itself."""
        step = _DAY if number > 0 else -_DAY
        for _ in range(abs(number)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def of(self, period: Period) -> list[dt.date]:
        """All working days of a month."""
        days = (period.first_day + n * _DAY for n in range(period.last_day.day))
        return [day for day in days if self.is_working(day)]

    def nth(self, period: Period, number: int) -> dt.date | None:
        """The month's nth working day, from its end where negative; None where it has not so many."""
        days = self.of(period)
        if abs(number) > len(days):
            return None
        return days[number - 1 if number > 0 else number]

    def free(self, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, Message]]:
        """The holidays from first to last, both included, that fall on Monday to Friday, and why nobody works."""
        for number in range((last - first).days + 1):
            day = first + number * _DAY
            if day.weekday() not in _WEEKEND and (why := self.why_not(day)):
                yield day, why

    def estimates(self, first: dt.date, last: dt.date) -> list[Estimate]:
        """The holidays from first to last, both included, that may yet be announced for another day."""
        days = (first + number * _DAY for number in range((last - first).days + 1))
        named = ((day, self._holiday(day) or "") for day in days)
        return [Estimate(day, name.replace(_ESTIMATED, "")) for day, name in named if _ESTIMATED in name]


def version() -> str:
    """That of the package the public calendar is taken from."""
    return metadata.version("holidays")
