"""What is due when: the calendar of a province, the days nobody works, and the dates both give.

The days of 2025 and 2026 are worked out by hand from the joint decrees of the three ministers (SKB 3 Menteri).
"""

import datetime as dt
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.check.timetable import Believed, check_timetable
from cakupan.errors import DataError, RequestError
from cakupan.language import Language
from cakupan.message import Message
from cakupan.model import Due, Every, Limits, Meeting, OnHoliday, Patience, Routine, Task, Timetable, WhenLate
from cakupan.period import Period
from cakupan.pipeline.timetable import needed_timetable, province_in, timetable_in
from cakupan.pipeline.verdict import check_folder, exit_code
from cakupan.read import read
from cakupan.read.timetable import read_timetable
from cakupan.timetable import dues, skipped
from cakupan.timetable.dates import days_before, routine_day
from cakupan.timetable.workdays import WorkingDays, version
from cakupan.zones import clock_of, timezones_of
from tests.provinces import DATA, folder
from tests.test_generate import ask, said, settings
from tests.test_pipeline import FIGURES

WIB, WITA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")
LONG_AGO = dt.date(2020, 1, 1)
SEVEN = dt.time(7)
ENGLISH = Language("en")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def moment(text: str, zone: ZoneInfo = WIB) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def routine(
    *, working_day: int | None = None, of_month: int | None = None, on_holiday: OnHoliday = OnHoliday.BEFORE,
    every: Every = Every.MONTH, later: int = 1, remind: int = 0, wait: int = 3, helps: int = 10, name: str = "bulanan",
) -> Routine:  # fmt: skip
    patience = Patience(remind, wait, WhenLate.SEND)
    return Routine(name, every, later, working_day, of_month, on_holiday, SEVEN, patience, helps)


def meeting(at: str, materials: int = 3, remind: int = 7, wait: int = 2, zone: ZoneInfo = WIB) -> Meeting:
    patience = Patience(remind, wait, WhenLate.HOLD)
    return Meeting("rakor-1", moment(at, zone), "Jambi", (), (), materials, SEVEN, patience)


def table(
    *of: Routine | Meeting, since: dt.date = LONG_AGO, added: dict[str, str] | None = None, removed: str = ""
) -> Timetable:
    return Timetable(
        since,
        tuple(one for one in of if isinstance(one, Routine)),
        tuple(one for one in of if isinstance(one, Meeting)),
        {day(text): name for text, name in (added or {}).items()},
        frozenset(map(day, removed.split())),
    )


def days(added: dict[str, str] | None = None, removed: str = "") -> WorkingDays:
    return WorkingDays(table(added=added, removed=removed))


def placed(one: Routine, month: str, of: WorkingDays | None = None) -> str:
    return str(routine_day(one, Period.parse(month), of or days()).day)


def why(of: tuple[Message, ...], language: Language = ENGLISH) -> list[str]:
    return [language.tell(one) for one in of]


def listed(of: Timetable, since: str, until: str, zone: ZoneInfo = WIB) -> list[Due]:
    return dues(of, zone, moment(since, zone), moment(until, zone))


# --- the days on which somebody works ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("2025-03-27", None),
        ("2025-03-28", "Cuti Bersama Hari Suci Nyepi"),
        ("2025-03-30", "Sunday"),
        ("2025-03-31", "Hari Raya Idul Fitri"),
        ("2025-04-05", "Saturday"),
        ("2025-04-07", "Cuti Bersama Hari Raya Idul Fitri"),
        ("2025-04-08", None),
        ("2025-08-17", "Hari Kemerdekaan Republik Indonesia"),
        ("2025-08-18", "Cuti Bersama Hari Kemerdekaan Republik Indonesia"),
        ("2026-03-17", None),
        ("2026-03-18", "Cuti Bersama Hari Suci Nyepi"),
        ("2026-03-24", "Cuti Bersama Hari Raya Idul Fitri"),
        ("2026-03-25", None),
        ("2027-03-10", "Hari Raya Idul Fitri, estimated"),
    ],
)
def test_nobody_works_on_weekends_holidays_and_cuti_bersama(date: str, name: str | None) -> None:
    found = days().why_not(day(date))
    assert (ENGLISH.tell(found) if found else None) == name
    assert days().is_working(day(date)) == (name is None)


def test_a_person_adds_and_removes_days() -> None:
    own = days({"2026-08-18": "Cuti bersama yang terlambat", "2025-03-28": "Pilkada"}, "2025-08-18 2025-08-16")
    assert str(own.why_not(day("2026-08-18"))) == "Cuti bersama yang terlambat"
    assert str(own.why_not(day("2025-03-28"))) == "Pilkada"  # what a person says is believed
    assert own.is_working(day("2025-08-18"))
    assert str(own.why_not(day("2025-08-16"))) == "Saturday"  # of which no row makes a working day


def test_working_days_are_counted_both_ways_and_within_a_month() -> None:
    assert str(days().shift(day("2025-03-27"), 1)) == "2025-04-08"
    assert str(days().shift(day("2025-04-08"), -1)) == "2025-03-27"
    assert str(days().shift(day("2025-03-30"), 0)) == "2025-03-30"
    march = Period.parse("2025-03")
    assert str(days().nth(march, -1)) == "2025-03-27"
    assert len(days().of(march)) == 19
    assert str(days().nth(march, 19)) == "2025-03-27"
    assert days().nth(march, 20) is None
    assert str(days().nth(march, -19)) == "2025-03-03"
    assert days().nth(march, -20) is None


# --- routines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "month", "due"),
    [
        (5, "2025-04", "2025-04-14"),  # 8, 9, 10, 11, 14: the weeks of Idul Fitri
        (1, "2025-04", "2025-04-08"),
        (13, "2026-03", "2026-03-25"),  # 2-6, 9-13, 16, 17, and after Nyepi and Idul Fitri 25
        (12, "2026-03", "2026-03-17"),
        (5, "2026-12", "2026-12-07"),
        (-1, "2025-03", "2025-03-27"),
        (-1, "2025-12", "2025-12-31"),
        (-1, "2024-02", "2024-02-29"),
        (-2, "2024-02", "2024-02-28"),
        (-5, "2025-12", "2025-12-23"),  # 31, 30, 29, 24, 23: Christmas and its cuti bersama between
    ],
)
def test_a_routine_is_due_on_a_working_day_counted_from_either_end(number: int, month: str, due: str) -> None:
    assert placed(routine(working_day=number), month) == due


@pytest.mark.parametrize(
    ("of_month", "on_holiday", "month", "due"),
    [
        (29, OnHoliday.BEFORE, "2028-02", "2028-02-29"),
        (29, OnHoliday.BEFORE, "2027-02", "2027-02-26"),  # 28 February 2027 is a Sunday
        (29, OnHoliday.AFTER, "2027-02", "2027-02-26"),  # nothing after it in the month
        (29, OnHoliday.SKIP, "2027-02", "None"),
        (31, OnHoliday.BEFORE, "2028-02", "2028-02-29"),
        (31, OnHoliday.BEFORE, "2025-04", "2025-04-30"),
        (31, OnHoliday.BEFORE, "2026-01", "2026-01-30"),
        (31, OnHoliday.AFTER, "2026-01", "2026-01-30"),
        (31, OnHoliday.BEFORE, "2025-03", "2025-03-27"),
        (1, OnHoliday.BEFORE, "2026-08", "2026-08-03"),  # the 1st is a Saturday, with nothing before it in the month
        (1, OnHoliday.AFTER, "2026-08", "2026-08-03"),
        (1, OnHoliday.BEFORE, "2025-04", "2025-04-08"),
        (20, OnHoliday.BEFORE, "2026-03", "2026-03-17"),
        (20, OnHoliday.AFTER, "2026-03", "2026-03-25"),
        (20, OnHoliday.SKIP, "2026-03", "None"),
        (17, OnHoliday.SKIP, "2026-03", "2026-03-17"),
        (18, OnHoliday.BEFORE, "2025-08", "2025-08-15"),
        (18, OnHoliday.AFTER, "2025-08", "2025-08-19"),
    ],
)
def test_a_day_of_the_month_moves_as_it_says_and_stays_in_its_month(
    of_month: int, on_holiday: OnHoliday, month: str, due: str
) -> None:
    assert placed(routine(of_month=of_month, on_holiday=on_holiday), month) == due


def test_cuti_bersama_that_is_added_late_moves_what_is_due_on_it() -> None:
    monthly = routine(of_month=18)
    assert placed(monthly, "2025-08", days(removed="2025-08-18")) == "2025-08-18"
    late = table(monthly, removed="2025-08-18")
    assert str(listed(late, "2025-08-01", "2025-09-01")[0].at.date()) == "2025-08-18"
    late = replace(late, added={day("2025-08-18"): "Cuti bersama"}, removed=frozenset())
    (due,) = listed(late, "2025-08-01", "2025-09-01")
    assert str(due.at.date()) == "2025-08-15"
    assert due.key == "bulanan 2025-07"  # the same name in the ledger, whatever day it moves to
    assert why(due.why) == [
        "day 18 of August 2025",
        "moved from Mon 18 Aug 2025 to Fri 15 Aug 2025: Cuti bersama",
    ]


@pytest.mark.parametrize(
    ("one", "month", "told"),
    [
        (routine(working_day=5), "2026-12", ["working day 5 of December 2026"]),
        (
            routine(working_day=1), "2025-04",
            ["working day 1 of April 2025", "Tue 1 Apr 2025: Hari kedua dari Hari Raya Idul Fitri",
             "Wed 2 Apr 2025, Thu 3 Apr 2025, Fri 4 Apr 2025 and Mon 7 Apr 2025: Cuti Bersama Hari Raya Idul Fitri"],
        ),
        (
            routine(working_day=-1), "2025-03",
            ["last working day of March 2025", "Fri 28 Mar 2025: Cuti Bersama Hari Suci Nyepi",
             "Mon 31 Mar 2025: Hari Raya Idul Fitri"],
        ),
        (routine(working_day=-2), "2024-02", ["working day 2 of February 2024 from its end"]),
        (
            routine(of_month=31), "2026-01",
            ["last day of January 2026", "moved from Sat 31 Jan 2026 to Fri 30 Jan 2026: Saturday"],
        ),
        (
            routine(of_month=1), "2027-01",
            ["day 1 of January 2027",
             "moved from Fri 1 Jan 2027 to Mon 4 Jan 2027, so that it stays in the month: Tahun Baru Masehi"],
        ),
        (
            routine(of_month=20, on_holiday=OnHoliday.SKIP), "2026-03",
            ["day 20 of March 2026",
             "left out, as Fri 20 Mar 2026 is no working day: Cuti Bersama Hari Raya Idul Fitri"],
        ),
        (
            routine(of_month=10), "2027-03",
            ["day 10 of March 2027", "moved from Wed 10 Mar 2027 to Fri 5 Mar 2027: Hari Raya Idul Fitri, estimated",
             "Mon 8 Mar 2027: Hari Suci Nyepi", "Tue 9 Mar 2027: Cuti Bersama Hari Raya Idul Fitri"],
        ),
    ],
)  # fmt: skip
def test_a_date_says_how_it_came_about(one: Routine, month: str, told: list[str]) -> None:
    assert why(routine_day(one, Period.parse(month), days()).why) == told


def test_the_reasons_are_said_in_indonesian_too() -> None:
    found = routine_day(routine(of_month=31), Period.parse("2026-01"), days())
    assert why(found.why, Language("id")) == [
        "hari terakhir Januari 2026",
        "dipindahkan dari Sab 31 Jan 2026 ke Jum 30 Jan 2026: Sabtu",
    ]


def test_a_month_with_too_few_working_days_takes_the_last_it_has_and_one_without_any_none() -> None:
    off = {f"2026-06-{number:02}": "Bencana" for number in range(4, 31)}  # 1 June is a holiday itself
    short = days(off)
    june = Period.parse("2026-06")
    assert placed(routine(working_day=5), "2026-06", short) == "2026-06-03"
    assert placed(routine(working_day=-5), "2026-06", short) == "2026-06-02"
    assert "June 2026 has only 2 working days" in why(routine_day(routine(working_day=5), june, short).why)
    none = days({**off, "2026-06-02": "Bencana", "2026-06-03": "Bencana"})
    for one in (routine(working_day=5), routine(working_day=-1), routine(of_month=15)):
        found = routine_day(one, june, none)
        assert found.day is None
        assert "nobody works in June 2026" in why(found.why)


@pytest.mark.parametrize(
    ("every", "later", "keys"),
    [
        (Every.QUARTER, 1, ["2025-12", "2026-03", "2026-06", "2026-09"]),
        (Every.HALF_YEAR, 1, ["2025-12", "2026-06"]),
        (Every.QUARTER, 0, ["2026-03", "2026-06", "2026-09", "2026-12"]),
        (Every.HALF_YEAR, 2, ["2025-12", "2026-06"]),
        (Every.MONTH, 0, [f"2026-{month:02}" for month in range(1, 13)]),
    ],
)
def test_quarters_and_half_years_end_with_their_last_month(every: Every, later: int, keys: list[str]) -> None:
    found = listed(table(routine(working_day=-1, every=every, later=later)), "2026-01-01", "2027-01-01")
    assert [str(due.period) for due in found] == keys
    for due in found:
        assert due.period
        assert Period.of(due.at.date()) == due.period.shift(later)


def test_a_due_report_says_all_that_is_needed() -> None:
    (reminder, report) = listed(table(routine(working_day=5, remind=2)), "2025-04-01", "2025-05-01")
    assert (report.key, report.task, report.period) == ("bulanan 2025-03", Task.REPORT, Period.parse("2025-03"))
    assert (report.at, report.last) == (moment("2025-04-14T07:00"), moment("2025-04-17T07:00"))
    assert report.not_after == moment("2025-04-24T07:00")
    assert (report.occasion, report.late, report.meeting) == ("2025-03", WhenLate.SEND, None)
    assert (reminder.key, reminder.task) == ("bulanan 2025-03 remind", Task.REMIND)
    assert (reminder.at, reminder.last) == (moment("2025-04-10T07:00"),) * 2
    assert (reminder.not_after, reminder.occasion) == (report.last, "2025-03")
    assert why(reminder.why) == ["2 working days before the reports are due, on Mon 14 Apr 2025"]


def test_holidays_that_make_the_waiting_longer_make_the_use_longer() -> None:
    (due,) = listed(table(routine(working_day=5)), "2027-03-01", "2027-04-01")
    assert due.at == moment("2027-03-05T07:00")
    assert due.last == moment("2027-03-18T07:00")  # nobody works from the 6th to the 15th
    assert due.not_after == moment("2027-03-19T07:00")


def test_nothing_is_of_use_once_the_next_is_due() -> None:
    off = {f"2026-06-{number:02}": "Bencana" for number in range(2, 30)}
    of = table(routine(working_day=1, helps=20), routine(working_day=-1, name="akhir", helps=20), added=off)
    found = {due.key: due for due in listed(of, "2026-05-01", "2026-07-31")}
    june = found["bulanan 2026-05"]  # on 30 June, the only working day
    assert june.at == moment("2026-06-30T07:00")
    assert june.not_after == moment("2026-07-01T07:00")
    assert june.last == june.at  # to wait would be too long
    assert found["akhir 2026-04"].not_after == moment("2026-06-30T07:00")


def test_where_the_next_is_left_out_the_use_ends_with_its_month_at_the_latest() -> None:
    daily = routine(of_month=20, on_holiday=OnHoliday.SKIP, helps=20)
    (due,) = listed(table(replace(daily, helps=300)), "2026-02-01", "2026-03-01")
    assert due.not_after == moment("2026-03-31T07:00")
    (gone,) = skipped(table(daily), WIB, moment("2026-02-01"), moment("2026-04-01"))
    assert (gone.routine, gone.period) == ("bulanan", Period.parse("2026-02"))


def test_what_is_left_out_is_told_with_its_reason() -> None:
    of = table(
        routine(of_month=20, on_holiday=OnHoliday.SKIP), routine(of_month=1, on_holiday=OnHoliday.SKIP, name="awal"),
        routine(working_day=5, name="tengah"), since=day("2026-03-01"),
    )  # fmt: skip
    found = skipped(of, WIB, moment("2026-01-01"), moment("2026-06-01"))
    assert [(one.routine, str(one.month)) for one in found] == [
        ("awal", "2026-03"), ("bulanan", "2026-03"), ("awal", "2026-05"),
    ]  # fmt: skip
    assert why(found[2].why)[1] == "left out, as Fri 1 May 2026 is no working day: Hari Buruh Internasional"


# --- meetings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "materials", "remind", "due", "asked"),
    [
        ("2025-03-19T09:00", 3, 7, "2025-03-14", "2025-03-10"),
        ("2025-04-09T09:00", 3, 7, "2025-03-26", "2025-03-20"),  # 8 April, then 27 and 26 March
        ("2025-04-08T09:00", 3, 7, "2025-03-25", "2025-03-19"),  # on the first working day after Idul Fitri
        ("2026-03-26T09:00", 3, 7, "2026-03-16", "2026-03-10"),  # 25, 17, 16
        ("2026-01-02T09:00", 3, 7, "2025-12-29", "2025-12-19"),  # on the first working day of the year
        ("2024-02-29T09:00", 1, 2, "2024-02-28", "2024-02-27"),
        ("2024-03-01T09:00", 1, 2, "2024-02-29", "2024-02-28"),
        ("2025-04-05T09:00", 1, 2, "2025-03-27", "2025-03-26"),  # on a Saturday among holidays
    ],
)
def test_reports_are_due_working_days_before_the_meeting(
    at: str, materials: int, remind: int, due: str, asked: str
) -> None:
    one = meeting(at, materials, remind, wait=0)
    reminder, report = listed(table(one), "2024-01-01", "2027-01-01")
    assert (str(report.at.date()), str(reminder.at.date())) == (due, asked)
    assert (report.key, reminder.key) == ("rakor-1", "rakor-1 remind")
    assert report.not_after == one.begins
    assert report.period is None
    assert report.occasion == reminder.occasion == "rakor-1"


def test_a_meeting_waits_for_figures_to_its_eve() -> None:
    reminder, report = listed(table(meeting("2025-04-09T09:00")), "2025-01-01", "2026-01-01")
    assert report.last == moment("2025-04-08T07:00")
    assert reminder.not_after == report.last
    assert report.late is WhenLate.HOLD
    assert why(report.why)[0] == "3 working days before the meeting of Wed 9 Apr 2025"
    assert "Fri 28 Mar 2025: Cuti Bersama Hari Suci Nyepi" in why(report.why)


def test_a_meeting_on_no_working_day_says_so() -> None:
    (report,) = listed(table(meeting("2026-08-15T09:00", remind=0)), "2026-01-01", "2027-01-01")
    assert "the meeting itself is on no working day: Saturday" in why(report.why)


def test_a_meeting_that_moves_keeps_its_key() -> None:
    one, moved = meeting("2025-03-19T09:00"), meeting("2025-03-26T10:00")
    before, after = (listed(table(it), "2025-01-01", "2026-01-01")[1] for it in (one, moved))
    assert before.key == after.key
    assert (str(after.at.date()), after.not_after) == ("2025-03-21", moment("2025-03-26T10:00"))


@pytest.mark.parametrize(
    ("since", "due", "last"),
    [
        ("2025-03-14", "2025-03-14T07:00", "2025-03-18T07:00"),
        ("2025-03-15", "2025-03-17T07:00", "2025-03-18T07:00"),  # a Saturday: on the Monday
        ("2025-03-18", "2025-03-18T07:00", "2025-03-18T07:00"),
        ("2025-03-19", "2025-03-19T07:00", "2025-03-19T07:00"),  # nothing else is possible
    ],
)
def test_a_meeting_soon_after_the_calendar_begins_still_has_its_reports(since: str, due: str, last: str) -> None:
    found = listed(table(meeting("2025-03-19T09:00"), since=day(since)), "2025-01-01", "2026-01-01")
    (report,) = (one for one in found if one.task is Task.REPORT)
    assert (report.at, report.last) == (moment(due), moment(last))
    assert any("as the calendar begins" in line for line in why(report.why)) == (since != "2025-03-14")


def test_a_meeting_before_sunrise_of_the_first_day_has_its_reports_at_midnight() -> None:
    of = table(meeting("2025-03-19T06:00", remind=0), since=day("2025-03-19"))
    (report,) = listed(of, "2025-01-01", "2026-01-01")
    assert report.at == report.last == moment("2025-03-19")
    assert not listed(replace(of, since=day("2025-03-20")), "2025-01-01", "2026-01-01")


# --- from one moment to another ---------------------------------------------------------------------------------------


def test_what_is_due_is_due_from_the_first_moment_to_before_the_last() -> None:
    of = table(routine(working_day=5))
    assert listed(of, "2025-04-14T07:00", "2025-04-14T07:01")
    assert not listed(of, "2025-04-14T07:01", "2025-05-01T00:00")
    assert not listed(of, "2025-04-01T00:00", "2025-04-14T07:00")


def test_nothing_is_due_before_the_timetable_begins() -> None:
    of = table(routine(working_day=5, remind=2), since=day("2025-04-14"))
    assert [due.key for due in listed(of, "2025-01-01", "2025-05-01")] == ["bulanan 2025-03"]
    assert not listed(replace(of, since=day("2025-04-15")), "2025-01-01", "2025-05-01")


def test_a_reminder_is_found_whose_reports_are_due_in_a_later_month() -> None:
    of = table(routine(working_day=1, remind=10))
    assert [due.key for due in listed(of, "2025-03-01", "2025-03-31")][-1] == "bulanan 2025-03 remind"


def test_seven_in_makassar_is_an_hour_before_seven_in_jakarta() -> None:
    (due,) = listed(table(routine(working_day=5)), "2025-04-01", "2025-05-01", WITA)
    assert due.at.astimezone(dt.UTC) == dt.datetime(2025, 4, 13, 23, tzinfo=dt.UTC)
    utc = [dt.datetime(2025, 4, 13, 23, minute, tzinfo=dt.UTC) for minute in (0, 1)]
    assert dues(table(routine(working_day=5)), WITA, *utc) == [due]
    assert not dues(table(routine(working_day=5)), WIB, *utc)
    assert ENGLISH.show(due.at) == "Mon 14 Apr 2025 07:00 WITA"
    (met,) = listed(table(meeting("2025-03-19T09:00", remind=0, zone=WITA)), "2025-03-01", "2025-04-01", WITA)
    assert (met.at.tzinfo, met.last.tzinfo) == (WITA, WITA)


def test_a_month_that_begins_in_another_month_of_utc_is_found() -> None:
    of = table(routine(of_month=1, on_holiday=OnHoliday.AFTER))
    (due,) = dues(of, WITA, dt.datetime(2025, 6, 30, 22, tzinfo=dt.UTC), dt.datetime(2025, 7, 1, 1, tzinfo=dt.UTC))
    assert due.at == moment("2025-07-01T07:00", WITA)


def test_five_years_take_well_under_a_second() -> None:
    of = table(
        routine(working_day=5, remind=2), routine(of_month=31, every=Every.QUARTER, name="triwulan"),
        *(replace(meeting("2025-01-15T09:00"), key=f"rakor-{n}", begins=moment("2025-01-15T09:00") + n * WEEKS)
          for n in range(60)),
    )  # fmt: skip
    listed(of, "2024-01-01", "2031-01-01")  # the public calendar is read once
    before = time.process_time()
    assert len(listed(of, "2025-01-01", "2030-01-01")) > 250
    assert time.process_time() - before < 0.5


WEEKS = dt.timedelta(weeks=4)
DATES = st.dates(dt.date(2023, 1, 1), dt.date(2030, 12, 31))
NAMES = st.dictionaries(DATES, st.just("Libur"), max_size=40)
PATIENCE = st.builds(Patience, st.integers(0, 10), st.integers(0, 10), st.sampled_from(WhenLate))
COUNTED = st.integers(-15, 15).filter(bool)
ROUTINES = st.builds(
    Routine, st.just("bulanan"), st.sampled_from(Every), st.integers(0, 6), COUNTED | st.none(), st.integers(1, 31),
    st.sampled_from(OnHoliday), st.times().map(lambda one: one.replace(second=0, microsecond=0)), PATIENCE,
    st.integers(11, 20),
)  # fmt: skip


def meetings(day: dt.date, hour: int, materials: int, wait: int, remind: int) -> Meeting:
    begins = dt.datetime.combine(day, dt.time(hour), WIB)
    patience = Patience(materials + remind, min(wait, materials - 1), WhenLate.SEND)
    return Meeting("rakor", begins, "", (), (), materials, SEVEN, patience)


MEETINGS = st.builds(meetings, DATES, st.integers(0, 23), st.integers(1, 20), st.integers(0, 10), st.integers(1, 10))
START, END = moment("2022-01-01"), moment("2032-01-01")


@given(ROUTINES, NAMES, st.frozensets(DATES, max_size=20))
def test_a_routine_is_due_on_working_days_of_its_month_in_their_order(
    one: Routine, added: dict[dt.date, str], removed: frozenset[dt.date]
) -> None:
    of = Timetable(LONG_AGO, (one,), (), added, removed)
    found = dues(of, WIB, START, END)
    reports = [due for due in found if due.task is Task.REPORT]
    gone = skipped(of, WIB, START, END)
    assert len(reports) + len(gone) == 120 // {"month": 1, "quarter": 3, "half-year": 6}[one.every]
    for due in reports:
        assert due.period
        assert due.at.date() in due.period.shift(one.months_later)
        assert due.at.time() == one.at
        assert due.at <= due.last < due.not_after
    for due in found:
        assert WorkingDays(of).is_working(due.at.date())
    for earlier, later in pairwise(reports):
        assert earlier.period < later.period  # type: ignore[operator]  # reports of a routine have one
        assert earlier.not_after <= later.at
    assert len({due.key for due in found}) == len(found)


@given(MEETINGS, NAMES)
def test_a_meetings_reports_are_due_on_a_working_day_before_it_and_wait_to_no_later_than_its_eve(
    one: Meeting, added: dict[dt.date, str]
) -> None:
    of = Timetable(LONG_AGO, (), (one,), added, frozenset())
    reminder, report = dues(of, WIB, START, END)
    for due in (reminder, report):
        assert WorkingDays(of).is_working(due.at.date())
    assert WorkingDays(of).is_working(report.last.date())
    assert reminder.at <= report.at <= report.last < report.not_after == one.begins
    assert report.last.date() < one.day
    assert reminder.at <= reminder.last <= reminder.not_after


@given(MEETINGS, st.integers(0, 30))
def test_a_later_meeting_has_no_earlier_reports(one: Meeting, further: int) -> None:
    later = replace(one, begins=one.begins + dt.timedelta(days=further))
    calendar = days()
    assert days_before(one, one.materials, calendar)[0] <= days_before(later, one.materials, calendar)[0]


@given(MEETINGS, st.integers(-30, 30), NAMES)
def test_a_meeting_around_the_begin_of_the_calendar_is_served_in_time_or_was_before_it(
    one: Meeting, offset: int, added: dict[dt.date, str]
) -> None:
    since = one.day + dt.timedelta(days=offset)
    reports = [
        due for due in dues(Timetable(since, (), (one,), added, frozenset()), WIB, START, END)
        if due.task is Task.REPORT
    ]  # fmt: skip
    assert len(reports) == (moment(str(since)) < one.begins)
    for due in reports:
        assert moment(str(since)) <= due.at <= due.last < due.not_after


@given(st.lists(st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2027, 1, 1)), min_size=3, max_size=5))  # noqa: DTZ001
def test_what_is_due_in_parts_of_a_time_is_what_is_due_in_all_of_it(cuts: list[dt.datetime]) -> None:
    of = table(
        routine(working_day=5, remind=10), routine(working_day=1, remind=10, name="awal"), meeting("2025-04-09T09:00")
    )
    moments = sorted(cut.replace(tzinfo=WIB) for cut in cuts)
    parts = [due for pair in pairwise(moments) for due in dues(of, WIB, *pair)]
    assert parts == dues(of, WIB, moments[0], moments[-1])


# --- the files --------------------------------------------------------------------------------------------------------

SHORT = """\
since = 2026-12-01
[[routine]]
name = "bulanan"
every = "month"
working_day = 5
[[meeting]]
key = "rakor-2025-1"
day = 2025-03-19
time = 09:00:00
place = "Aula"
"""


def believed(tmp: Path, calendar: str = SHORT, holidays: str | None = None, people: str | None = None) -> list[str]:
    """What is found in the folder, in English."""
    return [ENGLISH.tell(one.told) for one in found_in(tmp, calendar, holidays, people)[1]]


def found_in(tmp: Path, calendar: str | None, holidays: str | None = None, people: str | None = None) -> Believed:
    data = folder(tmp, FIGURES)
    for name, text in (("calendar.toml", calendar), ("holidays.csv", holidays), ("recipients.csv", people)):
        if text is not None:
            (data / name).write_text(text, "utf-8")
    return timetable_in(data, province_in(data))


def test_a_short_calendar_has_the_rest_from_the_house(tmp_path: Path) -> None:
    held, findings = found_in(tmp_path, SHORT, "day,change,name\n2025-08-18,remove,\n2026-08-18,add,Cuti\n")
    assert held
    assert not findings
    assert held.since == day("2026-12-01")
    assert held.routines == (replace(routine(working_day=5, remind=2)),)
    (met,) = held.meetings
    assert met == Meeting(
        "rakor-2025-1", moment("2025-03-19T09:00"), "Aula", (), (), 3, SEVEN, Patience(7, 2, WhenLate.SEND)
    )
    assert met.begins.tzinfo == WIB
    assert held.meeting("rakor-2025-1") == met
    assert held.meeting("rakor-2025-2") is None
    assert held.added == {day("2026-08-18"): "Cuti"}
    assert held.removed == {day("2025-08-18")}


def test_everything_may_be_said(tmp_path: Path) -> None:
    text = """\
since = 2026-12-01
[[routine]]
name = "triwulan"
every = "quarter"
day = 31
on_holiday = "after"
months_later = 2
at = 06:30:00
remind = 0
wait = 5
late = "hold"
helps = 80
[[meeting]]
key = "r"
day = 2025-03-19
time = 13:30:00
place = "Aula"
agenda = ["Satu", "Dua"]
invited = ["Bappeda"]
materials = 2
at = 12:00:00
remind = 0
late = "hold"
"""
    held, findings = found_in(tmp_path, text, None, "agency\nBappeda\n")
    assert held
    assert not findings
    patience = Patience(0, 5, WhenLate.HOLD)
    assert held.routines == (
        Routine("triwulan", Every.QUARTER, 2, None, 31, OnHoliday.AFTER, dt.time(6, 30), patience, 80),
    )
    assert held.meetings == (
        Meeting("r", moment("2025-03-19T13:30"), "Aula", ("Satu", "Dua"), ("Bappeda",), 2, dt.time(12),
                Patience(0, 1, WhenLate.HOLD)),
    )  # fmt: skip


ROUTINE = 'since = 2026-12-01\n[[routine]]\nname = "a"\nevery = "month"\nworking_day = 5\n'
MEETING = 'since = 2026-12-01\n[[meeting]]\nkey = "a"\nday = 2025-03-19\ntime = 09:00:00\nplace = "Aula"\n'
BY_DAY = ROUTINE.replace("working_day", "day")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "since: is required"),
        ("since = \n", "cannot be read: Invalid value (at line 1, column 9)"),
        ('since = "2026-12-01"\n', "since: expected a day without quotes, like 2025-03-19, got '2026-12-01'"),
        ("since = 2026-12-01T07:00:00\n", "since: expected a day without quotes"),
        ("since = 1926-12-01\n", "since: expected a day from 2000 to 2099, got datetime.date(1926, 12, 1)"),
        ("since = 2026-12-01\nroutin = 1\n", "routin: unknown key; did you mean routine?"),
        (ROUTINE + "workingday = 3\n", "routine[1].workingday: unknown key; did you mean working_day?"),
        (MEETING + "materiel = 3\n", "meeting[1].materiel: unknown key; did you mean materials?"),
        (ROUTINE.replace('"a"', '"Bulanan"'), "routine[1].name: expected text of the form ^[a-z0-9][a-z0-9-]{0,29}$"),
        (ROUTINE.replace("month", "week"), "routine[1].every: expected 'month', 'quarter' or 'half-year', got 'week'"),
        (ROUTINE.replace("= 5", "= 0"), "routine[1].working_day: expected 1 to 15, or -1 to -15 to count"),
        (ROUTINE.replace("= 5", "= 16"), "routine[1].working_day: expected 1 to 15"),
        (ROUTINE.replace("= 5", "= -16"), "routine[1].working_day: expected 1 to 15"),
        (ROUTINE.replace("= 5", '= "5"'), "routine[1].working_day: expected a whole number, got '5'"),
        (ROUTINE.replace("= 5", "= true"), "routine[1].working_day: expected a whole number, got True"),
        (BY_DAY.replace("= 5", "= 32"), "routine[1].day: expected at most 31, got 32"),
        (ROUTINE + "day = 3\n", "routine[1].day: expected either working_day or day, and not both, got 3"),
        (ROUTINE.replace("working_day = 5\n", ""), "routine[1].day: expected either working_day or day, and not both"),
        (ROUTINE + 'on_holiday = "skip"\n', "routine[1].on_holiday: stands beside day only"),
        (BY_DAY + 'on_holiday = "skips"\n', "routine[1].on_holiday: expected 'before', 'after' or 'skip'"),
        (ROUTINE + "months_later = 7\n", "routine[1].months_later: expected at most 6, got 7"),
        (ROUTINE + "months_later = -1\n", "routine[1].months_later: expected at least 0, got -1"),
        (ROUTINE + 'at = "07:00"\n', "routine[1].at: expected an hour without quotes, like 07:00:00, got '07:00'"),
        (ROUTINE + "at = 07:00:30\n", "routine[1].at: expected an hour with whole minutes"),
        (ROUTINE + "at = 07:00:00.5\n", "routine[1].at: expected an hour with whole minutes"),
        (ROUTINE + "remind = 11\n", "routine[1].remind: expected at most 10, got 11"),
        (ROUTINE + "wait = -1\n", "routine[1].wait: expected at least 0, got -1"),
        (ROUTINE + "wait = 10\n", "routine[1].helps: expected more days than it waits (10), got 10"),
        (ROUTINE + "helps = 0\n", "routine[1].helps: expected at least 1, got 0"),
        (ROUTINE + "helps = 21\n", "routine[1].helps: expected at most 20, so that it ends before the next is due"),
        (ROUTINE.replace("month", "quarter") + "helps = 81\n", "routine[1].helps: expected at most 80"),
        (ROUTINE.replace("month", "half-year") + "helps = 171\n", "routine[1].helps: expected at most 170"),
        (ROUTINE + 'late = "later"\n', "routine[1].late: expected 'send' or 'hold', got 'later'"),
        (ROUTINE + "[[routine]]\nname = 'a'\n", 'routine.name: "a" stands more than once'),
        (MEETING + "[[meeting]]\nkey = 'a'\n", 'meeting.key: "a" stands more than once'),
        (MEETING.replace('"a"', '"2025-03"'), "meeting[1].key: expected a key that does not look like a month"),
        (MEETING.replace('"a"', '"-a"'), "meeting[1].key: expected text of the form"),
        (MEETING.replace('"a"', f'"{"a" * 31}"'), "meeting[1].key: expected text of the form"),
        (MEETING.replace("2025-03-19", "1999-12-31"), "meeting[1].day: expected a day from 2000 to 2099"),
        (MEETING.replace("2025-03-19", "2100-01-01"), "meeting[1].day: expected a day from 2000 to 2099"),
        (MEETING.replace("time = 09:00:00\n", ""), "meeting[1].time: is required"),
        (MEETING.replace("Aula", ""), "meeting[1].place: must not be empty"),
        (MEETING.replace("Aula", "Aula\\nBesar"), "meeting[1].place: expected text in one line, without =?"),
        (MEETING.replace("Aula", "A" * 201), "meeting[1].place: expected at most 200 characters"),
        (MEETING + 'agenda = "Satu"\n', 'meeting[1].agenda: expected a list, like ["a", "b"], got \'Satu\''),
        (MEETING + 'agenda = ["a", "\\u202e"]\n', "meeting[1].agenda: expected text in one line, without =?"),
        (MEETING + 'agenda = ["a", ""]\n', "meeting[1].agenda[2]: must not be empty"),
        (MEETING + f"agenda = {['a'] * 31}\n", "meeting[1].agenda: expected at most 30 entries"),
        (MEETING + 'invited = ["\\u0000"]\n', "meeting[1].invited: expected text in one line"),
        (MEETING + "materials = 0\n", "meeting[1].materials: expected at least 1, got 0"),
        (MEETING + "materials = 7\n", "meeting[1].remind: expected more days than materials (7), or 0, got 7"),
        (MEETING + "remind = 3\n", "meeting[1].remind: expected more days than materials (3), or 0, got 3"),
        (MEETING + "wait = 3\n", "meeting[1].wait: expected fewer days than materials (3), got 3"),
        ("since = 2026-12-01\nroutine = 5\n", 'routine: expected a list, like ["a", "b"], got 5'),
        ("since = 2026-12-01\nroutine = [5]\n", "routine[1]: expected a table of its own"),
    ],
)
def test_what_cannot_be_followed_is_told_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    found = believed(tmp_path, text)
    assert any(line.startswith(f"calendar.toml: {told}") for line in found), found
    assert found_in(tmp_path / "again", text)[0] is None


def test_all_mistakes_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    wrong = ROUTINE + "helps = 21\nwait = 11\n" + "[[routine]]\nname = 'a'\n[[meeting]]\nkey = 'b'\n"
    found = believed(tmp_path, wrong, "day,change,name\n2025-8-18,add,Cuti\n2025-08-19,ad,Cuti\n2025-08-20,add,\n")
    assert len(found) == 11, found
    assert sum(line.startswith("holidays.csv, row ") for line in found) == 3


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("2025-08,add,Cuti", "row 2, column day: expected a day like 2024-12-02"),
        ("2025-08-18,adds,Cuti", 'row 2, column change: "adds" is not known; did you mean add?'),
        ("2025-08-18,add,", "row 2, column name: a day that is added needs its name"),
        ("2025-08-18,add,=?x", "row 2, column name: expected a name without =? and unseen characters"),
        ("2025-08-18,add,Cuti\n2025-08-18,remove,", "row 3, column day: stands in row 2 already; keep one"),
        ("2025-08-17,remove,", "row 2, column day: is a Saturday or Sunday"),
        ("2025-08-18,add", "row 2: expected 3 cells as in the head, got 2"),
    ],
)
def test_what_is_wrong_with_a_day_is_told_with_its_row(tmp_path: Path, rows: str, told: str) -> None:
    (line,) = believed(tmp_path, SHORT, f"day,change,name\n{rows}\n")
    assert line.startswith(f"holidays.csv, {told}")
    held = timetable_in(tmp_path, province_in(tmp_path)).timetable
    assert (held is None) == ("Saturday" not in told)


def test_a_head_of_the_days_that_is_another_is_told(tmp_path: Path) -> None:
    assert len(believed(tmp_path, SHORT, "day,names\n")) == 3


def test_agencies_that_get_no_report_are_told_and_stop_nothing(tmp_path: Path) -> None:
    text = MEETING + 'invited = ["Bappeda", "Bapeda", "Zzz"]\n'
    held, findings = found_in(tmp_path, text, None, "agency\nBappeda\n")
    assert held
    assert len(findings) == 2
    assert "did you mean Bappeda?" in believed(tmp_path / "2", text, None, "agency\nBappeda\n")[0]
    assert "add it there" in believed(tmp_path / "3", text, None, "agency\nBappeda\n")[1]
    assert not believed(tmp_path / "4", text)  # nobody is written to at all
    assert not believed(tmp_path / "5", text, None, "agencies\nBappeda\n")  # that table has its own finding


def test_without_a_calendar_there_is_no_timetable(tmp_path: Path) -> None:
    held, findings = found_in(tmp_path, None, "day,change,name\n2025-08-18,adds,Cuti\n")
    assert held is None
    assert len(findings) == 1
    data = tmp_path
    with pytest.raises(DataError, match="adds"):
        needed_timetable(data, province_in(data))
    (data / "holidays.csv").unlink()
    with pytest.raises(RequestError, match=r"docs/calendar\.md"):
        needed_timetable(data, province_in(data))
    (data / "calendar.toml").write_text(SHORT, "utf-8")
    assert needed_timetable(data, province_in(data)).routines


def test_the_calendar_is_no_input_of_an_edition(tmp_path: Path) -> None:
    data = folder(tmp_path, FIGURES)
    before = read(data)
    (data / "calendar.toml").write_text(SHORT, "utf-8")
    (data / "holidays.csv").write_text("day,change,name\n", "utf-8")
    after = read(data)
    assert (after.fingerprint, set(after.inputs)) == (before.fingerprint, set(before.inputs))


def test_check_tells_of_the_calendar_too(tmp_path: Path) -> None:
    data = folder(tmp_path, FIGURES)

    def checked(alone: Path | None = None) -> list[tuple[str, str]]:
        verdict = check_folder(data, None, Limits(), alone)
        assert exit_code(verdict) == (3 if verdict.findings else 0)
        return [(one.finding.rule, one.finding.where.file) for one in verdict.findings]

    (data / "calendar.toml").write_text(SHORT, "utf-8")
    assert checked() == []
    (data / "calendar.toml").write_text("sinces = 1\n", "utf-8")
    (data / "holidays.csv").write_text("day,change,name\n2025-08-18,add,\n", "utf-8")
    assert checked() == [("calendar", "calendar.toml")] * 2 + [("holiday", "holidays.csv")]
    form = tmp_path / "handed.csv"
    form.write_text("", "utf-8")
    assert "calendar.toml" not in {file for _, file in checked(form)}
    (data / "calendar.toml").write_bytes(b"\xff")
    (data / "province.toml").write_text("code = '99'\ntimezone = 'Asia/Jakarta'\n", "utf-8")
    assert {file for _, file in checked()} == {"calendar.toml", "province.toml"}


def test_the_calendars_that_come_along_are_right() -> None:
    for name in ("contoh", "jambi"):
        province = province_in(DATA / name)
        held, findings = timetable_in(DATA / name, province)
        assert held
        assert not findings
        assert bool(held.meetings) == province.sample  # nothing is invented but in the sample
    assert not read_timetable(DATA / "sultra").findings
    assert check_timetable(None, None, WITA).timetable is None


# --- the clocks of the provinces --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "clock"),
    [
        ("11", "WIB"), ("21", "WIB"), ("36", "WIB"), ("61", "WIB"), ("62", "WIB"), ("51", "WITA"), ("63", "WITA"),
        ("65", "WITA"), ("74", "WITA"), ("81", "WIT"), ("91", "WIT"), ("96", "WIT"), ("20", None), ("99", None),
    ],
)  # fmt: skip
def test_each_province_goes_by_one_of_three_clocks(code: str, clock: str | None) -> None:
    assert clock_of(code) == clock
    for timezone in timezones_of(clock) if clock else ():
        assert dt.datetime(2026, 1, 1, tzinfo=ZoneInfo(timezone)).tzname() == clock


@pytest.mark.parametrize(
    ("code", "timezone", "told"),
    [
        ("74", "Asia/Jakarta", "province 74 goes by WITA, expected Asia/Makassar, got \"Asia/Jakarta\""),
        ("15", "Asia/Makassar", "province 15 goes by WIB, expected Asia/Jakarta, got \"Asia/Makassar\""),
        ("94", "WIT", "province 94 goes by WIT, expected Asia/Jayapura, got \"WIT\""),
        ("61", "Asia/Pontianak", ""),
        ("99", "Asia/Makassar", ""),
        ("99", "WITA", "expected a name like Asia/Jakarta, got \"WITA\""),
    ],
)  # fmt: skip
def test_a_province_in_another_zone_is_refused(tmp_path: Path, code: str, timezone: str, told: str) -> None:
    regions = f"code,bps,name,kind,parent,branch,tile_column,tile_row,variants\n{code},,X,province,,,,,\n"
    data = folder(
        tmp_path, f"2024-12-02,{code},coverage_rate,total,40", regions=regions,
        province=f'code = "{code}"\ntimezone = "{timezone}"\n',
    )  # fmt: skip
    if told:
        with pytest.raises(DataError, match="timezone: " + told):
            province_in(data)
    else:
        assert province_in(data).timezone == timezone


# --- plan -------------------------------------------------------------------------------------------------------------


def test_plan_lists_the_next_dates_with_their_reasons(tmp_path: Path) -> None:
    data = folder(tmp_path, FIGURES)
    skip = '[[routine]]\nname = "tanggal"\nevery = "month"\nday = 20\non_holiday = "skip"\n'
    (data / "calendar.toml").write_text(SHORT.replace("2026-12-01", "2025-01-01") + skip, "utf-8")
    own = settings(tmp_path, f'data = "{data}"\n')
    lines = ask("--settings", own, "plan", "--from", "2025-03-01", "--months", 5).output.splitlines()
    text = " ".join(" ".join(lines).split())
    assert "when what for waits until nothing after why" in text
    assert "Mon 14 Apr 2025 07:00 WIB reports bulanan, March 2025 Thu 17 Apr 2025 07:00 WIB" in text
    assert "Mon 10 Mar 2025 07:00 WIB reminder meeting rakor-2025-1" in text
    assert "– Tue 18 Mar 2025 07:00 WIB" in text  # a reminder waits for nothing
    assert "tanggal, March 2025 day 20 of April 2025; left out, as Sun 20 Apr 2025 is no working day" in text
    assert lines[-1] == f"holidays {version()}: no day is an estimate"
    assert "tanggal, June 2025 day 20 of July 2025" in text


def test_plan_names_the_days_that_are_estimates() -> None:
    told = ask("plan", "--data", DATA / "jambi", "--from", "2027-03-31", "--months", 2).output.splitlines()[-1]
    assert (
        told
        == f"holidays {version()}; estimated, and may yet be set for another day: Mon 17 May 2027 Hari Raya Idul Adha"
    )


def test_plan_begins_today_and_needs_a_calendar(tmp_path: Path) -> None:
    assert "bulanan" in ask("plan", "--months", 60).output
    (line,) = said(ask("plan", "--data", DATA / "sultra"), 2)
    assert "sultra has no calendar.toml, so nothing is due by itself; docs/calendar.md" in line
    data = folder(tmp_path, FIGURES, province='code = "15"\n')
    assert "timezone" in said(ask("plan", "--data", data), 3)[0]
