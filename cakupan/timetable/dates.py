"""The day on which something is due, and how it came about."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from cakupan.message import Message, message
from cakupan.model import Meeting, OnHoliday, Routine
from cakupan.period import Period
from cakupan.quantity import Weekday
from cakupan.timetable.workdays import WorkingDays


class Placed(NamedTuple):
    """A working day, None where there is none to be had; and how it came about."""

    day: dt.date | None
    why: tuple[Message, ...]


def routine_day(routine: Routine, month: Period, days: WorkingDays) -> Placed:
    """The day of a month on which a routine's reports are due."""
    if routine.working_day is not None:
        return _counted(routine.working_day, month, days)
    assert routine.day is not None, "a routine has either"
    return _of_the_month(routine.day, routine.on_holiday, month, days)


def _counted(number: int, month: Period, days: WorkingDays) -> Placed:
    """The nth working day; of a month that has not so many, its last, or counted from the end its first."""
    if not days.of(month):
        return Placed(None, (message("nobody works in {month}", month=month),))
    day, rule = days.nth(month, number), (_nth(number, month),)
    if day is None:
        day = days.nth(month, -1 if number > 0 else 1)
        rule = (message("{month} has only {count} working days", month=month, count=len(days.of(month))),)
    assert day, "there is a working day, so there is a first and a last"
    passed = (month.first_day, day) if number > 0 else (day, month.last_day)
    return Placed(day, (*rule, *holidays_between(*passed, days)))


def _nth(number: int, month: Period) -> Message:
    if number == -1:
        return message("last working day of {month}", month=month)
    if number < 0:
        return message("working day {number} of {month} from its end", number=-number, month=month)
    return message("working day {number} of {month}", number=number, month=month)


def _of_the_month(number: int, on_holiday: OnHoliday, month: Period, days: WorkingDays) -> Placed:
    """A day of the month, moved as it says where nobody works; the month is never left."""
    asked = min(month.first_day + dt.timedelta(days=number - 1), month.last_day)
    if asked == month.last_day:
        rule = message("last day of {month}", month=month)
    else:
        rule = message("day {number} of {month}", number=number, month=month)
    obstacle = days.why_not(asked)
    if obstacle is None:
        return Placed(asked, (rule,))
    if on_holiday is OnHoliday.SKIP:
        return Placed(None, (rule, message("left out, as {day} is no working day: {why}",
                                           day=Weekday(asked), why=obstacle)))  # fmt: skip
    return _moved(asked, on_holiday, rule, obstacle, days)


def _moved(asked: dt.date, on_holiday: OnHoliday, rule: Message, obstacle: Message, days: WorkingDays) -> Placed:
    working = days.of(Period.of(asked))
    before = [day for day in working if day < asked][-1:]
    after = [day for day in working if day > asked][:1]
    wanted, other = (before, after) if on_holiday is OnHoliday.BEFORE else (after, before)
    if not wanted + other:
        return Placed(None, (rule, message("nobody works in {month}", month=Period.of(asked))))
    day = (wanted + other)[0]
    told = message("moved from {day} to {new}: {why}", day=Weekday(asked), new=Weekday(day), why=obstacle)
    if not wanted:
        told = message("moved from {day} to {new}, so that it stays in the month: {why}",
                       day=Weekday(asked), new=Weekday(day), why=obstacle)  # fmt: skip
    between = (min(day, asked), max(day, asked))
    return Placed(day, (rule, told, *holidays_between(*between, days, but=asked)))


def days_before(meeting: Meeting, number: int, days: WorkingDays) -> tuple[dt.date, tuple[Message, ...]]:
    """The working day so many working days before a meeting, and how it came about."""
    day = days.shift(meeting.day, -number)
    rule = message("{number} working days before the meeting of {day}", number=number, day=Weekday(meeting.day))
    return day, (rule, *holidays_between(day, meeting.day, days))


def holidays_between(
    first: dt.date, last: dt.date, days: WorkingDays, *, but: dt.date | None = None
) -> Iterator[Message]:
    """The holidays that were passed over, each name once with its days; `but` was told already."""
    by_name: dict[str, tuple[Message, list[dt.date]]] = {}
    for day, why in days.free(first, last):
        if day != but:
            by_name.setdefault(str(why), (why, []))[1].append(day)
    for why, found in by_name.values():
        yield message("{days}: {why}", days=tuple(map(Weekday, found)), why=why)
