"""When the meeting begins that letters are for: from then on none of them leaves."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from cakupan.editions import Store
from cakupan.errors import CakupanError
from cakupan.model import Timetable
from cakupan.period import Period


def begins(province: str, occasion: str, timetable: Callable[[], Timetable], store: Store) -> dt.datetime | None:
    """By the calendar as it is now, else as the newest edition has it; None where letters are for no meeting.

    A calendar that cannot be read keeps nothing from leaving in time.
    """
    with suppress(ValueError):
        Period.parse(occasion)
        return None
    with suppress(CakupanError):
        if meeting := timetable().meeting(occasion):
            return meeting.begins
    kept = store.of_meeting(province, occasion)
    return kept[0].meeting.begins if kept and kept[0].meeting else None
