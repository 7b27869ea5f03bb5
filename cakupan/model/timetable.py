"""The timetable: what a province's calendar asks for, and what of it is due when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cakupan.message import Message
from cakupan.period import Period


class Every(StrEnum):
    """How often a routine comes; its periods end with the last month of each."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"


class OnHoliday(StrEnum):
    """What becomes of a day of the month that is no working day; before and after stay within the month."""

    BEFORE = "before"
    AFTER = "after"
    SKIP = "skip"


class WhenLate(StrEnum):
    """What becomes of a run whose figures are not in at its last useful moment."""

    SEND = "send"  # with the gap printed
    HOLD = "hold"


@dataclass(frozen=True)
class Patience:
    """How a run deals with figures that are not in; all in working days.

    `remind`: so many days before it is due the branches that are late are asked, 0: never;
    `wait`: so many days it waits for them once it is due (before a meeting: never to its own day).
    """

    remind: int
    wait: int
    late: WhenLate


@dataclass(frozen=True)
class Routine:
    """Reports that are due again and again, each time for a period that has ended.

    Due in the month `months_later` after the period's last: on its `working_day` (negative:
    from the end), or on `day` (31: its last), moved as `on_holiday` says. `helps`: so many
    days after it was due it is still of use.
    """

    name: str
    every: Every
    months_later: int
    working_day: int | None
    day: int | None
    on_holiday: OnHoliday
    at: dt.time
    patience: Patience
    helps: int


@dataclass(frozen=True)
class Meeting:
    """A meeting that follows the decree up: `key` stays when it moves; `begins` bears the province's zone.

    `invited` are agencies as recipients.csv names them. Its reports are due `materials`
    working days before, at `at`; nothing leaves once it has begun.
    """

    key: str
    begins: dt.datetime
    place: str
    agenda: tuple[str, ...]
    invited: tuple[str, ...]
    materials: int
    at: dt.time
    patience: Patience

    @property
    def day(self) -> dt.date:
        """The day it is on, by the province's clock."""
        return self.begins.date()


@dataclass(frozen=True)
class Timetable:
    """All of a province's calendar.

    Nothing is due before `since`. `added` and `removed` are what a person says of days:
    holidays, by their names, that the public calendar does not have, and days it wrongly has.
    """

    since: dt.date
    routines: tuple[Routine, ...]
    meetings: tuple[Meeting, ...]
    added: Mapping[dt.date, str]
    removed: frozenset[dt.date]

    def meeting(self, key: str) -> Meeting | None:
        """A meeting by its key."""
        return next((one for one in self.meetings if one.key == key), None)


def occasion_of(period: Period | None, meeting: Meeting | None) -> str:
    """What reports are for, as the ledger, the editions and the output folder name it: the meeting's key, or the month.

    A meeting's key never looks like a month, so the two cannot be mixed up.
    """
    if meeting:
        return meeting.key
    assert period, "what is for no meeting is for a month"
    return str(period)


class Task(StrEnum):
    """What is due: reports, or a word to the branches that are late."""

    REPORT = "report"
    REMIND = "remind"


@dataclass(frozen=True)
class Due:
    """Something that is due once: `key` is its name in the ledger, whatever moment it moves to.

    `at` is when, `last` the moment from which figures that are late are not waited for any
    more, `not_after` the one from which it is of no use. `period` is the month the reports
    are about, None: the newest there is at `meeting`. `why` says how the moment came about.
    """

    key: str
    task: Task
    at: dt.datetime
    last: dt.datetime
    not_after: dt.datetime
    period: Period | None
    meeting: Meeting | None
    late: WhenLate
    why: tuple[Message, ...]

    @property
    def occasion(self) -> str:
        """What the reports are for: the meeting's key, or the month."""
        return occasion_of(self.period, self.meeting)

    @property
    def expected(self) -> Period:
        """The month whose figures are to be in: the reports', or the last that has ended before the meeting."""
        if self.period:
            return self.period
        assert self.meeting, "what is for no month is for a meeting"
        return Period.of(self.meeting.day).shift(-1)
