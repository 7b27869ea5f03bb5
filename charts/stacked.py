"""Stacked bars: a whole and the part of it that is covered."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, GREY, INK, LIGHT, PAPER
from charts.words import row_names, write

_ROW = 5.6  # mm

_ROOM = 0.11  # of the longest bar: what a number takes


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


def stacked(rows: Sequence[Stack], *, heads: tuple[str, str], width: float, names: float, alt: str) -> Chart:
    """Horizontal bars in the order given; numbers inside where they fit, `heads` name the two parts above the first."""
    height = len(rows) * _ROW + 6
    axes = canvas(width, height, left=names, right=22, top=5, bottom=1)
    places = [len(rows) - 1 - number for number in range(len(rows))]
    parts = [row.part for row in rows]
    rests = [row.rest for row in rows]
    longest = max(part + rest for part, rest in zip(parts, rests, strict=True)) or 1
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
    for place, row in zip(places, rows, strict=True):
        fits = row.part / longest > _ROOM
        write(
            axes,
            row.part_label,
            (row.part, place),
            (-3 if fits else 3, 0),
            ha="right" if fits else "left",
            va="center_baseline",
            color=PAPER if fits and not row.hollow else ACCENT,
            fontsize=8,
        )
        fits = row.rest / longest > (_ROOM if fits else 2 * _ROOM)
        write(
            axes,
            row.rest_label,
            (row.part + row.rest, place),
            (-3 if fits else 3, 0),
            ha="right" if fits else "left",
            va="center_baseline",
            fontsize=8,
        )
        write(
            axes,
            row.note,
            (longest, place),
            (60, 0),
            ha="right",
            va="center_baseline",
            fontweight="semibold",
        )
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
