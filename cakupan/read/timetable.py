"""The calendar of a province: read by itself, as days to come are no part of what an edition is made of."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cakupan.model import Finding, Severity, Table, Where
from cakupan.read.tidy import read_csv
from cakupan.strict_toml import load

CALENDAR = "calendar.toml"
HOLIDAYS = "holidays.csv"


class Handed(NamedTuple):
    """The calendar as it was handed in, not yet believed; None where there is no such file or it cannot be taken in."""

    calendar: Mapping[str, Any] | None
    holidays: Table | None
    findings: tuple[Finding, ...]


def read_timetable(folder: Path) -> Handed:
    """Both files of a province folder, and why either cannot be taken in."""
    calendar, wrong = load(folder / CALENDAR) if (folder / CALENDAR).exists() else (None, [])
    findings = [Finding("calendar", Severity.ERROR, Where(CALENDAR), told) for told in wrong]
    holidays, mistakes = read_csv(folder / HOLIDAYS) if (folder / HOLIDAYS).exists() else (None, [])
    return Handed(None if wrong else calendar, holidays, (*findings, *mistakes))
