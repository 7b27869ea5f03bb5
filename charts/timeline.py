"""Who pays from when to when, and what ends soon."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, GREY, INK, MID, MISS
from charts.room import names_room, notes_room, row_height
from charts.scale import as_on_paper
from charts.words import GROUND, day_marks, level_lines, levels, row_names, row_note, row_value, write

_ROW = 4.8  # mm
_BESIDE = 14.5  # mm above and below the rows
_SUM = 4.0  # rows the sum below takes
_GAP = 1.4  # rows between the bars and the sum, with its name


@dataclass(frozen=True)
class Span:
    """A fund from its first day to its last, both included; `label` says how many, `note` until when."""

    name: str
    starts: dt.date
    ends: dt.date
    label: str
    note: str = ""


@dataclass(frozen=True)
class Steps:
    """A sum that changes on some days: (day, value) from there on, the last day where it stops."""

    name: str
    days: Sequence[tuple[dt.date, float]]
    until: dt.date
    count: Callable[[float], str]

    def at(self, day: dt.date) -> float:
        """The value on that day, 0 before the first and after the last."""
        if day > self.until:
            return 0
        return next((value for start, value in reversed(self.days) if start <= day), 0)


def timeline(
    spans: Sequence[Span],
    *,
    today: tuple[dt.date, str],
    soon: dt.date,
    ticks: Sequence[tuple[dt.date, str]],
    size: tuple[float, float | None],
    names: float,
    alt: str,
    steps: Steps | None = None,
    note: str = "",
) -> Chart:
    """One bar a span in the order given, top down; `names` is the least room for names, in mm.

    `size` is the width, and the height to be filled where there is one, in mm.

    What ends from `today` until `soon`, both included, is in the second colour and closed by an
    upright stroke; what has ended is grey. `note` stands above the names: what is left out.
    """
    below = _SUM + _GAP if steps else 0.0
    row = row_height(len(spans) + below, _ROW, _BESIDE, size[1])
    left = names_room([*(span.name for span in spans), *([steps.name] if steps else [])], names)
    axes = canvas(
        as_on_paper(size[0]),
        (len(spans) + below) * row + _BESIDE,
        left=left,
        right=notes_room([span.note for span in spans]),
        top=5,
        bottom=9,
    )
    first = min([today[0], *(span.starts for span in spans), *([steps.days[0][0]] if steps else [])])
    last = max([today[0], *(span.ends for span in spans), *([steps.until] if steps else [])])
    axes.set_xlim(first.toordinal(), last.toordinal() + 1)
    axes.set_ylim(-0.55 - below, len(spans) - 0.4)
    bars = [
        _Bar(len(spans) - 1 - number, span, ended=span.ends < today[0], soon=today[0] <= span.ends <= soon)
        for number, span in enumerate(spans)
    ]
    _draw(axes, bars)
    for bar in bars:
        _words(axes, bar, last.toordinal() + 1)
    row_names(axes, [bar.place for bar in bars], [span.name for span in spans])
    _today(axes, today, -0.5 - below, len(spans) - 0.45)
    row_names(axes, [len(spans) - 0.1], [note], color=GREY)
    if steps:
        _sum(axes, steps, today[0], -0.55 - below)
    day_marks(axes, ticks)
    return finish(axes, alt, soon=any(bar.soon for bar in bars), ended=any(bar.ended for bar in bars))


@dataclass(frozen=True)
class _Bar:
    """A span at its row, seen from today."""

    place: int
    span: Span
    ended: bool
    soon: bool

    @property
    def start(self) -> int:
        return self.span.starts.toordinal()

    @property
    def end(self) -> int:
        return self.span.ends.toordinal() + 1

    @property
    def color(self) -> str:
        return MISS if self.soon else MID if self.ended else ACCENT


def _draw(axes: Axes, bars: Sequence[_Bar]) -> None:
    axes.barh(
        [bar.place for bar in bars],
        [bar.end - bar.start for bar in bars],
        left=[bar.start for bar in bars],
        height=0.62,
        color=[bar.color for bar in bars],
        linewidth=0,
    )
    stops = [bar for bar in bars if bar.soon]
    lows, highs = [bar.place - 0.45 for bar in stops], [bar.place + 0.45 for bar in stops]
    axes.vlines([bar.end for bar in stops], lows, highs, color=INK, linewidth=2)


def _words(axes: Axes, bar: _Bar, edge: int) -> None:
    """How many and until when, in two columns; what ends soon is bold, what has ended grey."""
    place = (edge, bar.place)
    color = MISS if bar.soon else GREY if bar.ended else INK
    weight = "bold" if bar.soon else "semibold"
    row_value(axes, bar.span.label, place, color=color, fontweight=weight)
    color = MISS if bar.soon else GREY
    weight = "bold" if bar.soon else "normal"
    row_note(axes, bar.span.note, place, color=color, fontweight=weight)


def _today(axes: Axes, today: tuple[dt.date, str], low: float, high: float) -> None:
    day = today[0].toordinal() + 1
    axes.vlines(day, low, high, color=INK, linewidth=0.9, linestyle=(0, (3, 2)), zorder=3)
    write(axes, today[1], (day, high), (0, 2), ha="center", color=INK)


def _sum(axes: Axes, steps: Steps, today: dt.date, bottom: float) -> None:
    """The sum as a line of steps above its own zero, its value of today beside the line of today."""
    marks = levels(max([value for _, value in steps.days], default=0) * 1.05, 3)
    top = max([marks[-1], *(value for _, value in steps.days)]) or 1

    def height(value: float) -> float:
        return bottom + value / top * _SUM

    level_lines(axes, [height(mark) for mark in marks], map(steps.count, marks))
    whens = [day.toordinal() for day, _ in steps.days] + [steps.until.toordinal() + 1]
    heights = [height(value) for _, value in steps.days]
    across = [when for pair in pairwise(whens) for when in pair]
    axes.plot(across, [level for level in heights for _ in range(2)], color=ACCENT, linewidth=1.8, zorder=2)
    row_names(axes, [bottom + _SUM + 0.6], [steps.name], color=GREY)
    now = steps.at(today)
    spot = (today.toordinal() + 1, height(now))
    axes.plot(*([place] for place in spot), linestyle="none", marker="o", markersize=5, color=ACCENT, zorder=4)
    write(axes, steps.count(now), spot, (5, 4), color=ACCENT, fontweight="bold", bbox=GROUND)
