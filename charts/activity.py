"""Registered and active over time, and what lies between them."""

import datetime as dt
from collections.abc import Callable, Sequence

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, GREY, MISS, PALE
from charts.words import day_marks, level_lines, levels, write


def activity(
    days: Sequence[dt.date],
    registered: Sequence[float],
    active: Sequence[float],
    *,
    words: tuple[str, str, str],
    ticks: Sequence[tuple[dt.date, str]],
    count: Callable[[float], str],
    alt: str,
    size: tuple[float, float],
) -> Chart:
    """Two lines from zero; `words` label the upper line, the lower line and the room between, at their ends."""
    axes = canvas(*size, left=15, right=44, bottom=9, top=2)
    when = [day.toordinal() for day in days]
    axes.fill_between(when, active, registered, color=PALE, linewidth=0)
    axes.plot(when, registered, color=GREY, linewidth=1.3)
    axes.plot(when, active, color=ACCENT, linewidth=2)
    top = max(registered) * 1.08 or 1
    axes.set_ylim(0, top)
    axes.set_xlim(when[0], when[-1])
    marks = levels(top, 5)
    level_lines(axes, marks, map(count, marks))
    day_marks(axes, ticks)
    middle = (registered[-1] + active[-1]) / 2
    ends = (
        (registered[-1], words[0], GREY, "bottom"),
        (active[-1], words[1], ACCENT, "top"),
        (middle, words[2], MISS, "center"),
    )
    for level, label, color, place in ends:
        write(
            axes,
            label,
            (when[-1], level),
            (6, 0),
            va=place,
            color=color,
            fontweight="semibold",
        )
    return finish(axes, alt)
