"""The meeting that reports are asked for, found in the calendar by its key or its day."""

import datetime as dt
from collections.abc import Iterable, Sequence

from cakupan.errors import RequestError
from cakupan.message import Message, message
from cakupan.model import Meeting, Timetable
from cakupan.nearest import nearest

_NAMED = 5  # meetings that a refusal names


def appointed(timetable: Timetable, word: str, today: dt.date) -> Meeting:
    """The meeting of that key, or on that day like "2025-03-19".

    RequestError names the nearest where there is none, and the keys where one day has several.
    """
    if meeting := timetable.meeting(word):
        return meeting
    day = _day(word)
    found = [meeting for meeting in timetable.meetings if meeting.day == day]
    if len(found) > 1:
        keys = ", ".join(meeting.key for meeting in found)
        raise RequestError(several(word, len(found), keys))
    if not found:
        raise RequestError(_none(timetable.meetings, word, day, today))
    return found[0]


def several(day: str, count: int, keys: str) -> Message:
    """Why a day does not name a meeting."""
    return message(
        "there are {count} meetings on {day}; name one by its key: {names}", count=count, day=day, names=keys
    )


def _day(word: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        return None


def _none(meetings: Sequence[Meeting], word: str, day: dt.date | None, today: dt.date) -> Message:
    """That there is none, with those that may have been meant: by name, on days close by, or the next ones."""
    if not meetings:
        return message(
            "no meeting {word}: the calendar has none; docs/calendar.md says how one is appointed", word=word
        )
    meant = {meeting.key: meeting for meeting in meetings}.get(nearest(word, (one.key for one in meetings)) or "")
    if day is None and meant:
        return message("no meeting {word}; did you mean {names}?", word=word, names=_listed([meant]))
    return message("no meeting {word}; there are: {names}", word=word, names=_listed(_close(meetings, day or today)))


def _close(meetings: Iterable[Meeting], day: dt.date) -> list[Meeting]:
    """Those whose days are closest, in the order of their days."""
    closest = sorted(meetings, key=lambda meeting: abs((meeting.day - day).days))[:_NAMED]
    return sorted(closest, key=lambda meeting: meeting.begins)


def _listed(meetings: Iterable[Meeting]) -> str:
    return ", ".join(f"{meeting.key} ({meeting.day.isoformat()})" for meeting in meetings)
