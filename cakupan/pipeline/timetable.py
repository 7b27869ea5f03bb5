"""A province and its timetable, read and believed."""

import zoneinfo
from collections.abc import Iterator
from pathlib import Path

from cakupan.check.province import read_province
from cakupan.check.timetable import Believed, check_timetable
from cakupan.errors import DataError, RequestError
from cakupan.message import message
from cakupan.model import Finding, Province, Severity, Timetable, Where
from cakupan.quantity import Weekday
from cakupan.read.folder import read_description
from cakupan.read.recipients import read_recipients
from cakupan.read.timetable import CALENDAR, HOLIDAYS, read_timetable
from cakupan.timetable.workdays import is_free


def province_in(folder: Path) -> Province:
    """What a province folder says of itself; DataError with every mistake in that."""
    province, findings = read_province(read_description(folder))
    if province is None:
        raise DataError(*(finding.told for finding in findings))
    return province


def timetable_in(folder: Path, province: Province) -> Believed:
    """The timetable of a province folder and all that was found; None where there is no calendar or it has errors."""
    handed = read_timetable(folder)
    people, _ = read_recipients(folder)
    named = "agency" in people.rows.columns if people else False
    agencies = frozenset(people.rows["agency"]) if people and named else None
    judged = check_timetable(handed.calendar, handed.holidays, zoneinfo.ZoneInfo(province.timezone), agencies)
    timetable = None if handed.findings else judged.timetable
    return Believed(timetable, (*handed.findings, *judged.findings, *_needless(judged.timetable)))


def _needless(timetable: Timetable | None) -> Iterator[Finding]:
    """Days that are removed and are no holidays: perhaps another one was meant."""
    for day in sorted(timetable.removed) if timetable else ():
        if not is_free(day):
            told = message("{day} is removed and is no public holiday; the row changes nothing", day=Weekday(day))
            yield Finding("needless", Severity.NOTE, Where(HOLIDAYS), told)


def needed_timetable(folder: Path, province: Province) -> Timetable:
    """The timetable; DataError with every mistake in it, RequestError where there is no calendar."""
    believed = timetable_in(folder, province)
    if believed.timetable:
        return believed.timetable
    if wrong := [finding.told for finding in believed.findings if finding.severity is Severity.ERROR]:
        raise DataError(*wrong)
    raise RequestError(
        message("{folder} has no {file}, so nothing is due by itself; docs/calendar.md says what stands in it",
                folder=str(folder), file=CALENDAR)
    )  # fmt: skip
