"""What is due as a terminal lists it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Due, Task, Timetable
from cakupan.quantity import Weekday
from cakupan.timetable.due import Skipped
from cakupan.timetable.workdays import WorkingDays, version

_TASKS = {Task.REPORT: message("reports"), Task.REMIND: message("reminder")}


def dues_table(dues: Iterable[Due], language: Language) -> Iterator[Sequence[str]]:
    """When, what, for which month or meeting, until when it waits, when it is of no use any more, and why."""
    heads = (message("when"), message("what"), message("for"), message("waits until"), message("nothing after"),
             message("why"))  # fmt: skip
    yield _told(heads, language)
    for due in dues:
        waits = due.last if due.task is Task.REPORT else None
        values = (due.at, _TASKS[due.task], _occasion(due), waits, due.not_after)
        yield (*map(language.show, values), "; ".join(_told(due.why, language)))


def _occasion(due: Due) -> Message:
    if due.meeting:
        return message("meeting {key}, {moment}", key=due.meeting.key, moment=due.meeting.begins)
    return message("{name}, {period}", name=due.key.split()[0], period=due.period)


def skipped_table(left_out: Iterable[Skipped], language: Language) -> Iterator[Sequence[str]]:
    """What routines leave out, and why; nothing where they leave out nothing."""
    for number, one in enumerate(left_out):
        if number == 0:
            yield _told((message("left out"), message("why")), language)
        told = message("{name}, {period}", name=one.routine, period=one.period)
        yield (language.tell(told), "; ".join(_told(one.why, language)))


def told_of_holidays(timetable: Timetable, first: dt.date, last: dt.date) -> Message:
    """Where the public calendar is from, and which of its days from first to last may yet move."""
    found = WorkingDays(timetable).estimates(first, last)
    if not found:
        return message("holidays {version}: no day is an estimate", version=version())
    names = tuple(message("{day} {name}", day=Weekday(one.day), name=one.name) for one in found)
    return message("holidays {version}; estimated, and may yet be set for another day: {names}",
                   version=version(), names=names)  # fmt: skip


def _told(messages: Iterable[Message], language: Language) -> list[str]:
    return [language.tell(one) for one in messages]
