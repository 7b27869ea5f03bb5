"""Moments as people of the province read them: by its clock, with the clock's name (WIB, WITA, WIT)."""

import datetime as dt


def clock(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """To the minute, such as 2025-04-07 07:00 WIB."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"
