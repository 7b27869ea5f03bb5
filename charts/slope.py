"""From one day to another: who rises, who falls, who overtakes whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, GREY, INK, MID, MISS, PAPER, RULE
from charts.room import folded, shortened, width_of
from charts.scale import as_on_paper
from charts.spread import spread

_LINE = 3.5  # mm a line of a label takes
_LEAST = 56.0  # mm from the lowest to the highest value, at least
_MOST = 205.0  # mm: higher, and it does not stand on a page with its title; then each name has one line, cut
_FEW = 12.0  # mm a row where there are fewer
_HEAD = 7.0  # mm for the days above
_LEADER = 6.5  # mm between a dot and its label
_NAME = 34.0  # mm: a longer name stands on two lines
_GAP = 1.8  # mm between a value and its name
_EDGE = 1.0  # mm


@dataclass(frozen=True)
class Slope:
    """A region's values on two days with their labels, None where there is none: the other one is hollow then.

    The notes stand behind the name, for the day of a value that is not of its side's day.
    `falls` is told, not taken from the values: a difference may be no more than rounding hides.
    """

    name: str
    before: float | None
    now: float | None
    before_label: str = ""
    now_label: str = ""
    before_note: str = ""
    now_note: str = ""
    falls: bool = False
    marked: bool = False

    @property
    def alone(self) -> bool:
        """Whether one of the two days has no value."""
        return self.before is None or self.now is None

    @property
    def color(self) -> str:
        """The second colour for falls, the accent for the marked, grey for all others."""
        return MISS if self.falls else ACCENT if self.marked else GREY


@dataclass(frozen=True)
class _End:
    """One end of a slope, in mm from the lower left: where its dot and where its label lies."""

    row: Slope
    name: str
    label: str
    dot: float
    place: float


def slope(rows: Sequence[Slope], *, heads: tuple[str, str], width: float, alt: str) -> Chart:
    """One line a row from its value on the first day (left) to that on the second (right), named at both ends.

    Labels that would overlap are moved apart, with a thin line to their dot. Falls are dashed.
    """
    width = as_on_paper(width)
    if _needed(rows) > _MOST:
        rows = [replace(row, name=shortened(row.name, _NAME, bold=True)) for row in rows]
    lefts = _sorted(rows, "before", "now")
    rights = _sorted(rows, "now", "before")
    tall = max(min(_LEAST, _FEW * len(rows)), _needed(rows))
    axes = canvas(width, tall + _HEAD + 2 * _EDGE)  # all that follows is in mm
    axes.set_xlim(0, width)
    axes.set_ylim(0, tall + _HEAD + 2 * _EDGE)
    axes.set_axis_off()
    left_names, left_values = _columns(lefts, "before")
    right_names, right_values = _columns(rights, "now")
    left = max(left_names + left_values + _GAP + _LEADER, width_of(heads[0])) + _EDGE
    right = width - max(right_names + right_values + _GAP + _LEADER, width_of(heads[1])) - _EDGE
    axes.vlines((left, right), _EDGE, tall + _EDGE, color=RULE, linewidth=0.8, zorder=0.5)
    for place, head, side in ((left, heads[0], "right"), (right, heads[1], "left")):
        axes.text(place, tall + _EDGE + 2.5, head, ha=side, color=INK, fontweight="semibold")
    values = [value for row in rows for value in (row.before, row.now) if value is not None]
    scale = _Scale(min(values), max(values), tall)
    befores = _ends(lefts, "before", scale)
    nows = _ends(rights, "now", scale)
    _draw_lines(axes, rows, scale, (left, right))
    _draw_ends(axes, befores, left, -1, left_values)
    _draw_ends(axes, nows, right, 1, right_values)
    return finish(axes, alt, falls=any(row.falls for row in rows), alone=any(row.alone for row in rows))


@dataclass(frozen=True)
class _Scale:
    """Where a value lies between the lowest and the highest, in mm."""

    low: float
    high: float
    tall: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        room = self.tall - _LINE
        return _EDGE + _LINE / 2 + share * room


def _sorted(rows: Sequence[Slope], side: str, other: str) -> list[Slope]:
    """The rows that have a value on that side, lowest first; equals in the order of their other ends."""

    def ends(row: Slope) -> tuple[float, float]:
        here, there = getattr(row, side), getattr(row, other)
        return here, here if there is None else there

    return sorted((row for row in rows if getattr(row, side) is not None), key=ends)


def _words(row: Slope, side: str) -> str:
    note = getattr(row, f"{side}_note")
    return folded(f"{row.name} · {note}" if note else row.name, _NAME)


def _needed(rows: Sequence[Slope]) -> float:
    """The mm that the labels of the fuller side take."""
    sides = ("before", "now")
    return max(sum(_size(row, side) for row in rows if getattr(row, side) is not None) for side in sides)


def _size(row: Slope, side: str) -> float:
    return _LINE * (1 + _words(row, side).count("\n"))


def _columns(rows: Sequence[Slope], side: str) -> tuple[float, float]:
    """The room in mm for the names and for the values of one side."""
    names = [width_of(_words(row, side), bold=True) for row in rows]
    values = [width_of(getattr(row, f"{side}_label"), bold=True) for row in rows]
    return max(names, default=0), max(values, default=0)


def _ends(rows: Sequence[Slope], side: str, scale: _Scale) -> list[_End]:
    dots = [scale(getattr(row, side)) for row in rows]
    places = spread(dots, [_size(row, side) for row in rows], _EDGE, scale.tall + _EDGE)
    labels = [getattr(row, f"{side}_label") for row in rows]
    return [
        _End(row, _words(row, side), label, dot, place)
        for row, label, dot, place in zip(rows, labels, dots, places, strict=True)
    ]


def _draw_lines(axes: Axes, rows: Sequence[Slope], scale: _Scale, sides: tuple[float, float]) -> None:
    for row in rows:
        if row.before is None or row.now is None:
            continue
        axes.plot(
            sides,
            (scale(row.before), scale(row.now)),
            color=row.color if row.marked or row.falls else MID,
            linewidth=2.2 if row.marked else 1,
            linestyle=(0, (4, 2)) if row.falls else "solid",
            zorder=3 if row.marked else 2,
        )


def _draw_ends(axes: Axes, ends: Sequence[_End], side: float, way: int, values: float) -> None:
    """Dots, labels and what joins them; `way` is -1 to the left of the lines, 1 to the right, `values` their room."""
    dots: dict[tuple[str, bool, bool], list[float]] = {}
    for end in ends:
        dots.setdefault((end.row.color, end.row.marked, end.row.alone), []).append(end.dot)
        _name(axes, end, side + way * _LEADER, way, values)
    for (color, marked, alone), places in dots.items():
        fill = MID if color == GREY else color
        style: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": fill, "zorder": 4}
        size = 5 if marked or alone else 3.6
        axes.plot([side] * len(places), places, markersize=size, markerfacecolor=PAPER if alone else fill, **style)
    moved = [end for end in ends if abs(end.place - end.dot) > _LINE / 8]
    near, far = side + way * 1.2, side + way * (_LEADER - 0.8)
    leaders = [[(near, end.dot), (far, end.place)] for end in moved]
    axes.add_collection(LineCollection(leaders, colors=MID, linewidths=0.5, zorder=1))


def _name(axes: Axes, end: _End, at: float, way: int, values: float) -> None:
    style: dict[str, Any] = {"ha": "right" if way < 0 else "left", "va": "center_baseline", "color": end.row.color}
    if "\n" in end.name:
        style["linespacing"] = 0.95
    bold = {"fontweight": "bold"} if end.row.marked else {}
    axes.text(at, end.place, end.label, **{"fontweight": "semibold"} | style | bold)
    axes.text(at + way * (values + _GAP), end.place, end.name, **style | bold)
