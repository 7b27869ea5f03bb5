"""The timetable: which days are worked, and what of a province's calendar is due when, and why then."""

from cakupan.timetable.due import Skipped, dues, skipped

__all__ = ["Skipped", "dues", "skipped"]
