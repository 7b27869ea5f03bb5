"""Registered and active over time, and what lies between them."""

import datetime as dt
from collections.abc import Callable, Sequence

from matplotlib.axes import Axes

from charts.days import stretches
from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, GREY, MID, MISS, PALE
from charts.scale import as_on_paper
from charts.spread import spread
from charts.words import day_marks, level_lines, levels, write

_TOP, _BOTTOM = 2.0, 9.0  # mm above and below the axes
_LABEL = 4.2  # mm a label takes


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
    """Two lines from zero; `words` label the upper line, the lower line and the room between, at their ends.

    Missing months are gaps, with a dotted line to show what belongs together.
    """
    width, height = map(as_on_paper, size)
    axes = canvas(width, height, left=15, right=44, bottom=_BOTTOM, top=_TOP)
    when = [day.toordinal() for day in days]
    top = max(registered) * 1.08 or 1
    axes.set_ylim(0, top)
    axes.set_xlim(when[0], when[-1])
    marks = levels(top, 5)
    level_lines(axes, marks, map(count, marks))
    day_marks(axes, ticks)
    parts = stretches(days)
    for part in parts:
        axes.fill_between(when[part], active[part], registered[part], color=PALE, linewidth=0)
        for line, color, width in ((registered, MID, 1.3), (active, ACCENT, 2)):
            alone = len(when[part]) == 1
            axes.plot(when[part], line[part], color=color, linewidth=width, marker="o" if alone else "", markersize=3)
    if len(parts) > 1:
        for line in (registered, active):
            axes.plot(when, line, color=MID, linewidth=0.8, linestyle=(0, (1, 2.5)), zorder=1)
    inner = height - _TOP - _BOTTOM
    _name_ends(axes, (when[-1], registered[-1], active[-1]), words, inner)
    return finish(axes, alt, silence=len(parts) > 1)


def _name_ends(axes: Axes, end: tuple[float, float, float], words: tuple[str, str, str], tall: float) -> None:
    """The words for the last day, one above the other beside the lines; `tall` is the height of the axes in mm."""
    day, upper, lower = end
    scale = tall / axes.get_ylim()[1]
    wanted = [lower * scale, (upper + lower) / 2 * scale, upper * scale]
    places = spread(wanted, [_LABEL] * 3, 0, tall)
    labels = (words[1], ACCENT), (words[2], MISS), (words[0], GREY)
    for place, (label, color) in zip(places, labels, strict=True):
        spot = (day, place / scale)
        write(axes, label, spot, (6, 0), va="center_baseline", color=color, fontweight="semibold")
