"""Days and months as people write them: 2 Des 2024, 02-12-2024, December 2024, Excel's serial days."""

import datetime as dt
import re

from cakupan.layout.refusal import Refusal
from cakupan.message import message
from cakupan.model import Value
from cakupan.period import AsOf, Period

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_NAMED = re.compile(rf"\b([0-9]{{1,2}})[ .-]*({_NAME})\.?[ ,.-]*([0-9]{{4}})\b")
_MONTH_NAMED = re.compile(rf"\b({_NAME})\.?[ ,.-]*([0-9]{{4}})\b")
_DAY_NUMBERS = re.compile(r"\b([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})\b")
_DAY_ISO = re.compile(r"\b([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\b")
_MONTH_ISO = re.compile(r"\b([0-9]{4})[-/.]([0-9]{1,2})\b")
_MONTH_NUMBERS = re.compile(r"\b([0-9]{1,2})[-/]([0-9]{4})\b")
_FORMS = (  # in this order, each with what its groups are: day, month, year
    (_DAY_NAMED, "dmy"),
    (_DAY_ISO, "ymd"),
    (_DAY_NUMBERS, "dmy"),
    (_MONTH_NAMED, "my"),
    (_MONTH_ISO, "ym"),
    (_MONTH_NUMBERS, "my"),
)
_SERIAL = range(36526, 73051)  # 1 January 2000 to 1 January 2100
_EXCELS_ZERO = dt.date(1899, 12, 30)  # so that day 61 is 1 March 1900, after the leap day Excel makes up


def read_day(value: Value) -> AsOf:
    """The day or month a cell holds; Refusal when it holds none, or one that does not exist."""
    if isinstance(value, dt.datetime):
        return AsOf(value.date())
    if isinstance(value, dt.date):
        return AsOf(value)
    if is_serial(value):
        return AsOf(_EXCELS_ZERO + dt.timedelta(days=int(value)))  # type: ignore[arg-type]  # is_serial says a number
    found = find_day(value) if isinstance(value, str) else None
    if found is None:
        raise Refusal(message("expected a day like 2-12-2024 or 2 Des 2024, got {came}", came=f'"{str(value)[:40]}"'))
    return found


def is_serial(value: Value) -> bool:
    """Whether a number is a day of Excel's whose format was lost."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{5}", value.strip()):
        return False
    return float(value) == int(float(value)) and int(float(value)) in _SERIAL


def find_day(text: str) -> AsOf | None:
    """The day or month named in a text, the day first where both are numbers; None when it names none.

    Refusal for a day that does not exist: 12/25/2024 has its month first, and then
    02/12/2024 beside it may be either.
    """
    return next(iter(split_days(text)[0]), None)


def split_days(text: str) -> tuple[list[AsOf], str]:
    """All days and months named in a text, and its other words in small letters; Refusal as `find_day`."""
    plain = " ".join(text.casefold().split())
    found = []
    for form, order in _FORMS:
        for match in form.finditer(plain):
            parts = dict(zip(order, match.groups(), strict=True))
            month = _MONTHS.get(parts["m"]) or int(parts["m"])
            found.append(
                _day(int(parts["y"]), month, int(parts["d"]), text)
                if "d" in parts
                else _month(int(parts["y"]), month, text)
            )
        plain = form.sub(" ", plain)
    return found, plain


def _day(year: int, month: int, day: int, text: str) -> AsOf:
    try:
        return AsOf(dt.date(year, month, day))
    except ValueError:
        raise _impossible(text) from None


def _month(year: int, month: int, text: str) -> AsOf:
    if not 1 <= month <= 12:
        raise _impossible(text)
    return AsOf(Period(year, month).last_day, whole_month=True)


def _impossible(text: str) -> Refusal:
    return Refusal(
        message("{came} is no day of the calendar; write the day first, then the month", came=f'"{text[:40]}"')
    )
