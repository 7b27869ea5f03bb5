"""Words where none stand yet."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from charts.room import SIZE, width_of
from charts.scale import as_on_paper
from charts.words import write

_MM = 72 / 25.4  # points
_LINE = 1.2  # of the size of the type: from one line of it to the next
_STEP, _HALF = 3.0, 0.8  # points: a line is kept clear as a row of small boxes
_DOT = 3.0  # points from its middle
_ABOVE, _BELOW = 0.75, 0.22  # of the size: how far letters reach from the line they stand on


@dataclass(frozen=True)
class Spot:
    """A place in the data, moved by so many points to the right and up, and how words hang on it."""

    place: tuple[float, float]
    offset: tuple[float, float]
    ha: str = "left"
    va: str = "baseline"


Box = tuple[float, float, float, float]


class Free:
    """What is taken on a drawing, in points of the house style from its lower left; the limits of the axes must be set.

    Left of the axes and below stand the names of levels and days, so there nothing is free.
    """

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        figure = axes.get_figure(root=True)
        assert figure is not None, "axes made by canvas() stand on a figure"
        self._points = as_on_paper(72 / figure.dpi)
        corners = axes.bbox.x0, axes.bbox.y0, figure.bbox.width, figure.bbox.height
        self._bounds = tuple(corner * self._points for corner in corners)
        self._taken: list[Box] = []

    def keep_clear(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A line that no words are to cover."""
        (x, y), (to_x, to_y) = (self._axes.transData.transform(place) * self._points for place in (start, end))
        steps = max(1, round(math.dist((x, y), (to_x, to_y)) / _STEP))
        for at in range(steps + 1):
            across, up = x + (to_x - x) * at / steps, y + (to_y - y) * at / steps
            self._taken.append((across - _HALF, up - _HALF, across + _HALF, up + _HALF))

    def keep_dot_clear(self, place: tuple[float, float]) -> None:
        """A dot or diamond that no words are to cover."""
        x, y = self._axes.transData.transform(place) * self._points
        self._taken.append((x - _DOT, y - _DOT, x + _DOT, y + _DOT))

    def put(self, words: str, spots: Iterable[Spot], *, must: bool = False, **style: Any) -> None:
        """Write the words at the first spot where they cover nothing.

        Where there is none, not at all, or where they cover the least if they `must`.
        """
        if not words:
            return
        ways = list(spots)
        size, bold = style.get("fontsize", SIZE), style.get("fontweight") is not None
        boxes = [self._box(words, spot, size, bold) for spot in ways]
        covered = [self._covered(box) for box in boxes]
        if min(covered) and not must:
            return
        at = covered.index(min(covered))
        self._taken.append(boxes[at])
        spot = ways[at]
        write(self._axes, words, spot.place, spot.offset, ha=spot.ha, va=spot.va, **style)

    def _covered(self, box: Box) -> int:
        """How many of the taken boxes it would cover, 0 where it is free; to leave the drawing is worse than all."""
        left, low, right, high = self._bounds
        inside = left <= box[0] and low <= box[1] and box[2] <= right and box[3] <= high
        over = (
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in self._taken
        )
        return sum(over) + (0 if inside else len(self._taken) + 1)

    def _box(self, words: str, spot: Spot, size: float, bold: bool) -> Box:
        x, y = self._axes.transData.transform(spot.place) * self._points
        width = width_of(words, size=size, bold=bold) * _MM
        lines = words.count("\n") * _LINE * size
        left = x + spot.offset[0] - width * {"left": 0.0, "center": 0.5, "right": 1.0}[spot.ha]
        base = y + spot.offset[1] - (_ABOVE * size if spot.va == "top" else 0)
        return left, base - lines - _BELOW * size, left + width, base + _ABOVE * size
