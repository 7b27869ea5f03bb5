"""The calendar judged: routines, meetings, and the days a person adds to the public calendar or takes out of it."""

import datetime as dt
import re
import zoneinfo
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import Field, ValidationInfo, field_validator

from cakupan.address import fits_head
from cakupan.check import cells
from cakupan.message import Message, message
from cakupan.model import (
    Every,
    Finding,
    Meeting,
    OnHoliday,
    Patience,
    Routine,
    Severity,
    Table,
    Timetable,
    WhenLate,
    Where,
    in_order,
)
from cakupan.nearest import nearest
from cakupan.strict_toml import Strict, validate, wrong

COLUMNS = ("day", "change", "name")
_CALENDAR = "calendar.toml"
_ADD, _REMOVE = "add", "remove"
_YEARS = range(2000, 2100)  # lunar days are known, or estimated, to 2100
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_SATURDAY = 5
_MOST_HELP = {Every.MONTH: 20, Every.QUARTER: 80, Every.HALF_YEAR: 170}  # days; then the next is near

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,29}$")]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Agency = Annotated[str, Field(min_length=1, max_length=60)]
Day = Annotated[dt.date, Field(strict=True)]
Hour = Annotated[dt.time, Field(strict=True)]
Days = Annotated[int, Field(strict=True, ge=0, le=10)]
Whole = Annotated[int, Field(strict=True)]


class _Timed(Strict):
    """What keys of days, hours and lines have in common."""

    @field_validator("since", "day", check_fields=False)
    @classmethod
    def _near(cls, day: dt.date | int | None) -> dt.date | int | None:
        if isinstance(day, dt.date) and day.year not in _YEARS:
            raise wrong(message("expected a day from 2000 to 2099"))
        return day

    @field_validator("at", "time", check_fields=False)
    @classmethod
    def _whole_minutes(cls, hour: dt.time) -> dt.time:
        if hour.second or hour.microsecond:
            raise wrong(message("expected an hour with whole minutes, like 07:00:00"))
        return hour

    @field_validator("place", "agenda", "invited", check_fields=False)
    @classmethod
    def _printable(cls, text: str | tuple[str, ...]) -> str | tuple[str, ...]:
        if not all(map(fits_head, (text,) if isinstance(text, str) else text)):
            raise wrong(message("expected text in one line, without =? and unseen characters"))
        return text


class RoutineTable(_Timed):
    """[[routine]]: reports that are due again and again."""

    name: Name
    every: Every
    working_day: Whole | None = None
    day: Annotated[int, Field(strict=True, ge=1, le=31)] | None = Field(None, validate_default=True)
    on_holiday: OnHoliday = OnHoliday.BEFORE
    months_later: Annotated[int, Field(strict=True, ge=0, le=6)] = 1
    at: Hour = dt.time(7)
    remind: Days = 2
    wait: Days = 3
    late: WhenLate = WhenLate.SEND
    helps: Annotated[int, Field(strict=True, ge=1)] = Field(10, validate_default=True)

    @field_validator("working_day")
    @classmethod
    def _nth(cls, number: int | None) -> int | None:
        if number is not None and (number == 0 or abs(number) > 15):
            raise wrong(message("expected 1 to 15, or -1 to -15 to count from the end of the month"))
        return number

    @field_validator("day")
    @classmethod
    def _one_of_both(cls, day: int | None, info: ValidationInfo) -> int | None:
        if "working_day" in info.data and (day is None) == (info.data["working_day"] is None):
            raise wrong(message("expected either working_day or day, and not both"), told=day is not None)
        return day

    @field_validator("on_holiday")
    @classmethod
    def _of_a_day(cls, on_holiday: OnHoliday, info: ValidationInfo) -> OnHoliday:
        if "day" in info.data and info.data["day"] is None:
            raise wrong(message("stands beside day only: a working day is never a holiday"), told=False)
        return on_holiday

    @field_validator("helps")
    @classmethod
    def _between(cls, helps: int, info: ValidationInfo) -> int:
        most = _MOST_HELP.get(info.data.get("every"), helps)  # type: ignore[arg-type]  # None where it is wrong itself
        if helps > most:
            raise wrong(message("expected at most {most}, so that it ends before the next is due", most=most))
        if helps <= info.data.get("wait", 0):
            raise wrong(message("expected more days than it waits ({wait})", wait=info.data["wait"]))
        return helps

    @property
    def believed(self) -> Routine:
        patience = Patience(self.remind, self.wait, self.late)
        return Routine(
            self.name, self.every, self.months_later, self.working_day, self.day, self.on_holiday, self.at, patience,
            self.helps,
        )  # fmt: skip


class MeetingTable(_Timed):
    """[[meeting]]: a meeting that follows the decree up."""

    key: Name
    day: Day
    time: Hour
    place: Line
    agenda: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    invited: Annotated[tuple[Agency, ...], Field(max_length=200)] = ()
    materials: Annotated[int, Field(strict=True, ge=1, le=20)] = 3
    at: Hour = dt.time(7)
    remind: Annotated[int, Field(strict=True, ge=0, le=30)] = Field(7, validate_default=True)
    wait: Days | None = None
    late: WhenLate = WhenLate.SEND

    @field_validator("key")
    @classmethod
    def _no_month(cls, key: str) -> str:
        if _MONTH.fullmatch(key):
            raise wrong(message("expected a key that does not look like a month"))
        return key

    @field_validator("remind")
    @classmethod
    def _before_materials(cls, remind: int, info: ValidationInfo) -> int:
        if remind and remind <= info.data.get("materials", 0):
            raise wrong(
                message("expected more days than materials ({materials}), or 0", materials=info.data["materials"])
            )
        return remind

    @field_validator("wait")
    @classmethod
    def _before_the_day(cls, wait: int | None, info: ValidationInfo) -> int | None:
        if wait is not None and wait >= info.data.get("materials", wait + 1):
            reason = message("expected fewer days than materials ({materials})", materials=info.data["materials"])
            raise wrong(reason)
        return wait

    def believed(self, zone: zoneinfo.ZoneInfo) -> Meeting:
        wait = min(2, self.materials - 1) if self.wait is None else self.wait
        return Meeting(
            self.key, dt.datetime.combine(self.day, self.time, zone), self.place, self.agenda, self.invited,
            self.materials, self.at, Patience(self.remind, wait, self.late),
        )  # fmt: skip


class CalendarTable(_Timed):
    """calendar.toml."""

    since: Day
    routine: tuple[RoutineTable, ...] = ()
    meeting: tuple[MeetingTable, ...] = ()


class Believed(NamedTuple):
    """The timetable, None while there is an error or no calendar; and what was found, what blocks first."""

    timetable: Timetable | None
    findings: tuple[Finding, ...]


def check_timetable(
    calendar: Mapping[str, Any] | None,
    holidays: Table | None,
    zone: zoneinfo.ZoneInfo,
    agencies: Collection[str] | None = None,
) -> Believed:
    """calendar.toml and holidays.csv believed, or everything that speaks against them.

    `zone` is the province's; `agencies` those that recipients.csv names, None: nobody asks.
    """
    added, removed, findings = _holidays(holidays) if holidays else ({}, frozenset[dt.date](), [])
    if calendar is None:
        return Believed(None, in_order(findings))
    read, mistakes = validate(calendar, CalendarTable)
    mistakes += [*_twins(calendar, "routine", "name"), *_twins(calendar, "meeting", "key")]
    findings += [Finding("calendar", Severity.ERROR, Where(_CALENDAR), told) for told in mistakes]
    if read and agencies is not None:
        findings += _strangers(read, agencies)
    if read is None or any(finding.severity is Severity.ERROR for finding in findings):
        return Believed(None, in_order(findings))
    routines = tuple(one.believed for one in read.routine)
    meetings = tuple(one.believed(zone) for one in read.meeting)
    return Believed(Timetable(read.since, routines, meetings, added, removed), in_order(findings))


def _twins(calendar: Mapping[str, Any], table: str, key: str) -> Iterator[Message]:
    """Names that stand more than once; of what was handed in, so that they are told with all other mistakes."""
    rows = calendar.get(table)
    named = [row.get(key) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    for name, count in Counter(name for name in named if isinstance(name, str)).items():
        if count > 1:
            yield message("{path}: {came} stands more than once; each needs a name of its own",
                          path=f"{table}.{key}", came=f'"{name}"')  # fmt: skip


def _strangers(read: CalendarTable, agencies: Collection[str]) -> Iterator[Finding]:
    """Who is invited and gets no report, by whatever mistake."""
    for meeting in read.meeting:
        for agency in meeting.invited:
            if agency not in agencies:
                near = nearest(agency, agencies)
                advice = message("did you mean {name}?", name=near) if near else message("add it there, or correct it")
                told = message(
                    "meeting {key}: {agency} is invited and is not in recipients.csv; {advice}",
                    key=meeting.key, agency=f'"{agency}"', advice=advice,
                )  # fmt: skip
                yield Finding("invited", Severity.WARNING, Where(_CALENDAR), told)


def _holidays(table: Table) -> tuple[Mapping[dt.date, str], frozenset[dt.date], list[Finding]]:
    """The days that are added, by their names, those that are removed, and what is wrong with either."""
    read = cells.Cells(table, COLUMNS)
    if not read.usable:
        return {}, frozenset(), read.findings
    columns: dict[str, Any] = {
        "day": read.read("day", cells.day),
        "change": read.read("change", cells.one_of((_ADD, _REMOVE))),
        "name": read.read("name", cells.optional(cells.head_text)),
    }
    first: dict[dt.date, int] = {}
    notes = []
    for line, (day, change, name) in read.believed(columns).items():
        if day in first:
            read.refuse(line, "day", "holiday", message("stands in row {row} already; keep one", row=str(first[day])))
        elif change == _ADD and not name:
            read.refuse(line, "name", "holiday", message("a day that is added needs its name; it is told to readers"))
        elif day.weekday() >= _SATURDAY:
            told = message("is a Saturday or Sunday, nobody works then anyway; the row changes nothing")
            notes.append(Finding("needless", Severity.NOTE, read.where(line, "day"), told))
        first.setdefault(day, line)
    rows = read.believed(columns).values()
    added = {day: name for day, change, name in rows if change == _ADD}
    return added, frozenset(day for day, change, _ in rows if change == _REMOVE), [*read.findings, *notes]
