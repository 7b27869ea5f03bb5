"""What of a timetable is due, from one moment to another; every moment by the province's clock."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from typing import NamedTuple

from cakupan.message import Message, message
from cakupan.model import Due, Every, Meeting, Routine, Task, Timetable, WhenLate
from cakupan.period import Period
from cakupan.quantity import Weekday
from cakupan.timetable.dates import days_before, routine_day
from cakupan.timetable.workdays import WorkingDays

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6}
_AHEAD = 2  # months by which a reminder may precede its report, at most: ten working days, whatever falls between
_LONG_BEFORE = dt.timedelta(days=366)  # as long before a meeting nothing is due: thirty working days are far less


class Skipped(NamedTuple):
    """A routine's reports that will not be made, and why: none of them is due in that month."""

    routine: str
    period: Period
    month: Period
    why: tuple[Message, ...]


def dues(timetable: Timetable, zone: zoneinfo.ZoneInfo, since: dt.datetime, until: dt.datetime) -> list[Due]:
    """All that is due from `since` to before `until`, the earliest first; nothing before the timetable begins.

    Reminders stand for themselves, before their reports. Both moments bear a zone.
    """
    days = WorkingDays(timetable)
    begins = dt.datetime.combine(timetable.since, dt.time(), zone)
    first, last = Period.of(since.astimezone(zone).date()), Period.of(until.astimezone(zone).date())
    found = [due for one in timetable.routines for due in _of_routine(one, zone, days, first, last.shift(_AHEAD))]
    near = [one for one in timetable.meetings if max(since, begins) < one.begins < until + _LONG_BEFORE]
    found += [due for one in near for due in _of_meeting(one, begins, days)]
    return sorted((due for due in found if max(since, begins) <= due.at < until), key=lambda due: (due.at, due.key))


def skipped(timetable: Timetable, zone: zoneinfo.ZoneInfo, since: dt.datetime, until: dt.datetime) -> list[Skipped]:
    """What routines leave out in the months from `since` to before `until`, in the order of the months."""
    days = WorkingDays(timetable)
    first = Period.of(max(since.astimezone(zone).date(), timetable.since))
    last = Period.of((until - dt.timedelta(microseconds=1)).astimezone(zone).date())
    left_out = []
    for routine in timetable.routines:
        for month in _months(routine, first, last):
            placed = routine_day(routine, month, days)
            if placed.day is None:
                left_out.append(Skipped(routine.name, month.shift(-routine.months_later), month, placed.why))
    return sorted(left_out, key=lambda one: (one.month, one.routine))


def _months(routine: Routine, first: Period, last: Period) -> Iterator[Period]:
    """The months from first to last, both included, in which a routine is due."""
    month = first
    while month <= last:
        if month.shift(-routine.months_later).month % _MONTHS[routine.every] == 0:
            yield month
        month = month.shift(1)


def _of_routine(
    routine: Routine, zone: zoneinfo.ZoneInfo, days: WorkingDays, first: Period, last: Period
) -> Iterator[Due]:
    """Reports and reminders, in order, of the months from first to last."""
    for month in _months(routine, first, last):
        report = _report(routine, month, zone, days)
        if report:
            yield from _reminder(report, routine.patience.remind, days)
            yield report


def _report(routine: Routine, month: Period, zone: zoneinfo.ZoneInfo, days: WorkingDays) -> Due | None:
    day, why = routine_day(routine, month, days)
    if day is None:
        return None
    at = dt.datetime.combine(day, routine.at, zone)
    period = month.shift(-routine.months_later)
    waited = _on(days.shift(day, routine.patience.wait), at)
    useful = max(at + dt.timedelta(days=routine.helps), waited + dt.timedelta(days=1))  # holidays make waiting longer
    not_after = min(useful, _next(routine, month, zone, days))
    return Due(
        key=f"{routine.name} {period}",
        task=Task.REPORT,
        at=at,
        last=waited if waited < not_after else at,
        not_after=not_after,
        period=period,
        meeting=None,
        late=routine.patience.late,
        why=why,
    )


def _next(routine: Routine, month: Period, zone: zoneinfo.ZoneInfo, days: WorkingDays) -> dt.datetime:
    """The moment its next reports are due, when these are of no use any more; left out, the end of their month."""
    later = month.shift(_MONTHS[routine.every])
    day = routine_day(routine, later, days).day or later.last_day
    return dt.datetime.combine(day, routine.at, zone)


def _of_meeting(meeting: Meeting, begins: dt.datetime, days: WorkingDays) -> Iterator[Due]:
    """Reminder and report of one meeting; reports that were due before the timetable begins are due then."""
    patience = meeting.patience
    day, why = days_before(meeting, meeting.materials, days)
    at = dt.datetime.combine(day, meeting.at, meeting.begins.tzinfo)
    if at < begins:
        at = _as_soon(meeting, begins, days)
        why = (*why, message("moved to {day}, as the calendar begins on {begins}",
                             day=Weekday(at.date()), begins=Weekday(begins.date())))  # fmt: skip
    if not days.is_working(meeting.day):
        why = (*why, message("the meeting itself is on no working day: {why}", why=days.why_not(meeting.day)))
    waited = _on(days.shift(at.date(), patience.wait), at)
    eve = _on(days.shift(meeting.day, -1), at)
    report = Due(
        key=meeting.key,
        task=Task.REPORT,
        at=at,
        last=max(at, min(waited, eve)),
        not_after=meeting.begins,
        period=None,
        meeting=meeting,
        late=patience.late,
        why=why,
    )
    if patience.remind:
        asked, reason = days_before(meeting, patience.remind, days)
        yield _word(report, dt.datetime.combine(asked, meeting.at, meeting.begins.tzinfo), reason)
    yield report


def _as_soon(meeting: Meeting, begins: dt.datetime, days: WorkingDays) -> dt.datetime:
    """The first moment since the timetable begins: a working day before the meeting if there is one."""
    day = begins.date() if days.is_working(begins.date()) else days.shift(begins.date(), 1)
    at = dt.datetime.combine(min(day, meeting.day), meeting.at, begins.tzinfo)
    return at if at < meeting.begins else begins


def _reminder(report: Due, number: int, days: WorkingDays) -> Iterator[Due]:
    if number:
        day = days.shift(report.at.date(), -number)
        told = message("{number} working days before the reports are due, on {day}",
                       number=number, day=Weekday(report.at.date()))  # fmt: skip
        yield _word(report, _on(day, report.at), (told,))


def _word(report: Due, at: dt.datetime, why: tuple[Message, ...]) -> Due:
    """The word to branches that are late; of no use once the report does not wait for them any more."""
    return Due(f"{report.key} {Task.REMIND}", Task.REMIND, at, at, report.last, report.period, report.meeting,
               WhenLate.SEND, why)  # fmt: skip


def _on(day: dt.date, like: dt.datetime) -> dt.datetime:
    """That day, at the same hour."""
    return dt.datetime.combine(day, like.timetz())
