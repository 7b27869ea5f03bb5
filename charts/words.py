"""Words on a chart: beside a place, along the sides. Written straight on: a tick of matplotlib's costs five artists."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.markers import TICKDOWN
from matplotlib.transforms import ScaledTranslation, Transform

from charts.palette import GREY, INK, MID, PAPER, RULE
from charts.room import NOTE, VALUE, name_line, name_lines
from charts.scale import as_on_paper, grown

GROUND = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}  # words stand clear of the lines behind them
_POINT = 1 / 72  # inches
_TWO_LINES = 12.5  # points: a row that is lower has room for one line of a name
_NEAR = 3.5  # points between words and what they stand beside


def write(
    axes: Axes, words: str, place: tuple[float, float], offset: tuple[float, float] = (0, 0), **style: Any
) -> None:
    """Words at a place in the data, moved by so many points of the house style to the right and up."""
    _write(axes, words, place, axes.transData, offset, style)


def row_names(
    axes: Axes, rows: Iterable[float], labels: Iterable[str], bold: Iterable[bool] = (), *, color: str = INK
) -> None:
    """The names of rows, to the left of the axes."""
    weights, tight = dict(enumerate(bold)), _row_height(axes) < _TWO_LINES
    style = {"ha": "right", "va": "center_baseline", "color": color}
    for number, (row, label) in enumerate(zip(rows, labels, strict=True)):
        weight = {"fontweight": "bold"} if weights.get(number) else {}
        lines = name_line(label) if tight else name_lines(label)
        small = {"fontsize": 7.5, "linespacing": 0.9} if "\n" in lines else {}
        _write(axes, lines, (0, row), axes.get_yaxis_transform(), (-_NEAR, 0), style | weight | small)


def _row_height(axes: Axes) -> float:
    """What a row has in points of the house style; rows lie 1 apart, and the limits of the axes are set."""
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes made by canvas() stand on a figure"
    (_, low), (_, high) = axes.transData.transform([(0, 0), (0, 1)])
    return as_on_paper(abs(high - low) * 72 / figure.dpi)


def row_value(axes: Axes, words: str, place: tuple[float, float], **style: Any) -> None:
    """The value of a row, behind it and right-aligned."""
    write(axes, words, place, (VALUE, 0), ha="right", va="center_baseline", **{"fontweight": "semibold"} | style)


def row_note(axes: Axes, words: str, place: tuple[float, float], **style: Any) -> None:
    """What is said of a row, behind its value."""
    write(axes, words, place, (NOTE, 0), va="center_baseline", **{"color": GREY} | style)


def level_lines(axes: Axes, values: Sequence[float], labels: Iterable[str]) -> None:
    """Level lines across the axes, with their values to the left."""
    across = axes.get_yaxis_transform()
    axes.hlines(values, 0, 1, transform=across, color=RULE, linewidth=0.6, zorder=0.5)
    style = {"ha": "right", "va": "center_baseline", "color": GREY}
    for value, label in zip(values, labels, strict=True):
        _write(axes, label, (0, value), across, (-_NEAR, 0), style)


def levels(top: float, most: int) -> range:
    """Round levels from 0 up to `top`, at most `most` of them above 0."""
    step = next(s for s in _STEPS if top / s < most + 1)
    return range(0, int(top) + 1, step)


_STEPS = sorted(base * 10**power for base in (1, 2, 5) for power in range(9))


def day_marks(axes: Axes, ticks: Sequence[tuple[dt.date, str]]) -> None:
    """Short strokes under the axes, with the names of their days."""
    along = axes.get_xaxis_transform()
    places = [day.toordinal() for day, _ in ticks]
    stroke: dict[str, Any] = {"marker": TICKDOWN, "markersize": 2.5, "markeredgewidth": 0.6, "linestyle": "none"}
    axes.plot(places, [0] * len(places), transform=along, color=MID, clip_on=False, **stroke)
    for place, (_, label) in zip(places, ticks, strict=True):
        _write(axes, label, (place, 0), along, (0, -6), {"ha": "center", "va": "top", "color": GREY})


def _write(
    axes: Axes,
    words: str,
    place: tuple[float, float],
    ground: Transform,
    offset: tuple[float, float],
    style: dict[str, Any],
) -> None:
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes made by canvas() stand on a figure"
    right, up = (grown(points) * _POINT for points in offset)
    moved = ScaledTranslation(right, up, figure.dpi_scale_trans)
    axes.text(*place, words, transform=ground + moved, **style)
