"""Coverage over time on its way to the targets."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes

from charts.days import follows, stretches
from charts.finish import Chart, canvas, finish
from charts.free import Free, Spot
from charts.palette import ACCENT, GREY, INK, MID, MISS, PAPER
from charts.scale import as_on_paper
from charts.words import GROUND, day_marks, level_lines

_NEAR = 4  # readings before one that its label must keep clear of


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
    width, height = map(as_on_paper, size)
    axes = canvas(width, height, left=9, right=39, bottom=9, top=4)
    _frame(axes, dots, targets, outlook, ticks, percent)
    free = Free(axes)
    if gap:
        _gap(axes, free, gap)
    _targets(axes, targets)
    if outlook:
        _line(axes, outlook, MISS, (0, (5, 2, 1, 2)))
    if needed:
        _line(axes, needed, ACCENT, (0, (1, 1.6)))
    _readings(axes, dots)
    _keep_clear(free, dots, targets)
    _name_last(free, dots)
    _name_targets(free, targets)
    for line, color in ((needed, ACCENT), (outlook, MISS)):
        if line:
            _name_line(free, line, color)
    for number, dot in enumerate(dots[:-1]):
        first, second = (_UNDER, _OVER) if dots[number + 1].value > dot.value else (_OVER, _UNDER)
        free.put(dot.label, [_beside(dot, way) for way in (first, second, _ASIDE, _RIGHT)], color=ACCENT)
    return finish(
        axes,
        alt,
        targets=len(targets) > 1,
        needed=needed,
        outlook=outlook,
        hollow=any(dot.hollow for dot in dots),
        silence=len(stretches([dot.day for dot in dots])) > 1,
    )


def _keep_clear(free: Free, dots: Sequence[Dot], targets: Sequence[Dot]) -> None:
    for one, two in pairwise(dots):
        free.keep_clear((one.day.toordinal(), one.value), (two.day.toordinal(), two.value))
    for dot in (*dots, *targets):
        free.keep_dot_clear((dot.day.toordinal(), dot.value))


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


def _readings(axes: Axes, dots: Sequence[Dot]) -> None:
    for one, two in pairwise(dots):
        near = follows(one.day, two.day)
        axes.plot(
            [one.day.toordinal(), two.day.toordinal()],
            [one.value, two.value],
            color=ACCENT if near else MID,
            linewidth=2 if near else 0.8,
            linestyle="solid" if near else (0, (1, 2.5)),
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


def _name_targets(free: Free, targets: Sequence[Dot]) -> None:
    """Every target is written, the last one behind it; the readings come first, so no words cover their line."""
    for target in targets[:-1]:
        free.put(target.label, [_beside(target, way) for way in _AT_TARGET], must=True, color=GREY, bbox=GROUND)
    for target in targets[-1:]:
        free.put(target.label, [_beside(target, _BEHIND)], must=True, color=GREY, bbox=GROUND)


# Where the words of a dot stand: (points right, points up), and their end that is nearest to it.
_Way = tuple[tuple[int, int], str]
_UNDER: _Way = ((4, -11), "left")
_OVER: _Way = ((4, 6), "left")
_ASIDE: _Way = ((-4, 5), "right")
_RIGHT: _Way = ((8, 3), "left")
_LAST_UNDER: _Way = ((0, -13), "center")
_LAST_OVER: _Way = ((0, 6), "right")
_LAST_ASIDE: _Way = ((-3, -13), "right")
_BEHIND: _Way = ((7, -3), "left")
_AT_TARGET: tuple[_Way, ...] = (
    ((0, 6), "center"),
    ((0, -13), "center"),
    ((-3, 6), "right"),
    ((3, 6), "left"),
    ((-3, -13), "right"),
    ((3, -13), "left"),
    ((-7, -3), "right"),
    ((0, 18), "center"),  # beyond a peak or a dip of the readings
    ((0, -25), "center"),
    _BEHIND,
)


def _beside(dot: Dot, way: _Way) -> Spot:
    return Spot((dot.day.toordinal(), dot.value), *way)


def _name_last(free: Free, dots: Sequence[Dot]) -> None:
    """The newest reading is written in any case, above where it is not in the way of those before it."""
    last = dots[-1]
    came_down = any(earlier.value > last.value for earlier in dots[-1 - _NEAR : -1])
    first = _OVER if len(dots) == 1 else _LAST_UNDER if came_down else _LAST_OVER
    spots = [_beside(last, way) for way in (first, _UNDER, _LAST_UNDER, _LAST_ASIDE, _LAST_OVER, _OVER)]
    free.put(last.label, spots, must=True, color=ACCENT, fontsize=10, fontweight="bold", bbox=GROUND, zorder=5)


def _line(axes: Axes, line: Line, color: str, dashes: tuple[int, tuple[float, ...]]) -> None:
    start, end = line.start.day.toordinal(), line.end.day.toordinal()
    axes.plot([start, end], [line.start.value, line.end.value], color=color, linewidth=1.1, linestyle=dashes, zorder=2)


def _name_line(free: Free, line: Line, color: str) -> None:
    """The words of a line below it, some way along it."""
    start, days = line.start.day.toordinal(), (line.end.day - line.start.day).days
    rise = line.end.value - line.start.value
    spots = [
        Spot((start + days * at, line.start.value + rise * at), (4, -6), va="top") for at in (0.62, 0.7, 0.78, 0.5)
    ]
    free.put(line.label, spots, must=True, color=color, linespacing=1.15, bbox=GROUND)


def _gap(axes: Axes, free: Free, gap: Line) -> None:
    """An upright arrow at the target's day, with the words at its head."""
    day = gap.end.day.toordinal()
    axes.annotate(
        "",
        (day, gap.end.value),
        xytext=(day, gap.start.value),
        arrowprops={"arrowstyle": "<->", "color": INK, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 0},
    )
    spots = [Spot((day, gap.end.value), (6, -9), va="top")]
    style = {"color": INK, "fontweight": "semibold", "linespacing": 1.15}
    free.put(gap.label, spots, must=True, bbox=GROUND, zorder=5, **style)
