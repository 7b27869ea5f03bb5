"""Bullet bars: what is, against what was to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, INK, LIGHT, MISS
from charts.room import names_room, notes_room, row_height
from charts.scale import as_on_paper
from charts.words import row_names, row_note, row_value, write

_ROW = 9.0  # mm


@dataclass(frozen=True)
class Bullet:
    """A rate between 0 and 100 with its name, its words, and the target it is held against, if any."""

    name: str
    value: float
    label: str
    target: float | None = None
    target_label: str = ""
    note: str = ""


def bullets(rows: Sequence[Bullet], *, width: float, names: float, alt: str, height: float | None = None) -> Chart:
    """One bar a row on a ground of 100 %, the target as an upright stroke; what misses it is in the second colour."""
    tall = len(rows) * row_height(len(rows), _ROW, 1, height) + 1
    left, right = names_room([row.name for row in rows], names), notes_room([row.note for row in rows])
    axes = canvas(as_on_paper(width), tall, left=left, right=right, top=0.5, bottom=0.5)
    places = [len(rows) - 1 - number for number in range(len(rows))]
    axes.barh(places, [100] * len(rows), height=0.5, color=LIGHT, linewidth=0)
    axes.barh(places, [min(row.value, 100) for row in rows], height=0.5, color=ACCENT, linewidth=0)
    for place, row in zip(places, rows, strict=True):
        if row.target is not None:
            missed = row.value < row.target
            axes.vlines(row.target, place - 0.38, place + 0.38, color=MISS if missed else INK, linewidth=2)
            write(
                axes,
                row.target_label,
                (row.target, place + 0.36),
                (0, 1.5),
                ha="center",
                color=MISS if missed else INK,
                fontsize=7.5,
            )
        row_value(axes, row.label, (100, place))
        row_note(axes, row.note, (100, place))
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.5, len(rows) - 0.4)
    axes.spines["bottom"].set_visible(False)
    row_names(axes, places, [row.name for row in rows])
    return finish(axes, alt)
