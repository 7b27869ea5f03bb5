"""Stacked bars: a whole and the part of it that is covered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, GREY, INK, LIGHT, PAPER
from charts.room import names_room, row_height, width_of
from charts.scale import as_on_paper
from charts.words import row_names, write

_ROW = 5.6  # mm

_RIGHT = 22.0  # mm for the notes
_SIZE = 8.0  # points, of the numbers
_CLEAR = 1.1  # mm between a number and the end of its bar


@dataclass(frozen=True)
class Stack:
    """A part and the rest of its whole, with the words for both and what stands behind the bar."""

    name: str
    part: float
    rest: float
    part_label: str
    rest_label: str
    note: str
    marked: bool = False
    hollow: bool = False


def stacked(
    rows: Sequence[Stack],
    *,
    heads: tuple[str, str],
    width: float,
    names: float,
    alt: str,
    height: float | None = None,
    reach: float = 0,
) -> Chart:
    """Horizontal bars in the order given; numbers inside where they fit, `heads` name the two parts above the first.

    Where rows go on in another drawing, `reach` is the largest whole of all, so that both have one scale.
    """
    width, tall = as_on_paper(width), len(rows) * row_height(len(rows), _ROW, 6, height) + 6
    left = names_room([row.name for row in rows], names)
    axes = canvas(width, tall, left=left, right=_RIGHT, top=5, bottom=1)
    places = [len(rows) - 1 - number for number in range(len(rows))]
    parts = [row.part for row in rows]
    rests = [row.rest for row in rows]
    longest = max(reach, *(part + rest for part, rest in zip(parts, rests, strict=True))) or 1
    fills = [PAPER if row.hollow else ACCENT for row in rows]
    axes.barh(places, parts, height=0.66, color=fills, edgecolor=ACCENT, linewidth=0.8)
    axes.barh(
        places,
        rests,
        left=parts,
        height=0.66,
        color=LIGHT,
        edgecolor=[INK if row.marked else LIGHT for row in rows],
        linewidth=0.8,
    )
    scale = longest / (width - left - _RIGHT)  # persons a mm
    for place, row in zip(places, rows, strict=True):
        _numbers(axes, place, row, scale)
        note = (longest, place)
        write(axes, row.note, note, (60, 0), ha="right", va="center_baseline", fontweight="semibold")
    write(
        axes,
        heads[0],
        (0, len(rows) - 0.5),
        (0, 3),
        color=ACCENT,
        fontweight="semibold",
    )
    write(
        axes,
        heads[1],
        (longest, len(rows) - 0.5),
        (0, 3),
        ha="right",
        color=GREY,
        fontweight="semibold",
    )
    axes.set_xlim(0, longest)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.spines["bottom"].set_visible(False)
    row_names(axes, places, [row.name for row in rows], [row.marked for row in rows])
    return finish(axes, alt)


def _numbers(axes: Axes, place: int, row: Stack, scale: float) -> None:
    """Both numbers, each in its bar where it fits, else behind it; `scale` is how many persons a mm stands for."""
    room = (width_of(row.part_label, size=_SIZE) + 2 * _CLEAR) * scale
    inside = row.part >= room
    taken = row.part if inside else row.part + room  # so far the bar or its number reaches
    end = row.part + row.rest
    style: dict[str, Any] = {"va": "center_baseline", "fontsize": _SIZE}
    color = PAPER if inside and not row.hollow else ACCENT
    spot, clear = (row.part, place), _CLEAR / 25.4 * 72
    if inside:
        write(axes, row.part_label, spot, (-clear, 0), ha="right", color=color, **style)
    else:
        write(axes, row.part_label, spot, (clear, 0), color=color, **style)
    if end - taken >= (width_of(row.rest_label, size=_SIZE) + 2 * _CLEAR) * scale:
        write(axes, row.rest_label, (end, place), (-clear, 0), ha="right", **style)
    else:
        write(axes, row.rest_label, (max(end, taken), place), (clear, 0), **style)
