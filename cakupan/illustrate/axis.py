"""The time axis and the width that all drawings share."""

import datetime as dt

from cakupan.language import Language
from cakupan.period import Period

Size = tuple[float, float | None]  # mm: the width, and the height where there is one to be filled
WIDTH = 164.0  # mm: the text width of an A4 page with the punch margin
PAGE: Size = (WIDTH, None)


def ticks(first: dt.date, last: dt.date, language: Language, most: int = 9) -> list[tuple[dt.date, str]]:
    """Month names under the axis, at most so many, with the year under the first of each year."""
    start, end = Period.of(first), Period.of(last)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = next((s for s in (1, 2, 3, 6, 12, 24, 48, 120) if months / s <= most), 600)
    ticks: list[tuple[dt.date, str]] = []
    year = None
    for number in range(0, months, step):
        period = start.shift(number)
        label = language.month_name(period.first_day)
        if period.year != year:
            label, year = f"{label}\n{period.year}", period.year
        ticks.append((period.first_day, label))
    return [tick for tick in ticks if first - dt.timedelta(days=12) <= tick[0]]
