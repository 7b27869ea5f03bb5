"""Coverage over time on its way to the targets."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, GREY, INK, MID, MISS, PAPER
from charts.words import GROUND, day_marks, level_lines, write

_NEAR = 4  # readings before one that its label must keep clear of
_FOLLOWS = 62  # days: readings further apart are not joined by a full line


@dataclass(frozen=True)
class Dot:
    """A value on a day, with the words beside it; hollow when it is a target or carried forward."""

    day: dt.date
    value: float
    label: str = ""
    hollow: bool = False


@dataclass(frozen=True)
class Line:
    """A straight line between two days, with the words at its middle."""

    start: Dot
    end: Dot
    label: str = ""


def path(
    dots: Sequence[Dot],
    targets: Sequence[Dot],
    *,
    needed: Line | None,
    outlook: Line | None,
    gap: Line | None,
    ticks: Sequence[tuple[dt.date, str]],
    percent: Callable[[float], str],
    alt: str,
    size: tuple[float, float],
) -> Chart:
    """Readings, targets, the pace that is needed (dotted) and where today's pace leads (dash-dotted).

    `gap` is drawn as an arrow from the level of the last reading up to the target that is due next.
    """
    axes = canvas(*size, left=9, right=39, bottom=9, top=4)
    _frame(axes, dots, targets, outlook, ticks, percent)
    _targets(axes, targets)
    if outlook:
        _line(axes, outlook, MISS, (0, (5, 2, 1, 2)), at=0.92)
    if needed:
        _line(axes, needed, ACCENT, (0, (1, 1.6)), at=0.62)
    _readings(axes, dots)
    if gap:
        _gap(axes, gap)
    return finish(
        axes,
        alt,
        targets=len(targets) > 1,
        needed=needed,
        outlook=outlook,
        hollow=any(dot.hollow for dot in dots),
        silence=not all(map(_follows, dots, dots[1:])),
    )


def _frame(
    axes: Axes,
    dots: Sequence[Dot],
    targets: Sequence[Dot],
    outlook: Line | None,
    ticks: Sequence[tuple[dt.date, str]],
    percent: Callable[[float], str],
) -> None:
    values = [d.value for d in (*dots, *targets)] + ([outlook.end.value] if outlook else [])
    low, high = min(values), max(values)
    step = next((s for s in (1, 2, 5, 10) if (high - low) / s <= 5), 20)
    bottom, top = step * int((low - step * 0.45) // step), high + step * 0.55
    marks = list(range(max(0, int(bottom)), int(top) + 1, step))
    days = [d.day.toordinal() for d in (*dots, *targets)]
    pad = max(10.0, (max(days) - min(days)) * 0.03)
    axes.set_xlim(min(days) - pad, max(days) + pad)
    axes.set_ylim(max(0, bottom), top)
    level_lines(axes, marks, map(percent, marks))
    day_marks(axes, ticks)


def _targets(axes: Axes, targets: Sequence[Dot]) -> None:
    days = [t.day.toordinal() for t in targets]
    axes.plot(days, [t.value for t in targets], color=MID, linewidth=0.9, linestyle=(0, (4, 2.5)), zorder=1.5)
    axes.plot(
        days, [t.value for t in targets], linestyle="none", marker="D", markersize=5, color=GREY, markerfacecolor=PAPER
    )
    for number, target in enumerate(targets):
        last = number == len(targets) - 1
        write(
            axes,
            target.label,
            (target.day.toordinal(), target.value),
            (7, -3) if last else (0, 6),
            ha="left" if last else "center",
            color=GREY,
            bbox=GROUND,
        )


def _follows(one: Dot, two: Dot) -> bool:
    return (two.day - one.day).days <= _FOLLOWS


def _readings(axes: Axes, dots: Sequence[Dot]) -> None:
    for one, two in pairwise(dots):
        follows = _follows(one, two)
        axes.plot(
            [one.day.toordinal(), two.day.toordinal()],
            [one.value, two.value],
            color=ACCENT if follows else MID,
            linewidth=2 if follows else 0.8,
            linestyle="solid" if follows else (0, (1, 2.5)),
        )
    big = 5.2 if len(dots) <= 12 else 2.6
    for hollow in (False, True):
        chosen = [d for d in dots if d.hollow is hollow]
        axes.plot(
            [d.day.toordinal() for d in chosen],
            [d.value for d in chosen],
            linestyle="none",
            marker="o",
            markersize=big,
            color=ACCENT,
            markerfacecolor=PAPER if hollow else ACCENT,
            zorder=3,
        )
    for number, dot in enumerate(dots[:-1]):
        _label(axes, dot, *(_UNDER if dots[number + 1].value > dot.value else _OVER))
    came_down = any(earlier.value > dots[-1].value for earlier in dots[-1 - _NEAR : -1])
    place = _OVER if len(dots) == 1 else _LAST_UNDER if came_down else _LAST_OVER
    _label(axes, dots[-1], *place, fontsize=10, fontweight="bold")


# Where the words of a reading stand: (points right, points up), and their end that is nearest to it.
_UNDER, _OVER = ((4, -11), "left"), ((4, 6), "left")
_LAST_UNDER, _LAST_OVER = ((0, -13), "center"), ((0, 6), "right")


def _label(axes: Axes, dot: Dot, offset: tuple[int, int], end: str, **style: Any) -> None:
    place = (dot.day.toordinal(), dot.value)
    write(axes, dot.label, place, offset, ha=end, color=ACCENT, **style)


def _line(axes: Axes, line: Line, color: str, dashes: tuple[int, tuple[float, ...]], *, at: float) -> None:
    """A line and its words, `at` so far along it."""
    start, end = line.start.day.toordinal(), line.end.day.toordinal()
    axes.plot([start, end], [line.start.value, line.end.value], color=color, linewidth=1.1, linestyle=dashes, zorder=2)
    if not line.label:
        return
    write(
        axes,
        line.label,
        (start + (end - start) * at, line.start.value + (line.end.value - line.start.value) * at),
        (4, -6),
        ha="left",
        va="top",
        color=color,
        linespacing=1.15,
        bbox=GROUND,
    )


def _gap(axes: Axes, gap: Line) -> None:
    """An upright arrow at the target's day, with the words at its head."""
    day = gap.end.day.toordinal()
    axes.annotate(
        "",
        (day, gap.end.value),
        xytext=(day, gap.start.value),
        arrowprops={"arrowstyle": "<->", "color": INK, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 0},
    )
    write(
        axes,
        gap.label,
        (day, gap.end.value),
        (6, -9),
        va="top",
        color=INK,
        fontweight="semibold",
        linespacing=1.15,
        bbox=GROUND,
        zorder=5,
    )
