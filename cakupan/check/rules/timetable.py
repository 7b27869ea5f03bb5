"""Rules for the calendar: they are judged when it is read, and keep no report from being made."""

from cakupan.check.rules.rule import Rule
from cakupan.message import message
from cakupan.model import Severity

TIMETABLE = (
    Rule(
        "calendar",
        Severity.ERROR,
        message("Can the calendar be followed?"),
        message("Correct calendar.toml; docs/calendar.md says what may stand in it."),
    ),
    Rule(
        "holiday",
        Severity.ERROR,
        message("Does each day in holidays.csv stand once, and has it a name where it is added?"),
        message("Keep one row for each day; look up its name in the joint decree of the ministers."),
    ),
    Rule(
        "invited",
        Severity.WARNING,
        message("Does each agency that is invited to a meeting get a report?"),
        message("Write the agency as recipients.csv does, or add it there."),
    ),
    Rule(
        "needless",
        Severity.NOTE,
        message("Does each row of holidays.csv change something?"),
        message("Look whether another day was meant; else take the row out."),
    ),
)
